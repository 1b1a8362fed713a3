use std::{collections::BTreeMap, sync::Arc};

use tokio::sync::{broadcast, watch};

use super::{DeskLooks, DeskStandstills};
use crate::{
    archive::Archive,
    clock::SessionClock,
    protocol::{CameraId, CameraNumber},
    replay::{Screens, Signal},
    sound::{Feeds, Mix},
};

/// Whose number is whose, also of cameras that were here before and are not now.
pub type CameraIds = Arc<BTreeMap<CameraNumber, CameraId>>;

/// What the desks tell of the pictures that they draw. A clone is a handle to the same.
#[derive(Debug, Clone, Default)]
pub struct DeskReports {
    /// The standstills that they made themselves.
    pub standstills: DeskStandstills,
    /// How the cameras' pictures look.
    pub looks: DeskLooks,
}

/// Where the pictures come from: a handle, from which each desk opens its [`Session`](super::Session).
#[derive(Debug, Clone)]
pub struct Wall {
    pub(crate) feeds: watch::Receiver<Feeds>,
    /// What is kept of all cameras.
    pub(crate) archive: Archive,
    /// Whose number is whose.
    pub(crate) numbers: watch::Receiver<CameraIds>,
    pub(crate) replay: broadcast::Sender<Signal>,
    /// Where replays are looked at.
    pub(crate) screens: Screens,
    /// What the desks tell of the pictures that they draw.
    pub(crate) reports: DeskReports,
    /// What the director decided about sound.
    pub(crate) mix: watch::Receiver<Mix>,
    pub(crate) clock: SessionClock,
}

impl Wall {
    /// Whose number is whose now.
    #[must_use]
    pub fn camera_ids(&self) -> CameraIds {
        Arc::clone(&self.numbers.borrow())
    }

    /// What is kept of all cameras.
    #[must_use]
    pub fn archive(&self) -> &Archive {
        &self.archive
    }
}
