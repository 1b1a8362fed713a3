use std::collections::VecDeque;
use std::time::Duration;

use super::gop::{Entry, Gop};
use super::limits::{GOP_MAX, Limits};
use super::totals::Totals;
use crate::media::{Frame, SessionTime, Track};

/// A feed without a picture for so long stands still.
const STANDSTILL: Duration = Duration::from_secs(1);

/// That the bytes are used up is told so often at most.
const TOLD: Duration = Duration::from_secs(60);

/// What a feed holds.
///
/// Every picture in it follows the one that it needs, but for the oldest, and what is over its [`Limits`] goes at that end
/// alone: whoever reads at the other end is never stopped by it.
#[derive(Debug)]
pub struct Ring {
    limits: Limits,
    gops: VecDeque<Gop>,
    bytes: usize,
    /// The number of the next frame.
    next: u64,
    newest: Newest,
    totals: Totals,
    awaits_keyframe: bool,
    /// When it was told that the bytes are used up.
    told: Option<SessionTime>,
    /// Whether a keyframe was asked for and has not come.
    pub keyframe_wanted: bool,
    /// A keyframe that is as old is followed by another one.
    pub gop_max: Duration,
}

/// The newest of what ever was in the ring.
#[derive(Debug, Default)]
struct Newest {
    video: Option<SessionTime>,
    audio: Option<SessionTime>,
    video_arrived: Option<SessionTime>,
    arrived: SessionTime,
}

/// Session times of the oldest and the newest picture of a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Of the oldest, a keyframe.
    pub from: SessionTime,
    /// Of the newest.
    pub to: SessionTime,
}

impl Ring {
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            gops: VecDeque::new(),
            bytes: 0,
            next: 0,
            newest: Newest::default(),
            totals: Totals::default(),
            awaits_keyframe: true,
            told: None,
            keyframe_wanted: false,
            gop_max: GOP_MAX,
        }
    }

    /// Takes the next frame in; false for a picture whose reference is not here. A frame that is not after the one
    /// before on its track, as after a change of connection, is put a microsecond behind it.
    pub fn push(&mut self, mut frame: Frame) -> bool {
        if frame.track == Track::Video && self.awaits_keyframe && !frame.keyframe {
            return false;
        }
        let last = match frame.track {
            Track::Video => {
                self.newest.video_arrived = Some(frame.arrived);
                &mut self.newest.video
            }
            Track::Audio => &mut self.newest.audio,
        };
        frame.pts = last.map_or(frame.pts, |last| frame.pts.max(last + Duration::from_micros(1)));
        *last = Some(frame.pts);
        self.newest.arrived = self.newest.arrived.max(frame.arrived);
        self.totals.count(&frame);
        if frame.keyframe {
            self.awaits_keyframe = false;
            self.keyframe_wanted = false;
        }
        let entry = Entry { frame, videos: self.totals.frames };
        self.bytes += entry.cost();
        match self.gops.back_mut() {
            Some(gop) if !gop.ends_before(&entry.frame) => gop.push(entry),
            _ => self.gops.push_back(Gop::new(self.next, entry)),
        }
        self.next += 1;
        self.keep_limits();
        true
    }

    /// Takes no more pictures up to the next keyframe: they come from another connection.
    pub fn await_keyframe(&mut self) {
        self.awaits_keyframe = true;
    }

    /// Whether a new keyframe is worth asking for at `now`.
    pub fn keyframe_due(&self, now: SessionTime) -> bool {
        let is_young = |(_, keyframe): (u64, &Entry)| now.since(keyframe.frame.arrived) < self.gop_max;
        // Where nothing comes, a keyframe would cut nothing short.
        self.keyframe_wanted || self.flows(now) && !self.keyframe().is_some_and(is_young)
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

    /// The newest keyframe and its number.
    pub fn keyframe(&self) -> Option<(u64, &Entry)> {
        self.gops.iter().rev().find_map(|gop| Some((gop.first, gop.keyframe()?)))
    }

    /// The oldest keyframe whose number is `sequence` or later: its number, and how many video frames the feed had had
    /// with it.
    pub fn keyframe_from(&self, sequence: u64) -> Option<(u64, u64)> {
        self.groups_from(sequence).find_map(|gop| Some((gop.first, gop.keyframe()?.videos)))
    }

    /// The number of the last keyframe at or before `time`, else of the oldest.
    pub fn keyframe_at(&self, time: SessionTime) -> Option<u64> {
        let is_before = |gop: &&Gop| gop.keyframe().is_some_and(|keyframe| keyframe.frame.pts <= time);
        let last = self.gops.iter().rfind(is_before);
        last.or_else(|| self.gops.iter().find(|gop| gop.keyframe().is_some())).map(|gop| gop.first)
    }

    /// The groups that begin with the frame `sequence` or later.
    pub fn groups_from(&self, sequence: u64) -> impl Iterator<Item = &Gop> {
        let after = self.gops.partition_point(|gop| gop.first < sequence);
        self.gops.range(after..)
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

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// When the newest frame arrived.
    pub fn arrived(&self) -> SessionTime {
        self.newest.arrived
    }

    fn keep_limits(&mut self) {
        while self.gops.get(1).is_some_and(|next| self.covers_span(next.starts())) && !self.needs_oldest() {
            let oldest = self.gops.pop_front();
            self.bytes -= oldest.map_or(0, |gop| gop.bytes);
        }
        while self.bytes > self.limits.bytes && self.next - self.first() > 1 {
            let Some(entry) = self.gops.front_mut().and_then(Gop::pop) else { return };
            self.bytes -= entry.cost();
            if self.gops.front().is_some_and(Gop::is_empty) {
                self.gops.pop_front();
            }
            self.tell(&entry.frame);
        }
    }

    /// Whether what is from `start` on is as much as the ring has to hold.
    fn covers_span(&self, start: SessionTime) -> bool {
        self.newest().since(start) >= self.limits.span
    }

    fn newest(&self) -> SessionTime {
        self.newest.video.max(self.newest.audio).unwrap_or_default()
    }

    /// Whether the oldest group has the only keyframe, and there are pictures within the span that need it.
    fn needs_oldest(&self) -> bool {
        self.gops.front().is_some_and(|gop| gop.keyframe().is_some())
            && self.gops.iter().skip(1).all(|gop| gop.keyframe().is_none())
            && self.newest.video.is_some_and(|picture| self.newest().since(picture) <= self.limits.span)
    }

    /// Tells of a frame that goes before its time.
    fn tell(&mut self, gone: &Frame) {
        if self.told.is_some_and(|told| self.newest.arrived.since(told) < TOLD) {
            return;
        }
        self.told = Some(self.newest.arrived);
        let held = self.newest.arrived.since(gone.arrived);
        if self.keyframe().is_some() {
            tracing::info!(?held, bytes = self.limits.bytes, "a ring is full before its time");
        } else {
            tracing::warn!(
                ?held,
                bytes = self.limits.bytes,
                "a ring is full of one group: nobody new can begin with it"
            );
        }
    }
}

#[cfg(test)]
mod tests;
