use std::{
    cell::RefCell,
    collections::VecDeque,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use super::{disk, entry::JournalEntry, erased, journal::Journal, person::Person, recorders::Recorders, role::Role};
use crate::{
    clock::SessionClock,
    feed::{Begin, Feed},
    media::SessionTime,
    protocol::SpoolLimits,
};

/// How often it is looked at what is too much.
const LOOK: Duration = Duration::from_secs(1);
/// A part of it is so long at most, and one in so many of what is kept: what is deleted is a part.
const PART: Duration = Duration::from_secs(120);
const PARTS: u32 = 10;
/// What is left free on the disk: parts are deleted before.
const FREE: u64 = 1_000_000_000;

/// What the spool is told.
pub enum SpoolOrder {
    Camera(Person, Feed),
    Erase(String),
    Pause(bool),
    Limits(SpoolLimits),
}

/// The spool's thread.
pub struct SpoolParts {
    /// Where they are.
    folder: PathBuf,
    clock: SessionClock,
    limits: SpoolLimits,
    cameras: Vec<(Person, Feed)>,
    paused: bool,
    growing: Option<Part>,
    /// Those that are over, the oldest first: folder, size, and when it ended.
    kept: VecDeque<(PathBuf, u64, SessionTime)>,
    number: u32,
    bytes: Arc<AtomicU64>,
}

/// The part that grows.
struct Part {
    folder: PathBuf,
    journal: Journal,
    recorders: Recorders,
    began: Instant,
}

impl SpoolParts {
    /// None yet, in this folder; what they take is told by `bytes`.
    pub fn new(
        folder: PathBuf,
        clock: SessionClock,
        limits: SpoolLimits,
        cameras: Vec<(Person, Feed)>,
        bytes: Arc<AtomicU64>,
    ) -> Self {
        let (growing, kept) = (None, VecDeque::new());
        Self { folder, clock, limits, cameras, paused: false, growing, kept, number: 0, bytes }
    }

    /// Until the handle is gone.
    pub fn run(mut self, inbox: &Receiver<SpoolOrder>) {
        let mut next = Instant::now();
        loop {
            match inbox.recv_timeout(next.saturating_duration_since(Instant::now())) {
                Ok(order) => self.take(order),
                Err(RecvTimeoutError::Timeout) => {
                    self.look();
                    next = Instant::now() + LOOK;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.end();
        delete(&self.folder);
        self.bytes.store(0, Ordering::Relaxed);
    }

    fn take(&mut self, order: SpoolOrder) {
        match order {
            SpoolOrder::Camera(camera, feed) => {
                self.cameras.retain(|(known, _)| known.key != camera.key);
                if let Some(part) = &mut self.growing {
                    part.record(&camera, &feed, self.clock);
                }
                self.cameras.push((camera, feed));
            }
            SpoolOrder::Erase(key) => {
                self.cameras.retain(|(camera, _)| camera.key != key);
                if let Some(part) = &mut self.growing {
                    part.recorders.end(|recorder| recorder.key() == Some(&key));
                    erase(&part.folder, &part.journal, &key);
                }
                for (folder, ..) in &self.kept {
                    if let Ok(journal) = Journal::go_on(folder) {
                        erase(folder, &journal, &key);
                    }
                }
            }
            SpoolOrder::Pause(is_paused) => {
                self.paused = is_paused;
                if is_paused {
                    self.end();
                }
            }
            SpoolOrder::Limits(limits) => self.limits = limits,
        }
    }

    /// Ends a part that is long enough, begins the next, and deletes what is too much.
    fn look(&mut self) {
        let most = u64::from(self.limits.megabytes) * 1_000_000;
        let length = Duration::from_secs(u64::from(self.limits.minutes) * 60);
        self.let_go_of_the_gone();
        if let Some(part) = &self.growing
            && (part.began.elapsed() >= PART.min(length / PARTS) || part.recorders.written() >= most / u64::from(PARTS))
        {
            let before = self.growing.take();
            // The next begins with the newest keyframe, before this one ends: nothing is missing between.
            self.begin();
            self.close(before);
        }
        if self.growing.is_none() && !self.paused {
            self.begin();
        }
        let now = self.clock.now();
        let is_full = || disk::free(&self.folder).is_ok_and(|free| free < FREE);
        while self.kept.front().is_some_and(|(.., ended)| now.since(*ended) > length)
            || !self.kept.is_empty() && (self.total() > most || is_full())
        {
            let Some((folder, ..)) = self.kept.pop_front() else { break };
            delete(&folder);
        }
        self.bytes.store(self.total(), Ordering::Relaxed);
    }

    fn total(&self) -> u64 {
        let growing = self.growing.as_ref().map_or(0, |part| part.recorders.written());
        growing + self.kept.iter().map(|(_, bytes, _)| bytes).sum::<u64>()
    }

    /// Ends the recordings of cameras that have left, and with them the hold on their feeds.
    fn let_go_of_the_gone(&mut self) {
        let Some(part) = &mut self.growing else { return };
        let gone = RefCell::new(Vec::new());
        part.recorders.end(|recorder| {
            let has_ended = recorder.has_ended();
            if has_ended {
                gone.borrow_mut().extend(recorder.key().map(str::to_owned));
            }
            has_ended
        });
        self.cameras.retain(|(camera, _)| !gone.borrow().contains(&camera.key));
    }

    fn begin(&mut self) {
        self.number += 1;
        let folder = self.folder.join(format!("{:06}", self.number));
        match Part::begin(folder, self.clock) {
            Ok(mut part) => {
                self.cameras.iter().for_each(|(camera, feed)| part.record(camera, feed, self.clock));
                self.growing = Some(part);
            }
            Err(error) => tracing::warn!(%error, "nothing is kept for replays"),
        }
    }

    fn end(&mut self) {
        let part = self.growing.take();
        self.close(part);
    }

    fn close(&mut self, part: Option<Part>) {
        if let Some(mut part) = part {
            part.recorders.end(|_| true);
            self.kept.push_back((part.folder, part.recorders.written(), self.clock.now()));
        }
    }
}

impl Part {
    fn begin(folder: PathBuf, clock: SessionClock) -> io::Result<Self> {
        fs::create_dir_all(folder.join(Role::Iso.folder()))?;
        let journal = Journal::begin(&folder)?;
        let at = clock.now().as_micros();
        journal.add(&JournalEntry::Started { at, wall: String::new(), clock: Some(clock.id()) })?;
        let recorders = Recorders::new(folder.clone(), journal.clone(), clock);
        Ok(Self { folder, journal, recorders, began: Instant::now() })
    }

    fn record(&mut self, camera: &Person, feed: &Feed, clock: SessionClock) {
        let frames = feed.follower(Begin::Live(clock.now()));
        if let Err(error) = self.recorders.start(Role::Iso, Some(camera.clone()), frames) {
            tracing::warn!(%error, camera = camera.number, "a camera is not kept for replays");
        }
    }
}

/// Deletes what a camera left in a part.
fn erase(folder: &Path, journal: &Journal, key: &str) {
    let erased = journal
        .add(&JournalEntry::Erased { key: key.to_owned() })
        .and_then(|()| Journal::read(folder))
        .and_then(|entries| erased::files(folder, &entries));
    if let Err(error) = erased {
        tracing::error!(%error, "not everything that a camera left could be deleted");
    }
}

/// Deletes a folder, if it is there.
pub fn delete(folder: &Path) {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, folder = %folder.display(), "what was kept for replays can't be deleted");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
