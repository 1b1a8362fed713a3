//! What peers say of themselves, and what they are told: session descriptions (RFC 8866, RFC 9429).
//!
//! A stranger's description is read once into lines ([`description`]), its transport ([`transport`]), formats
//! ([`formats`]) and header extensions ([`extensions`]) are taken out of them, and one is written that has these alone:
//! that one the crate sees. So what is of no use costs nothing, and what can't be done is refused with its reason before
//! anything is set up.

mod answer;
mod candidates;
mod description;
mod extensions;
mod fingerprints;
mod formats;
pub(in crate::peer) mod local;
mod normal;
mod offer;
mod offered;
mod transport;

pub(in crate::peer) use answer::{Answer, BadAnswer};
pub(in crate::peer) use offer::Offer;
pub use offer::RefusedOffer;
pub(in crate::peer) use offered::{MOST, Offered};
