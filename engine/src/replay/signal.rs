use crate::media::{Frame, SessionTime};

/// Frames of a replay that a receiver may be behind before it misses some: two lead-ins of a long GOP, a turn's after
/// another's, and a second of both segments' frames.
pub const SIGNALS: usize = 512;

/// What a replay sends to whoever shows it.
#[derive(Debug, Clone)]
pub enum Signal {
    /// The next frame.
    Frame {
        /// The replay's id.
        replay: u32,
        /// Which reading of its footage it belongs to, counted modulo 256 as their first frames are given out. Each segment is
        /// another one, and each turn. The even ones are for one decoder, the odd ones for another.
        reading: u8,
        /// False for a frame of the lead-in: decode it, don't show it.
        shown: bool,
        /// When it is to be shown; of one that is not, when it was given out.
        due: SessionTime,
        /// The frame.
        frame: Frame,
    },
    /// The first picture is shown: the replay goes on from here.
    Rolling {
        /// The replay's id.
        replay: u32,
    },
    /// There is nothing to show for now.
    Hole {
        /// The replay's id.
        replay: u32,
        /// The last moment at which there is a picture, as far as that is known.
        from: SessionTime,
        /// The next one.
        to: SessionTime,
    },
    /// The replay is over or was stopped.
    Ended {
        /// The replay's id.
        replay: u32,
    },
}

impl Signal {
    /// Which of two decoders a reading's frames are for.
    #[must_use]
    pub fn slot(reading: u8) -> usize {
        usize::from(reading % 2)
    }
}
