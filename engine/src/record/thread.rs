use std::{
    collections::VecDeque,
    io,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use jiff::ZonedDateTime;
use tokio::sync::watch;

use super::{
    disk::{self, Rate},
    entry::JournalEntry,
    erased,
    excerpt::Excerpt,
    fault::Fault,
    finalize::finalize,
    folder,
    journal::{JOURNAL, Journal},
    order::{Order, PictureOnAir, Setup, SoundOnAir},
    person::Person,
    recorder::Recorder,
    recorders::Recorders,
    role::Role,
    status::{Finished, Status},
    writer::Destination,
};
use crate::{clock::SessionClock, feed::Follower, media::SessionTime, protocol::Disk};

/// How often the disk is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// What went wrong once, a loss of frames or a clip that was not kept, is told for so long after the last time.
const TOLD: Duration = Duration::from_secs(60);
/// What is missing in a clip is waited for so long: connections give it up sooner
/// ([`Range::is_whole`](crate::feed::Range::is_whole)).
const LATE: Duration = Duration::from_secs(3);
/// Entries of the journal that a full disk may hold up.
const HELD_UP: usize = 10_000;

fn on_air(at: SessionTime, PictureOnAir { source, segments, speed }: PictureOnAir) -> JournalEntry {
    JournalEntry::OnAir { at: at.as_micros(), source, segments, speed }
}

/// Who is heard, as the journal has it.
fn heard(at: SessionTime, sound: SoundOnAir) -> JournalEntry {
    let delay = u64::try_from(sound.delay.as_micros()).unwrap_or(u64::MAX);
    JournalEntry::Heard { at: at.as_micros(), camera: sound.camera, delay, replay: sound.replay }
}

/// A show's thread: from its folder to its manifest. What goes wrong is in the state.
pub(super) fn run(setup: Setup, began: SessionTime, inbox: &Receiver<Order>, state: &watch::Sender<Status>) {
    match ShowThread::start(setup, began, state) {
        Ok(mut thread) => {
            thread.serve(inbox);
            thread.finish();
        }
        Err(error) => {
            tracing::warn!(%error, "a show can't be recorded");
            let fault = Fault::from(error);
            state.send_modify(|state| state.finished = Some(Err(fault)));
        }
    }
}

struct ShowThread<'a> {
    folder: PathBuf,
    journal: Journal,
    clock: SessionClock,
    state: &'a watch::Sender<Status>,
    recorders: Recorders,
    rate: Rate,
    /// Whether cameras are recorded; else program alone.
    isos: bool,
    /// Clips that are still to be written, oldest first, and when they were ordered: something is missing in them.
    clips: Vec<(Instant, u16, Vec<Excerpt>)>,
    /// Entries that the journal refused.
    held_up: VecDeque<JournalEntry>,
    /// How many were lost when that was last told, and when that was.
    told: (u64, Option<Instant>),
    /// What the disk refused once, and when that was: a clip, an erasure, the thread of a recorder.
    fault: Option<(Fault, Instant)>,
}

impl<'a> ShowThread<'a> {
    fn start(setup: Setup, began: SessionTime, state: &'a watch::Sender<Status>) -> io::Result<Self> {
        let Setup { shows, clock, program, cameras, on_air, heard } = setup;
        let now = ZonedDateTime::now();
        let folder = folder::make(&shows, &now)?;
        let wall = now.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string();
        let journal = Journal::begin(&folder)
            .and_then(|journal| {
                journal
                    .add(&JournalEntry::Started { at: began.as_micros(), wall, clock: Some(clock.id()) })
                    .map(|()| journal)
            })
            .inspect_err(|_| folder::unmake(&folder))?;
        // The folders of its files are synced with the first of each.
        [&folder, &shows].into_iter().for_each(|path| folder::sync(path));
        tracing::info!(folder = %folder.display(), "recording");
        state.send_modify(|state| state.folder = Some(folder.clone()));
        let mut thread = Self {
            recorders: Recorders::new(folder.clone(), journal.clone(), clock),
            folder,
            journal,
            clock,
            state,
            rate: Rate::default(),
            isos: true,
            clips: Vec::new(),
            held_up: VecDeque::new(),
            told: (0, None),
            fault: None,
        };
        cameras.iter().for_each(|(camera, _)| thread.note(JournalEntry::numbered(camera)));
        thread.note(self::on_air(began, on_air));
        thread.note(self::heard(began, heard));
        if let Some(program) = program {
            thread.record(Role::Program, None, program);
        }
        for (camera, frames) in cameras {
            thread.record(Role::Iso, Some(camera), frames);
        }
        Ok(thread)
    }

    /// Until the handle is gone.
    fn serve(&mut self, inbox: &Receiver<Order>) {
        // What the rings have at the beginning is written by then, and no part of the rate.
        let mut next = Instant::now() + LOOK;
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
    }

    fn take(&mut self, order: Order) {
        match order {
            Order::Camera(camera, frames) => {
                self.note(JournalEntry::numbered(&camera));
                if self.isos {
                    self.record(Role::Iso, Some(camera), frames);
                }
            }
            Order::Numbered { number, key } => self.note(JournalEntry::Numbered { number: number.0, key }),
            Order::OnAir { at, picture } => self.note(on_air(at, picture)),
            Order::Heard { at, heard } => self.note(self::heard(at, heard)),
            Order::Mark { at, label } => self.note(JournalEntry::Mark { at: at.as_micros(), label }),
            Order::Clip { number, excerpts } => {
                self.clips.push((Instant::now(), number, excerpts));
                self.write_clips();
            }
            Order::EndIsos => {
                tracing::warn!("program is recorded alone from now on");
                self.isos = false;
                self.end(|recorder| recorder.role() == Role::Iso);
            }
            Order::Erase { key } => {
                self.end(|recorder| recorder.key() == Some(&key));
                self.clips.iter_mut().for_each(|(_, _, excerpts)| excerpts.retain(|excerpt| excerpt.camera.key != key));
                self.note(JournalEntry::Erased { key });
                let erased = Journal::read(&self.folder).and_then(|entries| erased::files(&self.folder, &entries));
                if let Err(error) = erased {
                    self.fail(error);
                }
            }
        }
    }

    fn record(&mut self, role: Role, camera: Option<Person>, frames: Follower) {
        if let Err(error) = self.recorders.start(role, camera, frames) {
            self.fail(error);
        }
    }

    fn fail(&mut self, error: io::Error) {
        self.fault = Some((error.into(), Instant::now()));
    }

    /// Writes the clips in which nothing is missing that may come yet.
    fn write_clips(&mut self) {
        let is_due = |(ordered, _, excerpts): &mut (Instant, u16, Vec<Excerpt>)| {
            ordered.elapsed() >= LATE || excerpts.iter().all(Excerpt::is_whole)
        };
        let due: Vec<_> = self.clips.extract_if(.., is_due).collect();
        due.into_iter().for_each(|(_, number, excerpts)| self.clip(number, excerpts));
    }

    fn clip(&mut self, number: u16, excerpts: Vec<Excerpt>) {
        for excerpt in excerpts {
            let destination =
                Destination { clip: number, ..self.recorders.destination(Role::Clip, Some(excerpt.camera.clone())) };
            if let Err(error) = excerpt.write(&destination) {
                tracing::warn!(%error, "a clip is not kept");
                self.fail(error);
                return;
            }
        }
    }

    /// Ends recorders and waits until their files are closed.
    fn end(&mut self, which: impl Fn(&Recorder) -> bool) {
        self.recorders.end(which).into_iter().for_each(|entry| self.note(entry));
    }

    fn note(&mut self, entry: JournalEntry) {
        if self.held_up.len() < HELD_UP {
            self.held_up.push_back(entry);
        }
        self.write_notes();
    }

    fn write_notes(&mut self) {
        while let Some(entry) = self.held_up.front() {
            if self.journal.add(entry).is_err() {
                return;
            }
            self.held_up.pop_front();
        }
    }

    /// Looks at the disk and at the recorders, and tells.
    fn look(&mut self) {
        self.write_notes();
        self.write_clips();
        self.end(Recorder::has_ended);
        let is_gone = !self.folder.join(JOURNAL).exists();
        if is_gone && !self.recorders.is_empty() {
            // They would fill the disk with what nobody can find.
            self.end(|_| true);
        }
        self.rate.add(Instant::now(), self.recorders.written());
        let disk = disk::free(&self.folder).ok().map(|free| Disk {
            free,
            minutes_left: self.rate.bytes_a_second().map(|rate| disk::minutes_left(free, rate)),
        });
        let fault = if is_gone { Some(Fault::Gone) } else { self.worst() };
        self.state.send_if_modified(|state| {
            let new = Status { fault, disk, ..state.clone() };
            let is_new = *state != new;
            *state = new;
            is_new
        });
    }

    fn worst(&mut self) -> Option<Fault> {
        let lost = self.recorders.lost();
        if lost > self.told.0 {
            self.told = (lost, Some(Instant::now()));
        }
        let is_losing = self.told.1.is_some_and(|at| at.elapsed() < TOLD);
        let failed = self.fault.as_ref().filter(|(_, at)| at.elapsed() < TOLD).map(|(fault, _)| fault.clone());
        let refused = self.recorders.fault().or(failed);
        let held_up = (!self.held_up.is_empty()).then_some(Fault::Full);
        refused.or(held_up).or(is_losing.then_some(Fault::TooSlow))
    }

    fn finish(&mut self) {
        // Recorders wait for what is missing, the clips of the same cameras with them.
        self.end(|_| true);
        let clips = std::mem::take(&mut self.clips);
        clips.into_iter().for_each(|(_, number, excerpts)| self.clip(number, excerpts));
        folder::release(&self.folder);
        self.note(JournalEntry::Stopped { at: self.clock.now().as_micros() });
        let finished = finalize(&self.folder, &self.journal).map(|manifest| Finished {
            show: manifest.show,
            folder: self.folder.clone(),
            files: manifest.files.len() as u32,
            bytes: manifest.files.iter().map(|file| file.bytes).sum(),
            duration: Duration::from_micros((manifest.duration_ms * 1e3) as u64),
        });
        match &finished {
            Ok(Finished { show, files, bytes, .. }) => tracing::info!(show, files, bytes, "recorded"),
            Err(error) => tracing::warn!(%error, "a show's lists can't be written: the next start tries again"),
        }
        self.state.send_modify(|state| state.finished = Some(finished.map_err(Fault::from)));
    }
}
