use super::gop::Entry;
use super::ring::Ring;

/// A place in a ring, and the account of what was passed over to get there.
#[derive(Debug)]
pub struct Cursor {
    /// The number of the next frame to read; before the start, of the first one that may be it.
    next: u64,
    /// How many video frames the feed had up to the one that was read or passed over last; none before the start.
    videos: Option<u64>,
}

/// Frames that a cursor has passed over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Passed {
    pub videos: u64,
    pub audio: u64,
}

impl Cursor {
    /// Not started yet; `next` is the number of the first frame that it may start at.
    pub fn before(next: u64) -> Self {
        Self { next, videos: None }
    }

    /// The number of the next frame.
    pub fn next(&self) -> u64 {
        self.next
    }

    pub fn has_started(&self) -> bool {
        self.videos.is_some()
    }

    /// Whether what it has to read is gone from the ring.
    pub fn is_gone(&self, ring: &Ring) -> bool {
        self.next < ring.first()
    }

    /// Goes on at the frame `next`, before which the feed had had `videos` video frames. Says what it leaves out; where
    /// it starts, that is nothing.
    pub fn jump(&mut self, next: u64, videos: u64) -> Passed {
        let passed = self.videos.map(|before| {
            let passed = videos.saturating_sub(before);
            Passed { videos: passed, audio: next.saturating_sub(self.next).saturating_sub(passed) }
        });
        (self.next, self.videos) = (next, Some(videos));
        passed.unwrap_or_default()
    }

    /// The next frame, if it is there.
    pub fn read<'a>(&mut self, ring: &'a Ring) -> Option<&'a Entry> {
        let entry = ring.get(self.next)?;
        (self.next, self.videos) = (self.next + 1, Some(entry.videos));
        Some(entry)
    }
}
