//! Recording: program and every camera, as they came, into a folder a show.
//!
//! ```text
//! camera's feed ──▶ Recorder (a thread) ─▶ Reel: fragments appended, synced, summed ─▶ ISO/cam2 Anna 01.mp4
//! program's feed ─▶ Recorder ───────────▶ Reel ────────────────────────────────────▶ Program/program 01.mp4
//! cuts, marks ────▶ Show (a thread) ────▶ Journal ─whistle─▶ manifest.json, marks.csv, cuts.otio, cuts.edl
//! ```
//!
//! Nothing is encoded, nothing is decoded, nothing is held back: whatever ends the process costs at most the last
//! second. All that is known of a show is in its [journal](Journal), so its end, a start after a crash and an erasure
//! make its lists in the same way. A disk that refuses is told of and tried again; the show goes on.

mod clip;
mod cuts;
mod disk;
mod edl;
mod erase;
mod fault;
mod folder;
mod journal;
mod manifest;
mod marks;
mod otio;
mod recorder;
mod recovery;
mod reel;
mod running;
mod show;
#[cfg(test)]
mod tests;
mod whistle;

pub use clip::Take;
pub use disk::{Rate, free, minutes_left};
pub use erase::erase;
pub use fault::Fault;
pub use journal::{Began, Ended, Entry, Journal};
pub use manifest::{FileEntry, MANIFEST, Manifest, Person, Recording, Role};
pub use recovery::recover;
pub use show::{Disk, Finished, Heard, Opening, Problem, Show, State, WARNING};
