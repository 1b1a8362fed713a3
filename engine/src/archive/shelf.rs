use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use super::piece::Piece;
use crate::{
    clock::ClockId,
    media::{SessionTime, VideoCodec},
    protocol::Codec,
    record::{self, JOURNAL, Journal, JournalEntry, Role},
};

/// A folder of shows as files of cameras: of all shows that are on this session clock, the running one too. It knows what
/// their journals say and reads those that have changed; the files themselves it does not open.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    clock: ClockId,
    /// What each journal said. A lock, because whoever looks for a file brings it up to date; held while journals are read.
    shows: Mutex<HashMap<PathBuf, Journaled>>,
}

/// What the journal of a show says.
#[derive(Debug)]
struct Journaled {
    /// Of the journal, when it was read.
    length: u64,
    changed: Option<SystemTime>,
    pieces: Vec<Arc<Piece>>,
}

impl Shelf {
    /// The shows in this folder.
    pub fn new(folder: PathBuf, clock: ClockId) -> Self {
        Self { folder, clock, shows: Mutex::default() }
    }

    /// The files of the camera with this key that are not from before `since`, by their beginnings. What the disk does not
    /// say is not there.
    pub fn pieces(&self, key: &str, since: Option<SessionTime>) -> Vec<Arc<Piece>> {
        let mut pieces = self.all();
        pieces.retain(|piece| piece.key == key && since.is_none_or(|since| piece.start > since));
        pieces
    }

    /// All files, by their beginnings.
    pub fn all(&self) -> Vec<Arc<Piece>> {
        let mut shows = self.shows.lock().unwrap_or_else(PoisonError::into_inner);
        let there = record::shows(&self.folder).unwrap_or_default();
        shows.retain(|folder, _| there.contains(folder));
        for folder in there {
            let Ok(journal) = fs::metadata(folder.join(JOURNAL)) else { continue };
            let (length, changed) = (journal.len(), journal.modified().ok());
            let known = shows.get(&folder);
            if known.is_some_and(|show| (show.length, show.changed) == (length, changed)) {
                continue;
            }
            let Ok(entries) = Journal::read(&folder) else { continue };
            let before = known.map(|show| show.pieces.clone()).unwrap_or_default();
            let pieces = pieces(&folder, self.clock, &entries).into_iter().map(|piece| {
                let same = before.iter().find(|before| before.is_as(&piece));
                same.map_or_else(|| Arc::new(piece), Arc::clone)
            });
            let pieces = pieces.collect();
            shows.insert(folder, Journaled { length, changed, pieces });
        }
        let mut pieces: Vec<_> = shows.values().flat_map(|show| &show.pieces).cloned().collect();
        pieces.sort_by(|a, b| (a.start, &a.path).cmp(&(b.start, &b.path)));
        pieces
    }
}

/// The cameras' own files of a show, as its journal says; none of a show on another clock.
fn pieces(folder: &Path, clock: ClockId, entries: &[JournalEntry]) -> Vec<Piece> {
    let mut pieces: Vec<(String, Piece)> = Vec::new();
    for entry in entries {
        match entry {
            JournalEntry::Started { clock: of, .. } if *of != Some(clock) => return Vec::new(),
            JournalEntry::Began(began) => {
                let Some(camera) = began.camera.as_ref().filter(|_| began.role == Role::Iso) else { continue };
                let codec = match began.codec {
                    Codec::H264 => VideoCodec::H264,
                    Codec::Vp8 => VideoCodec::Vp8,
                };
                let paths = [folder.join(&began.path), record::index(folder, &began.path)];
                let start = SessionTime::from_micros(began.start);
                // A camera that comes back after it was erased may have a file of the same name.
                pieces.retain(|(path, _)| *path != began.path);
                pieces.push((began.path.clone(), Piece::new(paths, camera.key.clone(), start, codec, None)));
            }
            JournalEntry::Ended(ended) => {
                if let Some((_, piece)) = pieces.iter_mut().find(|(path, _)| *path == ended.path) {
                    piece.lasts = Some(Duration::from_micros(ended.lasts));
                }
            }
            JournalEntry::Erased { key } => pieces.retain(|(_, piece)| piece.key != *key),
            JournalEntry::Started { .. }
            | JournalEntry::Lost { .. }
            | JournalEntry::Numbered { .. }
            | JournalEntry::OnAir { .. }
            | JournalEntry::Heard { .. }
            | JournalEntry::Mark { .. }
            | JournalEntry::Stopped { .. } => {}
        }
    }
    pieces.into_iter().map(|(_, piece)| piece).collect()
}
