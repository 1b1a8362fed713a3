//! What a desk gets of the past.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use tokio::sync::{broadcast, watch};

use super::*;
use crate::{
    feed::{Feed, Limits},
    media::{Frame, Track, VideoCodec, VideoConfig},
    monitor::{DeskReports, Session, wire::HEADER},
    protocol::{FeedId, MonitorRequest},
    replay::Screens,
    sound::Mix,
};

const CAMERA: CameraNumber = CameraNumber(2);

/// A camera's ring, and a desk that asks for it.
struct Stage {
    feed: Feed,
    fetches: Fetches,
    archive: Archive,
    wall: Wall,
}

impl Stage {
    fn new() -> Self {
        let (feed, clock) = (Feed::new(Limits::default()), SessionClock::start());
        let (archive, id) = (Archive::new(clock), CameraId::new("two").expect("an id"));
        archive.join(&id, &feed);
        let wall = Wall {
            feeds: watch::Sender::new(Arc::new(BTreeMap::from([(FeedId(3), feed.clone())]))).subscribe(),
            archive: archive.clone(),
            numbers: watch::Sender::new(Arc::new(BTreeMap::from([(CAMERA, id)]))).subscribe(),
            replay: broadcast::Sender::new(1),
            screens: Screens::default(),
            reports: DeskReports::default(),
            mix: watch::Sender::new(Mix::default()).subscribe(),
            clock,
        };
        Self { feed, fetches: Fetches::new(&wall), archive, wall }
    }

    /// Pictures at these milliseconds, every fourth of which is a keyframe.
    fn film(&self, pictures: impl IntoIterator<Item = u64>) {
        let producer = self.feed.producer();
        for (number, at) in pictures.into_iter().enumerate() {
            producer.push(picture(at, number % 4 == 0, 640));
        }
    }

    async fn all(&mut self) -> Vec<Said> {
        let mut said = Vec::new();
        while let Some(message) = self.fetches.next().await {
            said.push(Said::read(&message));
        }
        said
    }
}

fn picture(at: u64, keyframe: bool, width: u16) -> Frame {
    let config = VideoConfig { codec: VideoCodec::Vp8, width, height: 360, description: Bytes::new() };
    let pts = SessionTime::from_millis(at);
    Frame {
        track: Track::Video,
        pts,
        keyframe,
        data: Bytes::from_static(b"picture"),
        config: keyframe.then(|| Arc::new(config)),
        arrived: pts,
    }
}

fn asked(from: u64, to: u64) -> Asked {
    Asked { camera: CAMERA, from: SessionTime::from_millis(from), to: SessionTime::from_millis(to) }
}

/// A message as a desk reads it, its time in milliseconds.
#[derive(Debug, PartialEq)]
enum Said {
    Config { request: u8, width: u16 },
    Frame { request: u8, at: f64, keyframe: bool, hidden: bool },
    End { request: u8, until: f64 },
    Refused { request: u8, reason: String },
    Coverage { request: u8, times: Vec<f64> },
}

impl Said {
    fn read(message: &Bytes) -> Self {
        assert_eq!(message[1], 2, "it is fetched");
        let (request, flags, payload) = (message[4], message[3], &message[HEADER..]);
        let time = |bytes: &[u8]| f64::from_le_bytes(bytes.try_into().expect("eight bytes")) / 1_000.;
        match message[0] {
            1 => Self::Config { request, width: u16::from_le_bytes([payload[2], payload[3]]) },
            2 => {
                let at = time(&message[8..HEADER]);
                Self::Frame { request, at, keyframe: flags & 1 != 0, hidden: flags & 2 != 0 }
            }
            5 if flags & 8 != 0 => Self::Refused { request, reason: String::from_utf8_lossy(payload).into_owned() },
            5 => Self::End { request, until: time(&message[8..HEADER]) },
            6 => Self::Coverage { request, times: payload.chunks(8).map(time).collect() },
            kind => panic!("kind {kind}"),
        }
    }
}

fn frame(at: f64, keyframe: bool, hidden: bool) -> Said {
    Said::Frame { request: 1, at, keyframe, hidden }
}

#[tokio::test]
async fn a_stretch_comes_from_the_keyframe_before_it_and_ends() {
    let mut stage = Stage::new();
    stage.film((0..8).map(|number| number * 100));
    stage.fetches.frames(1, asked(550, 700), false);
    let newest_is_the_last = Said::End { request: 1, until: 600. };
    let said = [
        Said::Config { request: 1, width: 640 },
        frame(400., true, true),
        frame(500., false, true),
        frame(600., false, false),
        newest_is_the_last,
    ];
    assert_eq!(stage.all().await, said, "it was asked for while the camera films");
}

#[tokio::test]
async fn the_first_keyframe_alone_is_a_thumbnail() {
    let mut stage = Stage::new();
    stage.film((0..12).map(|number| number * 100));
    stage.fetches.frames(1, asked(650, 1_000), true);
    let said = stage.all().await;
    assert_eq!(said[..2], [Said::Config { request: 1, width: 640 }, frame(400., true, true)]);
    assert_eq!(said.len(), 3);
}

#[tokio::test]
async fn another_size_within_it_is_told_before_its_keyframe() {
    let mut stage = Stage::new();
    let producer = stage.feed.producer();
    for (at, keyframe, width) in [(0, true, 640), (100, true, 640), (200, true, 1_280), (300, false, 1_280)] {
        producer.push(picture(at, keyframe, width));
    }
    stage.fetches.frames(1, asked(0, 1_000), false);
    let said = stage.all().await;
    assert_eq!(said[0], Said::Config { request: 1, width: 640 });
    assert_eq!(said[2..4], [frame(100., true, false), Said::Config { request: 1, width: 1_280 }]);
    assert_eq!(said.len(), 7);
}

#[tokio::test(start_paused = true)]
async fn what_is_over_is_complete_and_what_comes_may_be_asked_for_again() {
    for (age, until) in [(2_001, 1_000.), (1_999, 400.)] {
        let mut stage = Stage::new();
        stage.film((0..5).map(|number| number * 100));
        tokio::time::advance(Duration::from_millis(age)).await;
        stage.fetches.frames(1, asked(0, 1_000), false);
        assert_eq!(stage.all().await.last(), Some(&Said::End { request: 1, until }));
    }
}

#[tokio::test]
async fn where_there_is_nothing_it_ends_at_once() {
    let mut stage = Stage::new();
    stage.film((0..8).map(|number| number * 100));
    stage.fetches.frames(1, asked(20_000, 21_000), false);
    assert_eq!(stage.all().await, [Said::End { request: 1, until: 20_000. }]);
}

#[tokio::test]
async fn what_cannot_be_answered_is_refused_with_its_reason() {
    let mut stage = Stage::new();
    let elsewhere = Asked { camera: CameraNumber(7), ..asked(0, 1) };
    for (asked, why) in [(elsewhere, "no camera 7"), (asked(2, 2), "over before"), (asked(9, 2), "over before")] {
        stage.fetches.frames(1, asked, false);
        stage.fetches.coverage(2, asked);
        for said in stage.all().await {
            assert!(matches!(&said, Said::Refused { reason, .. } if reason.contains(why)), "{said:?}");
        }
    }
}

#[tokio::test]
async fn a_desk_has_so_many_requests_at_once_and_one_of_each_number() {
    let mut stage = Stage::new();
    stage.film(0..4);
    for request in 1..=8 {
        stage.fetches.frames(request, asked(0, 9), false);
        stage.fetches.frames(request, asked(0, 9), false);
    }
    stage.fetches.frames(9, asked(0, 9), false);
    stage.fetches.cancel(3);
    stage.fetches.cancel(77);
    let said = stage.all().await;
    let ends = said.iter().filter(|said| matches!(said, Said::End { .. })).count();
    let refused = said.iter().filter(|said| matches!(said, Said::Refused { request: 9, .. })).count();
    assert_eq!((ends, refused), (7, 1));
    stage.fetches.frames(9, asked(0, 9), false);
    assert!(matches!(stage.all().await.last(), Some(Said::End { request: 9, .. })), "there is room again");
}

#[tokio::test]
async fn an_erased_cameras_answers_end() {
    let mut stage = Stage::new();
    stage.film((0..8).map(|number| number * 100));
    stage.fetches.frames(1, asked(0, 800), false);
    assert!(stage.fetches.next().await.is_some());
    stage.archive.erase(&CameraId::new("two").expect("an id"));
    let said = stage.all().await;
    assert!(said.len() < 4 && matches!(said.last(), Some(Said::End { .. })), "{said:?}");
}

#[tokio::test]
async fn coverage_says_where_there_are_pictures() {
    let mut stage = Stage::new();
    stage.film([0, 100, 200, 300, 5_000, 5_100]);
    stage.fetches.coverage(4, asked(50, 60_000));
    assert_eq!(stage.all().await, [Said::Coverage { request: 4, times: vec![100., 300., 5_000., 5_100.] }]);
}

#[tokio::test]
async fn live_pictures_come_before_fetched_ones() {
    let stage = Stage::new();
    // Both stay open, as in a studio.
    let (feeds, mut wall) = (watch::Sender::new(stage.wall.feeds.borrow().clone()), stage.wall.clone());
    wall.feeds = feeds.subscribe();
    stage.film(0..4);
    let mut session = Session::new(&wall);
    session.request(MonitorRequest::Fetch { request: 1, camera: CAMERA, from: 0, to: 9, keyframe: false });
    session.request(MonitorRequest::Watch { feeds: vec![FeedId(3)] });
    let mut sources = Vec::new();
    for _ in 0..11 {
        let message = tokio::time::timeout(Duration::from_secs(5), session.next()).await.expect("a message is due");
        sources.push(message.expect("the studio is there")[1]);
    }
    // A configuration and four pictures each, and the end.
    assert_eq!(sources, [0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2]);
}
