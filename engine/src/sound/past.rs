use std::time::Duration;

use crate::{
    archive::{Ahead, Archive},
    media::{Frame, SessionTime, Track},
    protocol::{CameraId, CameraNumber, FeedId, PlayerState},
};

/// A replay's own sound: what was said in its segments, each packet at the moment at which its picture is played again. A
/// replay has one at its usual speed alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastSound {
    /// One behind the other.
    pub segments: Vec<PastSegment>,
    /// When the first one begins to be heard.
    pub since: SessionTime,
}

/// A stretch of a camera's sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastSegment {
    /// Whose; none of a camera that nobody knows any more: there is nothing of it.
    pub camera: Option<CameraId>,
    /// Its first moment.
    pub from: SessionTime,
    /// The first moment that is no longer in it.
    pub to: SessionTime,
    /// How much later than its picture it is heard.
    pub delay: Duration,
}

impl PastSound {
    /// What a feed's number is that no camera has: what is heard is of a replay.
    pub const FEED: FeedId = FeedId(0);

    /// What is heard of a replay from where it is: `past` says whose a number is, and how late its sound is.
    pub fn of<'a>(player: &PlayerState, past: impl Fn(CameraNumber) -> (Option<&'a CameraId>, Duration)) -> Self {
        let at = SessionTime::from_millis(player.at);
        let segments = player.segments.iter().skip(player.segment as usize).enumerate().map(|(place, segment)| {
            let (camera, delay) = past(segment.camera);
            let begin = SessionTime::from_millis(segment.from);
            let from = if place == 0 { at.max(begin) } else { begin };
            PastSegment { camera: camera.cloned(), from, to: SessionTime::from_millis(segment.to), delay }
        });
        Self { segments: segments.collect(), since: SessionTime::from_millis(player.since) }
    }
}

/// Reads a replay's own sound, and gives each packet when its time has come.
#[derive(Debug)]
pub struct PastTap {
    sound: PastSound,
    archive: Archive,
    /// The segment that is read, and when it begins to be heard.
    segment: usize,
    begins: SessionTime,
    /// What is heard before that is over.
    now: SessionTime,
    frames: Option<Ahead>,
    /// The next packet; its time is the one at which it is to be heard.
    next: Option<Frame>,
    /// So much before that it is given out.
    early: Duration,
}

impl PastTap {
    /// Of what is still to be heard at `now`; each packet is given out `early`.
    pub fn new(sound: PastSound, archive: Archive, now: SessionTime, early: Duration) -> Self {
        let begins = sound.since;
        Self { sound, archive, segment: 0, begins, now, frames: None, next: None, early }
    }

    /// What it reads.
    pub fn sound(&self) -> &PastSound {
        &self.sound
    }

    /// Reads on until there is a packet that waits for its time; for ever where there is none any more. Cancel safe.
    pub async fn read(&mut self) {
        while self.next.is_none() {
            let Some(segment) = self.sound.segments.get(self.segment) else { break };
            let ends = self.begins + segment.to.since(segment.from);
            let Some(camera) = segment.camera.as_ref().filter(|_| ends > self.now) else {
                self.go_on(ends);
                continue;
            };
            let frames = self.frames.get_or_insert_with(|| {
                let passed = self.now.since(self.begins + segment.delay);
                self.archive.frames_with_audio(camera, segment.from + passed, segment.to).ahead()
            });
            let Some(read) = frames.next().await else {
                self.go_on(ends);
                continue;
            };
            let mut frame = read.frame;
            let heard = self.begins + frame.pts.since(segment.from) + segment.delay;
            if frame.track == Track::Audio && frame.pts >= segment.from && heard < ends {
                (frame.pts, frame.arrived) = (heard, heard);
                self.next = Some(frame);
                return;
            }
        }
        std::future::pending().await
    }

    /// When the next packet is to be given out.
    pub fn due(&self) -> Option<SessionTime> {
        Some(self.next.as_ref()?.pts.saturating_sub(self.early))
    }

    /// The next packet, if it is to be given out by `now`.
    pub fn pop(&mut self, now: SessionTime) -> Option<Frame> {
        let until = now + self.early;
        self.next.take_if(|frame| frame.pts <= until)
    }

    fn go_on(&mut self, begins: SessionTime) {
        (self.segment, self.begins, self.frames) = (self.segment + 1, begins, None);
    }
}
