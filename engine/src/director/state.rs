use crate::protocol::{
    ArchiveState, Event, Hold, Join, Millis, Playout, ProgramSound, Refusal, ReplayEnd, Settings, Snapshot,
};

use super::desk_codecs::DeskCodecs;
use super::effect::{Changes, Effect, Outcome};
use super::floor::Floor;
use super::input::Input;
use super::library::{Library, ToldLists};
use super::limits::Limits;
use super::links::Links;
use super::memory::Memory;
use super::recordings::Recordings;
use super::replay::Players;
use super::roster::Roster;
use super::standby::Standby;
use super::switcher::Switcher;
use super::tally::tally;

/// The show's whole state, and the only place where it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Director {
    pub(super) roster: Roster,
    pub(super) switcher: Switcher,
    pub(super) players: Players,
    pub(super) hold: Hold,
    pub(super) standby: Standby,
    pub(super) sound: ProgramSound,
    /// Who speaks to the phones.
    pub(super) floor: Floor,
    pub(super) playout: Playout,
    pub(super) recordings: Recordings,
    pub(super) links: Links,
    pub(super) desk_codecs: DeskCodecs,
    /// What is kept of the past.
    pub(super) archive: ArchiveState,
    pub(super) join: Join,
    pub(super) settings: Settings,
    /// The marks, clips and playlists.
    pub(super) library: Library,
    /// What everyone knows of them.
    pub(super) told: ToldLists,
    /// [`Snapshot::wall`].
    wall: Millis,
    /// What is kept for the next start.
    memory: Memory,
    /// The last event's number.
    seq: u64,
}

impl Director {
    /// An empty desk with the slate on program.
    ///
    /// `memory` is what [`Director::memory`] gave last time. `version` is the engine's, for desks to show.
    #[must_use]
    pub fn new(limits: Limits, memory: Memory, join: Join, version: String) -> Self {
        let mut settings = limits.settings(version);
        if let Some(budget) = memory.camera_budget {
            settings.camera_budget = budget;
        }
        let roster = Roster::new(settings.camera_limit, memory.cameras);
        let hold = Hold { text: memory.hold_text, ..Hold::default() };
        let playout = memory.playout;
        let standby = Standby::armed(memory.fallback, memory.fallback_back);
        Self {
            memory: Memory {
                cameras: roster.remembered(),
                hold_text: hold.text.clone(),
                playout,
                camera_budget: memory.camera_budget,
                spool: memory.spool,
                fallback: memory.fallback,
                fallback_back: memory.fallback_back,
            },
            roster,
            switcher: Switcher::new(),
            players: Players::default(),
            hold,
            standby,
            sound: ProgramSound::default(),
            floor: Floor::default(),
            playout,
            recordings: Recordings::default(),
            links: Links::default(),
            desk_codecs: DeskCodecs::default(),
            archive: ArchiveState { spool: memory.spool, ..ArchiveState::default() },
            join,
            settings,
            wall: 0,
            library: Library::default(),
            told: ToldLists::default(),
            seq: 0,
        }
    }

    /// The same, with the library that [`Director::library`] gave last time.
    #[must_use]
    pub fn with_library(mut self, library: Library) -> Self {
        self.told = ToldLists::new(&library, &self.roster);
        self.library = library;
        self
    }

    /// The same, with what the wall clock says at the session clock's zero, in milliseconds since 1970.
    #[must_use]
    pub fn with_wall(mut self, wall: Millis) -> Self {
        self.wall = wall;
        self
    }

    /// Takes an input in. `now` never goes back from one call to the next.
    ///
    /// # Errors
    /// A [`Refusal`] when a command cannot be done or a camera cannot join; then nothing has changed.
    pub fn handle(&mut self, now: Millis, input: Input) -> Result<Outcome, Refusal> {
        let mut changes = Changes::default();
        match input {
            Input::Command { by, command } => self.command(now, by, command, &mut changes)?,
            Input::DeskLeft { desk } => {
                self.uncue(desk, &mut changes);
                self.desk_codecs.left(desk, &mut changes);
                self.floor.left(desk, &mut changes);
            }
            Input::Join { id, name } => self.joined(now, id, name)?,
            Input::Picture { id } => self.picture(now, &id, &mut changes),
            Input::Stalled { id } => self.stalled(now, &id),
            Input::NeedsDelay { id, delay } => self.needs_delay(&id, delay),
            Input::Timing { id, timing } => self.timing(&id, timing),
            Input::Measured { id, reasons } => self.roster.measured(&id, reasons),
            Input::Phone { id, said } => self.phone_said(now, &id, said, &mut changes),
            Input::Closed { id } => self.roster.leave(now, &id),
            Input::ReplayRolling { id, at } => self.replay_rolls(id, at.min(now), &mut changes),
            Input::ReplayFinished { id } => self.replay_ended(now, id, ReplayEnd::Finished, &mut changes),
            Input::ReplayFailed { id } => self.replay_ended(now, id, ReplayEnd::Failed, &mut changes),
            Input::ReplayStands { id, at } => self.replay_stands(now, id, at, &mut changes),
            Input::Archive(archive) => self.archive(archive, &mut changes),
            Input::Recording(news) => self.recordings.news(now, news, &mut changes),
            Input::Link { id, state, problem } => self.links.news(now, id, state, problem, &mut changes),
            Input::Addresses(join) => self.addresses(join, &mut changes),
            Input::HoldPicture(picture) => self.set_hold(Hold { picture, ..self.hold.clone() }, &mut changes),
            Input::TimePassed => {
                self.cues_go_on(now, &mut changes);
                self.remove_unproven(now, &mut changes);
                self.roster.put_seen_cues_away(now);
                self.recordings.time_passed(now, &mut changes);
            }
        }
        self.settle(now, &mut changes);
        Ok(changes.number(&mut self.seq))
    }

    /// The number of the last event.
    #[must_use]
    pub fn last_event(&self) -> u64 {
        self.seq
    }

    /// The whole state for somebody who knows nothing of it.
    #[must_use]
    pub fn snapshot(&self, now: Millis) -> Snapshot {
        Snapshot {
            seq: self.seq,
            now,
            cameras: self.roster.cameras().cloned().collect(),
            selected: self.switcher.selected(),
            history: self.switcher.history().to_vec(),
            replay: self.switcher.replay().cloned(),
            wall: self.wall,
            players: self.players.states(now),
            marks: self.library.marks.clone(),
            clips: self.told.clips.clone(),
            playlists: self.told.playlists.clone(),
            archive: self.archive,
            hold: self.hold.clone(),
            fallback: self.standby.told.clone(),
            recording: self.recordings.recording().cloned(),
            last_show: self.recordings.last_show().cloned(),
            sound: self.sound,
            talk: self.floor.now(),
            playout: self.playout,
            links: self.links.all().to_vec(),
            join: self.join.clone(),
            settings: self.settings.clone(),
        }
    }

    /// The marks, clips and playlists, to be kept over a restart.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// What to remember over a restart.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    fn addresses(&mut self, join: Join, changes: &mut Changes) {
        if self.join != join {
            self.join = join.clone();
            changes.events.push(Event::Join { join });
        }
    }

    /// Draws the consequences: what is on air, what is remembered, who is told which tally.
    fn settle(&mut self, now: Millis, changes: &mut Changes) {
        self.roster.set_health();
        self.fall_back(now, changes);
        let roster = &self.roster;
        let (length, holds) = (self.settings.history_length, self.hold.on);
        let on_air = self.switcher.settle(now, length, holds, |camera| roster.is_live(camera));
        if let Some(on_air) = on_air {
            changes.events.push(Event::OnAir { on_air: on_air.clone() });
        }
        let (cameras, hold_text) = (self.roster.remembered(), self.hold.text.clone());
        let camera_budget = Some(self.settings.camera_budget).filter(|budget| *budget != Settings::CAMERA_BUDGET);
        let memory = Memory {
            cameras,
            hold_text,
            playout: self.playout,
            camera_budget,
            spool: self.archive.spool,
            fallback: self.standby.told.to,
            fallback_back: self.standby.told.back,
        };
        if self.memory != memory {
            self.memory = memory;
            changes.effects.push(Effect::Remember);
        }
        let (source, selected) = (self.switcher.on_air().source, self.switcher.selected());
        self.roster.set_tallies(|camera| tally(camera.number, camera.state, source, selected));
        let talk = self.floor.now();
        self.roster.set_spoken_to(|camera| talk.is_some_and(|talk| talk.is_to(camera)));
        self.roster.end_answered_calls();
        self.roster.set_playout_delays(self.playout);
        self.tell_lists(changes);
        let returns = self.returns();
        self.roster.tell(now, self.recordings.is_on(), self.settings.camera_budget, returns, changes);
    }
}
