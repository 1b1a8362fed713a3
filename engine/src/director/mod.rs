//! The director: every decision of the show, and nothing else.
//!
//! A pure state machine. [`Director::handle`] takes the time and an [`Input`] and gives back an [`Outcome`]: numbered
//! events that tell everyone what changed, and [`Effect`]s that the studio runs and whose results come back as inputs.
//! There is no clock, task, channel or frame in here.
//!
//! ```text
//! Input ──▶ decide ──▶ settle ──▶ tell ──▶ Outcome
//!           roster     on air     events, numbered
//!           switcher   tallies    effects
//! ```
//!
//! * The **roster** knows the cameras: number, name and state, and who was here before.
//! * The **switcher** knows what the director chose and what was on program.
//! * What is on air is never set, it follows: the replay if one plays, else the hold slate if the director holds, else
//!   the selected camera if it is live, else the slate. A lost camera therefore gives way to the slate, and comes back, without a rule of its own.
//! * **Tally** follows from what is on air, as the sound of program does unless it is pinned to a camera.
//! * **Talk** is who speaks to which phones: one desk at a time, for as long as it is connected.
//! * **Replays** are on program or on cue: what each plays, where it is and how fast. The **library** has the marks, clips
//!   and playlists.
//! * **Recordings** and **links** are what was asked for and what the studio tells of it. Where the disk is nearly full,
//!   the ISOs give way to program.

mod archive;
mod cameras;
mod commands;
mod desk_codecs;
mod disk_space;
mod effect;
mod fallback;
mod floor;
mod health;
mod input;
mod library;
mod limits;
mod links;
mod member;
mod memory;
mod phones;
mod playout;
mod reading;
mod recordings;
mod replay;
mod roster;
mod sound;
mod standby;
mod state;
mod switcher;
mod talk;
mod tally;
#[cfg(test)]
mod tests;

pub use effect::{Effect, Outcome};
pub use input::{DeskId, Input, PhoneNews, RecordingNews};
pub use library::{KeptClip, KeptEntry, KeptPlaylist, KeptStretch, Library};
pub use limits::Limits;
pub use memory::{Memory, Remembered};
pub use state::Director;
