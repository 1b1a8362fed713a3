use std::{
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use super::{
    entry::JournalEntry,
    fault::Fault,
    journal::Journal,
    role::Role,
    splitter::{Split, Splitter},
    tail::Tail,
    writer::Destination,
};
use crate::{
    clock::SessionClock,
    feed::{Batch, Follower},
    media::{Frame, SessionTime, Track},
};

/// How often a recorder looks for frames. A fragment holds so much, so a crash costs so much and the time that the disk
/// needs for it: together well below a second.
const PACE: Duration = Duration::from_millis(400);
/// How often it looks for what is still missing when it is asked to stop.
const TAIL_PACE: Duration = Duration::from_millis(50);
/// A recorder that has taken no frames for so long was held up by its disk.
const HELD_UP: Duration = Duration::from_secs(2);

/// A thread that writes what one source sends, in one file after the other.
#[derive(Debug)]
pub struct Recorder {
    role: Role,
    key: Option<String>,
    condition: Arc<Condition>,
    stop: SyncSender<()>,
    thread: JoinHandle<Option<JournalEntry>>,
}

/// How a recorder is.
#[derive(Debug, Default)]
struct Condition {
    /// What the disk refuses now. A lock, because the recorder sets it and the show looks at it; held for a clone.
    fault: Mutex<Option<Fault>>,
    /// Pictures that were lost because of the disk.
    lost: AtomicU64,
}

impl Recorder {
    /// Begins to write what `source` has and gets. Ends when its feed does, or with [`stop`](Self::stop).
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub fn start(destination: Destination, source: Follower, clock: SessionClock) -> io::Result<Self> {
        let condition = Arc::<Condition>::default();
        let (stop, stopped) = sync_channel(1);
        let (role, key) = (destination.role, destination.camera.as_ref().map(|camera| camera.key.clone()));
        let work = RecorderThread {
            role,
            camera: destination.camera.as_ref().map(|camera| camera.number),
            journal: destination.journal.clone(),
            files: Splitter::new(destination),
            source,
            clock,
            condition: Arc::clone(&condition),
            failing: false,
            taken: clock.now(),
            refused: false,
            tail: Tail::default(),
            losses: Losses::default(),
        };
        let thread = std::thread::Builder::new().name("recorder".to_owned()).spawn(move || work.run(&stopped))?;
        Ok(Self { role, key, condition, stop, thread })
    }

    /// What its files are.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whose they are.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// What the disk refuses it now: it keeps trying.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.condition.fault.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Pictures that it lost, because the disk was too slow for as long as a ring is.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.condition.lost.load(Ordering::Relaxed)
    }

    /// Whether it has ended by itself, as its source has.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.thread.is_finished()
    }

    /// Asks it to write what there is, and what of that comes late, and close its file.
    pub fn stop(&self) {
        // It is full when it was asked before, and closed when its source has ended.
        let _ = self.stop.try_send(());
    }

    /// Waits until its file is closed. Gives back how many pictures it lost in all, and what the journal did not take.
    pub fn join(self) -> (u64, Option<JournalEntry>) {
        self.stop();
        let unnoted = self.thread.join().unwrap_or_else(|_| {
            tracing::error!("a recorder panicked: the next start finds what it wrote");
            None
        });
        (self.condition.lost.load(Ordering::Relaxed), unnoted)
    }
}

struct RecorderThread {
    role: Role,
    camera: Option<u8>,
    journal: Journal,
    files: Splitter,
    source: Follower,
    clock: SessionClock,
    condition: Arc<Condition>,
    failing: bool,
    /// When frames were taken last, and whether the disk has refused any since.
    taken: SessionTime,
    refused: bool,
    tail: Tail,
    losses: Losses,
}

/// Frames that are in no file, and that the journal has not been told of yet.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Losses {
    frames: u64,
    audio_frames: u64,
}

impl RecorderThread {
    /// Gives back what the journal would not take in the end.
    fn run(mut self, stopped: &Receiver<()>) -> Option<JournalEntry> {
        loop {
            let is_stopped = !matches!(stopped.recv_timeout(PACE), Err(RecvTimeoutError::Timeout));
            let is_over = self.look();
            if is_stopped {
                self.complete(is_over);
            }
            if is_stopped || is_over {
                break;
            }
        }
        self.finish();
        if self.failing {
            self.give_up();
        }
        self.note_losses();
        (self.losses != Losses::default()).then(|| self.entry())
    }

    /// Waits for what is still missing, unless its source is over.
    fn complete(&mut self, mut is_over: bool) {
        self.tail.stop(self.clock.now());
        while !is_over && !self.failing && self.tail.is_awaited(self.clock.now()) {
            std::thread::sleep(TAIL_PACE);
            is_over = self.look();
        }
    }

    fn finish(&mut self) {
        for mut file in self.files.take_files() {
            let finished = file.finish();
            if !self.tell(finished) {
                let [frames, audio_frames] = file.unwritten();
                self.miss(frames, audio_frames);
            }
        }
    }

    /// Counts what the disk has refused to the end.
    fn give_up(&mut self) {
        loop {
            let Batch { frames, lost, lost_audio, more, .. } = self.source.take();
            let pictures = frames.iter().filter(|frame| frame.track == Track::Video).count() as u64;
            self.miss(lost + pictures, lost_audio + frames.len() as u64 - pictures);
            if !more {
                return;
            }
        }
    }

    /// Writes what there is; true at the end of its source. While the disk refuses, frames stay where they are.
    fn look(&mut self) -> bool {
        loop {
            let written = self.files.write(self.clock.now());
            if !self.tell(written) {
                self.refused = true;
                return false;
            }
            let Batch { frames, lost, lost_audio, more, behind, closed } = self.source.take();
            self.tail.note(behind);
            if lost + lost_audio > 0 {
                self.lose(lost, lost_audio);
            }
            (self.taken, self.refused) = (self.clock.now(), false);
            frames.into_iter().for_each(|frame| self.push(frame));
            if !more {
                let written = self.files.write(self.clock.now());
                self.refused = !self.tell(written);
                return closed;
            }
        }
    }

    /// Tells of frames that were gone from the ring before they were taken: because of the disk, or of a source that
    /// sends more in a moment than its ring has room for.
    fn lose(&mut self, lost: u64, lost_audio: u64) {
        let camera = self.camera;
        if self.refused || self.clock.now().since(self.taken) >= HELD_UP {
            tracing::warn!(?camera, lost, lost_audio, "the disk was too slow: frames are lost");
            self.miss(lost, lost_audio);
        } else {
            tracing::warn!(?camera, lost, lost_audio, "a ring has less room than its source sends: frames are lost");
            self.losses.frames += lost;
            self.losses.audio_frames += lost_audio;
        }
        self.note_losses();
    }

    fn push(&mut self, frame: Frame) {
        if !self.tail.takes(&frame) {
            return;
        }
        match self.files.push(frame) {
            Split::Placed => {}
            Split::Began => self.note_losses(),
            Split::NoPlace { is_first } => {
                self.losses.audio_frames += 1;
                if is_first {
                    self.source.request_keyframe();
                }
            }
        }
    }

    /// Counts frames that are in no file because of the disk.
    fn miss(&mut self, frames: u64, audio_frames: u64) {
        self.losses.frames += frames;
        self.losses.audio_frames += audio_frames;
        self.condition.lost.fetch_add(frames, Ordering::Relaxed);
    }

    fn entry(&self) -> JournalEntry {
        let Losses { frames, audio_frames } = self.losses;
        JournalEntry::Lost { at: self.clock.now().as_micros(), camera: self.camera, frames, audio_frames }
    }

    /// Tells the journal what is missing, if anything is.
    fn note_losses(&mut self) {
        if self.losses == Losses::default() {
            return;
        }
        let noted = self.journal.add(&self.entry());
        if self.tell(noted) {
            self.losses = Losses::default();
        }
    }

    /// Tells of a change between what the disk took and what it refused; whether it took it.
    fn tell(&mut self, outcome: io::Result<()>) -> bool {
        let fault = outcome.err().map(|error| {
            if !self.failing {
                tracing::warn!(%error, role = ?self.role, "can't record");
            }
            Fault::from(error)
        });
        if self.failing || fault.is_some() {
            self.failing = fault.is_some();
            *self.condition.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
        }
        !self.failing
    }
}
