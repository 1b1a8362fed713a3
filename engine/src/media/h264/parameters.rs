use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;

use super::avcc;
use super::bits::Bits;
use super::sps::Sps;
use crate::media::{VideoCodec, VideoConfig};

/// The longest parameter set that is kept. Encoders write 10 to 60 bytes; one with every scaling list has about 600.
const MAX_SET_BYTES: usize = 1024;
/// How many picture parameter sets are kept; the standard has 256, encoders use one to three.
const MAX_PICTURE_SETS: usize = 16;

/// The parameter sets that were heard, and the configuration that they make.
///
/// Bounded: 32 sequence and 16 picture parameter sets of 1 KiB are 48 KiB.
#[derive(Debug, Default)]
pub struct Parameters {
    sequence: BTreeMap<u32, (Sps, Bytes)>,
    picture: BTreeMap<u32, PictureSet>,
    config: Option<Arc<VideoConfig>>,
}

#[derive(Debug)]
struct PictureSet {
    sequence: u32,
    nal: Bytes,
}

impl Parameters {
    /// Takes a sequence parameter set; one that can't be read is ignored, and its pictures stay undecodable.
    pub fn sequence(&mut self, nal: &[u8]) {
        if nal.len() > MAX_SET_BYTES {
            return;
        }
        if let Some(sps) = Sps::parse(nal) {
            self.sequence.insert(sps.id, (sps, Bytes::copy_from_slice(nal)));
        }
    }

    /// Takes a picture parameter set; one that can't be read, or one too many, is ignored.
    pub fn picture(&mut self, nal: &[u8]) {
        if nal.len() > MAX_SET_BYTES {
            return;
        }
        let Some((id, sequence)) = numbers(nal) else { return };
        if self.picture.len() < MAX_PICTURE_SETS || self.picture.contains_key(&id) {
            self.picture.insert(id, PictureSet { sequence, nal: Bytes::copy_from_slice(nal) });
        }
    }

    /// The configuration for a keyframe whose slices need the picture parameter set `id`; none when the sets for it
    /// were not heard. It is the same `Arc` as the last time unless the sets have changed.
    pub fn config(&mut self, id: u32) -> Option<Arc<VideoConfig>> {
        let sequence = self.picture.get(&id)?.sequence;
        let (sps, sequence_nal) = self.sequence.get(&sequence)?;
        let picture_nals = self.picture.values().filter(|set| set.sequence == sequence).map(|set| &set.nal);
        let config = VideoConfig {
            codec: VideoCodec::H264,
            width: sps.width,
            height: sps.height,
            description: avcc::record(sps, sequence_nal, &picture_nals.collect::<Vec<_>>()),
        };
        let kept = self.config.take().filter(|kept| **kept == config);
        Some(Arc::clone(self.config.insert(kept.unwrap_or_else(|| Arc::new(config)))))
    }
}

/// The numbers of a picture parameter set and of the sequence parameter set that it refines (ITU-T H.264 section
/// 7.3.2.2).
fn numbers(nal: &[u8]) -> Option<(u32, u32)> {
    let mut bits = Bits::new(nal.get(1..)?);
    let id = bits.unsigned().filter(|id| *id < 256)?;
    let sequence = bits.unsigned().filter(|id| *id < 32)?;
    Some((id, sequence))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPS_720: &[u8] = b"\x67\x42\xc0\x1f\xda\x01\x40\x16\xec\x04\x40\0\0\x03\0\x40\0\0\x0f\x03\xc6\x0c\xa8";
    const SPS_360: &[u8] = b"\x67\x42\xc0\x1e\xda\x02\x80\xbf\xe5\xc0\x44\0\0\x03\0\x04\0\0\x03\0\xf0\x3c\x58\xba\x80";
    const PPS: &[u8] = b"\x68\xce\x0f\xc8";

    #[test]
    fn needs_both_sets() {
        let mut parameters = Parameters::default();
        parameters.picture(PPS);
        assert_eq!(parameters.config(0), None);
        parameters.sequence(SPS_720);
        assert_eq!(parameters.config(0).map(|config| (config.width, config.height)), Some((1280, 720)));
        assert_eq!(parameters.config(1), None);
    }

    #[test]
    fn the_same_sets_are_the_same_config() {
        let mut parameters = Parameters::default();
        parameters.sequence(SPS_720);
        parameters.picture(PPS);
        let first = parameters.config(0).expect("both sets are known");
        parameters.sequence(SPS_720);
        parameters.picture(PPS);
        assert!(Arc::ptr_eq(&first, &parameters.config(0).expect("both sets are known")));
        parameters.sequence(SPS_360);
        let other = parameters.config(0).expect("both sets are known");
        assert_eq!((other.width, other.height), (640, 360));
    }

    #[test]
    fn is_bounded() {
        let mut parameters = Parameters::default();
        parameters.sequence(&[SPS_720, &[0xff; MAX_SET_BYTES]].concat());
        assert!(parameters.sequence.is_empty());
        for id in 0..256_u32 {
            // ue(id) ends at its own length again after the leading zeros; ue(0) for the sequence parameter set is 1.
            let code = (id + 1) << 1 | 1;
            let length = 2 * (id + 1).ilog2() + 2;
            parameters.picture(&[&[0x68][..], &(code << (32 - length)).to_be_bytes()].concat());
        }
        assert_eq!(parameters.picture.len(), MAX_PICTURE_SETS);
        assert!(parameters.picture.keys().copied().eq(0..16), "the first ones stay and can be replaced");
        parameters.picture(&[0xff; MAX_SET_BYTES + 1]);
        assert_eq!(parameters.picture.len(), MAX_PICTURE_SETS);
    }
}
