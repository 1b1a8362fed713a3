use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Adjustment, AskedClip, AskedFallback, AskedMark, AskedTalk, CameraName, CameraNumber, Codecs, EditedClip, LinkKind,
    LinkToken, Millis, Playlist, Playout, ReplayBus, SoundMode, SoundSource, SpoolLimits, WrittenCue,
};

/// What a director can ask for. It is accepted or refused ([`Refusal`]); its effect reaches everyone as an
/// [`Event`](super::Event).
///
/// It is sent as the JSON of this enum (`{"type":"cut","camera":2}`), over HTTP, the WebSocket and the Tauri window's
/// bridge (`invoke("command", { type: "mute", muted: true })`); there, main feed and replay have names of their own
/// (`invoke("cut", { camera: 2 })`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Puts a camera on program now, ending a replay if one plays and leaving the hold slate.
    Cut {
        /// The camera to show.
        camera: CameraNumber,
    },
    /// Plays the past. Without anything said: the last seconds of the program, across its cuts; while a replay plays there,
    /// that one again.
    Replay {
        /// Where.
        #[serde(default)]
        #[ts(optional, as = "Option<ReplayBus>")]
        on: ReplayBus,
        /// The angle; none for program's own cuts.
        #[serde(default)]
        #[ts(optional)]
        camera: Option<CameraNumber>,
        /// First moment shown; none for the usual length before `to`.
        #[serde(default)]
        #[ts(optional, as = "Option<u32>")]
        from: Option<Millis>,
        /// First moment no longer shown; none for now.
        #[serde(default)]
        #[ts(optional, as = "Option<u32>")]
        to: Option<Millis>,
        /// A clip, in place of `from` and `to`.
        #[serde(default)]
        #[ts(optional)]
        clip: Option<u32>,
        /// In percent of how fast it happened; none for 100.
        #[serde(default)]
        #[ts(optional)]
        speed: Option<i16>,
    },
    /// Says how fast a replay plays, from where it is on.
    Speed {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<ReplayBus>")]
        on: ReplayBus,
        /// In percent: within [`PlayerState::SPEEDS`](super::PlayerState::SPEEDS). 0 stands, negative runs backwards where
        /// that can be shown.
        speed: i16,
    },
    /// Shows a replay from another camera, from the same instant on.
    Angle {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<ReplayBus>")]
        on: ReplayBus,
        /// The camera.
        camera: CameraNumber,
    },
    /// Plays a replay's range from one camera after the other.
    Angles {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<ReplayBus>")]
        on: ReplayBus,
        /// The cameras, in order.
        cameras: Vec<CameraNumber>,
    },
    /// Puts a replay at another moment of what there is: within its range it goes on from there, beyond it the range grows.
    Seek {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<ReplayBus>")]
        on: ReplayBus,
        /// The moment.
        #[ts(type = "number")]
        at: Millis,
    },
    /// Lets a replay stand so many pictures on.
    Step {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<ReplayBus>")]
        on: ReplayBus,
        /// How many; negative for back.
        frames: i32,
    },
    /// Moves the beginning or the end of a replay's range.
    Trim {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<ReplayBus>")]
        on: ReplayBus,
        /// First moment shown; none for as it is.
        #[serde(default)]
        #[ts(optional, as = "Option<u32>")]
        from: Option<Millis>,
        /// First moment no longer shown; none for as it is.
        #[serde(default)]
        #[ts(optional, as = "Option<u32>")]
        to: Option<Millis>,
    },
    /// Plays what is cued on program, from its first moment, as fast as it was to play there.
    Take,
    /// Ends the replay and returns to what program showed before: the selected camera, or the hold slate. Accepted and
    /// without effect when none plays. On cue: ends that.
    Live {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<ReplayBus>")]
        on: ReplayBus,
    },
    /// Puts the hold slate on program, ending a replay if one plays; or leaves it and returns to the selected camera.
    Hold {
        /// Whether the audience is to see the hold slate.
        on: bool,
    },
    /// Says what stands on the hold slate. Its picture is a body of its own: `PUT /hold/picture`.
    SetHold {
        /// The text, of which [`HoldText::MAX_CHARS`](super::HoldText::MAX_CHARS) characters are kept; none for the
        /// page's own words.
        text: Option<String>,
    },
    /// Says where program goes by itself when the camera on it fails; under a replay or on hold, what it returns to.
    Fallback(AskedFallback),
    /// The director has understood that program went to its fallback, if it did.
    FallbackUnderstood,
    /// Gives a camera another name.
    Rename {
        /// The camera.
        camera: CameraNumber,
        /// Its new name.
        name: CameraName,
    },
    /// Gives a camera another number. Who has it takes the one that becomes free: they change places. Program, its
    /// history, sound and recordings go on as they are.
    Renumber {
        /// The camera.
        camera: CameraNumber,
        /// Its new number: 1 to [`Settings::camera_limit`](super::Settings::camera_limit).
        to: CameraNumber,
    },
    /// Says how much each camera may send of its pictures. On an air that carries less they share what there is.
    CameraBudget {
        /// The most, in kbit/s: within [`Settings::CAMERA_BUDGETS`](super::Settings::CAMERA_BUDGETS).
        kbps: u32,
    },
    /// Sets something of a camera's picture or sound: what it offers, within its limits.
    Adjust(Adjustment),
    /// Writes to whoever holds a camera. It covers a third of their phone until it is tapped.
    Cue(WrittenCue),
    /// Says that it is understood that a camera asks to be taken.
    Answer {
        /// The camera.
        camera: CameraNumber,
    },
    /// Takes a camera out of the roster, closes its connection and forgets its number.
    Remove {
        /// The camera.
        camera: CameraNumber,
    },
    /// [`Command::Remove`] for every camera that is lost. Accepted and without effect when none is.
    RemoveLost,
    /// As [`Command::Remove`], and deletes all recordings and clips of that camera alone. What was on program stays
    /// in the recordings of program.
    Erase {
        /// The camera.
        camera: CameraNumber,
    },
    /// Starts recording program and every camera into a new folder.
    StartRecording,
    /// Ends the recording, or takes note that it failed.
    StopRecording,
    /// Marks a moment: in the list, and in the recording if there is one.
    Mark(AskedMark),
    /// Takes a mark off the list.
    RemoveMark {
        /// [`Mark::id`](super::Mark::id).
        mark: u32,
    },
    /// Keeps a stretch in the list of clips: what is said, else the replay that plays there, else what a replay would play
    /// now. While a show is recorded, program's own cuts of it become files of the show as well.
    Clip(AskedClip),
    /// Changes what is said of a clip: what is not said stays.
    EditClip(EditedClip),
    /// Takes a clip off the list, and out of every playlist. Files stay.
    RemoveClip {
        /// [`Clip::id`](super::Clip::id).
        clip: u32,
    },
    /// Makes a playlist, or replaces the one with this id; id 0 is a new one.
    SetPlaylist {
        /// The playlist.
        playlist: Playlist,
    },
    /// Forgets a playlist; one that plays goes on to the end of its entry.
    RemovePlaylist {
        /// [`Playlist::id`](super::Playlist::id).
        playlist: u32,
    },
    /// Plays a playlist, from an entry on.
    PlayPlaylist {
        /// [`Playlist::id`](super::Playlist::id).
        playlist: u32,
        /// Where.
        #[serde(default)]
        #[ts(optional, as = "Option<ReplayBus>")]
        on: ReplayBus,
        /// The entry to begin with, counted from 0.
        #[serde(default)]
        #[ts(optional, as = "Option<u32>")]
        entry: u32,
    },
    /// Keeps the last minutes of all cameras on the disk while nothing is recorded, or nothing any more.
    Spool {
        /// How much; none for nothing.
        limits: Option<SpoolLimits>,
    },
    /// Chooses where the sound of program comes from.
    ProgramSound {
        /// Where from.
        source: SoundSource,
    },
    /// Mutes the sound of program, or not any more.
    Mute {
        /// Whether the audience is to hear nothing.
        muted: bool,
    },
    /// Says what a camera's microphone is for.
    SoundMode {
        /// The camera.
        camera: CameraNumber,
        /// What for.
        mode: SoundMode,
    },
    /// Delays a camera's sound.
    SoundDelay {
        /// The camera.
        camera: CameraNumber,
        /// By how much, in milliseconds: 0 to [`CameraSound::LONGEST_DELAY`](super::CameraSound::LONGEST_DELAY).
        #[ts(type = "number")]
        delay: Millis,
    },
    /// Lets the director's voice be heard at the phones, or not any more.
    Talk(AskedTalk),
    /// Says how far behind whoever watches may be, so that they see even pictures.
    Playout {
        /// The bound.
        playout: Playout,
    },
    /// Makes a link to another server, and makes it again whenever it breaks.
    Connect {
        /// Which way media goes.
        kind: LinkKind,
        /// The WHIP or WHEP endpoint, `http` or `https`.
        url: String,
        /// What that server wants as Bearer token.
        token: Option<LinkToken>,
        /// For [`LinkKind::Pull`]: the camera's name.
        name: Option<CameraName>,
    },
    /// Ends a link.
    Disconnect {
        /// Its [`Link::id`](super::Link::id).
        link: u32,
    },
    /// Chooses which of the machine's addresses the QR code carries.
    ChooseAddress {
        /// One of [`Join::addresses`](super::Join::addresses).
        address: String,
    },
    /// Says which codecs this desk has proven that it can show; new cameras are negotiated within what all connected
    /// desks can. It counts until the desk's connection ends, so over plain HTTP it is refused.
    ReportCodecs {
        /// The proof's outcome.
        codecs: Codecs,
    },
}
