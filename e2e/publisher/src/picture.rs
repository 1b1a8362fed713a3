//! What a clip is made of.

use bytes::Bytes;

/// One encoded picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The access unit as the file has it: with start codes, or a raw VP8 frame.
    pub data: Bytes,
    /// Whether decoding can start here.
    pub key: bool,
}
