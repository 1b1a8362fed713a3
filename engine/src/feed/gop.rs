use std::time::Duration;

use crate::media::{Frame, SessionTime, Track};

/// A frame in the ring.
#[derive(Debug)]
pub struct Entry {
    pub frame: Frame,
    /// How many video frames the feed has had up to this one, itself included.
    pub videos: u64,
}

impl Entry {
    /// Memory of an entry beside its data: itself, and the counts that the data is shared by.
    const OVERHEAD: usize = size_of::<Self>() + 4 * size_of::<usize>();

    pub fn cost(&self) -> usize {
        self.frame.data.len() + Self::OVERHEAD
    }
}

/// A group of pictures: a video keyframe and everything up to the next, sound included; or, while there is no picture
/// at all, a stretch of sound.
#[derive(Debug)]
pub struct Gop {
    /// The number in the feed of its first entry; the others follow without a gap.
    pub first: u64,
    pub bytes: usize,
    entries: Vec<Entry>,
    starts: SessionTime,
}

impl Gop {
    /// Sound without a picture is cut after this: it is what the limits then work with.
    const SOUND: Duration = Duration::from_secs(1);

    /// Begins with `entry`, which has the number `first`.
    pub fn new(first: u64, entry: Entry) -> Self {
        Self { first, bytes: entry.cost(), starts: entry.frame.pts, entries: vec![entry] }
    }

    pub fn push(&mut self, entry: Entry) {
        self.bytes += entry.cost();
        self.entries.push(entry);
    }

    pub fn get(&self, sequence: u64) -> Option<&Entry> {
        let index = usize::try_from(sequence.checked_sub(self.first)?).ok()?;
        self.entries.get(index)
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The session time of its first frame.
    pub fn starts(&self) -> SessionTime {
        self.starts
    }

    /// Its keyframe; none when it is sound alone.
    pub fn keyframe(&self) -> Option<&Entry> {
        self.entries.first().filter(|entry| entry.frame.keyframe)
    }

    /// Whether `frame` belongs to the next group.
    pub fn ends_before(&self, frame: &Frame) -> bool {
        match frame.track {
            Track::Video => frame.keyframe,
            Track::Audio => self.keyframe().is_none() && frame.pts.since(self.starts) >= Self::SOUND,
        }
    }
}
