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
/// Bytes of SRTP that may wait for their keys, of as many datagrams: two seconds of 4 Mbit/s. A newer one is dropped
/// when it is full: the oldest are the keyframe that a stream begins with, without which what follows is of no use.
const EARLY_BYTES: usize = 1024 * 1024;

/// A connection's datagrams, from the bound socket's reader to its driver.
///
/// SRTP waits in it until the connection has the keys: the crate drops what it can't decrypt, and what comes with the end
/// of the handshake, or before it where that is lost and sent again, is a camera's first keyframe.
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
    srtp: Srtp,
    waker: Option<Waker>,
}

/// What is done with SRTP.
#[derive(Debug)]
enum Srtp {
    /// It waits, so many bytes by now.
    Early { datagrams: VecDeque<(SocketAddr, Bytes)>, bytes: usize },
    /// It goes to the driver like everything else.
    Taken,
}

impl Default for Srtp {
    fn default() -> Self {
        Self::Early { datagrams: VecDeque::new(), bytes: 0 }
    }
}

/// Whether it is a packet of SRTP or SRTCP, by its first byte (RFC 7983 section 7).
fn is_srtp(datagram: &[u8]) -> bool {
    matches!(datagram.first(), Some(128..=191))
}

impl Inbox {
    pub fn new(connection: ConnectionId) -> Self {
        Self { connection, queue: Mutex::default() }
    }

    /// Takes a datagram in; gives back whom to wake for it.
    pub fn push(&self, from: SocketAddr, datagram: Bytes) -> Option<Waker> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Srtp::Early { datagrams, bytes } = &mut queue.srtp
            && is_srtp(&datagram)
        {
            if datagrams.len() < DATAGRAMS && *bytes + datagram.len() <= EARLY_BYTES {
                *bytes += datagram.len();
                // Its own bytes: it may wait for long, and would keep those of a whole burst.
                datagrams.push_back((from, Bytes::copy_from_slice(&datagram)));
            }
            return None;
        }
        if queue.datagrams.len() < DATAGRAMS {
            queue.datagrams.push_back((from, datagram));
        }
        queue.waker.take()
    }

    /// The connection has its keys: what waited for them comes next, in its order. Gives back whom to wake for it.
    pub fn keys_known(&self) -> Option<Waker> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let Srtp::Early { datagrams, .. } = std::mem::replace(&mut queue.srtp, Srtp::Taken) else { return None };
        if datagrams.is_empty() {
            return None;
        }
        tracing::debug!(datagrams = datagrams.len(), "media that came before its keys");
        queue.datagrams.extend(datagrams);
        queue.waker.take()
    }

    /// Gives the oldest datagrams to `take`, up to `most`; gives back how many. With none, `waker` is woken for the next,
    /// unless it is one that wakes nobody: with that the crate looks whether more is there.
    pub fn pop(&self, most: usize, waker: &Waker, mut take: impl FnMut(usize, SocketAddr, &[u8])) -> usize {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = most.min(queue.datagrams.len());
        for (at, (from, datagram)) in queue.datagrams.drain(..taken).enumerate() {
            take(at, from, &datagram);
        }
        if taken == 0 && !waker.will_wake(Waker::noop()) {
            queue.waker = Some(waker.clone());
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, sync::Arc, task::Wake};

    use super::{super::ufrags::Ufrags, *};

    const PEER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 1);

    struct Driver;

    impl Wake for Driver {
        fn wake(self: Arc<Self>) {}
    }

    fn inbox() -> Inbox {
        Inbox::new(Ufrags::default().connection())
    }

    fn push(inbox: &Inbox, datagram: &[u8]) -> Option<Waker> {
        inbox.push(PEER, Bytes::copy_from_slice(datagram))
    }

    fn taken(inbox: &Inbox, waker: &Waker) -> Vec<Vec<u8>> {
        let mut taken = Vec::new();
        while inbox.pop(16, waker, |_, _, datagram| taken.push(datagram.to_vec())) > 0 {}
        taken
    }

    #[test]
    fn srtp_waits_for_its_keys_and_comes_in_its_order() {
        let (inbox, driver) = (inbox(), Waker::from(Arc::new(Driver)));
        let (stun, dtls, first, rtcp, last) =
            (&[0, 1][..], &[22, 254][..], &[128, 1][..], &[129, 200][..], &[191, 2][..]);
        assert!(taken(&inbox, &driver).is_empty());
        assert!(push(&inbox, first).is_none(), "nobody is woken for what can't be read");
        assert!(push(&inbox, stun).is_some());
        assert!(push(&inbox, rtcp).is_none());
        push(&inbox, dtls);
        assert_eq!(taken(&inbox, &driver), [stun, dtls]);
        assert!(inbox.keys_known().is_some_and(|woken| woken.will_wake(&driver)));
        push(&inbox, last);
        assert_eq!(taken(&inbox, &driver), [first, rtcp, last]);
        assert!(inbox.keys_known().is_none(), "it is known only once");
        assert!(push(&inbox, first).is_some(), "from then on it is a datagram like any other");
    }

    #[test]
    fn who_has_no_keys_yet_keeps_the_beginning_of_its_media() {
        let driver = Waker::from(Arc::new(Driver));
        for (length, kept) in [(20, DATAGRAMS), (1200, EARLY_BYTES / 1200)] {
            let inbox = inbox();
            for number in 0..2 * DATAGRAMS {
                let mut datagram = vec![128; length];
                datagram[1..3].copy_from_slice(&(number as u16).to_be_bytes());
                push(&inbox, &datagram);
            }
            inbox.keys_known();
            let numbers =
                taken(&inbox, &driver).into_iter().map(|datagram| u16::from_be_bytes([datagram[1], datagram[2]]));
            assert!(numbers.eq(0..kept as u16), "{length}");
        }
    }
}
