//! Playing past stretches of feeds as a source: frames as they were sent, at their time.
//!
//! ```text
//! Footage (a list of segments) → Player ─poll(now)→ Signal: desks, program
//! session clock, Screens → play ────┘
//! ```
//!
//! A replay may cross cuts, so it is a list of segments. Each starts with a lead-in (from its keyframe up to its
//! first shown frame) that is sent ahead, while the segment before it still plays: a decoder that is kept for every
//! other segment (its slot) is then ready at the cut.
//!
//! A [`Player`] has no clock, thread or channel: it says what is due at a time, and when it is to be asked again.
//! [`play`] asks it on the session clock. What is played, and since when, is the director's to know.

mod footage;
mod play;
mod player;
mod playhead;
mod screens;
mod signal;

pub use footage::Footage;
pub use play::play;
pub use player::Player;
pub use playhead::Speed;
pub use screens::{Screen, Screens};
pub use signal::{SIGNALS, Signal};
