use mp4_atom::{
    Atom, Encode, FourCC, FragmentInfo, Ftyp, Mfhd, Mfra, Mfro, Moof, Tfdt, Tfhd, Tfra, Traf, Trun, TrunEntry,
    TrunSamples,
};

use super::{
    block::Block,
    format::{Container, Header, Sample, ticks, time},
    moov::{avcc, moov, track_id},
};
use crate::media::Track;

/// ISO/IEC 14496-12 section 8.8.3.1: depends on no other; depends on others and is no sync sample.
const SYNC: u32 = 0x0200_0000;
const NON_SYNC: u32 = 0x0101_0000;
/// The bit of them that says it.
const IS_NON_SYNC: u32 = 0x0001_0000;
/// Bytes before the data of an `mdat`.
const BOX_HEADER: usize = 8;

/// Fragmented MP4 (ISO/IEC 14496-12 section 8.8) with H.264 (ISO/IEC 14496-15) and Opus ("Encapsulation of Opus in ISO
/// Base Media File Format", version 0.8.1). Boxes are written by the crate `mp4-atom`.
///
/// A fragment is a `moof` and its `mdat` and may begin within a group of pictures. Each says where in time it is
/// (`tfdt`), so a gap between two is one in the file. The trailer is the index of keyframes (`mfra`).
#[derive(Debug)]
pub struct Mp4 {
    header: Header,
    /// Bytes so far.
    position: u64,
    /// The number of the last fragment.
    sequence: u32,
    keyframes: Vec<FragmentInfo>,
}

impl Mp4 {
    /// A file with such a header, of H.264.
    pub fn new(header: Header) -> Self {
        Self { header, position: 0, sequence: 0, keyframes: Vec::new() }
    }

    fn count(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        self.position += bytes.len() as u64;
        bytes
    }
}

impl Container for Mp4 {
    fn header(&mut self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(1_500);
        let brand = |name: &[u8; 4]| FourCC::new(name);
        // iso6 has the fragments that carry their own time, which is all that a reader has to know.
        let ftyp = Ftyp {
            major_brand: brand(b"iso6"),
            minor_version: 0,
            compatible_brands: vec![brand(b"iso6"), brand(b"isom"), brand(b"mp41"), brand(b"Opus")],
        };
        write(&ftyp, &mut bytes);
        write(&moov(&self.header), &mut bytes);
        self.count(bytes)
    }

    fn fragment(&mut self, samples: &[Sample]) -> Vec<u8> {
        if samples.is_empty() {
            return Vec::new();
        }
        self.sequence += 1;
        let mut bytes = Vec::with_capacity(samples.iter().map(|sample| sample.data.len() + 16).sum::<usize>() + 512);
        let runs = [Track::Video, Track::Audio].map(|track| {
            samples.iter().filter(|sample| sample.track == track).map(|sample| self.payload(sample)).collect::<Vec<_>>()
        });
        let mut moof = Moof { mfhd: Mfhd { sequence_number: self.sequence }, traf: Vec::new() };
        for (track, payloads) in [Track::Video, Track::Audio].into_iter().zip(&runs) {
            let sizes = payloads.iter().map(Vec::len);
            if let Some(traf) = self.run(track, samples, sizes, moof.traf.len()) {
                moof.traf.push(traf);
            }
        }
        // The data's place is known when the moof's length is, which does not depend on it.
        write(&moof, &mut bytes);
        let mut offset = bytes.len() + BOX_HEADER;
        let lengths = runs.iter().filter(|run| !run.is_empty()).map(|run| run.iter().map(Vec::len).sum::<usize>());
        for (traf, length) in moof.traf.iter_mut().zip(lengths) {
            traf.trun[0].data_offset = Some(i32::try_from(offset).expect("a fragment of a second is no 2 GiB"));
            offset += length;
        }
        bytes.clear();
        write(&moof, &mut bytes);
        let mdat = u32::try_from(offset - bytes.len()).expect("a fragment of a second is no 4 GiB");
        bytes.extend(mdat.to_be_bytes());
        bytes.extend(b"mdat");
        runs.iter().flatten().for_each(|payload| bytes.extend(payload));
        self.count(bytes)
    }

    fn trailer(&mut self) -> Vec<u8> {
        let index = Tfra { track_id: track_id(Track::Video), entries: std::mem::take(&mut self.keyframes) };
        let mut bytes = Vec::new();
        let mut mfra = Mfra { tfra: vec![index], mfro: Mfro::default() };
        write(&mfra, &mut bytes);
        // The box says its own length at its end, where a reader looks for it.
        mfra.mfro = Mfro { parent_size: u32::try_from(bytes.len()).unwrap_or_default() };
        bytes.clear();
        write(&mfra, &mut bytes);
        self.count(bytes)
    }
}

impl Mp4 {
    /// A sample's data as it stands in the file: behind its parameter sets, if they are in the stream.
    fn payload(&self, sample: &Sample) -> Vec<u8> {
        let mut payload = Vec::with_capacity(sample.data.len() + 64);
        if let Some(config) = sample.config.as_ref().filter(|_| self.header.sets_in_band) {
            let avcc = avcc(config);
            for set in avcc.sequence_parameter_sets.iter().chain(&avcc.picture_parameter_sets) {
                payload.extend(u32::try_from(set.len()).expect("a set is at most 64 KiB").to_be_bytes());
                payload.extend(set);
            }
        }
        payload.extend_from_slice(&sample.data);
        payload
    }

    /// The run of one track, the `place`th of its fragment; none when it has no sample.
    fn run(
        &mut self,
        track: Track,
        samples: &[Sample],
        sizes: impl Iterator<Item = usize>,
        place: usize,
    ) -> Option<Traf> {
        let rate = track.clock_rate();
        let samples = || samples.iter().filter(move |sample| sample.track == track);
        let at = ticks(samples().next()?.at, rate);
        let mut time = at;
        let mut entries = Vec::new();
        for (number, (sample, size)) in samples().zip(sizes).enumerate() {
            if sample.keyframe {
                self.keyframes.push(FragmentInfo {
                    time,
                    moof_offset: self.position,
                    traf_number: place as u32 + 1,
                    trun_number: 1,
                    sample_delta: number as u32 + 1,
                });
            }
            // From one rounded time to the next, so that nothing adds up.
            let next = samples().nth(number + 1).map_or(sample.at + sample.lasts, |next| next.at);
            let until = ticks(next, rate).max(time);
            entries.push(TrunEntry {
                duration: Some(u32::try_from(until - time).unwrap_or(u32::MAX)),
                size: Some(u32::try_from(size).expect("a frame is at most 4 MiB")),
                flags: (track == Track::Video).then_some(if sample.keyframe { SYNC } else { NON_SYNC }),
                cts: None,
            });
            time = until;
        }
        Some(Traf {
            tfhd: Tfhd {
                track_id: track_id(track),
                default_sample_flags: (track == Track::Audio).then_some(SYNC),
                default_base_is_moof: true,
                ..Tfhd::default()
            },
            tfdt: Some(Tfdt { base_media_decode_time: at }),
            trun: vec![Trun { data_offset: Some(0), samples: TrunSamples::Explicit(entries) }],
            ..Traf::default()
        })
    }
}

/// As [`blocks`](super::pieces::blocks), of one `moof` and its `mdat`.
pub fn blocks(fragment: &[u8]) -> Option<Vec<Block>> {
    let (size, kind) = fragment.get(..BOX_HEADER)?.split_first_chunk::<4>()?;
    let size = u32::from_be_bytes(*size) as usize;
    let moof = (kind == b"moof").then(|| fragment.get(BOX_HEADER..size))?;
    let moof = Moof::decode_body(&mut moof?).ok()?;
    let mut blocks = Vec::new();
    for traf in moof.traf {
        let track = if traf.tfhd.track_id == track_id(Track::Video) { Track::Video } else { Track::Audio };
        let rate = track.clock_rate();
        let mut at = traf.tfdt?.base_media_decode_time;
        for run in &traf.trun {
            let mut begin = usize::try_from(run.data_offset?).ok()?;
            for sample in run.samples.iter() {
                let end = begin.checked_add(sample.size? as usize).filter(|end| *end <= fragment.len())?;
                let until = at.checked_add(sample.duration?.into())?;
                let keyframe = track == Track::Video && sample.flags.is_some_and(|flags| flags & IS_NON_SYNC == 0);
                let (bytes, times) = (begin..end, [time(at, rate), time(until, rate)]);
                blocks.push(Block { track, at: times[0], until: times[1], keyframe, shown: true, bytes });
                (begin, at) = (end, until);
            }
        }
    }
    Some(blocks)
}

/// As [`is_frame`](super::pieces::is_frame).
pub fn is_frame(piece: &[u8]) -> bool {
    piece.get(4..8).is_some_and(|kind| [b"ftyp", b"moov", b"mfra"].iter().any(|known| kind == *known))
}

fn write(atom: &impl Encode, bytes: &mut Vec<u8>) {
    atom.encode(bytes).expect("every field has its place, and memory takes all bytes");
}
