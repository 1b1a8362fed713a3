use crate::protocol::{
    Camera, CameraId, CameraName, CameraNumber, CameraState, Event, FeedId, HealthReason, Millis, PhoneView, Playout,
    Refusal, RefusalCode, Tally,
};

use super::effect::{Changes, Effect};
use super::health;
use super::limits::{FORGOTTEN_AFTER, MOST_CAMERAS};
use super::member::Member;
use super::memory::{Remembered, recall};

/// Who the cameras are: those of this show, and those that were here before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Roster {
    limit: u8,
    /// By number.
    members: Vec<Member>,
    /// The last camera's feed.
    last_feed: u32,
    /// The last cue that was written.
    pub(super) last_cue: u32,
    /// Remembered cameras that have not joined yet, those of the oldest show first. Together with the members never
    /// more than [`MOST_CAMERAS`]: the oldest are forgotten.
    absent: Vec<Remembered>,
}

impl Roster {
    /// An empty roster for `limit` cameras (1 to [`MOST_CAMERAS`]).
    pub(super) fn new(limit: u8, remembered: Vec<Remembered>) -> Self {
        Self {
            limit,
            members: Vec::new(),
            last_feed: 0,
            last_cue: 0,
            absent: recall(remembered, usize::from(MOST_CAMERAS)),
        }
    }

    /// The cameras, by number.
    pub(super) fn cameras(&self) -> impl Iterator<Item = &Camera> {
        self.members.iter().map(|member| &member.camera)
    }

    pub(super) fn camera_of(&self, id: &CameraId) -> Option<&Camera> {
        self.members.iter().find(|member| member.id == *id).map(|member| &member.camera)
    }

    pub(super) fn id_of(&self, number: CameraNumber) -> Option<&CameraId> {
        self.member(number).map(|member| &member.id)
    }

    /// The camera with this number, or the last one that had it and is remembered.
    pub(super) fn past_of(&self, number: CameraNumber) -> Option<&CameraId> {
        let absent = || self.absent.iter().rev().find(|camera| camera.number == number).map(|camera| &camera.id);
        self.id_of(number).or_else(absent)
    }

    /// Whose past each number stands for.
    pub(super) fn pasts(&self) -> Vec<(CameraNumber, CameraId)> {
        let here = self.members.iter().map(|member| (member.camera.number, member.id.clone()));
        let mut pasts: Vec<_> = here.collect();
        for camera in self.absent.iter().rev() {
            if pasts.iter().all(|(number, _)| *number != camera.number) {
                pasts.push((camera.number, camera.id.clone()));
            }
        }
        pasts
    }

    /// The camera with this number, or the refusal that says that there is none.
    pub(super) fn camera(&self, number: CameraNumber) -> Result<&Camera, Refusal> {
        self.member(number).map(|member| &member.camera).ok_or_else(|| unknown(number))
    }

    /// What a camera is to know; `recorded` is whether the show is.
    pub(super) fn view_of(&self, id: &CameraId, recorded: bool, budget: u32) -> Option<PhoneView> {
        self.members.iter().find(|member| member.id == *id).map(|member| member.view(recorded, budget))
    }

    pub(super) fn is_live(&self, number: CameraNumber) -> bool {
        self.member(number).is_some_and(|member| member.camera.state == CameraState::Live)
    }

    /// What to keep for the next start: those who were not here first.
    pub(super) fn remembered(&self) -> Vec<Remembered> {
        let present = self.members.iter().filter(|member| member.is_proven).map(Member::to_remember);
        self.absent.iter().cloned().chain(present).collect()
    }

    /// A publisher signalled. A camera in the roster keeps its number, a remembered one gets its number back if it is
    /// free, any other one is new.
    pub(super) fn join(&mut self, now: Millis, id: CameraId, name: Option<CameraName>) -> Result<(), Refusal> {
        if let Some(member) = self.member_of_mut(&id) {
            member.enter(CameraState::Connecting, now);
            (member.gone, member.view_told, member.needed_delay) = (None, None, 0);
            member.measured.clear();
            (member.camera.controls, member.camera.phone, member.camera.calls) = Default::default();
            member.claim(name);
            return Ok(());
        }
        if self.members.len() >= usize::from(self.limit) {
            let message = format!("The desk takes {} cameras and has them.", self.limit);
            return Err(Refusal::new(RefusalCode::DeskFull, message));
        }
        let remembered = self.absent.iter().position(|camera| camera.id == id).map(|at| self.absent.remove(at));
        let mut member = self.newcomer(now, id, remembered);
        member.claim(name);
        self.members.push(member);
        self.sort();
        Ok(())
    }

    /// Notes a camera's state. Returns its number if the camera is known and was in another state.
    pub(super) fn enter(&mut self, now: Millis, id: &CameraId, state: CameraState) -> Option<CameraNumber> {
        let member = self.member_of_mut(id)?;
        member.enter(state, now).then_some(member.camera.number)
    }

    /// A camera's connection is gone.
    pub(super) fn leave(&mut self, now: Millis, id: &CameraId) {
        if let Some(member) = self.member_of_mut(id) {
            member.enter(CameraState::Lost, now);
            member.gone = Some(now);
        }
    }

    /// A camera is to be remembered from now on.
    pub(super) fn prove(&mut self, number: CameraNumber) {
        if let Ok(member) = self.member_mut(number) {
            member.is_proven = true;
        }
        let proven = self.members.iter().filter(|member| member.is_proven).count();
        let forgotten = (proven + self.absent.len()).saturating_sub(usize::from(MOST_CAMERAS));
        self.absent.drain(..forgotten);
    }

    /// Gives a camera the director's name for it.
    pub(super) fn rename(&mut self, number: CameraNumber, name: CameraName) -> Result<(), Refusal> {
        self.member_mut(number)?.camera.name = name;
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
        for member in &mut self.members {
            member.renumber(camera, to);
        }
        self.sort();
        Ok(())
    }

    /// The numbers of the cameras that are lost.
    pub(super) fn lost(&self) -> Vec<CameraNumber> {
        let lost = self.cameras().filter(|camera| camera.state == CameraState::Lost);
        lost.map(|camera| camera.number).collect()
    }

    /// The numbers of the cameras that never had a picture and have been gone for so long that nobody tries any more.
    pub(super) fn unproven(&self, now: Millis) -> Vec<CameraNumber> {
        let is_gone = |member: &&Member| member.gone.is_some_and(|gone| now.saturating_sub(gone) >= FORGOTTEN_AFTER);
        let gone = self.members.iter().filter(|member| !member.is_proven).filter(is_gone);
        gone.map(|member| member.camera.number).collect()
    }

    /// Takes a camera out and forgets it.
    pub(super) fn remove(&mut self, number: CameraNumber) -> Result<CameraId, Refusal> {
        let at =
            self.members.iter().position(|member| member.camera.number == number).ok_or_else(|| unknown(number))?;
        Ok(self.members.remove(at).id)
    }

    /// Gives every camera its tally.
    pub(super) fn set_tallies(&mut self, tally: impl Fn(&Camera) -> Tally) {
        for member in &mut self.members {
            member.camera.tally = tally(&member.camera);
        }
    }

    /// Notes who the director speaks to.
    pub(super) fn set_spoken_to(&mut self, is_spoken_to: impl Fn(CameraNumber) -> bool) {
        for member in &mut self.members {
            member.spoken_to = is_spoken_to(member.camera.number);
        }
    }

    /// Notes what is wrong with a camera, as far as it was measured.
    pub(super) fn measured(&mut self, id: &CameraId, reasons: Vec<HealthReason>) {
        if let Some(member) = self.member_of_mut(id) {
            member.measured = reasons;
        }
    }

    /// Says of every camera how it is.
    pub(super) fn set_health(&mut self) {
        for Member { camera, measured, was_live, .. } in &mut self.members {
            camera.reasons = health::reasons(camera, measured, *was_live);
            camera.health = health::health(&camera.reasons);
        }
    }

    /// Notes the delay that a camera's pictures need.
    pub(super) fn needs_delay(&mut self, id: &CameraId, delay: Millis) {
        if let Some(member) = self.member_of_mut(id) {
            member.needed_delay = delay;
        }
    }

    /// Gives every camera its playout delay.
    pub(super) fn set_playout_delays(&mut self, playout: Playout) {
        for member in &mut self.members {
            member.camera.playout_delay = playout.delay(member.needed_delay);
        }
    }

    /// Tells everyone, and the cameras themselves, what they do not know yet; `recorded` is whether the show is, `returns`
    /// when program is live again by itself.
    pub(super) fn tell(
        &mut self,
        now: Millis,
        recorded: bool,
        budget: u32,
        returns: Option<Millis>,
        changes: &mut Changes,
    ) {
        for member in &mut self.members {
            if member.announced.as_ref() != Some(&member.camera) {
                member.announced = Some(member.camera.clone());
                changes.events.push(Event::Camera { camera: member.camera.clone() });
            }
            let view = member.view(recorded, budget);
            let live_at = returns.filter(|_| view.tally == Tally::Preview);
            if member.view_told.as_ref() != Some(&(view.clone(), live_at)) {
                member.view_told = Some((view.clone(), live_at));
                let view = PhoneView { live_in: live_at.map(|at| at.saturating_sub(now)), ..view };
                changes.effects.push(Effect::TellCamera { id: member.id.clone(), view });
            }
        }
    }

    fn member(&self, number: CameraNumber) -> Option<&Member> {
        self.members.iter().find(|member| member.camera.number == number)
    }

    pub(super) fn member_mut(&mut self, number: CameraNumber) -> Result<&mut Member, Refusal> {
        self.members.iter_mut().find(|member| member.camera.number == number).ok_or_else(|| unknown(number))
    }

    pub(super) fn member_of_mut(&mut self, id: &CameraId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.id == *id)
    }

    pub(super) fn members_mut(&mut self) -> impl Iterator<Item = &mut Member> {
        self.members.iter_mut()
    }

    fn sort(&mut self) {
        self.members.sort_by_key(|member| member.camera.number);
    }

    /// A camera that is not in the roster, as it is remembered. There is a number for it.
    fn newcomer(&mut self, now: Millis, id: CameraId, remembered: Option<Remembered>) -> Member {
        let number = match &remembered {
            Some(camera) if self.is_free(camera.number) => camera.number,
            Some(_) | None => self.free_number(),
        };
        self.last_feed += 1;
        Member::new(now, id, number, FeedId(self.last_feed), remembered)
    }

    /// Whether a number can be given to a camera.
    fn is_free(&self, number: CameraNumber) -> bool {
        (1..=MOST_CAMERAS).contains(&number.0) && self.member(number).is_none()
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

fn unknown(number: CameraNumber) -> Refusal {
    Refusal::new(RefusalCode::UnknownCamera, format!("There is no camera {number}."))
}
