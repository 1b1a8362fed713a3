//! One UDP port for every connection, so that a firewall rule is one line.
//!
//! The crate opens a port a connection and has no mux. Its sockets are a trait, though: here they are legs of one
//! socket an address, and a line sorts what comes in by ICE username fragment, then by source address. The ports that
//! the crate believes to have are replaced in the answer by the real one ([`MediaPort::advertise`]).

mod leg;
pub(super) mod line;
mod runtime;
mod stun;

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, UdpSocket},
    sync::{Arc, Mutex, PoisonError},
};

use line::Line;
use runtime::SharedPort;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use webrtc::runtime::{Runtime, default_runtime};

use crate::{Error, Port};

/// The UDP port that media is received on, on every address. A handle: clones are the same port.
#[derive(Debug, Clone)]
pub struct MediaPort {
    number: u16,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// One an address, opened when a connection first needs it: a network may come later. Held while one is opened.
    lines: Mutex<HashMap<IpAddr, Arc<Line>>>,
    tasks: TaskTracker,
    cancel: CancellationToken,
}

impl MediaPort {
    /// Takes `number` on the addresses that there are now; 0 finds one that is free on all of them. Its readers run on
    /// `tasks` until `cancel` is heard.
    ///
    /// # Errors
    /// [`Error::Listen`] when the port is taken.
    pub(crate) fn open(
        number: Port,
        addresses: &[IpAddr],
        tasks: &TaskTracker,
        cancel: &CancellationToken,
    ) -> Result<Self, Error> {
        let at = |number| {
            let shared = Shared { lines: Mutex::default(), tasks: tasks.clone(), cancel: cancel.clone() };
            let port = Self { number, shared: Arc::new(shared) };
            addresses.iter().try_for_each(|ip| port.line(*ip).map(drop)).map(|()| port)
        };
        let free = || {
            // Free on the first address; a coincidence on another one is tried again.
            let mut outcome = Err(io::Error::from(io::ErrorKind::AddrNotAvailable));
            for _ in 0..8 {
                let ip = addresses.first().copied().unwrap_or(IpAddr::from([0, 0, 0, 0]));
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
        let ip = addresses.first().copied().unwrap_or(IpAddr::from([0, 0, 0, 0]));
        opened.map_err(|source| Error::Listen { address: (ip, wanted).into(), purpose: "media (--media-port)", source })
    }

    /// The port's number.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.number
    }

    /// The crate's runtime for a connection with this local username fragment. `broken` is cancelled when one of the
    /// connection's tasks panics.
    pub(super) fn runtime(&self, fragment: String, broken: CancellationToken) -> Arc<dyn Runtime> {
        let tokio = default_runtime().expect("the crate is built with its tokio runtime");
        Arc::new(SharedPort { tokio, port: self.clone(), fragment, broken })
    }

    /// Makes an answer's candidates true: each names the port that media is received on (RFC 8839 section 5.1).
    pub(super) fn advertise(&self, answer: &str) -> String {
        answer.lines().map(|line| self.advertise_line(line) + "\r\n").collect()
    }

    fn advertise_line(&self, line: &str) -> String {
        let mut words: Vec<&str> = line.split(' ').collect();
        let number = self.number.to_string();
        // candidate:foundation component transport priority address PORT typ type
        if let [first, _, transport, _, _, port, ..] = words.as_mut_slice()
            && first.starts_with("a=candidate:")
            && transport.eq_ignore_ascii_case("udp")
        {
            *port = &number;
        }
        words.join(" ")
    }

    fn line(&self, ip: IpAddr) -> io::Result<Arc<Line>> {
        let mut lines = self.shared.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = lines.get(&ip) {
            return Ok(Arc::clone(line));
        }
        let line = Arc::new(Line::bind(ip, self.number)?);
        self.shared.tasks.spawn(Arc::clone(&line).read(self.shared.cancel.child_token()));
        lines.insert(ip, Arc::clone(&line));
        Ok(line)
    }
}

#[cfg(test)]
mod tests;
