use super::begin::Begin;
use super::gop::Entry;
use super::limits::LATE;
use super::ring::Ring;

/// A place in a ring, and the account of what was passed over to get there.
#[derive(Debug)]
pub struct Cursor {
    /// The number of the next frame to read; before the start, of the first one that may be it.
    next: u64,
    /// How many video frames its side had up to the one that was read or passed over last; none before the start.
    videos: Option<u64>,
}

/// Frames that a cursor has passed over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Passed {
    pub videos: u64,
    pub audio: u64,
}

impl Cursor {
    /// Not started yet.
    pub fn new(begin: Begin, ring: &Ring) -> Self {
        Self { next: begin.number(ring), videos: None }
    }

    /// The number of the next frame.
    pub fn next(&self) -> u64 {
        self.next
    }

    pub fn has_started(&self) -> bool {
        self.videos.is_some()
    }

    /// Whether it has not started and there is no keyframe that it could start at.
    pub fn awaits_keyframe(&self, ring: &Ring) -> bool {
        !self.has_started() && ring.keyframe().is_none_or(|(keyframe, _)| keyframe < self.next)
    }

    /// Whether what it has to read is gone from the ring.
    pub fn is_gone(&self, ring: &Ring) -> bool {
        self.next < ring.first()
    }

    /// Whether it is more than [`LATE`] behind, and there is a newer keyframe to go on at.
    pub fn is_late(&self, ring: &Ring) -> bool {
        let is_newer = ring.keyframe().is_some_and(|(keyframe, _)| keyframe > self.next);
        is_newer && ring.get(self.next).is_some_and(|entry| ring.arrived().since(entry.frame.arrived) > LATE)
    }

    /// How many video frames are newer than the one that was read last.
    pub fn behind(&self, ring: &Ring) -> usize {
        let behind = ring.videos() - self.videos.unwrap_or_default();
        usize::try_from(behind).unwrap_or(usize::MAX)
    }

    /// Goes on at the newest keyframe that it has not read, and says what it leaves out. None when there is none: it
    /// stays where it is.
    pub fn skip_to_newest_keyframe(&mut self, ring: &Ring) -> Option<Passed> {
        let (keyframe, entry) = ring.keyframe().filter(|(keyframe, _)| *keyframe >= self.next)?;
        Some(self.jump(keyframe, entry.videos - 1))
    }

    /// As [`skip_to_newest_keyframe`](Self::skip_to_newest_keyframe), at the oldest.
    pub fn skip_to_next_keyframe(&mut self, ring: &Ring) -> Option<Passed> {
        let (keyframe, videos) = ring.keyframe_from(self.next)?;
        Some(self.jump(keyframe, videos - 1))
    }

    /// Goes on with what comes, and says what it leaves out.
    pub fn skip_to_end(&mut self, ring: &Ring) -> Passed {
        self.jump(ring.next(), ring.videos())
    }

    /// The next frame, if it is there.
    pub fn read<'a>(&mut self, ring: &'a Ring) -> Option<&'a Entry> {
        let entry = ring.get(self.next)?;
        (self.next, self.videos) = (self.next + 1, Some(entry.videos));
        Some(entry)
    }

    /// Goes on at the frame `next`, before which its side had had `videos` video frames. Where it starts, it leaves
    /// nothing out.
    fn jump(&mut self, next: u64, videos: u64) -> Passed {
        let passed = self.videos.map(|before| {
            let passed = videos.saturating_sub(before);
            Passed { videos: passed, audio: next.saturating_sub(self.next).saturating_sub(passed) }
        });
        (self.next, self.videos) = (next, Some(videos));
        passed.unwrap_or_default()
    }
}
