//! A show that is being recorded, for a test.

use std::{path::PathBuf, time::Duration};

use regie::{
    SessionClock,
    feed::Begin,
    protocol::{CameraNumber, Source},
    record::{Fault, Finished, Setup, Show, SoundOnAir, Status},
};

use crate::camera::Camera;

/// How long anything that is to come is waited for.
const SOON: Duration = Duration::from_secs(30);

pub struct Stage {
    pub shows: PathBuf,
    pub show: Show,
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
            on_air: (source, Vec::new()),
            heard: SoundOnAir { camera: first.map(|camera| CameraNumber(camera.person.number)), delay: Duration::ZERO },
        })
        .expect("a thread");
        Self { shows, show, _dir: None }
    }

    /// Waits until the show is as said.
    pub async fn until(&self, is: impl FnMut(&Status) -> bool) -> Status {
        let mut state = self.show.state();
        let found = tokio::time::timeout(SOON, state.wait_for(is)).await;
        found
            .unwrap_or_else(|_| panic!("it is still {:?}", self.show.state().borrow()))
            .expect("it has a state")
            .clone()
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
