//! One UDP port for every connection, so that a firewall rule is one line.
//!
//! The crate opens a port a connection and has no mux. Its sockets are a trait, though: here they are legs of one
//! socket an address, and a line sorts what comes in by ICE username fragment, then by source address. The ports that
//! the crate believes to have are replaced in the answer by the real one ([`Local::advertise`](super::sdp)).

mod leg;
pub(super) mod line;
mod names;
mod plug;
mod runtime;
mod stun;

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, UdpSocket},
    sync::{Arc, Mutex, PoisonError},
};

use line::Line;
use names::Names;
pub(super) use plug::Plug;
use tokio_util::sync::CancellationToken;

use crate::{Error, Port, network, vital::Vitals};

/// The UDP port that media is received on, on every address. A handle: clones are the same port.
#[derive(Debug, Clone)]
pub struct MediaPort {
    number: u16,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// The only address, if there is one.
    bind: Option<IpAddr>,
    names: Arc<Names>,
    /// One an address, opened when a connection first needs it: a network may come later. Held while one is opened.
    lines: Mutex<HashMap<IpAddr, Arc<Line>>>,
    vitals: Vitals,
    /// Ends the lines: the régie's own end, or that of a port that was taken on some addresses alone.
    cancel: CancellationToken,
}

impl MediaPort {
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
    fn on(number: u16, bind: Option<IpAddr>, addresses: &[IpAddr], vitals: &Vitals) -> io::Result<Self> {
        let (vitals, cancel) = (vitals.clone(), vitals.cancel().child_token());
        let closing = cancel.clone().drop_guard();
        let shared = Shared { bind, names: Arc::default(), lines: Mutex::default(), vitals, cancel };
        let port = Self { number, shared: Arc::new(shared) };
        for ip in addresses {
            match port.line(*ip) {
                // An address that goes or that is not usable yet, as an IPv6 one while duplicates are looked for.
                Err(error) if error.kind() == io::ErrorKind::AddrNotAvailable && bind.is_none() => {}
                other => drop(other?),
            }
        }
        closing.disarm();
        Ok(port)
    }

    /// The port's number.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.number
    }

    /// From now on every address is as if it were new, and the port as if somebody had it there: nothing more is bound.
    #[cfg(test)]
    pub(crate) fn lose(&self) {
        self.shared.lines.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// A place for one more connection. `broken` is cancelled when one of the connection's tasks panics.
    pub(super) fn plug(&self, broken: CancellationToken) -> Plug {
        Plug::new(self.clone(), broken)
    }

    /// The addresses that there are now and that media can be received on.
    fn listening(&self) -> io::Result<Vec<IpAddr>> {
        let mut fault = None;
        let mut addresses = self.addresses();
        self.close_lines_but(&addresses);
        addresses.retain(|ip| match self.line(*ip) {
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

    fn names(&self) -> &Names {
        &self.shared.names
    }

    /// The addresses of this machine that media can be received on, the likeliest to be reached first.
    pub(super) fn addresses(&self) -> Vec<IpAddr> {
        network::media_addresses(self.shared.bind)
    }

    fn line(&self, ip: IpAddr) -> io::Result<Arc<Line>> {
        let mut lines = self.shared.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = lines.get(&ip) {
            return Ok(Arc::clone(line));
        }
        let closed = self.shared.cancel.child_token();
        let line = Arc::new(Line::bind(ip, self.number, Arc::clone(&self.shared.names), closed)?);
        let (port, read) = (self.clone(), Arc::clone(&line));
        self.shared.vitals.spawn_passing("the media port", async move {
            read.read().await;
            port.forget(ip, &read);
        });
        self.shared.vitals.spawn_passing("the media port's way out", Arc::clone(&line).make_room());
        lines.insert(ip, Arc::clone(&line));
        Ok(line)
    }

    /// Closes the lines of addresses that are gone and that no connection has a leg in any more. One that is used stays:
    /// a network that comes back with the same address finds its connections as they were.
    fn close_lines_but(&self, addresses: &[IpAddr]) {
        let mut lines = self.shared.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|ip, line| {
            let stays = addresses.contains(ip) || line.is_used();
            if !stays {
                tracing::debug!(%ip, "the media port is closed on an address that is gone");
                line.closed.cancel();
            }
            stays
        });
    }

    /// A line reads no more: the next connection that needs its address opens another, once the last has left this one.
    fn forget(&self, ip: IpAddr, line: &Arc<Line>) {
        line.closed.cancel();
        let mut lines = self.shared.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.get(&ip).is_some_and(|known| Arc::ptr_eq(known, line)) {
            lines.remove(&ip);
        }
    }
}

#[cfg(test)]
mod tests;
