use bytes::Bytes;

use super::sps::Sps;

/// Bytes of the length before each NAL unit of a frame.
pub const LENGTH_SIZE: usize = 4;

/// The profiles whose record goes on with the sampling: as ISO/IEC 14496-15 lists them, without 244 and its kin.
const WITH_SAMPLING: [u8; 4] = [100, 110, 122, 144];

/// The AVCDecoderConfigurationRecord of one sequence parameter set and the picture parameter sets that refine it
/// (ISO/IEC 14496-15 section 5.3.3.1).
///
/// The sets are at most 65 535 bytes long, and there are at most 255 of pictures: what
/// [`ParameterSets`](super::parameter_sets::ParameterSets) keeps is far below.
pub fn record(sps: &Sps, sequence: &[u8], pictures: &[&Bytes]) -> Bytes {
    let mut record =
        Vec::with_capacity(11 + 2 + sequence.len() + pictures.iter().map(|set| 2 + set.len()).sum::<usize>());
    let [profile, constraints, level] = sps.profile;
    record.extend([1, profile, constraints, level]);
    // Reserved bits are ones.
    record.push(0b1111_1100 | (LENGTH_SIZE as u8 - 1));
    record.push(0b1110_0000 | 1);
    set(&mut record, sequence);
    record.push(pictures.len() as u8);
    for picture in pictures {
        set(&mut record, picture);
    }
    if WITH_SAMPLING.contains(&profile) {
        record.push(0b1111_1100 | sps.sampling.chroma_format);
        record.push(0b1111_1000 | sps.sampling.luma_depth);
        record.push(0b1111_1000 | sps.sampling.chroma_depth);
        record.push(0);
    }
    Bytes::from(record)
}

fn set(record: &mut Vec<u8>, nal: &[u8]) {
    record.extend((nal.len() as u16).to_be_bytes());
    record.extend(nal);
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
