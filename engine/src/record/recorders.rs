use std::{
    io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    entry::JournalEntry,
    fault::Fault,
    journal::Journal,
    person::Person,
    recorder::Recorder,
    role::Role,
    writer::{Destination, LARGEST},
};
use crate::{clock::SessionClock, feed::Follower};

/// The recorders of a show: program's, and one for each camera. Bounded by the cameras that there may be.
pub struct Recorders {
    folder: PathBuf,
    journal: Journal,
    clock: SessionClock,
    running: Vec<Recorder>,
    written: Arc<AtomicU64>,
    /// Pictures that were lost to those that have ended.
    lost: u64,
}

impl Recorders {
    /// None yet; what they record goes into `folder`.
    pub fn new(folder: PathBuf, journal: Journal, clock: SessionClock) -> Self {
        Self { folder, journal, clock, running: Vec::new(), written: Arc::default(), lost: 0 }
    }

    /// Where files of this kind go.
    pub fn destination(&self, role: Role, camera: Option<Person>) -> Destination {
        Destination {
            folder: self.folder.clone(),
            journal: self.journal.clone(),
            role,
            camera,
            clip: 0,
            largest: LARGEST,
            written: Arc::clone(&self.written),
        }
    }

    /// Begins to record one more source.
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub fn start(&mut self, role: Role, camera: Option<Person>, frames: Follower) -> io::Result<()> {
        self.running.push(Recorder::start(self.destination(role, camera), frames, self.clock)?);
        Ok(())
    }

    /// Ends those and waits until their files are closed. Gives back what the journal did not take.
    pub fn end(&mut self, which: impl Fn(&Recorder) -> bool) -> Vec<JournalEntry> {
        let (ending, staying): (Vec<_>, Vec<_>) = std::mem::take(&mut self.running).into_iter().partition(which);
        self.running = staying;
        ending.iter().for_each(Recorder::stop);
        let mut unnoted = Vec::new();
        for recorder in ending {
            let (lost, entry) = recorder.join();
            self.lost += lost;
            unnoted.extend(entry);
        }
        unnoted
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.running.is_empty()
    }

    /// Pictures that were lost because of the disk, since the show began.
    pub fn lost(&self) -> u64 {
        self.lost + self.running.iter().map(Recorder::lost).sum::<u64>()
    }

    /// What the disk refuses one of them now.
    pub fn fault(&self) -> Option<Fault> {
        self.running.iter().find_map(Recorder::fault)
    }

    /// Bytes that the show wrote so far.
    pub fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }
}
