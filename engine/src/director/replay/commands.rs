//! What a replay is asked for, on program or on cue.

use super::player::{Footing, InPlaylist, PlayedEntry, ReplayPlayer};
use super::segments::{from_angle, hull, trimmed};
use crate::director::effect::{Changes, Effect};
use crate::director::input::DeskId;
use crate::director::limits::{LARGEST_STEP, MOST_ANGLES};
use crate::director::state::Director;
use crate::protocol::{CameraNumber, Event, Millis, PlayerState, Refusal, RefusalCode, ReplayBus, Segment};

/// A range that grows to a moment grows so far beyond it that the moment's picture is within.
const LAST_PICTURE: Millis = 100;

/// Whose replay a command is about, and when it came.
#[derive(Debug, Clone, Copy)]
pub(in crate::director) struct Asking {
    pub now: Millis,
    pub by: Option<DeskId>,
    pub on: ReplayBus,
}

impl Director {
    /// Plays on program, or cues.
    pub(in crate::director) fn replay(
        &mut self,
        order: Asking,
        plays: Footing,
        speed: i16,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        within_speeds(speed)?;
        self.begin(order, plays, speed, None, changes)
    }

    /// The same, of an entry of a playlist.
    pub(in crate::director) fn play_entry(
        &mut self,
        order: Asking,
        entry: PlayedEntry,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        self.begin(order, entry.plays, entry.speed, Some(entry.playing), changes)
    }

    fn begin(
        &mut self,
        order: Asking,
        plays: Footing,
        speed: i16,
        playing: Option<InPlaylist>,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        match order.on {
            ReplayBus::Program => self.start_replay(order.now, plays, speed, playing, changes),
            ReplayBus::Cue => {
                self.players.has_room(order.by)?;
                if let Some(earlier) = self.players.cue_of(order.by).map(|cue| cue.id) {
                    self.end_cue(earlier, changes);
                }
                let id = self.players.next_id();
                let mut cue = ReplayPlayer::new(id, ReplayBus::Cue, order.by, plays, speed, order.now);
                cue.playing = playing;
                changes.events.push(Event::Player { player: cue.state() });
                self.players.cue(cue);
            }
        }
        Ok(())
    }

    /// What plays there, to be played again.
    pub(in crate::director) fn again(&self, order: Asking) -> Option<Footing> {
        self.players.asked(order.on, order.by).ok().map(ReplayPlayer::again)
    }

    pub(in crate::director) fn speed(
        &mut self,
        order: Asking,
        speed: i16,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        within_speeds(speed)?;
        if self.players.asked(order.on, order.by)?.speed() == speed {
            return Ok(());
        }
        self.change(order, changes, |player| {
            player.set_speed(order.now, speed);
            Ok(())
        })
    }

    pub(in crate::director) fn angle(
        &mut self,
        order: Asking,
        camera: CameraNumber,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        self.known(camera)?;
        self.change(order, changes, |player| {
            let segments = from_angle(&player.again().segments, camera);
            player.turn(order.now, Footing { segments, camera: Some(camera) });
            Ok(())
        })
    }

    pub(in crate::director) fn angles(
        &mut self,
        order: Asking,
        cameras: &[CameraNumber],
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        if cameras.is_empty() || cameras.len() > MOST_ANGLES {
            return Err(Refusal::new(RefusalCode::OutOfRange, format!("That takes 1 to {MOST_ANGLES} cameras.")));
        }
        cameras.iter().try_for_each(|camera| self.known(*camera))?;
        self.change(order, changes, |player| {
            let range = hull(player.segments());
            let segment = |camera: &CameraNumber| Segment { camera: *camera, from: range.0, to: range.1 };
            let segments = cameras.iter().map(segment).collect();
            let camera = Some(cameras[0]).filter(|_| cameras.len() == 1);
            player.restart(order.now, Footing { segments, camera });
            Ok(())
        })
    }

    pub(in crate::director) fn seek(
        &mut self,
        order: Asking,
        at: Millis,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        let at = at.clamp(self.oldest(order.now).min(order.now), order.now);
        self.change(order, changes, |player| {
            let Footing { segments, camera } = player.again();
            let (from, to) = hull(&segments);
            let end = if at < to { to } else { at.saturating_add(LAST_PICTURE).min(order.now) };
            let segments = trimmed(&segments, from.min(at), end);
            player.seek(order.now, Footing { segments, camera }, at);
            Ok(())
        })
    }

    pub(in crate::director) fn trim(
        &mut self,
        order: Asking,
        from: Option<Millis>,
        to: Option<Millis>,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        let oldest = self.oldest(order.now).min(order.now);
        self.change(order, changes, |player| {
            let Footing { segments, camera } = player.again();
            let (begin, end) = hull(&segments);
            let limit = |at: Millis| at.clamp(oldest, order.now);
            let segments = trimmed(&segments, from.map_or(begin, limit), to.map_or(end, limit));
            if segments.is_empty() {
                return Err(Refusal::new(RefusalCode::OutOfRange, "Nothing would be left of it."));
            }
            player.turn(order.now, Footing { segments, camera });
            Ok(())
        })
    }

    /// It stands, and goes so many pictures on: which moment that is, who has the pictures tells.
    pub(in crate::director) fn step(
        &mut self,
        order: Asking,
        frames: i32,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        if frames.unsigned_abs() > LARGEST_STEP {
            return Err(Refusal::new(RefusalCode::OutOfRange, format!("A step is {LARGEST_STEP} pictures at most.")));
        }
        let id = self.players.asked(order.on, order.by)?.id;
        self.speed(order, 0, changes)?;
        let player = self.players.with_id(id).expect("it was just asked for");
        let (on, camera, at) = (player.on, player.shows(), player.spot().at);
        changes.effects.push(Effect::Step { id, on, camera, at, frames });
        Ok(())
    }

    /// A replay that was stepped stands here.
    pub(in crate::director) fn replay_stands(&mut self, now: Millis, id: u32, at: Millis, changes: &mut Changes) {
        let Some(player) = self.players.with_id(id).filter(|player| player.speed() == 0) else { return };
        let before = player.state();
        player.stand(now, at);
        let after = player.state();
        if before != after {
            changes.events.push(Event::Player { player: after });
        }
    }

    /// Changes a replay, and tells everyone, and the engine's player, what that made of it.
    fn change(
        &mut self,
        order: Asking,
        changes: &mut Changes,
        change: impl FnOnce(&mut ReplayPlayer) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let player = self.players.asked(order.on, order.by)?;
        let (before, mut changed) = (player.state(), player.clone());
        if changed.again().segments.is_empty() {
            let message = "Its cameras were removed: nothing of it is left.";
            return Err(Refusal::new(RefusalCode::NothingToReplay, message));
        }
        change(&mut changed)?;
        let after = changed.state();
        if before == after {
            return Ok(());
        }
        *self.players.with_id(after.id).expect("it was just asked for") = changed;
        if after.on == ReplayBus::Program {
            changes.effects.extend(for_engine(&before, &after));
            self.note_aired(order.now);
        }
        changes.events.push(Event::Player { player: after });
        Ok(())
    }
}

/// What the engine's player has to do.
fn for_engine(before: &PlayerState, after: &PlayerState) -> Option<Effect> {
    let &PlayerState { id, speed, segment, at, .. } = after;
    if before.speed != speed {
        return Some(Effect::SetSpeed { id, speed });
    }
    Some(Effect::Turn { id, segments: after.segments.clone(), segment, at })
}

fn within_speeds(speed: i16) -> Result<(), Refusal> {
    let speeds = PlayerState::SPEEDS;
    if speeds.contains(&speed) {
        return Ok(());
    }
    let message = format!("A replay's speed is {} to {} %.", speeds.start(), speeds.end());
    Err(Refusal::new(RefusalCode::OutOfRange, message))
}
