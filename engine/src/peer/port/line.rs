use std::{
    collections::HashMap,
    io::ErrorKind,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use socket2::SockRef;
use tokio::{net::UdpSocket, sync::Notify};
use tokio_util::sync::CancellationToken;

use super::{
    leg::Inbox,
    names::{Key, Names},
    stun::{Check, is_check},
};

/// Largest datagram: an Ethernet frame's payload. Larger ones are nobody's media.
const DATAGRAM: usize = 1500;
/// Bytes that are taken from the system at once for so many datagrams.
const SLAB: usize = 64 * DATAGRAM;
/// Bytes that may wait in the system for the reader, and for the network. Every camera's keyframes share it: 64 of 80 kB
/// at once, as the system counts them, with its own bookkeeping; and so do the viewers'.
const WAITING: usize = 8 * 1024 * 1024;
/// Smaller ones are the systems' own defaults.
const LEAST_WAITING: usize = 256 * 1024;
/// Datagrams that are sorted before their connections are woken: a picture is several, and a connection that is woken
/// for all of them at once has its work done in one go.
const BURST: usize = 64;
/// Errors of a socket that stay are looked at again after a pause, twice as long each time between these: a fault of a
/// moment costs no picture, and one that stays costs nothing.
const PAUSE: Duration = Duration::from_millis(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// After so many of them, ten seconds, the socket is given up.
const PAUSES: u32 = 19;
/// Addresses that one peer may send from: as many as it may have candidates.
const ADDRESSES: usize = 64;

/// The socket of one local address, shared by every connection.
///
/// A connectivity check goes to the connection that it names and whose password it was made with, and from then on
/// whatever comes from its address goes there too. What comes from anywhere else is dropped without an answer.
#[derive(Debug)]
pub(super) struct Line {
    socket: UdpSocket,
    names: Arc<Names>,
    /// Looked at for each datagram, written when a peer comes or goes; never held across an await.
    routes: Mutex<Routes>,
    /// Whom to wake when the system takes datagrams again. All connections send over the one socket, which itself
    /// remembers the last that waited alone. One a connection at most; never held across an await.
    senders: Mutex<Vec<Waker>>,
    /// That there is somebody among them.
    full: Notify,
    /// Ends its two tasks.
    pub closed: CancellationToken,
}

#[derive(Debug, Default)]
struct Routes {
    by_owner: HashMap<Key, Arc<Inbox>>,
    by_address: HashMap<SocketAddr, Route>,
    /// How many there were so far: their time.
    checks: u64,
}

/// Where goes what comes from an address.
#[derive(Debug)]
struct Route {
    inbox: Arc<Inbox>,
    /// The last check from there, or to there.
    checked: u64,
}

impl Line {
    /// Opens the socket of an address. Its tasks, [`read`](Self::read) and [`make_room`](Self::make_room), end when
    /// `closed` is heard.
    pub fn bind(ip: IpAddr, port: u16, names: Arc<Names>, closed: CancellationToken) -> std::io::Result<Self> {
        Self::of(std::net::UdpSocket::bind(SocketAddr::new(ip, port))?, names, closed)
    }

    fn of(socket: std::net::UdpSocket, names: Arc<Names>, closed: CancellationToken) -> std::io::Result<Self> {
        socket.set_nonblocking(true)?;
        let buffers = SockRef::from(&socket);
        widen("receiving", |bytes| buffers.set_recv_buffer_size(bytes));
        widen("sending", |bytes| buffers.set_send_buffer_size(bytes));
        let socket = UdpSocket::from_std(socket)?;
        let full = Notify::new();
        Ok(Self { socket, names, routes: Mutex::default(), senders: Mutex::default(), full, closed })
    }

    /// Sends a datagram, or wakes the one who wants to when there is room for one again. One that does not go out because
    /// of another's fate is lost like any other on its way.
    pub fn poll_send(&self, cx: &mut Context<'_>, datagram: &[u8], to: SocketAddr) -> Poll<std::io::Result<usize>> {
        match self.socket.try_send_to(datagram, to) {
            Err(error) if is_of_one_datagram(&error) => Poll::Ready(Ok(datagram.len())),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
                if !senders.iter().any(|sender| sender.will_wake(cx.waker())) {
                    senders.push(cx.waker().clone());
                }
                self.full.notify_one();
                Poll::Pending
            }
            outcome => Poll::Ready(outcome),
        }
    }

    /// Wakes those who wait for room, until the line is closed.
    pub async fn make_room(self: Arc<Self>) {
        let waking = async {
            loop {
                self.full.notified().await;
                if self.socket.writable().await.is_err() {
                    return;
                }
                let senders = std::mem::take(&mut *self.senders.lock().unwrap_or_else(PoisonError::into_inner));
                senders.into_iter().for_each(Waker::wake);
            }
        };
        tokio::select! {
            () = self.closed.cancelled() => {}
            () = waking => {}
        }
    }

    pub fn open(&self, inbox: &Arc<Inbox>) {
        self.routes().by_owner.insert(inbox.owner, Arc::clone(inbox));
    }

    pub fn close(&self, inbox: &Arc<Inbox>) {
        let mut routes = self.routes();
        // Unless another leg of the same connection is here already, as after an ICE restart.
        if routes.by_owner.get(&inbox.owner).is_some_and(|open| Arc::ptr_eq(open, inbox)) {
            routes.by_owner.remove(&inbox.owner);
        }
        routes.by_address.retain(|_, route| !Arc::ptr_eq(&route.inbox, inbox));
    }

    /// Whether a connection has a leg in it.
    pub fn is_used(&self) -> bool {
        !self.routes().by_owner.is_empty()
    }

    /// Lets what comes from an address go to a connection that sends checks there.
    pub fn expect(&self, address: SocketAddr, inbox: &Arc<Inbox>) {
        self.routes().learn(address, inbox, false);
    }

    /// Sorts datagrams until the line is closed, or its socket is broken for good.
    pub async fn read(&self) {
        let mut slab = BytesMut::new();
        let mut woken = Vec::with_capacity(BURST);
        let mut pauses = 0;
        loop {
            let readable = tokio::select! {
                () = self.closed.cancelled() => return,
                readable = self.socket.readable() => readable,
            };
            let burst = readable.and_then(|()| self.read_burst(&mut slab, &mut woken));
            woken.drain(..).for_each(Waker::wake);
            match burst {
                // Others have their turn, in a flood too.
                Ok(()) => {
                    pauses = 0;
                    tokio::task::yield_now().await;
                }
                Err(error) if pauses == PAUSES => {
                    tracing::error!(%error, "the media port is broken on an address: it is closed there");
                    return;
                }
                Err(error) => {
                    if pauses == 0 {
                        tracing::warn!(%error, "the media port can't be read: tried again");
                    }
                    let pause = LONGEST_PAUSE.min(PAUSE * 2_u32.pow(pauses));
                    pauses += 1;
                    tokio::select! {
                        () = self.closed.cancelled() => return,
                        () = tokio::time::sleep(pause) => {}
                    }
                }
            }
        }
    }

    /// Sorts what is there, up to [`BURST`] datagrams; `woken` gets who is to be told.
    ///
    /// # Errors
    /// The last error of the socket itself, when there was no datagram: it stays.
    fn read_burst(&self, slab: &mut BytesMut, woken: &mut Vec<Waker>) -> std::io::Result<()> {
        let mut outcome = Ok(());
        let mut datagrams = 0;
        for _ in 0..BURST {
            if slab.capacity() < DATAGRAM {
                *slab = BytesMut::with_capacity(SLAB);
            }
            match self.socket.try_recv_buf_from(slab) {
                Ok((_, from)) => {
                    woken.extend(self.sort(from, slab.split().freeze()));
                    datagrams += 1;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => {
                    tracing::trace!(%error, "receiving media");
                    slab.clear();
                    if !is_of_one_datagram(&error) {
                        outcome = Err(error);
                    }
                }
            }
        }
        if datagrams > 0 { Ok(()) } else { outcome }
    }

    /// Gives a datagram to its connection; gives back who waits for it.
    fn sort(&self, from: SocketAddr, datagram: Bytes) -> Option<Waker> {
        let inbox = self.routes().route(&self.names, from, &datagram)?;
        inbox.push(from, datagram)
    }

    fn routes(&self) -> std::sync::MutexGuard<'_, Routes> {
        self.routes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks for a buffer of [`WAITING`] bytes, and for ever smaller ones where the system refuses that: Linux and Windows give
/// what they allow, but macOS gives nothing to who asks for more. Less is no reason not to start.
fn widen(what: &str, set: impl Fn(usize) -> std::io::Result<()>) {
    let sizes =
        std::iter::successors(Some(WAITING), |bytes| Some(bytes / 2)).take_while(|bytes| *bytes >= LEAST_WAITING);
    if sizes.map(set).all(|outcome| outcome.is_err()) {
        tracing::debug!("the media port's buffer for {what} stays as it is");
    }
}

/// Whether an error is one datagram's fate and says nothing about the socket. Who is gone answers with "port
/// unreachable", and Windows gives that to whoever uses the socket next (WSAECONNRESET, WSAENETRESET); a datagram that is
/// too long is an error there too (WSAEMSGSIZE), where others cut it off.
fn is_of_one_datagram(error: &std::io::Error) -> bool {
    const WINDOWS: [i32; 2] = [10040, 10052];
    match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused => true,
        _ => cfg!(windows) && error.raw_os_error().is_some_and(|code| WINDOWS.contains(&code)),
    }
}

#[cfg(any(test, feature = "fuzzing"))]
pub(in crate::peer) mod fuzzing;

impl Routes {
    fn route(&mut self, names: &Names, from: SocketAddr, datagram: &[u8]) -> Option<Arc<Inbox>> {
        if !is_check(datagram) {
            return self.by_address.get(&from).map(|route| Arc::clone(&route.inbox));
        }
        let called = names.who(&Check::read(datagram)?)?;
        let inbox = Arc::clone(self.by_owner.get(&called)?);
        self.learn(from, &inbox, true);
        Some(inbox)
    }

    /// Remembers a peer's address; one that is another's is only taken over by a check that calls this connection. Beyond
    /// [`ADDRESSES`] the one is forgotten that was not checked for longest.
    fn learn(&mut self, address: SocketAddr, inbox: &Arc<Inbox>, take_over: bool) {
        self.checks += 1;
        if let Some(known) = self.by_address.get_mut(&address) {
            if Arc::ptr_eq(&known.inbox, inbox) {
                known.checked = self.checks;
                return;
            }
            if !take_over {
                return;
            }
        }
        let own = || self.by_address.iter().filter(|(_, route)| Arc::ptr_eq(&route.inbox, inbox));
        if own().count() >= ADDRESSES
            && let Some(oldest) = own().min_by_key(|(_, route)| route.checked).map(|(address, _)| *address)
        {
            self.by_address.remove(&oldest);
        }
        self.by_address.insert(address, Route { inbox: Arc::clone(inbox), checked: self.checks });
    }
}

#[cfg(all(test, unix))]
mod tests;
