//! What the director does when it is asked to.

use crate::protocol::{
    CameraId, CameraName, CameraNumber, CameraState, Codecs, Command, Event, Millis, ProgramSound, Refusal,
    RefusalCode, ReplayEnd, Segment, SoundSource,
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
            Command::Remove { camera } => self.remove(camera, changes).map(drop),
            Command::Erase { camera } => self.erase(camera, changes),
            Command::StartRecording => self.start_recording(now, changes),
            Command::StopRecording => self.stop_recording(changes),
            Command::Mark { label } => self.mark(now, label, changes),
            Command::Clip => self.clip(now, changes),
            Command::ProgramSound { source } => self.program_sound(source, changes),
            Command::Mute { muted } => {
                self.set_sound(ProgramSound { muted, ..self.sound }, changes);
                Ok(())
            }
            Command::SoundMode { camera, mode } => self.camera_sound(camera, |sound| sound.mode = mode, changes),
            Command::SoundDelay { camera, delay } => self.sound_delay(camera, delay, changes),
            Command::Connect { kind, url, token, name } => self.connect(now, kind, url, token, name, changes),
            Command::Disconnect { link } => self.end_link(link, changes),
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
        let segments = self.replayable(now)?;
        self.stop_replay(changes);
        let replay = self.switcher.start_replay(now, segments);
        changes.effects.push(Effect::StartReplay(replay.clone()));
        changes.events.push(Event::ReplayStarted { replay });
        Ok(())
    }

    /// What a replay asked for now would play.
    pub(super) fn replayable(&self, now: Millis) -> Result<Vec<Segment>, Refusal> {
        let asked = self.switcher.to_replay(now, self.settings.replay_length);
        let oldest = now.saturating_sub(self.settings.history_length);
        let segments = replay::playable(&asked, oldest, |camera| self.roster.joined(camera));
        if replay::duration(&segments) < SHORTEST_REPLAY {
            let message = "Nothing has been on program that could be played again.";
            return Err(Refusal::new(RefusalCode::NothingToReplay, message));
        }
        Ok(segments)
    }

    fn rename(&mut self, camera: CameraNumber, name: CameraName, changes: &mut Changes) -> Result<(), Refusal> {
        if self.roster.rename(camera, name)? {
            changes.effects.push(Effect::Remember);
        }
        Ok(())
    }

    fn remove(&mut self, camera: CameraNumber, changes: &mut Changes) -> Result<CameraId, Refusal> {
        let id = self.roster.remove(camera)?;
        if self.switcher.selected() == Some(camera) {
            self.select(None, changes);
        }
        if self.sound.source == (SoundSource::Camera { camera }) {
            self.set_sound(ProgramSound { source: SoundSource::Follow, ..self.sound }, changes);
        }
        changes.events.push(Event::CameraRemoved { camera });
        changes.effects.extend([Effect::Disconnect { id: id.clone() }, Effect::Remember]);
        Ok(id)
    }

    fn erase(&mut self, camera: CameraNumber, changes: &mut Changes) -> Result<(), Refusal> {
        let id = self.remove(camera, changes)?;
        changes.effects.push(Effect::Erase { id, number: camera });
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
