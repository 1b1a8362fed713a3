use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CameraNumber, Millis};

/// What a camera's microphone is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SoundMode {
    /// As it sounds: no echo cancellation, noise suppression or gain control.
    #[default]
    Music,
    /// With the phone's speech processing.
    Speech,
}

/// How a camera's sound is made and used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CameraSound {
    /// What the phone does to it.
    pub mode: SoundMode,
    /// How much later than it came it is heard, in milliseconds: 0 to [`CameraSound::LONGEST_DELAY`].
    #[ts(type = "number")]
    pub delay: Millis,
}

impl CameraSound {
    /// The longest delay in milliseconds: more than a mixer, a receiver and a projector add together.
    pub const LONGEST_DELAY: Millis = 1_000;
}

/// Where the sound of program comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SoundSource {
    /// What program shows: the camera that the director chose, and a replay's own sound, at its usual speed. In slow motion
    /// and where a replay stands there is silence.
    #[default]
    Follow,
    /// This camera, whatever the picture is: the one at the mixer, say.
    Camera {
        /// The camera.
        camera: CameraNumber,
    },
}

/// The sound of program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProgramSound {
    /// Where it comes from.
    pub source: SoundSource,
    /// Whether the audience hears nothing.
    pub muted: bool,
}

impl ProgramSound {
    /// Whose live sound it is, if that camera is live: `selected` is what program shows unless the director holds or a replay
    /// rolls, which is to say `is_elsewhere`.
    #[must_use]
    pub fn camera(&self, selected: Option<CameraNumber>, is_elsewhere: bool) -> Option<CameraNumber> {
        match self.source {
            _ if self.muted => None,
            SoundSource::Follow if is_elsewhere => None,
            SoundSource::Follow => selected,
            SoundSource::Camera { camera } => Some(camera),
        }
    }

    /// Whether it is what program shows, and heard.
    #[must_use]
    pub fn follows(&self) -> bool {
        !self.muted && self.source == SoundSource::Follow
    }
}

/// How loud a camera is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Level {
    /// The camera.
    pub camera: CameraNumber,
    /// The loudest of the last tenth of a second, in dBov (RFC 6464): -127 to 0.
    pub peak: i8,
    /// Whether it was at full scale for long enough to be distorted.
    pub clipping: bool,
    /// Whether nothing at all has been heard for seconds: a muted microphone or an unplugged cable.
    pub silent: bool,
}
