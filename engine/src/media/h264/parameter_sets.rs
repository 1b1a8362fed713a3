use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;

use super::avcc;
use super::bits::Bits;
use super::sps::Sps;
use crate::media::{VideoCodec, VideoConfig};

/// The longest parameter set that is kept. Encoders write 10 to 60 bytes; one with every scaling list has about 600.
const MAX_SET_BYTES: usize = 1024;
/// What all sets that are kept may have together; the oldest give way to new ones. The standard has 32 and 256 of them
/// (ITU-T H.264 sections 7.4.2.1.1 and 7.4.2.2), and an encoder that counts through all its numbers, as OpenH264 does
/// unless told otherwise, fills 3 KiB.
const MAX_BYTES: usize = 32 * 1024;
/// So many picture parameter sets of one sequence fit in a configuration (ISO/IEC 14496-15 section 5.3.3.1).
const MAX_RECORDED: usize = 255;

/// The parameter sets that were received, and the configuration that they make.
///
/// Bounded: numbers as the standard has them, and [`MAX_BYTES`].
#[derive(Debug, Clone, Default)]
pub struct ParameterSets {
    sequence: BTreeMap<u32, SequenceSet>,
    picture: BTreeMap<u32, PictureSet>,
    /// How many sets were received.
    received: u64,
    bytes: usize,
    config: Option<Arc<VideoConfig>>,
}

#[derive(Debug, Clone)]
struct SequenceSet {
    sps: Sps,
    nal: Bytes,
    /// The number of the set as which it came last.
    received: u64,
}

#[derive(Debug, Clone)]
struct PictureSet {
    sequence: u32,
    nal: Bytes,
    /// As [`SequenceSet::received`].
    received: u64,
}

impl ParameterSets {
    /// Takes a sequence parameter set; one that can't be read is ignored, and its pictures stay undecodable.
    pub fn sps(&mut self, nal: &[u8]) {
        let Some(sps) = Some(nal).filter(|nal| nal.len() <= MAX_SET_BYTES).and_then(Sps::parse) else { return };
        self.received += 1;
        let set = SequenceSet { sps, nal: Bytes::copy_from_slice(nal), received: self.received };
        self.bytes += nal.len();
        self.bytes -= self.sequence.insert(sps.id, set).map_or(0, |before| before.nal.len());
        self.make_room();
    }

    /// Takes a picture parameter set; one that can't be read is ignored.
    pub fn pps(&mut self, nal: &[u8]) {
        let Some((id, sequence)) = Some(nal).filter(|nal| nal.len() <= MAX_SET_BYTES).and_then(numbers) else { return };
        self.received += 1;
        let set = PictureSet { sequence, nal: Bytes::copy_from_slice(nal), received: self.received };
        self.bytes += nal.len();
        self.bytes -= self.picture.insert(id, set).map_or(0, |before| before.nal.len());
        self.make_room();
    }

    /// The configuration for a keyframe whose slices need the picture parameter set `id`; none when the sets for it
    /// were not received. It is the same `Arc` as the last time unless the sets have changed.
    pub fn config(&mut self, id: u32) -> Option<Arc<VideoConfig>> {
        let sequence = self.picture.get(&id)?.sequence;
        let SequenceSet { sps, nal, .. } = self.sequence.get(&sequence)?;
        let mut pictures: Vec<_> = self.picture.iter().filter(|(_, set)| set.sequence == sequence).collect();
        if pictures.len() > MAX_RECORDED {
            let others = pictures.iter().filter(|(other, _)| **other != id);
            let oldest = others.map(|(_, set)| set.received).min();
            pictures.retain(|(_, set)| Some(set.received) != oldest);
        }
        let picture_nals: Vec<_> = pictures.into_iter().map(|(_, set)| &set.nal).collect();
        let config = VideoConfig {
            codec: VideoCodec::H264,
            width: sps.width,
            height: sps.height,
            description: avcc::record(sps, nal, &picture_nals),
        };
        let kept = self.config.take().filter(|kept| **kept == config);
        Some(Arc::clone(self.config.insert(kept.unwrap_or_else(|| Arc::new(config)))))
    }

    /// Forgets the sets that were not received for the longest, while there are too many bytes of them.
    fn make_room(&mut self) {
        while self.bytes > MAX_BYTES {
            let sequence = self.sequence.iter().map(|(id, set)| (set.received, *id)).min();
            let picture = self.picture.iter().map(|(id, set)| (set.received, *id)).min();
            let forgotten = match (sequence, picture) {
                (Some((received, id)), picture) if picture.is_none_or(|(other, _)| received < other) => {
                    self.sequence.remove(&id).map(|set| set.nal)
                }
                (_, Some((_, id))) => self.picture.remove(&id).map(|set| set.nal),
                (_, None) => None,
            };
            self.bytes -= forgotten.map_or(self.bytes, |nal| nal.len());
        }
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
        let mut sets = ParameterSets::default();
        sets.pps(PPS);
        assert_eq!(sets.config(0), None);
        sets.sps(SPS_720);
        assert_eq!(sets.config(0).map(|config| (config.width, config.height)), Some((1280, 720)));
        assert_eq!(sets.config(1), None);
    }

    #[test]
    fn the_same_sets_are_the_same_config() {
        let mut sets = ParameterSets::default();
        sets.sps(SPS_720);
        sets.pps(PPS);
        let first = sets.config(0).expect("both sets are known");
        sets.sps(SPS_720);
        sets.pps(PPS);
        assert!(Arc::ptr_eq(&first, &sets.config(0).expect("both sets are known")));
        sets.sps(SPS_360);
        let other = sets.config(0).expect("both sets are known");
        assert_eq!((other.width, other.height), (640, 360));
    }

    /// A picture parameter set with these numbers, and so many bytes in all at least.
    fn pps(id: u32, sequence: u32, bytes: usize) -> Vec<u8> {
        let unsigned = |value: u32| {
            let length = (value + 1).ilog2();
            format!("{}{:b}", "0".repeat(length as usize), value + 1)
        };
        let bits = format!("{:0<32}", unsigned(id) + &unsigned(sequence) + "1");
        let mut nal = vec![0x68];
        nal.extend(u32::from_str_radix(&bits, 2).expect("bits").to_be_bytes());
        nal.resize(nal.len().max(bytes), 0xff);
        nal
    }

    #[test]
    fn every_number_that_the_standard_has_is_kept_and_the_newest_replaces() {
        let mut sets = ParameterSets::default();
        sets.sps(SPS_720);
        for round in 0..3 {
            for id in 0..256 {
                sets.pps(&pps(id, 0, 6 + round));
                let config = sets.config(id).expect("a keyframe with this set is one");
                let newest = pps(id, 0, 6 + round);
                assert!(config.description.windows(newest.len()).any(|window| window == newest), "{round} {id}");
            }
        }
        assert_eq!((sets.picture.len(), sets.config(3).expect("known").description[8 + 23]), (256, 255));
        sets.pps(&[0x68, 0, 0, 0xff, 0xff]);
        sets.pps(&[&pps(1, 0, 0)[..], &[0xff; MAX_SET_BYTES]].concat());
        sets.sps(&[SPS_720, &[0xff; MAX_SET_BYTES]].concat());
        assert_eq!((sets.picture.len(), sets.received), (256, 1 + 3 * 256), "what is none changes nothing");
    }

    #[test]
    fn the_oldest_give_way_when_there_are_too_many_bytes() {
        let mut sets = ParameterSets::default();
        sets.sps(SPS_720);
        for id in 0..256 {
            sets.sps(SPS_720);
            sets.pps(&pps(id, 0, 1_000));
            assert!(sets.bytes <= MAX_BYTES);
            assert!(sets.config(id).is_some(), "the newest is there");
        }
        assert!(sets.picture.keys().copied().eq(256 - 32..256));
        let bytes = sets.picture.values().map(|set| set.nal.len()).sum::<usize>() + SPS_720.len();
        assert_eq!(sets.bytes, bytes);
    }
}
