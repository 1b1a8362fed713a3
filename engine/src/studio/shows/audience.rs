use std::time::Duration;

use crate::{
    protocol::{Camera, CameraNumber, Event, Millis, PlayerState, Replay, Segment, Source},
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
    /// moment when it rolls: until then the audience sees what was on before. What changes in it then is something else.
    pub fn note(&mut self, event: &Event) -> Option<Millis> {
        match event {
            Event::ReplayStarted { replay } => {
                self.replay = Some(replay.clone());
                None
            }
            Event::ReplayRolling { id, at } => {
                let replay = self.replay.take().filter(|replay| replay.id == *id);
                let segments = replay.map(|replay| replay.segments).unwrap_or_default();
                self.see(*at, PictureOnAir { source: Source::Replay { id: *id }, segments, speed: 100 })
            }
            Event::OnAir { on_air } => match on_air.source {
                Source::Replay { .. } => None,
                source @ (Source::Slate | Source::Hold | Source::Camera { .. }) => {
                    self.see(on_air.since, PictureOnAir::live(source))
                }
            },
            // On program: what is cued has a number of its own.
            Event::Player { player } if self.sees.source == (Source::Replay { id: player.id }) => {
                self.see(player.since, replayed(player))
            }
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
            | Event::Talk { .. }
            | Event::Playout { .. }
            | Event::Fallback { .. }
            | Event::Link { .. }
            | Event::LinkRemoved { .. }
            | Event::Join { .. }
            | Event::Settings { .. } => None,
        }
    }

    fn see(&mut self, at: Millis, picture: PictureOnAir) -> Option<Millis> {
        if self.sees == picture {
            return None;
        }
        self.sees = picture;
        Some(at)
    }

    /// Notes who is heard, or whether the replay is, and says whether that is news.
    pub fn note_heard(&mut self, camera: Option<&Camera>, replay: bool) -> bool {
        let delay = camera.map_or(0, |camera| camera.sound.delay);
        let hears =
            SoundOnAir { camera: camera.map(|camera| camera.number), delay: Duration::from_millis(delay), replay };
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

/// What of a replay the audience sees from now on: from where it is to its end, or where it stands.
fn replayed(player: &PlayerState) -> PictureOnAir {
    let &PlayerState { id, at, speed, .. } = player;
    let mut segments: Vec<Segment> = player.segments.iter().skip(player.segment as usize).copied().collect();
    if let Some(first) = segments.first_mut() {
        first.from = at;
    }
    if speed <= 0 {
        segments.truncate(1);
    }
    PictureOnAir { source: Source::Replay { id }, segments, speed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{OnAir, ReplayBus};

    const REPLAY: Source = Source::Replay { id: 3 };

    fn segment(camera: u8, from: Millis, to: Millis) -> Segment {
        Segment { camera: CameraNumber(camera), from, to }
    }

    fn player(since: Millis, segment: u32, at: Millis, speed: i16) -> Event {
        let segments = vec![self::segment(1, 1_000, 3_000), self::segment(2, 3_000, 6_000)];
        let player = PlayerState {
            id: 3,
            on: ReplayBus::Program,
            desk: None,
            camera: None,
            segments,
            segment,
            at,
            since,
            from: 1_000,
            to: 6_000,
            speed,
            playing: None,
        };
        Event::Player { player }
    }

    fn started() -> Event {
        let segments = vec![segment(1, 1_000, 3_000), segment(2, 3_000, 6_000)];
        Event::ReplayStarted { replay: Replay { id: 3, segments, started: 9_000, rolling: None, duration: 5_000 } }
    }

    #[test]
    fn a_replay_is_noted_from_its_first_picture_on_and_whatever_changes_in_it() {
        let mut log = AudienceLog::default();
        let sees = |segments: Vec<Segment>, speed| PictureOnAir { source: REPLAY, segments, speed };
        let all = || vec![segment(1, 1_000, 3_000), segment(2, 3_000, 6_000)];
        let on_air = |source, since| Event::OnAir { on_air: OnAir { source, since } };
        for asked in [started(), player(9_000, 0, 1_000, 50), on_air(REPLAY, 9_000)] {
            assert_eq!(log.note(&asked), None, "it is asked for");
        }
        assert_eq!(log.note(&Event::ReplayRolling { id: 3, at: 9_050 }), Some(9_050));
        assert_eq!(*log.sees(), sees(all(), 100));
        assert_eq!(log.note(&player(9_050, 0, 1_000, 50)), Some(9_050));
        assert_eq!(*log.sees(), sees(all(), 50));
        assert_eq!(log.note(&player(9_050, 0, 1_000, 50)), None, "nothing changed");
        // It is in its second segment, and goes on as it happened; then it runs backwards.
        assert_eq!(log.note(&player(14_050, 1, 3_500, 100)), Some(14_050));
        assert_eq!(*log.sees(), sees(vec![segment(2, 3_500, 6_000)], 100));
        assert_eq!(log.note(&player(15_050, 0, 2_500, -50)), Some(15_050));
        assert_eq!(*log.sees(), sees(vec![segment(1, 2_500, 3_000)], -50));
        let camera = Source::Camera { camera: CameraNumber(1) };
        assert_eq!(log.note(&on_air(camera, 16_000)), Some(16_000));
        assert_eq!(*log.sees(), PictureOnAir::live(camera));
        assert_eq!(log.note(&player(16_010, 0, 2_000, 100)), None, "it is over");
    }
}
