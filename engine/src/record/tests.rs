//! What no camera can show in the time of a test.

use std::{
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use bytes::Bytes;

use super::{
    Journal, JournalEntry, Role, folder,
    recorder::Recorder,
    writer::{Destination, LARGEST},
};
use crate::{
    clock::SessionClock,
    feed::{Begin, Feed, Limits, Producer, Pushed},
    media::{Frame, SessionTime, Side, Track, VideoCodec, VideoConfig},
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

/// A destination for program in a folder of its own.
fn destination() -> (Destination, tempfile::TempDir) {
    let show = tempfile::tempdir().expect("a temporary directory");
    let (root, now) = (show.path().join("shows"), jiff::ZonedDateTime::now());
    let folder: PathBuf = folder::make(&root, &now).expect("writable");
    let journal = Journal::begin(&folder).expect("writable");
    let role = Role::Program;
    (Destination { folder, journal, role, camera: None, clip: 0, largest: 40_000, written: Arc::default() }, show)
}

/// Records a feed that is empty: where it is written from, by whom and to what.
fn recording(clock: SessionClock, limits: Limits) -> (Producer, Recorder, Destination, tempfile::TempDir) {
    let (destination, show) = destination();
    let feed = Feed::new(limits);
    let follower = feed.follower(Begin::Live(clock.now()));
    let recorder = Recorder::start(destination.clone(), follower, clock).expect("a thread");
    (feed.producer(), recorder, destination, show)
}

#[test]
fn what_a_ring_has_no_room_for_is_counted_and_not_the_disks() {
    let clock = SessionClock::start();
    let (producer, recorder, destination, _show) = recording(clock, Limits { bytes: 20_000, ..Limits::default() });
    let mut pictures = pictures(clock, 1_010, 1_000);
    pictures.by_ref().take(10).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    while destination.written.load(Ordering::Relaxed) == 0 {
        std::thread::sleep(Duration::from_millis(10));
    }
    // More at once than it has room for, between two looks.
    pictures.for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    let (lost, unnoted) = recorder.join();
    assert_eq!((lost, unnoted), (0, None));
    let (mut written, mut missing) = (0, 0);
    for entry in Journal::read(&destination.folder).expect("readable") {
        match entry {
            JournalEntry::Ended(ended) => written += ended.frames,
            JournalEntry::Lost { frames, .. } => missing += frames,
            _ => {}
        }
    }
    assert_eq!(written + missing, 1_010);
    assert!(missing > 900, "{missing}");
}

#[test]
fn a_file_that_is_full_ends_at_a_keyframe() {
    let clock = SessionClock::start();
    let (producer, recorder, destination, _show) = recording(clock, Limits::default());
    let mut sent = 0;
    // A fragment at a time: files are measured when they are written.
    for batch in pictures(clock, 200, 1_000).collect::<Vec<_>>().chunks(20) {
        batch.iter().for_each(|frame| assert_eq!(producer.push(frame.clone()), Pushed::Kept));
        sent += 19_000;
        while destination.written.load(Ordering::Relaxed) < sent {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    recorder.join();
    let ended: Vec<u64> = Journal::read(&destination.folder)
        .expect("readable")
        .into_iter()
        .filter_map(|entry| match entry {
            JournalEntry::Ended(ended) => Some(ended.frames),
            _ => None,
        })
        .collect();
    assert!(ended.len() > 2 && ended.iter().all(|frames| frames % 10 == 0), "{ended:?}");
    assert_eq!(ended.iter().sum::<u64>(), 200);
    assert!(LARGEST < u32::MAX.into(), "a card takes it");
}

#[test]
fn what_is_missing_when_it_is_stopped_is_waited_for() {
    let clock = SessionClock::start();
    let (producer, recorder, destination, _show) = recording(clock, Limits::default());
    // Ten pictures a group, and of the second one the last five come late.
    let all: Vec<_> = pictures(clock, 30, 1_000)
        .map(|frame| Frame { pts: SessionTime::from_micros(frame.pts.as_micros() / 1_000), ..frame })
        .collect();
    all[..15].iter().for_each(|frame| assert_eq!(producer.push(frame.clone()), Pushed::Kept));
    all[20..].iter().for_each(|frame| assert_eq!(producer.push_to(Side::Live, frame.clone()), Pushed::Kept));
    while destination.written.load(Ordering::Relaxed) == 0 {
        std::thread::sleep(Duration::from_millis(10));
    }
    recorder.stop();
    all[15..].iter().for_each(|frame| assert_eq!(producer.push_to(Side::Completed, frame.clone()), Pushed::Kept));
    assert_eq!(recorder.join(), (0, None));
    let ended = Journal::read(&destination.folder).expect("readable").into_iter().filter_map(|entry| match entry {
        JournalEntry::Ended(ended) => Some(ended.frames),
        _ => None,
    });
    assert_eq!(ended.sum::<u64>(), 30);
}
