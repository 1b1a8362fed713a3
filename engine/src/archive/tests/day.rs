//! A show of a day, made by repeating: what it takes to look into it. `cargo test -p regie --release --lib a_day -- --ignored
//! --nocapture` prints the figures that docs/performance.md has.

use std::{fs, sync::Arc, time::Instant};

use bytes::Bytes;

use super::shows::{Recorded, at};
use crate::{
    archive::Archive,
    clock::SessionClock,
    media::{Frame, Track, VideoCodec, VideoConfig},
    protocol::CameraId,
    record::{self, Journal, JournalEntry, Person},
};

const HOUR: u64 = 3_600_000;
/// A file of 4 GB has so much of 4 Mbit/s.
const FILE: u64 = 2 * HOUR;

fn camera(number: u8) -> CameraId {
    CameraId::new(format!("cam-000000000000000{number}")).expect("an id")
}

/// Pictures of a file: three to a fragment of 400 ms, a keyframe every two seconds. Their data counts for nothing here.
fn pictures(from: u64) -> Vec<Frame> {
    let config = Arc::new(VideoConfig { codec: VideoCodec::Vp8, width: 1280, height: 720, description: Bytes::new() });
    let picture = |number: u64| {
        let (keyframe, pts) = (number.is_multiple_of(16), at(from + number * 125));
        let data = Bytes::from_static(if keyframe { &[0x10; 40] } else { &[0x31; 40] });
        Frame { track: Track::Video, pts, keyframe, data, config: keyframe.then(|| Arc::clone(&config)), arrived: pts }
    };
    (0..FILE / 125).map(picture).collect()
}

/// The memory of this process, in MB.
fn memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or_default() / 1e3
}

#[test]
#[ignore = "it measures, and makes a day's files first"]
fn a_day_of_eight_cameras_is_looked_into_at_once() {
    let (clock, shows) = (SessionClock::start(), tempfile::tempdir().expect("a temporary directory"));
    let show = Recorded::begin(shows.path(), "day", clock);
    for file in 0..12 {
        let mut growing = show.file(&camera(1), file as u32 + 1, &pictures(file * FILE)[..3]);
        for three in pictures(file * FILE)[3..].chunks(3) {
            growing.add(three);
        }
        show.end(growing);
    }
    let entries = Journal::read(&show.folder).expect("readable");
    for number in 2..=8 {
        let named = |path: &str| path.replace("cam1", &format!("cam{number}"));
        for entry in entries.clone() {
            let entry = match entry {
                JournalEntry::Began(mut began) => {
                    let path = named(&began.path);
                    for [from, to] in [
                        [show.folder.join(&began.path), show.folder.join(&path)],
                        [record::index(&show.folder, &began.path), record::index(&show.folder, &path)],
                    ] {
                        fs::hard_link(from, to).expect("a disk with links");
                    }
                    began.camera = Some(Person { number, name: "Anna".to_owned(), key: Person::key(&camera(number)) });
                    JournalEntry::Began(record::Began { path, ..began })
                }
                JournalEntry::Ended(ended) => {
                    let path = named(&ended.path);
                    JournalEntry::Ended(record::Ended { path, ..ended })
                }
                _ => continue,
            };
            show.note(&entry);
        }
    }
    let before = memory();
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let begun = Instant::now();
        work();
        let took = begun.elapsed().as_secs_f64() * 1e3;
        eprintln!("{what}: {took:.1} ms, {:.1} MB more than before", memory() - before);
    };
    let archive = Archive::open(clock, shows.path().to_owned());
    timed("opened, first thumbnail", &mut || {
        let frame = archive.keyframe(&camera(5), at(13 * HOUR + 1_234)).expect("it was filmed");
        assert_eq!(frame.pts, at(13 * HOUR));
    });
    timed("a hundred thumbnails", &mut || {
        for number in 0..100_u8 {
            let frame = archive.keyframe(&camera(number % 8 + 1), at(u64::from(number) * 14 * 60_000 + 500));
            assert!(frame.is_some());
        }
    });
    timed("the first picture 50 minutes back", &mut || {
        let mut frames = archive.frames(&camera(3), at(23 * HOUR + 10 * 60_000), at(24 * HOUR));
        assert!(frames.any(|frame| frame.shown));
    });
    timed("what there is of all of a day", &mut || {
        for number in 1..=8 {
            assert_eq!(archive.coverage(&camera(number), at(0), at(24 * HOUR)).len(), 1);
        }
    });
}
