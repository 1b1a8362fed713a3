use super::samples::Samples;
use crate::{
    archive::Archive,
    media::SessionTime,
    protocol::{CameraId, CameraNumber, Millis},
};

/// A stretch of one camera that is to be a file.
#[derive(Debug, Clone)]
pub struct Angle {
    /// Where it is read.
    pub archive: Archive,
    /// Whose.
    pub camera: CameraId,
    /// As people say whose.
    pub number: CameraNumber,
    /// The first moment.
    pub from: SessionTime,
    /// The first moment no longer in it.
    pub to: SessionTime,
    /// In percent of how fast it happened: one of [`SPEEDS`](Self::SPEEDS).
    pub speed: u16,
}

impl Angle {
    /// The speeds that a file may have.
    pub const SPEEDS: std::ops::RangeInclusive<u16> = 10..=400;

    /// From one moment up to another, in milliseconds on the session clock.
    #[must_use]
    pub fn new(
        archive: &Archive,
        camera: &CameraId,
        number: CameraNumber,
        (from, to): (Millis, Millis),
        speed: u16,
    ) -> Self {
        let [from, to] = [from, to].map(SessionTime::from_millis);
        Self { archive: archive.clone(), camera: camera.clone(), number, from, to, speed }
    }

    /// Reads it from its beginning.
    pub(super) fn samples(&self) -> Samples {
        let frames = match self.speed {
            100 => self.archive.frames_with_audio(&self.camera, self.from, self.to),
            // Sound at another speed is another sound; there is none then.
            _ => self.archive.frames(&self.camera, self.from, self.to),
        };
        Samples::new(frames, self.from, self.speed)
    }
}
