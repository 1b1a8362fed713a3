use crate::protocol::{CameraNumber, Millis, OnAir, Replay, Segment, Source, push_on_air};

use super::replay;

/// What the director chose, and what was on program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Switcher {
    selected: Option<CameraNumber>,
    /// Never empty; the last one is on air.
    history: Vec<OnAir>,
    /// Every replay that the history names, and the one that plays.
    replays: Vec<Replay>,
    /// The replay that plays.
    playing: Option<u32>,
    /// The last replay's id.
    last_id: u32,
}

impl Switcher {
    pub(super) fn new() -> Self {
        Self { selected: None, history: vec![OnAir::default()], replays: Vec::new(), playing: None, last_id: 0 }
    }

    pub(super) fn selected(&self) -> Option<CameraNumber> {
        self.selected
    }

    pub(super) fn history(&self) -> &[OnAir] {
        &self.history
    }

    pub(super) fn on_air(&self) -> &OnAir {
        self.history.last().expect("the history starts with the slate and never loses its last entry")
    }

    /// The replay that plays.
    pub(super) fn replay(&self) -> Option<&Replay> {
        self.replays.iter().find(|replay| Some(replay.id) == self.playing)
    }

    /// Chooses the camera to show when no replay plays. Returns whether it is another one than before.
    pub(super) fn select(&mut self, camera: Option<CameraNumber>) -> bool {
        let changed = self.selected != camera;
        self.selected = camera;
        changed
    }

    /// What a replay asked for at `now` is to play: the one that plays, again, or what program showed in the last
    /// `length` milliseconds.
    pub(super) fn to_replay(&self, now: Millis, length: Millis) -> Vec<Segment> {
        match self.replay() {
            Some(replay) => replay.segments.clone(),
            None => replay::shown(&self.history, &self.replays, now.saturating_sub(length), now),
        }
    }

    /// Lets a replay play, in place of the one that plays.
    pub(super) fn start_replay(&mut self, now: Millis, segments: Vec<Segment>) -> Replay {
        self.last_id += 1;
        self.playing = Some(self.last_id);
        let duration = replay::duration(&segments);
        let replay = Replay { id: self.last_id, segments, started: now, rolling: None, duration };
        self.replays.push(replay.clone());
        replay
    }

    /// The first picture of a replay was shown at this time. Returns whether that is news of the one that plays.
    pub(super) fn rolls(&mut self, id: u32, at: Millis) -> bool {
        let playing = self.playing;
        let waits = |replay: &&mut Replay| playing == Some(id) && replay.id == id && replay.rolling.is_none();
        let Some(replay) = self.replays.iter_mut().find(waits) else { return false };
        replay.rolling = Some(at);
        true
    }

    /// Says one number for the other: these cameras have changed places.
    pub(super) fn renumber(&mut self, one: CameraNumber, other: CameraNumber) {
        let swap = |number: &mut CameraNumber| *number = number.swapped(one, other);
        self.selected.iter_mut().for_each(swap);
        self.history.iter_mut().filter_map(|entry| entry.source.camera_mut()).for_each(swap);
        self.replays.iter_mut().flat_map(|replay| &mut replay.segments).for_each(|segment| swap(&mut segment.camera));
    }

    /// Ends the replay that plays and returns its id.
    pub(super) fn end_replay(&mut self) -> Option<u32> {
        self.playing.take()
    }

    /// Puts on air what follows from the choices, from whether the director holds and from who is live. Returns it if it is another source than before.
    pub(super) fn settle(
        &mut self,
        now: Millis,
        history_length: Millis,
        holds: bool,
        is_live: impl Fn(CameraNumber) -> bool,
    ) -> Option<&OnAir> {
        let source = match (self.playing, self.selected) {
            (Some(id), _) => Source::Replay { id },
            (None, _) if holds => Source::Hold,
            (None, Some(camera)) if is_live(camera) => Source::Camera { camera },
            (None, Some(_) | None) => Source::Slate,
        };
        if source == self.on_air().source {
            return None;
        }
        push_on_air(&mut self.history, OnAir { source, since: now }, history_length);
        let history = &self.history;
        self.replays.retain(|replay| history.iter().any(|entry| entry.source == Source::Replay { id: replay.id }));
        Some(self.on_air())
    }
}
