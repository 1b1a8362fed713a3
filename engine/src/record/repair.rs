use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, BufReader, Read},
    path::Path,
};

use super::{
    checksum::Checksum,
    entry::{Began, Ended, JournalEntry},
    folder,
    journal::Journal,
};
use crate::{
    media::{VideoCodec, container},
    protocol::Codec,
};

/// Looks through the files that have no end in the journal, cuts each behind its last whole fragment, and notes its end.
///
/// # Errors
/// What the system says, or that `is_over`; it can be called again and goes on where it was.
pub fn repair(folder: &Path, journal: &Journal, is_over: &dyn Fn() -> bool) -> io::Result<()> {
    for began in unfinished(&Journal::read(folder)?) {
        if let Some(ended) = examine(folder, &began, is_over)? {
            journal.add(&JournalEntry::Ended(ended))?;
        }
    }
    Ok(())
}

/// The files that were begun, and neither ended nor erased.
fn unfinished(entries: &[JournalEntry]) -> Vec<Began> {
    let mut open: Vec<Began> = Vec::new();
    for entry in entries {
        match entry {
            JournalEntry::Began(began) => open.push(began.clone()),
            JournalEntry::Ended(ended) => open.retain(|began| began.path != ended.path),
            JournalEntry::Erased { key } => {
                open.retain(|began| began.camera.as_ref().is_none_or(|camera| camera.key != *key));
            }
            JournalEntry::Started { .. }
            | JournalEntry::Lost { .. }
            | JournalEntry::OnAir { .. }
            | JournalEntry::Heard { .. }
            | JournalEntry::Mark { .. }
            | JournalEntry::Numbered { .. }
            | JournalEntry::Stopped { .. } => {}
        }
    }
    let mut seen = BTreeSet::new();
    open.retain(|began| seen.insert(began.path.clone()));
    open
}

/// A file whose reading ends with an error when it is over.
struct Watched<'a> {
    file: File,
    is_over: &'a dyn Fn() -> bool,
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if (self.is_over)() {
            return Err(io::Error::other("the engine ends"));
        }
        self.file.read(into)
    }
}

/// Looks a file through that was cut off, and takes its torn end away. None when it is not there, or nothing in it is
/// whole: it is removed then.
fn examine(folder: &Path, began: &Began, is_over: &dyn Fn() -> bool) -> io::Result<Option<Ended>> {
    let path = folder.join(&began.path);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let codec = match began.codec {
        Codec::H264 => VideoCodec::H264,
        Codec::Vp8 => VideoCodec::Vp8,
    };
    let mut sum = Checksum::default();
    let found = container::scan(codec, &mut BufReader::new(Watched { file, is_over }), |piece| sum.update(piece))?;
    if found.frames + found.audio_frames == 0 {
        fs::remove_file(&path)?;
        // One that stays is of no file, and in nobody's way.
        let _ = fs::remove_file(folder::index(folder, &began.path));
        return Ok(None);
    }
    let file = OpenOptions::new().write(true).open(&path)?;
    file.set_len(found.bytes)?;
    file.sync_all()?;
    Ok(Some(Ended {
        path: began.path.clone(),
        frames: found.frames,
        audio_frames: found.audio_frames,
        lasts: found.lasts.as_micros() as u64,
        bytes: found.bytes,
        sha256: sum.hex(),
    }))
}
