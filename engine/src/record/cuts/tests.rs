use proptest::prelude::*;

use super::*;
use crate::protocol::{Codec, Segment};

const SECOND: u64 = 1_000_000;

/// A camera's ISO file: from second to second on the session clock.
fn iso(camera: u8, from: u64, to: u64) -> FileEntry {
    let recording = MediaInfo {
        start_ms: (from * 1_000) as f64,
        duration_ms: ((to - from) * 1_000) as f64,
        frames: 1,
        audio_frames: 1,
        codec: Codec::H264,
        width: 640,
        height: 360,
        lead_in_ms: None,
    };
    FileEntry {
        path: format!("ISO/cam{camera} {from}.mp4"),
        role: Role::Iso,
        camera: Some(camera),
        name: None,
        key: None,
        recording: Some(recording),
        bytes: 1,
        sha256: String::new(),
    }
}

/// A show from second 100 to second 200.
fn manifest(files: Vec<FileEntry>) -> Manifest {
    let mut manifest = Manifest::of("show", &[]);
    (manifest.start_ms, manifest.duration_ms, manifest.files) = (1e5, 1e5, files);
    manifest
}

fn replays(at: u64, segments: &[(u8, u64, u64)], speed: i16) -> JournalEntry {
    let segment = |&(camera, from, to): &(u8, u64, u64)| Segment { camera: CameraNumber(camera), from, to };
    let segments = segments.iter().map(segment).collect();
    JournalEntry::OnAir { at: at * SECOND, source: Source::Replay { id: 1 }, segments, speed }
}

fn live(at: u64, camera: u8) -> JournalEntry {
    let source = Source::Camera { camera: CameraNumber(camera) };
    JournalEntry::OnAir { at: at * SECOND, source, segments: Vec::new(), speed: 100 }
}

/// The shots: on at, for how long, from where in which file, how fast. Times in milliseconds.
fn shots(entries: &[JournalEntry], files: Vec<FileEntry>) -> Vec<(u64, u64, u64, String, u16)> {
    let shots = Cuts::of(entries, &manifest(files)).shots;
    let shot = |shot: Shot| (shot.at / 1_000, shot.lasts / 1_000, shot.from / 1_000, shot.path, shot.speed);
    shots.into_iter().map(shot).collect()
}

#[test]
fn a_replay_is_as_it_was_played_slow_from_another_angle_and_where_it_stood() {
    let entries = [
        live(100, 1),
        // Two seconds of each camera in slow motion, of which the first is over after four.
        replays(120, &[(1, 110_000, 112_000), (2, 112_000, 114_000)], 50),
        // From a second later on from the other angle, paused, then as it happened.
        replays(126, &[(1, 113_000, 114_000)], 50),
        replays(127, &[(1, 113_500, 114_000)], 0),
        replays(130, &[(1, 113_500, 114_000)], 100),
        live(131, 2),
    ];
    let [one, two] = ["ISO/cam1 100.mp4", "ISO/cam2 100.mp4"].map(str::to_owned);
    let expected = [
        (0, 20_000, 0, one.clone(), 100),
        (20_000, 4_000, 10_000, one.clone(), 50),
        (24_000, 2_000, 12_000, two.clone(), 50),
        (26_000, 1_000, 13_000, one.clone(), 50),
        (27_000, 3_000, 13_500, one.clone(), 0),
        (30_000, 500, 13_500, one, 100),
        (31_000, 69_000, 31_000, two, 100),
    ];
    assert_eq!(shots(&entries, vec![iso(1, 100, 200), iso(2, 100, 200)]), expected);
}

#[test]
fn backwards_the_audience_saw_what_stood() {
    let entries = [replays(120, &[(1, 112_000, 113_000)], -50), live(125, 1)];
    assert_eq!(shots(&entries, vec![iso(1, 100, 121)]), [(20_000, 5_000, 12_000, "ISO/cam1 100.mp4".to_owned(), 0)]);
}

#[test]
fn slow_motion_goes_on_in_the_next_file() {
    let entries = [replays(120, &[(1, 108_000, 112_000)], 25), live(140, 2)];
    let expected = [
        (20_000, 8_000, 8_000, "ISO/cam1 100.mp4".to_owned(), 25),
        (28_000, 8_000, 0, "ISO/cam1 110.mp4".to_owned(), 25),
    ];
    assert_eq!(shots(&entries, vec![iso(1, 100, 110), iso(1, 110, 119)]), expected);
}

#[test]
fn a_journal_of_before_there_was_a_speed_is_read() {
    let line = r#"{"entry":"on_air","at":120000000,"source":{"kind":"replay","id":1},"segments":[{"camera":1,"from":110000,"to":112000}]}"#;
    let entry: JournalEntry = serde_json::from_str(line).expect("as they were");
    assert_eq!(entry, replays(120, &[(1, 110_000, 112_000)], 100));
    assert_eq!(serde_json::to_string(&entry).expect("it can be written"), line);
}

proptest! {
    /// However a replay is played, its shots follow on from each other without a gap, and each shows what was played then.
    #[test]
    fn shots_follow_on_from_each_other(speeds in prop::collection::vec(-400_i16..=400, 1..8)) {
        let mut entries: Vec<_> = (0..).zip(&speeds).map(|(number, speed)| {
            replays(120 + number, &[(1, 110_000, 118_000)], *speed)
        }).collect();
        let ends = 120 + speeds.len() as u64;
        entries.push(live(ends, 2));
        let shots = Cuts::of(&entries, &manifest(vec![iso(1, 100, 200)])).shots;
        prop_assert_eq!(shots.len(), speeds.len());
        for ((shot, speed), number) in shots.iter().zip(speeds).zip(20..) {
            prop_assert_eq!((shot.at, shot.lasts, shot.from), (number * SECOND, SECOND, 10 * SECOND));
            prop_assert_eq!(shot.of_file(), SECOND * u64::from(shot.speed) / 100);
            prop_assert_eq!(i32::from(shot.speed), i32::from(speed.max(0)));
        }
    }
}

#[test]
fn a_replays_own_sound_is_beside_its_pictures_as_long_as_it_was_heard() {
    let heard = |at: u64, camera: Option<u8>, replay: bool| {
        let camera = camera.map(CameraNumber);
        JournalEntry::Heard { at: at * SECOND, camera, delay: 0, replay }
    };
    let entries = [
        live(100, 1),
        heard(100, Some(1), false),
        replays(120, &[(1, 110_000, 112_000), (2, 112_000, 114_000)], 100),
        heard(120, None, true),
        // Slow motion is silent.
        replays(123, &[(2, 113_000, 114_000)], 50),
        heard(123, None, false),
        live(125, 1),
        heard(125, Some(1), false),
    ];
    let sound = Cuts::of(&entries, &manifest(vec![iso(1, 100, 200), iso(2, 100, 200)])).sound;
    let sound: Vec<_> = sound.iter().map(|shot| (shot.at / SECOND, shot.lasts / SECOND, shot.from / SECOND)).collect();
    assert_eq!(sound, [(0, 20, 0), (20, 2, 10), (22, 1, 12), (25, 75, 25)]);
}
