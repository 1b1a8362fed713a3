//! What the director does when it is asked to.

use crate::protocol::{
    AskedMark, CameraNumber, CameraState, Command, Event, Hold, HoldText, Millis, ProgramSound, Refusal, RefusalCode,
    ReplayBus, Settings, WrittenCue,
};

use super::effect::{Changes, Effect};
use super::input::DeskId;
use super::replay::{Asking, Footing};
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
            Command::Cut { camera } => self.cut(now, camera, changes),
            Command::Replay { on, camera, from, to, clip: None, speed } => {
                let order = Asking { now, by, on };
                let plays = match (camera, from, to) {
                    (None, None, None) => self.usual(order)?,
                    _ => self.footing(now, camera, self.stretch(now, from, to)?)?,
                };
                self.replay(order, plays, speed.unwrap_or(100), changes)
            }
            Command::Replay { on, camera, from: None, to: None, clip: Some(clip), speed } => {
                let plays = self.clip_plays(now, clip, camera)?;
                self.replay(Asking { now, by, on }, plays, speed.unwrap_or(100), changes)
            }
            Command::Replay { clip: Some(_), .. } => {
                Err(Refusal::new(RefusalCode::OutOfRange, "A clip has its own beginning and end."))
            }
            Command::Live { on } => {
                self.live(Asking { now, by, on }, changes);
                Ok(())
            }
            Command::Speed { on, speed } => self.speed(Asking { now, by, on }, speed, changes),
            Command::Angle { on, camera } => self.angle(Asking { now, by, on }, camera, changes),
            Command::Angles { on, cameras } => self.angles(Asking { now, by, on }, &cameras, changes),
            Command::Seek { on, at } => self.seek(Asking { now, by, on }, at, changes),
            Command::Step { on, frames } => self.step(Asking { now, by, on }, frames, changes),
            Command::Trim { on, from, to } => self.trim(Asking { now, by, on }, from, to, changes),
            Command::Take => self.take(Asking { now, by, on: ReplayBus::Cue }, changes),
            Command::RemoveMark { mark } => self.remove_mark(mark, changes),
            Command::EditClip(edited) => self.edit_clip(now, edited, changes),
            Command::RemoveClip { clip } => self.remove_clip(clip, changes),
            Command::SetPlaylist { playlist } => self.set_playlist(&playlist, changes),
            Command::RemovePlaylist { playlist } => self.remove_playlist(playlist, changes),
            Command::PlayPlaylist { playlist, on, entry } => {
                self.play_playlist(Asking { now, by, on }, playlist, entry, changes)
            }
            Command::Spool { limits } => self.spool(limits, changes),
            Command::Hold { on } => {
                self.hold_on(now, on, changes);
                Ok(())
            }
            Command::SetHold { text } => {
                let text = text.as_deref().and_then(HoldText::new);
                self.set_hold(Hold { text, ..self.hold.clone() }, changes);
                Ok(())
            }
            Command::Fallback(asked) => self.set_fallback(asked, changes),
            Command::FallbackUnderstood => {
                self.fallback_understood(changes);
                Ok(())
            }
            Command::Rename { camera, name } => self.roster.rename(camera, name),
            Command::Renumber { camera, to } => self.renumber(camera, to, changes),
            Command::CameraBudget { kbps } => self.camera_budget(kbps, changes),
            Command::Adjust(adjustment) => self.adjust(adjustment),
            Command::Cue(WrittenCue { camera, text }) => self.write_cue(now, camera, &text),
            Command::Answer { camera } => self.roster.answer(camera),
            Command::Remove { camera } => self.remove(now, camera, changes),
            Command::RemoveLost => {
                self.remove_lost(now, changes);
                Ok(())
            }
            Command::Erase { camera } => self.erase(now, camera, changes),
            Command::StartRecording => self.recordings.start(now, changes),
            Command::StopRecording => self.recordings.stop(changes),
            Command::Mark(AskedMark { label, at, pre_roll }) => {
                self.mark(now, label.as_deref(), at, pre_roll, changes);
                Ok(())
            }
            Command::Clip(asked) => self.clip(Asking { now, by, on: asked.on }, asked, changes),
            Command::ProgramSound { source } => self.program_sound(source, changes),
            Command::Mute { muted } => {
                self.set_sound(ProgramSound { muted, ..self.sound }, changes);
                Ok(())
            }
            Command::SoundMode { camera, mode } => self.roster.set_sound(camera, |sound| sound.mode = mode),
            Command::SoundDelay { camera, delay } => self.sound_delay(camera, delay),
            Command::Talk(asked) => self.talk(by, asked, changes),
            Command::Playout { playout } => self.set_playout(playout, changes),
            Command::Connect { kind, url, token, name } => self.links.connect(now, kind, url, token, name, changes),
            Command::Disconnect { link } => self.links.end(link, changes),
            Command::ChooseAddress { address } => self.choose_address(address, changes),
            Command::ReportCodecs { codecs } => self.desk_codecs.report(by, codecs, changes),
        }
    }

    /// Chooses the camera that program shows when no replay plays.
    pub(super) fn select(&mut self, camera: Option<CameraNumber>, changes: &mut Changes) {
        if self.switcher.select(camera) {
            changes.events.push(Event::Selected { camera });
        }
    }

    fn cut(&mut self, now: Millis, camera: CameraNumber, changes: &mut Changes) -> Result<(), Refusal> {
        if self.roster.camera(camera)?.state != CameraState::Live {
            let message = format!("Camera {camera} has no picture.");
            return Err(Refusal::new(RefusalCode::CameraNotLive, message));
        }
        self.stop_replay(now, changes);
        self.set_hold(Hold { on: false, ..self.hold.clone() }, changes);
        self.fallback_overruled(changes);
        self.select(Some(camera), changes);
        Ok(())
    }

    fn hold_on(&mut self, now: Millis, on: bool, changes: &mut Changes) {
        if on {
            self.stop_replay(now, changes);
        }
        self.set_hold(Hold { on, ..self.hold.clone() }, changes);
    }

    pub(super) fn set_hold(&mut self, hold: Hold, changes: &mut Changes) {
        if self.hold != hold {
            self.hold = hold.clone();
            changes.events.push(Event::Hold { hold });
        }
    }

    /// What is played where nothing is said: on program the replay that plays, again; else the last of what it showed.
    fn usual(&self, order: Asking) -> Result<Footing, Refusal> {
        let plays = match order.on {
            ReplayBus::Program => self.again(order),
            ReplayBus::Cue => None,
        };
        match plays {
            Some(plays) => self.playable(order.now, plays),
            None => self.footing(order.now, None, self.stretch(order.now, None, None)?),
        }
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
}
