use std::collections::VecDeque;
use std::time::Duration;

use super::gop::{Entry, Gop};
use super::limits::Limits;
use crate::media::{Frame, SessionTime, Track};

/// A feed without a picture for so long stands still.
const STANDSTILL: Duration = Duration::from_secs(1);

/// That the bytes are used up is told so often at most.
const TOLD: Duration = Duration::from_secs(60);

/// What one side of a feed holds.
///
/// Every picture in it follows the one that it needs, but for the oldest, and what is too much goes at that end alone:
/// whoever reads at the other end is never stopped by it.
#[derive(Debug)]
pub struct Ring {
    /// So much time it holds at least.
    span: Duration,
    /// Its last picture stays for so long where no other comes.
    still: Duration,
    gops: VecDeque<Gop>,
    bytes: usize,
    /// The number of the next frame.
    next: u64,
    /// How many video frames it has had.
    videos: u64,
    newest: Newest,
    awaits_keyframe: bool,
    /// When it was told that the bytes are used up.
    told: Option<SessionTime>,
}

/// The newest of what ever was in the ring.
#[derive(Debug, Default)]
struct Newest {
    video: Option<SessionTime>,
    audio: Option<SessionTime>,
    video_arrived: Option<SessionTime>,
    arrived: SessionTime,
}

/// Session times of the oldest and the newest picture of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Of the oldest, a keyframe.
    pub from: SessionTime,
    /// Of the newest.
    pub to: SessionTime,
}

impl Ring {
    /// For `span` at least, of a feed that is `limits` long.
    pub fn new(limits: Limits, span: Duration) -> Self {
        Self {
            span: span.min(limits.span),
            still: limits.span,
            gops: VecDeque::new(),
            bytes: 0,
            next: 0,
            videos: 0,
            newest: Newest::default(),
            awaits_keyframe: true,
            told: None,
        }
    }

    /// Takes the next frame in, and gives it its number; none for a picture whose reference is not here. A frame that is
    /// not after the one before on its track, as after a change of connection, is put a microsecond behind it.
    pub fn push(&mut self, mut frame: Frame) -> Option<u64> {
        if frame.track == Track::Video && self.awaits_keyframe && !frame.keyframe {
            return None;
        }
        let last = match frame.track {
            Track::Video => {
                self.videos += 1;
                self.pictures_come(frame.arrived);
                &mut self.newest.video
            }
            Track::Audio => &mut self.newest.audio,
        };
        frame.pts = last.map_or(frame.pts, |last| frame.pts.max(last + Duration::from_micros(1)));
        *last = Some(frame.pts);
        self.newest.arrived = self.newest.arrived.max(frame.arrived);
        self.awaits_keyframe &= !frame.keyframe;
        let entry = Entry { frame, videos: self.videos, completed: None };
        self.bytes += entry.cost();
        match self.gops.back_mut() {
            Some(gop) if !gop.ends_before(&entry.frame) => gop.push(entry),
            _ => self.gops.push_back(Gop::new(self.next, entry)),
        }
        self.next += 1;
        Some(self.next - 1)
    }

    /// Notes that the completed side has the frame `sequence` of this one, as its own frame `number`.
    pub fn completed(&mut self, sequence: u64, number: u64) {
        let after = self.gops.partition_point(|gop| gop.first <= sequence);
        let gop = after.checked_sub(1).and_then(|index| self.gops.get_mut(index));
        self.bytes -= gop.map_or(0, |gop| gop.completed(sequence, number));
    }

    /// Takes no more pictures up to the next keyframe: they come from another connection.
    pub fn await_keyframe(&mut self) {
        self.awaits_keyframe = true;
    }

    /// Notes that a picture arrived, be it one that it has not got yet.
    pub fn pictures_come(&mut self, arrived: SessionTime) {
        self.newest.video_arrived = self.newest.video_arrived.max(Some(arrived));
    }

    /// Whether pictures are coming at `now`.
    pub fn flows(&self, now: SessionTime) -> bool {
        self.newest.video_arrived.is_some_and(|video| now.since(video) < STANDSTILL)
    }

    pub fn get(&self, sequence: u64) -> Option<&Entry> {
        let after = self.gops.partition_point(|gop| gop.first <= sequence);
        self.gops.get(after.checked_sub(1)?)?.get(sequence)
    }

    /// The number of the oldest frame, or of the next one when there is none.
    pub fn first(&self) -> u64 {
        self.gops.front().map_or(self.next, |gop| gop.first)
    }

    /// The number of the next frame to come.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// The first frame of `track` whose number is `sequence` or later, and its number.
    pub fn next_of(&self, track: Track, sequence: u64) -> Option<(u64, &Entry)> {
        let numbers = sequence.max(self.first())..self.next;
        numbers.filter_map(|number| Some((number, self.get(number)?))).find(|(_, entry)| entry.frame.track == track)
    }

    /// The newest keyframe and its number.
    pub fn keyframe(&self) -> Option<(u64, &Entry)> {
        self.gops.iter().rev().find_map(|gop| Some((gop.first, gop.keyframe()?)))
    }

    /// The oldest keyframe whose number is `sequence` or later: its number, and how many video frames the side had had
    /// with it.
    pub fn keyframe_from(&self, sequence: u64) -> Option<(u64, u64)> {
        let after = self.gops.partition_point(|gop| gop.first < sequence);
        self.gops.range(after..).find_map(|gop| Some((gop.first, gop.keyframe()?.videos)))
    }

    /// The number of the last keyframe at or before `time`, else of the oldest.
    pub fn keyframe_at(&self, time: SessionTime) -> Option<u64> {
        let is_before = |gop: &&Gop| gop.keyframe().is_some_and(|keyframe| keyframe.frame.pts <= time);
        let last = self.gops.iter().rfind(is_before);
        last.or_else(|| self.gops.iter().find(|gop| gop.keyframe().is_some())).map(|gop| gop.first)
    }

    /// The number of the first frame that arrived at `since` or later.
    pub fn arrived_since(&self, since: SessionTime) -> Option<u64> {
        let begins_before = |gop: &Gop| gop.entries().next().is_some_and(|entry| entry.frame.arrived < since);
        let first = self.gops.iter().rposition(begins_before).unwrap_or(0);
        self.gops.range(first..).find_map(|gop| {
            let at = gop.entries().position(|entry| entry.frame.arrived >= since)?;
            Some(gop.first + at as u64)
        })
    }

    /// From the oldest keyframe to the newest picture.
    pub fn span(&self) -> Option<Span> {
        let first = self.gops.iter().find_map(Gop::keyframe)?;
        Some(Span { from: first.frame.pts, to: self.newest.video? })
    }

    /// The times of its pictures.
    pub fn pictures(&self) -> impl Iterator<Item = SessionTime> {
        let frames = self.gops.iter().flat_map(Gop::entries).map(|entry| &entry.frame);
        frames.filter(|frame| frame.track == Track::Video).map(|frame| frame.pts)
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many video frames it has had.
    pub fn videos(&self) -> u64 {
        self.videos
    }

    /// When the newest frame arrived.
    pub fn arrived(&self) -> SessionTime {
        self.newest.arrived
    }

    /// The time of the newest picture that it has had.
    pub fn picture(&self) -> Option<SessionTime> {
        self.newest.video
    }

    /// Lets go of the oldest groups, as long as what is left is its span, and of nothing from the frame `needed` on.
    pub fn keep_span(&mut self, needed: u64) {
        let is_over = |ring: &Self, next: &Gop| next.first <= needed && ring.covers_span(next.starts());
        while self.gops.get(1).is_some_and(|next| is_over(self, next)) && !self.needs_oldest() {
            let oldest = self.gops.pop_front();
            self.bytes -= oldest.map_or(0, |gop| gop.bytes);
        }
    }

    /// Lets go of its oldest frame, which goes before its time; false when that is the newest too.
    pub fn shrink(&mut self) -> bool {
        if self.next - self.first() <= 1 {
            return false;
        }
        let Some(entry) = self.pop() else { return false };
        self.tell(&entry.frame);
        true
    }

    /// The number behind the newest frame that the completed side has had and let go of: it has those from `first` on.
    pub fn behind_gone(&self, first: u64) -> Option<u64> {
        let is_gone = |entry: &Entry| entry.completed.is_some_and(|number| number < first);
        let gone = (self.first()..self.next).rfind(|number| self.get(*number).is_some_and(is_gone))?;
        Some(gone + 1)
    }

    /// Lets go of all frames before the frame `first`.
    pub fn let_go(&mut self, first: u64) {
        while self.first() < first && self.pop().is_some() {}
    }

    fn pop(&mut self) -> Option<Entry> {
        let entry = self.gops.front_mut().and_then(Gop::pop)?;
        self.bytes -= entry.cost();
        if self.gops.front().is_some_and(Gop::is_empty) {
            self.gops.pop_front();
        }
        Some(entry)
    }

    /// Whether what is from `start` on is as much as the ring has to hold.
    fn covers_span(&self, start: SessionTime) -> bool {
        self.newest().since(start) >= self.span
    }

    fn newest(&self) -> SessionTime {
        self.newest.video.max(self.newest.audio).unwrap_or_default()
    }

    /// Whether the oldest group has the only keyframe, and there are pictures that need it and are not too old.
    fn needs_oldest(&self) -> bool {
        self.gops.front().is_some_and(|gop| gop.keyframe().is_some())
            && self.gops.iter().skip(1).all(|gop| gop.keyframe().is_none())
            && self.newest.video.is_some_and(|picture| self.newest().since(picture) <= self.still)
    }

    /// Tells of a frame that goes before its time.
    fn tell(&mut self, gone: &Frame) {
        if self.told.is_some_and(|told| self.newest.arrived.since(told) < TOLD) {
            return;
        }
        self.told = Some(self.newest.arrived);
        let held = self.newest.arrived.since(gone.arrived);
        if self.keyframe().is_some() {
            tracing::info!(?held, "a ring is full before its time");
        } else {
            tracing::warn!(?held, "a ring is full of one group: nobody new can begin with it");
        }
    }
}

#[cfg(test)]
mod tests;
