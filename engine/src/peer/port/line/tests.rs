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

/// Who is gone answers with "port unreachable". Linux tells that to a socket which has a single peer, and Windows to any.
#[tokio::test]
async fn a_peer_that_is_gone_is_no_fault_of_the_socket() {
    let bind = || std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let gone = bind().local_addr().expect("bound");
    let socket = bind();
    socket.connect(gone).expect("an address");
    let line = Line::of(socket, Arc::default(), CancellationToken::new()).expect("a line");
    line.socket.writable().await.expect("room");
    // The second is answered with what became of the first.
    for datagram in ["a picture", "and the next"] {
        let sent = line.poll_send(&mut Context::from_waker(Waker::noop()), datagram.as_bytes(), gone);
        assert!(matches!(sent, Poll::Ready(Ok(len)) if len == datagram.len()), "{sent:?}");
    }
}

#[test]
fn what_befalls_one_datagram_is_told_from_a_broken_socket() {
    for (kind, of_one) in [
        (ErrorKind::ConnectionReset, true),
        (ErrorKind::ConnectionRefused, true),
        (ErrorKind::NotConnected, false),
        (ErrorKind::Other, false),
    ] {
        assert_eq!(is_of_one_datagram(&kind.into()), of_one, "{kind}");
    }
}

#[test]
fn a_system_that_refuses_a_large_buffer_gives_a_smaller_one() {
    let asked = Mutex::new(Vec::new());
    // macOS allows eight ninths of its 8 MiB and refuses what is more.
    widen("testing", |bytes| {
        asked.lock().expect("no panic").push(bytes);
        if bytes > WAITING / 9 * 8 { Err(std::io::Error::from_raw_os_error(55)) } else { Ok(()) }
    });
    assert_eq!(*asked.lock().expect("no panic"), [WAITING, WAITING / 2]);
    widen("testing", |_| Err(ErrorKind::Other.into()));
}
