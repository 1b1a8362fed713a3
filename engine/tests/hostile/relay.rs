//! A socket of ours between a camera and the media port.

use std::{net::SocketAddr, sync::Arc};

use regie::Engine;
use tokio::{net::UdpSocket, task::JoinHandle};
use webrtc::peer_connection::RTCPeerConnectionState;

use crate::{
    camera::{Camera, Offering},
    http::{ask, crew, whip},
    numbers::Numbers,
};

/// Passes datagrams on until it is dropped.
pub struct Relay {
    socket: Arc<UdpSocket>,
    port: SocketAddr,
    relaying: JoinHandle<()>,
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.relaying.abort();
    }
}

/// The media port, out of an answer.
pub fn media(answer: &str) -> SocketAddr {
    let line = answer.lines().find(|line| line.starts_with("a=candidate:")).expect("a candidate");
    let words: Vec<&str> = line.split(' ').collect();
    SocketAddr::new(words[4].parse().expect("an address"), words[5].parse().expect("a port"))
}

impl Relay {
    /// Publishes as the camera `id`, and waits until it believes to be connected. Its datagrams are seen by `pass`, which
    /// says what goes on to the media port in their place.
    pub async fn publish(
        engine: &Engine,
        id: &str,
        mut pass: impl FnMut(&Numbers, Vec<u8>) -> Vec<Vec<u8>> + Send + 'static,
    ) -> (Camera, Self) {
        let socket = Arc::new(UdpSocket::bind("127.0.0.1:0").await.expect("a port"));
        let inner = Arc::new(UdpSocket::bind("127.0.0.1:0").await.expect("a port"));
        let offering = Offering::new().await;
        let lines = offering.sdp.lines().filter(|line| !line.starts_with("a=candidate:"));
        let hidden: String = lines.map(|line| format!("{line}\r\n")).collect();
        let answer = ask(whip(engine), "POST", &format!("/whip/{id}"), &crew(engine), &hidden).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let port = media(&answer.body);
        let own = inner.local_addr().expect("bound");
        let answer = answer.body.replace(&format!(" {} typ", port.port()), &format!(" {} typ", own.port()));
        let numbers = offering.numbers.clone();
        let relaying = tokio::spawn({
            let socket = Arc::clone(&socket);
            async move {
                let (mut up, mut down, mut camera) = ([0; 2000], [0; 2000], None);
                loop {
                    tokio::select! {
                        Ok((len, from)) = inner.recv_from(&mut up) => {
                            camera = Some(from);
                            for datagram in pass(&numbers, up[..len].to_vec()) {
                                let _ = socket.send_to(&datagram, port).await;
                            }
                        }
                        Ok((len, _)) = socket.recv_from(&mut down) => {
                            if let Some(camera) = camera {
                                let _ = inner.send_to(&down[..len], camera).await;
                            }
                        }
                    }
                }
            }
        });
        let camera = offering.send(answer).await;
        camera.is(RTCPeerConnectionState::Connected).await;
        (camera, Self { socket, port, relaying })
    }

    /// Sends a datagram from the camera's address.
    pub async fn send(&self, datagram: &[u8]) {
        self.socket.send_to(datagram, self.port).await.expect("sent");
    }
}
