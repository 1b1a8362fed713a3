//! A whole connection without a network: the crate's core as we set it up, and a publisher, also of the crate, whose
//! datagrams are altered, left out and joined by others.
//!
//! The input is a byte of honest rounds to begin with, then deeds: a byte each, and what it needs.

use std::time::{Duration, Instant};

use bytes::BytesMut;
use rtc::{
    data_channel::RTCDataChannelMessage,
    media_stream::MediaStreamTrack,
    peer_connection::{
        RTCPeerConnection, RTCPeerConnectionBuilder,
        configuration::media_engine::MIME_TYPE_VP8,
        message::{RTCMessage, TaggedRTCMessage},
        sdp::RTCSessionDescription,
        transport::RTCIceCandidateInit,
    },
    rtcp::raw_packet::RawPacket,
    rtp_transceiver::rtp_sender::{RTCRtpCodec, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind},
    sansio::Protocol,
    shared::{TaggedBytesMut, TransportContext, TransportProtocol},
};

use super::super::{
    codecs,
    sdp::Offer,
    stack,
    streams::{Streams, streams},
};
use crate::protocol::Codecs;

const OUR_PORT: u16 = 4_001;
const THEIR_PORT: u16 = 4_002;
const SSRC: u32 = 7;
const TRACK: &str = "track";
/// Time of a round.
const ROUND: Duration = Duration::from_millis(20);

/// Datagrams of a publisher: see the module.
pub fn datagrams(input: &[u8]) {
    let mut input = input.iter().copied();
    let mut next = move || input.next();
    let Some(mut pair) = Pair::connect() else { return };
    for _ in 0..next().unwrap_or_default() {
        pair.round(|_| true);
    }
    while let Some(deed) = next() {
        match deed % 7 {
            0 => pair.round(|_| true),
            1 => {
                let (at, change) = (next().unwrap_or_default(), next().unwrap_or(1));
                pair.round(|datagram| {
                    let at = usize::from(at) % datagram.len().max(1);
                    datagram.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= change);
                    true
                });
            }
            2 => pair.round(|_| false),
            3 => {
                let datagram: Vec<u8> = bytes_of(&mut next);
                pair.deliver(BytesMut::from(&datagram[..]));
            }
            4 => pair.now += Duration::from_millis(100 * u64::from(next().unwrap_or_default())),
            5 => pair.rtp(&bytes_of(&mut next)),
            6 => pair.message(&bytes_of(&mut next)),
            _ => unreachable!("a remainder of 7"),
        }
    }
    pair.round(|_| true);
}

/// As many bytes as the first says.
fn bytes_of(next: &mut impl FnMut() -> Option<u8>) -> Vec<u8> {
    let length = next().unwrap_or_default();
    (0..length).map_while(|_| next()).collect()
}

struct Pair {
    ours: RTCPeerConnection,
    theirs: RTCPeerConnection,
    streams: Streams,
    channel: rtc::data_channel::RTCDataChannelId,
    now: Instant,
}

impl Pair {
    /// Offer and answer; none of the datagrams yet.
    fn connect() -> Option<Self> {
        let now = Instant::now();
        let codecs = Codecs::default();
        let mut media = codecs::media_engine(codecs, true).ok()?;
        let (intake, streams) = streams();
        let interceptors = stack::interceptors(&mut media, intake, stack::CongestionControl::Sender).ok()?;
        let settings =
            stack::settings().with_ice_credentials("ours".to_owned(), "our-password-is-long-enough".to_owned());
        let mut ours = RTCPeerConnectionBuilder::new()
            .with_media_engine(media)
            .with_interceptor_registry(interceptors)
            .with_setting_engine(settings.build())
            .build(now)
            .ok()?;
        let settings =
            stack::settings().with_ice_credentials("them".to_owned(), "their-password-is-long-too".to_owned());
        let mut theirs = RTCPeerConnectionBuilder::new()
            .with_media_engine(codecs::media_engine(codecs, true).ok()?)
            .with_setting_engine(settings.build())
            .build(now)
            .ok()?;
        theirs.add_track(track()).ok()?;
        let channel = theirs.create_data_channel("ctl", None).ok()?.id();
        let offer = theirs.create_offer(None).ok()?;
        theirs.set_local_description(now, offer.clone()).ok()?;
        theirs.add_local_candidate(candidate(THEIR_PORT)).ok()?;
        let seen = Offer::publisher(&offer.sdp).ok()?;
        streams.expect(seen.offered);
        ours.set_remote_description(now, RTCSessionDescription::offer(seen.description.to_string()).ok()?).ok()?;
        ours.add_remote_candidate(candidate(THEIR_PORT)).ok()?;
        let answer: RTCSessionDescription = ours.create_answer(None).ok()?;
        ours.set_local_description(now, answer.clone()).ok()?;
        ours.add_local_candidate(candidate(OUR_PORT)).ok()?;
        theirs.set_remote_description(now, answer).ok()?;
        theirs.add_remote_candidate(candidate(OUR_PORT)).ok()?;
        Some(Self { ours, theirs, streams, channel, now })
    }

    /// Carries what both have to say, theirs as far as `passes` lets it, and lets a little time pass.
    fn round(&mut self, mut passes: impl FnMut(&mut BytesMut) -> bool) {
        self.now += ROUND;
        let _ = self.ours.handle_timeout(self.now);
        let _ = self.theirs.handle_timeout(self.now);
        while let Some(TaggedBytesMut { message, .. }) = self.ours.poll_write() {
            let _ = self.theirs.handle_read(datagram(self.now, OUR_PORT, THEIR_PORT, message));
        }
        while let Some(TaggedBytesMut { mut message, .. }) = self.theirs.poll_write() {
            if passes(&mut message) {
                self.deliver(message);
            }
        }
        drain(&mut self.theirs);
    }

    fn deliver(&mut self, message: BytesMut) {
        let _ = self.ours.handle_read(datagram(self.now, THEIR_PORT, OUR_PORT, message));
        drain(&mut self.ours);
        while self.streams.video.try_recv().is_ok() {}
    }

    /// A packet of RTP as their core encrypts it, or, with an odd first byte, one of RTCP.
    fn rtp(&mut self, bytes: &[u8]) {
        let Some((&kind, rest)) = bytes.split_first() else { return };
        if kind % 2 == 1 {
            let raw: Box<dyn rtc::rtcp::Packet> = Box::new(RawPacket(bytes::Bytes::copy_from_slice(rest)));
            self.write(RTCMessage::RtcpPacket(TRACK.into(), vec![raw]));
            return;
        }
        let [marker, payload_type, sequence, extension, rest @ ..] = rest else { return };
        let mut packet = rtc::rtp::Packet::default();
        packet.header.version = 2;
        packet.header.ssrc = SSRC + u32::from(kind >> 5);
        packet.header.marker = marker & 1 != 0;
        packet.header.payload_type = payload_type & 0x7f;
        packet.header.sequence_number = u16::from(*sequence);
        let (extension, payload) = rest.split_at(usize::from(*extension % 17).min(rest.len()));
        // The crate's writer, which is not ours to test, stumbles over what RFC 8285 section 4.2 has no words for.
        if !extension.is_empty() {
            let _ =
                packet.header.set_extension((kind >> 1 & 0xf).clamp(1, 14), bytes::Bytes::copy_from_slice(extension));
        }
        packet.payload = bytes::Bytes::copy_from_slice(payload);
        self.write(RTCMessage::RtpPacket(TRACK.into(), packet));
    }

    fn message(&mut self, bytes: &[u8]) {
        let message = RTCDataChannelMessage { is_string: bytes.len().is_multiple_of(2), data: BytesMut::from(bytes) };
        self.write(RTCMessage::DataChannelMessage(self.channel, message));
    }

    fn write(&mut self, message: RTCMessage) {
        let _ = self.theirs.handle_write(TaggedRTCMessage { now: self.now, message });
    }
}

fn drain(core: &mut RTCPeerConnection) {
    while core.poll_read().is_some() {}
    while core.poll_event().is_some() {}
}

fn datagram(now: Instant, from: u16, to: u16, message: BytesMut) -> TaggedBytesMut {
    let address = |port| ([127, 0, 0, 1], port).into();
    let transport = TransportContext {
        local_addr: address(to),
        peer_addr: address(from),
        transport_protocol: TransportProtocol::UDP,
        ecn: None,
    };
    TaggedBytesMut { now, transport, message }
}

fn candidate(port: u16) -> RTCIceCandidateInit {
    RTCIceCandidateInit {
        candidate: format!("candidate:1 1 udp 2130706431 127.0.0.1 {port} typ host"),
        sdp_mid: Some("0".to_owned()),
        ..Default::default()
    }
}

fn track() -> MediaStreamTrack {
    let codec = RTCRtpCodec {
        mime_type: MIME_TYPE_VP8.to_owned(),
        clock_rate: 90_000,
        channels: 0,
        sdp_fmtp_line: String::new(),
        rtcp_feedback: Vec::new(),
    };
    let coding = RTCRtpEncodingParameters {
        rtp_coding_parameters: RTCRtpCodingParameters { ssrc: Some(SSRC), ..Default::default() },
        codec,
        ..Default::default()
    };
    MediaStreamTrack::new("stream".into(), TRACK.into(), "label".into(), RtpCodecKind::Video, vec![coding])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honest_rounds_connect_and_carry_media_and_messages() {
        let mut pair = Pair::connect().expect("two cores");
        let (mut received, mut media) = (Vec::new(), 0);
        for _ in 0..100 {
            pair.round(|_| true);
            pair.rtp(&[2, 1, 96, 1, 1, 0xaa, 0x10, 0, 0]);
            pair.message(b"hello");
            while let Some(TaggedBytesMut { message, .. }) = pair.theirs.poll_write() {
                let _ = pair.ours.handle_read(datagram(pair.now, THEIR_PORT, OUR_PORT, message));
                received.extend(std::iter::from_fn(|| pair.ours.poll_read()).map(|message| message.message));
                media += std::iter::from_fn(|| pair.streams.video.try_recv().ok()).count();
            }
        }
        assert!(media > 0, "{}", received.len());
        assert!(
            !received.iter().any(|message| matches!(message, RTCMessage::RtpPacket(..))),
            "the crate knows no stream"
        );
        assert!(received.iter().any(|message| matches!(message, RTCMessage::DataChannelMessage(..))));
    }
}
