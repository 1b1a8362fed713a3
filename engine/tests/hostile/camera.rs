//! A publisher in the test's own hands: real WHIP, ICE, DTLS and SRTP, pictures that the test makes.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use regie::{
    Engine,
    protocol::{CTL_LABEL, CTL_PROTOCOL},
};
use rtc::{
    interceptor::{Registry, Slot},
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
use tokio::{sync::watch, task::JoinHandle};
use webrtc::{
    data_channel::{DataChannel, DataChannelEvent, RTCDataChannelInit},
    media_stream::track_local::{TrackLocal, static_rtp::TrackLocalStaticRTP},
    peer_connection::{
        PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCIceGatheringState, RTCPeerConnectionState,
    },
    runtime::default_runtime,
};

use crate::{
    http::{ask, crew, whip},
    numbers::{Numbering, Numbers},
    show::SOON,
};

/// Behind every interceptor of the crate's default set.
const LAST: usize = 14_000;
const PICTURE: Duration = Duration::from_millis(33);
/// Pictures from one keyframe to the next.
const GROUP: u32 = 15;
const SSRC: u32 = 0x0051_0e00;
pub const VP8: u8 = 96;
const H264: u8 = 102;

const SPS_720: &[u8] = b"\x67\x42\xc0\x1f\xda\x01\x40\x16\xec\x04\x40\0\0\x03\0\x40\0\0\x0f\x03\xc6\x0c\xa8";
const SPS_360: &[u8] = b"\x67\x42\xc0\x1e\xda\x02\x80\xbf\xe5\xc0\x44\0\0\x03\0\x04\0\0\x03\0\xf0\x3c\x58\xba\x80";
const PPS: &[u8] = b"\x68\xce\x0f\xc8";

/// What a camera sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// H.264 of 1280x720.
    Avc720,
    /// H.264 of 640x360.
    Avc360,
    /// VP8 of this width and height.
    Vp8(u16, u16),
}

pub struct Camera {
    pub connection: Arc<dyn PeerConnection>,
    pub state: watch::Receiver<RTCPeerConnectionState>,
    /// The words that the régie said over the data channel.
    pub words: watch::Receiver<Vec<String>>,
    pub channel: Arc<dyn DataChannel>,
    pub numbers: Numbers,
    picture: watch::Sender<Picture>,
    stop: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
}

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

/// A connection that has made its offer.
pub struct Offering {
    pub sdp: String,
    connection: Arc<dyn PeerConnection>,
    track: Arc<TrackLocalStaticRTP>,
    channel: Arc<dyn DataChannel>,
    state: watch::Receiver<RTCPeerConnectionState>,
    pub numbers: Numbers,
}

impl Offering {
    pub async fn new() -> Self {
        Self::speaking(CTL_PROTOCOL).await
    }

    /// That of a page with this version of the data channel's messages.
    pub async fn speaking(protocol: &str) -> Self {
        let codecs = [(MIME_TYPE_H264, H264, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f")]
            .into_iter()
            .chain([(MIME_TYPE_VP8, VP8, "")]);
        let codecs = codecs.map(|(mime_type, payload_type, format)| RTCRtpCodecParameters {
            rtp_codec: RTCRtpCodec {
                mime_type: mime_type.to_owned(),
                clock_rate: 90_000,
                channels: 0,
                sdp_fmtp_line: format.to_owned(),
                rtcp_feedback: Vec::new(),
            },
            payload_type,
        });
        let codecs: Vec<_> = codecs.collect();
        let mut media = MediaEngine::default();
        for codec in &codecs {
            media.register_codec(codec.clone(), RtpCodecKind::Video).expect("a codec");
        }
        let registry = register_default_interceptors(Registry::new(), &mut media).expect("interceptors");
        let numbers = Numbers::default();
        let registry = registry.with(Slot::from(LAST), Numbering::new(numbers.clone()));
        let (gathered, connection) = (watch::Sender::new(false), watch::Sender::new(RTCPeerConnectionState::New));
        let (mut done, state) = (gathered.subscribe(), connection.subscribe());
        let connection = PeerConnectionBuilder::new()
            .with_media_engine(media)
            .with_interceptor_registry(registry)
            .with_handler(Arc::new(States { gathered, connection }))
            .with_runtime(default_runtime().expect("a runtime"))
            .with_udp_addrs(vec!["127.0.0.1:0".to_owned()])
            .build()
            .await
            .expect("a connection");
        let coding = RTCRtpEncodingParameters {
            rtp_coding_parameters: RTCRtpCodingParameters { ssrc: Some(SSRC), ..Default::default() },
            codec: codecs[0].rtp_codec.clone(),
            ..Default::default()
        };
        let media = MediaStreamTrack::new("s".into(), "t".into(), "l".into(), RtpCodecKind::Video, vec![coding]);
        let track = Arc::new(TrackLocalStaticRTP::new(media));
        connection.add_track(Arc::clone(&track) as Arc<dyn TrackLocal>).await.expect("a track");
        let init = RTCDataChannelInit { ordered: true, protocol: protocol.to_owned(), ..Default::default() };
        let channel = connection.create_data_channel(CTL_LABEL, Some(init)).await.expect("a channel");
        let offer = connection.create_offer(None).await.expect("an offer");
        connection.set_local_description(offer).await.expect("its own offer");
        done.wait_for(|done| *done).await.expect("it gathers");
        let sdp = connection.local_description().await.expect("a description").sdp;
        // The crate offers the codec of the track alone.
        let sdp = if sdp.contains(" VP8/") { sdp } else { with_vp8(&sdp) };
        Self { sdp, connection: Arc::new(connection), track, channel, state, numbers }
    }

    /// Takes the answer and sends pictures from now on.
    pub async fn send(self, answer: String) -> Camera {
        let Self { connection, track, channel, state, numbers, sdp: _ } = self;
        connection
            .set_remote_description(RTCSessionDescription::answer(without_vp8(&answer)).expect("an answer"))
            .await
            .expect("an answer to this offer");
        let (picture, pictures) = watch::channel(Picture::Avc360);
        let (words, heard) = watch::channel(Vec::new());
        let stop = Arc::new(AtomicBool::new(false));
        let sending = tokio::spawn(film(track, state.clone(), pictures, numbers.clone(), Arc::clone(&stop)));
        let listened = Arc::clone(&channel);
        let listening = tokio::spawn(async move {
            while let Some(event) = listened.poll().await {
                match event {
                    DataChannelEvent::OnMessage(message) => {
                        words.send_modify(|all| all.push(String::from_utf8_lossy(&message.data).into_owned()));
                    }
                    DataChannelEvent::OnClose => break,
                    _ => {}
                }
            }
        });
        Camera { connection, state, words: heard, channel, numbers, picture, stop, tasks: vec![sending, listening] }
    }

    pub async fn drop_it(self) {
        let _ = self.connection.close().await;
    }
}

impl Camera {
    /// Publishes as the camera `id` and waits until it is connected.
    pub async fn publish(engine: &Engine, id: &str) -> Self {
        Self::publish_as(engine, id, str::to_owned).await.0
    }

    /// Publishes with an offer that is changed on its way, and gives the answer too.
    pub async fn publish_as(engine: &Engine, id: &str, changed: impl FnOnce(&str) -> String) -> (Self, String) {
        let offering = Offering::new().await;
        let answer = ask(whip(engine), "POST", &format!("/whip/{id}"), &crew(engine), &changed(&offering.sdp)).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let camera = offering.send(answer.body.clone()).await;
        camera.is(RTCPeerConnectionState::Connected).await;
        (camera, answer.body)
    }

    /// Waits until its connection is in this state.
    pub async fn is(&self, wanted: RTCPeerConnectionState) {
        let mut state = self.state.clone();
        let reached = state.wait_for(|state| *state == wanted);
        let reached = tokio::time::timeout(SOON, reached).await;
        reached.unwrap_or_else(|_| panic!("it is {:?}", *self.state.borrow())).expect("it is there");
    }

    /// Sends other pictures, from a keyframe on.
    pub fn turn(&self, picture: Picture) {
        self.picture.send_replace(picture);
    }

    pub async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = self.connection.close().await;
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Sends thirty pictures a second from when it is connected, whoever wants them.
async fn film(
    track: Arc<TrackLocalStaticRTP>,
    mut state: watch::Receiver<RTCPeerConnectionState>,
    mut pictures: watch::Receiver<Picture>,
    numbers: Numbers,
    stop: Arc<AtomicBool>,
) {
    let _ = state.wait_for(|state| *state == RTCPeerConnectionState::Connected).await;
    let mut ticks = tokio::time::interval(PICTURE);
    let (mut sequence, mut timestamp, mut number) = (1_u16, 1_u32, 0);
    while !stop.load(Ordering::Relaxed) {
        ticks.tick().await;
        if pictures.has_changed().unwrap_or_default() {
            number = 0;
        }
        let picture = *pictures.borrow_and_update();
        let keyframe = number % GROUP == 0 && !numbers.no_keyframes.load(Ordering::Relaxed);
        let payloads = payloads(picture, keyframe);
        let last = payloads.len() - 1;
        for (at, payload) in payloads.into_iter().enumerate() {
            let mut packet = rtc::rtp::Packet::default();
            packet.header.version = 2;
            packet.header.ssrc = SSRC;
            packet.header.payload_type = H264;
            packet.header.marker = at == last;
            packet.header.sequence_number = sequence;
            packet.header.timestamp = timestamp;
            packet.payload = Bytes::from(payload);
            sequence = sequence.wrapping_add(1);
            let _ = track.write_rtp(packet).await;
        }
        timestamp = timestamp.wrapping_add(3_000);
        number += 1;
    }
}

fn with_vp8(offer: &str) -> String {
    let lines = offer.lines().map(|line| match line.strip_prefix("m=video ") {
        Some(video) => format!("m=video {video} {VP8}\r\n"),
        None if line.starts_with(&format!("a=rtpmap:{H264} ")) => format!("{line}\r\na=rtpmap:{VP8} VP8/90000\r\n"),
        None => format!("{line}\r\n"),
    });
    lines.collect()
}

fn without_vp8(answer: &str) -> String {
    let own = format!(":{VP8} ");
    let lines = answer.lines().filter(|line| !(line.starts_with("a=") && line.contains(&own)));
    lines.map(|line| if line.starts_with("m=video ") { line.replace(&format!(" {VP8}"), "") } else { line.to_owned() } + "\r\n").collect()
}

fn payloads(picture: Picture, keyframe: bool) -> Vec<Vec<u8>> {
    let sps = match picture {
        Picture::Vp8(width, height) => {
            let size = [width.to_le_bytes(), height.to_le_bytes()].concat();
            let key = [&[0x50, 0, 0, 0x9d, 0x01, 0x2a][..], &size].concat();
            let head: &[u8] = if keyframe { &key } else { &[0x51, 0, 0] };
            return vec![[&[0x10], head, &[0; 300]].concat()];
        }
        Picture::Avc720 => SPS_720,
        Picture::Avc360 => SPS_360,
    };
    let sets = [sps, PPS].map(|set| [&(set.len() as u16).to_be_bytes(), set].concat()).concat();
    let slice: &[u8] = if keyframe { &[0x65, 0x88, 0x84] } else { &[0x41, 0x9a, 0x10] };
    let slice = [slice, &[7; 300]].concat();
    if keyframe { vec![[&[0x78][..], &sets].concat(), slice] } else { vec![slice] }
}
