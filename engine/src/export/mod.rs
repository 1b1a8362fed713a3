//! Export: stretches of cameras as files for people who have no régie, without encoding again.
//!
//! ```text
//! archive ─▶ Angle ─ pass 1 ─▶ AngleFile: what it holds, where everything will stand   (or a Refusal)
//!                  └ pass 2 ─▶ its bytes, one file by itself or several in a ZIP
//! ```
//!
//! A stretch is read twice, because a plain MP4 says at its beginning where everything stands: an hour is never in memory,
//! only 16 bytes a frame. All of it waits for the disk: it runs on a thread of its own.

mod angle;
mod file;
mod samples;
#[cfg(test)]
mod tests;
mod title;
mod zip_file;

pub use angle::Angle;
pub use file::{AngleFile, FileKind};
pub use title::{Title, disposition};
pub use zip_file::write_zip;
