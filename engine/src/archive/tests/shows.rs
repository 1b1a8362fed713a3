//! Shows on a disk, as the recorder leaves them, made at once.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;

use crate::{
    clock::SessionClock,
    media::{
        Frame, SessionTime, Track, VideoCodec, VideoConfig,
        container::{self, Container, Header, IndexEntry, SampleQueue},
    },
    protocol::{CameraId, Codec},
    record::{Began, Ended, IndexFile, Journal, JournalEntry, Person, Role},
};

/// A parameter set of 1280x720, as x264 makes it, in its record.
const AVCC: &[u8] =
    b"\x01\x42\xc0\x1f\xff\xe1\0\x17\x67\x42\xc0\x1f\xda\x01\x40\x16\xec\x04\x40\0\0\x03\0\x40\0\0\x0f\x03\
                      \xc6\x0c\xa8\x01\0\x04\x68\xce\x0f\xc8";

pub fn at(millis: u64) -> SessionTime {
    SessionTime::from_millis(millis)
}

pub fn anna() -> CameraId {
    CameraId::new("cam-0123456789abcdef").expect("an id")
}

/// Pictures and sound from `from` up to `to`, whole seconds in milliseconds: thirty pictures a second, at times that no container holds
/// exactly, a keyframe every second, and a packet of sound every 20 ms.
pub fn film(codec: VideoCodec, from: u64, to: u64) -> Vec<Frame> {
    let description = if codec == VideoCodec::H264 { Bytes::from_static(AVCC) } else { Bytes::new() };
    let config = Arc::new(VideoConfig { codec, width: 1280, height: 720, description });
    let micros = |first: u64, step: u64, a_second: u64| {
        (from / 1_000 * a_second..to / 1_000 * a_second).map(move |number| (number, number * step + first))
    };
    let pictures = micros(1_217, 33_333, 30).map(|(number, pts)| {
        let keyframe = number % 30 == 0;
        let data = match codec {
            VideoCodec::H264 => {
                [&[0, 0, 0, 5, if keyframe { 0x65 } else { 0x41 }][..], &(number as u32).to_be_bytes()].concat()
            }
            VideoCodec::Vp8 => [&[if keyframe { 0x10 } else { 0x31 }][..], &(number as u32).to_be_bytes()].concat(),
        };
        let pts = SessionTime::from_micros(pts);
        Frame {
            track: Track::Video,
            pts,
            keyframe,
            data: data.into(),
            config: keyframe.then(|| Arc::clone(&config)),
            arrived: pts,
        }
    });
    let sound = micros(2_431, 20_000, 50).map(|(_, pts)| {
        let pts = SessionTime::from_micros(pts);
        Frame {
            track: Track::Audio,
            pts,
            keyframe: false,
            data: Bytes::from_static(&[0xfc, 0xff, 0xfe]),
            config: None,
            arrived: pts,
        }
    });
    let mut frames: Vec<_> = pictures.chain(sound).collect();
    frames.sort_by_key(|frame| frame.pts);
    frames
}

/// A show that is recorded.
pub struct Recorded {
    pub folder: PathBuf,
    journal: Journal,
}

/// A file of it that grows.
pub struct Growing {
    pub path: PathBuf,
    pub index: PathBuf,
    name: String,
    container: Box<dyn Container>,
    codec: VideoCodec,
    queue: SampleQueue,
    file_index: IndexFile,
    bytes: u64,
    lasts: Duration,
}

impl Recorded {
    /// One in a folder of shows, on this clock.
    pub fn begin(shows: &Path, name: &str, clock: SessionClock) -> Self {
        let folder = shows.join(name);
        fs::create_dir_all(folder.join("ISO")).expect("writable");
        let journal = Journal::begin(&folder).expect("writable");
        let started = JournalEntry::Started { at: 0, wall: String::new(), clock: Some(clock.id()) };
        journal.add(&started).expect("writable");
        Self { folder, journal }
    }

    /// Adds to its journal.
    pub fn note(&self, entry: &JournalEntry) {
        self.journal.add(entry).expect("writable");
    }

    /// Begins a file of a camera with these frames' first picture.
    pub fn file(&self, camera: &CameraId, number: u32, frames: &[Frame]) -> Growing {
        let first = frames.iter().find(|frame| frame.keyframe).expect("a keyframe");
        let config = first.config.clone().expect("with its configuration");
        let header = Header { video: Arc::clone(&config), audio: true, sets_in_band: false };
        let (mut container, ending) = container::of(&header);
        let name = format!("ISO/cam1 Anna {number:02}.{ending}");
        let path = self.folder.join(&name);
        let header = container.header();
        fs::write(&path, &header).expect("writable");
        let person = Person { number: 1, name: "Anna".to_owned(), key: Person::key(camera) };
        let began = Began {
            path: name.clone(),
            role: Role::Iso,
            camera: Some(person),
            start: first.pts.as_micros(),
            codec: if config.codec == VideoCodec::H264 { Codec::H264 } else { Codec::Vp8 },
            width: config.width,
            height: config.height,
            lead_in: 0,
        };
        self.journal.add(&JournalEntry::Began(began)).expect("writable");
        let (file_index, index) = (IndexFile::begin(&self.folder, &name), crate::record::index(&self.folder, &name));
        let (queue, bytes) = (SampleQueue::new(first.pts), header.len() as u64);
        let codec = config.codec;
        let mut file = Growing { path, index, name, container, codec, queue, file_index, bytes, lasts: Duration::ZERO };
        file.add(frames);
        file
    }

    /// Ends a file.
    pub fn end(&self, mut file: Growing) {
        let rest = file.queue.finish();
        file.append(&rest);
        let trailer = file.container.trailer();
        file.write(&trailer);
        file.file_index.finish();
        let (lasts, path) = (file.lasts.as_micros() as u64, file.name);
        let ended = Ended { path, frames: 0, audio_frames: 0, lasts, bytes: file.bytes, sha256: String::new() };
        self.journal.add(&JournalEntry::Ended(ended)).expect("writable");
    }

    /// A whole file.
    pub fn whole(&self, camera: &CameraId, number: u32, frames: &[Frame]) -> [PathBuf; 2] {
        let file = self.file(camera, number, frames);
        let paths = [file.path.clone(), file.index.clone()];
        self.end(file);
        paths
    }
}

impl Growing {
    /// Writes what these frames make whole, some 400 ms to a fragment.
    pub fn add(&mut self, frames: &[Frame]) {
        for frames in frames.chunks(32) {
            frames.iter().for_each(|frame| assert!(self.queue.push(frame.clone())));
            let samples = self.queue.take(frames[frames.len() - 1].arrived);
            self.append(&samples);
        }
    }

    fn append(&mut self, samples: &[container::Sample]) {
        let fragment = self.container.fragment(samples);
        self.file_index.add(&IndexEntry::of_samples(self.codec, samples, self.bytes, fragment.len()));
        self.lasts = samples.iter().map(|sample| sample.at + sample.lasts).fold(self.lasts, Duration::max);
        self.write(&fragment);
        self.file_index.write();
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut file = OpenOptions::new().append(true).open(&self.path).expect("there");
        file.write_all(bytes).expect("writable");
        self.bytes += bytes.len() as u64;
    }
}
