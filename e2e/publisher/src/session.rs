//! One connection of one camera, from its offer to its end.

use std::{
    io::Write,
    net::{SocketAddr, UdpSocket},
    sync::Arc,
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result};
use bytes::Bytes;
use rtc::{
    interceptor::{NackResponderBuilder, Registry, SenderReportBuilder, Slot},
    media_stream::MediaStreamTrack,
    peer_connection::{
        configuration::{
            interceptor_registry::configure_twcc_sender_only,
            media_engine::{MIME_TYPE_H264, MIME_TYPE_OPUS, MIME_TYPE_VP8, MediaEngine},
        },
        sdp::RTCSessionDescription,
    },
    rtp::{self, header::Header},
    rtp_transceiver::rtp_sender::{
        RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters,
        RtpCodecKind,
    },
};
use tokio::{sync::watch, time::MissedTickBehavior};
use tokio_util::sync::CancellationToken;
use webrtc::{
    media_stream::track_local::{TrackLocal, TrackLocalEvent, static_rtp::TrackLocalStaticRTP},
    peer_connection::{
        PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCIceGatheringState, RTCPeerConnectionState,
    },
    rtp_transceiver::RtpSender,
    runtime::default_runtime,
};

use crate::{
    clip::{Codec, FPS},
    counts::Counts,
    faults::{Badness, Faults},
    keyframe_requests::KeyframeRequests,
    packets::Packets,
    sound::Sound,
    stamp,
    visits::Leaving,
    whip::{Endpoint, Refused},
};

/// How long connecting may take after the answer.
const CONNECT: Duration = Duration::from_secs(15);
/// How long a session lasts after its last picture: what is on its way arrives before the session is deleted, and what
/// was lost of it is asked for and sent again.
const LAST_WORDS: Duration = Duration::from_millis(300);
/// Empty packets before the first picture, one each picture's time: a receiver makes its track of a stream's first
/// packet, and may not have it yet when the next ones come. What is lost then is no picture.
const KNOCKS: u8 = 3;
/// One picture's time, rounded up so that it is 3000 whole ticks of the RTP clock.
const PICTURE: Duration = Duration::from_nanos(1_000_000_000u64.div_ceil(FPS as u64));
/// The same time on the RTP clock of video, 90 kHz.
const TICKS: u32 = 90_000 / FPS;
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

/// What the cameras of this process send, and how.
#[derive(Debug)]
pub struct Programme {
    /// What the pictures are encoded with.
    pub codec: Codec,
    /// The pictures; never empty, and the first one is a keyframe.
    pub pictures: Vec<Packets>,
    /// What is heard, again and again; it begins with the first picture.
    pub sound: Option<Arc<Sound>>,
    /// Whether the clip starts again at its end, for ever.
    pub again: bool,
    /// How bad the network is made.
    pub badness: Badness,
    /// Whether H.264 pictures carry the time of sending.
    pub stamp: bool,
    /// What was done so far.
    pub counts: Arc<Counts>,
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
        // What a sender needs and nothing more: numbers for the receiver's congestion feedback, retransmissions, a
        // clock, and the wish for keyframes.
        let faults = Faults::new(programme.badness, seed, Arc::clone(&programme.counts));
        let registry = configure_twcc_sender_only(Registry::new(), &mut engine)?
            .with(Slot::from(FIRST), faults)
            .with(Slot::NackResponder, NackResponderBuilder::new().build())
            .with(Slot::SenderReport, SenderReportBuilder::new().build())
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
        let mut stream = Stream { header: self.picture.header().await?, programme, track: &self.picture.track };
        let _connected = Connected::new(&programme.counts);
        let mut ticks = tokio::time::interval(PICTURE);
        // Late pictures follow at once: the timestamps stay true to the clip.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        for _ in 0..KNOCKS {
            ticks.tick().await;
            stream.knock().await?;
        }
        let mut sounding = match (&self.sound, &programme.sound) {
            (Some(outlet), Some(sound)) => Some(Sounding::new(outlet, sound, first).await?),
            _ => None,
        };
        let pictures = &programme.pictures;
        let mut next = first;
        while programme.again || next < first + pictures.len() {
            tokio::select! {
                () = cancel.cancelled() => return Ok(End::Cancelled),
                _ = ticks.tick() => {
                    stream.send(&pictures[next % pictures.len()]).await?;
                    next += 1;
                }
                () = turn(&mut sounding) => {
                    if let Some(sounding) = &mut sounding {
                        sounding.send().await?;
                    }
                }
                event = self.picture.track.poll() => match event {
                    Some(TrackLocalEvent::OnRtcpPacket(_)) => {
                        programme.counts.asked.add(1);
                        next = keyframe_from(pictures, next);
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

/// A track on its way out.
struct Outlet {
    sender: Arc<dyn RtpSender>,
    track: Arc<TrackLocalStaticRTP>,
    ssrc: u32,
}

impl Outlet {
    async fn new(connection: &impl PeerConnection, kind: RtpCodecKind, codec: RTCRtpCodec) -> Result<Self> {
        let ssrc = rand::random();
        let coding = RTCRtpEncodingParameters {
            rtp_coding_parameters: RTCRtpCodingParameters { ssrc: Some(ssrc), ..Default::default() },
            codec,
            ..Default::default()
        };
        let name = if kind == RtpCodecKind::Audio { "sound" } else { "picture" };
        let media = MediaStreamTrack::new("clip".into(), name.into(), "clip".into(), kind, vec![coding]);
        let track = Arc::new(TrackLocalStaticRTP::new(media));
        let sender = connection.add_track(Arc::clone(&track) as Arc<dyn TrackLocal>).await?;
        Ok(Self { sender, track, ssrc })
    }

    /// The header of its first packet, once the codec is negotiated.
    async fn header(&self) -> Result<Header> {
        let parameters = self.sender.get_parameters().await?;
        let codecs = &parameters.rtp_parameters.codecs;
        let payload_type = codecs.first().context("no codec was negotiated")?.payload_type;
        let (sequence_number, timestamp) = (rand::random(), rand::random());
        Ok(Header { version: 2, payload_type, ssrc: self.ssrc, sequence_number, timestamp, ..Header::default() })
    }
}

/// A camera's sound as it is sent.
struct Sounding<'a> {
    header: Header,
    outlet: &'a Outlet,
    sound: &'a Sound,
    /// The place of the next packet.
    next: usize,
    turns: tokio::time::Interval,
}

impl<'a> Sounding<'a> {
    /// A sound that belongs to a clip which starts at the picture `first`.
    async fn new(outlet: &'a Outlet, sound: &'a Sound, first: usize) -> Result<Self> {
        let mut turns = tokio::time::interval(sound.each());
        turns.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let begins = PICTURE * u32::try_from(first).context("a clip of months")?;
        let next = begins.div_duration_f64(sound.each()) as usize % sound.packets.len();
        Ok(Self { header: outlet.header().await?, outlet, sound, next, turns })
    }

    /// Sends the next packet, whose turn it is.
    async fn send(&mut self) -> Result<()> {
        let payload = self.sound.packets[self.next].clone();
        self.outlet.track.write_rtp(rtp::Packet { header: self.header.clone(), payload }).await?;
        self.header.sequence_number = self.header.sequence_number.wrapping_add(1);
        self.header.timestamp = self.header.timestamp.wrapping_add(self.sound.ticks);
        self.next = (self.next + 1) % self.sound.packets.len();
        Ok(())
    }
}

/// Waits for the turn of the next packet of sound, if there is any. Cancel safe.
async fn turn(sounding: &mut Option<Sounding<'_>>) {
    match sounding {
        Some(sounding) => drop(sounding.turns.tick().await),
        None => std::future::pending().await,
    }
}

/// A camera's stream: the header of its next packet.
struct Stream<'a> {
    header: Header,
    programme: &'a Programme,
    track: &'a TrackLocalStaticRTP,
}

impl Stream<'_> {
    /// Sends an empty packet: it shows that the stream is there, and is of no picture.
    async fn knock(&mut self) -> Result<()> {
        let header = self.header.clone();
        self.track.write_rtp(rtp::Packet { header, payload: Bytes::new() }).await?;
        self.header.sequence_number = self.header.sequence_number.wrapping_add(1);
        Ok(())
    }

    /// Sends one picture, with the time of sending in it if that is wanted.
    async fn send(&mut self, picture: &Packets) -> Result<()> {
        let stamped = self.programme.stamp && self.programme.codec == Codec::H264;
        let (headers, slices) = picture.payloads.split_at(picture.headers);
        let stamp = stamped.then(|| stamp::unit(SystemTime::now()));
        let payloads = headers.iter().chain(&stamp).chain(slices);
        let (mut packets, mut bytes) = (0, 0);
        let count = picture.payloads.len() + usize::from(stamped);
        for payload in payloads {
            packets += 1;
            bytes += payload.len();
            self.header.marker = packets == count;
            self.track.write_rtp(rtp::Packet { header: self.header.clone(), payload: payload.clone() }).await?;
            self.header.sequence_number = self.header.sequence_number.wrapping_add(1);
        }
        self.header.timestamp = self.header.timestamp.wrapping_add(TICKS);
        let Counts { pictures, packets: all_packets, bytes: all_bytes, .. } = self.programme.counts.as_ref();
        pictures.add(1);
        all_packets.add(packets);
        all_bytes.add(bytes);
        Ok(())
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

fn opus() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: MIME_TYPE_OPUS.to_owned(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: "minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1".to_owned(),
        rtcp_feedback: vec![],
    }
}

/// The address from which this machine reaches the server, with any port.
pub fn local_address(endpoint: &Endpoint) -> Result<SocketAddr> {
    let server = endpoint.server();
    // Connecting a UDP socket only chooses a route; nothing is sent.
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(server).with_context(|| format!("there is no way to {}", server.0))?;
    Ok(SocketAddr::new(socket.local_addr()?.ip(), 0))
}
