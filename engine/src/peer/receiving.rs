//! A camera's connection while it receives: one task, which waits and passes on.
//!
//! What it decides stands apart and takes the time as an argument: [`Receiver`] makes frames of packets and says what the
//! publisher is asked for, [`Expiry`] says when a session that brings nothing is given up. [`Phone`] is the other end's
//! page.

mod bandwidth;
mod expiry;
mod phone;
mod probes;
mod receiver;
mod stall;
mod standstill_meter;
mod timing;
mod track;

use std::time::Duration;

use tokio::{
    sync::{mpsc, watch},
    time::MissedTickBehavior,
};
use webrtc::peer_connection::RTCPeerConnectionState;

pub use stall::STALL;

use super::{
    Admission, End, Event, SessionId,
    connection_event::ConnectionEvent,
    ice::Ice,
    mux::MuxedConnection,
    remote::Patch,
    streams::{Arrival, Feedback, Streams},
    talkback::Talkback,
};
use crate::{
    clock::SessionClock,
    media::{KeyframeReason, Loudness, SessionTime, Track},
    voice::VoiceFrame,
};
use bandwidth::Bandwidth;
use expiry::{Expired, Expiry};
use phone::Phone;
use receiver::Receiver;

/// How often a connection looks whether its picture stands still or its ring wants a keyframe, and says how loud it is.
const LOOK: Duration = Duration::from_millis(100);
/// Packets of a track that are taken in one go, at most: a picture of 80 kB. Everything else then has its turn.
const BURST: usize = 64;

/// Everything that one connection owns while it receives.
pub(super) struct Receiving {
    receiver: Receiver,
    /// None of a publisher that estimates its bandwidth itself.
    bandwidth: Option<Bandwidth>,
    expiry: Expiry,
    phone: Phone,
    ice: Ice,
    streams: Streams,
    /// None of a publisher that does not offer to hear the director.
    talkback: Option<Talkback>,
    feedback: Feedback,
    end: End,
    session: SessionId,
    events: mpsc::Sender<(SessionId, Event)>,
    loudness: watch::Sender<Loudness>,
    /// See [`Admission::armed`].
    armed: watch::Receiver<bool>,
    clock: SessionClock,
}

impl Receiving {
    pub fn new(
        admission: Admission,
        ice: Ice,
        (streams, talkback): (Streams, Option<Talkback>),
        muxed: MuxedConnection,
        end: End,
        clock: SessionClock,
    ) -> Self {
        let now = clock.now();
        let offered = streams.offered();
        let bandwidth = offered.send_time().map(|send_time| Bandwidth::new(muxed.mux().air().join(), send_time));
        Self {
            receiver: Receiver::new(admission.feed.producer(), &offered, now),
            bandwidth,
            expiry: Expiry::new(now),
            phone: Phone::new(admission.view, clock),
            ice,
            feedback: streams.feedback(muxed),
            streams,
            talkback,
            end,
            session: admission.session,
            events: admission.events,
            loudness: admission.loudness,
            armed: admission.armed,
            clock,
        }
    }

    /// Returns when the peer is gone, the camera was removed, or another connection took the feed over.
    pub async fn run(&mut self, mut events: mpsc::Receiver<ConnectionEvent>, mut patches: mpsc::Receiver<Patch>) {
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let clock = self.clock;
            let deadline = self.receiver.next_deadline();
            let going_on = tokio::select! {
                event = events.recv() => self.happened(event).await,
                Some(patch) = patches.recv(), if !self.ice.restarts() => self.ice.patch(patch).await,
                Some(arrival) = self.streams.video.recv() => self.received(Track::Video, arrival),
                Some(arrival) = self.streams.audio.recv() => self.received(Track::Audio, arrival),
                event = self.phone.next() => self.phone.take(event).await,
                frame = spoken(&mut self.talkback) => self.speak(frame).await,
                () = self.receiver.keyframe_wanted() => {
                    self.receiver.need_keyframe(KeyframeReason::Reader, clock.now());
                    true
                }
                () = sleep_until(clock, deadline) => self.receiver.drain(clock.now()),
                _ = look.tick() => self.look().await,
            };
            for probe in self.phone.take_probed() {
                self.receiver.probed(probe);
            }
            self.feedback.send(self.receiver.take_feedback());
            for event in self.receiver.take_events() {
                self.emit(event).await;
            }
            if !going_on {
                self.receiver.finish(clock.now());
                return;
            }
        }
    }

    /// Takes in what happened to the connection; false when it is gone.
    async fn happened(&mut self, event: Option<ConnectionEvent>) -> bool {
        match event {
            Some(ConnectionEvent::Channel(channel)) => self.phone.open(channel).await,
            Some(ConnectionEvent::Flood) => {
                tracing::warn!("a publisher opens data channels without end: its connection is closed");
                return false;
            }
            Some(ConnectionEvent::State(RTCPeerConnectionState::Connected)) => {
                let now = self.clock.now();
                if self.expiry.connected(now) {
                    self.receiver.reconnected(now);
                }
            }
            Some(ConnectionEvent::State(RTCPeerConnectionState::Failed | RTCPeerConnectionState::Closed)) | None => {
                return false;
            }
            Some(ConnectionEvent::Gathered) => return self.ice.gathered().await,
            Some(ConnectionEvent::State(_)) => {}
        }
        true
    }

    /// Takes in what came over a track and what has come since; false when the feed has another producer.
    fn received(&mut self, track: Track, mut arrival: Arrival) -> bool {
        let reader = match track {
            Track::Video => &mut self.streams.video,
            Track::Audio => &mut self.streams.audio,
        };
        let mut media = false;
        for left in (0..BURST).rev() {
            let now = self.clock.now();
            if let (Some(bandwidth), Track::Video, Arrival::Packet(packet)) = (&mut self.bandwidth, track, &arrival) {
                bandwidth.take(packet, now);
            }
            media |= self.receiver.take(track, arrival, now);
            if track == Track::Video {
                self.expiry.video_came(now);
            }
            // What is not taken now stays where it is.
            let more = if left > 0 { reader.try_recv().ok() } else { None };
            let Some(next) = more else { break };
            arrival = next;
        }
        !media || self.receiver.drain(self.clock.now())
    }

    /// Passes on what the director says, if it is for this phone and its operator wants to hear it.
    async fn speak(&mut self, frame: VoiceFrame) -> bool {
        if let Some(talkback) = self.talkback.as_mut().filter(|_| self.phone.hears()) {
            talkback.send(&frame).await;
        }
        true
    }

    /// Looks at what comes of itself with time; false when the session is given up.
    async fn look(&mut self) -> bool {
        let now = self.clock.now();
        let loudness = self.receiver.loudness(now);
        self.loudness.send_if_modified(|last| std::mem::replace(last, loudness) != loudness);
        for said in self.phone.take_said() {
            self.emit(said).await;
        }
        self.phone.probe().await;
        let (budget, on_program) = self.phone.budget();
        self.receiver.program(on_program, *self.armed.borrow());
        self.receiver.look(now);
        let told = self.bandwidth.as_mut().and_then(|bandwidth| bandwidth.look(budget, on_program, now));
        self.feedback.send(told.into_iter().collect());
        let (packets, ssrc, payload_type) = self.streams.unassociated();
        let found = match self.expiry.expired(now, packets) {
            None => true,
            Some(Expired::Unconnected) => false,
            Some(Expired::Unassociated) => {
                let session = self.session.as_str();
                tracing::warn!(
                    session,
                    packets,
                    ssrc,
                    payload_type,
                    "a publisher's packets belong to no media section by MID, SSRC or payload type: its session is ended"
                );
                self.end.say("what comes is not what was negotiated: its packets belong to no track");
                false
            }
        };
        self.ice.look() && found
    }

    /// Tells the phone that another one is its camera now.
    pub async fn tell_replaced(&self) {
        self.phone.tell_replaced().await;
    }

    /// Tells the studio.
    pub async fn emit(&self, event: Event) {
        // A studio that is gone needs no events.
        let _ = self.events.send((self.session.clone(), event)).await;
    }
}

/// The next of what the director says. For ever where that is not heard.
async fn spoken(talkback: &mut Option<Talkback>) -> VoiceFrame {
    match talkback {
        Some(talkback) => talkback.next().await,
        None => std::future::pending().await,
    }
}

async fn sleep_until(clock: SessionClock, deadline: Option<SessionTime>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(clock.instant(deadline)).await,
        None => std::future::pending().await,
    }
}
