//! Pictures that came late, after live pictures had gone on without them.

use std::time::Duration;

use regie::{
    SessionClock,
    media::{Frame, Track},
    record::{Excerpt, Role},
};

use crate::{
    camera::Camera,
    reader::{check, decode, files, written},
    stage::Stage,
};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn what_comes_late_is_in_the_files_at_its_time_with_the_sound_beside_it() {
    let clock = SessionClock::start();
    let mut cameras = [Camera::new(1, "Anna", "finish.h264", clock), Camera::new(2, "Ben", "podium.ivf", clock)];
    cameras.iter_mut().for_each(|camera| camera.film(SECOND / 2));
    let mut stage = Stage::start(clock, &cameras.each_ref());
    let folder = stage.folder().await;
    cameras.iter_mut().for_each(|camera| camera.film(SECOND));
    let filmed: u64 = cameras.iter().map(|camera| camera.feed.totals().bytes).sum();
    let from = cameras[0].pushed[10].pts;
    for camera in &mut cameras {
        camera.lose(SECOND / 5);
        camera.film(SECOND * 3 / 2);
    }
    let to = from + SECOND * 2;
    let clip = Excerpt::new(cameras[0].person.clone(), &cameras[0].feed, from, to).expect("it is there");
    stage.show.clip(1, vec![clip]);
    // The recorders have read up to what is missing.
    written(&folder, filmed / 2).await;
    for camera in &mut cameras {
        camera.find();
        camera.film(SECOND);
    }
    let finished = stage.stop().await.expect("recorded");
    let manifest = check(&finished.folder);
    assert_eq!(manifest.lost_frames, 0);
    assert_eq!((files(&manifest, Role::Iso).len(), files(&manifest, Role::Clip).len()), (2, 1), "nothing is cut by it");
    for (file, camera) in files(&manifest, Role::Iso).into_iter().zip(&cameras) {
        let recording = file.recording.as_ref().expect("a recording");
        let (pictures, sound) = camera.counts();
        assert!(recording.frames == pictures && recording.audio_frames >= sound - 1, "{recording:?} of {pictures}");
        let start = (recording.start_ms * 1e3) as i64;
        let first = camera.pushed.iter().find(|frame| frame.track == Track::Video).expect("it was filmed").pts;
        let decoded = decode(&finished.folder.join(&file.path));
        for (track, shown) in [(Track::Video, &decoded.pictures), (Track::Audio, &decoded.sound)] {
            // Sound that was filmed before the first picture is not in a ring.
            let is_in_it = |frame: &&Frame| frame.track == track && (track == Track::Video || frame.pts > first);
            let filmed = camera.pushed.iter().filter(is_in_it);
            let due = filmed.map(|frame| frame.pts.as_micros() as i64 - start);
            for (shown, due) in shown.iter().zip(due) {
                assert!((shown - due).abs() <= 1_000, "{} has at {shown} what was filmed at {due}", file.path);
            }
        }
    }
    let clip = files(&manifest, Role::Clip)[0].recording.as_ref().expect("a recording");
    let start = clip.start_ms;
    let is_in_it = |millis: f64| millis >= start - 0.01 && millis < to.as_micros() as f64 / 1e3;
    let filmed = cameras[0].pushed.iter().filter(|frame| frame.track == Track::Video);
    let due = filmed.filter(|frame| is_in_it(frame.pts.as_micros() as f64 / 1e3)).count();
    assert_eq!(clip.frames, due as u64, "the clip waited for what was missing");
}

#[tokio::test]
async fn a_camera_that_changes_within_what_is_missing_begins_its_file_there() {
    let clock = SessionClock::start();
    let mut camera = Camera::new(1, "Anna", "finish.h264", clock);
    camera.film(SECOND / 2);
    let mut stage = Stage::start(clock, &[&camera]);
    let folder = stage.folder().await;
    camera.film(SECOND);
    let filmed = camera.feed.totals().bytes;
    camera.lose(SECOND / 5);
    camera.change("podium.ivf");
    camera.film(SECOND);
    written(&folder, filmed / 2).await;
    camera.find();
    camera.film(SECOND / 2);
    let finished = stage.stop().await.expect("recorded");
    let manifest = check(&finished.folder);
    let isos = files(&manifest, Role::Iso);
    let recordings: Vec<_> = isos.iter().map(|file| file.recording.as_ref().expect("a recording")).collect();
    assert_eq!(recordings.len(), 2);
    let (pictures, sound) = camera.counts();
    assert_eq!(recordings.iter().map(|recording| recording.frames).sum::<u64>(), pictures);
    let heard = recordings.iter().map(|recording| recording.audio_frames).sum::<u64>();
    assert!(heard >= sound - 2, "{heard} of {sound}: no sound is lost where files change");
    let ends = recordings[0].start_ms + recordings[0].duration_ms;
    assert!((ends - recordings[1].start_ms).abs() < 60.0, "sound and picture change together: {recordings:?}");
}
