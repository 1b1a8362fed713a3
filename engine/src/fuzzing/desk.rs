//! What a desk sends: commands and monitor requests, a line each.

use std::{collections::BTreeMap, sync::Arc};

use futures_util::FutureExt;
use tokio::sync::{broadcast, watch};

use crate::{
    archive::Archive,
    clock::SessionClock,
    director::{DeskId, Director, Input, Limits, Memory},
    feed::{self, Feed},
    media::{Frame, SessionTime, Track, VideoCodec, VideoConfig},
    monitor::{DeskReports, Session, Wall},
    protocol::{
        CameraId, CameraName, CameraNumber, Command, Event, FeedId, FromDesk, Join, MonitorRequest, Numbered, Snapshot,
        ToDesk, exact,
    },
    replay::Screens,
    sound::Mix,
};

/// Messages of `/control`, bodies of `/api/command`, camera ids and names as they stand in a publisher's URL.
pub fn control(input: &[u8]) {
    let join = Join::default();
    let limits = Limits { camera_limit: 3, ..Limits::default() };
    let mut director = Director::new(limits, Memory::default(), join, "fuzz".to_owned());
    let mut desk = director.snapshot(0);
    let mut now = 0;
    let mut take = |now, input| {
        let before = director.clone();
        match director.handle(now, input) {
            Ok(outcome) => outcome.events.into_iter().for_each(|event| follow(&mut desk, event)),
            Err(_) => assert_eq!(director, before, "a refusal changes nothing"),
        }
        assert_eq!(director.snapshot(0), Snapshot { now: 0, ..desk.clone() }, "snapshot and events");
    };
    for id in ["one", "two"] {
        let id = CameraId::new(id).expect("an id");
        take(now, Input::Join { id: id.clone(), name: None });
        take(now, Input::Picture { id });
    }
    for line in input.split(|byte| *byte == b'\n') {
        now += 700;
        let command = exact::<FromDesk>(line).map(|message| message.command);
        if let Ok(command) = command.or_else(|_| exact::<Command>(line)) {
            take(now, Input::Command { by: Some(DeskId(1)), command });
        } else if let Ok(text) = std::str::from_utf8(line) {
            let (id, name) = text.split_once('?').unwrap_or((text, ""));
            if let Ok(id) = CameraId::new(id) {
                take(now, Input::Join { id: id.clone(), name: CameraName::new(name).ok() });
                take(now, Input::Picture { id });
            }
        }
    }
}

/// Takes an event in as a desk does: out of its JSON.
fn follow(desk: &mut Snapshot, event: Numbered) {
    let text = serde_json::to_string(&ToDesk::Event { event }).expect("string keys and plain values");
    let ToDesk::Event { event } = serde_json::from_str(&text).expect("what we say can be read") else {
        panic!("{text} is no event")
    };
    assert!(!matches!(&event.event, Event::Camera { camera } if camera.name.as_str().is_empty()), "a nameless camera");
    assert!(desk.apply(event), "events follow one another");
}

/// Messages of `/monitor`.
pub fn monitor(input: &[u8]) {
    let ids = [FeedId(1), FeedId(2)];
    let feeds: BTreeMap<_, _> = ids.map(|id| (id, Feed::new(feed::Limits::default()))).into();
    let producers: Vec<_> = feeds.values().map(Feed::producer).collect();
    // Both ends stay: a session ends with its studio.
    let feeds = watch::Sender::new(Arc::new(feeds));
    let replay = broadcast::Sender::new(8);
    let mix = watch::Sender::new(Mix { program: Some(ids[0]), ..Mix::default() });
    let clock = SessionClock::start();
    let (archive, id) = (Archive::new(clock), CameraId::new("one").expect("an id"));
    archive.join(&id, &feeds.borrow()[&ids[0]]);
    let numbers = watch::Sender::new(Arc::new(BTreeMap::from([(CameraNumber(1), id)])));
    let wall = Wall {
        feeds: feeds.subscribe(),
        archive,
        numbers: numbers.subscribe(),
        replay,
        screens: Screens::default(),
        reports: DeskReports::default(),
        mix: mix.subscribe(),
        clock,
    };
    let mut session = Session::new(&wall);
    // What there is may be read from a disk, on a thread of its own.
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let _entered = runtime.enter();
    for (at, line) in input.split(|byte| *byte == b'\n').enumerate() {
        let frame = picture(at as u64);
        for producer in &producers {
            let _ = producer.push(frame.clone());
        }
        if let Ok(request) = exact::<MonitorRequest>(line) {
            session.request(request);
        }
        // A config and a frame of each camera and what is fetched, of eight requests at most; no end of it would be a flood.
        let most = 100 + 8 * (at + 4);
        let messages = std::iter::from_fn(|| session.next().now_or_never().flatten()).take(most).count();
        assert!(messages < most, "{messages} messages of {at} pictures");
    }
}

fn picture(number: u64) -> Frame {
    let pts = SessionTime::from_millis(1 + number * 33);
    let config = VideoConfig { codec: VideoCodec::Vp8, width: 640, height: 360, description: bytes::Bytes::new() };
    Frame {
        track: Track::Video,
        pts,
        keyframe: true,
        data: bytes::Bytes::from_static(&[0]),
        config: Some(Arc::new(config)),
        arrived: pts,
    }
}
