use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    time::Duration,
};

use super::piece::Piece;
use crate::{
    media::container::{IndexEntry, Run, fragments},
    record::IndexFile,
};

/// Bytes of an entry, as a file counts.
const ENTRY: u64 = IndexEntry::BYTES as u64;
/// Entries that are read at once: half a minute's.
const BLOCK: u64 = 128;

/// A file's index, read where it is asked for: a day's has a quarter of a million entries, and none of them stays. What is
/// in the file and not yet in the index, or not any more, is found in the file and kept here.
#[derive(Debug, Default)]
pub struct Index {
    /// None where there is none.
    file: Option<File>,
    /// Entries in the file.
    filed: u64,
    /// Entries behind those.
    found: Vec<IndexEntry>,
    /// The block that was read last, and the number of its first entry.
    block: (u64, Vec<IndexEntry>),
}

impl Index {
    /// Opens the index of a piece, whose file is `media`. What is missing of it is made, and kept on the disk if the disk
    /// takes it and nobody else writes it.
    ///
    /// # Errors
    /// What the system says of the media.
    pub fn open(piece: &Piece, media: &mut File) -> io::Result<Self> {
        let _mending = piece.mend();
        let mut index = Self::filed(piece).unwrap_or_default();
        let length = media.metadata()?.len();
        // What is behind the file's end was taken from it.
        let ends = |entry: &IndexEntry| entry.offset + u64::from(entry.length);
        while index.filed > 0 && index.get(index.filed - 1).is_ok_and(|last| ends(&last) > length) {
            index.filed -= 1;
        }
        // The runs of its last fragment may not all be there.
        let (end, runs) = index.take_last().unwrap_or_else(|_| {
            index = Self::default();
            (0, 0)
        });
        index.found = found(piece, media, end)?;
        if piece.lasts.is_some() && index.found.len() as u64 > runs {
            index.keep(piece);
        }
        if index.found.is_empty() {
            // The fragment itself is damaged, and what there is of the index as good as it can be.
            index.filed += runs;
        }
        Ok(index)
    }

    /// Makes it anew, of the media alone: the one that is there is damaged.
    ///
    /// # Errors
    /// What the system says of the media.
    pub fn remake(piece: &Piece, media: &mut File) -> io::Result<Self> {
        tracing::warn!(file = %piece.path.display(), "an index is damaged, and made anew");
        if piece.lasts.is_some() {
            let _ = fs::remove_file(&piece.index);
            return Self::open(piece, media);
        }
        Ok(Self { found: found(piece, media, 0)?, ..Self::default() })
    }

    /// What is in the index's file.
    fn filed(piece: &Piece) -> Option<Self> {
        let mut file = File::open(&piece.index).ok()?;
        let mut magic = [0; IndexEntry::BYTES];
        file.read_exact(&mut magic).ok().filter(|()| magic == *IndexFile::MAGIC)?;
        let filed = (file.metadata().ok()?.len() / ENTRY).saturating_sub(1);
        Some(Self { file: Some(file), filed, ..Self::default() })
    }

    /// Takes the runs of the last fragment off; gives where it is, and how many they were.
    fn take_last(&mut self) -> io::Result<(u64, u64)> {
        let Some(last) = self.filed.checked_sub(1) else { return Ok((0, 0)) };
        let (offset, mut first) = (self.get(last)?.offset, last);
        while first > 0 && self.get(first - 1)?.offset == offset {
            first -= 1;
        }
        let runs = self.filed - first;
        self.filed = first;
        Ok((offset, runs))
    }

    /// Writes what was found behind what is there. Where that fails it is found again next time.
    fn keep(&self, piece: &Piece) {
        let mut bytes = Vec::with_capacity((self.found.len() + 1) * IndexEntry::BYTES);
        if self.filed == 0 {
            bytes.extend(IndexFile::MAGIC);
        }
        self.found.iter().for_each(|entry| entry.write(&mut bytes));
        let place = if self.filed == 0 { 0 } else { (self.filed + 1) * ENTRY };
        let kept = piece.index.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
            let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(&piece.index)?;
            file.set_len(place)?;
            file.seek(SeekFrom::Start(place))?;
            file.write_all(&bytes)
        });
        if let Err(error) = kept {
            tracing::debug!(%error, index = %piece.index.display(), "an index is not kept");
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> u64 {
        self.filed + self.found.len() as u64
    }

    /// An entry.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::InvalidData`] where the index is damaged.
    pub fn get(&mut self, number: u64) -> io::Result<IndexEntry> {
        if let Some(place) = number.checked_sub(self.filed) {
            return self.found.get(place as usize).copied().ok_or_else(|| io::ErrorKind::UnexpectedEof.into());
        }
        let within = |block: &(u64, Vec<IndexEntry>)| block.1.get(number.checked_sub(block.0)? as usize).copied();
        if let Some(entry) = within(&self.block) {
            return Ok(entry);
        }
        let first = number / BLOCK * BLOCK;
        self.block = (first, self.read(first, BLOCK.min(self.filed - first))?);
        within(&self.block).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn read(&mut self, first: u64, count: u64) -> io::Result<Vec<IndexEntry>> {
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start((first + 1) * ENTRY))?;
        let mut bytes = vec![0; count as usize * IndexEntry::BYTES];
        file.read_exact(&mut bytes)?;
        let (entries, _) = bytes.as_chunks::<{ IndexEntry::BYTES }>();
        let entries: Option<Vec<_>> = entries.iter().map(IndexEntry::read).collect();
        entries.ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    /// The number of the last entry that begins at or before `at`, or of the first one.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn at(&mut self, at: Duration) -> io::Result<u64> {
        let (mut low, mut high) = (0, self.len());
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.get(middle)?.from <= at { low = middle } else { high = middle }
        }
        Ok(low)
    }

    /// The number of the last keyframe that begins at or before the entry `number`.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn keyframe(&mut self, number: u64) -> io::Result<Option<u64>> {
        for number in (0..self.len().min(number + 1)).rev() {
            if self.get(number)?.run == Run::Keyframe {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// The number of the entry that the first picture at or after `at` is in.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn picture(&mut self, at: Duration) -> io::Result<Option<u64>> {
        for number in self.at(at)?..self.len() {
            let entry = self.get(number)?;
            if entry.run != Run::Sound && entry.to >= at {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }
}

/// The entries of what the file has from `end` on.
fn found(piece: &Piece, media: &mut File, end: u64) -> io::Result<Vec<IndexEntry>> {
    media.seek(SeekFrom::Start(end))?;
    let mut found = Vec::new();
    fragments(piece.codec, &mut BufReader::new(media), end, |entries| found.extend(entries))?;
    Ok(found)
}
