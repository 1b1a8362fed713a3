use std::{sync::atomic::Ordering, time::Duration};

use bytes::Bytes;

use super::*;
use crate::{
    archive::Archive,
    feed::{Limits, Producer, Pushed},
    media::{Frame, Track, VideoCodec, VideoConfig},
    protocol::{CameraId, CameraName, CameraNumber},
    record::Spool,
};

/// A kilobyte every 100 ms, a keyframe every second, so many pictures from this one on.
fn film(producer: &Producer, first: u64, count: u64) {
    let config = Arc::new(VideoConfig { codec: VideoCodec::Vp8, width: 640, height: 360, description: Bytes::new() });
    for number in first..first + count {
        let (keyframe, pts) = (number % 10 == 0, SessionTime::from_millis(number * 100));
        let config = keyframe.then(|| Arc::clone(&config));
        // VP8 that is to be shown.
        let data = Bytes::from(vec![if keyframe { 0x10 } else { 0x11 }; 1_000]);
        let frame = Frame { track: Track::Video, pts, keyframe, data, config, arrived: pts };
        assert_eq!(producer.push(frame), Pushed::Kept);
    }
}

#[test]
fn the_oldest_goes_when_there_is_too_much_and_who_is_erased_at_once() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let (clock, id) = (SessionClock::start(), CameraId::new("anna").expect("an id"));
    let name = CameraName::new("Anna").expect("a name");
    let anna = Person::new(&id, CameraNumber(1), &name);
    let feed = Feed::new(Limits::default());
    let (producer, archive) = (feed.producer(), Archive::open(clock, dir.path().to_owned()));
    archive.join(&id, &feed);
    let bytes = Arc::<AtomicU64>::default();
    // A part is a hundred kilobytes.
    let limits = SpoolLimits { minutes: 1_440, megabytes: 1 };
    let folder = Spool::folder(dir.path());
    let mut parts =
        SpoolParts::new(folder.clone(), clock, limits, vec![(anna.clone(), feed.clone())], Arc::clone(&bytes));
    parts.look();
    // Fifteen parts, of which ten are kept.
    for part in 0..15 {
        let number = parts.number;
        film(&producer, part * 110, 110);
        while parts.number == number {
            std::thread::sleep(Duration::from_millis(10));
            parts.look();
        }
    }
    assert!(bytes.load(Ordering::Relaxed) <= 1_000_000 + 100_000, "{}", bytes.load(Ordering::Relaxed));
    let there = |from, to| {
        let frames = archive.frames(&id, SessionTime::from_millis(from), SessionTime::from_millis(to));
        frames.filter(|frame| frame.shown).map(|frame| frame.frame.pts.as_millis() / 100).collect::<Vec<_>>()
    };
    assert!(there(0, 40_000).is_empty(), "it was deleted");
    assert_eq!(there(80_000, 165_000), (800..1_650).collect::<Vec<_>>(), "each picture once, over parts and the ring");
    archive.erase(&id);
    parts.take(SpoolOrder::Erase(anna.key));
    let files = fs::read_dir(&folder).expect("parts").flatten().map(|part| fs::read_dir(part.path().join("ISO")));
    assert_eq!(files.map(|files| files.expect("there").count()).sum::<usize>(), 0);
    assert!(there(0, 200_000).is_empty());
    parts.take(SpoolOrder::Pause(true));
    parts.look();
    assert!(parts.growing.is_none());
    Spool::clear(dir.path());
    assert!(!folder.exists());
}
