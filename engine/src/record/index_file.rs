use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::folder;
use crate::media::container::IndexEntry;

/// Bytes that a disk may refuse before the index is given up: half an hour's.
const UNWRITTEN: usize = 512 * 1024;

/// The index of a file that grows: where in it is which time, for who looks for a moment of it while it is written or
/// later. Its first entry is its kind, [`MAGIC`](Self::MAGIC).
///
/// It is written behind what it is of and is waited for nowhere but at the end, so it costs a recording nothing: what a
/// crash takes of it is found in the file itself. A disk that refuses it does no harm to the recording either.
#[derive(Debug)]
pub struct IndexFile {
    path: PathBuf,
    /// None once it is given up.
    file: Option<File>,
    written: u64,
    unwritten: Vec<u8>,
}

impl IndexFile {
    /// What an index begins with; the next kind has another number.
    pub const MAGIC: &[u8; IndexEntry::BYTES] = b"regie index 1\n                 \n";

    /// The index of the file `path` in a show's folder, in place of one that there may be.
    pub fn begin(show: &Path, path: &str) -> Self {
        let path = folder::index(show, path);
        let opened = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(true).open(&path)
        });
        let file = opened.inspect_err(|error| tracing::debug!(%error, "a file has no index")).ok();
        Self { path, file, written: 0, unwritten: Self::MAGIC.to_vec() }
    }

    /// Adds what was added to the file.
    pub fn add(&mut self, entries: &[IndexEntry]) {
        if self.file.is_some() {
            entries.iter().for_each(|entry| entry.write(&mut self.unwritten));
        }
    }

    /// Writes what was added; what the file itself has is on the disk.
    pub fn write(&mut self) {
        let Some(file) = &mut self.file else { return };
        match file.write_all(&self.unwritten) {
            Ok(()) => {
                self.written += self.unwritten.len() as u64;
                self.unwritten.clear();
            }
            Err(error) => {
                // What was taken of it is given back, to be written whole next time.
                let is_whole = file.set_len(self.written).and_then(|()| seek_to(file, self.written)).is_ok();
                if !is_whole || self.unwritten.len() > UNWRITTEN {
                    tracing::debug!(%error, "an index is given up");
                    self.give_up();
                }
            }
        }
    }

    /// Makes it last: its file is over. One that is not whole is taken away, for the file itself says all.
    pub fn finish(&mut self) {
        self.write();
        let lasts = self.file.as_ref().is_some_and(|file| file.sync_all().is_ok());
        if !lasts || !self.unwritten.is_empty() {
            self.give_up();
        }
    }

    fn give_up(&mut self) {
        self.file = None;
        self.unwritten = Vec::new();
        // What can't be removed ends early, which a reader sees.
        let _ = fs::remove_file(&self.path);
    }
}

fn seek_to(file: &mut File, position: u64) -> io::Result<()> {
    io::Seek::seek(file, io::SeekFrom::Start(position)).map(drop)
}
