//! Where program goes by itself when the camera on it fails.

use crate::protocol::{
    AskedFallback, Camera, CameraNumber, Event, Fallback, FallbackTo, FallbackUse, FeedId, Millis, Refusal,
};

use super::effect::Changes;
use super::standby::{Standby, is_good, trouble};
use super::state::Director;

impl Director {
    pub(super) fn set_fallback(
        &mut self,
        AskedFallback { to, back }: AskedFallback,
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
