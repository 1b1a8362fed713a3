use std::{
    collections::VecDeque,
    io::{self, IoSliceMut},
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use webrtc::runtime::{AsyncUdpSocket, RecvMeta, Transmit};

use super::{line::Line, names::Key, stun::is_check};

/// Datagrams that a connection may be behind: a second of 12 Mbit/s. A newer one is dropped when it is full, as a
/// kernel does.
const INBOX: usize = 1024;

/// What one connection takes for a socket of its own: the datagrams that its line has sorted out for it.
#[derive(Debug)]
pub(super) struct Leg {
    line: Arc<Line>,
    inbox: Arc<Inbox>,
    /// The address that the connection believes to have: its candidate's.
    believed: SocketAddr,
}

impl Leg {
    pub fn new(line: Arc<Line>, owner: Key, believed: SocketAddr) -> Self {
        let inbox = Arc::new(Inbox::new(owner));
        line.open(&inbox);
        Self { line, inbox, believed }
    }

    pub fn inbox(&self) -> &Arc<Inbox> {
        &self.inbox
    }
}

impl Drop for Leg {
    fn drop(&mut self) {
        self.line.close(&self.inbox);
    }
}

impl AsyncUdpSocket for Leg {
    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.believed)
    }

    fn poll_send(&self, cx: &mut Context<'_>, transmit: &Transmit<'_>) -> Poll<io::Result<usize>> {
        // A peer whose address we check ourselves (an ICE-lite one never checks) answers from there.
        if is_check(transmit.contents) {
            self.line.expect(transmit.destination, &self.inbox);
        }
        self.line.poll_send(cx, transmit.contents, transmit.destination)
    }

    fn poll_recv(
        &self,
        cx: &mut Context<'_>,
        bufs: &mut [IoSliceMut<'_>],
        meta: &mut [RecvMeta],
    ) -> Poll<io::Result<usize>> {
        // The crate looks whether more is there with a waker that wakes nobody.
        let is_probe = cx.waker().will_wake(Waker::noop());
        let mut state = self.inbox.state.lock().unwrap_or_else(PoisonError::into_inner);
        if is_probe && state.after_dtls {
            return Poll::Pending;
        }
        let mut filled = 0;
        for (buffer, meta) in bufs.iter_mut().zip(meta.iter_mut()) {
            let Some((from, datagram)) = state.datagrams.pop_front() else { break };
            let len = datagram.len().min(buffer.len());
            buffer[..len].copy_from_slice(&datagram[..len]);
            *meta = RecvMeta::default();
            meta.addr = from;
            meta.len = len;
            meta.stride = len.max(1);
            filled += 1;
            state.after_dtls = is_dtls(&datagram);
            if state.after_dtls {
                break;
            }
        }
        if filled > 0 {
            return Poll::Ready(Ok(filled));
        }
        if !is_probe {
            state.waker = Some(cx.waker().clone());
        }
        Poll::Pending
    }
}

/// A connection's datagrams, from the line's reader to its driver.
#[derive(Debug)]
pub(super) struct Inbox {
    /// The connection: who checks it by its name, is its peer.
    pub owner: Key,
    /// Written by the reader and read by the driver, for the time of a push or a pop.
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    datagrams: VecDeque<(SocketAddr, Bytes)>,
    /// The last that was taken is of DTLS. The crate takes what is there in one go and learns the keys of SRTP only behind
    /// it: what comes with the end of the handshake, a camera's first keyframe, would be dropped. So that go ends here.
    after_dtls: bool,
    waker: Option<Waker>,
}

/// Whether it is a record of DTLS, by its first byte (RFC 7983 section 7).
fn is_dtls(datagram: &[u8]) -> bool {
    matches!(datagram.first(), Some(20..=63))
}

impl Inbox {
    pub fn new(owner: Key) -> Self {
        Self { owner, state: Mutex::default() }
    }

    /// Takes a datagram in; gives back whom to wake for it.
    pub fn push(&self, from: SocketAddr, datagram: Bytes) -> Option<Waker> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.datagrams.len() < INBOX {
            state.datagrams.push_back((from, datagram));
        }
        state.waker.take()
    }
}
