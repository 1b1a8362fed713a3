//! A camera's feed: the ring of its live frames, one writing end and any number of cursors.
//!
//! ```text
//! connection → Producer → ring of whole groups of pictures → Consumer: monitors, program
//!                                                          ├→ Follower: recordings
//!                                                          ├→ SoundCursor: listeners
//!                                                          ↘ Range: replays
//! ```
//!
//! A [`Feed`] outlives its connections: each gets a [`Producer`], the newest has the feed. Nobody waits for anybody:
//! the ring drops its oldest when it is full, never what comes, and a [`Consumer`] that is too slow goes on at the newest
//! keyframe and says so. Where a reader begins is said by a [`Begin`], and who needs pictures begins at a keyframe and
//! nowhere else: a recovery point (ITU-T H.264 section D.2.8) is none to browsers, whose decoders and RTP receivers refuse
//! to begin without an IDR picture. Frames are shared, so a cursor costs nothing and a [`Range`] stays whole while the
//! ring goes on.

mod begin;
mod consumer;
mod cursor;
mod follower;
#[cfg(test)]
mod frames;
mod gop;
mod handle;
mod limits;
mod producer;
mod range;
mod ring;
mod shared;
mod sound;
mod totals;

pub use begin::Begin;
pub use consumer::{Consumer, Next, Position};
pub use follower::{Batch, Follower};
pub use handle::Feed;
pub use limits::{GOP_MAX, GOP_PROGRAM, LATE, Limits};
pub use producer::{Producer, Pushed};
pub use range::{Range, RangeFrame};
pub use ring::Span;
pub use sound::SoundCursor;
pub use totals::Totals;
