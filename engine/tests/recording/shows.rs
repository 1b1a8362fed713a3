//! Shows as they are meant to go.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use regie::{
    SessionClock,
    feed::Begin,
    media::Track,
    protocol::{CameraNumber, Segment, Source},
    record::{self, Excerpt, PictureOnAir, Role, SoundOnAir},
};

use crate::{
    camera::Camera,
    reader::{check, decode, files, manifest, written},
    stage::Stage,
};

const SECOND: Duration = Duration::from_secs(1);

/// Eight and a bit seconds from the start on, so that the clips of ten seconds are not over.
const LONG: Duration = Duration::from_millis(8_200);

#[tokio::test]
async fn every_frame_that_the_ring_had_is_in_the_files_at_its_time() {
    let clock = SessionClock::start();
    let mut cameras = [Camera::new(1, "Anna", "finish.h264", clock), Camera::new(2, "Côté/cour", "podium.ivf", clock)];
    cameras.iter_mut().for_each(|camera| camera.film(SECOND / 2));
    let mut stage = Stage::start(clock, &cameras.each_ref());
    cameras.iter_mut().for_each(|camera| camera.film(LONG));
    let finished = stage.stop().await.expect("recorded");
    let manifest = check(&finished.folder);
    assert!(!manifest.recovered && manifest.lost_frames == 0);
    let names: Vec<_> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        names,
        [
            "Program/program 01.mp4",
            "ISO/cam1 Anna 01.mp4",
            "ISO/cam2 Côté-cour 01.webm",
            "marks.csv",
            "cuts.otio",
            "cuts.edl",
            "journal.jsonl"
        ]
    );
    for (file, camera) in files(&manifest, Role::Iso).into_iter().zip(&cameras) {
        let recording = file.recording.as_ref().expect("a recording");
        assert_eq!(file.camera, Some(camera.person.number));
        let (pictures, sound) = camera.counts();
        // Sound that was filmed before the first picture is not in a ring.
        assert!(recording.frames == pictures && recording.audio_frames >= sound - 1, "{recording:?} of {pictures}");
        let start = (recording.start_ms * 1e3) as i64;
        let filmed = camera.pushed.iter().filter(|frame| frame.track == Track::Video);
        for (shown, frame) in decode(&finished.folder.join(&file.path)).pictures.iter().zip(filmed) {
            let due = frame.pts.as_micros() as i64 - start;
            assert!((shown - due).abs() <= 1_000, "{} shows at {shown} what was filmed at {due}", file.path);
        }
    }
}

#[tokio::test]
async fn what_changes_makes_a_new_file_and_what_is_missing_is_a_gap() {
    let clock = SessionClock::start();
    let mut camera = Camera::new(3, "Ben", "finish.h264", clock);
    camera.film(SECOND / 2);
    let mut stage = Stage::start(clock, &[&camera]);
    camera.film(SECOND);
    // A short gap stays in the file; the loss of a camera does not.
    camera.pause(SECOND);
    camera.film(SECOND);
    camera.pause(SECOND * 3);
    camera.change("finish.h264");
    camera.film(SECOND);
    camera.change("podium.ivf");
    camera.film(SECOND);
    let finished = stage.stop().await.expect("recorded");
    let manifest = check(&finished.folder);
    let isos = files(&manifest, Role::Iso);
    let names: Vec<_> = isos.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(names, ["ISO/cam3 Ben 01.mp4", "ISO/cam3 Ben 02.mp4", "ISO/cam3 Ben 03.webm"]);
    let recordings: Vec<_> = isos.iter().map(|file| file.recording.as_ref().expect("a recording")).collect();
    let (pictures, sound) = camera.counts();
    assert_eq!(recordings.iter().map(|recording| recording.frames).sum::<u64>(), pictures, "no picture is lost");
    let heard = recordings.iter().map(|recording| recording.audio_frames).sum::<u64>();
    assert!(heard >= sound - 3, "{heard} of {sound}: no sound is lost where files change");
    // The lines of all files are one: each picture is where it was filmed.
    let mut shown = Vec::new();
    for file in &isos {
        let start = file.recording.as_ref().expect("a recording").start_ms * 1e3;
        let decoded = decode(&finished.folder.join(&file.path));
        shown.extend(decoded.pictures.iter().map(|at| start as i64 + at));
    }
    let filmed = camera.pushed.iter().filter(|frame| frame.track == Track::Video);
    for (shown, frame) in shown.iter().zip(filmed) {
        assert!((shown - frame.pts.as_micros() as i64).abs() <= 1_000, "{shown} for {:?}", frame.pts);
    }
    // Program has its gaps, where the slate was, within its files.
    assert_eq!(files(&manifest, Role::Program).len(), 2);
}

#[tokio::test]
async fn a_camera_that_comes_later_and_one_that_goes_are_recorded() {
    let clock = SessionClock::start();
    let mut first = Camera::new(1, "Anna", "finish.h264", clock);
    first.film(SECOND / 2);
    let mut stage = Stage::start(clock, &[&first]);
    stage.folder().await;
    let mut second = Camera::new(2, "Ben", "bend.h264", clock);
    stage.show.camera(second.person.clone(), second.feed.follower(Begin::Live(clock.now())));
    second.film(SECOND * 2);
    first.film(SECOND);
    // Its owner leaves: the roster closes its feed.
    first.feed.close();
    second.film_silently(SECOND);
    let finished = stage.stop().await.expect("recorded");
    let manifest = check(&finished.folder);
    for (file, camera) in files(&manifest, Role::Iso).into_iter().zip([&first, &second]) {
        assert_eq!(file.recording.as_ref().expect("a recording").frames, camera.counts().0, "{}", file.path);
    }
}

#[tokio::test]
async fn a_camera_without_sound_is_one_file_and_one_whose_sound_comes_later_two() {
    let clock = SessionClock::start();
    let mut cameras = [Camera::new(1, "Silent", "finish.h264", clock), Camera::new(2, "Late", "podium.ivf", clock)];
    cameras.iter_mut().for_each(|camera| camera.film_silently(SECOND / 2));
    let mut stage = Stage::start(clock, &cameras.each_ref());
    let folder = stage.folder().await;
    for _ in 0..4 {
        cameras.iter_mut().for_each(|camera| camera.film_silently(SECOND * 2));
        let due: u64 = cameras.iter().map(|camera| camera.feed.totals().bytes).sum();
        written(&folder, due * 9 / 10).await;
    }
    cameras[1].film(SECOND * 6);
    cameras[0].film_silently(SECOND * 6);
    let finished = stage.stop().await.expect("recorded");
    let manifest = check(&finished.folder);
    let names: Vec<_> = files(&manifest, Role::Iso).iter().map(|file| file.path.as_str()).collect();
    assert_eq!(names, ["ISO/cam1 Silent 01.mp4", "ISO/cam2 Late 01.webm", "ISO/cam2 Late 02.webm"]);
    for (number, camera) in (1..).zip(&cameras) {
        let files = files(&manifest, Role::Iso).into_iter().filter(|file| file.camera == Some(number));
        let frames: u64 = files.map(|file| file.recording.as_ref().expect("a recording").frames).sum();
        assert_eq!(frames, camera.counts().0, "no picture is lost where the file changes");
    }
    // What came before the keyframe with which the file with sound begins.
    let late = files(&manifest, Role::Iso)[2].recording.as_ref().expect("a recording").audio_frames;
    assert_eq!(late + manifest.lost_audio_frames, cameras[1].counts().1, "sound is kept or counted");
}

#[tokio::test]
async fn marks_cuts_and_clips_are_in_the_folder() {
    let clock = SessionClock::start();
    let mut cameras = [Camera::new(1, "Anna", "finish.h264", clock), Camera::new(2, "Ben", "bend.h264", clock)];
    cameras.iter_mut().for_each(|camera| camera.film(SECOND / 2));
    let mut stage = Stage::start(clock, &cameras.each_ref());
    cameras.iter_mut().for_each(|camera| camera.film(SECOND * 5));
    let folder = stage.folder().await;
    let began = (manifest_start(&stage).await * 1e3) as u64;
    let at = |millis: u64| regie::media::SessionTime::from_micros(began) + Duration::from_millis(millis);
    stage.show.mark(at(700), Some("the finish".to_owned()));
    stage.show.on_air(at(1_000), PictureOnAir::live(Source::Camera { camera: CameraNumber(2) }));
    stage.show.heard(at(1_000), SoundOnAir { camera: Some(CameraNumber(2)), delay: Duration::ZERO, replay: false });
    let (from, to) = (at(100).as_millis(), at(1_100).as_millis());
    let segment = Segment { camera: CameraNumber(1), from, to };
    stage
        .show
        .on_air(at(2_000), PictureOnAir { source: Source::Replay { id: 1 }, segments: vec![segment], speed: 100 });
    stage.show.on_air(at(3_000), PictureOnAir::live(Source::Slate));
    stage.show.heard(at(3_000), SoundOnAir::default());
    let from = cameras[0].pushed[60].pts;
    let excerpt =
        Excerpt::new(cameras[0].person.clone(), &cameras[0].feed, from, from + SECOND * 2).expect("it is there");
    stage.show.clip(1, vec![excerpt]);
    let finished = stage.stop().await.expect("recorded");
    let manifest = check(&folder);
    let clip = files(&manifest, Role::Clip)[0];
    assert_eq!(clip.path, "Clips/clip01 cam1 Anna 01.mp4");
    let clip = clip.recording.as_ref().expect("a recording");
    let lead_in = clip.lead_in_ms.expect("a clip says it");
    let shown = clip.start_ms + lead_in;
    assert!((shown - from.as_micros() as f64 / 1e3).abs() < 0.01, "it says where what was asked for begins");
    assert!(lead_in < 1_000.0 && clip.duration_ms - lead_in > 1_950.0 && clip.audio_frames > 90, "{clip:?}");
    assert_eq!(finished.files as usize, manifest.files.len());

    let marks = std::fs::read_to_string(folder.join("marks.csv")).expect("there");
    assert!(
        marks.lines().nth(1).is_some_and(|line| line.starts_with("0.700,") && line.ends_with("the finish")),
        "{marks}"
    );
    // Under the replay the sound of who is live goes on.
    let expected = [
        ("001  cam1_01  B ", "01:00:00:00 01:00:01:00"),
        ("002  cam2_01  V ", "01:00:01:00 01:00:02:00"),
        ("003  cam2_01  A ", "01:00:01:00 01:00:03:00"),
        ("004  cam1_01  V ", "01:00:02:00 01:00:03:00"),
    ];
    check_events(&folder, &expected);
}

/// Checks the cut list's events, each by how it begins and ends.
fn check_events(folder: &Path, expected: &[(&str, &str)]) {
    let edl = std::fs::read_to_string(folder.join("cuts.edl")).expect("there");
    let events: Vec<_> = edl.lines().filter(|line| line.starts_with("00")).collect();
    assert_eq!(events.len(), expected.len(), "{edl}");
    for (event, (begin, end)) in events.iter().zip(expected) {
        assert!(event.starts_with(begin) && event.ends_with(end), "{edl}");
    }
}

#[tokio::test]
async fn cameras_that_change_places_are_who_they_were_in_the_cut_list() {
    let clock = SessionClock::start();
    let mut cameras = [Camera::new(1, "Anna", "finish.h264", clock), Camera::new(2, "Ben", "bend.h264", clock)];
    cameras.iter_mut().for_each(|camera| camera.film(SECOND / 2));
    let mut stage = Stage::start(clock, &cameras.each_ref());
    cameras.iter_mut().for_each(|camera| camera.film(SECOND * 5));
    let folder = stage.folder().await;
    let began = (manifest_start(&stage).await * 1e3) as u64;
    let at = |millis: u64| regie::media::SessionTime::from_micros(began) + Duration::from_millis(millis);
    let [one, two] = [CameraNumber(1), CameraNumber(2)];
    // Anna is on program, whatever her number is.
    stage.show.numbered(two, cameras[0].person.key.clone());
    stage.show.numbered(one, cameras[1].person.key.clone());
    stage.show.on_air(at(2_000), PictureOnAir::live(Source::Camera { camera: one }));
    stage.show.heard(at(2_000), SoundOnAir { camera: Some(one), delay: Duration::ZERO, replay: false });
    let segment = Segment { camera: two, from: at(500).as_millis(), to: at(1_500).as_millis() };
    stage
        .show
        .on_air(at(3_000), PictureOnAir { source: Source::Replay { id: 1 }, segments: vec![segment], speed: 100 });
    stage.show.on_air(at(4_000), PictureOnAir::live(Source::Hold));
    stage.show.heard(at(4_000), SoundOnAir::default());
    stage.stop().await.expect("recorded");
    let manifest = check(&folder);
    let keys: Vec<_> = files(&manifest, Role::Iso).iter().map(|file| (file.camera, file.key.clone())).collect();
    let expected = cameras.each_ref().map(|camera| (Some(camera.person.number), Some(camera.person.key.clone())));
    assert_eq!(keys, expected, "a file is called what its camera was called at its beginning");
    let expected = [
        ("001  cam1_01  B ", "01:00:00:00 01:00:02:00"),
        ("002  cam2_01  V ", "01:00:02:00 01:00:03:00"),
        ("003  cam2_01  A ", "01:00:02:00 01:00:04:00"),
        ("004  cam1_01  V ", "01:00:03:00 01:00:04:00"),
    ];
    check_events(&folder, &expected);
}

async fn manifest_start(stage: &Stage) -> f64 {
    let folder = stage.folder().await;
    let started = record::Journal::read(&folder).expect("a journal").into_iter().find_map(|entry| match entry {
        record::JournalEntry::Started { at, .. } => Some(at as f64 / 1e3),
        _ => None,
    });
    started.expect("the first entry")
}

#[tokio::test]
async fn it_is_finished_at_the_whistle_however_long_it_was() {
    let clock = SessionClock::start();
    let mut cameras: Vec<_> = (1..=8)
        .map(|number| Camera::new(number, "Load", if number % 2 == 0 { "podium.ivf" } else { "finish.h264" }, clock))
        .collect();
    cameras.iter_mut().for_each(|camera| camera.film(SECOND / 2));
    let mut stage = Stage::start(clock, &cameras.iter().collect::<Vec<_>>());
    let folder = stage.folder().await;
    for _ in 0..20 {
        cameras.iter_mut().for_each(|camera| camera.film(SECOND * 9));
        // As long as the rings are short of a minute behind.
        let due: u64 = cameras.iter().map(|camera| camera.feed.totals().bytes).sum();
        stage.until(|state| state.disk.is_some()).await;
        written(&folder, due * 9 / 10).await;
    }
    let whistle = Instant::now();
    let finished = stage.stop().await.expect("recorded");
    let took = whistle.elapsed();
    // Other tests keep the machine's disk and its cores busy meanwhile.
    assert!(took < SECOND * 3, "{took:?}");
    assert!(finished.duration < SECOND * 200);
    let manifest = manifest(&folder);
    let frames: u64 =
        files(&manifest, Role::Iso).iter().map(|file| file.recording.as_ref().expect("a recording").frames).sum();
    assert_eq!(frames, cameras.iter().map(|camera| camera.counts().0).sum::<u64>());
    assert_eq!(manifest.lost_frames, 0);
}

#[tokio::test]
async fn a_camera_is_deleted_with_all_that_it_left() {
    let clock = SessionClock::start();
    let mut cameras = [Camera::new(1, "Anna", "finish.h264", clock), Camera::new(2, "Ben", "bend.h264", clock)];
    cameras.iter_mut().for_each(|camera| camera.film(SECOND / 2));
    let mut earlier = Stage::start(clock, &cameras.each_ref());
    cameras.iter_mut().for_each(|camera| camera.film(SECOND));
    let ben = &cameras[1];
    let (from, to) = (ben.pushed[10].pts, ben.pushed[90].pts);
    let excerpt = Excerpt::new(ben.person.clone(), &ben.feed, from, to).expect("it is there");
    earlier.show.clip(1, vec![excerpt]);
    let first = earlier.stop().await.expect("recorded").folder;
    assert_eq!(files(&check(&first), Role::Clip).len(), 1);

    let mut running = Stage::start_in(earlier.shows.clone(), clock, &cameras.each_ref());
    cameras.iter_mut().for_each(|camera| camera.film(SECOND));
    let second = running.folder().await;
    written(&second.clone(), 1).await;
    running.show.erase(cameras[1].person.key.clone());
    assert_eq!(record::erase(&running.shows, &cameras[1].person.key).expect("erased"), 1);
    let manifest = check(&first);
    assert!(manifest.files.iter().all(|file| file.camera != Some(2)));
    assert_eq!(files(&manifest, Role::Iso).len(), 1, "the other camera's files stay");
    assert_eq!(files(&manifest, Role::Program).len(), 1, "program stays as it is");
    let second = running.stop().await.expect("recorded").folder;
    assert!(check(&second).files.iter().all(|file| file.camera != Some(2)));
    let cuts = std::fs::read_to_string(first.join("cuts.otio")).expect("there");
    assert!(!cuts.contains("Ben"), "{cuts}");
    for folder in [first, second] {
        let journal = std::fs::read_to_string(folder.join("journal.jsonl")).expect("there");
        assert!(journal.contains("Anna") && journal.contains("erased") && !journal.contains("Ben"), "{journal}");
        assert!(record::recover(&running.shows, || false).is_empty(), "its lists are of its journal");
    }
}
