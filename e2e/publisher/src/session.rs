//! One connection of one camera, from its offer to its end.

use std::{
    io::Write,
    net::{SocketAddr, UdpSocket},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use rtc::{
    interceptor::{Registry, Slot},
    media::Sample,
    media_stream::MediaStreamTrack,
    peer_connection::{
        configuration::{
            interceptor_registry::register_default_interceptors,
            media_engine::{MIME_TYPE_H264, MIME_TYPE_VP8, MediaEngine},
        },
        sdp::RTCSessionDescription,
    },
    rtp_transceiver::rtp_sender::{
        RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind,
    },
};
use tokio::{sync::watch, time::MissedTickBehavior};
use tokio_util::sync::CancellationToken;
use webrtc::{
    media_stream::track_local::{TrackLocal, TrackLocalEvent, static_sample::TrackLocalStaticSample},
    peer_connection::{
        PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCIceGatheringState, RTCPeerConnectionState,
    },
    rtp_transceiver::RtpSender,
    runtime::default_runtime,
};

use crate::{
    clip::{Clip, Codec, FPS},
    keyframe_requests::KeyframeRequests,
    whip::{Endpoint, Refused},
};

/// How long connecting may take after the answer.
const CONNECT: Duration = Duration::from_secs(15);
/// One picture's time, rounded up so that it is 3000 whole ticks of the RTP clock.
const PICTURE: Duration = Duration::from_nanos(1_000_000_000u64.div_ceil(FPS as u64));
/// Behind every interceptor of the crate's default set.
const LAST: usize = 14_000;

/// How a session ended.
#[derive(Debug)]
pub enum End {
    /// The clip was sent to its end.
    Sent,
    /// It was cancelled.
    Cancelled,
    /// It was refused, or the connection was lost; `for_good` when there is no use in another attempt.
    Failed { error: anyhow::Error, for_good: bool },
}

/// Publishes the clip until it is sent, the connection is lost, or `cancel` fires; deletes the session in the end.
///
/// Prints the session's URL on stdout when the server has accepted the offer.
pub async fn publish(endpoint: &Endpoint, clip: &Clip, again: bool, cancel: &CancellationToken) -> End {
    let peer = match Peer::new(endpoint, clip.codec).await {
        Ok(peer) => peer,
        Err(error) => return End::Failed { error, for_good: false },
    };
    let end = peer.publish(endpoint, clip, again, cancel).await;
    let _ = peer.connection.close().await;
    end
}

/// What the connection says of itself.
struct States {
    gathered: watch::Sender<bool>,
    connection: watch::Sender<RTCPeerConnectionState>,
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for States {
    async fn on_ice_gathering_state_change(&self, state: RTCIceGatheringState) {
        self.gathered.send_replace(state == RTCIceGatheringState::Complete);
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        self.connection.send_replace(state);
    }
}

struct Peer {
    connection: Arc<dyn PeerConnection>,
    sender: Arc<dyn RtpSender>,
    track: Arc<TrackLocalStaticSample>,
    ssrc: u32,
    gathered: watch::Receiver<bool>,
    state: watch::Receiver<RTCPeerConnectionState>,
}

impl Peer {
    async fn new(endpoint: &Endpoint, codec: Codec) -> Result<Self> {
        let codec = RTCRtpCodecParameters { rtp_codec: rtp_codec(codec), payload_type: 96 };
        let mut engine = MediaEngine::default();
        engine.register_codec(codec.clone(), RtpCodecKind::Video)?;
        let registry = register_default_interceptors(Registry::new(), &mut engine)?
            .with(Slot::from(LAST), KeyframeRequests::default());

        let gathered = watch::Sender::new(false);
        let connection = watch::Sender::new(RTCPeerConnectionState::New);
        let (gathered_rx, state) = (gathered.subscribe(), connection.subscribe());
        let connection = PeerConnectionBuilder::new()
            .with_media_engine(engine)
            .with_interceptor_registry(registry)
            .with_handler(Arc::new(States { gathered, connection }))
            .with_runtime(default_runtime().context("the webrtc crate was built without a runtime")?)
            .with_udp_addrs(vec![local_address(endpoint)?.to_string()])
            .build()
            .await?;

        let ssrc = rand::random();
        let coding = RTCRtpEncodingParameters {
            rtp_coding_parameters: RTCRtpCodingParameters { ssrc: Some(ssrc), ..Default::default() },
            codec: codec.rtp_codec,
            ..Default::default()
        };
        let media =
            MediaStreamTrack::new("clip".into(), "picture".into(), "clip".into(), RtpCodecKind::Video, vec![coding]);
        let track = Arc::new(TrackLocalStaticSample::new(Instant::now(), media)?);
        let sender = connection.add_track(Arc::clone(&track) as Arc<dyn TrackLocal>).await?;
        Ok(Self { connection: Arc::new(connection), sender, track, ssrc, gathered: gathered_rx, state })
    }

    async fn publish(&self, endpoint: &Endpoint, clip: &Clip, again: bool, cancel: &CancellationToken) -> End {
        let fails = |error| End::Failed { error, for_good: false };
        let offer = match self.offer().await {
            Ok(offer) => offer,
            Err(error) => return fails(error),
        };
        let (answer, session) = match endpoint.offer(offer).await {
            Ok(accepted) => accepted,
            Err(Refused::ForNow(error)) => return fails(error),
            Err(Refused::ForGood(error)) => return End::Failed { error, for_good: true },
        };
        // For who started this; nobody may be listening.
        let _ = writeln!(std::io::stdout(), "{session}");
        let end = tokio::select! {
            () = cancel.cancelled() => End::Cancelled,
            sent = self.send(answer, clip, again) => match sent {
                Ok(()) => End::Sent,
                Err(error) => fails(error),
            },
        };
        if let Err(error) = endpoint.delete(session).await {
            tracing::debug!("the session was not deleted: {error:#}");
        }
        end
    }

    /// The offer, with every candidate in it: a WHIP server need not trickle.
    async fn offer(&self) -> Result<String> {
        let offer = self.connection.create_offer(None).await?;
        self.connection.set_local_description(offer).await?;
        self.gathered.clone().wait_for(|done| *done).await?;
        let offer = self.connection.local_description().await.context("there is no local description")?;
        Ok(offer.sdp)
    }

    /// Connects and sends the clip once, or again and again.
    async fn send(&self, answer: String, clip: &Clip, again: bool) -> Result<()> {
        self.connection.set_remote_description(RTCSessionDescription::answer(answer)?).await?;
        let mut state = self.state.clone();
        let connected = state.wait_for(|state| *state == RTCPeerConnectionState::Connected || is_over(*state));
        tokio::time::timeout(CONNECT, connected).await.context("connecting takes too long")??;

        let parameters = self.sender.get_parameters().await?;
        let codecs = &parameters.rtp_parameters.codecs;
        let payload_type = codecs.first().context("no codec was negotiated")?.payload_type;

        let mut ticks = tokio::time::interval(PICTURE);
        // Late pictures follow at once: the timestamps stay true to the clip.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let mut next = 0;
        while again || next < clip.pictures.len() {
            tokio::select! {
                _ = ticks.tick() => {
                    let data = clip.pictures[next % clip.pictures.len()].data.clone();
                    let sample = Sample { data, duration: PICTURE, ..Sample::new(Instant::now()) };
                    self.track.sample_writer(self.ssrc, payload_type).write_sample(&sample).await?;
                    next += 1;
                }
                event = self.track.poll() => match event {
                    Some(TrackLocalEvent::OnRtcpPacket(_)) => next = keyframe_from(clip, next),
                    Some(_) => {}
                    None => anyhow::bail!("the track was closed"),
                },
                over = end_of(&mut state) => anyhow::bail!("the connection is {}", over?),
            }
        }
        Ok(())
    }
}

/// Waits until a connection is over; gives back how.
async fn end_of(state: &mut watch::Receiver<RTCPeerConnectionState>) -> Result<RTCPeerConnectionState> {
    Ok(*state.wait_for(|state| is_over(*state)).await?)
}

/// The next keyframe at or after a place in a clip that starts again at its end.
fn keyframe_from(clip: &Clip, at: usize) -> usize {
    let count = clip.pictures.len();
    // The clip's first picture is a keyframe, so one lies within its length.
    (at..=at + count).find(|index| clip.pictures[index % count].key).unwrap_or(at)
}

fn is_over(state: RTCPeerConnectionState) -> bool {
    matches!(
        state,
        RTCPeerConnectionState::Disconnected | RTCPeerConnectionState::Failed | RTCPeerConnectionState::Closed
    )
}

fn rtp_codec(codec: Codec) -> RTCRtpCodec {
    let (mime_type, format) = match codec {
        Codec::H264 => (MIME_TYPE_H264, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
        Codec::Vp8 => (MIME_TYPE_VP8, ""),
    };
    RTCRtpCodec {
        mime_type: mime_type.to_owned(),
        clock_rate: 90_000,
        channels: 0,
        sdp_fmtp_line: format.to_owned(),
        rtcp_feedback: vec![],
    }
}

/// The address from which this machine reaches the server, with any port.
fn local_address(endpoint: &Endpoint) -> Result<SocketAddr> {
    let server = endpoint.server();
    // Connecting a UDP socket only chooses a route; nothing is sent.
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(server).with_context(|| format!("there is no way to {}", server.0))?;
    Ok(SocketAddr::new(socket.local_addr()?.ip(), 0))
}
