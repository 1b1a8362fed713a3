use std::time::Duration;

use super::block::Block;
use super::format::{Sample, rate, ticks, time};
use crate::media::{Track, VideoCodec};

/// An entry of a file's index: a run of pictures within one fragment. A keyframe begins a run, and so does the picture
/// behind a [hole](IndexEntry::HOLE). A fragment without pictures has one entry for its sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexEntry {
    /// The time of its first frame, since the beginning of the file, as the file gives it back.
    pub from: Duration,
    /// The time of its last.
    pub to: Duration,
    /// Where its fragment is in the file.
    pub offset: u64,
    /// How long its fragment is, in bytes.
    pub length: u32,
    /// What it is.
    pub run: Run,
}

/// What an [`IndexEntry`] is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// A keyframe, and the pictures behind it.
    Keyframe,
    /// Pictures that go on with those before.
    Pictures,
    /// Sound alone.
    Sound,
}

impl IndexEntry {
    /// Bytes of an entry.
    pub const BYTES: usize = 32;
    /// So long without a picture is a hole.
    pub const HOLE: Duration = Duration::from_millis(500);

    /// The entries of a fragment of these samples, which is so many bytes long and lies at `offset`.
    #[must_use]
    pub fn of_samples(codec: VideoCodec, samples: &[Sample], offset: u64, length: usize) -> Vec<Self> {
        let rounded = |sample: &Sample| {
            let rate = rate(codec, sample.track);
            time(ticks(sample.at, rate), rate)
        };
        Self::of(samples.iter().map(|sample| (sample.track, rounded(sample), sample.keyframe)), offset, length)
    }

    /// The same, of a fragment that was read.
    #[must_use]
    pub(super) fn of_blocks(blocks: &[Block], offset: u64, length: usize) -> Vec<Self> {
        Self::of(blocks.iter().map(|block| (block.track, block.at, block.keyframe)), offset, length)
    }

    fn of(frames: impl Iterator<Item = (Track, Duration, bool)>, offset: u64, length: usize) -> Vec<Self> {
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        let mut entries: Vec<Self> = Vec::new();
        let mut sound: Option<Self> = None;
        for (track, at, keyframe) in frames {
            let new = |run| Self { from: at, to: at, offset, length, run };
            match track {
                Track::Audio => sound.get_or_insert(new(Run::Sound)).to = at,
                Track::Video => match entries.last_mut() {
                    Some(last) if !keyframe && at.saturating_sub(last.to) <= Self::HOLE => last.to = at,
                    _ => entries.push(new(if keyframe { Run::Keyframe } else { Run::Pictures })),
                },
            }
        }
        if entries.is_empty() {
            entries.extend(sound);
        }
        entries
    }

    /// Appends its bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        let begin = out.len();
        let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let lasts = u32::try_from((self.to - self.from).as_micros()).unwrap_or(u32::MAX);
        let run: u32 = match self.run {
            Run::Keyframe => 1,
            Run::Pictures => 2,
            Run::Sound => 3,
        };
        out.extend(micros(self.from).to_le_bytes());
        out.extend(self.offset.to_le_bytes());
        [lasts, self.length, run].iter().for_each(|field| out.extend(field.to_le_bytes()));
        let check = check(&out[begin..]);
        out.extend(check.to_le_bytes());
    }

    /// Reads it; none for bytes that are damaged.
    #[must_use]
    pub fn read(bytes: &[u8; Self::BYTES]) -> Option<Self> {
        let long = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
        let short = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        let run = match short(24) {
            1 => Run::Keyframe,
            2 => Run::Pictures,
            3 => Run::Sound,
            _ => return None,
        };
        let from = Duration::from_micros(long(0));
        let to = from + Duration::from_micros(short(16).into());
        let entry = Self { from, to, offset: long(8), length: short(20), run };
        (short(28) == check(&bytes[..28])).then_some(entry)
    }
}

/// FNV-1a: what a torn or forgotten page of a disk looks like has another.
fn check(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn a_run_ends_at_a_keyframe_and_at_a_hole() {
        let picture = |at, keyframe| (Track::Video, millis(at), keyframe);
        let frames =
            [picture(0, false), picture(33, false), picture(66, true), picture(100, false), picture(601, false)];
        let sound = (Track::Audio, millis(20), false);
        let entries = IndexEntry::of(frames.into_iter().chain([sound]), 1_000, 500);
        let runs: Vec<_> = entries.iter().map(|entry| (entry.from, entry.to, entry.run)).collect();
        let expected = [
            (millis(0), millis(33), Run::Pictures),
            (millis(66), millis(100), Run::Keyframe),
            (millis(601), millis(601), Run::Pictures),
        ];
        assert_eq!(runs, expected);
        assert!(entries.iter().all(|entry| (entry.offset, entry.length) == (1_000, 500)));
        let alone = IndexEntry::of([sound].into_iter(), 0, 10);
        assert_eq!(alone.iter().map(|entry| entry.run).collect::<Vec<_>>(), [Run::Sound]);
    }

    #[test]
    fn what_is_written_is_read_and_damage_is_seen() {
        let entry = IndexEntry {
            from: millis(86_400_000),
            to: millis(86_400_366),
            offset: 1 << 40,
            length: 7,
            run: Run::Keyframe,
        };
        let mut bytes = Vec::new();
        entry.write(&mut bytes);
        let mut bytes: [u8; IndexEntry::BYTES] = bytes.try_into().expect("so many");
        assert_eq!(IndexEntry::read(&bytes), Some(entry));
        for at in 0..bytes.len() * 8 {
            bytes[at / 8] ^= 1 << (at % 8);
            assert_eq!(IndexEntry::read(&bytes), None, "bit {at}");
            bytes[at / 8] ^= 1 << (at % 8);
        }
        assert_eq!(IndexEntry::read(&[0; IndexEntry::BYTES]), None);
    }
}
