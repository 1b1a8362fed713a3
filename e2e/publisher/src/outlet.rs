//! Tracks on their way out: a camera's pictures and its sound, packet by packet.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result};
use bytes::Bytes;
use rtc::{
    media_stream::MediaStreamTrack,
    peer_connection::configuration::media_engine::{MIME_TYPE_H264, MIME_TYPE_OPUS, MIME_TYPE_VP8},
    rtp::{self, header::Header},
    rtp_transceiver::rtp_sender::{RTCRtpCodec, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind},
};
use tokio::time::{Instant, MissedTickBehavior};
use webrtc::{
    media_stream::track_local::{TrackLocal, static_rtp::TrackLocalStaticRTP},
    peer_connection::PeerConnection,
    rtp_transceiver::RtpSender,
};

use crate::{
    clip::{Codec, FPS},
    counts::Counts,
    packets::Packets,
    programme::Programme,
    sound::Sound,
    stamp,
};

/// One picture's time, rounded up so that it is 3000 whole ticks of the RTP clock.
pub const PICTURE: Duration = Duration::from_nanos(1_000_000_000u64.div_ceil(FPS as u64));
/// The same time on the RTP clock of video, 90 kHz.
const TICKS: u32 = 90_000 / FPS;

/// A track on its way out.
pub struct Outlet {
    sender: Arc<dyn RtpSender>,
    pub track: Arc<TrackLocalStaticRTP>,
    ssrc: u32,
}

impl Outlet {
    pub async fn new(connection: &impl PeerConnection, kind: RtpCodecKind, codec: RTCRtpCodec) -> Result<Self> {
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
    pub async fn header(&self) -> Result<Header> {
        let parameters = self.sender.get_parameters().await?;
        let codecs = &parameters.rtp_parameters.codecs;
        let payload_type = codecs.first().context("no codec was negotiated")?.payload_type;
        let (sequence_number, timestamp) = (rand::random(), rand::random());
        Ok(Header { version: 2, payload_type, ssrc: self.ssrc, sequence_number, timestamp, ..Header::default() })
    }
}

/// A camera's sound as it is sent.
pub struct Sounding<'a> {
    header: Header,
    outlet: &'a Outlet,
    sound: &'a Sound,
    /// The place of the next packet.
    next: usize,
    turns: tokio::time::Interval,
}

impl<'a> Sounding<'a> {
    /// A sound that belongs to a clip whose picture `first` is sent at `start`.
    pub async fn new(outlet: &'a Outlet, sound: &'a Sound, first: usize, start: Instant) -> Result<Self> {
        let mut turns = tokio::time::interval_at(start, sound.each());
        turns.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let begins = PICTURE * u32::try_from(first).context("a clip of months")?;
        let next = begins.div_duration_f64(sound.each()) as usize % sound.packets.len();
        Ok(Self { header: outlet.header().await?, outlet, sound, next, turns })
    }

    /// Sends the next packet, whose turn it is.
    pub async fn send(&mut self) -> Result<()> {
        let payload = self.sound.packets[self.next].clone();
        self.outlet.track.write_rtp(rtp::Packet { header: self.header.clone(), payload }).await?;
        self.header.sequence_number = self.header.sequence_number.wrapping_add(1);
        self.header.timestamp = self.header.timestamp.wrapping_add(self.sound.ticks);
        self.next = (self.next + 1) % self.sound.packets.len();
        Ok(())
    }
}

/// Waits for the turn of the next packet of sound, if there is any. Cancel safe.
pub async fn turn(sounding: &mut Option<Sounding<'_>>) {
    match sounding {
        Some(sounding) => drop(sounding.turns.tick().await),
        None => std::future::pending().await,
    }
}

/// A camera's stream: the header of its next packet.
pub struct Stream<'a> {
    header: Header,
    programme: &'a Programme,
    track: &'a TrackLocalStaticRTP,
}

impl<'a> Stream<'a> {
    /// A stream whose codec is negotiated.
    pub async fn new(outlet: &'a Outlet, programme: &'a Programme) -> Result<Self> {
        Ok(Self { header: outlet.header().await?, programme, track: &outlet.track })
    }

    /// Lets a picture's time pass without one.
    pub fn leave_out(&mut self) {
        self.header.timestamp = self.header.timestamp.wrapping_add(TICKS);
    }

    /// Sends one picture with these payloads behind it, and the time of sending in it if that is wanted.
    pub async fn send(&mut self, picture: &Packets, filler: &[Bytes]) -> Result<()> {
        let stamped = self.programme.stamp && self.programme.codec == Codec::H264;
        let (headers, slices) = picture.payloads.split_at(picture.headers);
        let stamp = stamped.then(|| stamp::unit(SystemTime::now()));
        let payloads = headers.iter().chain(&stamp).chain(slices).chain(filler);
        let (mut packets, mut bytes) = (0, 0);
        let count = picture.payloads.len() + usize::from(stamped) + filler.len();
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

pub fn rtp_codec(codec: Codec) -> RTCRtpCodec {
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

pub fn opus() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: MIME_TYPE_OPUS.to_owned(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: "minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1".to_owned(),
        rtcp_feedback: vec![],
    }
}
