use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use rtc::{rtcp, rtp};
use tokio::{
    sync::mpsc,
    time::{Instant, MissedTickBehavior},
};
use webrtc::{
    media_stream::track_local::TrackLocal,
    peer_connection::{PeerConnection, RTCPeerConnectionState},
};

use super::{
    super::{connection_event::ConnectionEvent, ice::Ice, remote::Patch},
    MediaStream, Playability,
    rtp_sender::RtpSender,
    rtp_session::RtpSession,
};
use crate::{
    feed::{Begin, Consumer, Next, Position},
    media::{Frame, SessionTime, Track, VideoCodec, VideoConfig},
};

/// How often sender reports are sent and unfinished business is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// A peer that was answered and has not connected is given up after this.
const CONNECT: Duration = Duration::from_secs(15);
/// A newcomer gets the newest group of pictures whole if it is not longer: the burst is what a cut's is. Of a longer one
/// it gets the keyframe as a still, at once, and goes on with the next, which is asked for.
const YOUNG: usize = 10;

/// Everything that one connection owns while it sends.
pub struct Sending {
    connection: Arc<dyn PeerConnection>,
    session: RtpSession,
    stream: MediaStream,
    /// Where the peer changes it by PATCH.
    ice: Option<Ice>,
    frames: Option<Consumer>,
    /// Of the group of pictures that is being sent.
    config: Option<Arc<VideoConfig>>,
    /// What was told last; none until it is connected.
    playability: Option<Playability>,
    /// Sound before it is not sent: it would be late.
    since: SessionTime,
}

impl Sending {
    pub fn new(
        connection: Arc<dyn PeerConnection>,
        session: RtpSession,
        stream: MediaStream,
        ice: Option<Ice>,
    ) -> Self {
        Self {
            connection,
            session,
            stream,
            ice,
            frames: None,
            config: None,
            playability: None,
            since: SessionTime::ZERO,
        }
    }

    /// Returns when the peer is gone or the feed has ended: whether it was ever connected. `tell` hears when it is, and
    /// whenever it is served in another way.
    pub async fn run(
        &mut self,
        mut events: mpsc::Receiver<ConnectionEvent>,
        mut patches: mpsc::Receiver<Patch>,
        mut tell: impl FnMut(Playability) + Send,
    ) -> bool {
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let started = Instant::now();
        let mut told_last = None;
        let video = self.session.video.as_ref().map(RtpSender::track);
        loop {
            let restarts = self.ice.as_ref().is_some_and(Ice::restarts);
            let going_on = tokio::select! {
                event = events.recv() => match event {
                    Some(ConnectionEvent::State(RTCPeerConnectionState::Connected)) => {
                        match self.playability {
                            None => { self.playability = Some(Playability::Whole); self.begin().await; }
                            // After an ICE restart: what was lost meanwhile is no use any more.
                            Some(_) => self.stream.feed.request_keyframe(),
                        }
                        true
                    }
                    Some(ConnectionEvent::State(RTCPeerConnectionState::Failed | RTCPeerConnectionState::Closed)) | None => false,
                    Some(ConnectionEvent::Gathered) => match &mut self.ice {
                        Some(ice) => ice.gathered().await,
                        None => true,
                    },
                    // Nothing of theirs is negotiated.
                    Some(ConnectionEvent::Channel(_)) => true,
                    Some(ConnectionEvent::Flood) => false,
                    Some(ConnectionEvent::State(_)) => true,
                },
                Some(patch) = patches.recv(), if !restarts => match &mut self.ice {
                    Some(ice) => ice.patch(patch).await,
                    None => true,
                },
                asked = asked(video.as_ref()) => {
                    if asked {
                        self.stream.feed.request_keyframe();
                    }
                    asked
                }
                next = next(&mut self.frames) => match next {
                    Next::Frame(frame, position) => { self.frame(&frame, position).await; true }
                    Next::Skipped { frames } => {
                        tracing::debug!(frames, "a peer is too slow: it goes on at the newest keyframe");
                        true
                    }
                    Next::Closed => false,
                },
                _ = look.tick() => {
                    self.report().await;
                    let ice = self.ice.as_mut().is_none_or(Ice::look);
                    ice && (self.playability.is_some() || started.elapsed() < CONNECT)
                }
            };
            if self.playability != told_last {
                told_last = self.playability;
                told_last.into_iter().for_each(&mut tell);
            }
            if !going_on {
                return self.playability.is_some();
            }
        }
    }

    /// The way is open: a picture goes out at once, if there is one.
    async fn begin(&mut self) {
        self.learn().await;
        let feed = self.stream.feed.clone();
        self.since = self.stream.clock.now();
        let mut frames = feed.consumer(Begin::Live(self.since));
        let first = frames.try_next();
        let behind = match first {
            Some(Next::Frame(_, position)) => position.behind,
            _ => 0,
        };
        if let (Some(span), Some(video)) = (feed.span(), &mut self.session.video) {
            video.begin(span.to, behind as u64 + 1);
        }
        self.frames = Some(if behind > YOUNG { feed.consumer(Begin::Next) } else { frames });
        // What stands has sent nothing for a while, and is shown to whoever comes.
        if behind > YOUNG || first.is_none() {
            feed.request_keyframe();
        }
        if let Some(Next::Frame(frame, position)) = first {
            self.frame(&frame, position).await;
        }
        self.report().await;
    }

    /// Learns what the peer takes.
    async fn learn(&mut self) {
        for sender in self.connection.get_senders().await {
            let Ok(parameters) = sender.get_parameters().await else { continue };
            let id = sender.track().track_id().await;
            let rtp = match id.as_str() {
                "video" => &mut self.session.video,
                _ => &mut self.session.audio,
            };
            if let Some(rtp) = rtp {
                rtp.negotiated(&parameters.rtp_parameters.codecs);
            }
        }
    }

    async fn frame(&mut self, frame: &Frame, position: Position) {
        if let Some(config) = &frame.config {
            self.config = Some(Arc::clone(config));
        }
        let Some(config) = &self.config else { return };
        let (rtp, codec) = match frame.track {
            Track::Video => (&mut self.session.video, Some(config.codec)),
            Track::Audio if frame.arrived < self.since => return,
            Track::Audio => (&mut self.session.audio, None::<VideoCodec>),
        };
        let Some(rtp) = rtp else { return };
        let payload_type = rtp.payload_type(codec);
        if let Some(codec) = codec {
            self.playability = Some(payload_type.map_or(Playability::Unseen(codec), |_| Playability::Whole));
        }
        let Some(payload_type) = payload_type else { return };
        let cut = self.stream.payloads.of(frame, config, position);
        let packets = rtp.packets(payload_type, frame.pts, &cut);
        let track = rtp.track();
        if let Some(messenger) = self.session.burst.lay(packets.into_iter()) {
            write(track.as_ref(), messenger).await;
        }
    }

    async fn report(&mut self) {
        if self.frames.is_none() {
            return;
        }
        let now = self.stream.clock.now();
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros() as u64);
        for rtp in [&self.session.video, &self.session.audio].into_iter().flatten() {
            let report: Vec<Box<dyn rtcp::Packet>> = vec![Box::new(rtp.report(now, unix))];
            if let Err(error) = rtp.track().write_rtcp(report).await {
                tracing::debug!(%error, "a sender report was not sent");
            }
        }
    }
}

async fn write(track: &dyn TrackLocal, packet: rtp::Packet) {
    if let Err(error) = track.write_rtp(packet).await {
        tracing::debug!(%error, "a packet was not sent");
    }
}

/// Waits until the peer asks for a keyframe; false when the connection is closed. For ever without a picture.
async fn asked(video: Option<&Arc<dyn TrackLocal>>) -> bool {
    match video {
        Some(track) => track.poll().await.is_some(),
        None => std::future::pending().await,
    }
}

async fn next(frames: &mut Option<Consumer>) -> Next {
    match frames {
        Some(frames) => frames.next().await,
        None => std::future::pending().await,
    }
}
