use bytes::{BufMut, Bytes, BytesMut};

use super::avcc::LENGTH_SIZE;
use crate::media::packetizer::{MAX_PAYLOAD, pieces};

const STAP_A: u8 = 24;
const FU_A: u8 = 28;

/// The payloads of an access unit in packetization-mode 1 (RFC 6184 section 6.3): its parameter sets, as far as
/// `record` has some, in one aggregate if they fit; then each NAL unit alone, or in fragments.
///
/// `unit` has its NAL units behind their lengths; what is cut short is left out.
pub fn payloads(unit: &Bytes, record: &[u8]) -> Vec<Bytes> {
    let mut payloads = Vec::with_capacity(unit.len() / MAX_PAYLOAD + 2);
    let sets = parameter_sets(record);
    let aggregate = 1 + sets.iter().map(|set| 2 + set.len()).sum::<usize>();
    if sets.len() > 1 && aggregate <= MAX_PAYLOAD {
        payloads.push(aggregated(&sets, aggregate));
    } else {
        sets.iter().for_each(|set| nal(&Bytes::copy_from_slice(set), &mut payloads));
    }
    let mut rest = unit.clone();
    while let Some((length, _)) = rest.split_first_chunk::<LENGTH_SIZE>() {
        let length = u32::from_be_bytes(*length) as usize;
        if rest.len() < LENGTH_SIZE + length {
            break;
        }
        let unit = rest.split_to(LENGTH_SIZE + length).slice(LENGTH_SIZE..);
        nal(&unit, &mut payloads);
    }
    payloads
}

/// STAP-A (RFC 6184 section 5.7.1). Its importance is that of the most important in it.
fn aggregated(nals: &[&[u8]], length: usize) -> Bytes {
    let importance = nals.iter().map(|nal| nal[0] & 0x60).max().unwrap_or_default();
    let mut payload = BytesMut::with_capacity(length);
    payload.put_u8(importance | STAP_A);
    for nal in nals {
        payload.put_u16(nal.len() as u16);
        payload.put_slice(nal);
    }
    payload.freeze()
}

fn nal(nal: &Bytes, payloads: &mut Vec<Bytes>) {
    let Some((&header, body)) = nal.split_first() else { return };
    if nal.len() <= MAX_PAYLOAD {
        payloads.push(nal.clone());
        return;
    }
    // FU-A (RFC 6184 section 5.8): the header byte is in each fragment's own two.
    let mut rest = body;
    for length in pieces(body.len(), MAX_PAYLOAD - 2) {
        let (start, end) = (rest.len() == body.len(), rest.len() == length);
        let (piece, after) = rest.split_at(length);
        let mut payload = BytesMut::with_capacity(2 + length);
        payload.put_u8((header & 0xe0) | FU_A);
        payload.put_u8((u8::from(start) << 7) | (u8::from(end) << 6) | (header & 0x1f));
        payload.put_slice(piece);
        payloads.push(payload.freeze());
        rest = after;
    }
}

/// The sequence and picture parameter sets of an AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1), as
/// far as it is whole.
fn parameter_sets(record: &[u8]) -> Vec<&[u8]> {
    let mut sets = Vec::new();
    let Some((count, mut rest)) = record.get(5..).and_then(<[u8]>::split_first) else { return sets };
    for count in [Some(count & 0x1f), None] {
        // The count of picture parameter sets stands behind the sequence parameter sets.
        let count = match (count, rest.split_first()) {
            (Some(count), _) => count,
            (None, Some((count, after))) => {
                rest = after;
                *count
            }
            (None, None) => return sets,
        };
        for _ in 0..count {
            let Some((length, after)) = rest.split_first_chunk::<2>() else { return sets };
            let Some((set, after)) = after.split_at_checked(usize::from(u16::from_be_bytes(*length))) else {
                return sets;
            };
            if !set.is_empty() {
                sets.push(set);
            }
            rest = after;
        }
    }
    sets
}
