use std::{ops::Range, time::Duration};

use crate::media::Track;

/// A frame as it lies in a fragment: what a [`Sample`](super::Sample) became, read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Picture or sound.
    pub track: Track,
    /// When it begins, since the beginning of the file.
    pub at: Duration,
    /// When it ends; WebM does not say it, and this is what is likely then.
    pub until: Duration,
    /// Whether it is a picture that needs none before it.
    pub keyframe: bool,
    /// Whether a decoder gives something out for it.
    pub shown: bool,
    /// Where its bytes are in the fragment.
    pub bytes: Range<usize>,
}
