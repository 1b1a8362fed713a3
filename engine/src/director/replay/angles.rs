//! What a replay plays.

use super::player::Footing;
use super::segments::{duration, joined};
use crate::director::limits::{MOST_SEGMENTS, SHORTEST_REPLAY};
use crate::director::state::Director;
use crate::protocol::{CameraNumber, Millis, Refusal, RefusalCode, Segment};

impl Director {
    /// How far back something can be asked for.
    pub(in crate::director) fn oldest(&self, now: Millis) -> Millis {
        self.archive.begin.unwrap_or_else(|| now.saturating_sub(self.settings.history_length))
    }

    /// The stretch of time that was asked for, as far as it is over.
    ///
    /// # Errors
    /// It ends before it begins, or lies ahead.
    pub(in crate::director) fn stretch(
        &self,
        now: Millis,
        from: Option<Millis>,
        to: Option<Millis>,
    ) -> Result<(Millis, Millis), Refusal> {
        let end = to.unwrap_or(now).min(now);
        let begin = from.unwrap_or_else(|| end.saturating_sub(self.settings.replay_length));
        if begin >= end && from.is_some() {
            return Err(Refusal::new(RefusalCode::OutOfRange, "That ends before it begins, or lies ahead."));
        }
        Ok((begin, end))
    }

    /// What is played of this time: one camera, or what program showed.
    ///
    /// # Errors
    /// There is no such camera, or nothing that could be played.
    pub(in crate::director) fn footing(
        &self,
        now: Millis,
        camera: Option<CameraNumber>,
        (from, to): (Millis, Millis),
    ) -> Result<Footing, Refusal> {
        let segments = match camera {
            Some(camera) => {
                self.known(camera)?;
                vec![Segment { camera, from, to }]
            }
            None => self.switcher.aired().shown(from, to),
        };
        self.playable(now, Footing { segments, camera })
    }

    /// What of it can still be played.
    ///
    /// # Errors
    /// Nothing, or too much.
    pub(in crate::director) fn playable(&self, now: Millis, plays: Footing) -> Result<Footing, Refusal> {
        let segments = joined(&plays.segments, self.oldest(now));
        if duration(&segments) < SHORTEST_REPLAY {
            let message = "There is nothing of that time that could be played again.";
            return Err(Refusal::new(RefusalCode::NothingToReplay, message));
        }
        if segments.len() > MOST_SEGMENTS {
            let message = format!("A replay has {MOST_SEGMENTS} cuts at most: choose a camera, or less time.");
            return Err(Refusal::new(RefusalCode::OutOfRange, message));
        }
        Ok(Footing { segments, ..plays })
    }

    /// Whether a camera has this number, or one that is remembered had it.
    pub(in crate::director) fn known(&self, camera: CameraNumber) -> Result<(), Refusal> {
        let known = self.roster.past_of(camera).map(drop);
        known.ok_or_else(|| Refusal::new(RefusalCode::UnknownCamera, format!("There is no camera {camera}.")))
    }
}
