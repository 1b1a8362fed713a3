use std::{
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::{ClockId, SessionClock};
use crate::{error::Error, media::SessionTime, store::Store};

/// How often it is noted how far the clock has come. After a crash so much of it is not known: that matters where the wall
/// clock was set back in these seconds alone.
const NOTED: Duration = Duration::from_secs(10);

/// The session clock of a data directory, which goes on over restarts: the first start is its zero, and a later one begins
/// at the time that has passed on the wall clock since. Where that was set back, it goes on right behind the last moment
/// that is known: no moment comes twice, so what was recorded, marked and kept has its place.
#[derive(Debug)]
pub struct KeptClock {
    clock: SessionClock,
    epoch: Epoch,
    store: Arc<Store>,
}

/// What is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Epoch {
    id: ClockId,
    /// Its zero on the wall clock, in microseconds since 1970 (UTC). Before that where the wall clock was set back.
    zero: i64,
    /// How far it has come, in microseconds.
    known: u64,
}

impl KeptClock {
    /// Goes on with the clock of a data directory, or begins it.
    ///
    /// # Errors
    /// [`Error::DataDir`] when what is there can't be read.
    pub fn open(data_dir: &Path) -> Result<Self, Error> {
        let store = Store::open(data_dir, "clock.json")?;
        let epoch = Epoch::at(store.load()?, wall());
        let kept = Self {
            clock: SessionClock::go_on(epoch.id, SessionTime::from_micros(epoch.known)),
            epoch,
            store: Arc::new(store),
        };
        // A full disk keeps no show from starting.
        note(&kept.store, epoch);
        Ok(kept)
    }

    /// The clock.
    pub fn clock(&self) -> SessionClock {
        self.clock
    }

    /// Notes how far it has come, now and then and when it is cancelled.
    pub async fn keep(self, cancel: CancellationToken) {
        loop {
            let is_over = tokio::time::timeout(NOTED, cancel.cancelled()).await.is_ok();
            let (store, epoch) = (Arc::clone(&self.store), self.epoch.up_to(self.clock.now()));
            // Nothing follows from one that can't be written, and none panics.
            let _ = tokio::task::spawn_blocking(move || note(&store, epoch)).await;
            if is_over {
                return;
            }
        }
    }
}

impl Epoch {
    /// What it is when the clock goes on from `kept`, or begins, and the wall clock is at `wall`: the clock is at `known`.
    fn at(kept: Option<Self>, wall: i64) -> Self {
        let Some(kept) = kept else { return Self { id: ClockId::random(), zero: wall, known: 0 } };
        let passed = u64::try_from(wall.saturating_sub(kept.zero)).unwrap_or_default();
        if passed > kept.known {
            return Self { known: passed, ..kept };
        }
        tracing::warn!("the computer's clock was set back: the session clock goes on behind its last known moment");
        let known = kept.known + 1;
        Self { zero: wall.saturating_sub(known as i64), known, ..kept }
    }

    fn up_to(self, now: SessionTime) -> Self {
        Self { known: now.as_micros(), ..self }
    }
}

fn note(store: &Store, epoch: Epoch) {
    if let Err(error) = store.save(&epoch) {
        tracing::debug!(%error, "how far the session clock has come is not noted");
    }
}

/// The wall clock, in microseconds since 1970.
fn wall() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Starts, and runs for so many seconds, with the wall clock at these.
    fn run(kept: Option<Epoch>, wall: i64, seconds: u64) -> (u64, Epoch) {
        let epoch = Epoch::at(kept, wall * 1_000_000);
        (epoch.known, epoch.up_to(SessionTime::from_micros(epoch.known) + Duration::from_secs(seconds)))
    }

    #[test]
    fn a_start_begins_where_the_wall_clock_says_and_never_before_what_is_known() {
        let (began, first) = run(None, 1_000, 60);
        assert_eq!(began, 0);
        let (began, second) = run(Some(first), 4_600, 60);
        assert_eq!((began, second.id), (3_600_000_000, first.id));
        // Set back by an hour, and on from there.
        let (began, third) = run(Some(second), 1_060, 60);
        assert_eq!(began, 3_660_000_001);
        let (began, _) = run(Some(third), 1_180, 60);
        assert_eq!(began, 3_780_000_001, "two minutes after the third start");
    }

    #[tokio::test]
    async fn a_data_directory_has_one_clock() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let first = KeptClock::open(dir.path()).expect("writable");
        let (clock, cancel) = (first.clock(), CancellationToken::new());
        cancel.cancel();
        first.keep(cancel).await;
        let end = clock.now();
        let second = KeptClock::open(dir.path()).expect("writable").clock();
        assert_eq!(second.id(), clock.id());
        assert!(second.now() > SessionTime::ZERO && second.now() < end + Duration::from_secs(60));
        let other = tempfile::tempdir().expect("a temporary directory");
        assert_ne!(KeptClock::open(other.path()).expect("writable").clock().id(), clock.id());
    }
}
