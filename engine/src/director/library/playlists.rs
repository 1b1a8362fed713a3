//! What the director makes of playlists.

use super::kept::{KeptEntry, KeptPlaylist};
use super::{NAME_CHARS, named};
use crate::director::effect::Changes;
use crate::director::limits::{MOST_ENTRIES, MOST_PLAYLISTS};
use crate::director::state::Director;
use crate::protocol::{Event, Playlist, PlaylistEntry, Refusal, RefusalCode};

/// As fast as an entry may play, in percent.
const SPEEDS: std::ops::RangeInclusive<i16> = 10..=400;

impl Director {
    /// Makes a playlist, or replaces one.
    pub(in crate::director) fn set_playlist(&mut self, asked: &Playlist, changes: &mut Changes) -> Result<(), Refusal> {
        let entries = asked.entries.iter().map(|entry| self.entry(entry)).collect::<Result<Vec<_>, _>>()?;
        if entries.len() > MOST_ENTRIES {
            return Err(Refusal::new(RefusalCode::ListFull, format!("A playlist has {MOST_ENTRIES} clips at most.")));
        }
        let at = if asked.id == 0 { None } else { Some(self.playlist_at(asked.id)?) };
        if at.is_none() && self.library.playlists.len() >= MOST_PLAYLISTS {
            return Err(Refusal::new(RefusalCode::ListFull, format!("There may be {MOST_PLAYLISTS} playlists.")));
        }
        let id = if at.is_some() { asked.id } else { self.library.last_playlist + 1 };
        let name = named(&asked.name, NAME_CHARS).unwrap_or_else(|| format!("Playlist {id}"));
        let playlist = KeptPlaylist { id, name, entries, loops: asked.loops };
        match at {
            Some(at) if self.library.playlists[at] == playlist => return Ok(()),
            Some(at) => self.library.playlists[at] = playlist,
            None => {
                self.library.last_playlist = id;
                self.library.playlists.push(playlist);
            }
        }
        changes.keep_library = true;
        Ok(())
    }

    pub(in crate::director) fn remove_playlist(&mut self, id: u32, changes: &mut Changes) -> Result<(), Refusal> {
        let at = self.playlist_at(id)?;
        self.library.playlists.remove(at);
        changes.keep_library = true;
        Ok(())
    }

    /// A clip is gone: who plays a playlist that has it goes on with the entry that would have been next.
    pub(super) fn take_off_playlists(&mut self, clip: u32, changes: &mut Changes) {
        let told = self.players.states(0);
        for playlist in &mut self.library.playlists {
            let is_gone = |entry: &KeptEntry| entry.clip == clip;
            for playing in self.players.playing_mut(playlist.id) {
                let before = |end: usize| playlist.entries.iter().take(end).filter(|entry| is_gone(entry)).count();
                (playing.entry, playing.next) =
                    (playing.entry - before(playing.entry), playing.next - before(playing.next));
            }
            playlist.entries.retain(|entry| !is_gone(entry));
        }
        let moved = self.players.states(0).into_iter().filter(|player| !told.contains(player));
        changes.events.extend(moved.map(|player| Event::Player { player }));
    }

    fn entry(&self, entry: &PlaylistEntry) -> Result<KeptEntry, Refusal> {
        self.told_clip(entry.clip)?;
        if !SPEEDS.contains(&entry.speed) {
            let message = format!("A clip plays at {} to {} %.", SPEEDS.start(), SPEEDS.end());
            return Err(Refusal::new(RefusalCode::OutOfRange, message));
        }
        if let Some(camera) = entry.camera {
            self.known(camera)?;
        }
        let camera = entry.camera.and_then(|camera| self.roster.past_of(camera).cloned());
        Ok(KeptEntry { clip: entry.clip, camera, speed: entry.speed })
    }

    fn playlist_at(&self, id: u32) -> Result<usize, Refusal> {
        let unknown = |_| Refusal::new(RefusalCode::UnknownPlaylist, format!("There is no playlist {id}."));
        self.library.playlists.binary_search_by_key(&id, |playlist| playlist.id).map_err(unknown)
    }
}
