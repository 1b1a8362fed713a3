use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use super::entry::JournalEntry;
use crate::store::write_private;

/// The journal's name in a show's folder.
pub const JOURNAL: &str = "journal.jsonl";

/// A running show's journal: a line of JSON for everything that happened, on the disk before anything else follows
/// from it. The manifest, the marks and the cut lists are made from it and from nothing else, at the end of the show or
/// after a crash.
///
/// A clone is a handle to the same one; every writer appends whole lines. The journal is locked while the show runs.
#[derive(Debug, Clone)]
pub struct Journal {
    /// A lock, because every recorder of a show adds lines, and one that failed has to be taken back before the next.
    tail: Arc<Mutex<FileEnd>>,
}

/// The end of a journal's file.
#[derive(Debug)]
struct FileEnd {
    file: File,
    /// Whether it ends within a line: one that the disk took half of and did not give back.
    is_torn: bool,
}

impl Journal {
    /// Begins one in `folder`.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::AlreadyExists`] when there is one.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create_new(true).open(folder.join(JOURNAL))?;
        Self::lock(file, false)
    }

    /// Goes on with the one in `folder`.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::WouldBlock`] when its show runs, here or in another process.
    pub fn go_on(folder: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).append(true).open(folder.join(JOURNAL))?;
        Self::lock(file, !fs::read(folder.join(JOURNAL))?.ends_with(b"\n"))
    }

    fn lock(file: File, is_torn: bool) -> io::Result<Self> {
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            // Some network drives know no locks, and a show must be recorded.
            Err(TryLockError::Error(error)) => tracing::debug!(%error, "a journal can't be locked"),
        }
        Ok(Self { tail: Arc::new(Mutex::new(FileEnd { file, is_torn })) })
    }

    /// Adds a line and waits until it is on the disk.
    ///
    /// # Errors
    /// What the system says; nothing of the line counts then.
    pub fn add(&self, entry: &JournalEntry) -> io::Result<()> {
        let entry = serde_json::to_string(entry).expect("entries have string keys and no failing serializer");
        self.tail.lock().unwrap_or_else(PoisonError::into_inner).add(&entry)
    }

    /// Writes the journal of `folder` anew. Its owner is about to give it up: what is added later is not in it.
    ///
    /// # Errors
    /// What the system says; the old one is there then.
    pub(super) fn rewrite(folder: &Path, entries: &[JournalEntry]) -> io::Result<()> {
        let lines = entries.iter().map(|entry| serde_json::to_string(entry).expect("as in `add`") + "\n");
        write_private(&folder.join(JOURNAL), lines.collect::<String>().as_bytes())
    }

    /// Reads the journal of `folder`. Lines that are torn, or of a later version, are left out.
    ///
    /// # Errors
    /// What the system says.
    pub fn read(folder: &Path) -> io::Result<Vec<JournalEntry>> {
        let text = fs::read(folder.join(JOURNAL))?;
        Ok(text.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect())
    }
}

impl FileEnd {
    fn add(&mut self, entry: &str) -> io::Result<()> {
        let line = format!("{}{entry}\n", if self.is_torn { "\n" } else { "" });
        let length = self.file.metadata()?.len();
        match self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data()) {
            Ok(()) => self.is_torn = false,
            Err(error) => {
                // A full disk takes half a line, to which the next one would be glued.
                self.is_torn |= self.file.set_len(length).is_err();
                return Err(error);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stopped(at: u64) -> JournalEntry {
        JournalEntry::Stopped { at }
    }

    #[test]
    fn what_was_added_is_read_even_behind_a_torn_line() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let journal = Journal::begin(folder.path()).expect("writable");
        journal.add(&stopped(1)).expect("writable");
        journal.tail.lock().expect("free").file.write_all(b"{\"entry\":\"stop").expect("writable");
        drop(journal);
        let journal = Journal::go_on(folder.path()).expect("there");
        journal.add(&stopped(2)).expect("writable");
        assert_eq!(Journal::read(folder.path()).expect("readable"), [stopped(1), stopped(2)]);
    }

    #[test]
    fn a_running_show_has_its_journal_to_itself() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let running = Journal::begin(folder.path()).expect("writable");
        let second = Journal::go_on(folder.path()).expect_err("it is locked");
        assert_eq!(second.kind(), io::ErrorKind::WouldBlock);
        drop(running);
        assert!(Journal::go_on(folder.path()).is_ok());
    }
}
