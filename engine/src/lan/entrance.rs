use std::{
    collections::HashMap,
    future::{Ready, ready},
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use axum::{Extension, middleware::AddExtension};
use axum_server::accept::Accept;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tower::Layer;

/// Connections of one listener at once: a phone's browser opens six, so that is room for forty phones. With the three
/// listeners it stays below the 1024 files that a process may open by default.
const CONNECTIONS: usize = 256;
/// And of one address, so that a single guest never fills the house.
const OF_ONE_ADDRESS: usize = 64;
/// And of one IPv6 network, where a guest has as many addresses as it likes (RFC 8981). All phones of a room may be in the
/// one network, so it is not what one address gets: it leaves room for those who come over IPv4 or another network.
const OF_ONE_NETWORK: usize = CONNECTIONS - OF_ONE_ADDRESS;

/// Lets so many connections in at once; whoever comes then is hung up on. The desk's listener, which everyone reaches
/// from one address, is bounded as a whole.
#[derive(Debug, Clone)]
pub(super) struct Entrance {
    inside: Arc<Mutex<HashMap<IpAddr, usize>>>,
    of_one_address: usize,
}

impl Entrance {
    /// For a listener on the network.
    pub fn public() -> Self {
        Self::new(OF_ONE_ADDRESS)
    }

    /// For a listener on this machine.
    pub fn private() -> Self {
        Self::new(CONNECTIONS)
    }

    fn new(of_one_address: usize) -> Self {
        Self { inside: Arc::default(), of_one_address }
    }

    fn admit(&self, from: IpAddr) -> io::Result<Ticket> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = inside.values().sum();
        let own = inside.get(&from).copied().unwrap_or_default();
        let near: usize = inside.iter().filter(|(ip, _)| is_neighbour(**ip, from)).map(|(_, count)| count).sum();
        if all >= CONNECTIONS || own >= self.of_one_address || near >= OF_ONE_NETWORK {
            return Err(io::Error::other("too many connections"));
        }
        inside.insert(from, own + 1);
        Ok(Ticket { inside: Arc::clone(&self.inside), from })
    }
}

/// Whether both addresses are of one IPv6 network (RFC 4291 section 2.5.4).
fn is_neighbour(one: IpAddr, other: IpAddr) -> bool {
    matches!((one, other), (IpAddr::V6(one), IpAddr::V6(other)) if one.to_bits() >> 64 == other.to_bits() >> 64)
}

/// Where a connection came from and which of this machine's addresses it came to: an extension of its requests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrival {
    pub from: IpAddr,
    pub to: IpAddr,
}

impl Arrival {
    fn of(stream: &TcpStream) -> io::Result<Self> {
        // A listener for both families gets IPv4 addresses in IPv6's clothes (RFC 4291 section 2.5.5.2).
        let ip = |address: SocketAddr| address.ip().to_canonical();
        Ok(Self { from: ip(stream.peer_addr()?), to: ip(stream.local_addr()?) })
    }
}

impl<S> Accept<TcpStream, S> for Entrance {
    type Stream = Guest;
    type Service = AddExtension<S, Arrival>;
    type Future = Ready<io::Result<(Guest, Self::Service)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        // Each message to a desk is a picture or a cut: by default the kernel holds one back until the one before is
        // acknowledged (RFC 1122 section 4.2.3.4), which can take a receiver that has nothing to say 40 ms.
        let arrived = stream.set_nodelay(true).and_then(|()| Arrival::of(&stream));
        let admitted = arrived.and_then(|arrival| Ok((self.admit(arrival.from)?, arrival)));
        ready(admitted.map(|(ticket, arrival)| (Guest { stream, _ticket: ticket }, Extension(arrival).layer(service))))
    }
}

/// A place in the house, given back when it is dropped.
#[derive(Debug)]
struct Ticket {
    /// Locked for the time of a count.
    inside: Arc<Mutex<HashMap<IpAddr, usize>>>,
    from: IpAddr,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        match inside.get_mut(&self.from) {
            Some(count) if *count > 1 => *count -= 1,
            Some(_) | None => drop(inside.remove(&self.from)),
        }
    }
}

/// A connection that was let in.
#[derive(Debug)]
pub(super) struct Guest {
    stream: TcpStream,
    _ticket: Ticket,
}

impl AsyncRead for Guest {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Guest {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

    use super::*;
    use crate::Port;

    #[test]
    fn one_guest_never_fills_the_house() {
        let entrance = Entrance::public();
        let address = |last| IpAddr::from([192, 0, 2, last]);
        let mut greedy: Vec<_> = (0..OF_ONE_ADDRESS).map(|_| entrance.admit(address(1)).expect("room")).collect();
        assert!(entrance.admit(address(1)).is_err());
        let others: Vec<_> =
            (0..CONNECTIONS - OF_ONE_ADDRESS).map_while(|n| entrance.admit(address(2 + n as u8 % 3)).ok()).collect();
        assert_eq!(others.len(), CONNECTIONS - OF_ONE_ADDRESS);
        assert!(entrance.admit(address(9)).is_err(), "the house is full");
        greedy.pop();
        assert!(entrance.admit(address(9)).is_ok());
        drop((greedy, others));
        assert!(entrance.inside.lock().expect("whole").is_empty(), "nothing is remembered of who left");
    }

    #[test]
    fn a_guest_with_a_network_of_addresses_never_fills_the_house() {
        let entrance = Entrance::public();
        let six = |network, host| Ipv6Addr::new(0xfd00, 0, 0, network, 0, 0, 0, host).into();
        let greedy: Vec<_> = (0..).map_while(|host| entrance.admit(six(1, host)).ok()).collect();
        assert_eq!(greedy.len(), OF_ONE_NETWORK);
        assert!(entrance.admit(six(2, 0)).is_ok() && entrance.admit([192, 0, 2, 1].into()).is_ok());
    }

    #[tokio::test]
    async fn a_connection_says_which_address_it_came_to_however_it_is_written() {
        let listener = Port::Exactly(0).listen(Ipv6Addr::UNSPECIFIED.into(), "both families").expect("a free port");
        let to = SocketAddr::from(([127, 0, 0, 1], listener.local_addr().expect("bound").port()));
        let _guest = TcpStream::connect(to).await.expect("it listens");
        let (stream, from) = listener.accept().expect("a guest");
        stream.set_nonblocking(true).expect("it can be");
        let arrival = Arrival::of(&TcpStream::from_std(stream).expect("a stream")).expect("connected");
        assert_eq!((arrival.to, arrival.from), (to.ip(), from.ip().to_canonical()));
        assert!(arrival.from.is_ipv4());
    }
}
