use rtc::{
    interceptor::{NackResponderBuilder, Registry, Slot},
    rtp_transceiver::rtp_sender::RtpCodecKind,
};

use super::{
    super::{codecs, connection::Parts, delivered::Delivered},
    burst::Burst,
    rtp_sender::RtpSender,
};

/// Behind every interceptor of the crate: what is let out here passes all of them.
const BURST: usize = 15_000;
/// As behind as the sender reports of a camera, of which there are none here.
const FEEDBACK: usize = 14_000;
/// Packets of a stream that can be sent again: a power of two, and at 250 packets a second four seconds of it. They
/// share their payloads with the other peers.
const HISTORY: u16 = 1024;
/// The id of the media stream that both are of: its tracks are played in step (RFC 8830 section 2).
const ID: &str = "program";

/// What is sent over one connection (RFC 3550 section 3), and the way into its driver.
pub struct RtpSession {
    pub video: Option<RtpSender>,
    pub audio: Option<RtpSender>,
    pub burst: Burst,
}

impl RtpSession {
    /// New senders, each if it is wanted.
    pub fn new(video: bool, audio: bool) -> Self {
        let sender = |kind| RtpSender::new(kind, ID);
        Self {
            video: video.then(|| sender(RtpCodecKind::Video)),
            audio: audio.then(|| sender(RtpCodecKind::Audio)),
            burst: Burst::default(),
        }
    }

    /// What its connection is built of.
    pub fn parts(&self) -> webrtc::error::Result<Parts> {
        let tracks = [&self.video, &self.audio].into_iter().flatten().map(RtpSender::track).collect();
        let interceptors = Registry::new()
            .with(Slot::NackResponder, NackResponderBuilder::new().with_size(HISTORY).build())
            .with(Slot::from(FEEDBACK), Delivered::default())
            .with(Slot::from(BURST), self.burst.interceptor());
        Ok(Parts { media: codecs::sending_engine()?, interceptors, tracks })
    }
}
