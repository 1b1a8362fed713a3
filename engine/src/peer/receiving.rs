use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{mpsc, watch},
    time::MissedTickBehavior,
};
use webrtc::{data_channel::DataChannel, peer_connection::RTCPeerConnectionState};

use super::{
    Admission, End, Event, STALL, SessionId,
    connection::ConnectionEvent,
    ctl::{self, Ctl, CtlEvent},
    ice::Ice,
    mux::MuxedConnection,
    reception::{Received, Reception},
    remote::Patch,
    streams::{Arrival, Streams},
};
use crate::{
    clock::SessionClock,
    feed::{Producer, Pushed},
    media::{Assembled, Ear, KeyframeRequests, Loudness, SenderClock, SessionTime, Track},
    protocol::{PhoneStatus, PhoneView},
};

/// How often a connection looks whether its picture stands still or its ring wants a keyframe, and says how loud it is.
const LOOK: Duration = Duration::from_millis(100);
/// Packets of a track that are taken in one go, at most: a picture of 80 kB. Everything else then has its turn.
const BURST: usize = 64;
/// How often it tells what it received.
const TELL: Duration = Duration::from_secs(1);
/// A publisher that has answered and not connected is given up after this.
const CONNECT: Duration = Duration::from_secs(15);
/// A session whose packets have all belonged nowhere for so long, and so many of them, is ended: nobody would see why
/// nothing comes.
const UNASSOCIATED: Duration = Duration::from_secs(5);
const UNASSOCIATED_PACKETS: u64 = 50;

/// Everything that one connection owns while it receives.
pub(super) struct Receiving {
    producer: Producer,
    ice: Ice,
    streams: Streams,
    end: End,
    view: watch::Receiver<PhoneView>,
    session: SessionId,
    events: mpsc::Sender<(SessionId, Event)>,
    clock: SessionClock,
    sender_clock: SenderClock,
    video: Reception,
    audio: Reception,
    /// When the last packet of the pictures came, or the way was found.
    heard_video: SessionTime,
    ear: Ear,
    loudness: watch::Sender<Loudness>,
    ctl: Option<Ctl>,
    /// The phone's newest status, until it is passed on at the next look: it may send as many as it likes.
    status: Option<PhoneStatus>,
    /// Whether pictures arrive, as last said.
    picture: bool,
    last_picture: SessionTime,
    keyframe_requests: KeyframeRequests,
    /// How long the newest keyframe took that was asked for, until it is reported.
    keyframe: Option<Duration>,
    reported: SessionTime,
}

impl Receiving {
    pub fn new(
        admission: Admission,
        ice: Ice,
        streams: Streams,
        muxed: MuxedConnection,
        end: End,
        clock: SessionClock,
    ) -> Self {
        let feedback = streams.feedback(muxed);
        let reception = |track| Reception::new(track, streams.offered(), feedback.clone());
        Self {
            producer: admission.feed.producer(),
            ice,
            end,
            view: admission.view,
            session: admission.session,
            events: admission.events,
            clock,
            sender_clock: SenderClock::new(),
            video: reception(Track::Video),
            audio: reception(Track::Audio),
            streams,
            heard_video: clock.now(),
            ear: Ear::default(),
            loudness: admission.loudness,
            ctl: None,
            status: None,
            picture: false,
            last_picture: clock.now(),
            keyframe_requests: KeyframeRequests::default(),
            keyframe: None,
            reported: clock.now(),
        }
    }

    /// Returns when the peer is gone, the camera was removed, or another connection took the feed over.
    pub async fn run(&mut self, mut events: mpsc::Receiver<ConnectionEvent>, mut patches: mpsc::Receiver<Patch>) {
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let started = self.clock.now();
        let mut connected = false;
        loop {
            let clock = self.clock;
            let deadline = self.deadline();
            let going_on = tokio::select! {
                event = events.recv() => match event {
                    Some(ConnectionEvent::Channel(channel)) => { self.listen(channel).await; true }
                    Some(ConnectionEvent::Flood) => {
                        tracing::warn!("a publisher opens data channels without end: its connection is closed");
                        false
                    }
                    Some(ConnectionEvent::State(RTCPeerConnectionState::Connected)) => {
                        self.heard_video = clock.now();
                        if std::mem::replace(&mut connected, true) {
                            self.reconnected();
                        }
                        true
                    }
                    Some(ConnectionEvent::State(RTCPeerConnectionState::Failed | RTCPeerConnectionState::Closed)) | None => false,
                    Some(ConnectionEvent::Gathered) => self.ice.gathered().await,
                    Some(ConnectionEvent::State(_)) => true,
                },
                Some(patch) = patches.recv(), if !self.ice.restarts() => self.ice.patch(patch).await,
                Some(arrival) = self.streams.video.recv() => self.received(Track::Video, arrival).await,
                Some(arrival) = self.streams.audio.recv() => self.received(Track::Audio, arrival).await,
                event = ctl_event(&mut self.ctl) => { self.ctl_event(event).await; true }
                changed = self.view.changed() => self.viewed(changed.is_ok()).await,
                () = self.producer.keyframe_wanted() => { self.keyframe_requests.need(clock.now()); self.ask_keyframe(); true }
                () = sleep_until(clock, deadline) => self.drain().await,
                _ = look.tick() => {
                    self.look().await;
                    let found = if connected { !self.is_unassociated() } else { clock.now().since(started) < CONNECT };
                    self.ice.look() && found
                }
            };
            if !going_on {
                return;
            }
        }
    }

    async fn listen(&mut self, channel: Arc<dyn DataChannel>) {
        // A channel that nobody reads would keep what comes over it: it is closed.
        match Ctl::take(channel).await {
            Ok(ctl) if self.ctl.is_none() => self.ctl = Some(ctl),
            Ok(ctl) => ctl.close().await,
            Err(channel) => ctl::close(channel.as_ref()).await,
        }
    }

    /// Takes in what came over a track and what has come since; false when the feed has another producer.
    async fn received(&mut self, track: Track, mut arrival: Arrival) -> bool {
        let mut media = false;
        let (reception, reader) = match track {
            Track::Video => (&mut self.video, &mut self.streams.video),
            Track::Audio => (&mut self.audio, &mut self.streams.audio),
        };
        for left in (0..BURST).rev() {
            let now = self.clock.now();
            match reception.take(arrival, now) {
                Received::Media(level) => {
                    media = true;
                    if let Some(level) = level {
                        self.ear.told(level, now);
                    }
                }
                Received::Report(report) => self.sender_clock.report(track, report),
                Received::Nothing => {}
            }
            if track == Track::Video {
                self.heard_video = now;
            }
            // What is not taken now stays where it is.
            let more = if left > 0 { reader.try_recv().ok() } else { None };
            let Some(next) = more else { break };
            arrival = next;
        }
        !media || self.drain().await
    }

    /// Whether pictures should come and what comes belongs nowhere: it says so then.
    fn is_unassociated(&self) -> bool {
        let silent = self.clock.now().since(self.heard_video);
        let (packets, ssrc, payload_type) = self.streams.unassociated();
        let unassociated = silent >= UNASSOCIATED && packets >= UNASSOCIATED_PACKETS;
        if unassociated {
            let session = self.session.as_str();
            tracing::warn!(
                session,
                packets,
                ssrc,
                payload_type,
                "a publisher's packets belong to no media section by MID, SSRC or payload type: its session is ended"
            );
            self.end.say("what comes is not what was negotiated: its packets belong to no track");
        }
        unassociated
    }

    /// Moves every whole frame into the feed; false when the feed has another producer.
    async fn drain(&mut self) -> bool {
        let now = self.clock.now();
        for track in [Track::Video, Track::Audio] {
            loop {
                let reception = match track {
                    Track::Video => &mut self.video,
                    Track::Audio => &mut self.audio,
                };
                let Some(output) = reception.poll(now) else { break };
                match output {
                    Assembled::NeedKeyframe => self.keyframe_requests.need_again(now),
                    Assembled::Resend(sequence_numbers) => reception.nack(&sequence_numbers),
                    Assembled::Unit(unit) => {
                        if unit.track == Track::Audio {
                            self.ear.packet(&unit.data, now);
                        }
                        let frame = self.sender_clock.frame(unit);
                        let (video, keyframe) = (frame.track == Track::Video, frame.keyframe);
                        let (pts, arrived) = (frame.pts, frame.arrived);
                        let pushed = self.producer.push(frame);
                        if video {
                            let waited = self.clock.now().since(arrived).as_micros();
                            tracing::trace!(target: "regie::pace", pts = pts.as_micros(), waited, "a frame is kept");
                        }
                        match pushed {
                            Pushed::Kept if video && keyframe => {
                                self.answered(now);
                                self.pictured(now).await;
                            }
                            Pushed::Kept if video => self.pictured(now).await,
                            Pushed::Kept | Pushed::Dropped => {}
                            Pushed::Replaced => return false,
                        }
                    }
                }
            }
        }
        self.ask_keyframe();
        true
    }

    /// A keyframe is in the feed.
    fn answered(&mut self, now: SessionTime) {
        if let Some(took) = self.keyframe_requests.satisfied(now) {
            tracing::debug!(?took, "a keyframe that was asked for");
            self.keyframe = Some(took);
        }
    }

    async fn pictured(&mut self, now: SessionTime) {
        self.last_picture = now;
        if !self.picture {
            self.picture = true;
            self.emit(Event::Picture).await;
        }
    }

    /// The way is there again after an ICE restart, or healed by itself. What was lost is no use any more: the next
    /// picture has to be a whole one.
    fn reconnected(&mut self) {
        self.keyframe_requests.need_again(self.clock.now());
        self.ask_keyframe();
    }

    async fn look(&mut self) {
        let now = self.clock.now();
        let loudness = self.ear.read(now);
        self.loudness.send_if_modified(|last| std::mem::replace(last, loudness) != loudness);
        if let Some(status) = self.status.take() {
            self.emit(Event::Status(status)).await;
        }
        if self.picture && now.since(self.last_picture) >= STALL {
            self.picture = false;
            self.emit(Event::Stalled).await;
        }
        if self.producer.keyframe_due(now) {
            self.keyframe_requests.need(now);
            self.ask_keyframe();
        }
        if now.since(self.reported) >= TELL {
            self.reported = now;
            if let Some(packets) = self.video.stats() {
                let keyframe = self.keyframe.take();
                self.emit(Event::Reception { packets, keyframe }).await;
            }
        }
    }

    /// Asks for a keyframe if one is due and none is coming.
    fn ask_keyframe(&mut self) {
        let now = self.clock.now();
        let coming = !self.video.is_started() || self.video.is_keyframe_coming();
        if !coming && self.keyframe_requests.is_due(now, self.video.answer_timeout()) {
            self.video.request_keyframe();
        }
    }

    async fn ctl_event(&mut self, event: CtlEvent) {
        match event {
            CtlEvent::Open => self.tell().await,
            CtlEvent::Status(status) => self.status = Some(status),
            CtlEvent::Nothing => {}
            CtlEvent::Closed => self.ctl = None,
        }
    }

    /// The view changed, or there is none any more: the camera was removed.
    async fn viewed(&mut self, there: bool) -> bool {
        if there {
            self.tell().await;
        } else if let Some(ctl) = &self.ctl {
            ctl.tell_removed().await;
        }
        there
    }

    /// Tells the phone that another one is its camera now.
    pub async fn tell_replaced(&self) {
        if let Some(ctl) = &self.ctl {
            ctl.tell_replaced().await;
        }
    }

    async fn tell(&mut self) {
        let view = self.view.borrow_and_update().clone();
        if let Some(ctl) = &self.ctl {
            ctl.tell(&view).await;
        }
    }

    /// Tells the studio.
    pub async fn emit(&self, event: Event) {
        // A studio that is gone needs no events.
        let _ = self.events.send((self.session.clone(), event)).await;
    }

    fn deadline(&self) -> Option<SessionTime> {
        let is_asking = self.video.is_started() && !self.video.is_keyframe_coming();
        let asking = self.keyframe_requests.due().filter(|_| is_asking);
        [self.video.next_deadline(), self.audio.next_deadline(), asking].into_iter().flatten().min()
    }
}

async fn ctl_event(ctl: &mut Option<Ctl>) -> CtlEvent {
    match ctl {
        Some(ctl) => ctl.next().await,
        None => std::future::pending().await,
    }
}

async fn sleep_until(clock: SessionClock, deadline: Option<SessionTime>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(clock.instant(deadline)).await,
        None => std::future::pending().await,
    }
}
