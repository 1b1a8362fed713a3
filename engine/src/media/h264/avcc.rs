use bytes::Bytes;
use mp4_atom::{Atom, Avcc, AvccExt};

use super::sps::{Sampling, Sps};

/// Bytes of the length before each NAL unit of a frame.
pub const LENGTH_SIZE: usize = 4;

/// The profiles whose record goes on with the sampling: as ISO/IEC 14496-15 lists them, without 244 and its kin.
const WITH_SAMPLING: [u8; 4] = [100, 110, 122, 144];

/// The AVCDecoderConfigurationRecord of one sequence parameter set and the picture parameter sets that refine it
/// (ISO/IEC 14496-15 section 5.3.3.1).
///
/// The sets are at most 65 535 bytes long, and there are at most 255 of pictures: what
/// [`Parameters`](super::parameters::Parameters) keeps is far below.
pub fn record(sps: &Sps, sequence: &[u8], pictures: &[&Bytes]) -> Bytes {
    let [avc_profile_indication, profile_compatibility, avc_level_indication] = sps.profile;
    let Sampling { chroma_format, luma_depth, chroma_depth } = sps.sampling;
    let ext = AvccExt {
        chroma_format,
        bit_depth_luma: 8 + luma_depth,
        bit_depth_chroma: 8 + chroma_depth,
        sequence_parameter_sets_ext: Vec::new(),
    };
    let record = Avcc {
        configuration_version: 1,
        avc_profile_indication,
        profile_compatibility,
        avc_level_indication,
        length_size: LENGTH_SIZE as u8,
        sequence_parameter_sets: vec![sequence.to_vec()],
        picture_parameter_sets: pictures.iter().map(|set| set.to_vec()).collect(),
        ext: WITH_SAMPLING.contains(&avc_profile_indication).then_some(ext),
    };
    let mut bytes = Vec::new();
    record.encode_body(&mut bytes).expect("what was read of a set has its place in the record");
    Bytes::from(bytes)
}

/// Takes the parameter sets off the beginning of a frame in whose file they stand in band, and gives their
/// [`record`]; none where the frame does not begin with one set of a sequence and those of its pictures.
pub fn take_sets(frame: &mut Bytes) -> Option<Bytes> {
    let (mut rest, mut sequence, mut pictures) = (frame.clone(), None, Vec::new());
    loop {
        let (length, behind) = rest.split_first_chunk::<LENGTH_SIZE>()?;
        let end = LENGTH_SIZE + u32::from_be_bytes(*length) as usize;
        // ITU-T H.264 table 7-1: 7 is a set of a sequence, 8 one of pictures.
        match behind.first()? & 0x1f {
            7 if end <= rest.len() => sequence = Some(rest.slice(LENGTH_SIZE..end)),
            8 if end <= rest.len() => pictures.push(rest.slice(LENGTH_SIZE..end)),
            _ => break,
        }
        rest = rest.slice(end..);
    }
    let sequence = sequence?;
    let record = record(&Sps::parse(&sequence)?, &sequence, &pictures.iter().collect::<Vec<_>>());
    *frame = rest;
    Some(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sequence: &[u8], picture: &'static [u8]) -> Bytes {
        record(&Sps::parse(sequence).expect("made by x264"), sequence, &[&Bytes::from_static(picture)])
    }

    #[test]
    fn of_baseline() {
        let sps = b"\x67\x42\xc0\x1f\xda\x01\x40\x16\xec\x04\x40\0\0\x03\0\x40\0\0\x0f\x03\xc6\x0c\xa8";
        let expected = [&b"\x01\x42\xc0\x1f\xff\xe1\0\x17"[..], sps, b"\x01\0\x04\x68\xce\x0f\xc8"];
        assert_eq!(of(sps, b"\x68\xce\x0f\xc8"), expected.concat());
    }

    #[test]
    fn of_high_says_the_sampling() {
        let sps = b"\x67\x6e\0\x0b\xa6\xcb\x41\x62\x76\x02\x20\0\0\x03\0\x20\0\0\x07\x81\xe2\x85\x54";
        let expected = [&b"\x01\x6e\0\x0b\xff\xe1\0\x17"[..], sps, b"\x01\0\x04\x68\xce\x0f\xc8\xfd\xfa\xfa\0"];
        assert_eq!(of(sps, b"\x68\xce\x0f\xc8"), expected.concat());
    }
}
