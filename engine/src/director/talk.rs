//! Who speaks to the phones.

use crate::protocol::{AskedTalk, Refusal, RefusalCode};

use super::effect::Changes;
use super::input::DeskId;
use super::state::Director;

impl Director {
    /// A desk speaks, or not any more.
    pub(super) fn talk(
        &mut self,
        by: Option<DeskId>,
        AskedTalk { on, camera }: AskedTalk,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        let Some(desk) = by else {
            let message = "Who speaks does so as long as their desk is connected: ask for it over /control.";
            return Err(Refusal::new(RefusalCode::NoConnection, message));
        };
        if !on {
            self.floor.end(desk, changes);
            return Ok(());
        }
        if let Some(camera) = camera {
            self.roster.camera(camera)?;
        }
        self.floor.give(desk, camera, changes)
    }
}
