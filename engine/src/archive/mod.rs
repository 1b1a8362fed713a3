//! The archive: everything that is kept of a camera, as far back as it goes, as one thing to read.
//!
//! ```text
//! Archive ─ frames(camera, from, to) → Reader ─┬─ the camera's ring: at hand, in memory
//!                                              └─ what is recorded: the disk is waited for
//!           Reader::ahead → Ahead: the same for tasks, read on a thread of its own
//! ```
//!
//! A reader is lazy: to make one costs nothing, and it holds a fragment at most, since an hour is gigabytes. Whoever may
//! wait for a disk (a thread, `spawn_blocking`) reads a [`Reader`] as the iterator that it is; a task reads it through
//! [`Ahead`], which never makes it wait. [`Archive::keyframe`] and [`Archive::coverage`] may wait for the disk too.
//!
//! A camera that is erased is nowhere any more: readers that are open end, and new ones find nothing.

mod ahead;
mod handle;
mod holes;
mod index;
mod kept;
mod piece;
mod reader;
mod rings;
mod shelf;
mod tape;
#[cfg(test)]
mod tests;

pub use ahead::{Ahead, Taken};
pub use handle::Archive;
pub use holes::HOLE;
pub use reader::Reader;
