//! Where program goes by itself when the camera on it fails.

use crate::protocol::{
    Camera, CameraNumber, CameraState, Event, Fallback, FallbackTo, FallbackUse, FeedId, Health, HealthReason, Millis,
    Refusal,
};

use super::effect::Changes;
use super::roster::Roster;
use super::state::Director;

/// The fallback, and what there is to know for it. Cameras go by their feed here: numbers change places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Standby {
    /// What everyone knows.
    pub(super) told: Fallback,
    /// The selected camera, from when it was good: one that the director cut to though it is frozen is theirs to leave.
    trusted: Option<FeedId>,
    /// The camera that the director had chosen when program went to its fallback, until they choose again.
    chosen: Option<FeedId>,
    /// The cameras that failed since then: none of them is gone back to from the slate, unless that is wanted.
    failed: Vec<FeedId>,
    /// Whether the fallback left program without a camera: then the next one with a picture is not taken by itself.
    slate: bool,
    /// The cameras that were selected and good, the last one behind.
    good: Vec<FeedId>,
}

impl Standby {
    /// As it was armed in an earlier run.
    pub(super) fn armed(to: Option<FallbackTo>, back: bool) -> Self {
        Self { told: Fallback { to, back, used: None }, ..Self::default() }
    }

    /// Whether program is to be left as it is until the director says something.
    pub(super) fn keeps_slate(&self) -> bool {
        self.slate
    }

    /// The director has chosen: nothing that the fallback did counts any more.
    fn overruled(&mut self) {
        self.told.used = None;
        self.trusted = None;
        self.begin_anew();
    }

    /// Program shows what the director chose: what failed before does not count any more.
    fn begin_anew(&mut self) {
        (self.chosen, self.slate) = (None, false);
        self.failed.clear();
    }

    /// A camera left the roster: nothing names it any more. As a fallback the last good one stands in for it.
    fn forget(&mut self, number: CameraNumber, feed: FeedId) {
        if self.told.to == Some(FallbackTo::Camera(number)) {
            self.told.to = Some(FallbackTo::Last);
        }
        self.told.used.take_if(|used| used.camera == number || used.to == Some(number));
        self.chosen.take_if(|chosen| *chosen == feed);
        self.trusted.take_if(|trusted| *trusted == feed);
        self.failed.retain(|failed| *failed != feed);
        self.good.retain(|good| *good != feed);
        self.slate &= !self.failed.is_empty();
    }

    /// Notes that the selected camera is good, as the one to come back to.
    fn trust(&mut self, feed: FeedId) {
        if self.trusted != Some(feed) || self.good.last() != Some(&feed) {
            self.trusted = Some(feed);
            self.good.retain(|good| *good != feed);
            self.good.push(feed);
        }
    }

    /// The camera to go to from the one that has just failed; none for the slate.
    fn choice(&self, to: FallbackTo, failed: FeedId, roster: &Roster) -> Option<CameraNumber> {
        let last = || {
            let of = |feed: &FeedId| roster.cameras().find(|camera| camera.feed == *feed);
            let good = self.good.iter().rev().filter(|feed| **feed != failed).filter_map(of);
            good.filter(|camera| is_good(camera)).map(|camera| camera.number).next()
        };
        match to {
            FallbackTo::Slate => None,
            FallbackTo::Last => last(),
            FallbackTo::Camera(number) => {
                let named =
                    roster.camera(number).ok().filter(|camera| camera.feed != failed && trouble(camera).is_none());
                named.map(|camera| camera.number).or_else(last)
            }
        }
    }
}

/// Why a camera can't stay on program by itself.
fn trouble(camera: &Camera) -> Option<HealthReason> {
    match camera.state {
        CameraState::Connecting | CameraState::Lost => Some(HealthReason::Disconnected),
        CameraState::Live => camera.reasons.iter().copied().find(|reason| *reason == HealthReason::Frozen),
    }
}

fn is_good(camera: &Camera) -> bool {
    camera.state == CameraState::Live && camera.health != Health::Bad
}

impl Director {
    pub(super) fn set_fallback(
        &mut self,
        to: Option<FallbackTo>,
        back: bool,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        if let Some(FallbackTo::Camera(camera)) = to {
            self.roster.camera(camera)?;
        }
        self.standby_changes(changes, |standby| (standby.told.to, standby.told.back) = (to, back));
        Ok(())
    }

    pub(super) fn fallback_understood(&mut self, changes: &mut Changes) {
        self.standby_changes(changes, |standby| standby.told.used = None);
    }

    /// The director cut to a camera.
    pub(super) fn fallback_overruled(&mut self, changes: &mut Changes) {
        self.standby_changes(changes, Standby::overruled);
    }

    pub(super) fn fallback_without(&mut self, number: CameraNumber, feed: FeedId, changes: &mut Changes) {
        self.standby_changes(changes, |standby| standby.forget(number, feed));
    }

    fn standby_changes(&mut self, changes: &mut Changes, change: impl FnOnce(&mut Standby)) {
        let before = self.standby.told.clone();
        change(&mut self.standby);
        if self.standby.told != before {
            changes.events.retain(|event| !matches!(event, Event::Fallback { .. }));
            changes.events.push(Event::Fallback { fallback: self.standby.told.clone() });
        }
    }

    /// Goes to the fallback if the selected camera has failed, and back where that is wanted.
    pub(super) fn fall_back(&mut self, now: Millis, changes: &mut Changes) {
        let selected = self.switcher.selected().and_then(|number| self.roster.camera(number).ok());
        match selected.map(|camera| (camera.feed, camera.number, trouble(camera))) {
            Some((feed, _, None)) => {
                self.standby.trust(feed);
                self.go_back(now, changes);
            }
            Some((feed, number, Some(reason))) => {
                let Some(to) = self.standby.told.to.filter(|_| self.standby.trusted == Some(feed)) else { return };
                let choice = self.standby.choice(to, feed, &self.roster);
                self.standby_changes(changes, |standby| {
                    standby.chosen.get_or_insert(feed);
                    standby.failed.retain(|failed| *failed != feed);
                    standby.failed.push(feed);
                    standby.slate = choice.is_none();
                    standby.told.used = Some(FallbackUse { camera: number, reason, at: now, to: choice });
                });
                self.select(choice, changes);
            }
            None if self.standby.slate => {
                self.go_back(now, changes);
                self.leave_slate(changes);
            }
            None => {}
        }
    }

    /// Selects the camera that the director had chosen, if that is wanted and it has been good for long enough.
    fn go_back(&mut self, now: Millis, changes: &mut Changes) {
        let Standby { told, chosen, .. } = &self.standby;
        let Some(chosen) = chosen.filter(|_| told.back && told.to.is_some()) else { return };
        let lasts = |camera: &&Camera| now.saturating_sub(camera.since) >= Fallback::BACK_AFTER && is_good(camera);
        let Some(camera) = self.roster.cameras().find(|camera| camera.feed == chosen).filter(lasts) else { return };
        let number = camera.number;
        if self.switcher.selected() != Some(number) {
            self.standby.begin_anew();
            self.standby.trust(chosen);
            self.select(Some(number), changes);
        }
    }

    /// On the slate because there was nothing else: the camera that was named for this, as soon as it is there, unless it
    /// has failed itself.
    fn leave_slate(&mut self, changes: &mut Changes) {
        let Some(FallbackTo::Camera(number)) = self.standby.told.to.filter(|_| self.standby.slate) else { return };
        let Ok(camera) = self.roster.camera(number) else { return };
        let feed = camera.feed;
        if is_good(camera) && !self.standby.failed.contains(&feed) {
            self.standby.trust(feed);
            self.standby_changes(changes, |standby| {
                standby.slate = false;
                if let Some(used) = &mut standby.told.used {
                    used.to = Some(number);
                }
            });
            self.select(Some(number), changes);
        }
    }
}
