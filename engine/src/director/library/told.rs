//! The library as everyone is told of it: with the numbers that the cameras have.

use super::kept::{KeptClip, KeptEntry, KeptPlaylist, KeptStretch, Library};
use crate::director::roster::Roster;
use crate::protocol::{CameraId, CameraNumber, Clip, Playlist, PlaylistEntry, Segment};

/// What everyone knows of the clips and playlists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::director) struct ToldLists {
    /// By id.
    pub clips: Vec<Clip>,
    /// By id.
    pub playlists: Vec<Playlist>,
    /// The numbers that they are told with.
    pub numbers: Vec<(CameraNumber, CameraId)>,
}

impl ToldLists {
    pub fn new(library: &Library, roster: &Roster) -> Self {
        let numbers = roster.pasts();
        let number = |id: &CameraId| numbers.iter().find(|(_, known)| known == id).map(|(number, _)| *number);
        let clip = |clip: &KeptClip| told_clip(clip, number);
        let playlist = |playlist: &KeptPlaylist| told_playlist(playlist, number);
        let clips = library.clips.iter().map(clip).collect();
        let playlists = library.playlists.iter().map(playlist).collect();
        Self { clips, playlists, numbers }
    }

    /// Says one number for the other. Everyone knows that these two have changed places.
    pub fn renumber(&mut self, one: CameraNumber, other: CameraNumber) {
        let clips = self.clips.iter_mut().flat_map(Clip::cameras_mut);
        let entries = self.playlists.iter_mut().flat_map(|playlist| &mut playlist.entries);
        let all = clips.chain(entries.filter_map(|entry| entry.camera.as_mut()));
        all.for_each(|camera| *camera = camera.swapped(one, other));
    }
}

fn told_clip(clip: &KeptClip, number: impl Fn(&CameraId) -> Option<CameraNumber>) -> Clip {
    let cut = |cut: &KeptStretch| Some(Segment { camera: number(&cut.camera)?, from: cut.from, to: cut.to });
    Clip {
        id: clip.id,
        name: clip.name.clone(),
        from: clip.from,
        to: clip.to,
        camera: clip.camera.as_ref().and_then(&number),
        cuts: clip.cuts.iter().filter_map(cut).collect(),
        tags: clip.tags.clone(),
        stars: clip.stars,
    }
}

fn told_playlist(playlist: &KeptPlaylist, number: impl Fn(&CameraId) -> Option<CameraNumber>) -> Playlist {
    let entry = |entry: &KeptEntry| PlaylistEntry {
        clip: entry.clip,
        camera: entry.camera.as_ref().and_then(&number),
        speed: entry.speed,
    };
    let entries = playlist.entries.iter().map(entry).collect();
    Playlist { id: playlist.id, name: playlist.name.clone(), entries, loops: playlist.loops }
}
