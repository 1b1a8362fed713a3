//! Sound: which camera's is heard as program, each with its delay, as one stream of Opus packets.
//!
//! ```text
//! director → Mix ────┐
//! Feeds (rings) ─────┼→ Listener → OpusPacket: program out, recording, a desk
//! archive → PastTap ─┘  (a replay's own sound)
//! ```
//!
//! Nothing is decoded: a switch of cameras happens between two packets. Opus decoders go on from any packet to any
//! other (RFC 6716 section 4.5 names the transitions; what a decoder expected of the packet before fades out within
//! some milliseconds), so a cut in the sound may be heard as one, and nothing clicks louder than the cut itself.

mod delay_line;
mod feeds;
mod listener;
mod mix;
mod past;

pub use feeds::Feeds;
pub use listener::{Listener, OpusPacket};
pub use mix::{Audible, Mix};
pub use past::{PastSegment, PastSound};
