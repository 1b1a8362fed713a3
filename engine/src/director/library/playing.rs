//! InPlaylist a playlist: entry after entry, as it is then.

use crate::director::effect::Changes;
use crate::director::replay::{Asking, InPlaylist, PlayedEntry};
use crate::director::state::Director;
use crate::protocol::{Millis, Playlist, Refusal, RefusalCode};

impl Director {
    pub(in crate::director) fn play_playlist(
        &mut self,
        order: Asking,
        id: u32,
        entry: u32,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        let unknown = || Refusal::new(RefusalCode::UnknownPlaylist, format!("There is no playlist {id}."));
        let playlist = self.told_playlist(id).ok_or_else(unknown)?;
        let next = usize::try_from(entry).unwrap_or(usize::MAX);
        if next >= playlist.entries.len() {
            let message = format!("The playlist has {} entries.", playlist.entries.len());
            return Err(Refusal::new(RefusalCode::OutOfRange, message));
        }
        let first = InPlaylist { playlist: id, entry: next, next, failures: 0 };
        let entry = self
            .next_entry(order.now, first)
            .ok_or_else(|| Refusal::new(RefusalCode::NothingToReplay, "Nothing of its clips is kept any more."))?;
        self.play_entry(order, entry, changes)
    }

    /// What a playlist plays next, if it goes on. What can't be played is left out.
    pub(in crate::director) fn next_entry(&self, now: Millis, playing: InPlaylist) -> Option<PlayedEntry> {
        let playlist = self.told_playlist(playing.playlist)?;
        let mut next = playing.next;
        for _ in 0..playlist.entries.len() {
            if next >= playlist.entries.len() {
                if !playlist.loops {
                    return None;
                }
                next = 0;
            }
            let entry = playlist.entries[next];
            if let Ok(plays) = self.clip_plays(now, entry.clip, entry.camera) {
                let playing = InPlaylist { entry: next, next: next + 1, ..playing };
                return Some(PlayedEntry { plays, speed: entry.speed, playing });
            }
            next += 1;
        }
        None
    }

    pub(in crate::director) fn told_playlist(&self, id: u32) -> Option<&Playlist> {
        self.told.playlists.iter().find(|playlist| playlist.id == id)
    }
}
