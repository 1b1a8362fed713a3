//! What a phone and the régie say to each other over the data channel that the phone opens: [`ToPhone`] is the state
//! that is wanted of it, as a whole, [`FromPhone`] is how it is.
//!
//! **Versions.** The page comes from the engine, but a phone may keep one open over an engine's update. It names the
//! version that it speaks as the channel's protocol ([`CTL_PROTOCOL`], RFC 8832 section 5.1). A new message or a new
//! field makes no new version: who doesn't know it leaves it out, and counts it in the debug log. What would be
//! misunderstood does, and then the two don't talk: a page of another version is told [`ToPhone::Outdated`] in place of
//! views, and nothing of what it says is read. It films on, says so, and loads itself anew once its operator stops it.
//! [`ToPhone::Outdated`], [`ToPhone::Removed`] and [`ToPhone::Replaced`] are the same in every version.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CameraCue, CameraName, CameraNumber, Controls, Millis, PhoneUse, SoundMode, Tally, WantedSettings};

/// The label of the data channel.
pub const CTL_LABEL: &str = "ctl";

/// Its protocol: the version of [`ToPhone`] and [`FromPhone`].
pub const CTL_PROTOCOL: &str = "regie.ctl.1";

/// From the régie to a phone: the text messages of its data channel.
#[expect(clippy::large_enum_variant, reason = "it is written as soon as it is made: nothing keeps many")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToPhone {
    /// Who it is and what is wanted of it: at once when the channel opens, and after every change.
    View {
        /// All of it; replaces what the phone knew.
        view: PhoneView,
    },
    /// What its clock says, is asked: a few times at once when the channel opens, then twice a second.
    Probe {
        /// Which question it is; the answer names it.
        number: u32,
    },
    /// Its page is of another version than the engine.
    Outdated,
    /// The last message: the director took it out of the roster. It stops, and does not come back by itself.
    Removed,
    /// The last message: another phone or page is this camera now. It stops, and does not come back by itself: two that
    /// did would throw each other out for ever.
    Replaced,
}

/// From a phone to the régie: the text messages of its data channel.
#[expect(clippy::large_enum_variant, reason = "it is written as soon as it is made: nothing keeps many")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromPhone {
    /// How it is: every two seconds, and at once when [`PhoneStatus::visible`] changes.
    Status {
        /// All of it; replaces what was known.
        status: PhoneStatus,
    },
    /// What it can do and how it is set: when its channel opens, and after every change.
    Controls {
        /// All of it; replaces what was known.
        controls: Controls,
    },
    /// Whoever holds it saw something: a mark.
    Mark,
    /// Whoever holds it asks to be taken, or not any more.
    Call {
        /// Whether it asks.
        on: bool,
    },
    /// A cue was tapped.
    Seen {
        /// Its [`CameraCue::id`].
        cue: u32,
    },
    /// What its clock says, at once when it is asked: of its page's clock, `performance.timeOrigin + performance.now()`,
    /// since 1970 in microseconds. A clock that its system sets meanwhile does not move that one.
    Probed {
        /// The [`ToPhone::Probe::number`](ToPhone::Probe) that is answered.
        number: u32,
        /// When the question was heard.
        #[ts(type = "number")]
        heard: u64,
        /// When it is answered.
        #[ts(type = "number")]
        answered: u64,
    },
}

/// A phone's part in the show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhoneView {
    /// The number on its tile.
    pub number: CameraNumber,
    /// Its name, which the director may have changed: the phone remembers it.
    pub name: CameraName,
    /// Its part in the show.
    pub tally: Tally,
    /// What its microphone is for.
    pub sound: SoundMode,
    /// Whether the show is being recorded.
    pub recorded: bool,
    /// The most that it may send of its pictures, in kbit/s. What its air has room for it hears as RTCP.
    pub budget: u32,
    /// For the camera that program returns to: in how many milliseconds it does so by itself, from when this is told.
    /// None where that is not known, or it is not this camera's turn.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub live_in: Option<Millis>,
    /// How its picture and sound are to be set.
    #[serde(default)]
    pub wanted: WantedSettings,
    /// What was written to whoever holds it.
    #[serde(default)]
    pub cue: Option<CameraCue>,
    /// Whether it asks to be taken: as it said, until it was taken or the director has understood.
    #[serde(default)]
    pub calls: bool,
    /// Whether the director speaks to it now.
    #[serde(default)]
    pub spoken_to: bool,
}

/// How a phone is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PhoneStatus {
    /// Battery charge from 0 to 1, where the browser tells.
    pub battery: Option<f32>,
    /// Whether it is being charged, where the browser tells.
    pub charging: Option<bool>,
    /// False while the page is in the background and the camera likely stands still.
    pub visible: bool,
    /// Whether its picture is higher than wide.
    #[serde(default)]
    pub upright: bool,
    /// Whether the system took its camera away: a call, another app.
    #[serde(default)]
    pub interrupted: bool,
    /// Whether who holds it wants to hear the director.
    #[serde(default)]
    pub listens: bool,
    /// Whether it is likely hot, as its page estimates.
    #[serde(default)]
    pub hot: bool,
    /// What it sends, as its browser counts; none while it sends nothing.
    #[serde(default)]
    pub sending: Option<PhoneSending>,
}

/// What a phone sends, as its browser counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PhoneSending {
    /// Pictures a second that its encoder makes.
    pub fps: f32,
    /// Their width in pixels.
    pub width: u16,
    /// Their height in pixels.
    pub height: u16,
    /// In kbit/s.
    pub kbps: u32,
    /// Round trip to here, in milliseconds.
    pub round_trip: Option<f32>,
    /// Share of its packets that were lost, from 0 to 1.
    pub loss: Option<f32>,
    /// What holds its encoder back.
    pub limited_by: EncoderLimit,
}

/// What holds a phone's encoder back: `qualityLimitationReason` of WebRTC's statistics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EncoderLimit {
    /// Nothing.
    #[default]
    None,
    /// Its processor, which heat slows down.
    Cpu,
    /// Its air, or what it may send.
    Bandwidth,
    /// Something else.
    Other,
}

impl From<&PhoneStatus> for PhoneUse {
    fn from(status: &PhoneStatus) -> Self {
        let PhoneStatus { upright, visible, interrupted, hot, listens, .. } = *status;
        Self { upright, hidden: !visible, interrupted, hot, listens }
    }
}
