use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;

use super::{index::Index, piece::Piece};
use crate::{
    feed::Span,
    media::{
        Frame, SessionTime, Track,
        container::{Demuxer, IndexEntry, Run, Sample, precision},
    },
};

/// The largest fragment that is read. Ours hold half a second; one of a backlog holds what a ring does.
const LARGEST: u32 = 256 * 1024 * 1024;

/// A recorded file that is read, a fragment at a time.
#[derive(Debug)]
pub struct Tape {
    piece: Arc<Piece>,
    file: File,
    demuxer: Demuxer,
    index: Index,
    /// The entry that is read next.
    next: u64,
    /// Where the fragment is that was read last.
    read: Option<u64>,
    /// Pictures from before this time are left out up to the next keyframe: they can't be decoded.
    awaits_keyframe: Option<Duration>,
    /// The newest frame of each track.
    newest: [Option<SessionTime>; 2],
}

impl Tape {
    /// Opens a file; none where it is none of ours.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(piece: &Arc<Piece>) -> io::Result<Option<Self>> {
        let mut file = File::open(&piece.path)?;
        let Some(demuxer) = Demuxer::open(piece.codec, &mut BufReader::new(&mut file))? else { return Ok(None) };
        let index = Index::open(piece, &mut file)?;
        let (piece, newest) = (Arc::clone(piece), [None; 2]);
        Ok(Some(Self { piece, file, demuxer, index, next: 0, read: None, awaits_keyframe: None, newest }))
    }

    /// The file.
    pub fn piece(&self) -> &Arc<Piece> {
        &self.piece
    }

    /// How far a frame's time may be from the one that it had in the ring.
    pub fn precision(&self, track: Track) -> Duration {
        precision(self.piece.codec, track)
    }

    /// Goes to the keyframe with which the first picture at or after `at` is decoded; false where there is none.
    ///
    /// # Errors
    /// What the system says.
    pub fn seek(&mut self, at: SessionTime) -> io::Result<bool> {
        let at = self.piece.within(at);
        let place = |index: &mut Index| match index.picture(at)? {
            Some(picture) => Ok(index.keyframe(picture)?.or(Some(picture))),
            None => Ok(None),
        };
        let found = self.indexed(place)?;
        let Some(number) = found else { return Ok(false) };
        self.go_to(number)?;
        Ok(true)
    }

    /// Looks something up in the index; where that is damaged, in a new one.
    fn indexed<T>(&mut self, look: impl Fn(&mut Index) -> io::Result<T>) -> io::Result<T> {
        match look(&mut self.index) {
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                self.index = Index::remake(&self.piece, &mut self.file)?;
                look(&mut self.index)
            }
            found => found,
        }
    }

    fn go_to(&mut self, number: u64) -> io::Result<()> {
        let entry = self.index.get(number)?;
        (self.next, self.read, self.awaits_keyframe) = (number, None, Some(entry.from));
        Ok(())
    }

    /// The frames of the next fragment, by their times; none at the end. What can't be read is passed over up to the next
    /// keyframe.
    ///
    /// # Errors
    /// What the system says of the index.
    pub fn read(&mut self) -> io::Result<Option<Vec<Frame>>> {
        loop {
            let Some(entry) = self.entry()? else { return Ok(None) };
            self.next += 1;
            if self.read == Some(entry.offset) {
                continue;
            }
            self.read = Some(entry.offset);
            match self.samples(&entry) {
                Some(samples) => return Ok(Some(self.frames(samples))),
                None => {
                    self.piece.is_damaged_at(entry.offset);
                    self.awaits_keyframe = Some(entry.to);
                }
            }
        }
    }

    /// The entry that is read next. One more look is taken at a file that grows.
    fn entry(&mut self) -> io::Result<Option<IndexEntry>> {
        if self.next >= self.index.len() && self.piece.lasts.is_none() {
            self.index = Index::open(&self.piece, &mut self.file)?;
        }
        if self.next >= self.index.len() {
            return Ok(None);
        }
        let next = self.next;
        self.indexed(|index| index.get(next)).map(Some)
    }

    /// When its next frames are.
    ///
    /// # Errors
    /// What the system says of the index.
    pub fn position(&mut self) -> io::Result<Option<SessionTime>> {
        Ok(self.entry()?.map(|entry| self.piece.start + entry.from))
    }

    fn samples(&mut self, entry: &IndexEntry) -> Option<Vec<Sample>> {
        if entry.length > LARGEST {
            return None;
        }
        let mut bytes = vec![0; entry.length as usize];
        self.file.seek(SeekFrom::Start(entry.offset)).and_then(|_| self.file.read_exact(&mut bytes)).ok()?;
        let samples = self.demuxer.samples(&Bytes::from(bytes))?;
        // A fragment of another time is none of this entry's.
        let is_it =
            |sample: &Sample| (sample.track == Track::Audio) == (entry.run == Run::Sound) && sample.at == entry.from;
        samples.iter().any(is_it).then_some(samples)
    }

    fn frames(&mut self, samples: Vec<Sample>) -> Vec<Frame> {
        let mut frames = Vec::with_capacity(samples.len());
        for sample in samples {
            if sample.track == Track::Video
                && let Some(from) = self.awaits_keyframe
            {
                if !sample.keyframe || sample.at < from {
                    continue;
                }
                self.awaits_keyframe = None;
            }
            frames.push(self.frame(sample));
        }
        frames.sort_by_key(|frame| frame.pts);
        frames
    }

    fn frame(&mut self, sample: Sample) -> Frame {
        let Sample { track, at, keyframe, data, config, lasts: _ } = sample;
        // What lay within a tick of the file has one time there.
        let newest = &mut self.newest[track as usize];
        let pts =
            newest.map_or(SessionTime::ZERO, |newest| newest + Duration::from_micros(1)).max(self.piece.start + at);
        *newest = Some(pts);
        Frame { track, pts, keyframe, data, config, arrived: pts }
    }

    /// The last keyframe at or before `at`.
    ///
    /// # Errors
    /// What the system says of the index.
    pub fn keyframe(&mut self, at: SessionTime) -> io::Result<Option<Frame>> {
        if self.index.len() == 0 || at < self.piece.start {
            return Ok(None);
        }
        let within = self.piece.within(at);
        let mut number = self.indexed(|index| index.at(within))?;
        // Of those that can't be read, the one before.
        while let Some(keyframe) = self.index.keyframe(number)? {
            let entry = self.index.get(keyframe)?;
            let is_it = |sample: &Sample| sample.keyframe && sample.at == entry.from;
            match self.samples(&entry) {
                Some(samples) => return Ok(samples.into_iter().find(is_it).map(|sample| self.frame(sample))),
                None => self.piece.is_damaged_at(entry.offset),
            }
            let Some(before) = keyframe.checked_sub(1) else { break };
            number = before;
        }
        Ok(None)
    }

    /// Hands the stretches of pictures from `from` up to `to` to `seen`.
    ///
    /// # Errors
    /// What the system says of the index.
    pub fn coverage(&mut self, from: SessionTime, to: SessionTime, mut seen: impl FnMut(Span)) -> io::Result<()> {
        let (begin, end) = (self.piece.within(from), self.piece.within(to));
        let first = self.indexed(|index| index.at(begin))?;
        let mut is_broken = false;
        for number in first..self.index.len() {
            let entry = self.index.get(number)?;
            if entry.from >= end {
                break;
            }
            let is_damaged = self.piece.damaged().contains(&entry.offset);
            is_broken = is_damaged || is_broken && entry.run != Run::Keyframe;
            if entry.run != Run::Sound && entry.to >= begin && !is_broken {
                let at = |time: Duration| (self.piece.start + time).clamp(from, to);
                seen(Span { from: at(entry.from), to: at(entry.to) });
            }
        }
        Ok(())
    }
}
