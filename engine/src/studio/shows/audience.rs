use std::time::Duration;

use crate::{
    protocol::{Camera, CameraNumber, Event, Millis, Replay, Segment, Source},
    record::{PictureOnAir, SoundOnAir},
};

/// What the audience sees and hears, as the cut list has it: from the moment when it does.
pub(super) struct AudienceLog {
    sees: PictureOnAir,
    /// The replay that was started last, until it rolls.
    replay: Option<Replay>,
    hears: SoundOnAir,
}

impl Default for AudienceLog {
    fn default() -> Self {
        Self { sees: PictureOnAir::live(Source::Slate), replay: None, hears: SoundOnAir::default() }
    }
}

impl AudienceLog {
    pub fn sees(&self) -> &PictureOnAir {
        &self.sees
    }

    pub fn hears(&self) -> SoundOnAir {
        self.hears
    }

    /// Notes what goes on and off air, and says since when it sees something else, if it does. A replay is on from the
    /// moment when it rolls: until then the audience sees what was on before.
    pub fn note(&mut self, event: &Event) -> Option<Millis> {
        match event {
            Event::ReplayStarted { replay } => {
                self.replay = Some(replay.clone());
                None
            }
            Event::ReplayRolling { id, at } => {
                let replay = self.replay.take().filter(|replay| replay.id == *id);
                let segments = replay.map(|replay| replay.segments).unwrap_or_default();
                self.see(*at, Source::Replay { id: *id }, segments)
            }
            Event::OnAir { on_air } => match on_air.source {
                Source::Replay { .. } => None,
                source @ (Source::Slate | Source::Hold | Source::Camera { .. }) => {
                    self.see(on_air.since, source, Vec::new())
                }
            },
            Event::Player { .. }
            | Event::PlayerGone { .. }
            | Event::Mark { .. }
            | Event::MarkRemoved { .. }
            | Event::Clip { .. }
            | Event::ClipRemoved { .. }
            | Event::Playlist { .. }
            | Event::PlaylistRemoved { .. }
            | Event::Archive { .. }
            | Event::Camera { .. }
            | Event::CameraRemoved { .. }
            | Event::Renumbered { .. }
            | Event::Selected { .. }
            | Event::ReplayEnded { .. }
            | Event::Hold { .. }
            | Event::Recording { .. }
            | Event::ShowFinished { .. }
            | Event::Sound { .. }
            | Event::Playout { .. }
            | Event::Link { .. }
            | Event::LinkRemoved { .. }
            | Event::Join { .. }
            | Event::Settings { .. } => None,
        }
    }

    fn see(&mut self, at: Millis, source: Source, segments: Vec<Segment>) -> Option<Millis> {
        if self.sees.source == source {
            return None;
        }
        self.sees = PictureOnAir { source, segments, speed: 100 };
        Some(at)
    }

    /// Notes who is heard, and says whether that is news.
    pub fn note_heard(&mut self, camera: Option<&Camera>) -> bool {
        let delay = camera.map_or(0, |camera| camera.sound.delay);
        let hears = SoundOnAir { camera: camera.map(|camera| camera.number), delay: Duration::from_millis(delay) };
        std::mem::replace(&mut self.hears, hears) != hears
    }

    /// These two have changed places.
    pub fn renumber(&mut self, camera: CameraNumber, to: CameraNumber) {
        let swap = |number: &mut CameraNumber| *number = number.swapped(camera, to);
        let replayed = self.replay.iter_mut().flat_map(|replay| &mut replay.segments);
        self.sees.segments.iter_mut().chain(replayed).for_each(|segment| swap(&mut segment.camera));
        self.sees.source.camera_mut().into_iter().chain(&mut self.hears.camera).for_each(swap);
    }
}
