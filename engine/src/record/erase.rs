use std::{io, path::Path};

use super::{entry::JournalEntry, finalize::finalize, folder, journal::Journal};

/// Deletes a camera's files out of every show in `folder` that is over: its ISO files and its clips. Program recordings
/// stay as they are. Returns how many shows it was in.
///
/// # Errors
/// What the system says of the first show that could not be changed; the others are.
pub fn erase(folder: &Path, key: &str) -> io::Result<usize> {
    let mut changed = 0;
    let mut failed = None;
    for show in folder::shows(folder)? {
        match erase_in(&show, key) {
            Ok(is_changed) => changed += usize::from(is_changed),
            // It runs: its own thread erases in it.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(changed), Err)
}

fn erase_in(show: &Path, key: &str) -> io::Result<bool> {
    if !has(&Journal::read(show)?, key) {
        return Ok(false);
    }
    let journal = Journal::go_on(show)?;
    journal.add(&JournalEntry::Erased { key: key.to_owned() })?;
    finalize(show, &journal)?;
    Ok(true)
}

/// Whether a show has files of a camera that are not erased.
fn has(entries: &[JournalEntry], key: &str) -> bool {
    entries.iter().fold(false, |has, entry| match entry {
        JournalEntry::Began(began) => has || began.camera.as_ref().is_some_and(|camera| camera.key == key),
        JournalEntry::Erased { key: erased } => has && erased != key,
        _ => has,
    })
}
