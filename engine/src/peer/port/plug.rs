use std::{
    io,
    net::{SocketAddr, ToSocketAddrs, UdpSocket},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use bytes::Bytes;
use tokio_util::sync::CancellationToken;
use webrtc::runtime::{Runtime, default_runtime};

use super::{super::Credentials, MediaPort, leg::Inbox, names::Key, runtime::SharedPort};

/// A connection's place at the port, from before it has a name until it is dropped. A handle: clones are the same place.
#[derive(Debug, Clone)]
pub(in crate::peer) struct Plug {
    place: Arc<Place>,
}

#[derive(Debug)]
struct Place {
    port: MediaPort,
    key: Key,
    /// Cancelled when one of the connection's own tasks panicked.
    broken: CancellationToken,
    /// The newest of its legs, with the address that it is taken for. Held for the time of a look.
    leg: Mutex<Option<(Weak<Inbox>, SocketAddr)>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.port.names().forget(self.key);
    }
}

impl Plug {
    pub(super) fn new(port: MediaPort, broken: CancellationToken) -> Self {
        let key = port.names().key();
        Self { place: Arc::new(Place { port, key, broken, leg: Mutex::default() }) }
    }

    /// The crate's runtime for this connection.
    pub fn runtime(&self) -> Arc<dyn Runtime> {
        let tokio = default_runtime().expect("the crate is built with its tokio runtime");
        Arc::new(SharedPort { tokio, plug: self.clone() })
    }

    /// Lets checks with these local credentials reach the connection, and with no others any more.
    pub fn call(&self, credentials: &Credentials) {
        self.port().names().call(self.place.key, credentials);
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
        let leg = self.place.leg.lock().unwrap_or_else(PoisonError::into_inner);
        let waker = leg.as_ref().and_then(|(inbox, believed)| inbox.upgrade()?.push(*believed, Bytes::new()));
        drop(leg);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    pub(super) fn attach(&self, inbox: &Arc<Inbox>, believed: SocketAddr) {
        *self.place.leg.lock().unwrap_or_else(PoisonError::into_inner) = Some((Arc::downgrade(inbox), believed));
    }

    /// The port that it is a place at.
    pub fn port(&self) -> &MediaPort {
        &self.place.port
    }

    pub(super) fn broken(&self) -> &CancellationToken {
        &self.place.broken
    }

    pub(super) fn key(&self) -> Key {
        self.place.key
    }
}

/// The addresses that there are now. The crate asks when it binds: at the start, and again when ICE restarts, so that
/// the new candidates are those of the networks that the machine has then.
impl ToSocketAddrs for Plug {
    type Iter = std::vec::IntoIter<SocketAddr>;

    fn to_socket_addrs(&self) -> io::Result<Self::Iter> {
        let addresses: Vec<SocketAddr> =
            self.port().listening()?.into_iter().map(|ip| SocketAddr::new(ip, 0)).collect();
        Ok(addresses.into_iter())
    }
}
