//! A camera that changes in mid-stream: its size, its orientation, its codec.

use regie::{
    Engine,
    monitor::Session,
    protocol::{CameraNumber, Command, FeedId, MonitorRequest},
};

use crate::{
    camera::{Camera, Picture},
    show::{SOON, engine},
};

/// What a desk's decoders are told.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    /// A codec (1 H.264, 2 VP8), a width and a height.
    Config(u8, u16, u16),
    Keyframe,
    Delta,
    Reset,
}

fn told(message: &[u8]) -> Told {
    let short = |at: usize| u16::from_le_bytes([message[at], message[at + 1]]);
    match (message[0], message[3] & 1) {
        (1, _) => Told::Config(message[16], short(18), short(20)),
        (2, 1) => Told::Keyframe,
        (2, _) => Told::Delta,
        _ => Told::Reset,
    }
}

fn config(picture: Picture) -> Told {
    match picture {
        Picture::Avc720 => Told::Config(1, 1280, 720),
        Picture::Avc360 => Told::Config(1, 640, 360),
        Picture::Vp8(width, height) => Told::Config(2, width, height),
    }
}

/// A desk that watches the camera and checks that each change is told before its pictures, and with a keyframe.
struct Desk {
    session: Session,
    /// What its decoder was last told: a connection that is replaced may have it told once more.
    config: Option<Told>,
}

impl Desk {
    fn open(engine: &Engine) -> Self {
        let mut session = Session::new(engine.studio().wall());
        session.request(MonitorRequest::Watch { feeds: vec![FeedId(1)] });
        Self { session, config: None }
    }

    /// The next message about the live camera (source 0) or a replay (source 1).
    async fn next(&mut self, source: u8) -> Told {
        loop {
            let message = tokio::time::timeout(SOON, self.session.next()).await.expect("in time").expect("a studio");
            if message[1] == source {
                return told(&message);
            }
        }
    }

    /// Waits for this config; a keyframe follows it, and then pictures without a word.
    async fn sees(&mut self, source: u8, picture: Picture) {
        loop {
            match self.next(source).await {
                told if told == config(picture) => break,
                told if Some(&told) == self.config.as_ref() => {}
                Told::Config(codec, width, height) => panic!("codec {codec} of {width}x{height} is not {picture:?}"),
                Told::Keyframe | Told::Delta | Told::Reset => {}
            }
        }
        assert_eq!(self.next(source).await, Told::Keyframe, "{picture:?} starts with a keyframe");
        self.config = Some(config(picture));
    }

    async fn goes_on(&mut self) {
        for _ in 0..20 {
            let told = self.next(0).await;
            assert!(matches!(told, Told::Keyframe | Told::Delta), "{told:?}");
        }
    }
}

const TURNS: [Picture; 6] = [
    Picture::Vp8(360, 640),
    Picture::Vp8(1280, 720),
    Picture::Avc720,
    Picture::Avc360,
    Picture::Vp8(640, 360),
    Picture::Avc720,
];

#[tokio::test]
async fn sizes_and_codecs_change_in_one_session_and_a_replay_shows_each() {
    let (engine, _data) = engine(4).await;
    let camera = Camera::publish(&engine, "turning").await;
    let mut desk = Desk::open(&engine);
    desk.sees(0, Picture::Avc360).await;
    engine.studio().command(Command::Cut { camera: CameraNumber(1) }).await.expect("it is live");
    for picture in TURNS {
        camera.turn(picture);
        desk.sees(0, picture).await;
        desk.goes_on().await;
    }
    engine.studio().command(Command::replay()).await.expect("there is something to replay");
    // The replay begins somewhere in the first picture, and has every change after it.
    desk.sees(1, Picture::Avc360).await;
    for picture in TURNS {
        desk.sees(1, picture).await;
    }
    camera.stop().await;
    engine.shutdown().await;
}

#[tokio::test]
async fn a_camera_comes_back_with_another_codec_and_the_ring_keeps_both() {
    let (engine, _data) = engine(4).await;
    let first = Camera::publish(&engine, "again").await;
    let mut desk = Desk::open(&engine);
    desk.sees(0, Picture::Avc360).await;
    engine.studio().command(Command::Cut { camera: CameraNumber(1) }).await.expect("it is live");
    desk.goes_on().await;
    let second = Camera::publish(&engine, "again").await;
    second.turn(Picture::Vp8(640, 360));
    desk.sees(0, Picture::Vp8(640, 360)).await;
    desk.goes_on().await;
    engine.studio().command(Command::replay()).await.expect("there is something to replay");
    desk.sees(1, Picture::Avc360).await;
    desk.sees(1, Picture::Vp8(640, 360)).await;
    first.stop().await;
    second.stop().await;
    engine.shutdown().await;
}
