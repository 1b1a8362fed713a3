//! Playing past stretches of feeds as a source: frames as they were sent, at their time.
//!
//! ```text
//! archive → Footage (a list of segments) → Player ─poll(now)→ Signal → Outlet: desks, program
//! session clock, Screens, Handling → play ───┘
//! ```
//!
//! A replay may cross cuts, so it is a list of segments. Each is a reading with a lead-in (from its keyframe up to its
//! first shown frame) that is sent ahead, while the segment before it still plays: a decoder that is kept for every
//! other reading is then ready at the cut. A turn to another moment or another angle is one more reading.
//!
//! A [`Player`] has no clock, thread or channel: it says what is due at a time, and when it is to be asked again.
//! [`play`] asks it on the session clock. What is played, how fast, and since when, is the director's to know.

mod footage;
mod outlet;
mod play;
mod player;
mod playhead;
mod reading;
mod screens;
mod signal;
mod step;

pub use footage::{Footage, Moment};
pub use outlet::Outlet;
pub use play::{Handling, Played, Progress, play};
pub use player::Player;
pub use playhead::Speed;
pub use screens::{Newcomers, Screen, Screens};
pub use signal::{SIGNALS, Signal};
pub use step::step;
