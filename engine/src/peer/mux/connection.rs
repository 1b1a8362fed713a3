use std::{
    io,
    net::{SocketAddr, ToSocketAddrs, UdpSocket},
    sync::{Arc, Mutex, PoisonError, Weak},
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
    /// The newest of its sockets, with the address that it is taken for. Held for the time of a look.
    socket: Mutex<Option<(Weak<Inbox>, SocketAddr)>>,
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
        Self { registration: Arc::new(Registration { mux, id, broken, socket: Mutex::default() }) }
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
        let socket = self.registration.socket.lock().unwrap_or_else(PoisonError::into_inner);
        let waker = socket.as_ref().and_then(|(inbox, believed)| inbox.upgrade()?.push(*believed, Bytes::new()));
        drop(socket);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    pub(super) fn attach(&self, inbox: &Arc<Inbox>, believed: SocketAddr) {
        *self.registration.socket.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((Arc::downgrade(inbox), believed));
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
