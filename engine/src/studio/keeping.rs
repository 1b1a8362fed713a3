//! What is kept of the past: how far back it goes is told, and the spool does what the director decided.

use std::{path::PathBuf, sync::Arc};

use super::{mailbox::Message, tasks::Tasks};
use crate::{
    archive::Archive,
    clock::SessionClock,
    director::Input,
    feed::Feed,
    protocol::{ArchiveState, CameraId, SpoolLimits},
    record::{Person, Spool},
};

/// So many looks for one at how far back it goes: rings go on with each second, and nobody has to know that at once.
const LOOKS: u32 = 5;

/// What is kept of all cameras, in memory and on the disk.
pub(super) struct Keeping {
    archive: Archive,
    shows: PathBuf,
    clock: SessionClock,
    tasks: Tasks,
    spool: Option<(SpoolLimits, Spool)>,
    /// Whether a show is recorded, which keeps all of it.
    is_recording: bool,
    looks: u32,
    /// Shared with the look that is under way: a disk may take its time.
    looking: Arc<()>,
}

impl Keeping {
    /// Nothing is spooled yet; what an earlier run left is deleted.
    pub fn new(archive: Archive, shows: PathBuf, clock: SessionClock, tasks: Tasks) -> Self {
        let left = shows.clone();
        tasks.spawn(async move {
            // It tells of what goes wrong itself.
            let _ = tokio::task::spawn_blocking(move || Spool::clear(&left)).await;
        });
        Self { archive, shows, clock, tasks, spool: None, is_recording: false, looks: 0, looking: Arc::default() }
    }

    /// A camera has joined.
    pub fn join(&self, id: &CameraId, camera: Person, feed: &Feed) {
        self.archive.join(id, feed);
        if let Some((_, spool)) = &self.spool {
            spool.camera(camera, feed.clone());
        }
    }

    /// A camera has left.
    pub fn leave(&self, id: &CameraId) {
        self.archive.leave(id);
    }

    /// Nothing that a camera left is there any more.
    pub fn erase(&self, id: &CameraId) {
        self.archive.erase(id);
        if let Some((_, spool)) = &self.spool {
            spool.erase(Person::key(id));
        }
    }

    /// Spools so much of these cameras from now on, or nothing.
    pub fn spool<'a>(&mut self, limits: Option<SpoolLimits>, cameras: impl Iterator<Item = (Person, &'a Feed)>) {
        match (limits, &mut self.spool) {
            (None, _) => self.spool = None,
            (Some(limits), Some((before, spool))) => {
                *before = limits;
                spool.limit(limits);
            }
            (Some(limits), None) => {
                let cameras = cameras.map(|(person, feed)| (person, feed.clone())).collect();
                match Spool::start(&self.shows, self.clock, limits, cameras) {
                    Ok(spool) => {
                        spool.pause(self.is_recording);
                        self.spool = Some((limits, spool));
                    }
                    Err(error) => tracing::error!(%error, "nothing is kept for replays"),
                }
            }
        }
    }

    /// A show is recorded, or none any more.
    pub fn recording(&mut self, is_on: bool) {
        if self.is_recording == is_on {
            return;
        }
        self.is_recording = is_on;
        if let Some((_, spool)) = &self.spool {
            spool.pause(is_on);
        }
    }

    /// Looks now and then how far back it goes, and what it takes of the disk; the director hears of it.
    pub fn look(&mut self) {
        self.looks += 1;
        if self.looks % LOOKS != 1 || Arc::strong_count(&self.looking) > 1 {
            return;
        }
        let (archive, looking) = (self.archive.clone(), Arc::clone(&self.looking));
        let (spool, spool_bytes) =
            self.spool.as_ref().map_or((None, 0), |(limits, spool)| (Some(*limits), spool.bytes()));
        self.tasks.spawn_until(self.tasks.token(), async move {
            let begin = tokio::task::spawn_blocking(move || archive.begin()).await.ok().flatten();
            drop(looking);
            let begin = begin.map(crate::media::SessionTime::as_millis);
            Message::Input(Input::Archive(ArchiveState { begin, spool, spool_bytes }))
        });
    }
}
