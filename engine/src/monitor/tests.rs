//! What a desk gets to see, message by message.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::FutureExt;
use tokio::sync::{broadcast, watch};

use super::{DeskReports, Session, Wall, wire::HEADER};
use crate::{
    archive::Archive,
    clock::SessionClock,
    feed::{Feed, Limits, Producer},
    media::{Frame, SessionTime, Track, VideoCodec, VideoConfig},
    protocol::{CameraNumber, FeedId, Listen, MonitorRequest, StandstillTotal, Standstills},
    replay::{Screens, Signal},
    sound::{Feeds, Mix},
};

const CAMERA: FeedId = FeedId(3);

/// One camera's feed, and the wall it hangs on.
struct Stage {
    feed: Feed,
    producer: Producer,
    feeds: watch::Sender<Feeds>,
    replay: broadcast::Sender<Signal>,
    screens: Screens,
    reports: DeskReports,
    mix: watch::Sender<Mix>,
    clock: SessionClock,
    session: Session,
}

impl Stage {
    fn new() -> Self {
        let feed = Feed::new(Limits::default());
        let feeds = watch::Sender::new(Arc::new(BTreeMap::from([(CAMERA, feed.clone())])));
        let replay = broadcast::Sender::new(8);
        let (screens, reports) = (Screens::default(), DeskReports::default());
        let mix = watch::Sender::default();
        let clock = SessionClock::start();
        let wall = Wall {
            feeds: feeds.subscribe(),
            archive: Archive::new(clock),
            numbers: watch::Sender::default().subscribe(),
            replay: replay.clone(),
            screens: screens.clone(),
            reports: reports.clone(),
            mix: mix.subscribe(),
            clock,
        };
        Self {
            producer: feed.producer(),
            feed,
            feeds,
            replay,
            screens,
            reports,
            mix,
            clock,
            session: Session::new(&wall),
        }
    }

    fn push(&self, number: u64, keyframe: bool) {
        self.producer.push(picture(number, keyframe));
    }

    fn watch(&mut self, feeds: &[FeedId]) {
        self.session.request(MonitorRequest::Watch { feeds: feeds.to_vec() });
    }

    async fn next(&mut self) -> Shown {
        let message = tokio::time::timeout(Duration::from_secs(5), self.session.next()).await;
        Shown::read(&message.expect("a message is due").expect("the studio is there"))
    }
}

fn picture(number: u64, keyframe: bool) -> Frame {
    let pts = SessionTime::from_millis(number * 33);
    let config = VideoConfig { codec: VideoCodec::Vp8, width: 640, height: 360, description: Bytes::new() };
    Frame {
        track: Track::Video,
        pts,
        keyframe,
        data: Bytes::from(vec![u8::try_from(number).expect("a small number")]),
        config: keyframe.then(|| Arc::new(config)),
        arrived: pts,
    }
}

/// A message as a desk reads it.
#[derive(Debug, PartialEq, Eq)]
enum Shown {
    Sound { index: u8, payload: usize, decoded: bool },
    Config { source: u8, index: u8 },
    Frame { source: u8, index: u8, number: u8, keyframe: bool, hidden: bool },
    Reset { source: u8, index: u8 },
}

impl Shown {
    fn read(message: &Bytes) -> Self {
        let (source, flags) = (message[1], message[3]);
        // A camera's feed, or the replay's slot.
        let index = if source == 0 { message[4] } else { message[2] };
        match message[0] {
            1 => Self::Config { source, index },
            2 => {
                Self::Frame { source, index, number: message[HEADER], keyframe: flags & 1 != 0, hidden: flags & 2 != 0 }
            }
            3 => Self::Reset { source, index },
            4 => Self::Sound { index, payload: message.len() - HEADER, decoded: flags & 4 != 0 },
            kind => panic!("kind {kind}"),
        }
    }
}

/// A packet of 20 ms of digital silence in CELT.
const OPUS: &[u8] = &[0xfc, 0xff, 0xfe];

fn sound(stage: &Stage) -> Frame {
    let arrived = stage.clock.now();
    Frame { track: Track::Audio, keyframe: false, data: Bytes::from_static(OPUS), config: None, pts: arrived, arrived }
}

fn live(number: u8, keyframe: bool, hidden: bool) -> Shown {
    Shown::Frame { source: 0, index: 3, number, keyframe, hidden }
}

#[tokio::test]
async fn a_camera_starts_at_its_last_keyframe_and_catches_up_unseen() {
    let mut stage = Stage::new();
    for number in 0..5 {
        stage.push(number, number == 0 || number == 2);
    }
    stage.watch(&[CAMERA]);
    assert_eq!(stage.next().await, Shown::Config { source: 0, index: 3 });
    assert_eq!(stage.next().await, live(2, true, true));
    assert_eq!(stage.next().await, live(3, false, true));
    assert_eq!(stage.next().await, live(4, false, false), "the newest is shown");
    stage.push(5, false);
    stage.push(6, false);
    assert_eq!(stage.next().await, live(5, false, false), "nothing is hidden once it has caught up");
    assert_eq!(stage.next().await, live(6, false, false));
}

#[tokio::test]
async fn a_config_is_sent_again_only_when_it_differs() {
    let mut stage = Stage::new();
    stage.watch(&[CAMERA]);
    let mut turned = picture(2, true);
    let config = VideoConfig { codec: VideoCodec::Vp8, width: 360, height: 640, description: Bytes::new() };
    turned.config = Some(Arc::new(config));
    for (frame, is_news) in [(picture(0, true), true), (picture(1, true), false), (turned, true)] {
        stage.producer.push(frame.clone());
        if is_news {
            assert_eq!(stage.next().await, Shown::Config { source: 0, index: 3 });
        }
        assert_eq!(stage.next().await, live(frame.data[0], true, false));
    }
}

#[tokio::test]
async fn a_camera_that_is_not_watched_sends_nothing() {
    let mut stage = Stage::new();
    stage.push(0, true);
    stage.watch(&[CAMERA]);
    stage.next().await;
    stage.next().await;
    stage.watch(&[]);
    stage.push(1, false);
    stage.replay.send(Signal::Ended { replay: 1 }).expect("the session listens");
    assert_eq!(stage.next().await, Shown::Reset { source: 1, index: 0 });
}

#[tokio::test]
async fn a_removed_camera_is_reset_and_others_go_on() {
    let mut stage = Stage::new();
    stage.push(0, true);
    stage.watch(&[CAMERA]);
    stage.next().await;
    stage.next().await;
    let another = Feed::new(Limits::default());
    another.producer().push(picture(9, true));
    stage.feeds.send_replace(Arc::new(BTreeMap::from([(FeedId(4), another)])));
    stage.feed.close();
    assert_eq!(stage.next().await, Shown::Reset { source: 0, index: 3 });
    stage.watch(&[CAMERA, FeedId(4)]);
    assert_eq!(stage.next().await, Shown::Config { source: 0, index: 4 });
    let shown = Shown::Frame { source: 0, index: 4, number: 9, keyframe: true, hidden: false };
    assert_eq!(stage.next().await, shown);
}

#[tokio::test]
async fn a_replays_pictures_come_unasked_and_wait_for_a_keyframe_after_a_gap() {
    let mut stage = Stage::new();
    let signal = |number, keyframe, shown| Signal::Frame {
        replay: 7,
        reading: 1,
        shown,
        due: SessionTime::ZERO,
        frame: picture(number, keyframe),
    };
    let replayed = |number, keyframe, hidden| Shown::Frame { source: 1, index: 1, number, keyframe, hidden };
    stage.replay.send(signal(1, true, false)).expect("the session listens");
    stage.replay.send(signal(2, false, true)).expect("the session listens");
    assert_eq!(stage.next().await, Shown::Config { source: 1, index: 1 });
    assert_eq!(stage.next().await, replayed(1, true, true));
    assert_eq!(stage.next().await, replayed(2, false, false));
    // More than its queue holds: the session missed some.
    for number in 3..12 {
        stage.replay.send(signal(number, false, true)).expect("the session listens");
    }
    stage.replay.send(signal(12, true, true)).expect("the session listens");
    assert_eq!(stage.next().await, Shown::Reset { source: 1, index: 0 });
    assert_eq!(stage.next().await, Shown::Reset { source: 1, index: 1 });
    assert_eq!(stage.next().await, Shown::Config { source: 1, index: 1 });
    assert_eq!(stage.next().await, replayed(12, true, false));
}

#[tokio::test]
async fn a_lost_decoder_gets_its_keyframe_asked_for() {
    let mut stage = Stage::new();
    stage.push(0, true);
    assert!(!stage.producer.keyframe_due(SessionTime::ZERO));
    stage.session.request(MonitorRequest::Keyframe { feed: CAMERA });
    assert!(stage.producer.keyframe_due(SessionTime::ZERO));
}

#[tokio::test]
async fn a_replay_waits_for_the_desk_that_watches_and_for_no_other() {
    let mut stage = Stage::new();
    // It hears alone.
    stage.session.request(MonitorRequest::Listen { to: Listen::Program, decoded: false });
    assert!(stage.screens.show(2).now_or_never().is_some());
    stage.watch(&[CAMERA]);
    stage.watch(&[]);
    for (shown, rolls) in [(1, false), (3, true), (2, true)] {
        stage.session.request(MonitorRequest::Rolling { replay: shown });
        assert_eq!(stage.screens.show(2).now_or_never().is_some(), rolls, "{shown} is shown");
    }
    assert!(stage.screens.show(4).now_or_never().is_none());
    let Stage { session, screens, .. } = stage;
    drop(session);
    assert!(screens.show(4).now_or_never().is_some(), "it is gone");
}

#[tokio::test]
async fn a_desk_hears_what_it_listens_to_as_it_came_or_decoded() {
    let mut stage = Stage::new();
    for decoded in [false, true] {
        let payload = if decoded { 4 * 960 } else { OPUS.len() };
        stage.session.request(MonitorRequest::Listen { to: Listen::Feed { feed: CAMERA }, decoded });
        stage.producer.push(sound(&stage));
        assert_eq!(stage.next().await, Shown::Sound { index: 3, payload, decoded });
    }
}

#[tokio::test]
async fn a_desk_hears_program_as_the_director_says() {
    let mut stage = Stage::new();
    stage.session.request(MonitorRequest::Listen { to: Listen::Program, decoded: false });
    stage.producer.push(sound(&stage));
    stage.watch(&[]);
    stage.replay.send(Signal::Ended { replay: 1 }).expect("the session listens");
    assert_eq!(stage.next().await, Shown::Reset { source: 1, index: 0 }, "nothing is on program");
    stage.next().await;
    stage.mix.send_modify(|mix| mix.program = Some(CAMERA));
    assert!(tokio::time::timeout(Duration::from_millis(20), stage.session.next()).await.is_err(), "it follows");
    stage.producer.push(sound(&stage));
    assert_eq!(stage.next().await, Shown::Sound { index: 3, payload: OPUS.len(), decoded: false });
    stage.session.request(MonitorRequest::Listen { to: Listen::Nothing, decoded: false });
    stage.producer.push(sound(&stage));
    stage.replay.send(Signal::Ended { replay: 2 }).expect("the session listens");
    assert_eq!(stage.next().await, Shown::Reset { source: 1, index: 0 }, "it listens to nothing");
}

#[tokio::test]
async fn who_only_listens_gets_no_replay() {
    let mut stage = Stage::new();
    stage.session.request(MonitorRequest::Listen { to: Listen::Feed { feed: CAMERA }, decoded: false });
    stage.replay.send(Signal::Ended { replay: 1 }).expect("the session listens");
    stage.producer.push(sound(&stage));
    assert_eq!(stage.next().await, Shown::Sound { index: 3, payload: OPUS.len(), decoded: false });
    stage.watch(&[]);
    stage.replay.send(Signal::Ended { replay: 2 }).expect("the session listens");
    assert_eq!(stage.next().await, Shown::Reset { source: 1, index: 0 });
}

#[tokio::test]
async fn who_only_fetches_gets_no_replay() {
    let mut stage = Stage::new();
    let camera = CameraNumber(9);
    stage.session.request(MonitorRequest::Coverage { request: 1, camera, from: 0, to: 1_000 });
    stage.replay.send(Signal::Ended { replay: 1 }).expect("the session listens");
    let message = stage.session.next().await.expect("the studio is there");
    assert_eq!(message[..2], [5, 2], "nobody has that number");
    stage.watch(&[]);
    stage.replay.send(Signal::Ended { replay: 2 }).expect("the session listens");
    assert_eq!(stage.next().await, Shown::Reset { source: 1, index: 0 });
}

#[test]
fn what_a_desk_tells_of_its_standstills_is_summed_up_for_each_camera_that_there_is() {
    let mut stage = Stage::new();
    for (feed, decoder, drawing) in [(CAMERA, 160, 20), (CAMERA, 0, 300), (FeedId(9), 500, 0)] {
        stage.session.request(MonitorRequest::Standstill { feed, decoder, drawing });
    }
    let told = stage.reports.standstills.of(CAMERA);
    assert_eq!(
        (told.decoder, told.drawing),
        (StandstillTotal { count: 1, ms: 160 }, StandstillTotal { count: 1, ms: 320 })
    );
    assert_eq!(stage.reports.standstills.of(FeedId(9)), Standstills::default(), "nobody has it");
    stage.reports.standstills.forget(CAMERA);
    assert_eq!(stage.reports.standstills.of(CAMERA), Standstills::default());
}
