use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use regie::{
    Config, Engine, Port,
    monitor::Session,
    protocol::{CameraNumber, CameraState, FeedId, MonitorRequest},
};
use tokio::task::JoinHandle;

use crate::camera::Camera;

/// The longest that a picture may stand still while the house is under attack. Undisturbed it is a tenth of that; the
/// rest is for a test machine whose two cores attack and defend at once, without optimisation.
const STANDSTILL: Duration = Duration::from_millis(1500);
/// How long anything that is to come is waited for.
pub const SOON: Duration = Duration::from_secs(20);

/// A running engine with one camera, and a desk that watches it.
pub struct Show {
    pub engine: Engine,
    pub camera: Camera,
    seen: Arc<Mutex<Seen>>,
    desk: JoinHandle<()>,
    _data: tempfile::TempDir,
}

#[derive(Debug)]
struct Seen {
    frames: u64,
    last: Instant,
    longest: Duration,
}

impl Show {
    /// Starts one and waits for its first picture.
    pub async fn start() -> Self {
        let (engine, data) = engine(4).await;
        let camera = Camera::publish(&engine, "the-show").await;
        let seen = Arc::new(Mutex::new(Seen { frames: 0, last: Instant::now(), longest: Duration::ZERO }));
        let mut session = Session::new(engine.studio().wall());
        session.request(MonitorRequest::Watch { feeds: vec![FeedId(1)] });
        let counted = Arc::clone(&seen);
        let desk = tokio::spawn(async move {
            while let Some(message) = session.next().await {
                // Kind 2 is a frame.
                if message[0] == 2 {
                    let mut seen = counted.lock().expect("whole");
                    let now = Instant::now();
                    if seen.frames > 0 {
                        seen.longest = seen.longest.max(now - seen.last);
                    }
                    seen.frames += 1;
                    seen.last = now;
                }
            }
        });
        let show = Self { engine, camera, seen, desk, _data: data };
        show.goes_on(10).await;
        show.seen.lock().expect("whole").longest = Duration::ZERO;
        show
    }

    /// Waits until `frames` more were seen.
    async fn goes_on(&self, frames: u64) {
        let wanted = self.frames() + frames;
        let seen = async {
            while self.frames() < wanted {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(SOON, seen).await.unwrap_or_else(|_| panic!("the show stands still: {:?}", self.seen));
    }

    fn frames(&self) -> u64 {
        self.seen.lock().expect("whole").frames
    }

    /// The show went on all the time, still does, and ends.
    pub async fn was_untouched(self) {
        self.goes_on(10).await;
        let longest = self.seen.lock().expect("whole").longest;
        assert!(longest < STANDSTILL, "the picture stood still for {longest:?}");
        self.camera.stop().await;
        self.engine.shutdown().await;
        tokio::time::timeout(SOON, self.desk).await.expect("the desk ends with its engine").expect("it did not panic");
    }
}

/// An engine on free ports of the loopback address.
pub async fn engine(camera_limit: u8) -> (Engine, tempfile::TempDir) {
    let data = tempfile::tempdir().expect("a temporary directory");
    let any = Port::Exactly(0);
    let config = Config {
        data_dir: data.path().to_owned(),
        shows_dir: data.path().join("shows"),
        https_port: any,
        http_port: any,
        desk_port: any,
        media_port: any,
        bind: Some(std::net::Ipv4Addr::LOCALHOST.into()),
        camera_limit,
        viewer_limit: 50,
        ready_file: None,
    };
    (Engine::start(config).await.expect("it starts"), data)
}

/// Waits until the camera with this number is in this state.
pub async fn becomes(engine: &Engine, number: u8, state: CameraState) {
    let studio = engine.studio();
    let reached = async {
        loop {
            let snapshot = studio.snapshot().await.expect("a studio");
            if snapshot.cameras.iter().any(|camera| camera.number == CameraNumber(number) && camera.state == state) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, reached).await.unwrap_or_else(|_| panic!("camera {number} does not become {state:?}"));
}
