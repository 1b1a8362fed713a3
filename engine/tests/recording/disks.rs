//! Disks that refuse.

use std::{fs, path::PathBuf, process::Command, time::Duration};

use regie::{
    SessionClock,
    feed::Limits,
    protocol::RecordingProblemCode,
    record::{Fault, Role},
};

use crate::{
    camera::Camera,
    reader::{check, files},
    stage::Stage,
};

const SECOND: Duration = Duration::from_secs(1);

/// A disk of its own, so small. Making one needs root, as the tests' network does.
struct Disk {
    path: PathBuf,
    _dir: tempfile::TempDir,
}

impl Disk {
    fn mount(kib: usize) -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().to_owned();
        let options = format!("size={kib}k");
        run(Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&path));
        Self { path, _dir: dir }
    }

    fn remount(&self, option: &str) {
        run(Command::new("mount").args(["-o", &format!("remount,{option}")]).arg(&self.path));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        run(Command::new("umount").arg("--lazy").arg(&self.path));
    }
}

fn run(command: &mut Command) {
    let status = command.status().expect("it is here");
    assert!(status.success(), "{command:?}");
}

/// Whether this user may mount; a test that can't is not passed over in silence.
fn may_mount() -> bool {
    let id = Command::new("id").arg("-u").output().expect("there is an id");
    let may = id.stdout == b"0\n";
    if !may {
        eprintln!("not root: no disk of our own, not tested");
    }
    may
}

#[tokio::test]
async fn a_full_disk_is_told_of_and_nothing_is_lost_when_there_is_room_again() {
    if !may_mount() {
        return;
    }
    let disk = Disk::mount(6_000);
    let clock = SessionClock::start();
    let mut camera = Camera::new(1, "Anna", "finish.h264", clock);
    camera.film(SECOND / 2);
    let mut stage = Stage::start_in(disk.path.join("shows"), clock, &[&camera]);
    let folder = stage.folder().await;
    fs::write(disk.path.join("ballast"), vec![0; 4_600_000]).expect("room");
    camera.film(SECOND * 20);
    stage.until(|state| state.fault == Some(Fault::Full)).await;
    camera.film(SECOND * 2);
    fs::remove_file(disk.path.join("ballast")).expect("there");
    disk.remount("size=60m");
    stage.until(|state| state.fault != Some(Fault::Full)).await;
    let finished = stage.stop().await.expect("recorded");
    assert_eq!(finished.folder, folder);
    let manifest = check(&folder);
    // Cameras give way to program when there is so little room.
    let frames: u64 =
        files(&manifest, Role::Program).iter().map(|file| file.recording.as_ref().expect("one").frames).sum();
    assert_eq!(frames, camera.counts().0);
}

#[tokio::test]
async fn what_the_ring_forgets_while_the_disk_is_full_is_counted() {
    if !may_mount() {
        return;
    }
    let disk = Disk::mount(6_000);
    let clock = SessionClock::start();
    let limits = Limits { span: SECOND * 5, ..Limits::default() };
    let mut camera = Camera::with_limits(1, "Anna", "finish.h264", clock, limits);
    camera.film(SECOND / 2);
    let mut stage = Stage::start_in(disk.path.join("shows"), clock, &[&camera]);
    let folder = stage.folder().await;
    fs::write(disk.path.join("ballast"), vec![0; 4_900_000]).expect("room");
    camera.film(SECOND * 4);
    stage.news().await;
    camera.film(SECOND * 12);
    stage.until(|state| state.fault == Some(Fault::Full)).await;
    camera.film(SECOND * 9);
    fs::remove_file(disk.path.join("ballast")).expect("there");
    disk.remount("size=60m");
    stage.until(|state| state.fault == Some(Fault::TooSlow)).await;
    stage.stop().await.expect("recorded");
    let manifest = check(&folder);
    let frames =
        |role| -> u64 { files(&manifest, role).iter().map(|file| file.recording.as_ref().expect("one").frames).sum() };
    let kept = frames(Role::Program) + frames(Role::Iso);
    assert_eq!(kept + manifest.lost_frames, 2 * camera.counts().0, "each frame is kept or counted, in both");
    assert!(manifest.lost_frames > 0);
}

#[tokio::test]
async fn a_disk_that_is_full_to_the_end_leaves_what_was_written_and_its_lists() {
    if !may_mount() {
        return;
    }
    let disk = Disk::mount(6_000);
    let clock = SessionClock::start();
    let mut camera = Camera::new(1, "Anna", "finish.h264", clock);
    camera.film(SECOND / 2);
    let mut stage = Stage::start_in(disk.path.join("shows"), clock, &[&camera]);
    stage.folder().await;
    for _ in 0..10 {
        camera.film(SECOND * 5);
    }
    stage.until(|state| state.fault == Some(Fault::Full)).await;
    let finished = stage.stop().await.expect("the lists have their reserve");
    let manifest = check(&finished.folder);
    assert!(!manifest.recovered);
    let iso = files(&manifest, Role::Iso)[0].recording.as_ref().expect("a recording");
    assert!(iso.frames > 100 && iso.frames < camera.counts().0, "{} pictures", iso.frames);
    let kept: u64 = [Role::Program, Role::Iso]
        .iter()
        .flat_map(|role| files(&manifest, *role))
        .map(|file| file.recording.as_ref().expect("a recording").frames)
        .sum();
    assert_eq!(kept + manifest.lost_frames, 2 * camera.counts().0, "each frame is kept or counted, in both");
}

#[tokio::test]
async fn little_room_is_told_of_and_cameras_give_way_to_program() {
    if !may_mount() {
        return;
    }
    let disk = Disk::mount(60_000);
    let clock = SessionClock::start();
    let mut camera = Camera::new(1, "Anna", "finish.h264", clock);
    camera.film(SECOND / 2);
    let mut stage = Stage::start_in(disk.path.join("shows"), clock, &[&camera]);
    // At the rate at which it is filmed here, that is a minute's worth. What is written by each look is news.
    let mut problems = Vec::new();
    while problems.last() != Some(&Some(RecordingProblemCode::IsosStopped)) {
        camera.film(SECOND * 2);
        stage.news().await;
        problems.push(stage.problem());
    }
    assert!(problems.contains(&Some(RecordingProblemCode::DiskLow)), "{problems:?}");
    // An order is run before the next look at the disk.
    stage.news().await;
    stage.until(|state| state.disk.and_then(|disk| disk.minutes_left).is_some_and(|minutes| minutes < 15)).await;
    let before = camera.counts().0;
    camera.film(SECOND * 3);
    let finished = stage.stop().await.expect("recorded");
    let manifest = check(&finished.folder);
    let frames = |role| files(&manifest, role)[0].recording.as_ref().expect("a recording").frames;
    assert!(frames(Role::Iso) <= before, "the camera's own recording has ended");
    assert_eq!(frames(Role::Program), camera.counts().0, "program has everything");
}

#[tokio::test]
async fn a_show_that_cannot_begin_leaves_nothing() {
    if !may_mount() {
        return;
    }
    let disk = Disk::mount(300);
    let shows = disk.path.join("shows");
    let stage = Stage::start_in(shows.clone(), SessionClock::start(), &[]);
    let state = stage.until(|state| state.finished.is_some()).await;
    assert_eq!(state.finished, Some(Err(Fault::Full)));
    assert_eq!(fs::read_dir(shows).expect("there").count(), 0);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_told_of_at_once() {
    if !may_mount() {
        return;
    }
    let disk = Disk::mount(6_000);
    disk.remount("ro");
    let stage = Stage::start_in(disk.path.join("shows"), SessionClock::start(), &[]);
    let state = stage.until(|state| state.finished.is_some()).await;
    assert!(matches!(state.finished, Some(Err(Fault::NotWritable(_)))), "{state:?}");

    let dir = tempfile::tempdir().expect("a temporary directory");
    fs::write(dir.path().join("shows"), b"a file").expect("writable");
    let stage = Stage::start_in(dir.path().join("shows"), SessionClock::start(), &[]);
    let state = stage.until(|state| state.finished.is_some()).await;
    assert!(matches!(state.finished, Some(Err(_))), "{state:?}");
}

#[tokio::test]
async fn a_disk_that_becomes_read_only_is_told_of_and_the_show_can_end() {
    if !may_mount() {
        return;
    }
    let disk = Disk::mount(60_000);
    let clock = SessionClock::start();
    let mut camera = Camera::new(1, "Anna", "finish.h264", clock);
    camera.film(SECOND / 2);
    let mut stage = Stage::start_in(disk.path.join("shows"), clock, &[&camera]);
    let folder = stage.folder().await;
    // Files that are open for writing keep a disk from becoming read-only: the folder is made so.
    run(Command::new("mount").arg("--bind").arg(&folder).arg(&folder));
    run(Command::new("mount").args(["-o", "remount,bind,ro"]).arg(&folder));
    camera.change("podium.ivf");
    camera.film(SECOND * 2);
    let state = stage.until(|state| state.fault.is_some()).await;
    run(Command::new("umount").arg("--lazy").arg(&folder));
    assert!(matches!(state.fault, Some(Fault::NotWritable(_))), "{state:?}");
    stage.until(|state| state.fault.is_none()).await;
    let finished = stage.stop().await.expect("recorded");
    let manifest = check(&finished.folder);
    let frames: u64 = files(&manifest, Role::Iso).iter().map(|file| file.recording.as_ref().expect("one").frames).sum();
    assert_eq!(frames, camera.counts().0);
}

#[tokio::test]
async fn a_folder_that_vanishes_is_told_of_and_nothing_else() {
    let clock = SessionClock::start();
    let mut camera = Camera::new(1, "Anna", "finish.h264", clock);
    camera.film(SECOND / 2);
    let mut stage = Stage::start(clock, &[&camera]);
    let folder = stage.folder().await;
    camera.film(SECOND);
    fs::remove_dir_all(&folder).expect("it was there");
    stage.until(|state| state.fault == Some(Fault::Gone)).await;
    camera.film(SECOND);
    assert_eq!(stage.stop().await, Err(Fault::Gone));
    assert!(!folder.exists(), "nothing is made anew");
}
