//! A camera's feed: its frames in two rings, one writing end and any number of cursors.
//!
//! ```text
//!                         ┌→ live side ──────→ Consumer: monitors, program; SoundCursor: listeners
//! connection → Producer ──┤
//!                         └→ completed side ─→ Follower: recordings; Range: replays, clips
//! ```
//!
//! Both sides are rings of whole groups of pictures and get the same frames. Where something is missing on the way, the
//! live side goes on without it and the completed side waits for what may still come: live readers never wait, and what
//! is kept has what came late ([`Side`](crate::media::Side) says which frame is for which).
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
mod sides;
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
