//! The replay on program: the engine's player plays it, and tells how it does.

use super::player::{Footing, InPlaylist, PlayedEntry, ReplayPlayer};
use super::segments::duration;
use crate::director::effect::{Changes, Effect};
use crate::director::state::Director;
use crate::protocol::{Event, Millis, PlayerState, Replay, ReplayBus, ReplayEnd};

impl Director {
    /// Plays on program, in place of what plays there.
    pub(super) fn start_replay(
        &mut self,
        now: Millis,
        plays: Footing,
        speed: i16,
        playing: Option<InPlaylist>,
        changes: &mut Changes,
    ) {
        self.stop_replay(now, changes);
        let id = self.players.next_id();
        let (segments, started) = (plays.segments.clone(), now);
        let replay = Replay { id, duration: duration(&segments), segments, started, rolling: None };
        let mut player = ReplayPlayer::new(id, ReplayBus::Program, None, plays, speed, now);
        player.playing = playing;
        self.switcher.start_replay(replay.clone());
        changes.effects.push(Effect::StartReplay { replay: replay.clone(), speed });
        changes.events.push(Event::ReplayStarted { replay });
        changes.events.push(Event::Player { player: player.state() });
        self.players.program = Some(player);
    }

    /// Ends what plays on program, if something does.
    pub(in crate::director) fn stop_replay(&mut self, now: Millis, changes: &mut Changes) {
        if let Some(id) = self.end_replay(now, ReplayEnd::Stopped, changes) {
            changes.effects.push(Effect::StopReplay { id });
        }
    }

    /// A replay ended by itself. News of another one than that on program is late: it was stopped before.
    pub(in crate::director) fn replay_ended(&mut self, now: Millis, id: u32, reason: ReplayEnd, changes: &mut Changes) {
        let Some(player) = self.players.program.as_ref().filter(|player| player.id == id) else { return };
        let playing = player.playing;
        self.end_replay(now, reason, changes);
        if let Some(entry) = playing.and_then(|playing| self.entry_after(now, playing, reason)) {
            self.start_replay(now, entry.plays, entry.speed, Some(entry.playing), changes);
        }
    }

    /// What follows in a playlist; nothing once all of its entries could not be played.
    fn entry_after(&self, now: Millis, playing: InPlaylist, reason: ReplayEnd) -> Option<PlayedEntry> {
        let failures = match reason {
            ReplayEnd::Finished => 0,
            ReplayEnd::Failed => playing.failures + 1,
            ReplayEnd::Stopped => return None,
        };
        let entries = self.told_playlist(playing.playlist)?.entries.len();
        self.next_entry(now, InPlaylist { failures, ..playing }).filter(|_| failures < entries)
    }

    /// When program returns to live by itself, as far as that is known.
    pub(in crate::director) fn returns(&self) -> Option<Millis> {
        let player = self.players.program.as_ref()?;
        let ends = player.ends()?;
        let Some(playing) = player.playing else { return Some(ends) };
        let Some(playlist) = self.told_playlist(playing.playlist) else { return Some(ends) };
        if playlist.loops {
            return None;
        }
        let rest = playlist.entries.iter().skip(playing.next).filter_map(|entry| {
            let plays = self.clip_plays(ends, entry.clip, entry.camera).ok()?;
            Some((duration(&plays.segments) * 100).div_ceil(u64::from(entry.speed.unsigned_abs())))
        });
        Some(ends + rest.sum::<Millis>())
    }

    /// The first picture of a replay is shown.
    pub(in crate::director) fn replay_rolls(&mut self, id: u32, at: Millis, changes: &mut Changes) {
        let Some(player) = self.players.program.as_mut().filter(|player| player.id == id && player.waits()) else {
            return;
        };
        let before = player.state();
        player.roll(at);
        let after = player.state();
        self.switcher.roll(at);
        changes.events.push(Event::ReplayRolling { id, at });
        if before != after {
            changes.events.push(Event::Player { player: after });
        }
        self.note_aired(at);
    }

    /// The replay whose own sound the audience hears: the one on program, where sound follows the picture, it rolls, and is as
    /// fast as it happened.
    #[must_use]
    pub fn heard_replay(&self) -> Option<PlayerState> {
        let player = self.players.program.as_ref().filter(|player| !player.waits() && player.speed() == 100)?;
        (self.sound.follows() && !self.hold.on).then(|| player.state())
    }

    /// Whether a replay has begun to roll, or a playlist waits for an entry to.
    pub(in crate::director) fn replay_rolls_on(&self) -> bool {
        self.players.program.as_ref().is_some_and(|player| !player.waits() || player.playing.is_some())
    }

    /// Notes what the audience is shown of the replay from now on.
    pub(super) fn note_aired(&mut self, now: Millis) {
        if let Some(player) = self.players.program.as_ref().filter(|player| !player.waits()) {
            self.switcher.aired_mut().put(now, player.segments().to_vec(), player.spot(), player.speed());
        }
    }

    fn end_replay(&mut self, now: Millis, reason: ReplayEnd, changes: &mut Changes) -> Option<u32> {
        let player = self.players.program.take()?;
        if !player.waits() {
            self.switcher.aired_mut().end(now);
        }
        self.switcher.end_replay();
        changes.events.push(Event::ReplayEnded { id: player.id, reason });
        changes.events.push(Event::PlayerGone { id: player.id });
        Some(player.id)
    }
}
