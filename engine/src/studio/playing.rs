//! Replays, played as the director decides; what comes of one comes back as input.

use futures_util::FutureExt;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{mailbox::Message, tasks::Tasks};
use crate::{
    archive::Archive,
    clock::SessionClock,
    director::Input,
    media::SessionTime,
    protocol::{CameraId, CameraNumber, Replay, Segment},
    replay::{Footage, Handling, Moment, Outlet, Played, Player, Progress, Screens, Signal, Speed, play, step},
};

/// What a replay may be told before it has taken what it was told before: it takes all at once, so that is a desk that
/// drags while the machine stands still. Beyond it, what comes is not done.
const HANDLING: usize = 256;

/// Plays replays: one at a time.
pub(super) struct Playback {
    playing: Option<Playing>,
    archive: Archive,
    clock: SessionClock,
    out: Outlet,
    /// Where replays are looked at.
    screens: Screens,
    tasks: Tasks,
}

/// The replay that is being played.
struct Playing {
    id: u32,
    handling: mpsc::Sender<Handling>,
    cancel: CancellationToken,
}

impl Playback {
    pub fn new(archive: Archive, clock: SessionClock, out: Outlet, screens: Screens, tasks: Tasks) -> Self {
        Self { playing: None, archive, clock, out, screens, tasks }
    }

    /// Plays a replay of these cameras, so fast in percent. Returns what the director has to hear at once.
    pub fn start<'a>(
        &mut self,
        replay: &Replay,
        speed: i16,
        camera: impl Fn(CameraNumber) -> Option<&'a CameraId>,
    ) -> Option<Input> {
        let id = replay.id;
        let footage = footage(&replay.segments, camera);
        let player = Player::new(id, &self.archive, footage, Speed(speed));
        // What is in memory is known at once.
        let is_there = |player: &mut Player| player.has_pictures().now_or_never() != Some(false);
        let Some(player) = player.and_then(|mut player| is_there(&mut player).then_some(player)) else {
            return Some(Input::ReplayFailed { id });
        };
        let (cancel, (handling, handled)) = (self.tasks.token(), mpsc::channel(HANDLING));
        self.playing = Some(Playing { id, handling, cancel: cancel.clone() });
        let (clock, out, screens, studio) = (self.clock, self.out.clone(), self.screens.clone(), self.tasks.news());
        self.tasks.spawn_until(cancel, async move {
            let tell = |progress: Progress| {
                let input = match progress {
                    Progress::Rolls(at) => Input::ReplayRolling { id, at: at.as_millis() },
                    Progress::Stands(at) => Input::ReplayStands { id, at: at.as_millis() },
                };
                let studio = studio.clone();
                async move { studio.tell(Message::Input(input)).await }
            };
            let input = match play(player, clock, out, screens, handled, tell).await {
                Played::Finished => Input::ReplayFinished { id },
                Played::Nothing => Input::ReplayFailed { id },
            };
            Message::ReplayEnded { id, input }
        });
        None
    }

    /// Plays this replay so fast, in percent, if it is the one that plays.
    pub fn set_speed(&self, id: u32, speed: i16) {
        self.handle(id, Handling::Speed(Speed(speed)));
    }

    /// Lets it go on at a moment, in the milliseconds of the session clock, of one of these segments.
    pub fn turn<'a>(
        &self,
        id: u32,
        segments: &[Segment],
        (segment, at): (u32, u64),
        camera: impl Fn(CameraNumber) -> Option<&'a CameraId>,
    ) {
        let to = Moment { segment: segment as usize, at: SessionTime::from_millis(at) };
        self.handle(id, Handling::Turn(footage(segments, camera), to));
    }

    /// Finds out where a cue that is stepped at a moment stands then.
    pub fn step_cue(&self, id: u32, camera: Option<&CameraId>, at: u64, pictures: i32) {
        let Some(camera) = camera.cloned() else { return };
        let (archive, now) = (self.archive.clone(), self.clock.now());
        self.tasks.spawn_until(self.tasks.token(), async move {
            let stands = step(&archive, &camera, SessionTime::from_millis(at), pictures, now).await;
            Message::Input(Input::ReplayStands { id, at: stands.as_millis() })
        });
    }

    /// Lets it stand so many pictures on, or back.
    pub fn step(&self, id: u32, pictures: i32) {
        self.handle(id, Handling::Step(pictures));
    }

    /// Stops this replay, if it is the one that plays.
    pub fn stop(&mut self, id: u32) {
        if self.playing.as_ref().is_some_and(|playing| playing.id == id) {
            self.end();
        }
    }

    /// Stops what plays.
    pub fn end(&mut self) {
        if let Some(Playing { id, cancel, .. }) = self.playing.take() {
            cancel.cancel();
            self.out.send(Signal::Ended { replay: id });
        }
    }

    fn handle(&self, id: u32, handling: Handling) {
        let playing = self.playing.as_ref().filter(|playing| playing.id == id);
        if let Some(Err(error)) = playing.map(|playing| playing.handling.try_send(handling)) {
            tracing::debug!(%error, "a replay was told nothing");
        }
    }
}

/// What these segments are of.
fn footage<'a>(segments: &[Segment], camera: impl Fn(CameraNumber) -> Option<&'a CameraId>) -> Vec<Footage> {
    let footage = |segment: &Segment| {
        let (from, to) = (SessionTime::from_millis(segment.from), SessionTime::from_millis(segment.to));
        Footage { camera: camera(segment.camera).cloned(), from, to }
    };
    segments.iter().map(footage).collect()
}
