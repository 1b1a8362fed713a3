use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use tokio::sync::watch;

use crate::{
    protocol::Disk,
    record::{self, Rate},
    vital::Vitals,
};

/// How often the disk is asked for its room while nothing is recorded.
const ROOM: Duration = Duration::from_secs(5);

/// The disk that shows are on, and how long it would last.
pub(super) struct ShowsDisk {
    /// Free bytes; none while that is not known.
    free: watch::Receiver<Option<u64>>,
    /// What has come in that a recording would have written, in bytes.
    came: u64,
    /// How much that is a second.
    rate: Rate,
}

impl ShowsDisk {
    /// Looks at the disk under `folder` from now on.
    pub fn new(folder: PathBuf, vitals: &Vitals) -> Self {
        let (out, free) = watch::channel(None);
        let cancel = vitals.cancel().clone();
        vitals.spawn("the look at the disk", async move {
            let mut looks = tokio::time::interval(ROOM);
            loop {
                let look = async {
                    looks.tick().await;
                    let folder = folder.clone();
                    tokio::task::spawn_blocking(move || record::free(&folder)).await
                };
                // A disk that hangs does not answer this either.
                let free = tokio::select! {
                    () = cancel.cancelled() => break,
                    free = look => free,
                };
                out.send_replace(free.ok().and_then(Result::ok));
            }
        });
        Self { free, came: 0, rate: Rate::default() }
    }

    pub fn came(&mut self, bytes: u64) {
        self.came += bytes;
        self.rate.add(Instant::now(), self.came);
    }

    /// As a running show says, at the rate of what it writes; else at that of what it would, if it were recorded now.
    pub fn figures(&self, running: Option<Disk>) -> Option<Disk> {
        let expected = |free| self.rate.bytes_a_second().map(|rate| record::minutes_left(free, rate));
        match running {
            Some(Disk { free, minutes_left }) => {
                Some(Disk { free, minutes_left: minutes_left.or_else(|| expected(free)) })
            }
            None => self.free.borrow().map(|free| Disk { free, minutes_left: expected(free) }),
        }
    }
}
