use std::{collections::BTreeMap, time::Duration};

use crate::protocol::{Camera, FeedId, Listen};

/// What the director decided about sound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mix {
    /// The camera that is heard as program, by its feed; none is silence.
    pub program: Option<FeedId>,
    /// How much later than its picture a camera is heard, where it is.
    pub delays: BTreeMap<FeedId, Duration>,
}

impl Mix {
    /// What the director's state says of the cameras, and who is heard.
    #[must_use]
    pub fn of<'a>(cameras: impl Iterator<Item = &'a Camera>, heard: Option<&Camera>) -> Self {
        let delay = |camera: &Camera| (camera.feed, Duration::from_millis(camera.sound.delay));
        let delays = cameras.map(delay).filter(|(_, delay)| !delay.is_zero());
        Self { program: heard.map(|camera| camera.feed), delays: delays.collect() }
    }

    /// The camera that is heard, and its delay.
    #[must_use]
    pub fn heard(&self, to: Listen) -> Option<(FeedId, Duration)> {
        let feed = match to {
            Listen::Nothing => return None,
            Listen::Program => self.program?,
            Listen::Feed { feed } => feed,
        };
        Some((feed, self.delays.get(&feed).copied().unwrap_or_default()))
    }
}
