//! Who has the word.

use std::collections::BTreeSet;

use crate::protocol::{CameraNumber, Event, Refusal, RefusalCode, Talk};

use super::effect::{Changes, Effect};
use super::input::DeskId;

/// One desk speaks at a time: two voices at once would be none. Who has the word keeps it until they let go of their key,
/// or their connection ends; a desk that wants it meanwhile is refused, and sees who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Floor {
    now: Option<Talk>,
    /// Connected desks that have spoken: their leaving is news. At most as many as there are connections.
    desks: BTreeSet<DeskId>,
}

impl Floor {
    /// Who speaks to whom.
    pub(super) fn now(&self) -> Option<Talk> {
        self.now
    }

    /// Whether this desk has spoken.
    pub(super) fn knows(&self, desk: DeskId) -> bool {
        self.desks.contains(&desk)
    }

    /// A desk left.
    pub(super) fn left(&mut self, desk: DeskId, changes: &mut Changes) {
        self.desks.remove(&desk);
        self.end(desk, changes);
    }

    /// A camera left: nobody speaks to it any more.
    pub(super) fn lose(&mut self, gone: CameraNumber, changes: &mut Changes) {
        if self.now.is_some_and(|talk| talk.camera == Some(gone)) {
            self.set(None, changes);
        }
    }

    /// Two cameras changed places. Everyone knows.
    pub(super) fn renumber(&mut self, one: CameraNumber, other: CameraNumber) {
        if let Some(camera) = self.now.as_mut().and_then(|talk| talk.camera.as_mut()) {
            *camera = camera.swapped(one, other);
        }
    }

    /// Gives the word to a desk, to speak to a camera or to all.
    ///
    /// # Errors
    /// Another one has it.
    pub(super) fn give(
        &mut self,
        desk: DeskId,
        camera: Option<CameraNumber>,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        if self.now.is_some_and(|talk| talk.desk != desk.0) {
            return Err(Refusal::new(RefusalCode::OtherSpeaks, "Another desk speaks to the phones just now."));
        }
        self.desks.insert(desk);
        self.set(Some(Talk { desk: desk.0, camera }), changes);
        Ok(())
    }

    /// Takes the word from a desk, if it has it.
    pub(super) fn end(&mut self, desk: DeskId, changes: &mut Changes) {
        if self.now.is_some_and(|talk| talk.desk == desk.0) {
            self.set(None, changes);
        }
    }

    fn set(&mut self, talk: Option<Talk>, changes: &mut Changes) {
        if self.now != talk {
            let speaker = |talk: Option<Talk>| talk.map(|talk| DeskId(talk.desk));
            let before = speaker(std::mem::replace(&mut self.now, talk));
            changes.events.push(Event::Talk { talk });
            if before != speaker(talk) {
                changes.effects.push(Effect::GiveWord(speaker(talk)));
            }
        }
    }
}
