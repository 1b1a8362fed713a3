//! What the director does when it is asked to.

use crate::protocol::{
    CameraName, CameraNumber, CameraState, Codecs, Command, Event, Millis, Refusal, RefusalCode, ReplayEnd,
};

use super::effect::{Changes, Effect};
use super::limits::SHORTEST_REPLAY;
use super::replay;
use super::state::Director;

impl Director {
    pub(super) fn command(&mut self, now: Millis, command: Command, changes: &mut Changes) -> Result<(), Refusal> {
        match command {
            Command::Cut { camera } => self.cut(camera, changes),
            Command::Replay => self.replay(now, changes),
            Command::Live => {
                self.stop_replay(changes);
                Ok(())
            }
            Command::Rename { camera, name } => self.rename(camera, name, changes),
            Command::Remove { camera } => self.remove(camera, changes),
            Command::ChooseAddress { address } => self.choose_address(address, changes),
            Command::ReportCodecs { codecs } => self.report_codecs(codecs, changes),
        }
    }

    /// A replay ended by itself. News of another one than that on program is late: it was stopped before.
    pub(super) fn replay_ended(&mut self, id: u32, reason: ReplayEnd, changes: &mut Changes) {
        if self.switcher.replay().is_some_and(|replay| replay.id == id) {
            self.switcher.end_replay();
            changes.events.push(Event::ReplayEnded { id, reason });
        }
    }

    /// Chooses the camera that program shows when no replay plays.
    pub(super) fn select(&mut self, camera: Option<CameraNumber>, changes: &mut Changes) {
        if self.switcher.select(camera) {
            changes.events.push(Event::Selected { camera });
        }
    }

    fn cut(&mut self, camera: CameraNumber, changes: &mut Changes) -> Result<(), Refusal> {
        if self.roster.camera(camera)?.state != CameraState::Live {
            let message = format!("Camera {camera} has no picture.");
            return Err(Refusal::new(RefusalCode::CameraNotLive, message));
        }
        self.stop_replay(changes);
        self.select(Some(camera), changes);
        Ok(())
    }

    fn replay(&mut self, now: Millis, changes: &mut Changes) -> Result<(), Refusal> {
        let asked = self.switcher.to_replay(now, self.settings.replay_length);
        let oldest = now.saturating_sub(self.settings.history_length);
        let segments = replay::playable(&asked, oldest, |camera| self.roster.joined(camera));
        if replay::duration(&segments) < SHORTEST_REPLAY {
            let message = "Nothing has been on program that could be played again.";
            return Err(Refusal::new(RefusalCode::NothingToReplay, message));
        }
        self.stop_replay(changes);
        let replay = self.switcher.start_replay(now, segments);
        changes.effects.push(Effect::StartReplay(replay.clone()));
        changes.events.push(Event::ReplayStarted { replay });
        Ok(())
    }

    fn rename(&mut self, camera: CameraNumber, name: CameraName, changes: &mut Changes) -> Result<(), Refusal> {
        if self.roster.rename(camera, name)? {
            changes.effects.push(Effect::Remember);
        }
        Ok(())
    }

    fn remove(&mut self, camera: CameraNumber, changes: &mut Changes) -> Result<(), Refusal> {
        let id = self.roster.remove(camera)?;
        if self.switcher.selected() == Some(camera) {
            self.select(None, changes);
        }
        changes.events.push(Event::CameraRemoved { camera });
        changes.effects.extend([Effect::Disconnect { id }, Effect::Remember]);
        Ok(())
    }

    fn choose_address(&self, address: String, changes: &mut Changes) -> Result<(), Refusal> {
        if !self.join.addresses.iter().any(|known| known.address == address) {
            return Err(Refusal::new(RefusalCode::UnknownAddress, format!("This machine has no address {address}.")));
        }
        changes.effects.push(Effect::ChooseAddress(address));
        Ok(())
    }

    fn report_codecs(&mut self, codecs: Codecs, changes: &mut Changes) -> Result<(), Refusal> {
        if !codecs.h264 && !codecs.vp8 {
            let message = "A desk that shows neither H.264 nor VP8 leaves no codec for the cameras.";
            return Err(Refusal::new(RefusalCode::NoCodec, message));
        }
        self.codecs = codecs;
        changes.effects.push(Effect::Codecs(codecs));
        Ok(())
    }

    fn stop_replay(&mut self, changes: &mut Changes) {
        if let Some(id) = self.switcher.end_replay() {
            changes.effects.push(Effect::StopReplay { id });
            changes.events.push(Event::ReplayEnded { id, reason: ReplayEnd::Stopped });
        }
    }
}
