use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use ring::hmac;

use super::{
    super::Credentials,
    stun::{self, Check},
};

/// One connection at the port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key(u64);

/// Which connection a check calls: by its local ICE username fragment, and with its password, which only its peer was
/// told. An ICE restart gives a connection other ones.
#[derive(Debug, Default)]
pub(super) struct Names {
    next: AtomicU64,
    /// Looked at for each connectivity check, written when a connection starts, restarts ICE or ends; never held across
    /// an await.
    by_fragment: Mutex<HashMap<String, Called>>,
}

#[derive(Debug)]
struct Called {
    key: Key,
    password: hmac::Key,
}

impl Names {
    /// A connection that has no name yet.
    pub fn key(&self) -> Key {
        Key(self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// Calls a connection by these credentials, and by no others any more: an agent that has restarted ICE refuses the old
    /// ones itself.
    pub fn call(&self, key: Key, Credentials { ufrag, password }: &Credentials) {
        let mut names = self.lock();
        names.retain(|_, known| known.key != key);
        names.insert(ufrag.clone(), Called { key, password: stun::key(password) });
    }

    /// Forgets a connection.
    pub fn forget(&self, key: Key) {
        self.lock().retain(|_, known| known.key != key);
    }

    /// Who is called by this check; none by one that its peer did not make. The agent would refuse it as well, but not
    /// before its sender was taken for the peer here.
    pub fn who(&self, check: &Check<'_>) -> Option<Key> {
        let names = self.lock();
        let called = names.get(check.fragment)?;
        check.is_made_with(&called.password).then_some(called.key)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Called>> {
        self.by_fragment.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
