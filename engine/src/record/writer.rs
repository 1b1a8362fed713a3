use std::{
    io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    entry::{Began, Ended, JournalEntry},
    folder,
    growing_file::GrowingFile,
    index_file::IndexFile,
    journal::Journal,
    person::Person,
    role::Role,
};
use crate::{
    media::{
        Frame, SessionTime, Track, VideoCodec, VideoConfig,
        container::{self, Container, Header, IndexEntry, Sample, SampleQueue},
    },
    protocol::Codec,
};

/// The largest file of FAT32, which cards and sticks come with, has a byte less than 4 GiB. What is left of it here holds
/// whatever one group of pictures is (a ring of 60 s has 64 MiB).
pub const LARGEST: u64 = (4 << 30) - (128 << 20);

/// Where files go, and what they are called.
#[derive(Debug, Clone)]
pub struct Destination {
    /// The show's folder.
    pub folder: PathBuf,
    /// The show's journal.
    pub journal: Journal,
    /// What the files are.
    pub role: Role,
    /// Whose they are.
    pub camera: Option<Person>,
    /// The clip's number, for clips.
    pub clip: u16,
    /// Bytes from which on a file ends with its next keyframe: [`LARGEST`], but for tests.
    pub largest: u64,
    /// Bytes that the show wrote so far, all files together.
    pub written: Arc<AtomicU64>,
}

/// One file of a recording while it is written: frames in, whole fragments out, each on the disk before the next.
#[derive(Debug)]
pub struct Writer {
    destination: Destination,
    config: Arc<VideoConfig>,
    sets_in_band: bool,
    has_audio: bool,
    misses_sound: bool,
    lead_in: u64,
    queue: SampleQueue,
    /// Out of the queue, and no bytes yet.
    samples: Vec<Sample>,
    /// None until the first fragment, which tells whether there is sound.
    open: Option<Open>,
    frames: u64,
    audio_frames: u64,
    /// Frames by track that were taken in, that are in bytes, and that are on the disk.
    taken: [u64; 2],
    muxed: [u64; 2],
    written: [u64; 2],
    lasts: u64,
    newest: SessionTime,
    has_ended: bool,
    has_trailer: bool,
}

/// A file that is begun.
#[derive(Debug)]
struct Open {
    file: GrowingFile,
    /// Of a camera's own file.
    index: Option<IndexFile>,
    container: Box<dyn Container>,
}

impl Writer {
    /// A file that will begin at `start`, of pictures like `config`. Makes nothing yet.
    pub fn new(destination: &Destination, start: SessionTime, config: &Arc<VideoConfig>, sets_in_band: bool) -> Self {
        Self {
            destination: destination.clone(),
            config: Arc::clone(config),
            sets_in_band,
            has_audio: false,
            misses_sound: false,
            lead_in: 0,
            queue: SampleQueue::new(start),
            samples: Vec::new(),
            open: None,
            frames: 0,
            audio_frames: 0,
            taken: [0; 2],
            muxed: [0; 2],
            written: [0; 2],
            lasts: 0,
            newest: start,
            has_ended: false,
            has_trailer: false,
        }
    }

    /// Says how long a clip goes before what it is of begins.
    pub fn with_lead_in(self, micros: u64) -> Self {
        Self { lead_in: micros, ..self }
    }

    /// When it begins.
    pub fn start(&self) -> SessionTime {
        self.queue.start()
    }

    /// When its newest picture was.
    pub fn newest(&self) -> SessionTime {
        self.newest
    }

    /// Whether a keyframe with `config` can go on in this file.
    pub fn takes(&self, config: &VideoConfig) -> bool {
        let same_size = |config: &VideoConfig| (config.codec, config.width, config.height);
        same_size(&self.config) == same_size(config)
            && (self.sets_in_band || self.config.description == config.description)
    }

    /// Whether parameter sets are to be in the stream of the file that follows this one with `config`: from the first
    /// change of them alone on, so that there is one more file and not one for each cut.
    pub fn sets_in_band_after(&self, config: &VideoConfig) -> bool {
        let is_h264 = |config: &VideoConfig| config.codec == VideoCodec::H264;
        self.sets_in_band || is_h264(config) && is_h264(&self.config) && self.config.description != config.description
    }

    /// Whether it was begun without sound, and some came then: it has no place in it.
    pub fn misses_sound(&self) -> bool {
        self.misses_sound
    }

    /// Whether it is as large as a file may be.
    pub fn is_full(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.file.bytes() >= self.destination.largest)
    }

    /// Adds a frame. False when it is not recorded: it is from before the file, or sound in a file without any.
    pub fn push(&mut self, frame: Frame) -> bool {
        match frame.track {
            Track::Video => self.newest = self.newest.max(frame.pts),
            Track::Audio if self.open.is_some() && !self.has_audio => {
                self.misses_sound = true;
                return false;
            }
            Track::Audio => self.has_audio = true,
        }
        let track = frame.track as usize;
        let is_taken = self.queue.push(frame);
        self.taken[track] += u64::from(is_taken);
        is_taken
    }

    /// Pictures and frames of sound that were taken in and are not on the disk.
    pub fn unwritten(&self) -> [u64; 2] {
        [Track::Video, Track::Audio].map(|track| self.taken[track as usize] - self.written[track as usize])
    }

    /// Writes what there is at `now`, and waits until it is on the disk. After an error nothing is lost: call it again,
    /// and push no more until it succeeds.
    ///
    /// # Errors
    /// What the system says; what was written half is taken back.
    pub fn write(&mut self, now: SessionTime) -> io::Result<()> {
        if self.open.as_ref().is_none_or(|open| open.file.is_written()) {
            self.samples.extend(self.queue.take(now));
            self.mux()?;
        }
        self.append()
    }

    /// Says that nothing more comes.
    pub fn end(&mut self) {
        self.has_ended = true;
    }

    /// Whether nothing more comes.
    pub fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// Writes the rest and closes the file. A file that nothing was written to is none. After an error it can be called
    /// again.
    ///
    /// # Errors
    /// What the system says; what is on the disk plays, and the end of the show finds it.
    pub fn finish(&mut self) -> io::Result<()> {
        self.append()?;
        self.samples.extend(self.queue.finish());
        self.mux()?;
        let Some(open) = &mut self.open else { return Ok(()) };
        if !std::mem::replace(&mut self.has_trailer, true) {
            open.file.push(&open.container.trailer());
        }
        self.append()?;
        let Some(Open { file, index, .. }) = &mut self.open else { return Ok(()) };
        file.sync()?;
        if let Some(index) = index {
            index.finish();
        }
        self.destination.journal.add(&JournalEntry::Ended(Ended {
            path: file.path().to_owned(),
            frames: self.frames,
            audio_frames: self.audio_frames,
            lasts: self.lasts,
            bytes: file.bytes(),
            sha256: file.checksum(),
        }))
    }

    /// Makes the samples bytes, and the file if it is the first time.
    fn mux(&mut self) -> io::Result<()> {
        if self.samples.is_empty() {
            return Ok(());
        }
        self.begin()?;
        for sample in &self.samples {
            self.muxed[sample.track as usize] += 1;
            match sample.track {
                Track::Video => self.frames += u64::from(sample.is_shown(self.config.codec)),
                Track::Audio => self.audio_frames += 1,
            }
            self.lasts = self.lasts.max((sample.at + sample.lasts).as_micros() as u64);
        }
        let open = self.open.as_mut().expect("it is begun");
        let fragment = open.container.fragment(&self.samples);
        if let Some(index) = &mut open.index {
            let place = open.file.end();
            index.add(&IndexEntry::of_samples(self.config.codec, &self.samples, place, fragment.len()));
        }
        open.file.push(&fragment);
        self.samples.clear();
        Ok(())
    }

    fn append(&mut self) -> io::Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let written = open.file.write()?;
        if let Some(index) = &mut open.index {
            index.write();
        }
        self.written = self.muxed;
        self.destination.written.fetch_add(written, Ordering::Relaxed);
        Ok(())
    }

    /// Makes the file, and lets the journal know before anything is in it.
    fn begin(&mut self) -> io::Result<()> {
        if self.open.is_some() {
            return Ok(());
        }
        let header = Header { video: Arc::clone(&self.config), audio: self.has_audio, sets_in_band: self.sets_in_band };
        let (mut container, ending) = container::of(&header);
        let Destination { folder, role, camera, clip, .. } = &self.destination;
        let stem = format!("{}/{}", role.folder(), folder::stem(*role, camera.as_ref(), *clip));
        let mut file = GrowingFile::create(folder, &stem, ending)?;
        let VideoConfig { codec, width, height, .. } = *self.config;
        let began = self.destination.journal.add(&JournalEntry::Began(Began {
            path: file.path().to_owned(),
            role: *role,
            camera: camera.clone(),
            start: self.queue.start().as_micros(),
            codec: match codec {
                VideoCodec::H264 => Codec::H264,
                VideoCodec::Vp8 => Codec::Vp8,
            },
            width,
            height,
            lead_in: self.lead_in,
        }));
        if let Err(error) = began {
            // A file that no journal knows would be found by nobody.
            file.remove(folder);
            return Err(error);
        }
        folder::sync(&folder.join(role.folder()));
        file.push(&container.header());
        let index = (*role == Role::Iso).then(|| IndexFile::begin(folder, file.path()));
        self.open = Some(Open { file, index, container });
        Ok(())
    }
}
