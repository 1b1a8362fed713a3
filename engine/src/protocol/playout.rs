use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Millis;

/// How far behind whoever watches may be, so that they see every camera's pictures in their own rhythm: the second
/// screen. The desk's tiles and its program show what comes at once, whatever this says.
///
/// The playout delay of each camera is measured and follows its air ([`Camera::playout_delay`]); this is its bound.
///
/// [`Camera::playout_delay`]: super::Camera::playout_delay
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Playout {
    /// Every picture at once, as on the desk: no delay.
    AsItComes,
    /// The least delay that holds the pictures even: [`Playout::AUTOMATIC_BOUND`] at most.
    #[default]
    Automatic,
    /// The same, but no longer than this.
    UpTo {
        /// The bound in milliseconds: 0 to [`Playout::LONGEST_DELAY`].
        #[ts(type = "number")]
        delay: Millis,
    },
}

impl Playout {
    /// The highest bound in milliseconds: who waits for longer watches something else.
    pub const LONGEST_DELAY: Millis = 2_000;
    /// The bound of [`Playout::Automatic`], in milliseconds: on air that needs more, a picture that stands still now and
    /// then is the lesser evil for people who are in the room with what they see.
    pub const AUTOMATIC_BOUND: Millis = 1_000;

    /// The playout delay of a camera whose pictures need this one.
    #[must_use]
    pub fn delay(self, needed: Millis) -> Millis {
        match self {
            Self::AsItComes => 0,
            Self::Automatic => needed.min(Self::AUTOMATIC_BOUND),
            Self::UpTo { delay } => needed.min(delay),
        }
    }
}
