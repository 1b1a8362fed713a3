use std::{
    collections::HashMap,
    io,
    net::{IpAddr, UdpSocket},
    sync::{Arc, Mutex, PoisonError},
};

use tokio_util::sync::CancellationToken;

use super::{super::air::Air, bound::BoundSocket, ufrags::Ufrags};
use crate::{config::Port, error::Error, network, vital::Vitals};

/// The UDP port that media is sent from and received on, on every address. A handle: clones are the same mux.
#[derive(Debug, Clone)]
pub struct UdpMux {
    number: u16,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// The only address, if there is one.
    bind: Option<IpAddr>,
    ufrags: Arc<Ufrags>,
    /// One an address, opened when a connection first needs it: a network may come later. Held while one is opened.
    sockets: Mutex<HashMap<IpAddr, Arc<BoundSocket>>>,
    /// What its connections come over.
    air: Air,
    vitals: Vitals,
    /// Ends the sockets: the régie's own end, or that of a port that was taken on some addresses alone.
    cancel: CancellationToken,
}

impl UdpMux {
    /// Takes `number` on the bound address, or on every address that there is now; 0 finds one that is free on all of
    /// them. Its readers run until the régie ends.
    ///
    /// # Errors
    /// [`Error::Listen`] when the port is taken.
    pub(crate) fn open(number: Port, bind: Option<IpAddr>, vitals: &Vitals) -> Result<Self, Error> {
        let addresses = network::media_addresses(bind);
        let ip = addresses.first().copied().unwrap_or(IpAddr::from([0, 0, 0, 0]));
        let at = |number| Self::on(number, bind, &addresses, vitals);
        let free = || {
            // Free on the first address; a coincidence on another one is tried again.
            let mut outcome = Err(io::Error::from(io::ErrorKind::AddrNotAvailable));
            for _ in 0..8 {
                outcome = UdpSocket::bind((ip, 0)).and_then(|probe| probe.local_addr()).and_then(|a| at(a.port()));
                if outcome.is_ok() {
                    break;
                }
            }
            outcome
        };
        let (wanted, opened) = match number {
            Port::Exactly(0) => (0, free()),
            Port::Exactly(number) => (number, at(number)),
            Port::Preferably(number) => (number, at(number).or_else(|_| free())),
        };
        opened.map_err(|source| Error::Listen { address: (ip, wanted).into(), purpose: "media (--media-port)", source })
    }

    /// The port of this number on all of these addresses, or on none.
    pub(super) fn on(number: u16, bind: Option<IpAddr>, addresses: &[IpAddr], vitals: &Vitals) -> io::Result<Self> {
        let (vitals, cancel) = (vitals.clone(), vitals.cancel().child_token());
        let closing = cancel.clone().drop_guard();
        let air = Air::default();
        let shared = Shared { bind, ufrags: Arc::default(), sockets: Mutex::default(), air, vitals, cancel };
        let mux = Self { number, shared: Arc::new(shared) };
        for ip in addresses {
            match mux.bound(*ip) {
                // An address that goes or that is not usable yet, as an IPv6 one while duplicates are looked for.
                Err(error) if error.kind() == io::ErrorKind::AddrNotAvailable && bind.is_none() => {}
                other => drop(other?),
            }
        }
        closing.disarm();
        Ok(mux)
    }

    /// The port's number.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.number
    }

    /// From now on every address is as if it were new, and the port as if somebody had it there: nothing more is bound.
    #[cfg(test)]
    pub(crate) fn lose(&self) {
        self.shared.sockets.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The addresses that there are now and that media can be received on.
    pub(super) fn listening(&self) -> io::Result<Vec<IpAddr>> {
        let mut fault = None;
        let mut addresses = self.addresses();
        self.close_all_but(&addresses);
        addresses.retain(|ip| match self.bound(*ip) {
            Ok(_) => true,
            Err(error) => {
                tracing::warn!(%ip, port = self.number, %error, "no media on this address");
                fault = Some(error);
                false
            }
        });
        match fault {
            Some(fault) if addresses.is_empty() => Err(fault),
            _ => Ok(addresses),
        }
    }

    /// The air that all its connections come over.
    pub(in crate::peer) fn air(&self) -> &Air {
        &self.shared.air
    }

    pub(super) fn ufrags(&self) -> &Ufrags {
        &self.shared.ufrags
    }

    /// The addresses of this machine that media can be received on, the likeliest to be reached first.
    pub(in crate::peer) fn addresses(&self) -> Vec<IpAddr> {
        network::media_addresses(self.shared.bind)
    }

    /// The socket of an address, opened if it is not yet.
    pub(super) fn bound(&self, ip: IpAddr) -> io::Result<Arc<BoundSocket>> {
        let mut sockets = self.shared.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bound) = sockets.get(&ip) {
            return Ok(Arc::clone(bound));
        }
        let closed = self.shared.cancel.child_token();
        let bound = Arc::new(BoundSocket::bind(ip, self.number, Arc::clone(&self.shared.ufrags), closed)?);
        let (mux, read) = (self.clone(), Arc::clone(&bound));
        self.shared.vitals.spawn_passing("the media port", async move {
            read.read().await;
            mux.forget(ip, &read);
        });
        self.shared.vitals.spawn_passing("the media port's way out", Arc::clone(&bound).make_room());
        sockets.insert(ip, Arc::clone(&bound));
        Ok(bound)
    }

    /// Closes the sockets of addresses that are gone and that no connection uses any more. One that is used stays: a
    /// network that comes back with the same address finds its connections as they were.
    fn close_all_but(&self, addresses: &[IpAddr]) {
        let mut sockets = self.shared.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        sockets.retain(|ip, bound| {
            let stays = addresses.contains(ip) || bound.is_used();
            if !stays {
                tracing::debug!(%ip, "the media port is closed on an address that is gone");
                bound.closed.cancel();
            }
            stays
        });
    }

    /// A socket is read no more: the next connection that needs its address opens another, once the last has left this
    /// one.
    fn forget(&self, ip: IpAddr, bound: &Arc<BoundSocket>) {
        bound.closed.cancel();
        let mut sockets = self.shared.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        if sockets.get(&ip).is_some_and(|known| Arc::ptr_eq(known, bound)) {
            sockets.remove(&ip);
        }
    }
}
