use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::sides::Sides;

/// What every handle, producer and cursor of one feed has in common: its two sides, and how they wake each other.
pub struct Shared {
    /// A lock and not a task's own, because one connection writes and many cursors read in the same microseconds: a
    /// frame is in or out of it within some reference counts. It is never held across an await.
    locked: Mutex<Locked>,
    /// Wakes readers: a frame is there, or the feed is closed.
    changed: watch::Sender<()>,
    /// Wakes producers: a keyframe is wanted.
    wanted: watch::Sender<()>,
}

/// What the lock guards.
pub struct Locked {
    pub sides: Sides,
    /// The number of the producer that has the feed.
    pub producer: u64,
    pub closed: bool,
}

impl Shared {
    pub fn new(sides: Sides) -> Self {
        let locked = Mutex::new(Locked { sides, producer: 0, closed: false });
        Self { locked, changed: watch::Sender::new(()), wanted: watch::Sender::new(()) }
    }

    pub fn lock(&self) -> MutexGuard<'_, Locked> {
        // A connection that panicked while it pushed is closed, and its frame is in the ring or is not. Who reads the ring
        // has done nothing wrong.
        self.locked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that a frame is there.
    pub fn wake_readers(&self) {
        self.changed.send_replace(());
    }

    /// For a reader, to [`read`](Self::read) with.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// What `found` finds, as soon as it finds anything. Cancel safe.
    pub async fn read<T>(&self, changes: &mut watch::Receiver<()>, mut found: impl FnMut(&Locked) -> Option<T>) -> T {
        loop {
            let now = found(&self.lock());
            if let Some(now) = now {
                return now;
            }
            changes.changed().await.expect("its sender is in here");
        }
    }

    /// Asks the camera for a keyframe. Until the next one comes, further calls are the same request.
    pub fn request_keyframe(&self) {
        let is_raised = !std::mem::replace(&mut self.lock().sides.keyframe_wanted, true);
        if is_raised {
            self.wanted.send_replace(());
        }
    }

    /// For a producer, which hears that a keyframe is wanted.
    pub fn wishes(&self) -> watch::Receiver<()> {
        self.wanted.subscribe()
    }

    pub fn close(&self) {
        let mut locked = self.lock();
        locked.sides.go_on();
        locked.closed = true;
        drop(locked);
        self.wake_readers();
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let locked = self.lock();
        let (span, bytes) = (locked.sides.completed.span(), locked.sides.bytes());
        f.debug_struct("Shared").field("span", &span).field("bytes", &bytes).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Limits;
    use super::*;

    #[test]
    fn a_panic_of_one_who_holds_it_is_nobody_elses() {
        let shared = Shared::new(Sides::new(Limits::default()));
        std::thread::scope(|scope| {
            let holder = scope.spawn(|| {
                let _held = shared.lock();
                panic!("a test's panic");
            });
            holder.join().expect_err("it panicked");
        });
        // As the studio's telemetry and a new connection do.
        let mut locked = shared.lock();
        locked.producer += 1;
        assert_eq!((locked.sides.totals(), locked.sides.bytes()), (Default::default(), 0));
    }
}
