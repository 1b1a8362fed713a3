use std::{sync::Arc, time::Duration};

use mp4_atom::{
    Co64, Codec, Edts, Elst, ElstEntry, Stbl, Stco, Stsc, StscEntry, Stsd, Stss, Stsz, StszSamples, Stts, SttsEntry,
    Trak,
};

use super::{
    format::{Header, Sample, ticks},
    moov::picture,
};
use crate::media::{Track, VideoConfig};

/// Ticks of a second of the movie's own clock, which edits are said in: that of the pictures.
pub const MOVIE_RATE: u32 = 90_000;

/// Samples of one track behind each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    /// Whose.
    pub track: Track,
    /// How many.
    pub samples: u32,
    /// Their size together.
    pub bytes: u64,
    /// What a decoder has to be told for them: the number of a sample description, from 1.
    pub description: u16,
}

/// The samples of one track, and the boxes that say where they are.
#[derive(Debug)]
pub struct SampleTable {
    track: Track,
    entries: Vec<SampleEntry>,
    /// When the last one ends, in ticks.
    end: u64,
}

#[derive(Debug, Clone, Copy)]
struct SampleEntry {
    /// In ticks of the track's clock.
    at: u64,
    size: u32,
    description: u16,
    keyframe: bool,
}

impl SampleTable {
    pub fn new(track: Track) -> Self {
        Self { track, entries: Vec::new(), end: 0 }
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn push(&mut self, sample: &Sample, description: u16) {
        let Sample { at, lasts, keyframe, data, .. } = sample;
        let rate = self.track.clock_rate();
        let at = ticks(*at, rate).max(self.entries.last().map_or(0, |last| last.at));
        let size = u32::try_from(data.len()).expect("a frame is at most 4 MiB");
        self.entries.push(SampleEntry { at, size, description, keyframe: *keyframe });
        self.end = at + ticks(*lasts, rate);
    }

    /// The time and the size of each.
    pub fn samples(&self) -> impl Iterator<Item = (Duration, usize)> {
        let rate = u64::from(self.track.clock_rate());
        self.entries.iter().map(move |entry| (Duration::from_micros(entry.at * 1_000_000 / rate), entry.size as usize))
    }

    /// Its samples in runs of this length, each with the time at which it begins.
    pub fn chunks(&self, length: Duration) -> impl Iterator<Item = (Duration, Chunk)> {
        let (track, rate) = (self.track, u64::from(self.track.clock_rate()));
        let window = move |entry: &SampleEntry| u128::from(entry.at) * 1_000 / u128::from(rate) / length.as_millis();
        let is_one = move |a: &SampleEntry, b: &SampleEntry| window(a) == window(b) && a.description == b.description;
        self.entries.chunk_by(is_one).map(move |run| {
            let bytes = run.iter().map(|entry| u64::from(entry.size)).sum();
            let samples = u32::try_from(run.len()).expect("half a second of samples");
            let at = Duration::from_micros(run[0].at * 1_000_000 / rate);
            (at, Chunk { track, samples, bytes, description: run[0].description })
        })
    }

    /// Says all of it in the track's boxes. The data of all `chunks` stands behind each other from a place on.
    pub fn write(&self, trak: &mut Trak, configs: &[Arc<VideoConfig>], begins: u64, chunks: (&[Chunk], u64, bool)) {
        let edits = self.edits(begins);
        trak.tkhd.duration = edits.iter().map(|edit| edit.segment_duration).sum();
        trak.edts = Some(Edts { elst: Some(Elst { entries: edits }) });
        trak.mdia.mdhd.duration = self.end - self.entries.first().map_or(0, |first| first.at);
        let stbl = &mut trak.mdia.minf.stbl;
        if self.track == Track::Video {
            stbl.stsd = Stsd { codecs: configs.iter().map(described).collect() };
            let keyframes = self.entries.iter().enumerate().filter(|(_, entry)| entry.keyframe);
            stbl.stss = Some(Stss { entries: keyframes.map(|(place, _)| place as u32 + 1).collect() });
        }
        stbl.stts = self.durations();
        stbl.stsz = Stsz { samples: StszSamples::Different { sizes: self.entries.iter().map(|e| e.size).collect() } };
        self.place(stbl, chunks);
    }

    fn place(&self, stbl: &mut Stbl, (chunks, mut place, is_large): (&[Chunk], u64, bool)) {
        let mut offsets = Vec::new();
        let mut runs: Vec<StscEntry> = Vec::new();
        for chunk in chunks {
            if chunk.track == self.track {
                offsets.push(place);
                let run = (chunk.samples, u32::from(chunk.description));
                if runs.last().is_none_or(|last| (last.samples_per_chunk, last.sample_description_index) != run) {
                    runs.push(StscEntry {
                        first_chunk: offsets.len() as u32,
                        samples_per_chunk: run.0,
                        sample_description_index: run.1,
                    });
                }
            }
            place += chunk.bytes;
        }
        stbl.stsc = Stsc { entries: runs };
        if is_large {
            (stbl.stco, stbl.co64) = (None, Some(Co64 { entries: offsets }));
        } else {
            let offsets = offsets.into_iter().map(|offset| u32::try_from(offset).unwrap_or(u32::MAX));
            stbl.stco = Some(Stco { entries: offsets.collect() });
        }
    }

    /// How long each lasts: until the next, gaps included.
    fn durations(&self) -> Stts {
        let nexts = self.entries.iter().skip(1).map(|entry| entry.at).chain([self.end]);
        let mut entries: Vec<SttsEntry> = Vec::new();
        for (entry, next) in self.entries.iter().zip(nexts) {
            let sample_delta = u32::try_from(next - entry.at).unwrap_or(u32::MAX);
            match entries.last_mut() {
                Some(last) if last.sample_delta == sample_delta => last.sample_count += 1,
                _ => entries.push(SttsEntry { sample_count: 1, sample_delta }),
            }
        }
        Stts { entries }
    }

    /// What is shown when: from `begins` on, in ticks of the track. A gap is time that its last sample lasts: FFmpeg, and
    /// with it most players, loses its way in a list that leaves something out in the middle.
    fn edits(&self, begins: u64) -> Vec<ElstEntry> {
        let rate = u64::from(self.track.clock_rate());
        // From one rounded time to the next, so that nothing adds up.
        let movie = |tick: u64| (tick.saturating_sub(begins) * u64::from(MOVIE_RATE) + rate / 2) / rate;
        // A sample's time in the media counts from the first one.
        let first = self.entries.first().map_or(0, |entry| entry.at);
        let from = first.max(begins);
        let mut edits = Vec::new();
        if movie(from) > 0 {
            edits.push(edit(movie(from), None));
        }
        edits.push(edit(movie(self.end) - movie(from), Some(from - first)));
        edits
    }
}

fn edit(lasts: u64, from: Option<u64>) -> ElstEntry {
    ElstEntry { segment_duration: lasts, media_time: from, media_rate: 1.into() }
}

fn described(config: &Arc<VideoConfig>) -> Codec {
    picture(&Header { video: Arc::clone(config), audio: false, sets_in_band: false })
}
