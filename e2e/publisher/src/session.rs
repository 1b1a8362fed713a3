//! One connection of one camera, from its offer to its end.

use std::{
    io::Write,
    net::{SocketAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result};
use rtc::{
    interceptor::{NackResponderBuilder, Registry, SenderReportBuilder, Slot},
    peer_connection::{
        configuration::{interceptor_registry::configure_twcc_sender_only, media_engine::MediaEngine},
        sdp::RTCSessionDescription,
    },
    rtp_transceiver::rtp_sender::{RTCPFeedback, RTCRtpCodecParameters, RtpCodecKind},
};
use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior},
};
use tokio_util::sync::CancellationToken;
use webrtc::{
    media_stream::track_local::{TrackLocal, TrackLocalEvent},
    peer_connection::{
        PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCIceGatheringState, RTCPeerConnectionState,
    },
    runtime::default_runtime,
};

use crate::{
    adaptation::{Adaptation, Sent},
    counts::Counts,
    faults::Faults,
    outlet::{Outlet, PICTURE, Sounding, Stream, opus, rtp_codec, turn},
    packets::{self, Packets},
    programme::Programme,
    requests::{self, Requests},
    send_times,
    visits::Leaving,
    whip::{Endpoint, Refused},
};

/// How long connecting may take after the answer.
const CONNECT: Duration = Duration::from_secs(15);
/// How long a session lasts after its last picture: what is on its way arrives before the session is deleted, and what
/// was lost of it is asked for and sent again.
const LAST_WORDS: Duration = Duration::from_millis(300);
/// Between the wire and every interceptor of the crate.
const FIRST: usize = 0;
/// Behind every interceptor of the crate.
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

/// One camera of several that send the same.
#[derive(Debug, Clone, Copy)]
pub struct Camera {
    /// The picture that it starts at: a keyframe.
    pub first: usize,
    /// The seed of its network's faults.
    pub seed: u64,
}

/// Publishes the clip until it is sent, the connection is lost, or `cancel` fires. Ends with a whole picture and then
/// deletes the session, unless it is to leave in silence.
///
/// Prints the session's URL on stdout when the server has accepted the offer.
pub async fn publish(
    endpoint: &Endpoint,
    programme: &Programme,
    camera: Camera,
    cancel: &CancellationToken,
    leaving: impl Fn() -> Leaving,
) -> End {
    let peer = match Peer::new(endpoint, programme, camera.seed).await {
        Ok(peer) => peer,
        Err(error) => return End::Failed { error, for_good: false },
    };
    peer.publish(endpoint, programme, camera.first, cancel, leaving).await
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
    picture: Outlet,
    sound: Option<Outlet>,
    gathered: watch::Receiver<bool>,
    state: watch::Receiver<RTCPeerConnectionState>,
}

impl Peer {
    async fn new(endpoint: &Endpoint, programme: &Programme, seed: u64) -> Result<Self> {
        let codec = RTCRtpCodecParameters { rtp_codec: rtp_codec(programme.codec), payload_type: 96 };
        let opus = RTCRtpCodecParameters { rtp_codec: opus(), payload_type: 111 };
        let mut engine = MediaEngine::default();
        engine.register_codec(codec.clone(), RtpCodecKind::Video)?;
        engine.register_codec(opus.clone(), RtpCodecKind::Audio)?;
        for parameter in ["", "pli"] {
            let feedback = RTCPFeedback { typ: "nack".to_owned(), parameter: parameter.to_owned() };
            engine.register_feedback(feedback, RtpCodecKind::Video);
        }
        // What a sender needs and nothing more: numbers or send times for the receiver's congestion feedback,
        // retransmissions, a clock, and the receiver's requests.
        let faults = Faults::new(programme.badness, seed, Arc::clone(&programme.counts));
        let registry = match programme.adapt {
            None => configure_twcc_sender_only(Registry::new(), &mut engine)?,
            Some(_) => send_times::configure(Registry::new(), &mut engine)?,
        };
        let registry = registry
            .with(Slot::from(FIRST), faults)
            .with(Slot::NackResponder, NackResponderBuilder::new().build())
            .with(Slot::SenderReport, SenderReportBuilder::new().build())
            .with(Slot::from(LAST), Requests::default());

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

        let picture = Outlet::new(&connection, RtpCodecKind::Video, codec.rtp_codec).await?;
        let sound = match &programme.sound {
            Some(_) => Some(Outlet::new(&connection, RtpCodecKind::Audio, opus.rtp_codec).await?),
            None => None,
        };
        Ok(Self { connection: Arc::new(connection), picture, sound, gathered: gathered_rx, state })
    }

    async fn publish(
        self,
        endpoint: &Endpoint,
        programme: &Programme,
        first: usize,
        cancel: &CancellationToken,
        leaving: impl Fn() -> Leaving,
    ) -> End {
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
        let connected = tokio::select! {
            () = cancel.cancelled() => None,
            connected = self.connect(answer) => Some(connected),
        };
        let end = match connected {
            None => End::Cancelled,
            Some(Ok(())) => self.send(programme, first, cancel).await.unwrap_or_else(fails),
            Some(Err(error)) => fails(error),
        };
        if matches!(end, End::Cancelled) && leaving() == Leaving::Silence {
            return end;
        }
        if matches!(end, End::Cancelled | End::Sent) && *self.state.borrow() == RTCPeerConnectionState::Connected {
            // The last picture has its time too, and whoever missed a packet of it may say so.
            tokio::time::sleep(LAST_WORDS).await;
        }
        if let Err(error) = endpoint.delete(session).await {
            tracing::debug!("the session was not deleted: {error:#}");
        }
        let _ = self.connection.close().await;
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

    async fn connect(&self, answer: String) -> Result<()> {
        self.connection.set_remote_description(RTCSessionDescription::answer(answer)?).await?;
        let mut state = self.state.clone();
        let connected = state.wait_for(|state| *state == RTCPeerConnectionState::Connected || is_over(*state));
        tokio::time::timeout(CONNECT, connected).await.context("connecting takes too long")??;
        Ok(())
    }

    /// Sends the clip once, or again and again until `cancel` fires; the last picture is a whole one.
    async fn send(&self, programme: &Programme, first: usize, cancel: &CancellationToken) -> Result<End> {
        let mut state = self.state.clone();
        let mut stream = Stream::new(&self.picture, programme).await?;
        let _connected = Connected::new(&programme.counts);
        let start = Instant::now();
        let mut ticks = tokio::time::interval_at(start, PICTURE);
        // Late pictures follow at once: the timestamps stay true to the clip.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let mut sounding = match (&self.sound, &programme.sound) {
            (Some(outlet), Some(sound)) => Some(Sounding::new(outlet, sound, first, start).await?),
            _ => None,
        };
        let pictures = &programme.pictures;
        let mut adaptation = programme.adapt.map(Adaptation::new);
        let mut next = first;
        while programme.again || next < first + pictures.len() {
            tokio::select! {
                () = cancel.cancelled() => return Ok(End::Cancelled),
                _ = ticks.tick() => {
                    let picture = &pictures[next % pictures.len()];
                    match adaptation.as_mut().map_or(Sent::Filled(0), |adaptation| adaptation.next(picture.cost(), picture.key)) {
                        Sent::Filled(0) => stream.send(picture, &[]).await?,
                        Sent::Filled(bytes) => stream.send(picture, &packets::filler(bytes)).await?,
                        Sent::LeftOut => stream.leave_out(),
                    }
                    next += 1;
                }
                () = turn(&mut sounding) => {
                    if let Some(sounding) = &mut sounding {
                        sounding.send().await?;
                    }
                }
                event = self.picture.track.poll() => match event {
                    Some(TrackLocalEvent::OnRtcpPacket(packets)) => {
                        match requests::bitrate(&packets) {
                            Some(bitrate) => adaptation.iter_mut().for_each(|adaptation| adaptation.allow(bitrate)),
                            None => {
                                programme.counts.asked.add(1);
                                next = keyframe_from(pictures, next);
                            }
                        }
                    }
                    Some(_) => {}
                    None => anyhow::bail!("the track was closed"),
                },
                over = end_of(&mut state) => anyhow::bail!("the connection is {}", over?),
            }
        }
        Ok(End::Sent)
    }
}

/// Counts a connection for as long as it lasts.
struct Connected<'a>(&'a Counts);

impl<'a> Connected<'a> {
    fn new(counts: &'a Counts) -> Self {
        counts.joins.add(1);
        counts.connected.add(1);
        Self(counts)
    }
}

impl Drop for Connected<'_> {
    fn drop(&mut self) {
        self.0.connected.one_less();
    }
}

/// Waits until a connection is over; gives back how.
async fn end_of(state: &mut watch::Receiver<RTCPeerConnectionState>) -> Result<RTCPeerConnectionState> {
    Ok(*state.wait_for(|state| is_over(*state)).await?)
}

/// The next keyframe at or after a place in a clip that starts again at its end.
fn keyframe_from(pictures: &[Packets], at: usize) -> usize {
    let count = pictures.len();
    // The clip's first picture is a keyframe, so one lies within its length.
    (at..=at + count).find(|index| pictures[index % count].key).unwrap_or(at)
}

fn is_over(state: RTCPeerConnectionState) -> bool {
    matches!(
        state,
        RTCPeerConnectionState::Disconnected | RTCPeerConnectionState::Failed | RTCPeerConnectionState::Closed
    )
}

/// The address from which this machine reaches the server, with any port.
pub fn local_address(endpoint: &Endpoint) -> Result<SocketAddr> {
    let server = endpoint.server();
    // Connecting a UDP socket only chooses a route; nothing is sent.
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(server).with_context(|| format!("there is no way to {}", server.0))?;
    Ok(SocketAddr::new(socket.local_addr()?.ip(), 0))
}
