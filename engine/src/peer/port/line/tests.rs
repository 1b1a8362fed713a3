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
    let line = Line::of(broken(), Arc::default(), CancellationToken::new()).expect("a line");
    line.socket.readable().await.expect("it can be read");
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    line.read().await;
    let took = began.elapsed();
    assert!(took > Duration::from_secs(9) && took < Duration::from_secs(11), "{took:?}");
}

#[tokio::test]
async fn a_line_whose_socket_is_broken_can_be_closed() {
    let line = Line::of(broken(), Arc::default(), CancellationToken::new()).expect("a line");
    line.closed.cancel();
    line.read().await;
}
