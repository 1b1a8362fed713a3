use std::{sync::Arc, time::Duration};

use mp4_atom::{Encode, FourCC, Ftyp, Moov, Mvhd};

use super::{
    format::{Header, Sample, ticks},
    moov::trak,
    sample_table::{Chunk, MOVIE_RATE, SampleTable},
};
use crate::media::{Track, VideoConfig};

/// How much of a track stands together, before the same time of the other: whoever plays reads both from one place.
const CHUNK: Duration = Duration::from_millis(500);
/// Bytes before the data of an `mdat`, and of one that no 32 bits can say the size of (ISO/IEC 14496-12 section 4.2).
const BOX_HEADER: u64 = 8;
const LARGE_BOX_HEADER: u64 = 16;

/// A plain MP4 of H.264 and Opus: every sample's size and time stand in tables (ISO/IEC 14496-12 sections 8.6 and 8.7)
/// before the first of them. Who sends a file in a chat, and what plays it while it comes, wants that rather than
/// fragments.
///
/// It takes two passes: in the first one it is told of every sample, and [`lay_out`](Self::lay_out) says what stands
/// where; the second one appends the samples' data in that order. Only the tables are held, some 16 bytes a sample.
///
/// Its time begins with the picture that was asked for, though the stream begins at a keyframe before: an edit list (section
/// 8.6.6) leaves out what is before. A gap stays one in time: the picture before it stands for so long.
#[derive(Debug)]
pub struct PlainMp4 {
    tracks: [SampleTable; 2],
    configs: Vec<Arc<VideoConfig>>,
}

/// Where everything stands in a [`PlainMp4`].
#[derive(Debug)]
pub struct Layout {
    /// The bytes before the samples' data.
    pub head: Vec<u8>,
    /// The order of the data.
    pub chunks: Vec<Chunk>,
    /// The whole file's size.
    pub bytes: u64,
}

impl PlainMp4 {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self { tracks: [Track::Video, Track::Audio].map(SampleTable::new), configs: Vec::new() }
    }

    /// Adds the next sample of its track. The first picture is a keyframe.
    pub fn push(&mut self, sample: &Sample) {
        if let Some(config) = &sample.config
            && self.configs.last() != Some(config)
        {
            self.configs.push(Arc::clone(config));
        }
        let description = if sample.track == Track::Video { self.configs.len() } else { 1 };
        self.tracks[sample.track as usize].push(sample, u16::try_from(description).unwrap_or(u16::MAX));
    }

    /// Where everything stands, when the time `begins` is to be the first one shown; none while there is no picture.
    #[must_use]
    pub fn lay_out(&self, begins: Duration) -> Option<Layout> {
        let first = self.configs.first()?;
        let chunks = self.chunks();
        let data: u64 = chunks.iter().map(|chunk| chunk.bytes).sum();
        let header = Header {
            video: Arc::clone(first),
            audio: !self.tracks[Track::Audio as usize].is_empty(),
            sets_in_band: false,
        };
        // Places are known when the tables' length is, which depends on how many they are alone.
        let mut is_large = false;
        let mut length = bytes(&self.moov(&header, begins, &chunks, 0, is_large)).len() as u64;
        if length + BOX_HEADER + data > u64::from(u32::MAX) {
            is_large = true;
            length = bytes(&self.moov(&header, begins, &chunks, 0, is_large)).len() as u64;
        }
        let mut head = bytes(&ftyp());
        let size = data + if is_large { LARGE_BOX_HEADER } else { BOX_HEADER };
        let place = head.len() as u64 + length + (size - data);
        head.extend(bytes(&self.moov(&header, begins, &chunks, place, is_large)));
        if is_large {
            head.extend(1_u32.to_be_bytes());
            head.extend(b"mdat");
            head.extend(size.to_be_bytes());
        } else {
            head.extend(u32::try_from(size).expect("just compared").to_be_bytes());
            head.extend(b"mdat");
        }
        let bytes = head.len() as u64 + data;
        Some(Layout { head, chunks, bytes })
    }

    /// The time and the size of each sample of a track.
    pub fn samples(&self, track: Track) -> impl Iterator<Item = (Duration, usize)> {
        self.tracks[track as usize].samples()
    }

    /// The movie box of samples whose first byte is at `place`.
    fn moov(&self, header: &Header, begins: Duration, chunks: &[Chunk], place: u64, is_large: bool) -> Moov {
        let tracks = [Track::Video, Track::Audio].into_iter().take(if header.audio { 2 } else { 1 });
        let mut moov =
            Moov { mvhd: Mvhd { timescale: MOVIE_RATE, next_track_id: 3, ..Mvhd::default() }, ..Moov::default() };
        for track in tracks {
            let mut trak = trak(track, header);
            let table = &self.tracks[track as usize];
            table.write(&mut trak, &self.configs, ticks(begins, track.clock_rate()), (chunks, place, is_large));
            moov.mvhd.duration = moov.mvhd.duration.max(trak.tkhd.duration);
            moov.trak.push(trak);
        }
        moov
    }

    /// Half a second of pictures, the same of sound, and so on.
    fn chunks(&self) -> Vec<Chunk> {
        let mut runs = self.tracks.each_ref().map(|table| table.chunks(CHUNK).peekable());
        let mut chunks = Vec::new();
        loop {
            let [video, audio] = &mut runs;
            let next = match (video.peek(), audio.peek()) {
                (Some((at, _)), Some((sound, _))) if sound < at => audio,
                (None, Some(_)) => audio,
                (Some(_), _) => video,
                (None, None) => return chunks,
            };
            chunks.extend(next.next().map(|(_, chunk)| chunk));
        }
    }
}

impl Default for PlainMp4 {
    fn default() -> Self {
        Self::new()
    }
}

fn ftyp() -> Ftyp {
    let brand = |name: &[u8; 4]| FourCC::new(name);
    Ftyp {
        major_brand: brand(b"isom"),
        minor_version: 0x200,
        compatible_brands: vec![brand(b"isom"), brand(b"iso2"), brand(b"avc1"), brand(b"mp41")],
    }
}

fn bytes(atom: &impl Encode) -> Vec<u8> {
    let mut bytes = Vec::new();
    atom.encode(&mut bytes).expect("every field has its place, and memory takes all bytes");
    bytes
}

#[cfg(test)]
mod tests;
