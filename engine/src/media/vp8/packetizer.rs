use bytes::{BufMut, Bytes, BytesMut};

use crate::media::packetizer::{MAX_PAYLOAD, pieces};

/// X, I and the 15 bits of a picture number.
const DESCRIPTOR: usize = 4;

/// The payloads of a frame (RFC 7741 section 4.2), each with the number of its picture.
pub fn payloads(frame: &Bytes, picture: u16) -> Vec<Bytes> {
    let mut rest = &frame[..];
    let cut = |length| {
        let begin = rest.len() == frame.len();
        let (piece, after) = rest.split_at(length);
        let mut payload = BytesMut::with_capacity(DESCRIPTOR + length);
        // Extended; S with the beginning of the first partition, whose number is 0.
        payload.put_u8(0x80 | (u8::from(begin) << 4));
        payload.put_u8(0x80);
        payload.put_u16(0x8000 | picture);
        payload.put_slice(piece);
        rest = after;
        payload.freeze()
    };
    pieces(frame.len(), MAX_PAYLOAD - DESCRIPTOR).map(cut).collect()
}
