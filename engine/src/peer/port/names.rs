use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// One connection at the port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key(u64);

/// Which connection a local ICE username fragment calls. An ICE restart gives a connection another one.
#[derive(Debug, Default)]
pub(super) struct Names {
    next: AtomicU64,
    /// Looked at for each connectivity check, written when a connection starts, restarts ICE or ends; never held across
    /// an await.
    by_fragment: Mutex<HashMap<String, Key>>,
}

impl Names {
    /// A connection that has no name yet.
    pub fn key(&self) -> Key {
        Key(self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// Calls a connection by this fragment, and by no other any more: an agent that has restarted ICE refuses the old
    /// one itself.
    pub fn call(&self, key: Key, fragment: &str) {
        let mut names = self.lock();
        names.retain(|_, known| *known != key);
        names.insert(fragment.to_owned(), key);
    }

    /// Forgets a connection.
    pub fn forget(&self, key: Key) {
        self.lock().retain(|_, known| *known != key);
    }

    /// Who is called by this fragment.
    pub fn who(&self, fragment: &str) -> Option<Key> {
        self.lock().get(fragment).copied()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Key>> {
        self.by_fragment.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
