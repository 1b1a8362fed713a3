use std::sync::Arc;

use bytes::Bytes;
use rtc::{
    media_stream::MediaStreamTrack,
    rtcp::sender_report::SenderReport,
    rtp,
    rtp_transceiver::rtp_sender::{
        RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind,
    },
};
use webrtc::media_stream::track_local::{TrackLocal, static_rtp::TrackLocalStaticRTP};

use super::super::codecs;
use crate::{
    media::{SessionTime, Track, VideoCodec},
    protocol::Codecs,
};

/// The sender of one RTP stream to one peer (RFC 3550 section 5.1): whatever the feed was made of, its sequence numbers follow one
/// another and its timestamps are the session clock's.
pub struct RtpSender {
    track: Arc<TrackLocalStaticRTP>,
    kind: Track,
    ssrc: u32,
    sequence: u16,
    /// What the timestamps start from (random, as RFC 3550 asks).
    offset: u32,
    /// The last timestamp, without offset and not wrapped.
    last: Option<u64>,
    /// The payload types of what the peer takes.
    types: Types,
    packets: u32,
    octets: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Types {
    h264: Option<u8>,
    vp8: Option<u8>,
    opus: Option<u8>,
}

/// Seconds from 1900, where NTP begins, to 1970 (RFC 5905 section 6).
const NTP_EPOCH: u64 = 2_208_988_800;

impl RtpSender {
    pub fn new(kind: RtpCodecKind, stream: &str) -> Self {
        let ssrc = rand::random();
        let (kind, codec) = match kind {
            RtpCodecKind::Audio => (Track::Audio, codecs::opus().rtp_codec),
            _ => (Track::Video, video()),
        };
        let coding = RTCRtpCodingParameters { ssrc: Some(ssrc), ..Default::default() };
        let encoding =
            RTCRtpEncodingParameters { rtp_coding_parameters: coding, active: true, codec, ..Default::default() };
        let (id, rtp_kind) = match kind {
            Track::Video => ("video", RtpCodecKind::Video),
            Track::Audio => ("audio", RtpCodecKind::Audio),
        };
        let track = MediaStreamTrack::new(stream.to_owned(), id.to_owned(), id.to_owned(), rtp_kind, vec![encoding]);
        Self {
            track: Arc::new(TrackLocalStaticRTP::new(track)),
            kind,
            ssrc,
            sequence: rand::random(),
            offset: rand::random(),
            last: None,
            types: Types::default(),
            packets: 0,
            octets: 0,
        }
    }

    pub fn track(&self) -> Arc<dyn TrackLocal> {
        Arc::clone(&self.track) as Arc<dyn TrackLocal>
    }

    /// What it may be sent in, in the order of our preference.
    pub fn codecs(&self) -> Vec<RTCRtpCodecParameters> {
        match self.kind {
            Track::Video => codecs::video(Codecs { h264: true, vp8: true }),
            Track::Audio => vec![codecs::opus()],
        }
    }

    /// Takes in what was negotiated for this stream.
    pub fn negotiated(&mut self, codecs: &[RTCRtpCodecParameters]) {
        let find = |name: &str, fmtp: &str| {
            let mut fitting = codecs.iter().filter(|codec| {
                codec.rtp_codec.mime_type.eq_ignore_ascii_case(name) && codec.rtp_codec.sdp_fmtp_line.contains(fmtp)
            });
            fitting.next().map(|codec| codec.payload_type)
        };
        self.types = Types {
            h264: find("video/H264", "packetization-mode=1"),
            vp8: find("video/VP8", ""),
            opus: find("audio/opus", ""),
        };
    }

    /// The payload type of a codec, if the peer takes it; none is sound.
    pub fn payload_type(&self, codec: Option<VideoCodec>) -> Option<u8> {
        match codec {
            Some(VideoCodec::H264) => self.types.h264,
            Some(VideoCodec::Vp8) => self.types.vp8,
            None => self.types.opus,
        }
    }

    /// Lets no timestamp be below that of `time`, less `steps` ticks: what is older follows in ticks.
    pub fn begin(&mut self, time: SessionTime, steps: u64) {
        let from = self.ticks(time).saturating_sub(steps);
        self.last = Some(self.last.map_or(from, |last| last.max(from)));
    }

    /// The packets of one frame that is of `time`.
    pub fn packets(&mut self, payload_type: u8, time: SessionTime, payloads: &[Bytes]) -> Vec<rtp::Packet> {
        let ticks = self.ticks(time);
        let ticks = self.last.map_or(ticks, |last| ticks.max(last + 1));
        self.last = Some(ticks);
        let count = payloads.len();
        let packet = |(at, payload): (usize, &Bytes)| {
            self.sequence = self.sequence.wrapping_add(1);
            self.packets = self.packets.wrapping_add(1);
            self.octets = self.octets.wrapping_add(payload.len() as u32);
            let header = rtp::Header {
                version: 2,
                // Of sound it is the beginning of a talk spurt, and there is one (RFC 3551 section 4.1).
                marker: self.kind == Track::Video && at + 1 == count,
                payload_type,
                sequence_number: self.sequence,
                timestamp: self.offset.wrapping_add(ticks as u32),
                ssrc: self.ssrc,
                ..Default::default()
            };
            rtp::Packet { header, payload: payload.clone() }
        };
        payloads.iter().enumerate().map(packet).collect()
    }

    /// Says which moment of the session clock a timestamp is (RFC 3550 section 6.4.1), so that sound and picture are
    /// played in step. `unix` is the time of day of `now` in microseconds.
    pub fn report(&self, now: SessionTime, unix: u64) -> SenderReport {
        let (seconds, micros) = (unix / 1_000_000 + NTP_EPOCH, unix % 1_000_000);
        SenderReport {
            ssrc: self.ssrc,
            ntp_time: (seconds << 32) | ((micros << 32) / 1_000_000),
            rtp_time: self.offset.wrapping_add(self.ticks(now) as u32),
            packet_count: self.packets,
            octet_count: self.octets,
            ..Default::default()
        }
    }

    fn ticks(&self, time: SessionTime) -> u64 {
        time.as_micros() * u64::from(self.kind.clock_rate()) / 1_000_000
    }
}

/// What the crate files the stream under; the packets say for themselves what they are.
fn video() -> RTCRtpCodec {
    codecs::video(Codecs { h264: false, vp8: true }).swap_remove(0).rtp_codec
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_the_session_clocks_and_never_go_back() {
        let mut sender = RtpSender::new(RtpCodecKind::Video, "program");
        let payloads = [Bytes::from_static(b"a"), Bytes::from_static(b"b")];
        let mut sent = Vec::new();
        sender.begin(SessionTime::from_millis(2_000), 3);
        for millis in [500, 533, 2_000, 2_040] {
            sent.extend(sender.packets(96, SessionTime::from_millis(millis), &payloads));
        }
        let ticks: Vec<_> = sent.iter().map(|packet| packet.header.timestamp.wrapping_sub(sender.offset)).collect();
        assert_eq!(ticks, [179_998, 179_998, 179_999, 179_999, 180_000, 180_000, 183_600, 183_600]);
        assert!(sent.iter().map(|packet| packet.header.marker).eq([false, true].into_iter().cycle().take(8)));
        let follows =
            |pair: &[rtp::Packet]| pair[1].header.sequence_number == pair[0].header.sequence_number.wrapping_add(1);
        assert!(sent.windows(2).all(follows));
        let report = sender.report(SessionTime::from_millis(3_000), 1_500_000);
        assert_eq!(report.rtp_time.wrapping_sub(sender.offset), 270_000);
        assert_eq!(report.ntp_time, ((NTP_EPOCH + 1) << 32) | (1 << 31));
        assert_eq!((report.packet_count, report.octet_count), (8, 8));
    }
}
