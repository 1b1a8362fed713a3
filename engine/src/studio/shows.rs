//! The shows: one is started, told what happens, and ended as the director decides; how it does comes back as input.

mod audience;
mod disk;

use std::path::{Path, PathBuf};

use super::{mailbox::Message, tasks::Tasks};
use crate::{
    clock::SessionClock,
    director::{Input, RecordingNews},
    feed::{Begin, Feed},
    media::SessionTime,
    protocol::{
        Camera, CameraId, CameraNumber, Disk, Event, FinishedShow, Millis, RecordingProblem, RecordingProblemCode,
        Segment,
    },
    record::{self, Excerpt, Fault, Finished, Person, Setup, Show, Status},
    vital::Vitals,
};
use audience::AudienceLog;
use disk::ShowsDisk;

/// The show that is recorded, if one is, and those that are over.
pub(super) struct Shows {
    /// Where they are.
    folder: PathBuf,
    clock: SessionClock,
    tasks: Tasks,
    show: Option<Show>,
    /// Counts the shows, so that late news of one is told from another's.
    number: u32,
    /// How the show was when the director last heard of it.
    reported: Status,
    audience: AudienceLog,
    disk: ShowsDisk,
}

impl Shows {
    /// Shows in `folder`. Completes what was cut off there, away from the studio's task.
    pub fn new(folder: PathBuf, clock: SessionClock, tasks: Tasks, vitals: &Vitals) -> Self {
        let (shows, ending) = (folder.clone(), vitals.cancel().clone());
        tasks.spawn(async move {
            let recovery = move || record::recover(&shows, || ending.is_cancelled());
            if tokio::task::spawn_blocking(recovery).await.is_err() {
                tracing::error!("the shows that were cut off could not be completed");
            }
        });
        let disk = ShowsDisk::new(folder.clone(), vitals);
        let (reported, audience) = (Status::default(), AudienceLog::default());
        Self { folder, clock, tasks, show: None, number: 0, reported, audience, disk }
    }

    /// Starts a show of program and these cameras. Returns what the director has to hear at once.
    pub fn start<'a>(&mut self, program: &Feed, cameras: impl Iterator<Item = (Person, &'a Feed)>) -> Option<Input> {
        let begin = Begin::Live(self.clock.now());
        let setup = Setup {
            shows: self.folder.clone(),
            clock: self.clock,
            program: Some(program.follower(begin)),
            cameras: cameras.map(|(person, feed)| (person, feed.follower(begin))).collect(),
            on_air: self.audience.sees().clone(),
            heard: self.audience.hears(),
        };
        let show = match Show::start(setup) {
            Ok(show) => show,
            Err(error) => {
                return Some(Input::Recording(RecordingNews::Failed { message: error.to_string() }));
            }
        };
        self.number += 1;
        self.reported = Status::default();
        let (number, mut status, studio) = (self.number, show.state(), self.tasks.news());
        self.show = Some(show);
        // Until everything is written, so that the process does not go before.
        self.tasks.spawn(async move {
            while status.changed().await.is_ok() {
                let status = status.borrow_and_update().clone();
                studio.tell(Message::Show { number, status }).await;
            }
        });
        None
    }

    /// The show of this number has news. Returns what the director has to hear, in this order.
    pub fn news(&mut self, number: u32, status: Status) -> Vec<Input> {
        if number != self.number {
            return Vec::new();
        }
        let before = std::mem::replace(&mut self.reported, status.clone());
        let mut news = Vec::new();
        if let Some(folder) = status.folder.as_ref().filter(|_| before.folder.is_none()) {
            let show = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            news.push(RecordingNews::Started { show });
        }
        if status.fault != before.fault {
            news.push(RecordingNews::Fault(status.fault.as_ref().map(problem)));
        }
        let minutes_left = |status: &Status| status.disk.and_then(|disk| disk.minutes_left);
        if minutes_left(&status) != minutes_left(&before) {
            news.push(RecordingNews::Disk { minutes_left: minutes_left(&status) });
        }
        if let Some(finished) = status.finished {
            self.show = None;
            news.push(match finished {
                Ok(finished) => RecordingNews::Finished(finished.into()),
                Err(fault) => RecordingNews::Failed { message: sentence(&fault) },
            });
        }
        news.into_iter().map(Input::Recording).collect()
    }

    /// Notes what happened, for the cut list. `id` knows who has a number.
    pub fn note<'a>(&mut self, event: &Event, id: impl Fn(CameraNumber) -> Option<&'a CameraId>) {
        if let Event::Renumbered { camera, to } = event {
            self.audience.renumber(*camera, *to);
            for number in [*camera, *to] {
                if let (Some(show), Some(id)) = (&self.show, id(number)) {
                    show.numbered(number, Person::key(id));
                }
            }
        }
        if let Some(at) = self.audience.note(event)
            && let Some(show) = &self.show
        {
            show.on_air(SessionTime::from_millis(at), self.audience.sees().clone());
        }
    }

    /// Notes who is heard, or whether the replay on program is, for the cut list.
    pub fn note_heard(&mut self, now: Millis, camera: Option<&Camera>, replay: bool) {
        if self.audience.note_heard(camera, replay)
            && let Some(show) = &self.show
        {
            show.heard(SessionTime::from_millis(now), self.audience.hears());
        }
    }

    /// A camera has joined.
    pub fn join(&self, camera: Person, feed: &Feed) {
        if let Some(show) = &self.show {
            show.camera(camera, feed.follower(Begin::Live(self.clock.now())));
        }
    }

    pub fn mark(&self, at: Millis, label: Option<String>) {
        if let Some(show) = &self.show {
            show.mark(SessionTime::from_millis(at), label);
        }
    }

    /// Keeps these stretches of the cameras' feeds.
    pub fn keep_clip<'a>(
        &self,
        number: u16,
        segments: &[Segment],
        camera: impl Fn(CameraNumber) -> Option<(Person, &'a Feed)>,
    ) {
        let Some(show) = &self.show else { return };
        let excerpts = segments.iter().filter_map(|segment| {
            let (person, feed) = camera(segment.camera)?;
            Excerpt::new(person, feed, SessionTime::from_millis(segment.from), SessionTime::from_millis(segment.to))
        });
        show.clip(number, excerpts.collect());
    }

    /// Deletes what a camera left, in the show that is recorded and in all that are over.
    pub fn erase(&self, id: &CameraId, number: CameraNumber) {
        let key = Person::key(id);
        if let Some(show) = &self.show {
            show.erase(key.clone());
        }
        let shows = self.folder.clone();
        let running = self.show.as_ref().map(Show::state);
        self.tasks.spawn(async move {
            erase(&shows, &key, number).await;
            if let Some(mut running) = running {
                // One that was ending took no orders any more.
                while running.changed().await.is_ok() {}
                erase(&shows, &key, number).await;
            }
        });
    }

    /// Whether a show is recorded, or is being written to its end.
    pub fn is_on(&self) -> bool {
        self.show.is_some()
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

    /// Takes in that `bytes` came that a recording would have written.
    pub fn came(&mut self, bytes: u64) {
        self.disk.came(bytes);
    }

    /// The disk, for the figures.
    pub fn disk(&self) -> Option<Disk> {
        self.disk.figures(self.show.as_ref().and_then(|show| show.state().borrow().disk))
    }
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
