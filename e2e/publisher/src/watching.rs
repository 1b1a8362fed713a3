//! Viewers without a screen: WHEP clients that receive and count, a load for whoever serves them.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rtc::{
    interceptor::Registry,
    peer_connection::{
        configuration::{interceptor_registry::register_default_interceptors, media_engine::MediaEngine},
        sdp::RTCSessionDescription,
    },
    rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit, rtp_sender::RtpCodecKind},
};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;
use webrtc::{
    media_stream::track_remote::{TrackRemote, TrackRemoteEvent},
    peer_connection::{
        PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCIceGatheringState, RTCPeerConnectionState,
    },
    runtime::default_runtime,
};

use crate::{
    counts::Counts,
    session::local_address,
    whip::{Endpoint, Refused},
};

/// How long connecting may take after the answer.
const CONNECT: Duration = Duration::from_secs(15);
/// When a server that is busy is asked again.
const AGAIN: Duration = Duration::from_millis(200);
/// Tracks of one connection that may wait.
const TRACKS: usize = 4;

struct States {
    gathered: watch::Sender<bool>,
    connection: watch::Sender<RTCPeerConnectionState>,
    tracks: mpsc::Sender<Arc<dyn TrackRemote>>,
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for States {
    async fn on_ice_gathering_state_change(&self, state: RTCIceGatheringState) {
        self.gathered.send_replace(state == RTCIceGatheringState::Complete);
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        self.connection.send_replace(state);
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        // More than an answer to our offer can have.
        let _ = self.tracks.try_send(track);
    }
}

/// Watches until `cancel` fires.
///
/// # Errors
/// When the offer is refused or the connection lost.
pub async fn watch(endpoint: &Endpoint, counts: &Arc<Counts>, cancel: &CancellationToken) -> Result<()> {
    let mut media = MediaEngine::default();
    media.register_default_codecs()?;
    let registry = register_default_interceptors(Registry::new(), &mut media)?;
    let (gathered, state) = (watch::Sender::new(false), watch::Sender::new(RTCPeerConnectionState::New));
    let (mut done, mut states) = (gathered.subscribe(), state.subscribe());
    let (tracks, mut received) = mpsc::channel(TRACKS);
    let connection = PeerConnectionBuilder::new()
        .with_media_engine(media)
        .with_interceptor_registry(registry)
        .with_handler(Arc::new(States { gathered, connection: state, tracks }))
        .with_runtime(default_runtime().context("the webrtc crate was built without a runtime")?)
        .with_udp_addrs(vec![local_address(endpoint)?.to_string()])
        .build()
        .await?;
    for kind in [RtpCodecKind::Video, RtpCodecKind::Audio] {
        let init = RTCRtpTransceiverInit { direction: RTCRtpTransceiverDirection::Recvonly, ..Default::default() };
        connection.add_transceiver_from_kind(kind, Some(init)).await?;
    }
    let offer = connection.create_offer(None).await?;
    connection.set_local_description(offer).await?;
    done.wait_for(|done| *done).await?;
    let sdp = connection.local_description().await.context("there is no local description")?.sdp;
    let asked = Instant::now();
    let (answer, session) = loop {
        match endpoint.offer(sdp.clone()).await {
            Ok(answered) => break answered,
            // So many viewers of one address may be connecting at once.
            Err(Refused::ForNow(_)) if asked.elapsed() < CONNECT => tokio::time::sleep(AGAIN).await,
            Err(Refused::ForNow(error) | Refused::ForGood(error)) => return Err(error),
        }
    };
    connection.set_remote_description(RTCSessionDescription::answer(answer)?).await?;
    let connected = states.wait_for(|state| *state == RTCPeerConnectionState::Connected);
    tokio::time::timeout(CONNECT, connected).await.context("connecting takes too long")??;
    counts.joins.add(1);
    counts.connected.add(1);
    let lost =
        states.wait_for(|state| matches!(state, RTCPeerConnectionState::Failed | RTCPeerConnectionState::Closed));
    let receiving = async {
        while let Some(track) = received.recv().await {
            tokio::spawn(count(track, Arc::clone(counts)));
        }
    };
    let outcome = tokio::select! {
        () = cancel.cancelled() => Ok(()),
        _ = lost => Err(anyhow::anyhow!("the connection is lost")),
        () = receiving => Err(anyhow::anyhow!("the connection has ended")),
    };
    counts.connected.one_less();
    if endpoint.delete(session).await.is_err() && outcome.is_ok() {
        bail!("the session was not known any more");
    }
    let _ = connection.close().await;
    outcome
}

/// Counts packets, and pictures by their last packets.
async fn count(track: Arc<dyn TrackRemote>, counts: Arc<Counts>) {
    while let Some(event) = track.poll().await {
        match event {
            TrackRemoteEvent::OnRtpPacket(packet) => {
                counts.packets.add(1);
                counts.bytes.add(packet.payload.len());
                counts.pictures.add(usize::from(packet.header.marker));
            }
            TrackRemoteEvent::OnEnded => return,
            _ => {}
        }
    }
}
