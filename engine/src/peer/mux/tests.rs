use std::{
    future::poll_fn,
    io::{self, IoSliceMut},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use tokio::net::UdpSocket;
use webrtc::runtime::{AsyncUdpSocket, RecvMeta, Runtime, Transmit};

use tokio_util::sync::CancellationToken;

use super::{super::Credentials, socket::MuxedSocket, stun::signed, *};
use crate::{Port, vital::Vitals};

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn open() -> (UdpMux, Vitals) {
    let vitals = Vitals::new();
    let mux = UdpMux::open(Port::Exactly(0), Some(LOOPBACK), &vitals).expect("a free port");
    (mux, vitals)
}

/// A connection with its socket, as the crate gets it.
struct Side {
    muxed: MuxedConnection,
    socket: Arc<dyn AsyncUdpSocket>,
}

fn side(mux: &UdpMux, ufrag: &str) -> Side {
    let muxed = MuxedConnection::new(mux.clone(), CancellationToken::new());
    let socket = socket(&muxed);
    muxed.assign(&credentials(ufrag));
    muxed.keys_known();
    Side { muxed, socket }
}

/// The credentials of a connection of this ufrag: nobody guesses the password.
fn credentials(ufrag: &str) -> Credentials {
    Credentials { ufrag: ufrag.to_owned(), password: format!("the password of {ufrag}") }
}

fn socket(muxed: &MuxedConnection) -> Arc<dyn AsyncUdpSocket> {
    let own = std::net::UdpSocket::bind((LOOPBACK, 0)).expect("a free port");
    MuxRuntime::new(muxed.clone()).wrap_udp_socket(own).expect("a share")
}

/// A check of the peer's of this connection.
fn check(ufrag: &str) -> Vec<u8> {
    signed(&unproven(ufrag), &credentials(ufrag).password)
}

/// A check of somebody's who only knows how a connection is called.
fn unproven(ufrag: &str) -> Vec<u8> {
    let username = format!("{ufrag}:peer");
    let mut message = vec![0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42];
    message.extend([9; 12]);
    message.extend([0, 6, 0, u8::try_from(username.len()).expect("short")]);
    message.extend(username.as_bytes());
    message.resize(message.len().next_multiple_of(4), 0);
    message
}

async fn receive(socket: &dyn AsyncUdpSocket) -> Option<(SocketAddr, Vec<u8>)> {
    let mut buffer = [0; 1500];
    let mut meta = [RecvMeta::default()];
    let received = poll_fn(|cx| socket.poll_recv(cx, &mut [IoSliceMut::new(&mut buffer)], &mut meta));
    let count = tokio::time::timeout(Duration::from_millis(300), received).await.ok()?.expect("no socket fault");
    assert_eq!(count, 1);
    Some((meta[0].addr, buffer[..meta[0].len].to_vec()))
}

#[tokio::test]
async fn each_connection_gets_its_peers_datagrams_alone() {
    let (mux, _vitals) = open();
    let (left, right) = (side(&mux, "left"), side(&mux, "right"));
    let to = SocketAddr::new(LOOPBACK, mux.number());
    let peers =
        [UdpSocket::bind((LOOPBACK, 0)).await.expect("a port"), UdpSocket::bind((LOOPBACK, 0)).await.expect("a port")];
    for (peer, (side, ufrag)) in peers.iter().zip([(&left, "left"), (&right, "right")]) {
        let from = peer.local_addr().expect("bound");
        for datagram in [check(ufrag), vec![0x80; 60]] {
            peer.send_to(&datagram, to).await.expect("sent");
            assert_eq!(receive(side.socket.as_ref()).await, Some((from, datagram)), "{ufrag}");
        }
    }
    assert_eq!(receive(left.socket.as_ref()).await, None);
    assert_eq!(receive(right.socket.as_ref()).await, None);
}

#[tokio::test]
async fn a_strangers_datagrams_are_dropped() {
    let (mux, _vitals) = open();
    let Side { muxed: _muxed, socket } = side(&mux, "known");
    let stranger = UdpSocket::bind((LOOPBACK, 0)).await.expect("a port");
    for datagram in [vec![0x80; 60], check("unknown"), unproven("known"), Vec::new(), vec![0; 1500]] {
        stranger.send_to(&datagram, (LOOPBACK, mux.number())).await.expect("sent");
    }
    assert_eq!(receive(socket.as_ref()).await, None);
}

#[tokio::test]
async fn who_knows_a_name_alone_takes_nobodys_place() {
    let (mux, _vitals) = open();
    let (left, right) = (side(&mux, "left"), side(&mux, "right"));
    let to = SocketAddr::new(LOOPBACK, mux.number());
    // Whoever sends from here, writes the address of the right one's peer on it.
    let peer = UdpSocket::bind((LOOPBACK, 0)).await.expect("a port");
    let media = vec![0x80; 60];
    peer.send_to(&check("right"), to).await.expect("sent");
    assert!(receive(right.socket.as_ref()).await.is_some());
    for forged in [unproven("left"), signed(&unproven("left"), "a guess"), signed(&unproven("left"), "")] {
        for datagram in [&forged, &media] {
            peer.send_to(datagram, to).await.expect("sent");
        }
        assert_eq!(receive(right.socket.as_ref()).await.map(|(_, datagram)| datagram).as_ref(), Some(&media));
    }
    assert_eq!(receive(left.socket.as_ref()).await, None);
}

#[tokio::test]
async fn a_peer_that_changes_its_address_for_ever_is_heard_at_its_newest() {
    let (mux, _vitals) = open();
    let Side { muxed: _muxed, socket } = side(&mux, "roaming");
    let to = SocketAddr::new(LOOPBACK, mux.number());
    let mut peers = Vec::new();
    for _ in 0..70 {
        let peer = UdpSocket::bind((LOOPBACK, 0)).await.expect("a port");
        peer.send_to(&check("roaming"), to).await.expect("sent");
        assert!(receive(socket.as_ref()).await.is_some());
        peers.push(peer);
    }
    let mut heard = Vec::new();
    for peer in [&peers[0], &peers[69]] {
        peer.send_to(&[0x80; 20], to).await.expect("sent");
        heard.push(receive(socket.as_ref()).await.map(|(from, _)| from.port()));
    }
    assert_eq!(heard, [None, Some(peers[69].local_addr().expect("bound").port())]);
}

#[tokio::test]
async fn answers_leave_from_the_shared_port() {
    let (mux, _vitals) = open();
    let Side { muxed: _muxed, socket } = side(&mux, "known");
    let peer = UdpSocket::bind((LOOPBACK, 0)).await.expect("a port");
    let destination = peer.local_addr().expect("bound");
    let transmit = Transmit { destination, ecn: None, contents: b"hello", segment_size: None, src_ip: None };
    poll_fn(|cx| socket.poll_send(cx, &transmit)).await.expect("sent");
    let mut buffer = [0; 16];
    let (len, from) = peer.recv_from(&mut buffer).await.expect("received");
    assert_eq!((&buffer[..len], from.port()), (&b"hello"[..], mux.number()));
}

#[tokio::test]
async fn a_closed_connection_leaves_no_route() {
    let (mux, _vitals) = open();
    let first = side(&mux, "same");
    let peer = UdpSocket::bind((LOOPBACK, 0)).await.expect("a port");
    peer.send_to(&check("same"), (LOOPBACK, mux.number())).await.expect("sent");
    assert!(receive(first.socket.as_ref()).await.is_some());
    drop(first);
    let second = side(&mux, "other");
    peer.send_to(&[0x80; 20], (LOOPBACK, mux.number())).await.expect("sent");
    peer.send_to(&check("same"), (LOOPBACK, mux.number())).await.expect("sent");
    assert_eq!(receive(second.socket.as_ref()).await, None);
}

#[tokio::test]
async fn a_taken_port_is_an_error_or_gives_way() {
    let (mux, vitals) = open();
    let taken = |number| UdpMux::open(number, Some(LOOPBACK), &vitals);
    let refused = taken(Port::Exactly(mux.number())).expect_err("it is taken");
    assert!(refused.to_string().contains("--media-port"), "{refused}");
    assert_ne!(taken(Port::Preferably(mux.number())).expect("another one").number(), mux.number());
}

#[tokio::test]
async fn a_peer_that_only_answers_is_heard() {
    let (mux, _vitals) = open();
    let Side { muxed: _muxed, socket } = side(&mux, "known");
    let peer = UdpSocket::bind((LOOPBACK, 0)).await.expect("a port");
    let destination = peer.local_addr().expect("bound");
    let contents = check("peers");
    let transmit = Transmit { destination, ecn: None, contents: &contents, segment_size: None, src_ip: None };
    poll_fn(|cx| socket.poll_send(cx, &transmit)).await.expect("sent");
    let mut response = contents.clone();
    response[0] = 1;
    peer.send_to(&response, (LOOPBACK, mux.number())).await.expect("sent");
    assert_eq!(receive(socket.as_ref()).await, Some((destination, response)));
}

#[tokio::test]
async fn a_task_that_panics_breaks_its_connection_alone() {
    let (mux, _vitals) = open();
    let (broken, whole) = (CancellationToken::new(), CancellationToken::new());
    let runtime = |broken: &CancellationToken| MuxRuntime::new(MuxedConnection::new(mux.clone(), broken.clone()));
    let fine = runtime(&whole);
    runtime(&broken).spawn(Box::pin(async { panic!("a test's panic") }));
    tokio::time::timeout(Duration::from_secs(5), broken.cancelled()).await.expect("it is told");
    let (done, ended) = tokio::sync::oneshot::channel();
    fine.spawn(Box::pin(async { done.send(()).expect("it is waited for") }));
    ended.await.expect("the others go on");
    assert!(!whole.is_cancelled());
}

#[tokio::test]
async fn an_ice_restart_gives_a_connection_another_ufrag_and_another_socket() {
    let (mux, _vitals) = open();
    let Side { muxed, socket: old } = side(&mux, "before");
    let peer = UdpSocket::bind((LOOPBACK, 0)).await.expect("a port");
    peer.send_to(&check("before"), (LOOPBACK, mux.number())).await.expect("sent");
    assert!(receive(old.as_ref()).await.is_some());
    // The crate drops its sockets before it binds new ones; the order must not matter.
    let new = socket(&muxed);
    muxed.assign(&credentials("after"));
    drop(old);
    peer.send_to(&check("before"), (LOOPBACK, mux.number())).await.expect("sent");
    peer.send_to(&check("after"), (LOOPBACK, mux.number())).await.expect("sent");
    assert_eq!(receive(new.as_ref()).await.map(|(_, datagram)| datagram), Some(check("after")));
    assert_eq!(receive(new.as_ref()).await, None);
    drop(muxed);
}

/// An address of this machine that it does not name among its own: where it was yesterday.
const GONE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 9));

#[tokio::test]
async fn the_socket_of_an_address_that_is_gone_is_closed_when_nobody_uses_it() {
    let (mux, _vitals) = open();
    let socket = MuxedSocket::new(mux.bound(GONE).expect("bound"), mux.ufrags().connection(), SocketAddr::new(GONE, 1));
    let closed = mux.bound(GONE).expect("the same").closed.clone();
    assert_eq!(mux.listening().expect("an address"), [LOOPBACK]);
    assert!(!closed.is_cancelled(), "a connection has a socket there");
    drop(socket);
    assert_eq!(mux.listening().expect("an address"), [LOOPBACK]);
    assert!(closed.is_cancelled());
    // Its tasks let go of the socket.
    while std::net::UdpSocket::bind((GONE, mux.number())).is_err() {
        tokio::task::yield_now().await;
    }
    assert!(!mux.bound(LOOPBACK).expect("here").closed.is_cancelled());
}

#[tokio::test]
async fn a_socket_that_is_read_no_more_gives_way_to_another() {
    let (mux, _vitals) = open();
    let bound = mux.bound(LOOPBACK).expect("here");
    bound.closed.cancel();
    while Arc::strong_count(&bound) > 1 {
        tokio::task::yield_now().await;
    }
    drop(bound);
    assert!(!mux.bound(LOOPBACK).expect("another").closed.is_cancelled());
}

#[tokio::test]
async fn a_port_that_is_taken_on_one_address_is_let_go_on_the_others() {
    let (mux, vitals) = open();
    let taken = UdpMux::on(mux.number(), None, &[GONE, LOOPBACK], &vitals);
    assert_eq!(taken.expect_err("it is taken").kind(), io::ErrorKind::AddrInUse);
    while std::net::UdpSocket::bind((GONE, mux.number())).is_err() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn media_that_comes_before_its_keys_waits_for_them() {
    const HANDSHAKE: [u8; 40] = [22; 40];
    let (mux, _vitals) = open();
    let muxed = MuxedConnection::new(mux.clone(), CancellationToken::new());
    let old = socket(&muxed);
    muxed.assign(&credentials("camera"));
    let peer = UdpSocket::bind((LOOPBACK, 0)).await.expect("a port");
    let to = (LOOPBACK, mux.number());
    for datagram in [&check("camera")[..], &[0x80; 60], &HANDSHAKE, &[0x81; 30]] {
        peer.send_to(datagram, to).await.expect("sent");
    }
    let next = async |socket: &Arc<dyn AsyncUdpSocket>| receive(socket.as_ref()).await.map(|(_, datagram)| datagram);
    assert_eq!(next(&old).await, Some(check("camera")));
    assert_eq!(next(&old).await.as_deref(), Some(&HANDSHAKE[..]));
    assert_eq!(next(&old).await, None, "the crate would drop it");
    muxed.keys_known();
    assert_eq!(next(&old).await.as_deref(), Some(&[0x80; 60][..]));
    assert_eq!(next(&old).await.as_deref(), Some(&[0x81; 30][..]));
    // The sockets of an ICE restart are those of a connection that has its keys.
    let new = socket(&muxed);
    for datagram in [&check("camera")[..], &[0x80; 20]] {
        peer.send_to(datagram, to).await.expect("sent");
        assert_eq!(next(&new).await.as_deref(), Some(datagram));
    }
    drop(old);
}
