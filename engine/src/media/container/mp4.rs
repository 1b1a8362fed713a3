use mp4_atom::{
    Atom, Audio, Avc1, Avc3, Avcc, Codec, Dinf, Dops, Dref, Encode, FourCC, FragmentInfo, Ftyp, Hdlr, Mdhd, Mdia, Mfhd,
    Mfra, Mfro, Minf, Moof, Moov, Mvex, Mvhd, Opus, Smhd, Stbl, Stco, Stsd, Tfdt, Tfhd, Tfra, Tkhd, Traf, Trak, Trex,
    Trun, TrunEntry, TrunSamples, Url, Visual, Vmhd,
};

use super::{Container, Header, Sample, ticks};
use crate::media::{Track, VideoConfig};

/// Milliseconds: the movie's own clock, which nothing but the unknown length is said in.
const MOVIE_RATE: u32 = 1_000;
/// ISO/IEC 14496-12 section 8.8.3.1: depends on no other; depends on others and is no sync sample.
const SYNC: u32 = 0x0200_0000;
const NON_SYNC: u32 = 0x0101_0000;
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

/// A track's number in the file.
pub const fn id(track: Track) -> u32 {
    match track {
        Track::Video => 1,
        Track::Audio => 2,
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
        let tracks = [Track::Video, Track::Audio].into_iter().take(if self.header.audio { 2 } else { 1 });
        let trex = |track| Trex { track_id: id(track), default_sample_description_index: 1, ..Trex::default() };
        let moov = Moov {
            mvhd: Mvhd { timescale: MOVIE_RATE, next_track_id: 3, ..Mvhd::default() },
            trak: tracks.clone().map(|track| trak(track, &self.header)).collect(),
            mvex: Some(Mvex { mehd: None, trex: tracks.map(trex).collect() }),
            ..Moov::default()
        };
        write(&moov, &mut bytes);
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
        let index = Tfra { track_id: id(Track::Video), entries: std::mem::take(&mut self.keyframes) };
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
                track_id: id(track),
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

fn trak(track: Track, header: &Header) -> Trak {
    let VideoConfig { width, height, .. } = *header.video;
    let is_video = track == Track::Video;
    Trak {
        tkhd: Tkhd {
            track_id: id(track),
            enabled: true,
            in_movie: true,
            volume: if is_video { 0 } else { 1 }.into(),
            width: if is_video { width } else { 0 }.into(),
            height: if is_video { height } else { 0 }.into(),
            ..Tkhd::default()
        },
        mdia: Mdia {
            mdhd: Mdhd { timescale: track.clock_rate(), language: "und".to_owned(), ..Mdhd::default() },
            hdlr: Hdlr {
                handler: FourCC::new(if is_video { b"vide" } else { b"soun" }),
                name: if is_video { "Picture" } else { "Sound" }.to_owned(),
            },
            minf: Minf {
                vmhd: is_video.then(Vmhd::default),
                smhd: (!is_video).then(Smhd::default),
                dinf: Dinf { dref: Dref { entries: vec![Url::default().into()] } },
                stbl: Stbl {
                    stsd: Stsd { codecs: vec![if is_video { picture(header) } else { sound() }] },
                    stco: Some(Stco::default()),
                    ..Stbl::default()
                },
                ..Minf::default()
            },
        },
        ..Trak::default()
    }
}

fn picture(header: &Header) -> Codec {
    let VideoConfig { width, height, .. } = *header.video;
    let visual = Visual { data_reference_index: 1, width, height, ..Visual::default() };
    let avcc = avcc(&header.video);
    if header.sets_in_band {
        Avc3 { visual, avcc, ..Avc3::default() }.into()
    } else {
        Avc1 { visual, avcc, ..Avc1::default() }.into()
    }
}

/// Opus as WebRTC has it: decoded to two channels at 48 kHz whatever is in the packets (RFC 7587 section 4.1). Nothing is
/// skipped at the beginning, because a file may begin anywhere in a stream.
fn sound() -> Codec {
    let rate = Track::Audio.clock_rate();
    Opus {
        audio: Audio { data_reference_index: 1, channel_count: 2, sample_size: 16, sample_rate: 48_000.into() },
        dops: Dops {
            output_channel_count: 2,
            pre_skip: 0,
            input_sample_rate: rate,
            output_gain: 0,
            channel_mapping: None,
        },
        btrt: None,
    }
    .into()
}

fn avcc(config: &VideoConfig) -> Avcc {
    Avcc::decode_body(&mut &config.description[..]).expect("an AVCDecoderConfigurationRecord of our own")
}

fn write(atom: &impl Encode, bytes: &mut Vec<u8>) {
    atom.encode(bytes).expect("every field has its place, and memory takes all bytes");
}
