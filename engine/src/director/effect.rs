use crate::protocol::{
    CameraId, CameraName, CameraNumber, Codecs, Event, LinkKind, LinkToken, Millis, Numbered, PhoneView, Replay,
    ReplayBus, Segment, SpoolLimits, Tally,
};

use super::input::DeskId;

/// What the studio has to do because of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Play this on program. Its first picture comes back as [`Input::ReplayRolling`](super::Input::ReplayRolling), its
    /// end as [`Input::ReplayFinished`](super::Input::ReplayFinished) or
    /// [`Input::ReplayFailed`](super::Input::ReplayFailed), unless [`Effect::StopReplay`] comes first. The cameras are
    /// those of [`Director::past_of`](super::Director::past_of).
    StartReplay {
        /// What.
        replay: Replay,
        /// How fast, in percent: more than 0.
        speed: i16,
    },
    /// Play the replay on program so fast, from where it is on.
    SetSpeed {
        /// Its [`Replay::id`].
        id: u32,
        /// In percent; 0 stands, negative runs backwards.
        speed: i16,
    },
    /// Play other segments, or from elsewhere, as fast as before: another angle, another moment, another range.
    Turn {
        /// Its [`Replay::id`].
        id: u32,
        /// What it plays from now on, in order.
        segments: Vec<Segment>,
        /// The segment to go on in, counted from 0.
        segment: u32,
        /// The moment to go on from.
        at: Millis,
    },
    /// Let a replay stand so many pictures further on than this moment. Where it stands then comes back as
    /// [`Input::ReplayStands`](super::Input::ReplayStands).
    Step {
        /// Its [`Replay::id`].
        id: u32,
        /// Where it is: program is told to stand there first; a cue is a desk's, and only the moment is looked for.
        on: ReplayBus,
        /// Whose pictures are counted.
        camera: CameraNumber,
        /// From where.
        at: Millis,
        /// How many; negative for back.
        frames: i32,
    },
    /// Stop playing a replay that has not ended by itself.
    StopReplay {
        /// Its [`Replay::id`].
        id: u32,
    },
    /// The camera was removed: close its connection and drop its feed.
    Disconnect {
        /// Whose.
        id: CameraId,
    },
    /// Delete the recordings and clips of this camera alone; [`Effect::Disconnect`] came before.
    Erase {
        /// Whose.
        id: CameraId,
        /// The number that it had.
        number: CameraNumber,
    },
    /// Start recording. What comes of it is told as [`Input::Recording`](super::Input::Recording).
    StartRecording,
    /// Complete the files; [`RecordingNews::Finished`](super::RecordingNews::Finished) or
    /// [`RecordingNews::Failed`](super::RecordingNews::Failed) comes back.
    StopRecording,
    /// Complete the files of the cameras, and record program alone from now on.
    EndIsos,
    /// Note a mark in the recording.
    Mark {
        /// When it was set.
        at: Millis,
        /// What it says.
        label: Option<String>,
    },
    /// Keep these stretches as files of the show.
    KeepClip {
        /// The clip's number in the show; counts up from 1.
        number: u16,
        /// What to keep, in order.
        segments: Vec<Segment>,
    },
    /// Make a link, and make it again whenever it breaks; how it does is told as
    /// [`Input::Link`](super::Input::Link).
    Connect {
        /// Its id.
        id: u32,
        /// Which way media goes.
        kind: LinkKind,
        /// The endpoint.
        url: String,
        /// What the server wants.
        token: Option<LinkToken>,
        /// The name of the camera that a pull makes.
        name: Option<CameraName>,
    },
    /// End a link.
    EndLink {
        /// Its id.
        id: u32,
    },
    /// Tell a camera its number, name and tally: when it joins, and after each change of one of them.
    TellCamera {
        /// Whom.
        id: CameraId,
        /// What.
        view: PhoneView,
    },
    /// Keep so much of all cameras on the disk while nothing is recorded, or nothing any more.
    Spool(Option<SpoolLimits>),
    /// [`Director::memory`](super::Director::memory) changed: keep it for the next start.
    Remember,
    /// [`Director::library`](super::Director::library) changed: keep it for the next start.
    KeepLibrary,
    /// Make the way in for this address; it comes back as [`Input::Addresses`](super::Input::Addresses).
    ChooseAddress(String),
    /// Let the voice of this desk through to the phones that are spoken to; none: nobody's.
    GiveWord(Option<DeskId>),
    /// Negotiate new cameras within these codecs: what all connected desks can show.
    Codecs(Codecs),
}

/// What an accepted input led to. Both may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// What changed, numbered, for everyone.
    ///
    /// The order is fixed, so that no event names something that the events before it have not introduced: numbers that
    /// changed, the replay that ended, the one that started, that it rolls, the selection, the fallback, the hold slate, what is on
    /// air, the cameras (the one with program tally last, so that never two have it), the sound, who speaks, the playout, the camera
    /// that left, the recording, the links, the way in.
    pub events: Vec<Numbered>,
    /// What is to be done, in this order.
    pub effects: Vec<Effect>,
}

/// An outcome in the making.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// In the order in which they were decided.
    pub(super) events: Vec<Event>,
    /// In the order in which they are to be run.
    pub(super) effects: Vec<Effect>,
    /// The library changed.
    pub(super) keep_library: bool,
}

impl Changes {
    /// Puts the events in their order and numbers them after `seq`, which becomes the last one's number.
    pub(super) fn number(mut self, seq: &mut u64) -> Outcome {
        self.events.sort_by_key(rank);
        let number = |event| {
            *seq += 1;
            Numbered { seq: *seq, event }
        };
        Outcome { events: self.events.into_iter().map(number).collect(), effects: self.effects }
    }
}

/// Where an event stands in the order of [`Outcome::events`].
fn rank(event: &Event) -> u8 {
    match event {
        Event::Renumbered { .. } => 0,
        Event::ReplayEnded { .. } => 1,
        Event::ReplayStarted { .. } => 2,
        Event::ReplayRolling { .. } => 3,
        Event::PlayerGone { .. } | Event::Player { .. } => 3,
        Event::Selected { .. } => 4,
        Event::Fallback { .. } | Event::Hold { .. } => 5,
        Event::OnAir { .. } => 6,
        Event::Camera { camera } => match camera.tally {
            Tally::Off | Tally::Preview => 7,
            Tally::Program => 8,
        },
        Event::Sound { .. } | Event::Talk { .. } | Event::Playout { .. } => 9,
        Event::CameraRemoved { .. } => 10,
        Event::Recording { .. } => 11,
        Event::ShowFinished { .. } => 12,
        Event::Mark { .. }
        | Event::MarkRemoved { .. }
        | Event::Clip { .. }
        | Event::ClipRemoved { .. }
        | Event::Playlist { .. }
        | Event::PlaylistRemoved { .. }
        | Event::Archive { .. } => 12,
        Event::Link { .. } | Event::LinkRemoved { .. } => 13,
        Event::Join { .. } => 14,
        Event::Settings { .. } => 15,
    }
}
