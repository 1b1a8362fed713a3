use std::io;

use super::{
    person::Person,
    writer::{Destination, Writer},
};
use crate::{
    feed::{Feed, Range},
    media::{SessionTime, Track},
};

/// Frames between two writes: about a second.
const FRAMES: usize = 64;

/// A stretch of a camera to be kept, with its frames taken out of the ring. What comes late is in it if it comes before it
/// is written.
#[derive(Debug)]
pub struct Excerpt {
    /// Whose.
    pub camera: Person,
    /// What the clip is of begins here; its file begins at the keyframe before.
    pub from: SessionTime,
    /// Pictures and sound.
    frames: Range,
}

impl Excerpt {
    /// Takes what `feed` has from `from` up to `to`; none when it has no picture there (any more).
    #[must_use]
    pub fn new(camera: Person, feed: &Feed, from: SessionTime, to: SessionTime) -> Option<Self> {
        let keyframe = feed.range(from, to).next()?.frame.pts;
        Some(Self { camera, from, frames: feed.range_with_audio(keyframe, to) })
    }

    /// Whether there is nothing missing in it that may come yet.
    pub(super) fn is_whole(&self) -> bool {
        self.frames.is_whole()
    }

    /// Writes it as a file, or as several where the pictures change.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn write(self, destination: &Destination) -> io::Result<()> {
        let mut open: Option<Writer> = None;
        for (number, frame) in self.frames.map(|frame| frame.frame).enumerate() {
            let arrived = frame.arrived;
            if let Some(config) = frame.config.as_ref().filter(|_| frame.track == Track::Video)
                && !open.as_ref().is_some_and(|writer| writer.takes(config))
            {
                let lead_in = u64::try_from(self.from.since(frame.pts).as_micros()).unwrap_or_default();
                let next = Writer::new(destination, frame.pts, config, false).with_lead_in(lead_in);
                open.replace(next).map_or(Ok(()), |mut before| before.finish())?;
            }
            if let Some(writer) = &mut open {
                writer.push(frame);
                if number % FRAMES == FRAMES - 1 {
                    writer.write(arrived)?;
                }
            }
        }
        open.map_or(Ok(()), |mut writer| writer.finish())
    }
}
