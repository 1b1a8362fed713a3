use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    ArchiveState, Camera, CameraNumber, CameraState, Clip, Event, Fallback, FinishedShow, Hold, Join, Link, Mark,
    Millis, Numbered, OnAir, PlayerState, Playlist, Playout, ProgramSound, Recording, Replay, ReplayBus, Settings,
    SoundSource, Source, Talk,
};

/// The whole state, as every client sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Snapshot {
    /// The number of the last event that is in it.
    #[ts(type = "number")]
    pub seq: u64,
    /// The session clock when it was taken: a client finds its own clock's offset with it.
    #[ts(type = "number")]
    pub now: Millis,
    /// What the wall clock says at the session clock's zero, in milliseconds since 1970-01-01 UTC: what a moment is called.
    #[ts(type = "number")]
    pub wall: Millis,
    /// The roster, by number.
    pub cameras: Vec<Camera>,
    /// The camera that program shows when it is live, no replay plays and the director doesn't hold.
    pub selected: Option<CameraNumber>,
    /// What was on program, oldest first; the last one is on now. Never empty; reaches back
    /// [`Settings::history_length`].
    pub history: Vec<OnAir>,
    /// The replay on program, if one plays.
    pub replay: Option<Replay>,
    /// The replays that are on program or cued, by id.
    pub players: Vec<PlayerState>,
    /// The marks, by id.
    pub marks: Vec<Mark>,
    /// The clips, by id.
    pub clips: Vec<Clip>,
    /// The playlists, by id.
    pub playlists: Vec<Playlist>,
    /// What is kept of the past.
    pub archive: ArchiveState,
    /// The hold slate.
    pub hold: Hold,
    /// Where program goes by itself when the camera on it is lost or frozen.
    pub fallback: Fallback,
    /// The recording, from the press of the key until its files are complete.
    pub recording: Option<Recording>,
    /// The last show that was recorded since the engine started.
    pub last_show: Option<FinishedShow>,
    /// The sound of program.
    pub sound: ProgramSound,
    /// Who speaks to the phones, and to which; none while nobody does.
    pub talk: Option<Talk>,
    /// How far behind whoever watches may be; how far they are says each camera's [`Camera::playout_delay`].
    pub playout: Playout,
    /// The links to other servers, by id.
    pub links: Vec<Link>,
    /// The way in for phones.
    pub join: Join,
    /// The settings.
    pub settings: Settings,
}

impl Snapshot {
    /// What is on program.
    #[must_use]
    pub fn on_air(&self) -> &OnAir {
        self.history.last().expect("the history starts with the slate and never loses its last entry")
    }

    /// The camera with this number, if there is one.
    #[must_use]
    pub fn camera(&self, number: CameraNumber) -> Option<&Camera> {
        self.cameras.iter().find(|camera| camera.number == number)
    }

    /// The camera that the audience hears live; none when that is silence: program is muted, its sound's camera is not
    /// live, or nothing was chosen.
    ///
    /// What follows the picture follows the selected camera. Once a replay rolls there is that one's own sound, at 100 %, and
    /// silence otherwise, and while a playlist's next entry is waited for; under the hold slate it is silent. A camera that is heard whatever the picture is, the one at the
    /// mixer say, goes on.
    #[must_use]
    pub fn heard(&self) -> Option<CameraNumber> {
        let goes_on = self.players.iter().any(|player| player.on == ReplayBus::Program && player.playing.is_some());
        let rolls = goes_on || self.replay.as_ref().is_some_and(|replay| replay.rolling.is_some());
        let camera = self.sound.camera(self.selected, self.hold.on || rolls)?;
        self.camera(camera).is_some_and(|camera| camera.state == CameraState::Live).then_some(camera)
    }

    /// Takes in the next event.
    ///
    /// Returns false, and changes nothing, when the event is not the next one: the client asks for a new snapshot.
    /// `now` stays as it was: it belongs to the moment the snapshot was taken.
    pub fn apply(&mut self, numbered: Numbered) -> bool {
        if numbered.seq != self.seq + 1 {
            return false;
        }
        self.seq = numbered.seq;
        match numbered.event {
            Event::Camera { camera } => put(&mut self.cameras, camera, |camera| camera.number),
            Event::CameraRemoved { camera } => self.cameras.retain(|c| c.number != camera),
            Event::Renumbered { camera, to } => self.renumber(camera, to),
            Event::Selected { camera } => self.selected = camera,
            Event::OnAir { on_air } => push_on_air(&mut self.history, on_air, self.settings.history_length),
            Event::ReplayStarted { replay } => self.replay = Some(replay),
            Event::ReplayRolling { at, .. } => {
                if let Some(replay) = &mut self.replay {
                    replay.rolling = Some(at);
                }
            }
            Event::ReplayEnded { .. } => self.replay = None,
            Event::Player { player } => put(&mut self.players, player, |player| player.id),
            Event::PlayerGone { id } => self.players.retain(|player| player.id != id),
            Event::Mark { mark } => put(&mut self.marks, mark, |mark| mark.id),
            Event::MarkRemoved { mark } => self.marks.retain(|known| known.id != mark),
            Event::Clip { clip } => put(&mut self.clips, clip, |clip| clip.id),
            Event::ClipRemoved { clip } => self.clips.retain(|known| known.id != clip),
            Event::Playlist { playlist } => put(&mut self.playlists, playlist, |playlist| playlist.id),
            Event::PlaylistRemoved { playlist } => self.playlists.retain(|known| known.id != playlist),
            Event::Archive { archive } => self.archive = archive,
            Event::Hold { hold } => self.hold = hold,
            Event::Fallback { fallback } => self.fallback = fallback,
            Event::Recording { recording } => self.recording = recording,
            Event::ShowFinished { show } => self.last_show = Some(show),
            Event::Sound { sound } => self.sound = sound,
            Event::Talk { talk } => self.talk = talk,
            Event::Playout { playout } => self.playout = playout,
            Event::Link { link } => put(&mut self.links, link, |link| link.id),
            Event::LinkRemoved { link } => self.links.retain(|known| known.id != link),
            Event::Join { join } => self.join = join,
            Event::Settings { settings } => self.settings = settings,
        }
        true
    }

    /// Says one number for the other, wherever there is one.
    fn renumber(&mut self, camera: CameraNumber, to: CameraNumber) {
        let swap = |number: &mut CameraNumber| *number = number.swapped(camera, to);
        self.cameras.iter_mut().for_each(|camera| swap(&mut camera.number));
        self.cameras.sort_by_key(|camera| camera.number);
        self.selected.iter_mut().for_each(swap);
        self.history.iter_mut().filter_map(|entry| entry.source.camera_mut()).for_each(swap);
        self.replay.iter_mut().flat_map(|replay| &mut replay.segments).for_each(|segment| swap(&mut segment.camera));
        if let SoundSource::Camera { camera } = &mut self.sound.source {
            swap(camera);
        }
        self.talk.iter_mut().filter_map(|talk| talk.camera.as_mut()).for_each(swap);
        self.players.iter_mut().for_each(|player| player.cameras_mut().for_each(swap));
        self.clips.iter_mut().for_each(|clip| clip.cameras_mut().for_each(swap));
        self.fallback.renumber(camera, to);
        let entries = self.playlists.iter_mut().flat_map(|playlist| &mut playlist.entries);
        entries.filter_map(|entry| entry.camera.as_mut()).for_each(swap);
    }
}

/// Replaces what has the same key, or puts it in its place in the order.
fn put<T, K: Ord>(list: &mut Vec<T>, value: T, key: impl Fn(&T) -> K) {
    match list.binary_search_by_key(&key(&value), &key) {
        Ok(at) => list[at] = value,
        Err(at) => list.insert(at, value),
    }
}

/// Appends to a program history and drops what ended more than `length` before the new entry.
pub(crate) fn push_on_air(history: &mut Vec<OnAir>, on_air: OnAir, length: Millis) {
    let horizon = on_air.since.saturating_sub(length);
    // The first entry that is still on at the horizon, or the last one there is.
    let keep = history.partition_point(|entry| entry.since <= horizon).saturating_sub(1);
    history.drain(..keep);
    history.push(on_air);
}

impl Default for OnAir {
    /// The slate, from the start.
    fn default() -> Self {
        Self { source: Source::Slate, since: 0 }
    }
}
