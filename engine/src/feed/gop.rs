use std::{collections::VecDeque, time::Duration};

use crate::media::{Frame, SessionTime, Track};

/// A frame in the ring.
#[derive(Debug)]
pub struct Entry {
    pub frame: Frame,
    /// How many video frames the side has had up to this one, itself included.
    pub videos: u64,
    /// Of one on the live side: its number on the completed side, once that has it and its data is counted there.
    pub completed: Option<u64>,
}

impl Entry {
    /// Memory of an entry beside its data: itself, and the counts that the data is shared by.
    pub const OVERHEAD: usize = size_of::<Self>() + 4 * size_of::<usize>();

    pub fn cost(&self) -> usize {
        let data = if self.completed.is_none() { self.frame.data.len() } else { 0 };
        data + Self::OVERHEAD
    }
}

/// A group of pictures: a video keyframe and everything up to the next, sound included; or, where no picture has come for
/// a while, a stretch of sound and of what goes on with the pictures before it.
#[derive(Debug)]
pub struct Gop {
    /// The number on its side of its first entry; the others follow without a gap.
    pub first: u64,
    pub bytes: usize,
    entries: VecDeque<Entry>,
    starts: SessionTime,
    /// Its newest picture; where there is none, its first frame.
    picture: SessionTime,
}

impl Gop {
    /// Sound is cut so long after a picture, or after its own beginning: what it belongs to may go by then, and the
    /// sound stay.
    const SOUND: Duration = Duration::from_secs(1);

    /// Begins with `entry`, which has the number `first`.
    pub fn new(first: u64, entry: Entry) -> Self {
        let (bytes, starts) = (entry.cost(), entry.frame.pts);
        Self { first, bytes, entries: VecDeque::from([entry]), starts, picture: starts }
    }

    pub fn push(&mut self, entry: Entry) {
        self.bytes += entry.cost();
        if entry.frame.track == Track::Video {
            self.picture = entry.frame.pts;
        }
        self.entries.push_back(entry);
    }

    /// Takes its oldest entry out. Without its keyframe it is of use only to who has read that.
    pub fn pop(&mut self) -> Option<Entry> {
        let entry = self.entries.pop_front()?;
        self.first += 1;
        self.bytes -= entry.cost();
        Some(entry)
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn get(&self, sequence: u64) -> Option<&Entry> {
        let index = usize::try_from(sequence.checked_sub(self.first)?).ok()?;
        self.entries.get(index)
    }

    /// Notes that the completed side has an entry of it, as its number `number`. Gives back by how much it is smaller.
    pub fn completed(&mut self, sequence: u64, number: u64) -> usize {
        let index = sequence.checked_sub(self.first).and_then(|index| usize::try_from(index).ok());
        let Some(entry) = index.and_then(|index| self.entries.get_mut(index)) else { return 0 };
        let before = entry.cost();
        entry.completed = Some(number);
        let less = before - entry.cost();
        self.bytes -= less;
        less
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The session time at which it began.
    pub fn starts(&self) -> SessionTime {
        self.starts
    }

    /// Its keyframe, as long as it has it.
    pub fn keyframe(&self) -> Option<&Entry> {
        self.entries.front().filter(|entry| entry.frame.keyframe)
    }

    /// Whether `frame` belongs to the next group.
    pub fn ends_before(&self, frame: &Frame) -> bool {
        match frame.track {
            Track::Video => frame.keyframe,
            Track::Audio => frame.pts.since(self.picture) >= Self::SOUND,
        }
    }
}
