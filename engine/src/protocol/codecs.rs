use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The codecs that a desk can decode and draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Codecs {
    /// H.264 constrained baseline as avcC.
    pub h264: bool,
    /// VP8.
    pub vp8: bool,
}

impl Default for Codecs {
    /// Everything, until a desk knows better.
    fn default() -> Self {
        Self { h264: true, vp8: true }
    }
}
