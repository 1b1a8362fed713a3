use crate::protocol::{
    Camera, CameraId, CameraNumber, Codecs, Event, Join, Millis, PhoneView, ProgramSound, Refusal, ReplayEnd, Settings,
    Snapshot,
};

use super::effect::{Changes, Outcome};
use super::input::Input;
use super::limits::Limits;
use super::links::Links;
use super::memory::Remembered;
use super::recording::Recorder;
use super::roster::Roster;
use super::switcher::Switcher;
use super::tally::tally;

/// The show's whole state, and the only place where it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Director {
    pub(super) roster: Roster,
    pub(super) switcher: Switcher,
    pub(super) sound: ProgramSound,
    pub(super) recorder: Recorder,
    pub(super) links: Links,
    pub(super) codecs: Codecs,
    pub(super) join: Join,
    pub(super) settings: Settings,
    /// The last event's number.
    seq: u64,
}

impl Director {
    /// An empty desk with the slate on program.
    ///
    /// `remembered` is what [`Director::remembered`] gave last time. `version` is the engine's, for desks to show.
    #[must_use]
    pub fn new(limits: Limits, remembered: Vec<Remembered>, join: Join, version: String) -> Self {
        let settings = limits.settings(version);
        Self {
            roster: Roster::new(settings.camera_limit, remembered),
            switcher: Switcher::new(),
            sound: ProgramSound::default(),
            recorder: Recorder::default(),
            links: Links::default(),
            codecs: Codecs::default(),
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
            Input::Command(command) => self.command(now, command, &mut changes)?,
            Input::Join { id, name } => self.joined(now, id, name, &mut changes)?,
            Input::Picture { id } => self.picture(now, &id, &mut changes),
            Input::Stalled { id } => self.stalled(now, &id),
            Input::ReplayFinished { id } => self.replay_ended(id, ReplayEnd::Finished, &mut changes),
            Input::ReplayFailed { id } => self.replay_ended(id, ReplayEnd::Failed, &mut changes),
            Input::Recording(news) => self.recording_news(news, &mut changes),
            Input::Link { id, state, problem } => self.link_news(now, id, state, problem, &mut changes),
            Input::Addresses(join) => self.addresses(join, &mut changes),
        }
        self.settle(now, &mut changes);
        Ok(changes.number(&mut self.seq))
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
            recording: self.recorder.recording().cloned(),
            last_show: self.recorder.last_show().cloned(),
            sound: self.sound,
            links: self.links.all().to_vec(),
            join: self.join.clone(),
            settings: self.settings.clone(),
        }
    }

    /// The cameras to remember over a restart: at most 64, those of the oldest show first.
    #[must_use]
    pub fn remembered(&self) -> Vec<Remembered> {
        self.roster.remembered()
    }

    /// How many cameras are in the roster.
    #[must_use]
    pub fn camera_count(&self) -> usize {
        self.roster.cameras().count()
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
        self.roster.view_of(id, self.recorder.is_on())
    }

    /// The id of the camera with this number, if there is one.
    #[must_use]
    pub fn id_of(&self, number: CameraNumber) -> Option<&CameraId> {
        self.roster.id_of(number)
    }

    /// The codecs that the desk can show, as it last reported; all until then.
    #[must_use]
    pub fn codecs(&self) -> Codecs {
        self.codecs
    }

    fn addresses(&mut self, join: Join, changes: &mut Changes) {
        if self.join != join {
            self.join = join.clone();
            changes.events.push(Event::Join { join });
        }
    }

    /// Draws the consequences: what is on air, who is told which tally.
    fn settle(&mut self, now: Millis, changes: &mut Changes) {
        let roster = &self.roster;
        let on_air = self.switcher.settle(now, self.settings.history_length, |camera| roster.is_live(camera));
        if let Some(on_air) = on_air {
            changes.events.push(Event::OnAir { on_air: on_air.clone() });
        }
        let (source, selected) = (self.switcher.on_air().source, self.switcher.selected());
        self.roster.set_tallies(|camera| tally(camera.number, camera.state, source, selected));
        self.roster.tell(self.recorder.is_on(), changes);
    }
}
