//! The way out: the program to a peer that watches it or takes it on.
//!
//! Each peer is a cursor in the program's ring. A frame is cut into payloads once, whoever they are for
//! ([`Payloads`]); each connection numbers them for itself ([`lane::Lane`]) and gives them to the crate's driver in one
//! go ([`burst::Burst`]), which encrypts and sends them. Retransmission is the crate's NACK responder, on the stream's
//! own SSRC.

mod burst;
mod lane;
mod payloads;
mod push;
mod sending;

use std::{net::IpAddr, sync::Arc};

use rtc::{
    interceptor::{NackResponderBuilder, Registry, Slot},
    rtp_transceiver::rtp_sender::RtpCodecKind,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub use payloads::Payloads;
pub use push::Push;
pub use sending::Service;

use super::{
    RefusedOffer, Remote, UdpMux, codecs,
    connection::{Answered, Parts, answer_with, close, read},
    delivered::Delivered,
    remote::Patch,
    sdp::Offer,
    shield::shielded,
};
use crate::{clock::SessionClock, program::Program};
use burst::Burst;
use lane::Lane;
use sending::Sending;

/// Behind every interceptor of the crate: what is let out here passes all of them.
const BURST: usize = 15_000;
/// As behind as the sender reports of a camera, of which there are none here.
const FEEDBACK: usize = 14_000;
/// Packets of a stream that can be sent again: a power of two, and at 250 packets a second four seconds of it. They
/// share their payloads with the other viewers.
const HISTORY: u16 = 1024;

/// What a peer is sent from.
#[derive(Debug, Clone)]
pub struct Source {
    /// The program.
    pub program: Program,
    /// What its frames were cut into, for all peers.
    pub payloads: Arc<Payloads>,
    /// The session clock.
    pub clock: SessionClock,
}

/// A connection that has answered a viewer's offer (draft-ietf-wish-whep-03).
pub struct Egress {
    answered: Answered,
    outlet: Outlet,
    remote: Remote,
    patches: mpsc::Receiver<Patch>,
}

impl std::fmt::Debug for Egress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Egress")
    }
}

/// The streams that leave over one connection, and the way into its driver.
pub(super) struct Outlet {
    pub video: Option<Lane>,
    pub audio: Option<Lane>,
    pub burst: Burst,
}

impl Outlet {
    /// New streams, each if it is wanted.
    fn new(video: bool, audio: bool) -> Self {
        // One stream id: its tracks are played in step (RFC 8830 section 2).
        let lane = |kind| Lane::new(kind, "program");
        Self {
            video: video.then(|| lane(RtpCodecKind::Video)),
            audio: audio.then(|| lane(RtpCodecKind::Audio)),
            burst: Burst::default(),
        }
    }

    /// What its connection is built of.
    fn parts(&self) -> webrtc::error::Result<Parts> {
        let tracks = [&self.video, &self.audio].into_iter().flatten().map(Lane::track).collect();
        let interceptors = Registry::new()
            .with(Slot::NackResponder, NackResponderBuilder::new().with_size(HISTORY).build())
            .with(Slot::from(FEEDBACK), Delivered::default())
            .with(Slot::from(BURST), self.burst.interceptor());
        Ok(Parts { media: codecs::sending_engine()?, interceptors, tracks })
    }
}

impl Egress {
    /// Answers a viewer's SDP offer, with `first` as its first candidate if media is received there.
    ///
    /// # Errors
    /// [`RefusedOffer`]; nothing is left behind.
    pub async fn accept(sdp: &str, mux: &UdpMux, first: Option<IpAddr>) -> Result<Self, RefusedOffer> {
        let offer = read(sdp, Offer::viewer).await?;
        let outlet = Outlet::new(offer.video, offer.audio);
        let parts = outlet.parts().map_err(|error| RefusedOffer::Failed(error.to_string()))?;
        let answered = answer_with(offer, mux, first, parts).await?;
        let (remote, patches) = Remote::new();
        Ok(Self { answered, outlet, remote, patches })
    }

    /// The SDP answer, with every candidate of this side in it.
    #[must_use]
    pub fn answer(&self) -> &str {
        &self.answered.sdp
    }

    /// The entity tag of its first ICE session, without quotes.
    #[must_use]
    pub fn tag(&self) -> &str {
        self.answered.ice.tag()
    }

    /// What its viewer's PATCH requests are given to.
    #[must_use]
    pub fn remote(&self) -> Remote {
        self.remote.clone()
    }

    /// Sends until the peer is gone or `cancel` is heard, then closes the connection. `watching` hears when it is
    /// connected.
    pub async fn run(self, source: Source, watching: impl FnOnce() + Send, cancel: CancellationToken) {
        let Self { answered, outlet, remote: _, patches } = self;
        let Answered { connection, events, sdp: _, broken, ice, muxed: _muxed } = answered;
        let mut sending = Sending::new(Arc::clone(&connection), outlet, source, Some(ice));
        let mut watching = Some(watching);
        tokio::select! {
            () = cancel.cancelled() => {}
            () = broken.cancelled() => {
                tracing::error!("a viewer's connection broke by a fault of the WebRTC library's: it is closed");
            }
            ended = shielded(sending.run(events, patches, |_| { watching.take().into_iter().for_each(|watching| watching()); })) => {
                if ended.is_none() {
                    tracing::error!("a viewer's connection broke by a fault of our own: it is closed");
                }
            }
        }
        close(connection.as_ref()).await;
    }

    /// The connection, without what it would send.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(super) fn into_answered(self) -> Answered {
        self.answered
    }

    /// Closes a connection that is not used.
    pub async fn refuse(self) {
        close(self.answered.connection.as_ref()).await;
    }
}
