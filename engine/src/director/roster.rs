use crate::protocol::{
    Camera, CameraId, CameraName, CameraNumber, CameraSound, CameraState, Event, FeedId, Millis, PhoneView, Refusal,
    RefusalCode, Tally,
};

use super::effect::{Changes, Effect};
use super::limits::{FORGOTTEN_AFTER, MOST_CAMERAS};
use super::memory::{Remembered, recall};

/// A camera's place in the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    id: CameraId,
    camera: Camera,
    /// See [`Remembered::claimed`].
    claimed: Option<CameraName>,
    /// Since when it is in the roster: its feed has nothing older.
    joined: Millis,
    /// Since when it has no connection.
    gone: Option<Millis>,
    /// Whether it is to be remembered: it had a picture, today or in an earlier show, or the director said something
    /// of it. A flood of joins makes cameras that are not.
    is_proven: bool,
    /// What everyone knows of it.
    announced: Option<Camera>,
    /// What it was told itself since it last joined.
    told: Option<PhoneView>,
}

/// Who the cameras are: those of this show, and those that were here before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Roster {
    limit: u8,
    /// By number.
    places: Vec<Place>,
    /// The last camera's feed.
    last_feed: u32,
    /// Remembered cameras that have not joined yet, those of the oldest show first. Together with the places never
    /// more than [`MOST_CAMERAS`]: the oldest are forgotten.
    absent: Vec<Remembered>,
}

impl Roster {
    /// An empty roster for `limit` cameras (1 to [`MOST_CAMERAS`]).
    pub(super) fn new(limit: u8, remembered: Vec<Remembered>) -> Self {
        Self { limit, places: Vec::new(), last_feed: 0, absent: recall(remembered, usize::from(MOST_CAMERAS)) }
    }

    /// The cameras, by number.
    pub(super) fn cameras(&self) -> impl Iterator<Item = &Camera> {
        self.places.iter().map(|place| &place.camera)
    }

    pub(super) fn camera_of(&self, id: &CameraId) -> Option<&Camera> {
        self.places.iter().find(|place| place.id == *id).map(|place| &place.camera)
    }

    pub(super) fn id_of(&self, number: CameraNumber) -> Option<&CameraId> {
        self.place(number).map(|place| &place.id)
    }

    /// The camera with this number, or the refusal that says that there is none.
    pub(super) fn camera(&self, number: CameraNumber) -> Result<&Camera, Refusal> {
        self.place(number).map(|place| &place.camera).ok_or_else(|| unknown(number))
    }

    /// What a camera is to know; `recorded` is whether the show is.
    pub(super) fn view_of(&self, id: &CameraId, recorded: bool) -> Option<PhoneView> {
        self.places.iter().find(|place| place.id == *id).map(|place| place.view(recorded))
    }

    pub(super) fn is_live(&self, number: CameraNumber) -> bool {
        self.place(number).is_some_and(|place| place.camera.state == CameraState::Live)
    }

    /// Since when the number belongs to the camera that has it.
    pub(super) fn joined(&self, number: CameraNumber) -> Option<Millis> {
        self.place(number).map(|place| place.joined)
    }

    /// What to keep for the next start: those who were not here first.
    pub(super) fn remembered(&self) -> Vec<Remembered> {
        let present = self.places.iter().filter(|place| place.is_proven).map(Place::to_remember);
        self.absent.iter().cloned().chain(present).collect()
    }

    /// A publisher signalled. A camera in the roster keeps its place, a remembered one gets its number back if it is
    /// free, any other one is new.
    pub(super) fn join(&mut self, now: Millis, id: CameraId, name: Option<CameraName>) -> Result<(), Refusal> {
        if let Some(place) = self.places.iter_mut().find(|place| place.id == id) {
            place.enter(CameraState::Connecting, now);
            (place.gone, place.told) = (None, None);
            place.claim(name);
            return Ok(());
        }
        if self.places.len() >= usize::from(self.limit) {
            let message = format!("The desk takes {} cameras and has them.", self.limit);
            return Err(Refusal::new(RefusalCode::DeskFull, message));
        }
        let remembered = self.absent.iter().position(|camera| camera.id == id).map(|at| self.absent.remove(at));
        let mut place = self.seat(now, id, remembered);
        place.claim(name);
        self.places.push(place);
        self.sort();
        Ok(())
    }

    /// Notes a camera's state. Returns its number if the camera is known and was in another state.
    pub(super) fn enter(&mut self, now: Millis, id: &CameraId, state: CameraState) -> Option<CameraNumber> {
        let place = self.places.iter_mut().find(|place| place.id == *id)?;
        place.enter(state, now).then_some(place.camera.number)
    }

    /// A camera's connection is gone.
    pub(super) fn leave(&mut self, now: Millis, id: &CameraId) {
        if let Some(place) = self.places.iter_mut().find(|place| place.id == *id) {
            place.enter(CameraState::Lost, now);
            place.gone = Some(now);
        }
    }

    /// A camera is to be remembered from now on.
    pub(super) fn prove(&mut self, number: CameraNumber) {
        if let Some(place) = self.places.iter_mut().find(|place| place.camera.number == number) {
            place.is_proven = true;
        }
        let proven = self.places.iter().filter(|place| place.is_proven).count();
        let forgotten = (proven + self.absent.len()).saturating_sub(usize::from(MOST_CAMERAS));
        self.absent.drain(..forgotten);
    }

    /// Gives a camera the director's name for it.
    pub(super) fn rename(&mut self, number: CameraNumber, name: CameraName) -> Result<(), Refusal> {
        let place = self.places.iter_mut().find(|place| place.camera.number == number);
        place.ok_or_else(|| unknown(number))?.camera.name = name;
        self.prove(number);
        Ok(())
    }

    /// Gives a camera another number; who has it takes this one's. A name that was only a number follows the number.
    ///
    /// # Errors
    /// There is no such camera, or the roster has no such number.
    pub(super) fn renumber(&mut self, camera: CameraNumber, to: CameraNumber) -> Result<(), Refusal> {
        self.camera(camera)?;
        if !(1..=self.limit).contains(&to.0) {
            let message = format!("A camera's number is 1 to {}.", self.limit);
            return Err(Refusal::new(RefusalCode::OutOfRange, message));
        }
        for place in &mut self.places {
            place.renumber(camera, to);
        }
        self.sort();
        Ok(())
    }

    /// Changes how a camera's sound is made and used.
    pub(super) fn set_sound(
        &mut self,
        number: CameraNumber,
        change: impl FnOnce(&mut CameraSound),
    ) -> Result<(), Refusal> {
        let place = self.places.iter_mut().find(|place| place.camera.number == number);
        change(&mut place.ok_or_else(|| unknown(number))?.camera.sound);
        self.prove(number);
        Ok(())
    }

    /// The numbers of the cameras that are lost.
    pub(super) fn lost(&self) -> Vec<CameraNumber> {
        let lost = self.cameras().filter(|camera| camera.state == CameraState::Lost);
        lost.map(|camera| camera.number).collect()
    }

    /// The numbers of the cameras that never had a picture and have been gone for so long that nobody tries any more.
    pub(super) fn unproven(&self, now: Millis) -> Vec<CameraNumber> {
        let is_gone = |place: &&Place| place.gone.is_some_and(|gone| now.saturating_sub(gone) >= FORGOTTEN_AFTER);
        let gone = self.places.iter().filter(|place| !place.is_proven).filter(is_gone);
        gone.map(|place| place.camera.number).collect()
    }

    /// Takes a camera out and forgets it.
    pub(super) fn remove(&mut self, number: CameraNumber) -> Result<CameraId, Refusal> {
        let at = self.places.iter().position(|place| place.camera.number == number).ok_or_else(|| unknown(number))?;
        Ok(self.places.remove(at).id)
    }

    /// Gives every camera its tally.
    pub(super) fn set_tallies(&mut self, tally: impl Fn(&Camera) -> Tally) {
        for place in &mut self.places {
            place.camera.tally = tally(&place.camera);
        }
    }

    /// Tells everyone, and the cameras themselves, what they do not know yet; `recorded` is whether the show is.
    pub(super) fn tell(&mut self, recorded: bool, changes: &mut Changes) {
        for place in &mut self.places {
            if place.announced.as_ref() != Some(&place.camera) {
                place.announced = Some(place.camera.clone());
                changes.events.push(Event::Camera { camera: place.camera.clone() });
            }
            let view = place.view(recorded);
            if place.told.as_ref() != Some(&view) {
                place.told = Some(view.clone());
                changes.effects.push(Effect::TellCamera { id: place.id.clone(), view });
            }
        }
    }

    fn place(&self, number: CameraNumber) -> Option<&Place> {
        self.places.iter().find(|place| place.camera.number == number)
    }

    fn sort(&mut self) {
        self.places.sort_by_key(|place| place.camera.number);
    }

    /// A place for a camera that has none, as it is remembered. There is one.
    fn seat(&mut self, now: Millis, id: CameraId, remembered: Option<Remembered>) -> Place {
        let number = match &remembered {
            Some(camera) if self.is_free(camera.number) => camera.number,
            Some(_) | None => self.free_number(),
        };
        let is_proven = remembered.is_some();
        let sound = remembered.as_ref().map(|camera| camera.sound).unwrap_or_default();
        let (name, claimed) = match remembered {
            Some(camera) if camera.name != numbered_name(camera.number) => (camera.name, camera.claimed),
            Some(camera) => (numbered_name(number), camera.claimed),
            None => (numbered_name(number), None),
        };
        self.last_feed += 1;
        let (feed, state, tally) = (FeedId(self.last_feed), CameraState::Connecting, Tally::Off);
        let camera = Camera { number, feed, name, state, since: now, tally, sound };
        Place { id, camera, claimed, joined: now, gone: None, is_proven, announced: None, told: None }
    }

    /// Whether a number can be given to a camera.
    fn is_free(&self, number: CameraNumber) -> bool {
        (1..=MOST_CAMERAS).contains(&number.0) && self.place(number).is_none()
    }

    /// The lowest number that nobody has; if possible one for which nobody is expected to come back.
    fn free_number(&self) -> CameraNumber {
        let mut free = (1..=self.limit).map(CameraNumber).filter(|number| self.is_free(*number));
        let expected = |number| self.absent.iter().any(|camera| camera.number == number && camera.is_expected());
        let unexpected = free.clone().find(|number| !expected(*number));
        unexpected
            .or_else(|| free.next())
            .expect("there are fewer cameras than the limit, so a number up to it is free")
    }
}

impl Place {
    /// What its camera is to know.
    fn view(&self, recorded: bool) -> PhoneView {
        let Camera { number, ref name, tally, sound, .. } = self.camera;
        PhoneView { number, name: name.clone(), tally, sound: sound.mode, recorded }
    }

    fn to_remember(&self) -> Remembered {
        Remembered {
            id: self.id.clone(),
            number: self.camera.number,
            name: self.camera.name.clone(),
            claimed: self.claimed.clone(),
            sound: self.camera.sound,
            missed: 0,
        }
    }

    /// Says one number for the other. Everyone knows that these two have changed places.
    fn renumber(&mut self, one: CameraNumber, other: CameraNumber) {
        let before = self.camera.number;
        let number = before.swapped(one, other);
        self.camera.number = number;
        self.announced.iter_mut().for_each(|announced| announced.number = number);
        if number != before && self.camera.name == numbered_name(before) {
            self.camera.name = numbered_name(number);
        }
    }

    /// Returns whether it is another state than before.
    fn enter(&mut self, state: CameraState, now: Millis) -> bool {
        if self.camera.state == state {
            return false;
        }
        self.camera.state = state;
        self.camera.since = now;
        true
    }

    /// Takes the name that the camera claims, unless it is the one that it claimed before: the director may have
    /// chosen another one since.
    fn claim(&mut self, name: Option<CameraName>) {
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

fn unknown(number: CameraNumber) -> Refusal {
    Refusal::new(RefusalCode::UnknownCamera, format!("There is no camera {number}."))
}
