use crate::protocol::{CameraNumber, Millis, OnAir, Replay, Source, push_on_air};

use super::replay::Aired;

/// What the director chose, and what was on program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Switcher {
    selected: Option<CameraNumber>,
    /// Never empty; the last one is on air.
    history: Vec<OnAir>,
    /// The replay that is on.
    replay: Option<Replay>,
    /// What the audience was shown, for longer than the history.
    aired: Aired,
}

impl Switcher {
    pub(super) fn new() -> Self {
        Self { selected: None, history: vec![OnAir::default()], replay: None, aired: Aired::default() }
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

    /// The replay that is on.
    pub(super) fn replay(&self) -> Option<&Replay> {
        self.replay.as_ref()
    }

    /// Chooses the camera to show when no replay plays. Returns whether it is another one than before.
    pub(super) fn select(&mut self, camera: Option<CameraNumber>) -> bool {
        let changed = self.selected != camera;
        self.selected = camera;
        changed
    }

    /// What the audience was shown.
    pub(super) fn aired(&self) -> &Aired {
        &self.aired
    }

    pub(super) fn aired_mut(&mut self) -> &mut Aired {
        &mut self.aired
    }

    /// Lets a replay be on, in place of the one that is.
    pub(super) fn start_replay(&mut self, replay: Replay) {
        self.replay = Some(replay);
    }

    /// The first picture of the replay was shown at this time.
    pub(super) fn roll(&mut self, at: Millis) {
        if let Some(replay) = &mut self.replay {
            replay.rolling = Some(at);
        }
    }

    /// Says one number for the other: these cameras have changed places.
    pub(super) fn renumber(&mut self, one: CameraNumber, other: CameraNumber) {
        let swap = |number: &mut CameraNumber| *number = number.swapped(one, other);
        self.selected.iter_mut().for_each(swap);
        self.history.iter_mut().filter_map(|entry| entry.source.camera_mut()).for_each(swap);
        self.replay.iter_mut().flat_map(|replay| &mut replay.segments).for_each(|segment| swap(&mut segment.camera));
        self.aired.renumber(one, other);
    }

    /// A camera was removed: what it showed is not replayed.
    pub(super) fn forget(&mut self, gone: CameraNumber) {
        self.aired.forget(gone);
    }

    /// No replay is on any more.
    pub(super) fn end_replay(&mut self) {
        self.replay = None;
    }

    /// Puts on air what follows from the choices, from whether the director holds and from who is live. Returns it if it is another source than before.
    pub(super) fn settle(
        &mut self,
        now: Millis,
        history_length: Millis,
        holds: bool,
        is_live: impl Fn(CameraNumber) -> bool,
    ) -> Option<&OnAir> {
        let source = match (&self.replay, self.selected) {
            (Some(replay), _) => Source::Replay { id: replay.id },
            (None, _) if holds => Source::Hold,
            (None, Some(camera)) if is_live(camera) => Source::Camera { camera },
            (None, Some(_) | None) => Source::Slate,
        };
        if source == self.on_air().source {
            return None;
        }
        push_on_air(&mut self.history, OnAir { source, since: now }, history_length);
        match source {
            // Until its first picture, what was on before stays.
            Source::Replay { .. } => {}
            Source::Camera { camera } => self.aired.live(now, camera),
            Source::Slate | Source::Hold => self.aired.end(now),
        }
        Some(self.on_air())
    }
}
