use std::{
    collections::VecDeque,
    io::{self, Write},
    sync::Arc,
    time::Duration,
};

use super::{angle::Angle, samples::Samples};
use crate::{
    media::{
        SessionTime, Track, VideoCodec, VideoConfig,
        container::{self, Header, Layout, PlainMp4, Sample},
    },
    protocol::{Refusal, RefusalCode},
};

/// How far apart the times of one frame may be, where it was read from memory first and from the disk then.
const ROUNDED: Duration = Duration::from_millis(2);
/// Samples of a WebM that are written together: half a second of pictures.
const CLUSTER: usize = 40;

/// A kind of file, each for one codec.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Plain, with its index at its beginning: H.264 and Opus.
    Mp4,
    /// VP8 and Opus.
    Webm,
}

impl FileKind {
    fn of(codec: VideoCodec) -> Self {
        match codec {
            VideoCodec::H264 => Self::Mp4,
            VideoCodec::Vp8 => Self::Webm,
        }
    }

    /// What files' names end with.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
        }
    }

    /// Its media type (RFC 4337 section 2; WebM's own).
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Mp4 => "video/mp4",
            Self::Webm => "video/webm",
        }
    }

    fn held(self) -> &'static str {
        match self {
            Self::Mp4 => "MP4 files hold H.264",
            Self::Webm => "WebM files hold VP8",
        }
    }
}

/// An angle that was read once: what its file holds is known.
#[derive(Debug)]
pub struct AngleFile {
    angle: Angle,
    begins: Duration,
    changes: Option<SessionTime>,
    contents: Contents,
    /// Bytes of the samples together.
    data: u64,
}

#[derive(Debug)]
enum Contents {
    Mp4(PlainMp4, Layout),
    Webm(Header),
}

impl AngleFile {
    /// Reads the angle to its end, or to where its codec changes. May wait for the disk.
    ///
    /// # Errors
    /// There is no picture in it.
    pub fn read(angle: Angle) -> Result<Self, Refusal> {
        let mut samples = angle.samples();
        let (mut plain, mut config, mut audio, mut data) = (PlainMp4::new(), None::<Arc<VideoConfig>>, false, 0);
        while let Some(sample) = samples.next() {
            audio |= sample.track == Track::Audio;
            data += sample.data.len() as u64;
            if samples.codec() == Some(VideoCodec::H264) || sample.track == Track::Audio {
                plain.push(&sample);
            }
            config = config.or(sample.config);
        }
        let nothing = || {
            let Angle { number, from, to, .. } = &angle;
            let [from, to] = [from, to].map(|at| at.as_millis());
            let message = format!("There is no picture of camera {number} from {from} to {to}.");
            Refusal::new(RefusalCode::NothingToReplay, message)
        };
        let (Some(begins), Some(video)) = (samples.begins(), config) else { return Err(nothing()) };
        let contents = match FileKind::of(video.codec) {
            FileKind::Mp4 => {
                let layout = plain.lay_out(begins).ok_or_else(nothing)?;
                Contents::Mp4(plain, layout)
            }
            FileKind::Webm => Contents::Webm(Header { video, audio, sets_in_band: false }),
        };
        Ok(Self { begins, changes: samples.changes(), contents, data, angle })
    }

    /// Reads the angle for one file of this kind, or of the one that its codec needs.
    ///
    /// # Errors
    /// There is no picture in it, it needs another kind, or it needs two.
    pub fn read_as(angle: Angle, kind: Option<FileKind>) -> Result<Self, Refusal> {
        let file = Self::read(angle)?;
        let (number, is) = (file.angle.number, file.kind());
        if let Some(at) = file.changes {
            let at = at.as_millis();
            let message =
                format!("Camera {number} sent another codec from {at} on: ask for one side of it, or for a ZIP.");
            return Err(Refusal::new(RefusalCode::NoCodec, message));
        }
        if let Some(kind) = kind.filter(|kind| *kind != is) {
            let (held, instead) = (kind.held(), is.ending());
            let message = format!("{held}, which camera {number} did not send there: ask for {instead}.");
            return Err(Refusal::new(RefusalCode::NoCodec, message));
        }
        Ok(file)
    }

    /// Reads the angle for as many files as it needs: one for each stretch of one codec.
    ///
    /// # Errors
    /// There is no picture in it.
    pub fn read_all(mut angle: Angle) -> Result<Vec<Self>, Refusal> {
        let mut files = Vec::new();
        loop {
            let file = match Self::read(angle.clone()) {
                Ok(file) => file,
                // What is behind a change may be one keyframe that is gone by now.
                Err(_) if !files.is_empty() => return Ok(files),
                Err(nothing) => return Err(nothing),
            };
            let changes = file.changes;
            files.push(file);
            match changes {
                Some(at) => angle.from = at,
                None => return Ok(files),
            }
        }
    }

    /// The angle that it is of.
    #[must_use]
    pub fn angle(&self) -> &Angle {
        &self.angle
    }

    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        match self.contents {
            Contents::Mp4(..) => FileKind::Mp4,
            Contents::Webm(_) => FileKind::Webm,
        }
    }

    /// Its size, where that is known before it is written.
    #[must_use]
    pub fn bytes(&self) -> Option<u64> {
        match &self.contents {
            Contents::Mp4(_, layout) => Some(layout.bytes),
            Contents::Webm(_) => None,
        }
    }

    /// A size that it does not reach.
    pub(super) fn less_than(&self) -> u64 {
        // A block of a WebM has some 20 bytes beside its data, and a packet of sound at least three.
        self.bytes().unwrap_or(self.data.saturating_mul(8)).saturating_add(1 << 16)
    }

    /// Writes it: reads the angle once more. May wait for the disk.
    ///
    /// # Errors
    /// What `out` says, and that frames are gone which were there: the camera was erased, or the disk is gone.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        match &self.contents {
            Contents::Mp4(plain, layout) => self.write_mp4(plain, layout, out),
            Contents::Webm(header) => self.write_webm(header, out),
        }
    }

    fn write_mp4(&self, plain: &PlainMp4, layout: &Layout, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&layout.head)?;
        let mut wanted = [Track::Video, Track::Audio].map(|track| plain.samples(track));
        let mut again = SecondReading { samples: self.angle.samples(), waiting: [VecDeque::new(), VecDeque::new()] };
        for chunk in &layout.chunks {
            for (at, size) in wanted[chunk.track as usize].by_ref().take(chunk.samples as usize) {
                let is_it = |sample: &Sample| sample.data.len() == size && sample.at.abs_diff(at) <= ROUNDED;
                out.write_all(&again.find(chunk.track, is_it)?.data)?;
            }
        }
        Ok(())
    }

    /// The lead-in is marked as not shown and takes no time: a file has it because a decoder needs it.
    fn write_webm(&self, header: &Header, out: &mut impl Write) -> io::Result<()> {
        let (mut webm, _) = container::of(header);
        out.write_all(&webm.header())?;
        let samples = self.angle.samples().map(|sample| Sample { at: sample.at.saturating_sub(self.begins), ..sample });
        let mut samples = samples.filter(|sample| header.audio || sample.track == Track::Video).peekable();
        let mut any = false;
        while samples.peek().is_some() {
            any = true;
            let cluster: Vec<_> = samples.by_ref().take(CLUSTER).collect();
            out.write_all(&webm.fragment(&cluster))?;
        }
        if any { out.write_all(&webm.trailer()) } else { Err(gone()) }
    }
}

/// The samples of an angle once more, each track by itself.
struct SecondReading {
    samples: Samples,
    /// What was read of one track while the other was looked for. They are beside each other within a second or so.
    waiting: [VecDeque<Sample>; 2],
}

impl SecondReading {
    /// The next sample of a track that is the one meant: others may have come late, in between.
    fn find(&mut self, track: Track, is_it: impl Fn(&Sample) -> bool) -> io::Result<Sample> {
        loop {
            let sample = match self.waiting[track as usize].pop_front() {
                Some(sample) => sample,
                None => self.samples.next().ok_or_else(gone)?,
            };
            if sample.track != track {
                self.waiting[sample.track as usize].push_back(sample);
            } else if is_it(&sample) {
                return Ok(sample);
            }
        }
    }
}

fn gone() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "what was there is not any more")
}
