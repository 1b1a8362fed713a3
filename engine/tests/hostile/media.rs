//! At the media port: strangers, and somebody who writes a camera's address on what he sends.

use std::time::Duration;

use regie::protocol::{CameraNumber, CameraState};
use tokio::net::UdpSocket;
use webrtc::peer_connection::RTCPeerConnectionState;

use crate::{
    camera::{Camera, Offering},
    http::{ask, crew, whip},
    relay::{Relay, media},
    show::{Show, becomes},
};

/// What somebody on the network may send: noise that looks like each of the protocols on the port.
fn noise(number: u32) -> Vec<u8> {
    let body = number.to_be_bytes().repeat(40);
    let username = format!("user{number:08}:x");
    let head: Vec<u8> = match number % 7 {
        // RTP and RTCP (RFC 3550).
        0 => vec![0x80, 96, 0, 1, 0, 0, 0, 1, 0, 0x51, 0x0e, 0],
        1 => vec![0x80, 200, 0, 6, 0, 0, 0, 1],
        // A STUN check for somebody who is not here, one that names nobody, and a response (RFC 8489).
        2 => [&[0, 1, 0, 20, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12], &[0, 6, 0, 14], username.as_bytes(), &[0, 0]]
            .concat(),
        3 => [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12]].concat(),
        4 => [&[1, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12]].concat(),
        // DTLS: a handshake and a close_notify without a key (RFC 6347).
        5 => vec![22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 160],
        _ => return vec![21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 0],
    };
    [head, body].concat()
}

#[tokio::test]
async fn strangers_at_the_media_port_get_silence_and_change_nothing() {
    let show = Show::start().await;
    let offering = Offering::new().await;
    let answer = ask(whip(&show.engine), "POST", "/whip/other", &crew(&show.engine), &offering.sdp).await;
    let port = media(&answer.body);
    let stranger = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    for number in 0..50_000 {
        stranger.send_to(&noise(number), port).await.expect("sent");
        if number % 500 == 0 {
            tokio::task::yield_now().await;
        }
    }
    assert!(stranger.try_recv(&mut [0; 100]).is_err(), "a stranger gets no answer");
    offering.drop_it().await;
    show.was_untouched().await;
}

/// A camera that reaches the régie through a socket of ours: what we send from it comes from the camera's address.
struct Relayed {
    camera: Camera,
    relay: Relay,
}

impl Relayed {
    /// Publishes as camera 2 and waits until it is live.
    async fn publish(show: &Show) -> Self {
        let (camera, relay) = Relay::publish(&show.engine, "relayed", |_, datagram| vec![datagram]).await;
        becomes(&show.engine, 2, CameraState::Live).await;
        Self { camera, relay }
    }

    /// It is as it was, and ends.
    async fn was_untouched(self, show: &Show) {
        becomes(&show.engine, 2, CameraState::Live).await;
        assert_eq!(*self.camera.state.borrow(), RTCPeerConnectionState::Connected);
        self.camera.stop().await;
    }
}

#[tokio::test]
async fn what_a_stranger_sends_from_a_cameras_address_is_not_believed() {
    let show = Show::start().await;
    let relayed = Relayed::publish(&show).await;
    for number in 0..5_000 {
        relayed.relay.send(&noise(number)).await;
        // Slowly enough for the camera's own datagrams to find room on their way.
        if number % 50 == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    relayed.was_untouched(&show).await;
    show.was_untouched().await;
}

#[tokio::test]
async fn to_know_how_a_connection_is_called_takes_no_camera_away() {
    let show = Show::start().await;
    let relayed = Relayed::publish(&show).await;
    let offering = Offering::new().await;
    let answer = ask(whip(&show.engine), "POST", "/whip/other", &crew(&show.engine), &offering.sdp).await;
    let name = answer.body.lines().find_map(|line| line.strip_prefix("a=ice-ufrag:")).expect("credentials");
    // Checks that call the other connection from this camera's address, without and with a false MESSAGE-INTEGRITY.
    let username = format!("{name}:x");
    let mut check = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12], &[0, 6, 0, username.len() as u8]].concat();
    check.extend(username.as_bytes());
    check.resize(check.len().next_multiple_of(4), 0);
    let forged = [&check[..], &[0, 8, 0, 20], &[7; 20]].concat();
    // For longer than a camera may be without a picture, and more often than it checks by itself.
    for _ in 0..200 {
        for datagram in [&check, &forged] {
            relayed.relay.send(datagram).await;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        let snapshot = show.engine.studio().snapshot().await.expect("a studio");
        let robbed = snapshot.cameras.iter().find(|camera| camera.number == CameraNumber(2)).expect("it is there");
        assert_eq!(robbed.state, CameraState::Live);
    }
    offering.drop_it().await;
    relayed.was_untouched(&show).await;
    show.was_untouched().await;
}
