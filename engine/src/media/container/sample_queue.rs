use std::time::Duration;

use super::format::Sample;
use crate::media::{Frame, OPUS_PACKET, SessionTime, Track, opus_duration};

/// A frame whose successor is so late is taken to have ended; what follows is a jump in the file's time. It is written
/// then, because a crash would cost it.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long a picture lasts of which nothing else is known: at 30 a second.
const PICTURE: Duration = Duration::from_micros(33_333);
/// The longest that the last picture before a gap is said to last, and the shortest: those of a replay's lead-in stand
/// 12 µs apart, which is no measure for the one behind them.
const LONGEST: Duration = Duration::from_millis(200);
const SHORTEST: Duration = Duration::from_millis(5);

/// Frames on their way into a file. How long a frame lasts is known when the next of its track is there, so the newest
/// of each track waits here.
#[derive(Debug)]
pub struct SampleQueue {
    start: SessionTime,
    ready: Vec<Sample>,
    waiting: [Option<Waiting>; 2],
}

/// The newest frame of a track.
#[derive(Debug)]
struct Waiting {
    frame: Frame,
    /// How long the one before lasted.
    before: Duration,
}

impl SampleQueue {
    /// For a file that begins at `start`.
    #[must_use]
    pub fn new(start: SessionTime) -> Self {
        Self { start, ready: Vec::new(), waiting: [None, None] }
    }

    /// When the file begins.
    #[must_use]
    pub fn start(&self) -> SessionTime {
        self.start
    }

    /// Adds a frame; within a track they come in the order of their times. False for one that is before the file's
    /// beginning: it is left out.
    pub fn push(&mut self, frame: Frame) -> bool {
        if frame.pts < self.start {
            return false;
        }
        let slot = frame.track as usize;
        let before = self.waiting[slot].take().map_or(Duration::ZERO, |last| {
            let lasts = frame.pts.since(last.frame.pts);
            self.ready.push(self.sample(last.frame, lasts));
            lasts
        });
        self.waiting[slot] = Some(Waiting { frame, before });
        true
    }

    /// The frames whose end is known at `now`, or taken to be, in no order but that within each track.
    pub fn take(&mut self, now: SessionTime) -> Vec<Sample> {
        self.let_go(|waiting| now.since(waiting.frame.arrived) >= PATIENCE);
        std::mem::take(&mut self.ready)
    }

    /// All frames: the file ends.
    pub fn finish(&mut self) -> Vec<Sample> {
        self.let_go(|_| true);
        std::mem::take(&mut self.ready)
    }

    fn let_go(&mut self, is_over: impl Fn(&Waiting) -> bool) {
        for slot in 0..self.waiting.len() {
            if let Some(last) = self.waiting[slot].take_if(|waiting| is_over(waiting)) {
                let lasts = match last.frame.track {
                    Track::Video if last.before < SHORTEST => PICTURE,
                    Track::Video => last.before.min(LONGEST),
                    Track::Audio => opus_duration(&last.frame.data).unwrap_or(OPUS_PACKET),
                };
                let sample = self.sample(last.frame, lasts);
                self.ready.push(sample);
            }
        }
    }

    fn sample(&self, frame: Frame, lasts: Duration) -> Sample {
        let Frame { track, pts, keyframe, data, config, arrived: _ } = frame;
        Sample { track, at: pts.since(self.start), lasts, keyframe, data, config }
    }
}
