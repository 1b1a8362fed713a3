//! Recording: program and every camera, as they came, into a folder a show.
//!
//! ```text
//! camera's feed ──▶ Recorder (a thread) ─▶ Writer: fragments appended, synced, summed ─▶ ISO/cam2 Anna 01.mp4
//! program's feed ─▶ Recorder ───────────▶ Writer ────────────────────────────────────▶ Program/program 01.mp4
//! cuts, marks ────▶ Show (a thread) ────▶ Journal ─finalize─▶ manifest.json, marks.csv, cuts.otio, cuts.edl
//! ```
//!
//! Nothing is encoded, nothing is decoded, nothing is held back: whatever ends the process costs at most the last
//! second. All that is known of a show is in its [journal](Journal), so its end, a start after a crash and an erasure
//! make its lists in the same way. A disk that refuses is told of and tried again; the show goes on.

mod checksum;
mod cuts;
mod disk;
mod edl;
mod entry;
mod erase;
mod erased;
mod excerpt;
mod fault;
mod finalize;
mod folder;
mod growing_file;
mod index_file;
mod journal;
mod manifest;
mod marks;
mod order;
mod otio;
mod parts;
mod person;
mod recorder;
mod recorders;
mod recovery;
mod repair;
mod role;
mod show;
mod splitter;
mod spool;
mod status;
mod tail;
#[cfg(test)]
mod tests;
mod thread;
mod writer;

pub use disk::{Rate, free, minutes_left};
pub use entry::{Began, Ended, JournalEntry};
pub use erase::erase;
pub use excerpt::Excerpt;
pub use fault::Fault;
pub use folder::{index, shows};
pub use index_file::IndexFile;
pub use journal::{JOURNAL, Journal};
pub use manifest::{FileEntry, MANIFEST, Manifest, MediaInfo};
pub use order::{PictureOnAir, Setup, SoundOnAir};
pub use person::Person;
pub use recovery::recover;
pub use role::Role;
pub use show::Show;
pub use spool::Spool;
pub use status::{Finished, Status};
