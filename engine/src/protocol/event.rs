use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    ArchiveState, Camera, CameraNumber, Clip, Fallback, FinishedShow, Hold, Join, Link, Mark, Millis, OnAir,
    PlayerState, Playlist, Playout, ProgramSound, Recording, Replay, ReplayEnd, Settings, Talk,
};

/// A change of the state, told to everyone.
#[expect(clippy::large_enum_variant, reason = "it is written as soon as it is made: nothing keeps many")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A camera joined, or something about it changed.
    Camera {
        /// The camera as it is now.
        camera: Camera,
    },
    /// A camera left the roster.
    CameraRemoved {
        /// Its number, free again.
        camera: CameraNumber,
    },
    /// A camera has another number, and who had that has this one's: wherever the state says one of them, it says the
    /// other from now on.
    Renumbered {
        /// The number that the camera had.
        camera: CameraNumber,
        /// The one that it has now.
        to: CameraNumber,
    },
    /// The director chose the camera that program shows when nothing else is on it; none when it was removed.
    Selected {
        /// The chosen camera.
        camera: Option<CameraNumber>,
    },
    /// Another source is on program.
    OnAir {
        /// The source, and since when.
        on_air: OnAir,
    },
    /// A replay started; the matching [`Event::OnAir`] follows.
    ReplayStarted {
        /// The replay.
        replay: Replay,
    },
    /// The replay's first picture is shown: it goes on from here.
    ReplayRolling {
        /// Its [`Replay::id`].
        id: u32,
        /// Since when: [`Replay::rolling`].
        #[ts(type = "number")]
        at: Millis,
    },
    /// The replay ended; what is on program after it follows as [`Event::OnAir`].
    ReplayEnded {
        /// Its [`Replay::id`].
        id: u32,
        /// Why.
        reason: ReplayEnd,
    },
    /// A replay came, on program or on cue, or is elsewhere than its state before would say: another speed, angle or range.
    Player {
        /// It, as it is now.
        player: PlayerState,
    },
    /// A replay is on program or on cue no more.
    PlayerGone {
        /// Its [`PlayerState::id`].
        id: u32,
    },
    /// A moment was marked.
    Mark {
        /// The mark.
        mark: Mark,
    },
    /// A mark is gone.
    MarkRemoved {
        /// Its [`Mark::id`].
        mark: u32,
    },
    /// A clip was kept, or something about it changed.
    Clip {
        /// The clip as it is now.
        clip: Clip,
    },
    /// A clip is gone.
    ClipRemoved {
        /// Its [`Clip::id`].
        clip: u32,
    },
    /// A playlist was made, or something about it changed.
    Playlist {
        /// The playlist as it is now.
        playlist: Playlist,
    },
    /// A playlist is gone.
    PlaylistRemoved {
        /// Its [`Playlist::id`].
        playlist: u32,
    },
    /// Something about what is kept of the past changed.
    Archive {
        /// What is kept, as it is now.
        archive: ArchiveState,
    },
    /// The director holds or not any more, or something else stands on the hold slate.
    Hold {
        /// The hold slate as it is now.
        hold: Hold,
    },
    /// Program went to its fallback, or something about that changed.
    Fallback {
        /// The fallback as it is now.
        fallback: Fallback,
    },
    /// Something about the recording changed; none when it is over.
    Recording {
        /// The recording as it is now.
        recording: Option<Recording>,
    },
    /// A show's files are complete.
    ShowFinished {
        /// The show.
        show: FinishedShow,
    },
    /// The sound of program comes from elsewhere, or was muted, or not any more.
    Sound {
        /// The sound of program as it is now.
        sound: ProgramSound,
    },
    /// A director speaks to the phones, or not any more.
    Talk {
        /// Who speaks to whom now; none while nobody does.
        talk: Option<Talk>,
    },
    /// Whoever watches may be further behind, or less far.
    Playout {
        /// The bound as it is now.
        playout: Playout,
    },
    /// A link was made, or something about it changed.
    Link {
        /// The link as it is now.
        link: Link,
    },
    /// A link was ended.
    LinkRemoved {
        /// Its [`Link::id`].
        link: u32,
    },
    /// The way in changed: addresses, the chosen one, the QR code.
    Join {
        /// The way in as it is now.
        join: Join,
    },
    /// A setting changed.
    Settings {
        /// The settings as they are now.
        settings: Settings,
    },
}

/// An event with its place in the sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Numbered {
    /// One more than the event or snapshot before it.
    #[ts(type = "number")]
    pub seq: u64,
    /// The change.
    pub event: Event,
}
