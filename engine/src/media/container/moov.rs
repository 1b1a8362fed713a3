use std::sync::Arc;

use mp4_atom::{
    Atom, Audio, Avc1, Avc3, Avcc, Codec, Dinf, Dops, Dref, FourCC, Hdlr, Mdhd, Mdia, Minf, Moov, Mvex, Mvhd, Opus,
    Smhd, Stbl, Stco, Stsd, Tkhd, Trak, Trex, Url, Visual, Vmhd,
};

use super::format::{Header, track_number};
use crate::media::{Track, VideoCodec, VideoConfig};

/// Milliseconds: the movie's own clock, which nothing but the unknown length is said in.
const MOVIE_RATE: u32 = 1_000;
/// A track's number, as its boxes say it.
pub fn track_id(track: Track) -> u32 {
    track_number(track).into()
}

/// The movie box of a file whose samples all stand in fragments (ISO/IEC 14496-12 sections 8.2.1 and 8.8.1).
pub fn moov(header: &Header) -> Moov {
    let tracks = [Track::Video, Track::Audio].into_iter().take(if header.audio { 2 } else { 1 });
    let trex = |track| Trex { track_id: track_id(track), default_sample_description_index: 1, ..Trex::default() };
    Moov {
        mvhd: Mvhd { timescale: MOVIE_RATE, next_track_id: 3, ..Mvhd::default() },
        trak: tracks.clone().map(|track| trak(track, header)).collect(),
        mvex: Some(Mvex { mehd: None, trex: tracks.map(trex).collect() }),
        ..Moov::default()
    }
}

/// A track without samples.
pub fn trak(track: Track, header: &Header) -> Trak {
    let VideoConfig { width, height, .. } = *header.video;
    let is_video = track == Track::Video;
    Trak {
        tkhd: Tkhd {
            track_id: track_id(track),
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

/// What a file says of its pictures.
pub fn picture(header: &Header) -> Codec {
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

/// What a movie box says; none where it is not one of ours.
pub fn header(moov: &Moov) -> Option<Header> {
    let picture = moov.trak.first()?.mdia.minf.stbl.stsd.codecs.first()?;
    let (visual, avcc, sets_in_band) = match picture {
        Codec::Avc1(picture) => (&picture.visual, &picture.avcc, false),
        Codec::Avc3(picture) => (&picture.visual, &picture.avcc, true),
        _ => return None,
    };
    let mut description = Vec::new();
    avcc.encode_body(&mut description).ok()?;
    let (width, height) = (visual.width, visual.height);
    let video = VideoConfig { codec: VideoCodec::H264, width, height, description: description.into() };
    Some(Header { video: Arc::new(video), audio: moov.trak.len() > 1, sets_in_band })
}

/// The record of the parameter sets that a configuration has.
pub fn avcc(config: &VideoConfig) -> Avcc {
    Avcc::decode_body(&mut &config.description[..]).expect("an AVCDecoderConfigurationRecord of our own")
}
