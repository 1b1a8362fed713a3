use std::time::Duration;

use super::gop::Entry;
use super::limits::{BEHIND, GOP_MAX, LIVE, Limits};
use super::ring::Ring;
use super::totals::Totals;
use crate::media::{Frame, SessionTime, Side, Track};

/// The two sides of a feed, which share their frames.
///
/// The live side has frames as they can be shown first, without what was missing then; it goes back [`LIVE`] and a group.
/// The completed side has all that came, in the order of their times, and goes back as far as the feed is long. Both get
/// the same frames until the live side goes on without some: from then on the completed side is behind. It gets what came
/// late, and the live side's frames when the connection gives them again behind that. Its sound waits for its pictures
/// meanwhile, so that who writes files has both in step and can begin another at any keyframe. It is behind by [`BEHIND`]
/// at most, and for as long as there is somebody who could give what is missing: then it goes on as the live side did.
#[derive(Debug)]
pub struct Sides {
    pub live: Ring,
    pub completed: Ring,
    /// Memory in bytes of both together.
    bytes: usize,
    /// What the completed side is behind by; none when it has everything that the live side has.
    behind: Option<Behind>,
    totals: Totals,
    /// Whether a keyframe was asked for and has not come.
    pub keyframe_wanted: bool,
    /// A keyframe that is as old is followed by another one.
    pub gop_max: Duration,
}

/// The numbers of the first picture and the first sound of the live side that the completed side does not have.
#[derive(Debug, Clone, Copy)]
struct Behind {
    video: u64,
    audio: u64,
}

impl Behind {
    fn first(self) -> u64 {
        self.video.min(self.audio)
    }
}

impl Sides {
    pub fn new(limits: Limits) -> Self {
        Self {
            live: Ring::new(limits, LIVE),
            completed: Ring::new(limits, limits.span),
            bytes: limits.bytes,
            behind: None,
            totals: Totals::default(),
            keyframe_wanted: false,
            gop_max: GOP_MAX,
        }
    }

    /// Takes the next frame of `side` in. False for a picture whose reference is not here, and for one that the completed
    /// side has gone on without.
    pub fn push(&mut self, side: Side, frame: Frame) -> bool {
        let is_taken = match (side, frame.track) {
            (Side::Completed, _) => self.complete(frame),
            (Side::Both, Track::Video) => {
                // Both are at the same picture again.
                self.go_on();
                self.add(frame, true)
            }
            (Side::Both, Track::Audio) => self.add(frame, self.behind.is_none()),
            (Side::Live, _) => self.add(frame, false),
        };
        self.keep_limits();
        is_taken
    }

    /// Adds a frame to the live side, and to the completed side where that is not behind.
    fn add(&mut self, frame: Frame, is_completed: bool) -> bool {
        let (is_video, arrived) = (frame.track == Track::Video, frame.arrived);
        let Some(number) = self.live.push(frame) else { return false };
        if let Some(Entry { frame, .. }) = self.live.get(number) {
            self.totals.count(frame);
            self.keyframe_wanted &= !frame.keyframe;
        }
        if is_completed {
            self.take_over(number);
        } else {
            self.behind.get_or_insert(Behind { video: number, audio: number });
            if is_video {
                self.completed.pictures_come(arrived);
            }
        }
        true
    }

    /// Adds a frame to the completed side: what came late, or what the live side has had, behind that.
    fn complete(&mut self, frame: Frame) -> bool {
        let is_late = |newest| frame.track == Track::Video && frame.pts <= newest;
        if self.completed.picture().is_some_and(is_late) {
            return false;
        }
        let pts = frame.pts;
        self.take_over_until(Track::Audio, pts);
        // The live side has pictures of before that were not given again: they are better there than nowhere.
        let has_live = self.take_over_until(Track::Video, pts);
        let recovered = if has_live { None } else { self.completed.push(frame) };
        if let Some(Entry { frame, .. }) = recovered.and_then(|number| self.completed.get(number)) {
            self.totals.count_recovered(frame);
        }
        self.catch_up();
        has_live || recovered.is_some()
    }

    /// Looks whether the completed side still is behind.
    fn catch_up(&mut self) {
        let Some(behind) = self.behind else { return };
        let next = |track, from| self.live.next_of(track, from).map_or(self.live.next(), |(number, _)| number);
        let behind = Behind { video: next(Track::Video, behind.video), audio: next(Track::Audio, behind.audio) };
        self.behind = Some(behind);
        if behind.video == self.live.next() {
            self.go_on();
        }
    }

    /// Gives the completed side the live side's frames of a track up to those of the time `pts`; whether one is of this
    /// very time.
    fn take_over_until(&mut self, track: Track, pts: SessionTime) -> bool {
        let mut newest = None;
        while let Some(behind) = self.behind {
            let from = match track {
                Track::Video => behind.video,
                Track::Audio => behind.audio,
            };
            let next = self.live.next_of(track, from).filter(|(_, entry)| entry.frame.pts <= pts);
            let Some((number, entry)) = next else { break };
            newest = Some(entry.frame.pts);
            self.take_over(number);
            self.behind = Some(match track {
                Track::Video => Behind { video: number + 1, ..behind },
                Track::Audio => Behind { audio: number + 1, ..behind },
            });
        }
        newest == Some(pts)
    }

    /// Gives the completed side all that the live side has: what is missing is not waited for any more.
    pub fn go_on(&mut self) {
        let Some(behind) = self.behind.take() else { return };
        for number in behind.first()..self.live.next() {
            let is_missing = |track| match track {
                Track::Video => number >= behind.video,
                Track::Audio => number >= behind.audio,
            };
            if self.live.get(number).is_some_and(|entry| is_missing(entry.frame.track)) {
                self.take_over(number);
            }
        }
    }

    /// Gives the completed side the live side's frame of this number.
    fn take_over(&mut self, number: u64) {
        let Some(entry) = self.live.get(number) else { return };
        if let Some(completed) = self.completed.push(entry.frame.clone()) {
            self.live.completed(number, completed);
        }
    }

    /// Takes no more pictures up to the next keyframe: they come from another connection, and the one before gives
    /// nothing more.
    pub fn await_keyframe(&mut self) {
        self.go_on();
        self.live.await_keyframe();
        self.completed.await_keyframe();
    }

    /// Whether the completed side waits for what the live side went on without.
    pub fn is_behind(&self) -> bool {
        self.behind.is_some()
    }

    /// The first picture behind `pts` that the live side has and the completed side does not have yet. With those before
    /// it on the completed side it can be decoded, or it is a keyframe.
    pub fn ahead(&self, pts: SessionTime) -> Option<&Frame> {
        let mut number = self.behind?.video;
        loop {
            let (found, entry) = self.live.next_of(Track::Video, number)?;
            if entry.frame.pts > pts {
                return Some(&entry.frame);
            }
            number = found + 1;
        }
    }

    /// Whether a new keyframe is worth asking for at `now`.
    pub fn keyframe_due(&self, now: SessionTime) -> bool {
        let is_young = |arrived| now.since(arrived) < self.gop_max;
        let newest = self.live.keyframe().map(|(_, entry)| entry.frame.arrived);
        // Where nothing comes, a keyframe would cut nothing short.
        self.keyframe_wanted || self.live.flows(now) && !newest.is_some_and(is_young)
    }

    /// What was taken in.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Memory of both sides; what both have counts once, but for the bookkeeping.
    pub fn bytes(&self) -> usize {
        self.live.bytes() + self.completed.bytes()
    }

    fn keep_limits(&mut self) {
        let first = self.behind.and_then(|behind| self.live.get(behind.first()));
        if first.is_some_and(|entry| self.live.arrived().since(entry.frame.arrived) >= BEHIND) {
            tracing::debug!("what is missing is not waited for any more");
            self.go_on();
        }
        let first = self.completed.first();
        self.live.keep_span(self.behind.map_or(self.live.next(), Behind::first));
        self.completed.keep_span(self.completed.next());
        while self.bytes() > self.bytes && self.let_go_of_oldest() {}
        if self.completed.first() > first {
            self.let_live_follow();
        }
    }

    /// Lets the live side go of what the completed side has let go of: its data is counted there.
    fn let_live_follow(&mut self) {
        if let Some(first) = self.live.behind_gone(self.completed.first()) {
            self.go_on();
            self.live.let_go(first);
        }
    }

    /// Lets go of the oldest that both have; false when that is the newest too.
    fn let_go_of_oldest(&mut self) -> bool {
        if self.completed.shrink() {
            self.let_live_follow();
            return true;
        }
        let was_behind = self.behind.is_some();
        self.go_on();
        was_behind || self.live.shrink()
    }
}

#[cfg(test)]
mod tests;
