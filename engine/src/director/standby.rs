//! What there is to know for a fallback.

use crate::protocol::{Camera, CameraNumber, CameraState, Fallback, FallbackTo, FeedId, Health, HealthReason};

use super::roster::Roster;

/// The fallback, and what there is to know for it. Cameras go by their feed here: numbers change places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Standby {
    /// What everyone knows.
    pub(super) told: Fallback,
    /// The selected camera, from when it was good: one that the director cut to though it is frozen is theirs to leave.
    pub(super) trusted: Option<FeedId>,
    /// The camera that the director had chosen when program went to its fallback, until they choose again.
    pub(super) chosen: Option<FeedId>,
    /// The cameras that failed since then: none of them is gone back to from the slate, unless that is wanted.
    pub(super) failed: Vec<FeedId>,
    /// Whether the fallback left program without a camera: then the next one with a picture is not taken by itself.
    pub(super) slate: bool,
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
    pub(super) fn overruled(&mut self) {
        self.told.used = None;
        self.trusted = None;
        self.begin_anew();
    }

    /// Program shows what the director chose: what failed before does not count any more.
    pub(super) fn begin_anew(&mut self) {
        (self.chosen, self.slate) = (None, false);
        self.failed.clear();
    }

    /// A camera left the roster: nothing names it any more. As a fallback the last good one stands in for it.
    pub(super) fn forget(&mut self, number: CameraNumber, feed: FeedId) {
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
    pub(super) fn trust(&mut self, feed: FeedId) {
        if self.trusted != Some(feed) || self.good.last() != Some(&feed) {
            self.trusted = Some(feed);
            self.good.retain(|good| *good != feed);
            self.good.push(feed);
        }
    }

    /// The camera to go to from the one that has just failed; none for the slate.
    pub(super) fn choice(&self, to: FallbackTo, failed: FeedId, roster: &Roster) -> Option<CameraNumber> {
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
pub(super) fn trouble(camera: &Camera) -> Option<HealthReason> {
    match camera.state {
        CameraState::Connecting | CameraState::Lost => Some(HealthReason::Disconnected),
        CameraState::Live => camera.reasons.iter().copied().find(|reason| *reason == HealthReason::Frozen),
    }
}

pub(super) fn is_good(camera: &Camera) -> bool {
    camera.state == CameraState::Live && camera.health != Health::Bad
}
