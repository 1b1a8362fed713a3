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

/// One connection at the mux.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ConnectionId(u64);

/// Which connection a check is for: by its local ufrag (ICE username fragment), and with its password, which only its
/// peer was told. An ICE restart gives a connection other ones.
#[derive(Debug, Default)]
pub(super) struct Ufrags {
    next: AtomicU64,
    /// Looked at for each connectivity check, written when a connection starts, restarts ICE or ends; never held across
    /// an await.
    by_ufrag: Mutex<HashMap<String, LocalCredentials>>,
}

#[derive(Debug)]
struct LocalCredentials {
    connection: ConnectionId,
    password: hmac::Key,
}

impl Ufrags {
    /// A connection that has no ufrag yet.
    pub fn connection(&self) -> ConnectionId {
        ConnectionId(self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// Gives a connection these local credentials in place of those that it had: an agent that has restarted ICE refuses
    /// the old ones itself.
    pub fn assign(&self, connection: ConnectionId, Credentials { ufrag, password }: &Credentials) {
        let mut by_ufrag = self.lock();
        by_ufrag.retain(|_, known| known.connection != connection);
        by_ufrag.insert(ufrag.clone(), LocalCredentials { connection, password: stun::key(password) });
    }

    /// Forgets a connection.
    pub fn forget(&self, connection: ConnectionId) {
        self.lock().retain(|_, known| known.connection != connection);
    }

    /// Whose peer made this check; none if nobody's did. The agent would refuse it as well, but not before its sender was
    /// taken for the peer here.
    pub fn authenticate(&self, check: &Check<'_>) -> Option<ConnectionId> {
        let by_ufrag = self.lock();
        let known = by_ufrag.get(check.ufrag)?;
        check.is_made_with(&known.password).then_some(known.connection)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, LocalCredentials>> {
        self.by_ufrag.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
