use std::{sync::Arc, time::Duration};

use super::{
    block::Block,
    ebml,
    format::{self, Container, Header, Sample, rate, ticks, track_number},
};
use crate::media::{OPUS_PACKET, Track, VideoCodec, VideoConfig, opus_duration};

/// Element ids (RFC 9559 section 5.1; the first five are EBML's own, RFC 8794 section 11.2).
pub mod id {
    pub const EBML: u32 = 0x1a45_dfa3;
    pub const EBML_READ_VERSION: u32 = 0x42f7;
    pub const DOC_TYPE: u32 = 0x4282;
    pub const DOC_TYPE_VERSION: u32 = 0x4287;
    pub const DOC_TYPE_READ_VERSION: u32 = 0x4285;
    pub const SEGMENT: u32 = 0x1853_8067;
    pub const INFO: u32 = 0x1549_a966;
    pub const TIMESTAMP_SCALE: u32 = 0x2a_d7b1;
    pub const MUXING_APP: u32 = 0x4d80;
    pub const WRITING_APP: u32 = 0x5741;
    pub const TRACKS: u32 = 0x1654_ae6b;
    pub const TRACK_ENTRY: u32 = 0xae;
    pub const TRACK_NUMBER: u32 = 0xd7;
    pub const TRACK_UID: u32 = 0x73c5;
    pub const TRACK_TYPE: u32 = 0x83;
    pub const FLAG_LACING: u32 = 0x9c;
    pub const CODEC_ID: u32 = 0x86;
    pub const CODEC_PRIVATE: u32 = 0x63a2;
    pub const SEEK_PRE_ROLL: u32 = 0x56bb;
    pub const VIDEO: u32 = 0xe0;
    pub const PIXEL_WIDTH: u32 = 0xb0;
    pub const PIXEL_HEIGHT: u32 = 0xba;
    pub const AUDIO: u32 = 0xe1;
    pub const SAMPLING_FREQUENCY: u32 = 0xb5;
    pub const CHANNELS: u32 = 0x9f;
    pub const CLUSTER: u32 = 0x1f43_b675;
    pub const TIMESTAMP: u32 = 0xe7;
    pub const SIMPLE_BLOCK: u32 = 0xa3;
    pub const CUES: u32 = 0x1c53_bb6b;
    pub const CUE_POINT: u32 = 0xbb;
    pub const CUE_TIME: u32 = 0xb3;
    pub const CUE_TRACK_POSITIONS: u32 = 0xb7;
    pub const CUE_TRACK: u32 = 0xf7;
    pub const CUE_CLUSTER_POSITION: u32 = 0xf1;
}

/// Ticks of a second of the file's clock.
const RATE: u32 = rate(VideoCodec::Vp8, Track::Video);
/// How long the last picture of a cluster lasts is not said; 30 a second is what phones are asked for.
const PICTURE: Duration = Duration::from_millis(33);
/// Nanoseconds of a tick.
const SCALE: u64 = 1_000_000;
/// What a decoder of Opus needs to come to its senses after a jump, in nanoseconds (RFC 7845 section 4.2).
const PRE_ROLL: u64 = 80_000_000;

/// Flags of a simple block (RFC 9559 section 10.2).
pub const KEY: u8 = 0x80;
pub const INVISIBLE: u8 = 0x08;

/// WebM (RFC 9559 within its limits) of VP8 and Opus.
///
/// The segment's size is unknown, as a live stream's is, and each fragment is a cluster of known size. The trailer is the
/// index of keyframes. There is no crate for it: those that write Matroska write whole files, or bring a code generator
/// along; these are thirty elements.
#[derive(Debug)]
pub struct Webm {
    header: Header,
    /// Bytes so far, from the beginning of the segment's content.
    position: u64,
    /// The last cluster's time: they never go back.
    cluster: u64,
    /// Time and cluster of each keyframe.
    keyframes: Vec<(u64, u64)>,
}

impl Webm {
    /// A file with such a header, of VP8.
    pub fn new(header: Header) -> Self {
        Self { header, position: 0, cluster: 0, keyframes: Vec::new() }
    }
}

impl Container for Webm {
    fn header(&mut self) -> Vec<u8> {
        let mut ebml = Vec::new();
        ebml::unsigned(&mut ebml, id::EBML_READ_VERSION, 1);
        ebml::element(&mut ebml, id::DOC_TYPE, b"webm");
        ebml::unsigned(&mut ebml, id::DOC_TYPE_VERSION, 4);
        ebml::unsigned(&mut ebml, id::DOC_TYPE_READ_VERSION, 2);
        let mut info = Vec::new();
        ebml::unsigned(&mut info, id::TIMESTAMP_SCALE, SCALE);
        ebml::element(&mut info, id::MUXING_APP, b"regie");
        ebml::element(&mut info, id::WRITING_APP, concat!("regie ", env!("CARGO_PKG_VERSION")).as_bytes());
        let mut tracks = Vec::new();
        ebml::element(&mut tracks, id::TRACK_ENTRY, &self.picture());
        if self.header.audio {
            ebml::element(&mut tracks, id::TRACK_ENTRY, &sound());
        }
        let mut bytes = Vec::new();
        ebml::element(&mut bytes, id::EBML, &ebml);
        ebml::id(&mut bytes, id::SEGMENT);
        bytes.extend(ebml::UNKNOWN_SIZE);
        let content = bytes.len();
        ebml::element(&mut bytes, id::INFO, &info);
        ebml::element(&mut bytes, id::TRACKS, &tracks);
        self.position = (bytes.len() - content) as u64;
        bytes
    }

    fn fragment(&mut self, samples: &[Sample]) -> Vec<u8> {
        let mut blocks: Vec<_> = samples.iter().map(|sample| (ticks(sample.at, RATE), sample)).collect();
        // Players take blocks as they come: both tracks side by side.
        blocks.sort_by_key(|(at, _)| *at);
        let mut bytes = Vec::new();
        while let Some((first, _)) = blocks.first() {
            let time = self.cluster.max(*first);
            // A block's time is a signed number of 16 bits from its cluster's.
            let fits = blocks.iter().take_while(|(at, _)| *at <= time + i16::MAX as u64).count();
            let cluster = self.cluster(time, blocks.drain(..fits));
            self.position += cluster.len() as u64;
            bytes.extend(cluster);
        }
        bytes
    }

    fn trailer(&mut self) -> Vec<u8> {
        let mut cues = Vec::new();
        for (time, cluster) in self.keyframes.drain(..) {
            let mut place = Vec::new();
            ebml::unsigned(&mut place, id::CUE_TRACK, track_number(Track::Video).into());
            ebml::unsigned(&mut place, id::CUE_CLUSTER_POSITION, cluster);
            let mut point = Vec::new();
            ebml::unsigned(&mut point, id::CUE_TIME, time);
            ebml::element(&mut point, id::CUE_TRACK_POSITIONS, &place);
            ebml::element(&mut cues, id::CUE_POINT, &point);
        }
        let mut bytes = Vec::new();
        if !cues.is_empty() {
            ebml::element(&mut bytes, id::CUES, &cues);
        }
        bytes
    }
}

impl Webm {
    fn cluster<'a>(&mut self, time: u64, blocks: impl Iterator<Item = (u64, &'a Sample)>) -> Vec<u8> {
        let mut body = Vec::new();
        ebml::unsigned(&mut body, id::TIMESTAMP, time);
        for (at, sample) in blocks {
            if sample.keyframe {
                self.keyframes.push((at, self.position));
            }
            let relative = (at as i64 - time as i64).max(i16::MIN.into()) as i16;
            // Section 10.2: every frame of sound is a keyframe.
            let is_key = sample.keyframe || sample.track == Track::Audio;
            let is_invisible = !sample.is_shown(VideoCodec::Vp8);
            ebml::id(&mut body, id::SIMPLE_BLOCK);
            ebml::size(&mut body, sample.data.len() as u64 + 4);
            body.push(0x80 | track_number(sample.track));
            body.extend(relative.to_be_bytes());
            body.push(if is_key { KEY } else { 0 } | if is_invisible { INVISIBLE } else { 0 });
            body.extend_from_slice(&sample.data);
        }
        self.cluster = time;
        let mut cluster = Vec::with_capacity(body.len() + 12);
        ebml::element(&mut cluster, id::CLUSTER, &body);
        cluster
    }

    fn picture(&self) -> Vec<u8> {
        let mut entry = track(Track::Video, 1, b"V_VP8");
        let mut video = Vec::new();
        ebml::unsigned(&mut video, id::PIXEL_WIDTH, self.header.video.width.into());
        ebml::unsigned(&mut video, id::PIXEL_HEIGHT, self.header.video.height.into());
        ebml::element(&mut entry, id::VIDEO, &video);
        entry
    }
}

fn track(track: Track, kind: u64, codec: &[u8]) -> Vec<u8> {
    let mut entry = Vec::new();
    ebml::unsigned(&mut entry, id::TRACK_NUMBER, track_number(track).into());
    ebml::unsigned(&mut entry, id::TRACK_UID, track_number(track).into());
    ebml::unsigned(&mut entry, id::TRACK_TYPE, kind);
    ebml::unsigned(&mut entry, id::FLAG_LACING, 0);
    ebml::element(&mut entry, id::CODEC_ID, codec);
    entry
}

fn sound() -> Vec<u8> {
    let mut entry = track(Track::Audio, 2, b"A_OPUS");
    // RFC 7845 section 5.1: version 1, two channels, nothing to skip, 48 kHz, no gain, mapping family 0.
    let rate = Track::Audio.clock_rate().to_le_bytes();
    let private = [&b"OpusHead\x01\x02\0\0"[..], &rate, b"\0\0\0"].concat();
    ebml::element(&mut entry, id::CODEC_PRIVATE, &private);
    ebml::unsigned(&mut entry, id::SEEK_PRE_ROLL, PRE_ROLL);
    let mut audio = Vec::new();
    ebml::float(&mut audio, id::SAMPLING_FREQUENCY, Track::Audio.clock_rate().into());
    ebml::unsigned(&mut audio, id::CHANNELS, 2);
    ebml::element(&mut entry, id::AUDIO, &audio);
    entry
}

/// What the element of the tracks says, its own header left out; none where it is not one of ours.
pub fn header(tracks: &[u8]) -> Option<Header> {
    let find =
        |within: &'_ [u8], name| ebml::elements(within).find(|(id, _)| *id == name).map(|(_, found)| found.to_vec());
    let entries: Vec<_> =
        ebml::elements(tracks).filter(|(id, _)| *id == id::TRACK_ENTRY).map(|(_, entry)| entry).collect();
    let video = entries.iter().find_map(|entry| find(entry, id::VIDEO))?;
    let size = |name| u16::try_from(ebml::value(&find(&video, name)?)).ok();
    let (width, height) = (size(id::PIXEL_WIDTH)?, size(id::PIXEL_HEIGHT)?);
    let video = VideoConfig { codec: VideoCodec::Vp8, width, height, description: bytes::Bytes::new() };
    Some(Header { video: Arc::new(video), audio: entries.len() > 1, sets_in_band: false })
}

/// As [`blocks`](super::pieces::blocks), of one cluster or several.
pub fn blocks(mut fragment: &[u8]) -> Option<Vec<Block>> {
    let (whole, mut blocks) = (fragment.len(), Vec::new());
    while !fragment.is_empty() {
        let (id, size, header) = ebml::header(fragment)?;
        let end = header.checked_add(usize::try_from(size?).ok()?)?;
        let body = fragment.get(header..end).filter(|_| id == id::CLUSTER)?;
        let place = whole - fragment.len() + header;
        cluster(body, place, &mut blocks)?;
        fragment = &fragment[end..];
    }
    Some(blocks)
}

/// The blocks of a cluster whose content is at `place`.
fn cluster(body: &[u8], place: usize, blocks: &mut Vec<Block>) -> Option<()> {
    let (mut time, mut at) = (0_i64, 0);
    while at < body.len() {
        let (id, size, header) = ebml::header(&body[at..])?;
        let begin = at + header;
        at = begin.checked_add(usize::try_from(size?).ok()?)?;
        let content = body.get(begin..at)?;
        match id {
            id::TIMESTAMP => time = i64::try_from(ebml::value(content)).ok()?,
            id::SIMPLE_BLOCK => {
                let (&[number, high, low, flags], data) = content.split_first_chunk::<4>()?;
                let is_video = number == 0x80 | track_number(Track::Video);
                let track = if is_video { Track::Video } else { Track::Audio };
                let ticks = time.checked_add(i16::from_be_bytes([high, low]).into())?;
                let begins = format::time(u64::try_from(ticks).ok()?, RATE);
                let lasts = if is_video { PICTURE } else { opus_duration(data).unwrap_or(OPUS_PACKET) };
                let end = place + begin + content.len();
                blocks.push(Block {
                    track,
                    at: begins,
                    until: begins + lasts,
                    keyframe: is_video && flags & KEY != 0,
                    shown: flags & INVISIBLE == 0,
                    bytes: end - data.len()..end,
                });
            }
            _ => {}
        }
    }
    Some(())
}

/// As [`is_frame`](super::pieces::is_frame).
pub fn is_frame(piece: &[u8]) -> bool {
    let known = [id::EBML, id::SEGMENT, id::INFO, id::TRACKS, id::CUES];
    ebml::header(piece).is_some_and(|(id, ..)| known.contains(&id))
}
