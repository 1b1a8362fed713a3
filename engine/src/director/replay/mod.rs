//! Replays: where each is, what is decided about it, and what the audience has seen.
//!
//! * A **spot** is where in its segments a replay is; where it will be is arithmetic.
//! * A **player** is a replay on program or on cue. There is one on program, and one for each who cued something.
//! * What was **aired** is what a later replay of program plays: live pictures, and what of a replay was shown.

mod aired;
mod angles;
mod commands;
mod cues;
mod player;
mod players;
mod program;
mod segments;
mod spot;

pub(super) use aired::Aired;
pub(super) use commands::Asking;
pub(super) use player::{Footing, InPlaylist, PlayedEntry};
pub(super) use players::Players;
pub(super) use segments::trimmed;
