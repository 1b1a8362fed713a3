//! A sender: pictures 33 ms apart, cut into packets as RFC 6184 and RFC 7741 say.

use bytes::Bytes;

use crate::media::{RtpPacket, SessionTime, Track, VideoCodec};

pub const SPS: &[u8] = b"\x67\x42\xc0\x1f\xda\x01\x40\x16\xec\x04\x40\0\0\x03\0\x40\0\0\x0f\x03\xc6\x0c\xa8";
pub const SPS_360: &[u8] = b"\x67\x42\xc0\x1e\xda\x02\x80\xbf\xe5\xc0\x44\0\0\x03\0\x04\0\0\x03\0\xf0\x3c\x58\xba\x80";
pub const PPS: &[u8] = b"\x68\xce\x0f\xc8";

/// A picture as it is sent and as it has to come out.
#[derive(Debug, Clone)]
pub struct Sent {
    pub keyframe: bool,
    pub timestamp: u32,
    pub data: Vec<u8>,
    pub packets: Vec<RtpPacket>,
}

#[derive(Debug, Clone, Copy)]
pub struct Picture {
    pub keyframe: bool,
    /// Packets of it, without that of the parameter sets.
    pub pieces: usize,
    /// Probes for bandwidth behind it.
    pub probes: usize,
}

/// Which packets a sender sets the marker bit on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// On the last one of a picture, as it should be.
    Picture,
    /// On none.
    Nothing,
    /// On the last one of each slice.
    Slice,
    /// On the last one of each NAL unit.
    Nal,
    /// On every one.
    Packet,
}

pub struct Sender {
    codec: VideoCodec,
    sequence: u16,
    number: u64,
    pub sps: &'static [u8],
    pub marks: Marks,
}

/// A payload, and whether a slice or another NAL unit is over behind it.
struct Payload {
    bytes: Vec<u8>,
    ends_slice: bool,
    ends_nal: bool,
}

impl Sender {
    pub fn new(codec: VideoCodec) -> Self {
        Self { codec, sequence: 65_530, number: 0, sps: SPS, marks: Marks::Picture }
    }

    /// A keyframe or a delta of `pieces` packets.
    pub fn picture(&mut self, keyframe: bool, pieces: usize) -> Sent {
        self.send(Picture { keyframe, pieces, probes: 0 })
    }

    /// `count` deltas of two packets.
    pub fn deltas(&mut self, count: usize) -> Vec<Sent> {
        (0..count).map(|_| self.picture(false, 2)).collect()
    }

    pub fn send(&mut self, picture: Picture) -> Sent {
        let body: Vec<u8> = (0..picture.pieces * 50).map(|at| (at as u64 * 7 + self.number * 13) as u8).collect();
        let (data, payloads) = match self.codec {
            VideoCodec::H264 => h264(picture.keyframe, &body, self.sps),
            VideoCodec::Vp8 => vp8(picture.keyframe, &body),
        };
        let last = payloads.len() - 1;
        let marks = |at, payload: &Payload| match self.marks {
            Marks::Picture => at == last,
            Marks::Nothing => false,
            Marks::Slice => payload.ends_slice,
            Marks::Nal => payload.ends_nal,
            Marks::Packet => true,
        };
        let marked = |(at, payload): (usize, Payload)| {
            let marker = marks(at, &payload);
            (payload.bytes, marker)
        };
        let payloads = payloads.into_iter().enumerate().map(marked);
        let payloads: Vec<_> = payloads.chain(vec![(Vec::new(), false); picture.probes]).collect();
        let packets = payloads.into_iter().map(|(payload, marker)| self.packet(payload, marker)).collect();
        let sent = Sent { keyframe: picture.keyframe, timestamp: self.timestamp(), data, packets };
        self.number += 1;
        sent
    }

    /// The next packet of the picture that is being sent.
    pub fn packet(&mut self, payload: Vec<u8>, marker: bool) -> RtpPacket {
        self.sequence = self.sequence.wrapping_add(1);
        RtpPacket {
            sequence: self.sequence,
            timestamp: self.timestamp(),
            marker,
            payload: Bytes::from(payload),
            arrived: SessionTime::from_millis(1_000 + self.number * 33),
        }
    }

    fn timestamp(&self) -> u32 {
        (u64::from(u32::MAX - 50_000) + self.number * u64::from(Track::Video.clock_rate()) / 30) as u32
    }
}

/// A slice of 20 pieces of body at most in one NAL unit, whole or in fragments, and more in another slice.
fn h264(keyframe: bool, body: &[u8], sps: &[u8]) -> (Vec<u8>, Vec<Payload>) {
    // The first slice begins with macroblock 0, another one with macroblock 1.
    let heads: [&[u8]; 2] =
        if keyframe { [&[0x65, 0x88, 0x84], &[0x65, 0x42, 0x20]] } else { [&[0x41, 0x9a, 0x10], &[0x41, 0x46, 0x80]] };
    let mut data = Vec::new();
    let mut payloads = Vec::new();
    if keyframe {
        let sets = [sps, PPS].map(|set| [&(set.len() as u16).to_be_bytes(), set].concat()).concat();
        payloads.push(Payload { bytes: [&[0x78][..], &sets].concat(), ends_slice: false, ends_nal: true });
    }
    for (slice, body) in body.chunks(1_000).enumerate() {
        let head = heads[slice.min(1)];
        let nal = [head, body].concat();
        data.extend((nal.len() as u32).to_be_bytes());
        data.extend(&nal);
        if body.len() <= 50 {
            payloads.push(Payload { bytes: nal, ends_slice: true, ends_nal: true });
            continue;
        }
        let pieces = body.len().div_ceil(50);
        for (at, piece) in nal[1..].chunks((nal.len() - 1).div_ceil(pieces)).enumerate() {
            let ends = at == pieces - 1;
            let edges = u8::from(at == 0) << 7 | u8::from(ends) << 6;
            let bytes = [&[head[0] & 0xe0 | 28, head[0] & 0x1f | edges], piece].concat();
            payloads.push(Payload { bytes, ends_slice: ends, ends_nal: ends });
        }
    }
    (data, payloads)
}

/// A frame in payloads of which each may end a partition.
fn vp8(keyframe: bool, body: &[u8]) -> (Vec<u8>, Vec<Payload>) {
    let head: &[u8] = if keyframe { &[0x50, 0, 0, 0x9d, 0x01, 0x2a, 0, 5, 0xd0, 2] } else { &[0x51, 0, 0] };
    let data = [head, body].concat();
    let pieces = data.chunks(60).enumerate();
    let payloads = pieces.map(|(at, piece)| Payload {
        bytes: [&[0x80 | u8::from(at == 0) << 4, 0x80, 0x11], piece].concat(),
        ends_slice: true,
        ends_nal: true,
    });
    let payloads = payloads.collect();
    (data, payloads)
}
