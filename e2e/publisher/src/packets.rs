//! The RTP payloads of a clip, made once and shared by every camera that sends it.

use bytes::{BufMut, Bytes, BytesMut};

use crate::{
    adaptation::OVERHEAD,
    annex_b,
    clip::{Clip, Codec},
    picture::Picture,
};

/// Largest RTP payload in bytes: with headers, extensions and SRTP's tag it stays below 1280, which any path carries.
const PAYLOAD: usize = 1180;
/// Types of H.264 payloads (RFC 6184 section 5.2).
const STAP_A: u8 = 24;
const FU_A: u8 = 28;
const NRI: u8 = 0x60;
const NAL_TYPE: u8 = 0x1f;

/// One picture, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packets {
    /// Its RTP payloads, in order; never empty.
    pub payloads: Vec<Bytes>,
    /// How many payloads stand before its first slice: where one more NAL unit may be put in. 0 for VP8.
    pub headers: usize,
    /// Whether decoding can start here.
    pub key: bool,
}

impl Packets {
    /// What they cost in bytes.
    pub fn cost(&self) -> usize {
        self.payloads.iter().map(|payload| payload.len() + OVERHEAD).sum()
    }
}

/// Cuts every picture of a clip.
pub fn of(clip: &Clip) -> Vec<Packets> {
    clip.pictures
        .iter()
        .map(|picture| match clip.codec {
            Codec::H264 => h264(picture),
            Codec::Vp8 => vp8(picture),
        })
        .collect()
}

/// RFC 6184, packetization mode 1: what stands before the slices in one STAP-A if it is several units, larger units
/// in FU-A.
fn h264(picture: &Picture) -> Packets {
    let (slices, headers): (Vec<Bytes>, Vec<Bytes>) =
        annex_b::nal_units(&picture.data).into_iter().partition(|unit| matches!(unit[0] & NAL_TYPE, 1..=5));
    let aggregate = 1 + headers.iter().map(|unit| 2 + unit.len()).sum::<usize>();
    let mut payloads = Vec::new();
    if headers.len() > 1 && aggregate <= PAYLOAD {
        let mut payload = BytesMut::with_capacity(aggregate);
        payload.put_u8(STAP_A | headers.iter().map(|unit| unit[0] & NRI).max().unwrap_or_default());
        for unit in &headers {
            payload.put_u16(u16::try_from(unit.len()).expect("it fits into a payload"));
            payload.put_slice(unit);
        }
        payloads.push(payload.freeze());
    } else {
        headers.iter().for_each(|unit| fragments(unit, &mut payloads));
    }
    let headers = payloads.len();
    slices.iter().for_each(|unit| fragments(unit, &mut payloads));
    Packets { payloads, headers, key: picture.key }
}

/// Filler data (ITU-T H.264 section 7.3.2.7): about so many bytes that no decoder looks at. It stands behind the slices.
pub fn filler(bytes: usize) -> Vec<Bytes> {
    const FILLER: u8 = 12;
    const TRAILING_BITS: u8 = 0x80;
    let mut unit = BytesMut::zeroed(bytes.max(2));
    unit.fill(0xff);
    unit[0] = FILLER;
    *unit.last_mut().expect("two at least") = TRAILING_BITS;
    let mut payloads = Vec::new();
    fragments(&unit.freeze(), &mut payloads);
    payloads
}

fn fragments(unit: &Bytes, payloads: &mut Vec<Bytes>) {
    if unit.len() <= PAYLOAD {
        payloads.push(unit.clone());
        return;
    }
    let pieces = unit[1..].chunks(PAYLOAD - 2);
    let last = pieces.len() - 1;
    for (index, piece) in pieces.enumerate() {
        let mut payload = BytesMut::with_capacity(2 + piece.len());
        payload.put_u8(FU_A | unit[0] & NRI);
        payload.put_u8(u8::from(index == 0) << 7 | u8::from(index == last) << 6 | unit[0] & NAL_TYPE);
        payload.put_slice(piece);
        payloads.push(payload.freeze());
    }
}

/// RFC 7741 with the shortest descriptor: the S bit on the first packet, partition 0 throughout, as browsers do.
fn vp8(picture: &Picture) -> Packets {
    const START: u8 = 0x10;
    let payload = |(index, piece): (usize, &[u8])| {
        let mut payload = BytesMut::with_capacity(1 + piece.len());
        payload.put_u8(if index == 0 { START } else { 0 });
        payload.put_slice(piece);
        payload.freeze()
    };
    let payloads = picture.data.chunks(PAYLOAD - 1).enumerate().map(payload).collect();
    Packets { payloads, headers: 0, key: picture.key }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(units: &[&[u8]]) -> Bytes {
        units.iter().flat_map(|unit| [&[0, 0, 0, 1][..], *unit].concat()).collect::<Vec<u8>>().into()
    }

    #[test]
    fn parameter_sets_share_a_packet_and_a_large_slice_takes_several() {
        let slice: Vec<u8> = std::iter::once(0x65).chain((0..3000).map(|n| n as u8 | 1)).collect();
        let picture = Picture { data: stream(&[&[0x67, 1], &[0x68, 2, 3], &slice]), key: true };
        let packets = h264(&picture);
        assert_eq!(packets.headers, 1);
        assert_eq!(packets.payloads[0], [0x78, 0, 2, 0x67, 1, 0, 3, 0x68, 2, 3][..]);
        assert_eq!(packets.payloads.len(), 4);
        assert!(packets.payloads.iter().all(|payload| payload.len() <= PAYLOAD));
        let heads: Vec<&[u8]> = packets.payloads[1..].iter().map(|payload| &payload[..2]).collect();
        assert_eq!(heads, [[0x7c, 0x85], [0x7c, 0x05], [0x7c, 0x45]]);
        let whole: Vec<u8> = packets.payloads[1..].iter().flat_map(|payload| payload[2..].to_vec()).collect();
        assert_eq!(whole, slice[1..]);
    }

    #[test]
    fn a_small_slice_is_its_own_packet() {
        let packets = h264(&Picture { data: stream(&[&[0x41, 0x9a, 5]]), key: false });
        assert_eq!(packets, Packets { payloads: vec![Bytes::from_static(&[0x41, 0x9a, 5])], headers: 0, key: false });
    }

    #[test]
    fn filler_is_a_unit_of_its_own() {
        assert_eq!(filler(4), [Bytes::from_static(&[12, 0xff, 0xff, 0x80])]);
        let long = filler(3_000);
        let heads: Vec<&[u8]> = long.iter().map(|payload| &payload[..2]).collect();
        assert_eq!(heads, [[0x1c, 0x8c], [0x1c, 0x0c], [0x1c, 0x4c]]);
    }

    #[test]
    fn a_vp8_frame_starts_once() {
        let data: Bytes = (0..2500).map(|n| n as u8).collect::<Vec<u8>>().into();
        let packets = vp8(&Picture { data: data.clone(), key: true });
        let starts: Vec<u8> = packets.payloads.iter().map(|payload| payload[0]).collect();
        assert_eq!(starts, [0x10, 0, 0]);
        let whole: Vec<u8> = packets.payloads.iter().flat_map(|payload| payload[1..].to_vec()).collect();
        assert_eq!(whole, data);
    }
}
