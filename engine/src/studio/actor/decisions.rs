//! What the director decides is told to everyone, and then done by the parts.

use super::Actor;
use crate::{
    director::{Effect, Input},
    protocol::{Refusal, ReplayBus},
};

impl Actor {
    /// Lets the director decide, tells everyone, and runs the effects; then about what those led to.
    pub(super) fn input(&mut self, input: Input) -> Result<(), Refusal> {
        let decided = self.decide(input);
        self.hear(None);
        decided
    }

    /// Inputs that the director takes, whatever it says, and what effects led to: it hears that when all effects of its
    /// decision have been run, so that none of them comes after one of a newer decision. At most one waits for each
    /// effect.
    pub(super) fn hear(&mut self, inputs: impl IntoIterator<Item = Input>) {
        self.waiting.extend(inputs);
        while let Some(input) = self.waiting.pop_front() {
            if let Err(refusal) = self.decide(input) {
                tracing::warn!(%refusal, "an input of the studio itself was refused");
            }
        }
    }

    fn decide(&mut self, input: Input) -> Result<(), Refusal> {
        let now = self.clock.now().as_millis();
        let outcome = self.director.handle(now, input)?;
        self.cameras.arm(self.director.is_armed());
        if !outcome.events.is_empty() {
            for event in &outcome.events {
                self.shows.note(&event.event, |number| self.director.id_of(number));
            }
            self.shows.note_heard(now, self.director.heard(), self.director.heard_replay().is_some());
            self.announcements.program(&self.director);
        }
        outcome.events.into_iter().for_each(|event| self.announcements.event(event));
        for effect in outcome.effects {
            let led_to = self.run_effect(effect);
            self.waiting.extend(led_to);
        }
        Ok(())
    }

    fn run_effect(&mut self, effect: Effect) -> Option<Input> {
        let (cameras, director) = (&self.cameras, &self.director);
        match effect {
            Effect::StartReplay { replay, speed } => {
                return self.playback.start(&replay, speed, |number| director.past_of(number));
            }
            Effect::SetSpeed { id, speed } => self.playback.set_speed(id, speed),
            Effect::Turn { id, segments, segment, at } => {
                self.playback.turn(id, &segments, (segment, at), |number| director.past_of(number));
            }
            Effect::Step { id, on: ReplayBus::Program, frames, .. } => self.playback.step(id, frames),
            Effect::Step { id, on: ReplayBus::Cue, camera, at, frames } => {
                self.playback.step_cue(id, director.past_of(camera), at, frames);
            }
            Effect::StopReplay { id } => self.playback.stop(id),
            Effect::Disconnect { id } => {
                self.keeping.leave(&id);
                self.cameras.remove(&id);
            }
            Effect::TellCamera { id, view } => self.cameras.tell(&id, view),
            Effect::StartRecording => {
                let failed = self.shows.start(&self.program, cameras.all());
                self.keeping.recording(self.shows.is_on());
                return failed;
            }
            Effect::Spool(limits) => self.keeping.spool(limits, cameras.all()),
            Effect::StopRecording => self.shows.stop(),
            Effect::EndIsos => self.shows.end_isos(),
            Effect::Mark { at, label } => self.shows.mark(at, label),
            Effect::KeepClip { number, segments } => {
                self.shows.keep_clip(number, &segments, |number| cameras.numbered(number));
            }
            Effect::Erase { id, number } => {
                // First, so that nobody reads what is being deleted.
                self.keeping.erase(&id);
                self.shows.erase(&id, number);
            }
            Effect::Connect { id, kind, url, token, name } => {
                return self.links.start(id, kind, &url, token.as_ref(), name);
            }
            Effect::EndLink { id } => self.links.end(id),
            Effect::Remember => {
                let director = self.director.memory().clone();
                self.persisted.send_modify(|persisted| persisted.director = director);
            }
            Effect::KeepLibrary => {
                self.library.send_replace(self.director.library().clone());
            }
            Effect::ChooseAddress(address) => {
                self.persisted.send_modify(|persisted| persisted.address = Some(address.clone()));
                self.chosen_address.send_replace(Some(address));
            }
            Effect::GiveWord(desk) => self.voice.give_word(desk.map(|desk| desk.0)),
            // Read from the director when the next camera is negotiated.
            Effect::Codecs(codecs) => tracing::info!(?codecs, "all desks show"),
        }
        None
    }
}
