//! A show that is being recorded, for a test.

use std::{cell::RefCell, path::PathBuf, time::Duration};

use regie::{
    SessionClock,
    director::{Director, Effect, Input, Limits, Memory, RecordingNews},
    feed::Begin,
    protocol::{CameraNumber, Command, Join, RecordingProblemCode, Source},
    record::{Fault, Finished, PictureOnAir, Setup, Show, SoundOnAir, Status},
};

use crate::camera::Camera;

/// How long anything that is to come is waited for.
const SOON: Duration = Duration::from_secs(30);

pub struct Stage {
    pub shows: PathBuf,
    pub show: Show,
    clock: SessionClock,
    /// Decides about the disk, as it does in the régie.
    director: RefCell<Director>,
    _dir: Option<tempfile::TempDir>,
}

impl Stage {
    /// Starts to record these cameras in a folder of its own; the first one is on program.
    pub fn start(clock: SessionClock, cameras: &[&Camera]) -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let mut stage = Self::start_in(dir.path().join("shows"), clock, cameras);
        stage._dir = Some(dir);
        stage
    }

    /// Starts to record in this folder.
    pub fn start_in(shows: PathBuf, clock: SessionClock, cameras: &[&Camera]) -> Self {
        let first = cameras.first();
        let source =
            first.map_or(Source::Slate, |camera| Source::Camera { camera: CameraNumber(camera.person.number) });
        let show = Show::start(Setup {
            shows: shows.clone(),
            clock,
            program: first.map(|camera| camera.feed.follower(Begin::Live(clock.now()))),
            cameras: cameras
                .iter()
                .map(|camera| (camera.person.clone(), camera.feed.follower(Begin::Live(clock.now()))))
                .collect(),
            on_air: PictureOnAir::live(source),
            heard: SoundOnAir {
                camera: first.map(|camera| CameraNumber(camera.person.number)),
                delay: Duration::ZERO,
                replay: false,
            },
        })
        .expect("a thread");
        let mut director = Director::new(Limits::default(), Memory::default(), Join::default(), "test".to_owned());
        for input in [
            Input::Command { by: None, command: Command::StartRecording },
            Input::Recording(RecordingNews::Started { show: "show".to_owned() }),
        ] {
            director.handle(0, input).expect("nothing is recorded yet");
        }
        Self { shows, show, clock, director: RefCell::new(director), _dir: None }
    }

    /// Waits until the show is as said. The director hears how it is meanwhile.
    pub async fn until(&self, mut is: impl FnMut(&Status) -> bool) -> Status {
        let mut news = self.show.state();
        let found = async {
            loop {
                let state = news.borrow_and_update().clone();
                self.decide(&state);
                if is(&state) {
                    return state;
                }
                news.changed().await.expect("it has a state");
            }
        };
        let found = tokio::time::timeout(SOON, found).await;
        found.unwrap_or_else(|_| panic!("it is still {:?}", self.show.state().borrow()))
    }

    fn decide(&self, state: &Status) {
        let minutes_left = state.disk.and_then(|disk| disk.minutes_left);
        for input in [Input::Recording(RecordingNews::Disk { minutes_left }), Input::TimePassed] {
            let outcome = self.director.borrow_mut().handle(self.clock.now().as_millis(), input);
            for effect in outcome.expect("it is no command").effects {
                assert_eq!(effect, Effect::EndIsos, "nothing else follows from a disk");
                self.show.end_isos();
            }
        }
    }

    /// What the director makes of the disk.
    pub fn problem(&self) -> Option<RecordingProblemCode> {
        let recording = self.director.borrow().snapshot(0).recording.expect("it was started");
        recording.problem.map(|problem| problem.code)
    }

    /// Waits until it is another way than it is now.
    pub async fn news(&self) {
        let before = self.show.state().borrow().clone();
        self.until(|state| *state != before).await;
    }

    /// Waits for its folder.
    pub async fn folder(&self) -> PathBuf {
        self.until(|state| state.folder.is_some()).await.folder.expect("just seen")
    }

    /// Presses the key again, and waits until everything is written.
    pub async fn stop(&mut self) -> Result<Finished, Fault> {
        self.show.stop();
        self.until(|state| state.finished.is_some()).await.finished.expect("just seen")
    }
}
