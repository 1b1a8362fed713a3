//! Where recordings end otherwise than by the key.

use std::{fs, io::Write, path::Path, time::Duration};

use regie::{
    SessionClock,
    record::{self, MANIFEST, Role},
};

use crate::{
    camera::Camera,
    reader::{check, files, written},
    stage::Stage,
};

const SECOND: Duration = Duration::from_secs(1);

/// A copy of a show that runs, as a disk has it when the power goes: without its lock.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("writable");
    for entry in fs::read_dir(from).expect("there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("writable");
        }
    }
}

#[tokio::test]
async fn a_show_that_was_cut_off_is_completed_at_the_next_start() {
    let clock = SessionClock::start();
    let mut cameras = [Camera::new(1, "Anna", "finish.h264", clock), Camera::new(2, "Ben", "podium.ivf", clock)];
    cameras.iter_mut().for_each(|camera| camera.film(SECOND / 2));
    let mut stage = Stage::start(clock, &cameras.each_ref());
    let folder = stage.folder().await;
    cameras.iter_mut().for_each(|camera| camera.film(SECOND * 5));
    stage.show.mark(clock.now(), None);
    written(&folder, cameras.iter().map(|camera| camera.feed.totals().bytes).sum::<u64>() * 9 / 10).await;
    let crashed = tempfile::tempdir().expect("a temporary directory");
    let show = crashed.path().join("2026-11-24 20.15");
    copy(&folder, &show);
    assert!(!show.join(MANIFEST).exists());
    // The last write was torn.
    for path in ["ISO/cam1 Anna 01.mp4", "ISO/cam2 Ben 01.webm"] {
        let mut file = fs::OpenOptions::new().append(true).open(show.join(path)).expect("there");
        file.write_all(b"\0\0\x10\0moof and nothing behind it").expect("writable");
    }
    assert_eq!(record::recover(crashed.path(), || false), ["2026-11-24 20.15"]);
    let manifest = check(&show);
    assert!(manifest.recovered);
    for (file, camera) in files(&manifest, Role::Iso).into_iter().zip(&cameras) {
        // The newest picture waits for its successor.
        assert!(file.recording.as_ref().expect("a recording").frames >= camera.counts().0 - 1, "{}", file.path);
    }
    assert!(record::recover(crashed.path(), || false).is_empty(), "it is complete now");
    assert!(record::recover(&stage.shows, || false).is_empty(), "a show that runs is left alone");
    stage.stop().await.expect("recorded");
    check(&folder);
}

#[tokio::test]
async fn what_is_no_show_is_left_alone() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    fs::create_dir(dir.path().join("holiday")).expect("writable");
    fs::write(dir.path().join("holiday/film.mp4"), b"x").expect("writable");
    assert!(record::recover(dir.path(), || false).is_empty());
    assert!(record::recover(&dir.path().join("nothing"), || false).is_empty());
    assert_eq!(fs::read_dir(dir.path().join("holiday")).expect("there").count(), 1);
}

#[tokio::test]
async fn a_show_of_nothing_is_a_folder_with_lists() {
    let mut stage = Stage::start(SessionClock::start(), &[]);
    let finished = stage.stop().await.expect("recorded");
    let manifest = check(&finished.folder);
    assert_eq!(manifest.files.len(), 4);
}
