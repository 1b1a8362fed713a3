//! WebRTC peers: the only room that names the `webrtc` crate and its core, `rtc`.
//!
//! [`Ingest::accept`] answers a WHIP offer (RFC 9725) and brings a camera's tracks into its feed. RTP ends here: what
//! leaves is whole frames, through [`crate::feed`], and [`Event`]s. The way out is of any feed: [`MediaStream`].

mod codecs;
mod connection;
mod ctl;
mod delivered;
mod egress;
mod end;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod ice;
mod ingest;
mod mux;
mod pull;
mod receiving;
mod remote;
mod sdp;
mod shield;
mod streams;

use std::{net::IpAddr, time::Duration};

use rand::distr::{Alphanumeric, SampleString};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

pub use egress::{Egress, MediaStream, Playability, Push};
pub use end::End;
pub use ingest::Ingest;
pub use mux::UdpMux;
pub use pull::Pull;
pub use receiving::STALL;
pub use remote::{Patched, RefusedPatch, Remote, Sessions};
pub use sdp::{BadSdpFrag, Candidate, Credentials, RefusedOffer, SdpFrag};

use crate::{
    feed::Feed,
    media::{AssemblerStats, Loudness},
    protocol::{Codecs, PhoneStatus, PhoneView},
};

/// What happens to a camera's connection.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The first whole picture came, or the first after [`Event::Stalled`].
    Picture,
    /// No whole picture has come for [`STALL`].
    Stalled,
    /// The phone told about itself.
    Status(PhoneStatus),
    /// What was received, once a second.
    Reception {
        /// The pictures' packets so far.
        packets: AssemblerStats,
        /// How long the newest keyframe of this second took from the request to the feed, if it was asked for.
        keyframe: Option<Duration>,
    },
    /// The connection is gone for good; nothing follows.
    Closed,
}

/// What a new connection needs to know.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The UDP port that media is received on; each address that the machine has becomes a host candidate.
    pub mux: UdpMux,
    /// The address of this machine that the offer came to, if it is known: the first candidate.
    pub first: Option<IpAddr>,
    /// The codecs that the desk can show.
    pub codecs: Codecs,
}

/// One WHIP session: the last segment of its resource's path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionId(String);

impl SessionId {
    /// 22 characters of 62 are 130 bits: nobody guesses another's session.
    const LEN: usize = 22;

    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        Self(Alphanumeric.sample_string(&mut rand::rng(), Self::LEN))
    }

    /// The session of a path's segment, which may be nobody's.
    #[must_use]
    pub fn from_path(segment: &str) -> Self {
        Self(segment.to_owned())
    }

    /// The id as it stands in a path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a connection is given once its camera is admitted.
#[derive(Debug)]
pub struct Admission {
    /// The session it is.
    pub session: SessionId,
    /// Where its frames go.
    pub feed: Feed,
    /// What the phone is told, now and after each change. When its sender is gone, the camera was removed: the phone is
    /// told so, and the connection closed.
    pub view: watch::Receiver<PhoneView>,
    /// Where it says how loud it is, about ten times a second.
    pub loudness: watch::Sender<Loudness>,
    /// Where its events go. Bounded; a full one makes the connection wait, so its owner must read it.
    pub events: mpsc::Sender<(SessionId, Event)>,
    /// Cancelled when another connection takes the camera over: the phone is told so, and the connection closed without
    /// [`Event::Closed`].
    pub replaced: CancellationToken,
}
