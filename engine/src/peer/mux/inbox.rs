use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Mutex, PoisonError},
    task::Waker,
};

use bytes::Bytes;

use super::ufrags::ConnectionId;

/// Datagrams that a connection may be behind: a second of 12 Mbit/s. A newer one is dropped when it is full, as a
/// kernel does.
const DATAGRAMS: usize = 1024;

/// A connection's datagrams, from the bound socket's reader to its driver.
#[derive(Debug)]
pub(super) struct Inbox {
    /// Who checks it by its ufrag, is its peer.
    pub connection: ConnectionId,
    /// Written by the reader and read by the driver, for the time of a push or a pop.
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
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
    pub fn new(connection: ConnectionId) -> Self {
        Self { connection, queue: Mutex::default() }
    }

    /// Takes a datagram in; gives back whom to wake for it.
    pub fn push(&self, from: SocketAddr, datagram: Bytes) -> Option<Waker> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.datagrams.len() < DATAGRAMS {
            queue.datagrams.push_back((from, datagram));
        }
        queue.waker.take()
    }

    /// Gives the oldest datagrams to `take`, up to `most` and not beyond one of DTLS; gives back how many. With none,
    /// `waker` is woken for the next, unless it is one that wakes nobody: with that the crate looks whether more is there.
    pub fn pop(&self, most: usize, waker: &Waker, mut take: impl FnMut(usize, SocketAddr, &[u8])) -> usize {
        let is_probe = waker.will_wake(Waker::noop());
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if is_probe && queue.after_dtls {
            return 0;
        }
        let mut taken = 0;
        while taken < most {
            let Some((from, datagram)) = queue.datagrams.pop_front() else { break };
            take(taken, from, &datagram);
            taken += 1;
            queue.after_dtls = is_dtls(&datagram);
            if queue.after_dtls {
                break;
            }
        }
        if taken == 0 && !is_probe {
            queue.waker = Some(waker.clone());
        }
        taken
    }
}
