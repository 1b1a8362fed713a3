use std::{
    future::{Ready, ready},
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{Extension, middleware::AddExtension};
use axum_server::accept::Accept;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tower::Layer;

use crate::network::{Bounds, Crowd, RequestRoute, Ticket};

/// Connections of one listener at once: a phone's browser opens six, so that is room for forty phones. With the three
/// listeners it stays below the 1024 files that a process may open by default.
const CONNECTIONS: usize = 256;
/// And of one address, so that a single guest never fills the house.
const OF_ONE_ADDRESS: usize = 64;
/// And of one IPv6 network: it leaves room for those who come over IPv4 or from another one.
const OF_ONE_NETWORK: usize = CONNECTIONS - OF_ONE_ADDRESS;

/// Lets so many connections in at once; whoever comes then is hung up on. The desk's listener, which everyone reaches
/// from one address, is bounded as a whole. Each request has its [`RequestRoute`] as an extension.
#[derive(Debug, Clone)]
pub(super) struct Entrance {
    crowd: Crowd,
}

impl Entrance {
    /// For a listener on the network.
    pub fn public() -> Self {
        Self::new(OF_ONE_ADDRESS, OF_ONE_NETWORK)
    }

    /// For a listener on this machine.
    pub fn private() -> Self {
        Self::new(CONNECTIONS, CONNECTIONS)
    }

    fn new(of_one_address: usize, of_one_network: usize) -> Self {
        Self { crowd: Crowd::new(Bounds { in_all: CONNECTIONS, of_one_address, of_one_network }) }
    }
}

fn route(stream: &TcpStream) -> io::Result<RequestRoute> {
    // A listener for both families gets IPv4 addresses in IPv6's clothes (RFC 4291 section 2.5.5.2).
    let ip = |address: SocketAddr| address.ip().to_canonical();
    Ok(RequestRoute { from: ip(stream.peer_addr()?), to: ip(stream.local_addr()?) })
}

impl<S> Accept<TcpStream, S> for Entrance {
    type Stream = Guest;
    type Service = AddExtension<S, RequestRoute>;
    type Future = Ready<io::Result<(Guest, Self::Service)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        // Each message to a desk is a picture or a cut: by default the kernel holds one back until the one before is
        // acknowledged (RFC 1122 section 4.2.3.4), which can take a receiver that has nothing to say 40 ms.
        let arrived = stream.set_nodelay(true).and_then(|()| route(&stream));
        ready(arrived.and_then(|route| {
            let ticket = self.crowd.admit(route.from).ok_or_else(|| io::Error::other("too many connections"))?;
            Ok((Guest { stream, _ticket: ticket }, Extension(route).layer(service)))
        }))
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
    use crate::config::Port;

    #[tokio::test]
    async fn a_connection_says_which_address_it_came_to_however_it_is_written() {
        let listener = Port::Exactly(0).listen(Ipv6Addr::UNSPECIFIED.into(), "both families").expect("a free port");
        let to = SocketAddr::from(([127, 0, 0, 1], listener.local_addr().expect("bound").port()));
        let _guest = TcpStream::connect(to).await.expect("it listens");
        let (stream, from) = listener.accept().expect("a guest");
        stream.set_nonblocking(true).expect("it can be");
        let route = route(&TcpStream::from_std(stream).expect("a stream")).expect("connected");
        assert_eq!((route.to, route.from), (to.ip(), from.ip().to_canonical()));
        assert!(route.from.is_ipv4());
    }
}
