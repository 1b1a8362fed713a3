use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CameraNumber, HealthReason, Millis};

/// Where program goes by itself when the camera on it is lost or frozen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Fallback {
    /// Where; none while nothing is armed: then the slate is on program until that camera is back, and the camera again.
    pub to: Option<FallbackTo>,
    /// Whether program goes back by itself, once the camera that the director chose has been good for
    /// [`Fallback::BACK_AFTER`].
    pub back: bool,
    /// What happened last, until the director cuts or has understood it.
    pub used: Option<FallbackUse>,
}

impl Fallback {
    /// How long a camera has to be good before program goes back to it by itself, in milliseconds: one that comes and
    /// goes would take program along each time.
    pub const BACK_AFTER: Millis = 2_000;

    /// Says one number for the other, wherever there is one.
    pub(crate) fn renumber(&mut self, one: CameraNumber, other: CameraNumber) {
        if let Some(FallbackTo::Camera(camera)) = &mut self.to {
            *camera = camera.swapped(one, other);
        }
        if let Some(used) = &mut self.used {
            used.camera = used.camera.swapped(one, other);
            used.to = used.to.map(|camera| camera.swapped(one, other));
        }
    }
}

/// What the director asks for as a fallback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AskedFallback {
    /// Where program goes; none for nowhere: then the slate is on program until that camera is back.
    pub to: Option<FallbackTo>,
    /// Whether it goes back by itself once the camera that the director chose is good again.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub back: bool,
}

/// A director's choice of a fallback. In JSON it is a word or a camera's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FallbackTo {
    /// The slate.
    Slate,
    /// The camera that was on program last and is good; the slate where there is none.
    Last,
    /// This camera; where it has no picture, as [`FallbackTo::Last`].
    #[serde(untagged)]
    Camera(CameraNumber),
}

/// That program went to its fallback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FallbackUse {
    /// The camera that failed.
    pub camera: CameraNumber,
    /// In which way: it is [`HealthReason::Disconnected`] or [`HealthReason::Frozen`].
    pub reason: HealthReason,
    /// When.
    #[ts(type = "number")]
    pub at: Millis,
    /// The camera that program went to; none for the slate.
    pub to: Option<CameraNumber>,
}
