//! The director's recording: a show is started, told what happens, and ended; how it does comes back as input.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use tokio::sync::watch;

use super::{actor::Actor, mailbox::Message};
use crate::{
    director::{Input, RecordingNews},
    feed::{Begin, Feed},
    media::SessionTime,
    protocol::{
        CameraId, CameraNumber, Disk, Event, FinishedShow, Millis, RecordingProblem, RecordingProblemCode, Replay,
        Segment, Snapshot, Source,
    },
    record::{self, Excerpt, Fault, Finished, Person, Rate, Setup, Show, SoundOnAir, Status},
    vital::Vitals,
};

/// How often the disk is asked for its room while nothing is recorded.
const ROOM: Duration = Duration::from_secs(5);

/// What the studio holds of the recording.
pub(super) struct Recording {
    /// Where shows are recorded.
    shows: PathBuf,
    show: Option<Show>,
    /// Counts the shows, so that late news of one is told from another's.
    number: u32,
    /// What the show was when the director last heard of it.
    told: Status,
    /// What the audience sees, and what a replay plays of it.
    seen: (Source, Vec<Segment>),
    /// The replay that was started last.
    replay: Option<Replay>,
    /// Who is heard.
    heard: SoundOnAir,
    /// Free bytes where shows are recorded, while none is.
    room: watch::Receiver<Option<u64>>,
    /// What has come in that a recording would have written, in bytes, and how much that is a second.
    coming: (u64, Rate),
}

impl Recording {
    /// Recordings in `shows`. Completes what was cut off there, away from the studio's task.
    pub fn new(shows: PathBuf, vitals: &Vitals) -> Self {
        let (room_out, room) = watch::channel(None);
        let folder = shows.clone();
        let cancel = vitals.cancel().clone();
        let ending = cancel.clone();
        vitals.tasks().spawn(async move {
            let recovery = move || record::recover(&folder, || ending.is_cancelled());
            if tokio::task::spawn_blocking(recovery).await.is_err() {
                tracing::error!("the shows that were cut off could not be completed");
            }
        });
        let folder = shows.clone();
        vitals.spawn("the look at the disk", async move {
            let mut looks = tokio::time::interval(ROOM);
            loop {
                let look = async {
                    looks.tick().await;
                    let folder = folder.clone();
                    tokio::task::spawn_blocking(move || record::free(&folder)).await
                };
                // A disk that hangs does not answer this either.
                let free = tokio::select! {
                    () = cancel.cancelled() => break,
                    free = look => free,
                };
                room_out.send_replace(free.ok().and_then(Result::ok));
            }
        });
        Self {
            shows,
            show: None,
            number: 0,
            told: Status::default(),
            seen: (Source::Slate, Vec::new()),
            replay: None,
            heard: SoundOnAir::default(),
            room,
            coming: (0, Rate::default()),
        }
    }

    /// Notes what goes on and off air. A replay is on from the moment when it rolls: until then the audience sees what
    /// was on before.
    pub fn hear(&mut self, event: &Event) {
        match event {
            Event::ReplayStarted { replay } => self.replay = Some(replay.clone()),
            Event::ReplayRolling { id, at } => {
                let replay = self.replay.take().filter(|replay| replay.id == *id);
                let segments = replay.map(|replay| replay.segments).unwrap_or_default();
                self.see(*at, Source::Replay { id: *id }, segments);
            }
            Event::OnAir { on_air } => match on_air.source {
                Source::Replay { .. } => {}
                source @ (Source::Slate | Source::Hold | Source::Camera { .. }) => {
                    self.see(on_air.since, source, Vec::new());
                }
            },
            _ => {}
        }
    }

    fn see(&mut self, at: Millis, source: Source, segments: Vec<Segment>) {
        if self.seen.0 == source {
            return;
        }
        self.seen = (source, segments.clone());
        if let Some(show) = &self.show {
            show.on_air(SessionTime::from_millis(at), source, segments);
        }
    }

    /// These two have changed places.
    fn renumber(&mut self, camera: CameraNumber, to: CameraNumber) {
        let swap = |number: &mut CameraNumber| *number = number.swapped(camera, to);
        let replayed = self.replay.iter_mut().flat_map(|replay| &mut replay.segments);
        self.seen.1.iter_mut().chain(replayed).for_each(|segment| swap(&mut segment.camera));
        self.seen.0.camera_mut().into_iter().chain(&mut self.heard.camera).for_each(swap);
    }

    /// A camera has joined.
    pub fn join(&self, camera: Person, feed: &Feed, now: SessionTime) {
        if let Some(show) = &self.show {
            show.camera(camera, feed.follower(Begin::Live(now)));
        }
    }

    pub fn mark(&self, at: Millis, label: Option<String>) {
        if let Some(show) = &self.show {
            show.mark(SessionTime::from_millis(at), label);
        }
    }

    /// Takes in that `bytes` came that a recording would have written.
    pub fn came(&mut self, bytes: u64) {
        let (total, rate) = &mut self.coming;
        *total += bytes;
        rate.add(Instant::now(), *total);
    }

    /// The disk, for the figures: at the rate of what is written, or of what would be if it were recorded now.
    pub fn disk(&self) -> Option<Disk> {
        let running = self.show.as_ref().and_then(|show| show.state().borrow().disk);
        let expected = |free| self.coming.1.bytes_a_second().map(|rate| record::minutes_left(free, rate));
        match running {
            Some(Disk { free, minutes_left }) => {
                Some(Disk { free, minutes_left: minutes_left.or_else(|| expected(free)) })
            }
            None => self.room.borrow().map(|free| Disk { free, minutes_left: expected(free) }),
        }
    }

    /// Records program alone from now on.
    pub fn end_isos(&self) {
        if let Some(show) = &self.show {
            show.end_isos();
        }
    }

    /// Ends the show, if one is recorded; it tells when everything is written.
    pub fn stop(&mut self) {
        if let Some(show) = &mut self.show {
            show.stop();
        }
    }
}

impl Actor {
    pub(super) fn start_recording(&mut self) {
        let snapshot = self.director.snapshot(self.now());
        let now = self.clock.now();
        let cameras = self
            .cameras
            .iter()
            .filter_map(|(id, camera)| Some((self.person(id)?, camera.feed.follower(Begin::Live(now)))))
            .collect();
        let setup = Setup {
            shows: self.recording.shows.clone(),
            clock: self.clock,
            program: Some(self.program.feed.follower(Begin::Live(now))),
            cameras,
            on_air: self.recording.seen.clone(),
            heard: heard(&snapshot),
        };
        let show = match Show::start(setup) {
            Ok(show) => show,
            Err(error) => {
                let message = error.to_string();
                return self.later(Input::Recording(RecordingNews::Failed { message }));
            }
        };
        self.recording.number += 1;
        self.recording.told = Status::default();
        let (number, mut state, mailbox) = (self.recording.number, show.state(), self.mailbox.clone());
        self.recording.show = Some(show);
        // Until everything is written, so that the process does not go before.
        self.tasks.spawn(async move {
            while state.changed().await.is_ok() {
                let state = state.borrow_and_update().clone();
                if let Some(mailbox) = mailbox.upgrade() {
                    // A studio that has ended needs no news.
                    let _ = mailbox.send(Message::Show { number, state }).await;
                }
            }
        });
    }

    /// Notes what happened, for the cut list.
    pub(super) fn note(&mut self, event: &Event) {
        if let Event::Renumbered { camera, to } = event {
            self.recording.renumber(*camera, *to);
            for number in [camera, to] {
                if let (Some(show), Some(id)) = (&self.recording.show, self.director.id_of(*number)) {
                    show.numbered(*number, Person::key(id));
                }
            }
        }
        self.recording.hear(event);
    }

    /// Notes who is heard, for the cut list.
    pub(super) fn note_heard(&mut self, now: Millis) {
        let heard = heard(&self.director.snapshot(now));
        if std::mem::replace(&mut self.recording.heard, heard) != heard
            && let Some(show) = &self.recording.show
        {
            show.heard(SessionTime::from_millis(now), heard);
        }
    }

    /// A show has news.
    pub(super) fn show_news(&mut self, number: u32, state: Status) {
        if number != self.recording.number {
            return;
        }
        let told = std::mem::replace(&mut self.recording.told, state.clone());
        if let Some(folder) = state.folder.as_ref().filter(|_| told.folder.is_none()) {
            let show = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.tell_director(Input::Recording(RecordingNews::Started { show }));
        }
        if state.fault != told.fault {
            let problem = state.fault.as_ref().map(problem);
            self.tell_director(Input::Recording(RecordingNews::Fault(problem)));
        }
        let minutes_left = |state: &Status| state.disk.and_then(|disk| disk.minutes_left);
        if minutes_left(&state) != minutes_left(&told) {
            self.tell_director(Input::Recording(RecordingNews::Disk { minutes_left: minutes_left(&state) }));
        }
        if let Some(finished) = state.finished {
            self.recording.show = None;
            let news = match finished {
                Ok(finished) => RecordingNews::Finished(finished.into()),
                Err(fault) => RecordingNews::Failed { message: sentence(&fault) },
            };
            self.tell_director(Input::Recording(news));
        }
    }

    pub(super) fn keep_clip(&self, number: u16, segments: &[Segment]) {
        let Some(show) = &self.recording.show else { return };
        let excerpts = segments.iter().filter_map(|segment| {
            let (person, feed) = self.numbered(segment.camera)?;
            Excerpt::new(person, feed, SessionTime::from_millis(segment.from), SessionTime::from_millis(segment.to))
        });
        show.clip(number, excerpts.collect());
    }

    /// Deletes what a camera left, in the show that is recorded and in all that are over.
    pub(super) fn erase(&self, id: &CameraId, number: CameraNumber) {
        let key = Person::key(id);
        if let Some(show) = &self.recording.show {
            show.erase(key.clone());
        }
        let shows = self.recording.shows.clone();
        let running = self.recording.show.as_ref().map(Show::state);
        self.tasks.spawn(async move {
            erase(&shows, &key, number).await;
            if let Some(mut running) = running {
                // One that was ending took no orders any more.
                while running.changed().await.is_ok() {}
                erase(&shows, &key, number).await;
            }
        });
    }

    fn numbered(&self, number: CameraNumber) -> Option<(Person, &Feed)> {
        let id = self.director.id_of(number)?;
        Some((self.person(id)?, &self.cameras.get(id)?.feed))
    }

    pub(super) fn person(&self, id: &CameraId) -> Option<Person> {
        let camera = self.director.camera_of(id)?;
        Some(Person::new(id, camera.number, &camera.name))
    }
}

/// Who the audience hears, for the cut list.
fn heard(snapshot: &Snapshot) -> SoundOnAir {
    let camera = snapshot.heard();
    let sound = snapshot.cameras.iter().find(|known| Some(known.number) == camera).map(|known| known.sound);
    SoundOnAir { camera, delay: Duration::from_millis(sound.unwrap_or_default().delay) }
}

/// Deletes what a camera left in the shows that are over.
async fn erase(shows: &Path, key: &str, number: CameraNumber) {
    let (shows, key) = (shows.to_owned(), key.to_owned());
    match tokio::task::spawn_blocking(move || record::erase(&shows, &key)).await {
        Ok(Ok(shows)) => tracing::info!(%number, shows, "what a camera left is deleted"),
        Ok(Err(error)) => tracing::error!(%number, %error, "not everything that a camera left could be deleted"),
        Err(error) => tracing::error!(%number, %error, "what a camera left could not be deleted"),
    }
}

/// What can't be written, for the director.
fn problem(fault: &Fault) -> RecordingProblem {
    let code = match fault {
        Fault::TooSlow => RecordingProblemCode::FramesLost,
        Fault::Full | Fault::NotWritable(_) | Fault::Gone | Fault::Other(_) => RecordingProblemCode::Failed,
    };
    RecordingProblem { code, message: sentence(fault) }
}

fn sentence(fault: &Fault) -> String {
    let text = fault.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

impl From<Finished> for FinishedShow {
    fn from(Finished { show, folder, files, bytes, duration }: Finished) -> Self {
        let duration = u64::try_from(duration.as_millis()).unwrap_or(Millis::MAX);
        Self { show, path: folder.to_string_lossy().into_owned(), files, bytes, duration }
    }
}
