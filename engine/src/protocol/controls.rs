use serde::{Deserialize, Deserializer, Serialize, de};
use ts_rs::TS;

use super::CameraNumber;

/// A number that is one: neither infinite nor none at all, so that it equals itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, TS)]
#[ts(type = "number")]
pub struct Finite(f64);

impl Eq for Finite {}

impl Finite {
    /// The number; none if it is infinite or not a number.
    #[must_use]
    pub fn new(number: f64) -> Option<Self> {
        number.is_finite().then_some(Self(number))
    }

    /// It, as a plain number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Finite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(f64::deserialize(deserializer)?).ok_or_else(|| de::Error::custom("not a finite number"))
    }
}

/// What can be set of a camera's picture and sound. What is not said stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CameraSettings {
    /// A [`Lens::id`].
    #[ts(optional = nullable)]
    pub lens: Option<String>,
    /// As its browser counts: 1 is not always the widest.
    #[ts(optional = nullable)]
    pub zoom: Option<Finite>,
    /// The light.
    #[ts(optional = nullable)]
    pub torch: Option<bool>,
    /// Exposure compensation, in EV.
    #[ts(optional = nullable)]
    pub exposure: Option<Finite>,
    /// Whether the exposure stays as it is, whatever comes into the picture.
    #[ts(optional = nullable)]
    pub exposure_locked: Option<bool>,
    /// Focus distance, in metres.
    #[ts(optional = nullable)]
    pub focus: Option<Finite>,
    /// Whether the focus stays as it is.
    #[ts(optional = nullable)]
    pub focus_locked: Option<bool>,
    /// Colour temperature, in kelvin.
    #[ts(optional = nullable)]
    pub white_balance: Option<Finite>,
    /// Whether the white balance stays as it is.
    #[ts(optional = nullable)]
    pub white_balance_locked: Option<bool>,
    /// The picture's shorter side, in pixels: one of [`Controls::heights`].
    #[ts(optional = nullable)]
    pub height: Option<u16>,
    /// Pictures a second, at most.
    #[ts(optional = nullable)]
    pub fps: Option<u8>,
    /// The most that it may send of its pictures, in kbit/s; 0 for what every camera may.
    #[ts(optional = nullable)]
    pub kbps: Option<u32>,
    /// Whether its microphone sends silence.
    #[ts(optional = nullable)]
    pub muted: Option<bool>,
    /// Whether an upright picture is wanted of it.
    #[ts(optional = nullable)]
    pub portrait: Option<bool>,
}

/// What is to be set of a camera.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Adjustment {
    /// The camera.
    pub camera: CameraNumber,
    /// What of it, and how.
    #[serde(flatten)]
    pub settings: CameraSettings,
}

/// What a phone can do, and how it is set: as its browser says. A publisher that is no phone can do nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Controls {
    /// Its lenses, in an order that stays.
    pub lenses: Vec<Lens>,
    /// The [`Lens::id`] of the one that is open.
    pub lens: Option<String>,
    /// None where it has no zoom, and so on.
    pub zoom: Option<ControlRange>,
    /// Whether the light is on.
    pub torch: Option<bool>,
    /// Exposure compensation, in EV.
    pub exposure: Option<ControlRange>,
    /// Whether the exposure is locked.
    pub exposure_locked: Option<bool>,
    /// Focus distance, in metres.
    pub focus: Option<ControlRange>,
    /// Whether the focus is locked.
    pub focus_locked: Option<bool>,
    /// Colour temperature, in kelvin.
    pub white_balance: Option<ControlRange>,
    /// Whether the white balance is locked.
    pub white_balance_locked: Option<bool>,
    /// The shorter sides that its picture can have, in pixels, the largest first.
    pub heights: Vec<u16>,
    /// The one that it has.
    pub height: Option<u16>,
    /// The rates that its picture can have, in pictures a second, the highest first.
    pub rates: Vec<u8>,
    /// The one that was asked for.
    pub fps: Option<u8>,
    /// Whether its microphone sends silence.
    pub muted: bool,
    /// What it offered and then refused, last time that it was asked: names of fields of [`CameraSettings`].
    pub refused: Vec<String>,
    /// The newest [`WantedSettings::serial`] that it has taken in.
    pub serial: u32,
}

impl CameraSettings {
    /// This one, with what is said in another one taken over.
    pub(crate) fn with(self, said: Self) -> Self {
        Self {
            lens: said.lens.or(self.lens),
            zoom: said.zoom.or(self.zoom),
            torch: said.torch.or(self.torch),
            exposure: said.exposure.or(self.exposure),
            exposure_locked: said.exposure_locked.or(self.exposure_locked),
            focus: said.focus.or(self.focus),
            focus_locked: said.focus_locked.or(self.focus_locked),
            white_balance: said.white_balance.or(self.white_balance),
            white_balance_locked: said.white_balance_locked.or(self.white_balance_locked),
            height: said.height.or(self.height),
            fps: said.fps.or(self.fps),
            kbps: said.kbps.or(self.kbps),
            muted: said.muted.or(self.muted),
            portrait: said.portrait.or(self.portrait),
        }
    }

    /// What of it holds whenever the camera films: its size and rate, what it may send, and how it may be held. The rest is of
    /// the moment: nobody wants last night's light on.
    pub(crate) fn lasting(&self) -> Self {
        let &Self { height, fps, kbps, portrait, .. } = self;
        Self { height, fps, kbps, portrait, ..Self::default() }
    }

    /// Forgets what is set otherwise at the phone, which had heard of it: whoever holds it wanted something else.
    pub(crate) fn overrule(&mut self, controls: &Controls) {
        fn forget<T: PartialEq>(wanted: &mut Option<T>, is: Option<&T>) {
            if is.is_some() && wanted.as_ref() != is {
                *wanted = None;
            }
        }
        fn beyond_a_step(wanted: &mut Option<Finite>, is: Option<&ControlRange>) {
            let Some((range, number)) = is.zip(*wanted) else { return };
            let step = range.step.get().max((range.max.get() - range.min.get()) / 100.0);
            if (range.value.get() - number.get()).abs() > step {
                *wanted = None;
            }
        }
        forget(&mut self.lens, controls.lens.as_ref());
        forget(&mut self.torch, controls.torch.as_ref());
        forget(&mut self.exposure_locked, controls.exposure_locked.as_ref());
        forget(&mut self.focus_locked, controls.focus_locked.as_ref());
        forget(&mut self.white_balance_locked, controls.white_balance_locked.as_ref());
        forget(&mut self.height, controls.height.as_ref());
        forget(&mut self.fps, controls.fps.as_ref());
        forget(&mut self.muted, Some(&controls.muted));
        beyond_a_step(&mut self.zoom, controls.zoom.as_ref());
        beyond_a_step(&mut self.exposure, controls.exposure.as_ref());
        beyond_a_step(&mut self.focus, controls.focus.as_ref());
        beyond_a_step(&mut self.white_balance, controls.white_balance.as_ref());
    }
}

/// How far something can be set, and where it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ControlRange {
    /// The least.
    pub min: Finite,
    /// The most.
    pub max: Finite,
    /// Between two steps; 0 where any value will do.
    pub step: Finite,
    /// Where it is.
    pub value: Finite,
}

/// One of a phone's cameras, the word being used for the phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Lens {
    /// Names it as long as the phone's page is open.
    pub id: String,
    /// As the phone calls it, in the phone's language.
    pub label: String,
    /// Whether it looks at who holds the phone.
    pub front: bool,
}

/// What the director wants of a phone's picture and sound, as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WantedSettings {
    /// Counts up with each change. A phone does what is new to it, once: whoever holds it may set something else after.
    pub serial: u32,
    /// What was said so far, and not been overruled at the phone since.
    pub settings: CameraSettings,
}
