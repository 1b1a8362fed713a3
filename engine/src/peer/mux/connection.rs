use std::{
    io,
    net::{SocketAddr, ToSocketAddrs, UdpSocket},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    task::Waker,
};

use bytes::Bytes;
use tokio_util::sync::CancellationToken;

use super::{super::Credentials, UdpMux, inbox::Inbox, ufrags::ConnectionId};

/// A connection's share of the mux, from before it has a ufrag until it is dropped. A handle: clones are the same one.
#[derive(Debug, Clone)]
pub(in crate::peer) struct MuxedConnection {
    registration: Arc<Registration>,
}

#[derive(Debug)]
struct Registration {
    mux: UdpMux,
    id: ConnectionId,
    /// Cancelled when one of the connection's own tasks panicked.
    broken: CancellationToken,
    /// Held for the time of a look.
    sockets: Mutex<Sockets>,
}

/// The sockets of a connection, one a local address.
#[derive(Debug, Default)]
struct Sockets {
    /// Those that are open, the newest last, with the addresses that they are taken for.
    open: Vec<(Weak<Inbox>, SocketAddr)>,
    /// Whether the connection has its keys, for each socket that an ICE restart brings too.
    has_keys: bool,
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.mux.ufrags().forget(self.id);
    }
}

impl MuxedConnection {
    /// One more connection. `broken` is cancelled when one of its tasks panics.
    pub fn new(mux: UdpMux, broken: CancellationToken) -> Self {
        let id = mux.ufrags().connection();
        Self { registration: Arc::new(Registration { mux, id, broken, sockets: Mutex::default() }) }
    }

    /// Lets checks with these local credentials reach the connection, and with no others any more.
    pub fn assign(&self, credentials: &Credentials) {
        self.mux().ufrags().assign(self.registration.id, credentials);
    }

    /// Whether there is an address to bind: what the crate will do next is done and undone.
    ///
    /// # Errors
    /// What the system says of the last address.
    pub fn try_bind(&self) -> io::Result<()> {
        UdpSocket::bind(self).map(drop)
    }

    /// Lets the driver have a turn now, in which it sends what waits. The crate wakes it for nothing that an interceptor
    /// has to send, so it gets a datagram without a byte, of which nobody hears.
    pub fn nudge(&self) {
        let sockets = self.sockets();
        let newest = sockets.open.last();
        let waker = newest.and_then(|(inbox, believed)| inbox.upgrade()?.push(*believed, Bytes::new()));
        drop(sockets);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// The crate can decrypt what comes from now on: what came before is let through to it.
    pub fn keys_known(&self) {
        let mut sockets = self.sockets();
        sockets.has_keys = true;
        let wakers: Vec<_> = sockets
            .open
            .iter()
            .filter_map(|(inbox, _)| inbox.upgrade())
            .filter_map(|inbox| inbox.keys_known())
            .collect();
        drop(sockets);
        wakers.into_iter().for_each(Waker::wake);
    }

    pub(super) fn attach(&self, inbox: &Arc<Inbox>, believed: SocketAddr) {
        let mut sockets = self.sockets();
        if sockets.has_keys {
            inbox.keys_known();
        }
        sockets.open.retain(|(inbox, _)| inbox.strong_count() > 0);
        sockets.open.push((Arc::downgrade(inbox), believed));
    }

    fn sockets(&self) -> MutexGuard<'_, Sockets> {
        self.registration.sockets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The mux that it has its share of.
    pub fn mux(&self) -> &UdpMux {
        &self.registration.mux
    }

    pub(super) fn broken(&self) -> &CancellationToken {
        &self.registration.broken
    }

    pub(super) fn id(&self) -> ConnectionId {
        self.registration.id
    }
}

/// The addresses that there are now. The crate asks when it binds: at the start, and again when ICE restarts, so that
/// the new candidates are those of the networks that the machine has then.
impl ToSocketAddrs for MuxedConnection {
    type Iter = std::vec::IntoIter<SocketAddr>;

    fn to_socket_addrs(&self) -> io::Result<Self::Iter> {
        let addresses: Vec<SocketAddr> = self.mux().listening()?.into_iter().map(|ip| SocketAddr::new(ip, 0)).collect();
        Ok(addresses.into_iter())
    }
}
