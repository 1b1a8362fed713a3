use crate::media::Frame;

/// Frames of a replay that a receiver may be behind before it misses some: two lead-ins of a long GOP and a second
/// of both segments' frames.
pub const SIGNALS: usize = 512;

/// What a replay sends to whoever shows it.
#[derive(Debug, Clone)]
pub enum Signal {
    /// The next frame.
    Frame {
        /// The replay's id.
        replay: u32,
        /// 0 or 1: which of two decoders the frame is for.
        slot: u8,
        /// False for a frame of the lead-in: decode it, don't show it.
        shown: bool,
        /// The frame.
        frame: Frame,
    },
    /// The first picture is shown: the replay goes on from here.
    Rolling {
        /// The replay's id.
        replay: u32,
    },
    /// The replay is over or was stopped.
    Ended {
        /// The replay's id.
        replay: u32,
    },
}
