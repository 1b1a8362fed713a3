use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{SyncSender, sync_channel},
    },
};

use super::{
    parts::{SpoolOrder, SpoolParts, delete},
    person::Person,
};
use crate::{clock::SessionClock, feed::Feed, protocol::SpoolLimits};

/// Where the spool is in the shows' folder.
const FOLDER: &str = ".spool";
/// Orders that may wait: cameras join and leave, and a director erases one now and then.
const ORDERS: usize = 64;
/// The last minutes of all cameras on the disk, while no show is recorded. It is a row of small recordings in a folder of
/// its own, each with a journal and indexes as a show has them; the oldest is deleted when there is too much. Nothing of it
/// is left when it ends: dropping the handle deletes it.
#[derive(Debug)]
pub struct Spool {
    orders: SyncSender<SpoolOrder>,
    bytes: Arc<AtomicU64>,
}

impl Spool {
    /// Where it is, in this folder of shows.
    #[must_use]
    pub fn folder(shows: &Path) -> PathBuf {
        shows.join(FOLDER)
    }

    /// Deletes what an earlier run left.
    pub fn clear(shows: &Path) {
        delete(&Self::folder(shows));
    }

    /// Begins to keep what comes of these cameras.
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub fn start(
        shows: &Path,
        clock: SessionClock,
        limits: SpoolLimits,
        cameras: Vec<(Person, Feed)>,
    ) -> io::Result<Self> {
        let (orders, inbox) = sync_channel(ORDERS);
        let bytes = Arc::<AtomicU64>::default();
        let parts = SpoolParts::new(Self::folder(shows), clock, limits, cameras, Arc::clone(&bytes));
        std::thread::Builder::new().name("spool".to_owned()).spawn(move || parts.run(&inbox))?;
        Ok(Self { orders, bytes })
    }

    /// Bytes that it takes of the disk.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Another camera is there.
    pub fn camera(&self, camera: Person, feed: Feed) {
        self.order(SpoolOrder::Camera(camera, feed));
    }

    /// A camera is to be deleted: [`Person::key`].
    pub fn erase(&self, key: String) {
        self.order(SpoolOrder::Erase(key));
    }

    /// A show is recorded, which keeps all of it; or none is any more.
    pub fn pause(&self, is_paused: bool) {
        self.order(SpoolOrder::Pause(is_paused));
    }

    /// So much is kept from now on.
    pub fn limit(&self, limits: SpoolLimits) {
        self.order(SpoolOrder::Limits(limits));
    }

    fn order(&self, order: SpoolOrder) {
        if self.orders.try_send(order).is_err() {
            tracing::error!("the disk stands still: an order to what is kept for replays is lost");
        }
    }
}
