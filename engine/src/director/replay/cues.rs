//! How cues go on and end, and what becomes of replays whose camera is removed.

use super::commands::Asking;
use crate::director::effect::Changes;
use crate::director::input::DeskId;
use crate::director::state::Director;
use crate::protocol::{CameraNumber, Event, Millis, Refusal, ReplayBus};

impl Director {
    /// The cues that have played their entry of a playlist go on with the next.
    pub(in crate::director) fn cues_go_on(&mut self, now: Millis, changes: &mut Changes) {
        for (id, playing) in self.players.due(now) {
            let next = self.next_entry(now, playing);
            let cue = self.players.with_id(id).expect("it is due");
            match next {
                Some(entry) => cue.play_entry(now, entry),
                None => cue.playing = None,
            }
            changes.events.push(Event::Player { player: cue.state() });
        }
    }

    /// Plays what is cued on program.
    pub(in crate::director) fn take(&mut self, order: Asking, changes: &mut Changes) -> Result<(), Refusal> {
        let cue = self.players.asked(ReplayBus::Cue, order.by)?;
        let (id, speed, playing) = (cue.id, cue.for_program(), cue.playing);
        let plays = self.playable(order.now, cue.again())?;
        self.end_cue(id, changes);
        self.start_replay(order.now, plays, speed, playing, changes);
        Ok(())
    }

    /// Back to live, or no cue any more.
    pub(in crate::director) fn live(&mut self, order: Asking, changes: &mut Changes) {
        match order.on {
            ReplayBus::Program => self.stop_replay(order.now, changes),
            ReplayBus::Cue => {
                if let Ok(id) = self.players.asked(ReplayBus::Cue, order.by).map(|cue| cue.id) {
                    self.end_cue(id, changes);
                }
            }
        }
    }

    /// A desk left, and its cue with it.
    pub(in crate::director) fn uncue(&mut self, desk: DeskId, changes: &mut Changes) {
        if let Some(id) = self.players.left(desk) {
            self.end_cue(id, changes);
        }
    }

    /// A camera was removed: nothing of it is cued any more. On program the replay goes on, but it is not played again.
    pub(in crate::director) fn lose_angle(&mut self, now: Millis, gone: CameraNumber, changes: &mut Changes) {
        self.switcher.forget(gone);
        for id in self.players.lose(gone) {
            let cue = self.players.with_id(id).expect("it lost something");
            let plays = cue.again();
            if plays.segments.is_empty() {
                self.end_cue(id, changes);
            } else {
                cue.turn(now, plays);
                changes.events.push(Event::Player { player: cue.state() });
            }
        }
    }

    /// Whether something of this camera is on program in a replay.
    pub(in crate::director) fn replays(&self, camera: CameraNumber) -> bool {
        let player = self.players.program.as_ref();
        player.is_some_and(|player| player.again().segments.iter().any(|segment| segment.camera == camera))
    }

    pub(super) fn end_cue(&mut self, id: u32, changes: &mut Changes) {
        if self.players.end_cue(id) {
            changes.events.push(Event::PlayerGone { id });
        }
    }
}
