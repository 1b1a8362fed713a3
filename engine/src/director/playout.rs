//! What the director makes of the playout delay.

use crate::protocol::{CameraId, Event, Millis, Playout, Refusal, RefusalCode};

use super::effect::Changes;
use super::state::Director;

impl Director {
    pub(super) fn set_playout(&mut self, playout: Playout, changes: &mut Changes) -> Result<(), Refusal> {
        if let Playout::UpTo { delay } = playout
            && delay > Playout::LONGEST_DELAY
        {
            let message = format!("Pictures can be held back by {} ms at most.", Playout::LONGEST_DELAY);
            return Err(Refusal::new(RefusalCode::OutOfRange, message));
        }
        if self.playout != playout {
            self.playout = playout;
            changes.events.push(Event::Playout { playout });
        }
        Ok(())
    }

    /// A camera's pictures need this delay to be even.
    pub(super) fn needs_delay(&mut self, id: &CameraId, delay: Millis) {
        self.roster.needs_delay(id, delay);
    }
}
