use std::{collections::BTreeMap, time::Duration};

use super::past::PastSound;
use crate::protocol::{Camera, FeedId, Listen};

/// What the director decided about sound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mix {
    /// The camera that is heard live as program, by its feed; none is silence, unless a replay is heard.
    pub program: Option<FeedId>,
    /// The replay whose own sound is heard as program.
    pub replay: Option<PastSound>,
    /// How much later than its picture a camera is heard, where it is.
    pub delays: BTreeMap<FeedId, Duration>,
}

/// What is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audible {
    /// A camera, so much later than its picture.
    Live(FeedId, Duration),
    /// A replay.
    Replay(PastSound),
}

impl Mix {
    /// What the director's state says of the cameras, who of them is heard, and which replay.
    #[must_use]
    pub fn of<'a>(
        cameras: impl Iterator<Item = &'a Camera>,
        heard: Option<&Camera>,
        replay: Option<PastSound>,
    ) -> Self {
        let delay = |camera: &Camera| (camera.feed, Duration::from_millis(camera.sound.delay));
        let delays = cameras.map(delay).filter(|(_, delay)| !delay.is_zero());
        Self { program: heard.map(|camera| camera.feed), replay, delays: delays.collect() }
    }

    /// What is heard.
    #[must_use]
    pub fn heard(&self, to: Listen) -> Option<Audible> {
        let feed = match (to, &self.replay) {
            (Listen::Nothing, _) => return None,
            (Listen::Program, Some(replay)) => return Some(Audible::Replay(replay.clone())),
            (Listen::Program, None) => self.program?,
            (Listen::Feed { feed }, _) => feed,
        };
        Some(Audible::Live(feed, self.delays.get(&feed).copied().unwrap_or_default()))
    }
}
