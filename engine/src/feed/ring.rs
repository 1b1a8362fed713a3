use std::collections::VecDeque;
use std::time::Duration;

use super::gop::{Entry, Gop};
use super::limits::{GOP_MAX, Limits};
use super::{Span, Totals};
use crate::media::{Frame, SessionTime, Track};

/// A feed without a picture for so long stands still.
const STANDSTILL: Duration = Duration::from_secs(1);

/// What a feed holds.
///
/// It starts at a video keyframe as soon as it has any picture, and no picture in it lacks the one before. It stays
/// within its limits whatever is pushed: a group that exceeds them alone is dropped while it grows, and nothing is
/// taken up to the next keyframe.
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
            Track::Video => &mut self.newest.video,
            Track::Audio => &mut self.newest.audio,
        };
        frame.pts = last.map_or(frame.pts, |last| frame.pts.max(last + Duration::from_micros(1)));
        *last = Some(frame.pts);
        self.newest.arrived = self.newest.arrived.max(frame.arrived);
        self.count(&frame);
        if frame.keyframe {
            self.awaits_keyframe = false;
            self.keyframe_wanted = false;
            // Sound before the first picture: the ring starts at a keyframe from now on.
            if self.gops.front().is_some_and(|gop| gop.keyframe().is_none()) {
                self.clear();
            }
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
        let is_old = |gop: &Gop| {
            let keyframe = gop.keyframe().map(|keyframe| keyframe.frame.arrived);
            // Where nothing comes, a keyframe would cut nothing short.
            keyframe.is_some_and(|keyframe| now.since(keyframe) >= self.gop_max) && self.flows(now)
        };
        self.keyframe_wanted || self.gops.back().is_some_and(is_old)
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

    pub fn keyframe(&self) -> Option<(u64, &Entry)> {
        let gop = self.gops.back()?;
        Some((gop.first, gop.keyframe()?))
    }

    /// The oldest keyframe whose number is `sequence` or later: its number, and how many video frames the feed had had
    /// with it.
    pub fn keyframe_from(&self, sequence: u64) -> Option<(u64, u64)> {
        let after = self.gops.partition_point(|gop| gop.first < sequence);
        self.gops.range(after..).find_map(|gop| Some((gop.first, gop.keyframe()?.videos)))
    }

    /// The groups in which `from` and what comes after it is found, from the last keyframe at or before it.
    pub fn since(&self, from: SessionTime) -> impl Iterator<Item = &Gop> {
        let after = self.gops.partition_point(|gop| gop.starts() <= from);
        self.gops.range(after.saturating_sub(1)..)
    }

    pub fn span(&self) -> Option<Span> {
        let first = self.gops.front()?.keyframe()?;
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

    fn count(&mut self, frame: &Frame) {
        self.totals.bytes += frame.data.len() as u64;
        match frame.track {
            Track::Video => {
                self.totals.frames += 1;
                self.totals.keyframes += u64::from(frame.keyframe);
                self.newest.video_arrived = Some(frame.arrived);
            }
            Track::Audio => self.totals.audio_frames += 1,
        }
    }

    fn keep_limits(&mut self) {
        while self.is_over_limits() {
            if self.gops.len() > 1 {
                let oldest = self.gops.pop_front();
                self.bytes -= oldest.map_or(0, |gop| gop.bytes);
            } else {
                self.clear();
                self.awaits_keyframe = true;
            }
        }
    }

    fn is_over_limits(&self) -> bool {
        let newest = self.newest.video.max(self.newest.audio);
        let (Some(oldest), Some(newest)) = (self.gops.front(), newest) else {
            return false;
        };
        self.bytes > self.limits.bytes || newest.since(oldest.starts()) > self.limits.span
    }

    fn clear(&mut self) {
        self.gops.clear();
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests;
