use serde::{Deserialize, Serialize};

use crate::protocol::{CameraId, Mark, Millis};

/// The marks, clips and playlists, as they are kept over restarts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Library {
    /// By id.
    pub marks: Vec<Mark>,
    /// The last mark's id.
    pub last_mark: u32,
    /// By id.
    pub clips: Vec<KeptClip>,
    /// The last clip's id.
    pub last_clip: u32,
    /// By id.
    pub playlists: Vec<KeptPlaylist>,
    /// The last playlist's id.
    pub last_playlist: u32,
}

/// A [`Clip`](crate::protocol::Clip), with its cameras by who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptClip {
    /// [`Clip::id`](crate::protocol::Clip::id).
    pub id: u32,
    /// What it is called.
    pub name: String,
    /// First moment shown.
    pub from: Millis,
    /// First moment no longer shown.
    pub to: Millis,
    /// The angle.
    pub camera: Option<CameraId>,
    /// What of program's own cuts is in it.
    pub cuts: Vec<KeptStretch>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// 0 to 5.
    pub stars: u8,
}

/// A [`Segment`](crate::protocol::Segment) of a camera, by who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptStretch {
    /// Whose.
    pub camera: CameraId,
    /// First moment.
    pub from: Millis,
    /// First moment no longer.
    pub to: Millis,
}

/// A [`Playlist`](crate::protocol::Playlist), with its cameras by who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPlaylist {
    /// [`Playlist::id`](crate::protocol::Playlist::id).
    pub id: u32,
    /// What it is called.
    pub name: String,
    /// What it plays.
    pub entries: Vec<KeptEntry>,
    /// Whether it begins anew at its end.
    pub loops: bool,
}

/// A [`PlaylistEntry`](crate::protocol::PlaylistEntry), with its camera by who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptEntry {
    /// The clip's id.
    pub clip: u32,
    /// The angle.
    pub camera: Option<CameraId>,
    /// In percent.
    pub speed: i16,
}

impl Library {
    /// Lets nothing of this camera be in it any more: an angle that was its own is program's again. Returns whether
    /// something was.
    pub(in crate::director) fn forget(&mut self, gone: &CameraId) -> bool {
        let mut angles = 0;
        for clip in &mut self.clips {
            angles += usize::from(clip.camera.take_if(|camera| camera == gone).is_some());
            angles += clip.cuts.extract_if(.., |cut| cut.camera == *gone).count();
        }
        for entry in self.playlists.iter_mut().flat_map(|playlist| &mut playlist.entries) {
            angles += usize::from(entry.camera.take_if(|camera| camera == gone).is_some());
        }
        angles > 0
    }
}
