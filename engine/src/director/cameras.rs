//! What the director makes of the news about cameras.

use crate::protocol::{CameraId, CameraName, CameraState, Millis, Refusal};

use super::effect::{Changes, Effect};
use super::state::Director;

impl Director {
    pub(super) fn joined(
        &mut self,
        now: Millis,
        id: CameraId,
        name: Option<CameraName>,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        if self.roster.join(now, id, name)? {
            changes.effects.push(Effect::Remember);
        }
        Ok(())
    }

    /// The first camera with a picture goes on program by itself.
    pub(super) fn picture(&mut self, now: Millis, id: &CameraId, changes: &mut Changes) {
        let Some(camera) = self.roster.enter(now, id, CameraState::Live) else {
            return;
        };
        if self.switcher.selected().is_none() {
            self.select(Some(camera), changes);
        }
    }

    pub(super) fn stalled(&mut self, now: Millis, id: &CameraId) {
        self.roster.enter(now, id, CameraState::Lost);
    }
}
