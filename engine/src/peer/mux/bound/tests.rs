use std::{
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::fd::OwnedFd,
};

use super::*;

/// A socket that can always be read, and gives an error each time: the end of a stream, taken for datagrams.
fn broken() -> std::net::UdpSocket {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let stream = TcpStream::connect(listener.local_addr().expect("bound")).expect("it listens");
    drop(listener.accept().expect("connected"));
    OwnedFd::from(stream).into()
}

#[tokio::test]
async fn an_error_that_stays_is_looked_at_ever_more_rarely_and_given_up() {
    let bound = BoundSocket::of(broken(), Arc::default(), CancellationToken::new()).expect("a socket");
    bound.socket.readable().await.expect("it can be read");
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    bound.read().await;
    let took = began.elapsed();
    assert!(took > Duration::from_secs(9) && took < Duration::from_secs(11), "{took:?}");
}

#[tokio::test]
async fn a_socket_that_is_broken_can_be_closed() {
    let bound = BoundSocket::of(broken(), Arc::default(), CancellationToken::new()).expect("a socket");
    bound.closed.cancel();
    bound.read().await;
}

/// Who is gone answers with "port unreachable". Linux tells that to a socket which has a single peer, and Windows to any.
#[tokio::test]
async fn a_peer_that_is_gone_is_no_fault_of_the_socket() {
    let bind = || std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let gone = bind().local_addr().expect("bound");
    let socket = bind();
    socket.connect(gone).expect("an address");
    let bound = BoundSocket::of(socket, Arc::default(), CancellationToken::new()).expect("a socket");
    bound.socket.writable().await.expect("room");
    // The second is answered with what became of the first.
    for datagram in ["a picture", "and the next"] {
        let sent = bound.poll_send(&mut Context::from_waker(Waker::noop()), datagram.as_bytes(), gone);
        assert!(matches!(sent, Poll::Ready(Ok(len)) if len == datagram.len()), "{sent:?}");
    }
}
