//! WebRTC peers: the only room that names the `webrtc` crate and its core, `rtc`.
//!
//! [`Ingest::accept`] answers a WHIP offer (RFC 9725) and brings a camera's tracks into its feed. RTP ends here: what
//! leaves is whole frames, through [`crate::feed`], and [`Event`]s. The way out is of any feed: [`MediaStream`].

mod admission;
mod air;
mod codecs;
mod connection;
mod connection_event;
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
mod session_id;
mod shield;
mod stack;
mod streams;
mod talkback;

pub use admission::{Admission, Event};
pub use connection::Terms;
pub use egress::{Egress, MediaStream, Playability, Push};
pub use end::End;
pub use ingest::Ingest;
pub use mux::UdpMux;
pub use pull::Pull;
pub use receiving::STALL;
pub use remote::{Patched, RefusedPatch, Remote, Sessions};
pub use sdp::{BadSdpFrag, Candidate, Credentials, RefusedOffer, SdpFrag};
pub use session_id::SessionId;
