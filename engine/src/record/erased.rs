use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use super::{entry::JournalEntry, folder};

/// Deletes what the journal says is erased and is still there.
pub fn files(show: &Path, entries: &[JournalEntry]) -> io::Result<()> {
    for path in erased(entries) {
        for path in [show.join(path), folder::index(show, path)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Takes out what entries say of files that are erased: a camera's name is in them. That something was erased stays.
/// Whether there was any.
pub fn forget(entries: &mut Vec<JournalEntry>) -> bool {
    let before = entries.len();
    let last = |key: &str, entries: &[JournalEntry]| {
        entries.iter().rposition(|entry| matches!(entry, JournalEntry::Erased { key: erased } if erased == key))
    };
    let mut gone = BTreeSet::new();
    let mut stays = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        stays.push(match entry {
            JournalEntry::Began(began) => {
                let erased = began.camera.as_ref().and_then(|camera| last(&camera.key, entries));
                let is_gone = erased.is_some_and(|erased| erased > place);
                if is_gone {
                    gone.insert(began.path.clone())
                } else {
                    gone.remove(&began.path)
                };
                !is_gone
            }
            JournalEntry::Ended(ended) => !gone.contains(&ended.path),
            JournalEntry::Started { .. }
            | JournalEntry::Lost { .. }
            | JournalEntry::Numbered { .. }
            | JournalEntry::OnAir { .. }
            | JournalEntry::Heard { .. }
            | JournalEntry::Mark { .. }
            | JournalEntry::Erased { .. }
            | JournalEntry::Stopped { .. } => true,
        });
    }
    let mut stays = stays.into_iter();
    entries.retain(|_| stays.next().expect("one for each"));
    entries.len() < before
}

/// The files that are erased. A camera that comes back may have new ones under the same names.
fn erased(entries: &[JournalEntry]) -> BTreeSet<&str> {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    let mut erased = BTreeSet::new();
    for entry in entries {
        match entry {
            JournalEntry::Began(began) => {
                erased.remove(began.path.as_str());
                if let Some(camera) = &began.camera {
                    owners.insert(&began.path, &camera.key);
                }
            }
            JournalEntry::Erased { key } => {
                erased.extend(owners.iter().filter(|(_, owner)| **owner == key).map(|(path, _)| *path));
                owners.retain(|_, owner| *owner != key);
            }
            JournalEntry::Started { .. }
            | JournalEntry::Ended(_)
            | JournalEntry::Lost { .. }
            | JournalEntry::Numbered { .. }
            | JournalEntry::OnAir { .. }
            | JournalEntry::Heard { .. }
            | JournalEntry::Mark { .. }
            | JournalEntry::Stopped { .. } => {}
        }
    }
    erased
}
