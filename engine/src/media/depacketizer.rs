use std::sync::Arc;

use bytes::Bytes;

use super::VideoConfig;

/// The largest access unit that is put together. A 4K keyframe of good quality is about 1 MB; beyond four of them it
/// is not a phone's picture.
pub const MAX_UNIT_BYTES: usize = 4 * 1024 * 1024;

/// What the payload of one packet says about where access units begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// An access unit may have begun in a packet before.
    Unknown,
    /// An access unit begins here.
    UnitStart,
    /// A keyframe begins here, with all that it needs.
    KeyframeStart,
}

/// An access unit that can't be used: damaged, against its RFC, too large, or without its parameter sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an access unit that can't be decoded")]
pub struct Unusable;

/// What a finished access unit is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Whether decoding can begin with it.
    pub keyframe: bool,
    /// As [`Frame::data`](super::Frame::data).
    pub data: Bytes,
    /// As [`Frame::config`](super::Frame::config).
    pub config: Option<Arc<VideoConfig>>,
}

/// Takes the RTP payload format of one codec apart.
///
/// It is given the payloads of one access unit after the other, in sending order and without a gap inside one, and
/// never panics on what is in them. An error of [`push`](Self::push) spoils the access unit: it is to be discarded.
pub trait Depacketizer: std::fmt::Debug + Send + Sync {
    /// Whether an access unit begins with `payload`.
    fn boundary(&self, payload: &[u8]) -> Boundary;

    /// Adds the next payload of the access unit.
    fn push(&mut self, payload: &[u8]) -> Result<(), Unusable>;

    /// Whether the access unit may be over behind a packet with this marker bit. False where it holds no picture yet or
    /// half a NAL unit: whatever the marker says, more has to come.
    fn may_end(&self, marker: bool) -> bool;

    /// Whether `payload` begins another picture than the one whose packets came before it, or none at all. False when it
    /// can only be more of a picture that was begun before.
    fn begins_anew(&self, payload: &[u8]) -> bool;

    /// Whether the access unit so far is of a keyframe.
    fn holds_keyframe(&self) -> bool;

    /// Ends the access unit; none when it holds no picture and no sound, but for example parameter sets alone.
    fn finish(&mut self) -> Result<Option<Unit>, Unusable>;

    /// Forgets the access unit that was begun.
    fn discard(&mut self);

    /// Another one in the same state.
    fn boxed_clone(&self) -> Box<dyn Depacketizer>;
}

impl Clone for Box<dyn Depacketizer> {
    fn clone(&self) -> Self {
        self.boxed_clone()
    }
}
