use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CameraNumber, Millis};

/// How a camera is, in one glance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Nothing is wrong with it.
    #[default]
    Good,
    /// It can be shown, and something should be looked at.
    Weak,
    /// It can't be shown to an audience.
    Bad,
}

/// Why a camera's health is not good, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HealthReason {
    /// Its connection is gone, or no picture comes.
    Disconnected,
    /// Pictures come, and are the same one.
    Frozen,
    /// Its picture is black.
    Black,
    /// Its page is in the background, and its camera likely stands still.
    Hidden,
    /// The system took its camera away: a call, another app.
    Interrupted,
    /// Most of its picture is white.
    Overexposed,
    /// Its microphone has been digitally silent for seconds.
    Silent,
    /// Its battery is nearly empty and not being charged.
    Battery,
    /// It is likely hot: an estimate from its rate and what its encoder says, no phone's browser can tell.
    Hot,
    /// Its air loses or holds up what it sends.
    Air,
    /// Fewer pictures come than it is to send.
    Slow,
    /// It is held upright though nobody asked for that.
    Upright,
    /// Its encoder sends pictures out of order.
    Reordered,
}

impl HealthReason {
    /// How a camera is for this reason alone.
    #[must_use]
    pub fn health(self) -> Health {
        match self {
            Self::Disconnected | Self::Frozen | Self::Black | Self::Hidden | Self::Interrupted => Health::Bad,
            Self::Overexposed
            | Self::Silent
            | Self::Battery
            | Self::Hot
            | Self::Air
            | Self::Slow
            | Self::Upright
            | Self::Reordered => Health::Weak,
        }
    }
}

/// How a camera's picture looks at a desk that draws it. What it is about has lasted for seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Looks {
    /// It is black.
    pub black: bool,
    /// Most of it is white.
    pub white: bool,
    /// Pictures come, and each is the same.
    pub still: bool,
}

/// How a phone is held and used, as it says itself; what a publisher that is no phone leaves unsaid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhoneUse {
    /// Whether its picture is higher than wide.
    pub upright: bool,
    /// Whether its page is in the background.
    pub hidden: bool,
    /// Whether the system took its camera away.
    pub interrupted: bool,
    /// Whether it is likely hot.
    pub hot: bool,
    /// Whether who holds it wants to hear the director.
    pub listens: bool,
}

/// What the director's desk wrote to a camera: it covers a third of the phone until it is tapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CameraCue {
    /// Distinguishes cues; counts up from 1.
    pub id: u32,
    /// The words, [`CameraCue::MAX_CHARS`] characters at most.
    pub text: String,
    /// When it was sent.
    #[ts(type = "number")]
    pub at: Millis,
    /// When it was tapped at the phone; it is gone some seconds later.
    #[ts(type = "number | null")]
    pub seen: Option<Millis>,
}

impl CameraCue {
    /// Longest text, in characters; more is cut off.
    pub const MAX_CHARS: usize = 80;
}

/// What is to be written to whoever holds a camera.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WrittenCue {
    /// The camera; none for all.
    #[serde(default)]
    #[ts(optional)]
    pub camera: Option<CameraNumber>,
    /// The words, of which [`CameraCue::MAX_CHARS`](super::CameraCue::MAX_CHARS) characters are kept; without any, what
    /// was written before is taken back.
    pub text: String,
}
