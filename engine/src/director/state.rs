use std::collections::BTreeMap;

use crate::protocol::{
    ArchiveState, Camera, CameraId, CameraNumber, CameraState, Codecs, Event, FeedId, Hold, Join, Millis, OnAir,
    PhoneView, Playout, ProgramSound, Refusal, ReplayEnd, Settings, Snapshot,
};

use super::desk_codecs::DeskCodecs;
use super::effect::{Changes, Effect, Outcome};
use super::input::{DeskId, Input};
use super::limits::Limits;
use super::links::Links;
use super::memory::Memory;
use super::recordings::Recordings;
use super::roster::Roster;
use super::switcher::Switcher;
use super::tally::tally;

/// The show's whole state, and the only place where it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Director {
    pub(super) roster: Roster,
    pub(super) switcher: Switcher,
    pub(super) hold: Hold,
    pub(super) sound: ProgramSound,
    pub(super) playout: Playout,
    pub(super) recordings: Recordings,
    pub(super) links: Links,
    pub(super) desk_codecs: DeskCodecs,
    /// What is kept of the past.
    pub(super) archive: ArchiveState,
    pub(super) join: Join,
    pub(super) settings: Settings,
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
        Self {
            memory: Memory {
                cameras: roster.remembered(),
                hold_text: hold.text.clone(),
                playout,
                camera_budget: memory.camera_budget,
            },
            roster,
            switcher: Switcher::new(),
            hold,
            sound: ProgramSound::default(),
            playout,
            recordings: Recordings::default(),
            links: Links::default(),
            desk_codecs: DeskCodecs::default(),
            archive: ArchiveState::default(),
            join,
            settings,
            seq: 0,
        }
    }

    /// Takes an input in. `now` never goes back from one call to the next.
    ///
    /// # Errors
    /// A [`Refusal`] when a command cannot be done or a camera cannot join; then nothing has changed.
    pub fn handle(&mut self, now: Millis, input: Input) -> Result<Outcome, Refusal> {
        let mut changes = Changes::default();
        match input {
            Input::Command { by, command } => self.command(now, by, command, &mut changes)?,
            Input::DeskLeft { desk } => self.desk_codecs.left(desk, &mut changes),
            Input::Join { id, name } => self.joined(now, id, name)?,
            Input::Picture { id } => self.picture(now, &id, &mut changes),
            Input::Stalled { id } => self.stalled(now, &id),
            Input::NeedsDelay { id, delay } => self.needs_delay(&id, delay),
            Input::Closed { id } => self.roster.leave(now, &id),
            Input::ReplayRolling { id, at } => self.replay_rolls(id, at.min(now), &mut changes),
            Input::ReplayFinished { id } => self.replay_ended(id, ReplayEnd::Finished, &mut changes),
            Input::ReplayFailed { id } => self.replay_ended(id, ReplayEnd::Failed, &mut changes),
            // Nothing is stepped yet.
            Input::ReplayStands { .. } => {}
            Input::Archive(archive) => self.archive(archive, &mut changes),
            Input::Recording(news) => self.recordings.news(now, news, &mut changes),
            Input::Link { id, state, problem } => self.links.news(now, id, state, problem, &mut changes),
            Input::Addresses(join) => self.addresses(join, &mut changes),
            Input::HoldPicture(picture) => self.set_hold(Hold { picture, ..self.hold.clone() }, &mut changes),
            Input::TimePassed => {
                self.remove_unproven(now, &mut changes);
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
            wall: 0,
            players: Vec::new(),
            marks: Vec::new(),
            clips: Vec::new(),
            playlists: Vec::new(),
            archive: self.archive,
            hold: self.hold.clone(),
            recording: self.recordings.recording().cloned(),
            last_show: self.recordings.last_show().cloned(),
            sound: self.sound,
            playout: self.playout,
            links: self.links.all().to_vec(),
            join: self.join.clone(),
            settings: self.settings.clone(),
        }
    }

    /// What to remember over a restart.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The cameras in the roster, by number.
    pub fn cameras(&self) -> impl Iterator<Item = &Camera> {
        self.roster.cameras()
    }

    /// How many it takes.
    #[must_use]
    pub fn camera_limit(&self) -> u8 {
        self.settings.camera_limit
    }

    /// The camera with this id, if it is in the roster.
    #[must_use]
    pub fn camera_of(&self, id: &CameraId) -> Option<&Camera> {
        self.roster.camera_of(id)
    }

    /// What the camera with this id is to know of its part in the show, if it is in the roster.
    #[must_use]
    pub fn view_of(&self, id: &CameraId) -> Option<PhoneView> {
        self.roster.view_of(id, self.recordings.is_on(), self.settings.camera_budget)
    }

    /// The id of the camera with this number, if there is one.
    #[must_use]
    pub fn id_of(&self, number: CameraNumber) -> Option<&CameraId> {
        self.roster.id_of(number)
    }

    /// Whose the past is that this number stands for: the camera's that has it, else that of the last one that had it and
    /// is remembered.
    #[must_use]
    pub fn past_of(&self, number: CameraNumber) -> Option<&CameraId> {
        self.roster.past_of(number)
    }

    /// Whose the past is that each number stands for, as [`past_of`](Self::past_of).
    #[must_use]
    pub fn numbers(&self) -> BTreeMap<CameraNumber, CameraId> {
        let all = (0..=u8::MAX).map(CameraNumber);
        all.filter_map(|number| Some((number, self.past_of(number)?.clone()))).collect()
    }

    /// The feed of the camera with this number, if there is one.
    #[must_use]
    pub fn feed_of(&self, number: CameraNumber) -> Option<FeedId> {
        self.roster.camera(number).ok().map(|camera| camera.feed)
    }

    /// The camera that program shows when it is live, no replay plays and the director doesn't hold.
    #[must_use]
    pub fn selected(&self) -> Option<CameraNumber> {
        self.switcher.selected()
    }

    /// What is on program.
    #[must_use]
    pub fn on_air(&self) -> &OnAir {
        self.switcher.on_air()
    }

    /// The hold slate.
    #[must_use]
    pub fn hold(&self) -> &Hold {
        &self.hold
    }

    /// The camera that the audience hears, as [`Snapshot::heard`] says.
    #[must_use]
    pub fn heard(&self) -> Option<&Camera> {
        let camera = self.sound.camera(self.switcher.selected(), self.hold.on)?;
        self.roster.camera(camera).ok().filter(|camera| camera.state == CameraState::Live)
    }

    /// Whether a desk has said something of itself, so that its leaving is news: [`Input::DeskLeft`].
    #[must_use]
    pub fn knows(&self, desk: DeskId) -> bool {
        self.desk_codecs.knows(desk)
    }

    /// The codecs that all connected desks can show, as far as they have said; else all.
    #[must_use]
    pub fn codecs(&self) -> Codecs {
        self.desk_codecs.common()
    }

    fn archive(&mut self, archive: ArchiveState, changes: &mut Changes) {
        if self.archive != archive {
            self.archive = archive;
            changes.events.push(Event::Archive { archive });
        }
    }

    fn addresses(&mut self, join: Join, changes: &mut Changes) {
        if self.join != join {
            self.join = join.clone();
            changes.events.push(Event::Join { join });
        }
    }

    /// Draws the consequences: what is on air, what is remembered, who is told which tally.
    fn settle(&mut self, now: Millis, changes: &mut Changes) {
        let roster = &self.roster;
        let (length, holds) = (self.settings.history_length, self.hold.on);
        let on_air = self.switcher.settle(now, length, holds, |camera| roster.is_live(camera));
        if let Some(on_air) = on_air {
            changes.events.push(Event::OnAir { on_air: on_air.clone() });
        }
        let (cameras, hold_text) = (self.roster.remembered(), self.hold.text.clone());
        let camera_budget = Some(self.settings.camera_budget).filter(|budget| *budget != Settings::CAMERA_BUDGET);
        let memory = Memory { cameras, hold_text, playout: self.playout, camera_budget };
        if self.memory != memory {
            self.memory = memory;
            changes.effects.push(Effect::Remember);
        }
        let (source, selected) = (self.switcher.on_air().source, self.switcher.selected());
        self.roster.set_tallies(|camera| tally(camera.number, camera.state, source, selected));
        self.roster.set_playout_delays(self.playout);
        self.roster.tell(self.recordings.is_on(), self.settings.camera_budget, changes);
    }
}
