//! What the director makes of sound.

use crate::protocol::{CameraNumber, CameraSound, Event, Millis, ProgramSound, Refusal, RefusalCode, SoundSource};

use super::effect::Changes;
use super::roster::Roster;
use super::state::Director;

impl Director {
    pub(super) fn set_sound(&mut self, sound: ProgramSound, changes: &mut Changes) {
        if self.sound != sound {
            self.sound = sound;
            changes.events.push(Event::Sound { sound });
        }
    }

    /// A camera without a picture can be pinned: it is silence until it comes.
    pub(super) fn program_sound(&mut self, source: SoundSource, changes: &mut Changes) -> Result<(), Refusal> {
        if let SoundSource::Camera { camera } = source {
            self.roster.camera(camera)?;
        }
        self.set_sound(ProgramSound { source, ..self.sound }, changes);
        Ok(())
    }

    pub(super) fn sound_delay(&mut self, camera: CameraNumber, delay: Millis) -> Result<(), Refusal> {
        if delay > CameraSound::LONGEST_DELAY {
            let message = format!("A sound can be delayed by {} ms at most.", CameraSound::LONGEST_DELAY);
            return Err(Refusal::new(RefusalCode::OutOfRange, message));
        }
        self.roster.set_sound(camera, |sound| sound.delay = delay)
    }
}

impl Roster {
    /// Changes how a camera's sound is made and used.
    pub(super) fn set_sound(
        &mut self,
        number: CameraNumber,
        change: impl FnOnce(&mut CameraSound),
    ) -> Result<(), Refusal> {
        change(&mut self.member_mut(number)?.camera.sound);
        self.prove(number);
        Ok(())
    }
}
