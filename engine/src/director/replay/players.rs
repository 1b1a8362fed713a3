use std::collections::BTreeSet;

use super::player::{InPlaylist, ReplayPlayer};
use crate::director::input::DeskId;
use crate::protocol::{CameraNumber, Millis, PlayerState, Refusal, RefusalCode, ReplayBus};

/// The most cues: one for each desk that may be open, and some that are just closing.
const MOST_CUES: usize = 32;

/// The replays on program and on cue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::director) struct Players {
    pub(super) program: Option<ReplayPlayer>,
    /// One for each who cued something, by id.
    cues: Vec<ReplayPlayer>,
    /// The desks that have cued something since they came.
    desks: BTreeSet<DeskId>,
    /// The last one's id.
    last_id: u32,
}

impl Players {
    pub(super) fn next_id(&mut self) -> u32 {
        self.last_id += 1;
        self.last_id
    }

    fn all(&self) -> impl Iterator<Item = &ReplayPlayer> {
        self.program.iter().chain(&self.cues)
    }

    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut ReplayPlayer> {
        self.program.iter_mut().chain(&mut self.cues)
    }

    /// Where they are now, by id.
    pub fn states(&self, now: Millis) -> Vec<PlayerState> {
        let mut states: Vec<_> = self.all().map(|player| player.brought_to(now).state()).collect();
        states.sort_by_key(|state| state.id);
        states
    }

    pub(super) fn with_id(&mut self, id: u32) -> Option<&mut ReplayPlayer> {
        self.all_mut().find(|player| player.id == id)
    }

    /// The one that somebody's command is about. A desk's own cue, else the one without a desk, which every desk shows
    /// that has none. Whoever is no desk has the one without a desk, else the only one there is.
    pub(super) fn asked(&self, on: ReplayBus, by: Option<DeskId>) -> Result<&ReplayPlayer, Refusal> {
        let nobodys = || self.cue_of(None);
        let asked = match (on, by) {
            (ReplayBus::Program, _) => self.program.as_ref(),
            (ReplayBus::Cue, Some(desk)) => self.cue_of(Some(desk)).or_else(nobodys),
            (ReplayBus::Cue, None) => nobodys().or_else(|| self.cues.first().filter(|_| self.cues.len() == 1)),
        };
        asked.ok_or_else(|| {
            let message = match on {
                ReplayBus::Program => "No replay plays.",
                ReplayBus::Cue => "Nothing is cued.",
            };
            Refusal::new(RefusalCode::NoReplay, message)
        })
    }

    /// Where those are that play this playlist.
    pub fn playing_mut(&mut self, playlist: u32) -> impl Iterator<Item = &mut InPlaylist> {
        let playing = self.all_mut().filter_map(|player| player.playing.as_mut());
        playing.filter(move |playing| playing.playlist == playlist)
    }

    /// The cues that have played their entry of a playlist, and where those are.
    pub(super) fn due(&self, now: Millis) -> Vec<(u32, InPlaylist)> {
        let due = |cue: &&ReplayPlayer| cue.ends().is_some_and(|ends| ends <= now);
        self.cues.iter().filter(due).filter_map(|cue| Some((cue.id, cue.playing?))).collect()
    }

    pub(super) fn cue_of(&self, desk: Option<DeskId>) -> Option<&ReplayPlayer> {
        self.cues.iter().find(|cue| cue.desk == desk)
    }

    /// Whether there is room for this one's cue, in place of an earlier one.
    pub(super) fn has_room(&self, desk: Option<DeskId>) -> Result<(), Refusal> {
        if self.cue_of(desk).is_none() && self.cues.len() >= MOST_CUES {
            return Err(Refusal::new(RefusalCode::ListFull, format!("There may be {MOST_CUES} cues at a time.")));
        }
        Ok(())
    }

    pub(super) fn cue(&mut self, cue: ReplayPlayer) {
        self.desks.extend(cue.desk);
        self.cues.push(cue);
    }

    /// Ends a cue. Returns whether it was one.
    pub(super) fn end_cue(&mut self, id: u32) -> bool {
        let before = self.cues.len();
        self.cues.retain(|cue| cue.id != id);
        self.cues.len() < before
    }

    /// Whether this desk has cued something.
    pub fn knows(&self, desk: DeskId) -> bool {
        self.desks.contains(&desk)
    }

    /// A desk left. Returns its cue.
    pub(super) fn left(&mut self, desk: DeskId) -> Option<u32> {
        self.desks.remove(&desk);
        self.cue_of(Some(desk)).map(|cue| cue.id)
    }

    pub fn renumber(&mut self, one: CameraNumber, other: CameraNumber) {
        self.all_mut().for_each(|player| player.renumber(one, other));
    }

    /// The cues that have something of a camera that was removed.
    pub(super) fn lose(&mut self, gone: CameraNumber) -> Vec<u32> {
        let losers = self.all_mut().filter_map(|player| player.lose(gone).then_some((player.id, player.on)));
        losers.filter(|(_, on)| *on == ReplayBus::Cue).map(|(id, _)| id).collect()
    }
}
