use crate::protocol::{
    Camera, CameraId, CameraName, CameraNumber, CameraSettings, CameraState, FeedId, HealthReason, Millis, PhoneView,
    WantedSettings,
};

use super::memory::Remembered;

/// A camera in the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) id: CameraId,
    pub(super) camera: Camera,
    /// See [`Remembered::claimed`].
    pub(super) claimed: Option<CameraName>,
    /// Since when it has no connection.
    pub(super) gone: Option<Millis>,
    /// Whether it is to be remembered: it had a picture, today or in an earlier show, or the director said something
    /// of it. A flood of joins makes cameras that are not.
    pub(super) is_proven: bool,
    /// The delay that its pictures need, in milliseconds, as its connection measured it; each begins at 0.
    pub(super) needed_delay: Millis,
    /// Whether the director speaks to it.
    pub(super) spoken_to: bool,
    /// Whether it has had a picture since it joined for the first time.
    pub(super) was_live: bool,
    /// What is wrong with it, as its connection and the desks last said.
    pub(super) measured: Vec<HealthReason>,
    /// How often what is wanted of its phone's settings has changed.
    pub(super) serial: u32,
    /// When whoever holds it last marked something.
    pub(super) marked: Option<Millis>,
    /// What everyone knows of it.
    pub(super) announced: Option<Camera>,
    /// What it was told itself since it last joined, and when it was to be live.
    pub(super) view_told: Option<(PhoneView, Option<Millis>)>,
}

impl Member {
    /// One that has just signalled, as it is remembered.
    pub(super) fn new(
        now: Millis,
        id: CameraId,
        number: CameraNumber,
        feed: FeedId,
        remembered: Option<Remembered>,
    ) -> Self {
        let is_proven = remembered.is_some();
        let sound = remembered.as_ref().map(|camera| camera.sound).unwrap_or_default();
        let wanted = remembered.as_ref().map(|camera| camera.wanted.clone()).unwrap_or_default();
        let (name, claimed) = match remembered {
            Some(camera) if camera.name != numbered_name(camera.number) => (camera.name, camera.claimed),
            Some(camera) => (numbered_name(number), camera.claimed),
            None => (numbered_name(number), None),
        };
        let camera = Camera { sound, wanted, ..Camera::new(number, feed, name, now) };
        let serial = u32::from(camera.wanted != CameraSettings::default());
        Self {
            id,
            camera,
            claimed,
            gone: None,
            is_proven,
            needed_delay: 0,
            spoken_to: false,
            was_live: false,
            measured: Vec::new(),
            serial,
            marked: None,
            announced: None,
            view_told: None,
        }
    }

    /// What its camera is to know.
    pub(super) fn view(&self, recorded: bool, budget: u32) -> PhoneView {
        let Camera { number, ref name, tally, sound, .. } = self.camera;
        PhoneView {
            number,
            name: name.clone(),
            tally,
            sound: sound.mode,
            recorded,
            budget: self.camera.wanted.kbps.unwrap_or(budget),
            live_in: None,
            wanted: WantedSettings { serial: self.serial, settings: self.camera.wanted.clone() },
            cue: self.camera.cue.clone(),
            calls: self.camera.calls.is_some(),
            spoken_to: self.spoken_to,
        }
    }

    pub(super) fn to_remember(&self) -> Remembered {
        Remembered {
            id: self.id.clone(),
            number: self.camera.number,
            name: self.camera.name.clone(),
            claimed: self.claimed.clone(),
            sound: self.camera.sound,
            wanted: self.camera.wanted.lasting(),
            missed: 0,
        }
    }

    /// Says one number for the other. Everyone knows that these two have changed places.
    pub(super) fn renumber(&mut self, one: CameraNumber, other: CameraNumber) {
        let before = self.camera.number;
        let number = before.swapped(one, other);
        self.camera.number = number;
        self.announced.iter_mut().for_each(|announced| announced.number = number);
        if number != before && self.camera.name == numbered_name(before) {
            self.camera.name = numbered_name(number);
        }
    }

    /// Returns whether it is another state than before.
    pub(super) fn enter(&mut self, state: CameraState, now: Millis) -> bool {
        if self.camera.state == state {
            return false;
        }
        self.camera.state = state;
        self.camera.since = now;
        self.was_live |= state == CameraState::Live;
        (self.camera.delay, self.camera.alignment) = (None, None);
        true
    }

    /// Takes the name that the camera claims, unless it is the one that it claimed before: the director may have
    /// chosen another one since.
    pub(super) fn claim(&mut self, name: Option<CameraName>) {
        if let Some(name) = name.filter(|name| self.claimed.as_ref() != Some(name)) {
            self.camera.name = name.clone();
            self.claimed = Some(name);
        }
    }
}

/// The name of a camera that nobody named.
fn numbered_name(number: CameraNumber) -> CameraName {
    CameraName::new(&format!("Camera {number}")).expect("it has visible characters")
}
