use std::{collections::BTreeMap, time::Duration};

use crate::protocol::{Camera, CameraNumber, Listen, Snapshot};

/// What the director decided about sound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mix {
    /// The camera that is heard as program; none is silence.
    pub program: Option<CameraNumber>,
    /// How much later than its picture a camera is heard, where it is.
    pub delays: BTreeMap<CameraNumber, Duration>,
}

impl Mix {
    /// What the director's state says.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        let delay = |camera: &Camera| (camera.number, Duration::from_millis(camera.sound.delay));
        let delays = snapshot.cameras.iter().map(delay).filter(|(_, delay)| !delay.is_zero());
        Self { program: snapshot.heard(), delays: delays.collect() }
    }

    /// The camera that is heard, and its delay.
    #[must_use]
    pub fn heard(&self, to: Listen) -> Option<(CameraNumber, Duration)> {
        let camera = match to {
            Listen::Nothing => return None,
            Listen::Program => self.program?,
            Listen::Camera { camera } => camera,
        };
        Some((camera, self.delays.get(&camera).copied().unwrap_or_default()))
    }
}
