use std::{
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
    inbox::Inbox,
    platform::{is_of_one_datagram, widen},
    routes::Routes,
    ufrags::Ufrags,
};

/// Largest datagram: an Ethernet frame's payload. Larger ones are nobody's media.
const DATAGRAM: usize = 1500;
/// Bytes that are taken from the system at once for so many datagrams.
const SLAB: usize = 64 * DATAGRAM;
/// Datagrams that are sorted before their connections are woken: a picture is several, and a connection that is woken
/// for all of them at once has its work done in one go.
const BURST: usize = 64;
/// Errors of a socket that stay are looked at again after a pause, twice as long each time between these: a fault of a
/// moment costs no picture, and one that stays costs nothing.
const PAUSE: Duration = Duration::from_millis(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// After so many of them, ten seconds, the socket is given up.
const PAUSES: u32 = 19;

/// The socket of one local address, shared by every connection.
///
/// What comes in goes to its connection's inbox ([`Routes`]); a stranger's is dropped without an answer.
#[derive(Debug)]
pub(super) struct BoundSocket {
    socket: UdpSocket,
    ufrags: Arc<Ufrags>,
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

impl BoundSocket {
    /// Opens the socket of an address. Its tasks, [`read`](Self::read) and [`make_room`](Self::make_room), end when
    /// `closed` is heard.
    pub fn bind(ip: IpAddr, port: u16, ufrags: Arc<Ufrags>, closed: CancellationToken) -> std::io::Result<Self> {
        Self::of(std::net::UdpSocket::bind(SocketAddr::new(ip, port))?, ufrags, closed)
    }

    fn of(socket: std::net::UdpSocket, ufrags: Arc<Ufrags>, closed: CancellationToken) -> std::io::Result<Self> {
        socket.set_nonblocking(true)?;
        let buffers = SockRef::from(&socket);
        widen("receiving", |bytes| buffers.set_recv_buffer_size(bytes));
        widen("sending", |bytes| buffers.set_send_buffer_size(bytes));
        let socket = UdpSocket::from_std(socket)?;
        let full = Notify::new();
        Ok(Self { socket, ufrags, routes: Mutex::default(), senders: Mutex::default(), full, closed })
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

    /// Wakes those who wait for room, until it is closed.
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

    /// A connection's socket is here.
    pub fn open(&self, inbox: &Arc<Inbox>) {
        self.routes().open(inbox);
    }

    /// A connection's socket is gone.
    pub fn close(&self, inbox: &Arc<Inbox>) {
        self.routes().close(inbox);
    }

    /// Whether a connection has a socket here.
    pub fn is_used(&self) -> bool {
        !self.routes().is_empty()
    }

    /// Lets what comes from an address go to a connection that sends checks there.
    pub fn expect(&self, address: SocketAddr, inbox: &Arc<Inbox>) {
        self.routes().learn(address, inbox, false);
    }

    /// Sorts datagrams until it is closed, or its socket is broken for good.
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
        let inbox = self.routes().route(&self.ufrags, from, &datagram)?;
        inbox.push(from, datagram)
    }

    fn routes(&self) -> std::sync::MutexGuard<'_, Routes> {
        self.routes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(all(test, unix))]
mod tests;
