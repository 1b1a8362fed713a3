//! What no camera can show in the time of a test.

use std::{
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use bytes::Bytes;

use super::{
    Entry, Journal, Role, folder,
    recorder::Recorder,
    reel::{LARGEST, Shelf},
};
use crate::{
    clock::SessionClock,
    feed::{Feed, Limits, Push},
    media::{Frame, SessionTime, Track, VideoCodec, VideoConfig},
};

/// Pictures of a feed, a keyframe in ten, of so many bytes each.
fn pictures(clock: SessionClock, count: u64, bytes: usize) -> impl Iterator<Item = Frame> {
    let config = Arc::new(VideoConfig { codec: VideoCodec::Vp8, width: 640, height: 360, description: Bytes::new() });
    let arrived = clock.now();
    (0..count).map(move |number| Frame {
        track: Track::Video,
        pts: SessionTime::from_millis(number * 33),
        keyframe: number % 10 == 0,
        // VP8 that is to be shown.
        data: vec![0x10; bytes].into(),
        config: (number % 10 == 0).then(|| Arc::clone(&config)),
        arrived,
    })
}

#[test]
fn a_file_that_is_full_ends_at_a_keyframe() {
    let clock = SessionClock::start();
    let show = tempfile::tempdir().expect("a temporary directory");
    let (root, now) = (show.path().join("shows"), jiff::ZonedDateTime::now());
    let folder: PathBuf = folder::make(&root, &now).expect("writable");
    let journal = Journal::begin(&folder).expect("writable");
    let shelf = Shelf {
        folder: folder.clone(),
        journal,
        role: Role::Program,
        camera: None,
        clip: 0,
        largest: 40_000,
        written: Arc::default(),
    };
    let feed = Feed::new(Limits::default());
    let producer = feed.producer();
    let recorder = Recorder::start(shelf.clone(), feed.follow(clock.now()), clock).expect("a thread");
    let mut sent = 0;
    // A fragment at a time: files are measured when they are written.
    for batch in pictures(clock, 200, 1_000).collect::<Vec<_>>().chunks(20) {
        batch.iter().for_each(|frame| assert_eq!(producer.push(frame.clone()), Push::Kept));
        sent += 19_000;
        while shelf.written.load(Ordering::Relaxed) < sent {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    recorder.join();
    let ended: Vec<u64> = Journal::read(&folder)
        .expect("readable")
        .into_iter()
        .filter_map(|entry| match entry {
            Entry::Ended(ended) => Some(ended.frames),
            _ => None,
        })
        .collect();
    assert!(ended.len() > 2 && ended.iter().all(|frames| frames % 10 == 0), "{ended:?}");
    assert_eq!(ended.iter().sum::<u64>(), 200);
    assert!(LARGEST < u32::MAX.into(), "a card takes it");
}
