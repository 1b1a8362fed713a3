//! Cameras of recorded clips: their pictures through the real depacketizers into a real feed.

use std::{collections::VecDeque, path::Path, sync::Arc, time::Duration};

use bytes::Bytes;
use regie::{
    SessionClock,
    feed::{Feed, Limits, Producer, Pushed},
    media::{Assembled, Assembler, Frame, RtpPacket, SessionTime, Side, Track, VideoCodec, VideoConfig},
    protocol::{CameraId, CameraName, CameraNumber},
    record::Person,
};

/// Time between two pictures of a clip.
pub const PICTURE: Duration = Duration::from_micros(33_333);
/// Time between two frames of sound.
pub const SOUND: Duration = Duration::from_millis(20);

/// The pictures of a clip.
pub fn clip(name: &str) -> Arc<[Picture]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e/clips").join(name);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if name.ends_with(".ivf") { vp8(&bytes) } else { h264(&bytes) }
}

/// A picture as the assembler makes it.
#[derive(Debug, Clone)]
pub struct Picture {
    keyframe: bool,
    data: Bytes,
    config: Option<Arc<VideoConfig>>,
}

fn h264(bytes: &[u8]) -> Arc<[Picture]> {
    let starts: Vec<usize> =
        bytes.windows(3).enumerate().filter(|(_, code)| code == b"\0\0\x01").map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    let units = starts.iter().zip(ends).map(|(start, end)| {
        let unit = &bytes[start + 3..end];
        &unit[..unit.len() - unit.iter().rev().take_while(|byte| **byte == 0).count()]
    });
    let mut pictures: Vec<Vec<&[u8]>> = vec![Vec::new()];
    for unit in units {
        let is_slice = |unit: &[u8]| matches!(unit[0] & 0x1f, 1 | 5);
        // ITU-T H.264 section 7.4.1.2.3: a picture begins with its parameter sets, or with its first slice, whose
        // number of the first macroblock is 0, a single bit.
        let begins = !is_slice(unit) || unit[1] & 0x80 != 0;
        let current = pictures.last_mut().expect("there is always one");
        match begins && current.iter().any(|unit| is_slice(unit)) {
            true => pictures.push(vec![unit]),
            false => current.push(unit),
        }
    }
    let mut packets = Vec::new();
    for (picture, units) in pictures.into_iter().enumerate() {
        for (at, unit) in units.iter().enumerate() {
            packets.extend(fragments(unit, picture as u64, at == units.len() - 1));
        }
    }
    assemble(VideoCodec::H264, packets)
}

/// A NAL unit as packets: alone, or in fragments (RFC 6184 section 5.8).
fn fragments(unit: &[u8], picture: u64, last: bool) -> Vec<(u64, Vec<u8>, bool)> {
    const MOST: usize = 1_100;
    if unit.len() <= MOST {
        return vec![(picture, unit.to_vec(), last)];
    }
    let pieces: Vec<&[u8]> = unit[1..].chunks(MOST).collect();
    let count = pieces.len();
    let piece = |(at, piece): (usize, &[u8])| {
        let ends = at == count - 1;
        let flags = if at == 0 { 0x80 } else { 0 } | if ends { 0x40 } else { 0 };
        let head = [unit[0] & 0xe0 | 28, flags | unit[0] & 0x1f];
        (picture, [&head[..], piece].concat(), last && ends)
    };
    pieces.into_iter().enumerate().map(piece).collect()
}

fn vp8(bytes: &[u8]) -> Arc<[Picture]> {
    let mut rest = &bytes[32..];
    let mut packets = Vec::new();
    let mut picture = 0;
    while rest.len() > 12 {
        let size = u32::from_le_bytes(rest[..4].try_into().expect("four bytes")) as usize;
        let frame = &rest[12..12 + size];
        let pieces: Vec<&[u8]> = frame.chunks(1_100).collect();
        for (at, piece) in pieces.iter().enumerate() {
            // RFC 7741 section 4.2: the first has the start bit.
            let descriptor = if at == 0 { 0x10 } else { 0 };
            packets.push((picture, [&[descriptor], *piece].concat(), at == pieces.len() - 1));
        }
        picture += 1;
        rest = &rest[12 + size..];
    }
    assemble(VideoCodec::Vp8, packets)
}

fn assemble(codec: VideoCodec, packets: Vec<(u64, Vec<u8>, bool)>) -> Arc<[Picture]> {
    let mut assembler = Assembler::video(codec);
    let mut pictures = Vec::new();
    for (number, (picture, payload, marker)) in packets.into_iter().enumerate() {
        let arrived = SessionTime::from_millis(picture * 33);
        let packet = RtpPacket {
            sequence: number as u16,
            timestamp: (picture * 3_000) as u32,
            marker,
            payload: payload.into(),
            arrived,
        };
        assembler.push(packet);
        while let Some(output) = assembler.poll(arrived) {
            if let Assembled::Unit(unit, _) = output {
                pictures.push(Picture { keyframe: unit.keyframe, data: unit.data, config: unit.config });
            }
        }
    }
    assert_eq!(pictures.len(), 300, "a clip has ten seconds");
    pictures.into()
}

/// A camera that plays a clip again and again.
pub struct Camera {
    pub person: Person,
    pub feed: Feed,
    producer: Producer,
    clock: SessionClock,
    clip: Arc<[Picture]>,
    /// The clip's next picture.
    next: usize,
    /// When the next picture and the next frame of sound are filmed.
    picture: SessionTime,
    sound: SessionTime,
    /// Pictures that are still to come to the completed side, while some are missing.
    missing: Option<Vec<Frame>>,
    /// Whether the live side has gone on without the missing ones.
    is_live: bool,
    /// What was pushed, as recordings should have it.
    pub pushed: VecDeque<Frame>,
}

impl Camera {
    pub fn new(number: u8, name: &str, pictures: &str, clock: SessionClock) -> Self {
        Self::with_limits(number, name, pictures, clock, Limits::default())
    }

    pub fn with_limits(number: u8, name: &str, pictures: &str, clock: SessionClock, limits: Limits) -> Self {
        let id = CameraId::new(format!("camera-{number}")).expect("an id");
        let person = Person::new(&id, CameraNumber(number), &CameraName::new(name).expect("a name"));
        let feed = Feed::new(limits);
        let producer = feed.producer();
        let now = clock.now();
        let (clip, pushed) = (clip(pictures), VecDeque::new());
        Self {
            person,
            feed,
            producer,
            clock,
            clip,
            next: 0,
            picture: now,
            sound: now,
            missing: None,
            is_live: true,
            pushed,
        }
    }

    /// Films with sound from where it was, so long; at once, as far as the clock goes.
    pub fn film(&mut self, time: Duration) {
        self.film_until(self.picture + time, true);
    }

    /// Films without sound.
    pub fn film_silently(&mut self, time: Duration) {
        self.film_until(self.picture + time, false);
    }

    /// Pictures of so long are lost, and those up to the next keyframe are of no use without them: until they are
    /// [`found`](Self::find), the live side alone goes on from there.
    pub fn lose(&mut self, time: Duration) {
        (self.missing, self.is_live) = (Some(Vec::new()), false);
        self.film_until(self.picture + time, true);
    }

    /// What was lost comes late, and both sides are the same again.
    pub fn find(&mut self) {
        assert!(self.is_live, "no keyframe came since");
        for frame in self.missing.take().expect("some are missing") {
            assert_eq!(self.producer.push_to(Side::Completed, frame), Pushed::Kept);
        }
    }

    /// Nothing is filmed for so long.
    pub fn pause(&mut self, time: Duration) {
        self.picture = self.picture + time;
        self.sound = self.sound + time;
    }

    /// From the next picture on another clip, from its first keyframe on.
    pub fn change(&mut self, pictures: &str) {
        self.clip = clip(pictures);
        self.next = 0;
    }

    fn film_until(&mut self, end: SessionTime, with_sound: bool) {
        while self.picture < end {
            if self.sound <= self.picture {
                if with_sound {
                    // CELT, 20 ms, one frame (RFC 6716 section 3.1), of silence.
                    self.push(Track::Audio, self.sound, false, Bytes::from_static(&[0xfc, 0xff, 0xfe]), None);
                }
                self.sound = self.sound + SOUND;
                continue;
            }
            let Picture { keyframe, data, config } = self.clip[self.next % self.clip.len()].clone();
            self.next += 1;
            self.push(Track::Video, self.picture, keyframe, data, config);
            self.picture = self.picture + PICTURE;
        }
    }

    fn push(&mut self, track: Track, pts: SessionTime, keyframe: bool, data: Bytes, config: Option<Arc<VideoConfig>>) {
        let frame = Frame { track, pts, keyframe, data, config, arrived: self.clock.now() };
        self.pushed.push_back(frame.clone());
        let side = match &mut self.missing {
            Some(missing) if track == Track::Video => {
                missing.push(frame.clone());
                self.is_live |= keyframe;
                Side::Live
            }
            Some(_) | None => Side::Both,
        };
        if self.is_live || side == Side::Both {
            assert_eq!(self.producer.push_to(side, frame), Pushed::Kept);
        }
    }

    /// How many pictures and frames of sound were pushed.
    pub fn counts(&self) -> (u64, u64) {
        let pictures = self.pushed.iter().filter(|frame| frame.track == Track::Video).count();
        (pictures as u64, (self.pushed.len() - pictures) as u64)
    }
}
