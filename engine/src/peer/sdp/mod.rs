//! What peers say of themselves, and what they are told: session descriptions (RFC 8866, RFC 9429). Whatever reads or
//! changes one is here, and works on the structure that the crate has for them
//! ([`SessionDescription`](rtc::sdp::SessionDescription)): each text is read once, and written once, where it leaves.
//!
//! A stranger's description is read by [`parser`]; its transport ([`transport`]), formats ([`formats`]) and header
//! extensions ([`extensions`]) are taken out of it, and one is made that has these alone ([`normal`]): that one the crate
//! sees. So what is of no use costs nothing, and what can't be done is refused with its reason before anything is set up.
//! What the crate says of this side ([`local`]) is made true before a peer hears it. Between two descriptions go fragments
//! ([`sdpfrag`]).

mod answer;
mod attributes;
mod candidates;
mod credentials;
mod extensions;
mod fingerprints;
mod formats;
mod local;
mod normal;
mod offer;
mod offered;
mod parser;
mod sdpfrag;
mod transport;

pub(in crate::peer) use answer::{Answer, BadAnswer};
pub use credentials::Credentials;
pub(in crate::peer) use local::Local;
pub(in crate::peer) use offer::Offer;
pub use offer::RefusedOffer;
pub(in crate::peer) use offered::{MOST, Offered};
pub use sdpfrag::{BadSdpFrag, Candidate, SdpFrag};
pub(in crate::peer) use transport::{has_mid, renew};
