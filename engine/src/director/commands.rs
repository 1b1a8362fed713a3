//! What the director does when it is asked to.

use crate::protocol::{
    CameraNumber, CameraState, Command, Event, Hold, HoldText, Millis, ProgramSound, Refusal, RefusalCode, ReplayBus,
    ReplayEnd, Segment, Settings,
};

use super::effect::{Changes, Effect};
use super::input::DeskId;
use super::limits::SHORTEST_REPLAY;
use super::replay;
use super::state::Director;

impl Director {
    pub(super) fn command(
        &mut self,
        now: Millis,
        by: Option<DeskId>,
        command: Command,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        match command {
            Command::Cut { camera } => self.cut(camera, changes),
            Command::Replay { .. } => self.replay(now, changes),
            Command::Live { on: ReplayBus::Program } => {
                self.stop_replay(changes);
                Ok(())
            }
            Command::Live { on: ReplayBus::Cue }
            | Command::Speed { .. }
            | Command::Angle { .. }
            | Command::Angles { .. }
            | Command::Seek { .. }
            | Command::Step { .. }
            | Command::Trim { .. }
            | Command::Take => Err(Refusal::new(RefusalCode::NoReplay, "Nothing is cued.")),
            Command::RemoveMark { .. } => Err(Refusal::new(RefusalCode::UnknownMark, "There is no such mark.")),
            Command::EditClip { .. } | Command::RemoveClip { .. } => {
                Err(Refusal::new(RefusalCode::UnknownClip, "There is no such clip."))
            }
            Command::SetPlaylist { .. } | Command::RemovePlaylist { .. } | Command::PlayPlaylist { .. } => {
                Err(Refusal::new(RefusalCode::UnknownPlaylist, "There is no such playlist."))
            }
            Command::Spool { .. } => Err(Refusal::new(RefusalCode::OutOfRange, "Nothing is spooled yet.")),
            Command::Hold { on } => {
                self.hold_on(on, changes);
                Ok(())
            }
            Command::SetHold { text } => {
                let text = text.as_deref().and_then(HoldText::new);
                self.set_hold(Hold { text, ..self.hold.clone() }, changes);
                Ok(())
            }
            Command::Rename { camera, name } => self.roster.rename(camera, name),
            Command::Renumber { camera, to } => self.renumber(camera, to, changes),
            Command::CameraBudget { kbps } => self.camera_budget(kbps, changes),
            Command::Remove { camera } => self.remove(camera, changes),
            Command::RemoveLost => {
                self.remove_lost(changes);
                Ok(())
            }
            Command::Erase { camera } => self.erase(camera, changes),
            Command::StartRecording => self.recordings.start(now, changes),
            Command::StopRecording => self.recordings.stop(changes),
            Command::Mark { label, .. } => self.recordings.mark(now, label, changes),
            Command::Clip { .. } => self.clip(now, changes),
            Command::ProgramSound { source } => self.program_sound(source, changes),
            Command::Mute { muted } => {
                self.set_sound(ProgramSound { muted, ..self.sound }, changes);
                Ok(())
            }
            Command::SoundMode { camera, mode } => self.roster.set_sound(camera, |sound| sound.mode = mode),
            Command::SoundDelay { camera, delay } => self.sound_delay(camera, delay),
            Command::Playout { playout } => self.set_playout(playout, changes),
            Command::Connect { kind, url, token, name } => self.links.connect(now, kind, url, token, name, changes),
            Command::Disconnect { link } => self.links.end(link, changes),
            Command::ChooseAddress { address } => self.choose_address(address, changes),
            Command::ReportCodecs { codecs } => self.desk_codecs.report(by, codecs, changes),
        }
    }

    /// A replay ended by itself. News of another one than that on program is late: it was stopped before.
    pub(super) fn replay_ended(&mut self, id: u32, reason: ReplayEnd, changes: &mut Changes) {
        if self.switcher.replay().is_some_and(|replay| replay.id == id) {
            self.switcher.end_replay();
            changes.events.push(Event::ReplayEnded { id, reason });
        }
    }

    /// The first picture of a replay is shown.
    pub(super) fn replay_rolls(&mut self, id: u32, at: Millis, changes: &mut Changes) {
        if self.switcher.rolls(id, at) {
            changes.events.push(Event::ReplayRolling { id, at });
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
        self.set_hold(Hold { on: false, ..self.hold.clone() }, changes);
        self.select(Some(camera), changes);
        Ok(())
    }

    fn hold_on(&mut self, on: bool, changes: &mut Changes) {
        if on {
            self.stop_replay(changes);
        }
        self.set_hold(Hold { on, ..self.hold.clone() }, changes);
    }

    pub(super) fn set_hold(&mut self, hold: Hold, changes: &mut Changes) {
        if self.hold != hold {
            self.hold = hold.clone();
            changes.events.push(Event::Hold { hold });
        }
    }

    fn replay(&mut self, now: Millis, changes: &mut Changes) -> Result<(), Refusal> {
        let segments = self.replayable(now)?;
        self.stop_replay(changes);
        let replay = self.switcher.start_replay(now, segments);
        changes.effects.push(Effect::StartReplay { replay: replay.clone(), speed: 100 });
        changes.events.push(Event::ReplayStarted { replay });
        Ok(())
    }

    /// What a replay asked for now would play.
    fn replayable(&self, now: Millis) -> Result<Vec<Segment>, Refusal> {
        let asked = self.switcher.to_replay(now, self.settings.replay_length);
        let oldest = now.saturating_sub(self.settings.history_length);
        let segments = replay::playable(&asked, oldest, |camera| self.roster.joined(camera));
        if replay::duration(&segments) < SHORTEST_REPLAY {
            let message = "Nothing has been on program that could be played again.";
            return Err(Refusal::new(RefusalCode::NothingToReplay, message));
        }
        Ok(segments)
    }

    fn clip(&mut self, now: Millis, changes: &mut Changes) -> Result<(), Refusal> {
        self.recordings.running()?;
        let segments = self.replayable(now)?;
        self.recordings.clip(segments, changes)
    }

    fn choose_address(&self, address: String, changes: &mut Changes) -> Result<(), Refusal> {
        if !self.join.addresses.iter().any(|known| known.address == address) {
            return Err(Refusal::new(RefusalCode::UnknownAddress, format!("This machine has no address {address}.")));
        }
        changes.effects.push(Effect::ChooseAddress(address));
        Ok(())
    }

    fn camera_budget(&mut self, kbps: u32, changes: &mut Changes) -> Result<(), Refusal> {
        let budgets = Settings::CAMERA_BUDGETS;
        if !budgets.contains(&kbps) {
            let message = format!("A camera can be given {} to {} kbit/s.", budgets.start(), budgets.end());
            return Err(Refusal::new(RefusalCode::OutOfRange, message));
        }
        if self.settings.camera_budget != kbps {
            self.settings.camera_budget = kbps;
            changes.events.push(Event::Settings { settings: self.settings.clone() });
        }
        Ok(())
    }

    fn stop_replay(&mut self, changes: &mut Changes) {
        if let Some(id) = self.switcher.end_replay() {
            changes.effects.push(Effect::StopReplay { id });
            changes.events.push(Event::ReplayEnded { id, reason: ReplayEnd::Stopped });
        }
    }
}
