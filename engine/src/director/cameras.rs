//! What the director makes of the news about cameras.

use crate::protocol::{
    CameraId, CameraName, CameraNumber, CameraState, CameraTiming, Event, Millis, ProgramSound, Refusal, SoundSource,
};

use super::effect::{Changes, Effect};
use super::state::Director;

impl Director {
    pub(super) fn joined(&mut self, now: Millis, id: CameraId, name: Option<CameraName>) -> Result<(), Refusal> {
        self.roster.join(now, id, name)
    }

    /// The first camera with a picture goes on program by itself.
    pub(super) fn picture(&mut self, now: Millis, id: &CameraId, changes: &mut Changes) {
        let Some(camera) = self.roster.enter(now, id, CameraState::Live) else {
            return;
        };
        self.roster.prove(camera);
        if self.switcher.selected().is_none() && !self.standby.keeps_slate() {
            self.select(Some(camera), changes);
        }
    }

    pub(super) fn stalled(&mut self, now: Millis, id: &CameraId) {
        self.roster.enter(now, id, CameraState::Lost);
    }

    /// Says where a camera's pictures are in time. Of one without pictures it is late news.
    pub(super) fn timing(&mut self, id: &CameraId, timing: Option<CameraTiming>) {
        if let Some(member) = self.roster.member_of_mut(id)
            && member.camera.state == CameraState::Live
        {
            member.camera.delay = timing.map(|timing| timing.delay);
            member.camera.alignment = timing.map(|timing| timing.alignment);
        }
    }

    /// What a flood of joins made goes by itself.
    pub(super) fn remove_unproven(&mut self, now: Millis, changes: &mut Changes) {
        for camera in self.roster.unproven(now) {
            self.take_out(now, camera, changes).expect("it is in the roster");
        }
    }

    pub(super) fn renumber(
        &mut self,
        camera: CameraNumber,
        to: CameraNumber,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        self.roster.renumber(camera, to)?;
        if camera != to {
            self.switcher.renumber(camera, to);
            self.players.renumber(camera, to);
            self.told.renumber(camera, to);
            self.floor.renumber(camera, to);
            self.standby.told.renumber(camera, to);
            if let SoundSource::Camera { camera: heard } = &mut self.sound.source {
                *heard = heard.swapped(camera, to);
            }
            changes.events.push(Event::Renumbered { camera, to });
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, now: Millis, camera: CameraNumber, changes: &mut Changes) -> Result<(), Refusal> {
        self.take_out(now, camera, changes).map(drop)
    }

    pub(super) fn remove_lost(&mut self, now: Millis, changes: &mut Changes) {
        for camera in self.roster.lost() {
            self.take_out(now, camera, changes).expect("it is in the roster");
        }
    }

    pub(super) fn erase(&mut self, now: Millis, camera: CameraNumber, changes: &mut Changes) -> Result<(), Refusal> {
        self.roster.camera(camera)?;
        // Nothing of it is shown any more, from anywhere.
        if self.replays(camera) {
            self.stop_replay(now, changes);
        }
        let id = self.take_out(now, camera, changes)?;
        changes.keep_library |= self.library.forget(&id);
        changes.effects.push(Effect::Erase { id, number: camera });
        Ok(())
    }

    /// Takes a camera out of the roster, and lets nothing in the state name it any more.
    fn take_out(&mut self, now: Millis, camera: CameraNumber, changes: &mut Changes) -> Result<CameraId, Refusal> {
        let feed = self.roster.camera(camera)?.feed;
        let id = self.roster.remove(camera)?;
        self.fallback_without(camera, feed, changes);
        if self.switcher.selected() == Some(camera) {
            self.select(None, changes);
        }
        if self.sound.source == (SoundSource::Camera { camera }) {
            self.set_sound(ProgramSound { source: SoundSource::Follow, ..self.sound }, changes);
        }
        self.lose_angle(now, camera, changes);
        self.floor.lose(camera, changes);
        changes.events.push(Event::CameraRemoved { camera });
        changes.effects.push(Effect::Disconnect { id: id.clone() });
        Ok(id)
    }
}
