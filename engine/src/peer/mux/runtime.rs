use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use webrtc::runtime::{
    AsyncInterval, AsyncTcpListener, AsyncTcpStream, AsyncUdpSocket, JoinHandle, Runtime, default_runtime,
};

use super::{super::shield::shielded, connection::MuxedConnection, socket::MuxedSocket};

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The crate's runtime for one connection: tokio's, except that its UDP sockets are shares of the mux's.
#[derive(Debug)]
pub(in crate::peer) struct MuxRuntime {
    tokio: Arc<dyn Runtime>,
    connection: MuxedConnection,
}

impl MuxRuntime {
    pub fn new(connection: MuxedConnection) -> Self {
        Self { tokio: default_runtime().expect("the crate is built with its tokio runtime"), connection }
    }
}

impl Runtime for MuxRuntime {
    fn wrap_udp_socket(&self, socket: std::net::UdpSocket) -> io::Result<Arc<dyn AsyncUdpSocket>> {
        // The crate bound a port of its own; all that is left of it is its place in the crate's books.
        let believed = socket.local_addr()?;
        let bound = self.connection.mux().bound(believed.ip())?;
        let socket = MuxedSocket::new(bound, self.connection.id(), believed);
        self.connection.attach(socket.inbox(), believed);
        Ok(Arc::new(socket))
    }

    fn spawn(&self, future: Pin<Box<dyn Future<Output = ()> + Send>>) -> Box<dyn JoinHandle> {
        let broken = self.connection.broken().clone();
        self.tokio.spawn(Box::pin(async move {
            if shielded(future).await.is_none() {
                broken.cancel();
            }
        }))
    }

    fn wrap_tcp_listener(&self, listener: std::net::TcpListener) -> io::Result<Arc<dyn AsyncTcpListener>> {
        self.tokio.wrap_tcp_listener(listener)
    }

    fn connect_tcp<'a>(&'a self, remote: SocketAddr) -> Boxed<'a, io::Result<Arc<dyn AsyncTcpStream>>> {
        self.tokio.connect_tcp(remote)
    }

    fn resolve_host<'a>(&'a self, host: &'a str) -> Boxed<'a, io::Result<Vec<SocketAddr>>> {
        self.tokio.resolve_host(host)
    }

    fn now(&self) -> Instant {
        self.tokio.now()
    }

    fn sleep(&self, duration: Duration) -> Boxed<'static, ()> {
        self.tokio.sleep(duration)
    }

    fn interval(&self, period: Duration) -> Box<dyn AsyncInterval> {
        self.tokio.interval(period)
    }

    fn block_on(&self, future: Pin<Box<dyn Future<Output = ()> + '_>>) {
        self.tokio.block_on(future);
    }

    fn yield_now(&self) -> Boxed<'static, ()> {
        self.tokio.yield_now()
    }

    fn name(&self) -> &'static str {
        "tokio, one UDP port"
    }
}
