use crate::media::{Frame, Track};

/// What a feed has taken in since it was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Video frames.
    pub frames: u64,
    /// Keyframes among them.
    pub keyframes: u64,
    /// Audio frames.
    pub audio_frames: u64,
    /// Bytes of data of both.
    pub bytes: u64,
    /// Video frames that came too late for live pictures and are in what is kept; they are not among the others.
    pub recovered: u64,
}

impl Totals {
    /// Counts a frame that came too late for live pictures.
    pub(super) fn count_recovered(&mut self, frame: &Frame) {
        self.bytes += frame.data.len() as u64;
        self.recovered += u64::from(frame.track == Track::Video);
    }

    /// Counts a frame that was taken in.
    pub(super) fn count(&mut self, frame: &Frame) {
        self.bytes += frame.data.len() as u64;
        match frame.track {
            Track::Video => {
                self.frames += 1;
                self.keyframes += u64::from(frame.keyframe);
            }
            Track::Audio => self.audio_frames += 1,
        }
    }
}
