//! What everyone is told of the lists, and when the library is kept.

use super::told::ToldLists;
use crate::director::effect::{Changes, Effect};
use crate::director::state::Director;
use crate::protocol::Event;

impl Director {
    /// Tells everyone what they do not know of the clips and playlists yet, and has the library kept.
    pub(in crate::director) fn tell_lists(&mut self, changes: &mut Changes) {
        if changes.keep_library {
            changes.effects.push(Effect::KeepLibrary);
        }
        if !changes.keep_library && self.told.numbers == self.roster.pasts() {
            return;
        }
        let told = ToldLists::new(&self.library, &self.roster);
        let before = std::mem::replace(&mut self.told, told);
        let events = &mut changes.events;
        for clip in news(&before.clips, &self.told.clips) {
            events.push(Event::Clip { clip });
        }
        for playlist in news(&before.playlists, &self.told.playlists) {
            events.push(Event::Playlist { playlist });
        }
        let clips: Vec<_> = self.told.clips.iter().map(|clip| clip.id).collect();
        let gone = before.clips.iter().filter(|clip| clips.binary_search(&clip.id).is_err());
        events.extend(gone.map(|clip| Event::ClipRemoved { clip: clip.id }));
        let playlists: Vec<_> = self.told.playlists.iter().map(|playlist| playlist.id).collect();
        let gone = before.playlists.iter().filter(|playlist| playlists.binary_search(&playlist.id).is_err());
        events.extend(gone.map(|playlist| Event::PlaylistRemoved { playlist: playlist.id }));
    }
}

/// What is not among what was told.
fn news<T: Clone + PartialEq>(before: &[T], now: &[T]) -> Vec<T> {
    // A list is told anew in its order, so most are where they were.
    now.iter()
        .enumerate()
        .filter(|(at, one)| before.get(*at) != Some(one) && !before.contains(one))
        .map(|(_, one)| one.clone())
        .collect()
}
