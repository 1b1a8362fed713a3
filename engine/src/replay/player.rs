use std::{collections::VecDeque, time::Duration};

use super::{
    footage::Footage,
    playhead::{Playhead, Speed},
    signal::Signal,
};
use crate::{feed::RangeFrame, media::SessionTime};

/// How long a replay waits for a desk to show its first picture: a decoder has a lead-in of a hundred pictures done in
/// half of it. After that it goes on by the clock, and a desk that is slower loses pictures.
const PATIENCE: Duration = Duration::from_millis(500);

/// Plays segments of footage in order, without a clock of its own: it is [polled](Self::poll) with the time.
///
/// The first picture is due at once, behind its lead-in, and the replay stands there until it is
/// [shown](Self::shown), or for half a second. Then it rolls, and every frame is due when the [position](Self::position)
/// has come to it, so that no picture of the range is used up by the lead-in's decoding. Frames are read as they are due.
#[derive(Debug)]
pub struct Player {
    replay: u32,
    /// What is played, and what follows it.
    segments: VecDeque<Footage>,
    /// How many segments have been played.
    played: usize,
    /// The position at which the first of the segments begins.
    begins: Duration,
    /// The segment whose lead-in is due now.
    leading_in: usize,
    /// How far behind the beginning the first picture is. It is shown before its time in the range, and all others as
    /// much before theirs.
    ahead: Duration,
    /// Of all segments together.
    duration: Duration,
    speed: Speed,
    /// Whether the first picture is shown, as far as anybody looks.
    is_shown: bool,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// The first picture has not been given out.
    Opening,
    /// It was given out at this time, and is waited for.
    Opened(SessionTime),
    Rolling(Playhead),
}

impl Player {
    /// A replay that has not begun; none without footage.
    #[must_use]
    pub fn new(replay: u32, footage: Vec<Footage>) -> Option<Self> {
        let duration = footage.iter().map(Footage::duration).sum();
        (!footage.is_empty()).then(|| Self {
            replay,
            segments: footage.into(),
            played: 0,
            begins: Duration::ZERO,
            leading_in: 0,
            ahead: Duration::ZERO,
            duration,
            speed: Speed::NORMAL,
            is_shown: false,
            stage: Stage::Opening,
        })
    }

    /// The replay's id.
    #[must_use]
    pub fn replay(&self) -> u32 {
        self.replay
    }

    /// How far it has come at `now`, of what its segments are long together.
    #[must_use]
    pub fn position(&self, now: SessionTime) -> Duration {
        match &self.stage {
            Stage::Opening | Stage::Opened(_) => Duration::ZERO,
            Stage::Rolling(playhead) => playhead.position(now).min(self.duration),
        }
    }

    /// How fast it plays.
    #[must_use]
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// Plays on from where it is at `now`, as fast as this.
    pub fn set_speed(&mut self, speed: Speed, now: SessionTime) {
        self.speed = speed;
        if let Stage::Rolling(playhead) = &mut self.stage {
            playhead.set_speed(speed, now);
        }
    }

    /// The first picture is shown, or nobody looks: it need not be waited for any more.
    pub fn shown(&mut self) {
        self.is_shown = true;
    }

    /// The next signal that is due at `now`. Poll again until there is none.
    pub fn poll(&mut self, now: SessionTime) -> Option<Signal> {
        if let Some(frame) = self.segments.get_mut(self.leading_in).and_then(Footage::lead_in) {
            return Some(self.signal(self.leading_in, frame));
        }
        match self.stage {
            Stage::Opening => {
                self.ahead = self.segments.front()?.offset()?;
                self.stage = Stage::Opened(now);
                self.read()
            }
            Stage::Opened(at) => {
                if !self.is_shown {
                    if now.since(at) < PATIENCE {
                        return None;
                    }
                    tracing::debug!(replay = self.replay, "no desk shows the replay yet: it goes on");
                }
                self.stage = Stage::Rolling(Playhead::new(now, self.speed));
                self.leading_in = 1;
                Some(Signal::Rolling { replay: self.replay })
            }
            Stage::Rolling(playhead) => {
                self.segments.front_mut()?.read_on();
                self.turn_to_next_segment();
                self.next_frame().filter(|due| *due <= playhead.position(now))?;
                self.leading_in = 1;
                self.read()
            }
        }
    }

    /// When it is to be polled again, once a poll gave nothing: when the next frame is due or it is over. None while it
    /// stands.
    #[must_use]
    pub fn deadline(&self) -> Option<SessionTime> {
        match &self.stage {
            Stage::Opening => Some(SessionTime::ZERO),
            Stage::Opened(at) => Some(if self.is_shown { *at } else { *at + PATIENCE }),
            Stage::Rolling(playhead) => playhead.reaches(self.next_frame().unwrap_or(self.duration)),
        }
    }

    /// Whether it has come to its end at `now`.
    #[must_use]
    pub fn is_over(&self, now: SessionTime) -> bool {
        self.next_frame().is_none() && self.segments.len() == 1 && self.position(now) >= self.duration
    }

    /// The position of the next frame of the segment that is played.
    fn next_frame(&self) -> Option<Duration> {
        Some((self.begins + self.segments.front()?.offset()?).saturating_sub(self.ahead))
    }

    /// Leaves the segment that is played when all its frames are, if there is another one.
    fn turn_to_next_segment(&mut self) {
        while self.segments.len() > 1
            && let Some(over) = self.segments.pop_front_if(|segment| segment.offset().is_none())
        {
            self.begins += over.duration();
            self.played += 1;
            self.leading_in = 0;
        }
    }

    fn read(&mut self) -> Option<Signal> {
        let frame = self.segments.front_mut()?.read()?;
        Some(self.signal(0, frame))
    }

    /// A frame of one of the segments. Segments take turns between two decoders.
    fn signal(&self, segment: usize, frame: RangeFrame) -> Signal {
        let slot = u8::from((self.played + segment) % 2 == 1);
        let RangeFrame { frame, shown } = frame;
        Signal::Frame { replay: self.replay, slot, shown, frame }
    }
}

#[cfg(test)]
mod tests;
