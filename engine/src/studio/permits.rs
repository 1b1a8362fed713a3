use std::{collections::HashSet, sync::Arc};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::protocol::CameraId;

/// Connections beside one for each camera: those that are being negotiated, and those that give way to a newer one of
/// their camera and say good-bye. Eight phones that come back at once find room, and a flood of offers costs no more
/// than eight connections.
const SPARE: usize = 8;

/// Room for connections, whatever state they are in: without it an offer is refused as busy before anything is made
/// of it.
#[derive(Debug)]
pub(super) struct Permits {
    free: Arc<Semaphore>,
    /// The cameras whose offers are being answered: one at a time each.
    negotiating: HashSet<CameraId>,
}

/// Room for one connection, until it is dropped.
#[derive(Debug)]
pub(super) struct Permit(#[expect(dead_code, reason = "it is held, not used")] OwnedSemaphorePermit);

impl Permits {
    pub fn new(camera_limit: u8) -> Self {
        let free = Arc::new(Semaphore::new(usize::from(camera_limit) + SPARE));
        Self { free, negotiating: HashSet::new() }
    }

    /// Room for an offer of this camera's. None while there is none, or while another offer of the same camera's is
    /// being answered. [`negotiated`](Self::negotiated) ends that.
    pub fn take(&mut self, camera: &CameraId) -> Option<Permit> {
        if self.negotiating.contains(camera) {
            return None;
        }
        let permit = Arc::clone(&self.free).try_acquire_owned().ok()?;
        self.negotiating.insert(camera.clone());
        Some(Permit(permit))
    }

    /// The camera's offer was answered or refused.
    pub fn negotiated(&mut self, camera: &CameraId) {
        self.negotiating.remove(camera);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera(number: usize) -> CameraId {
        CameraId::new(format!("camera-{number}")).expect("an id")
    }

    #[test]
    fn there_are_so_many_and_no_more() {
        let mut permits = Permits::new(2);
        let mut taken: Vec<_> = (0..2 + SPARE).map(|number| permits.take(&camera(number))).collect();
        assert!(taken.iter().all(Option::is_some));
        assert!(permits.take(&camera(99)).is_none());
        taken.pop();
        assert!(permits.take(&camera(99)).is_some());
    }

    #[test]
    fn a_camera_negotiates_one_offer_at_a_time() {
        let mut permits = Permits::new(2);
        let first = permits.take(&camera(1));
        assert!(first.is_some() && permits.take(&camera(1)).is_none());
        permits.negotiated(&camera(1));
        assert!(permits.take(&camera(1)).is_some());
    }
}
