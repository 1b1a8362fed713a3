use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::{
    sync::{mpsc, watch},
    time::MissedTickBehavior,
};
use tokio_util::sync::CancellationToken;

use super::{
    announcements::Announcements,
    caller::Caller,
    cameras::Cameras,
    keeping::Keeping,
    links::LinkTasks,
    mailbox::{Message, NoSession},
    persisted::{Persisted, StoredLibrary, persist},
    playing::Playback,
    shows::Shows,
    startup::Startup,
    still::Still,
    tasks::Tasks,
    viewers::Viewers,
};
use crate::{
    archive::Archive,
    clock::SessionClock,
    director::{Director, Input, Library},
    feed::Feed,
    monitor::DeskReports,
    peer::{self, SessionId},
    protocol::{Command, Millis, Refusal, Telemetry},
    replay::{Outlet, Screens},
    sound::Feeds,
    vital::Vitals,
    voice::Voice,
};

mod admission;
mod decisions;
#[cfg(test)]
mod tests;

/// How often it is told how loud the cameras are.
const LEVELS: Duration = Duration::from_millis(100);
/// How often the figures are taken.
const TELEMETRY: Duration = Duration::from_secs(1);

/// What goes out of the studio.
pub(super) struct Channels {
    pub announcements: Announcements,
    pub chosen_address: watch::Sender<Option<String>>,
    pub feeds: watch::Sender<Feeds>,
    pub replay: Outlet,
    /// Where replays are looked at.
    pub screens: Screens,
    /// What the desks tell of the pictures that they draw.
    pub reports: DeskReports,
    /// What is kept of all cameras.
    pub archive: Archive,
    /// What the director says to the phones.
    pub voice: Voice,
}

/// The studio's task: owns the director, and the parts that do what it decides. A part knows neither the director nor
/// another part; what comes of what it does is an input.
pub(super) struct Actor {
    director: Director,
    cameras: Cameras,
    playback: Playback,
    links: LinkTasks,
    shows: Shows,
    announcements: Announcements,
    /// What effects led to, not decided yet.
    waiting: VecDeque<Input>,
    persisted: watch::Sender<Persisted>,
    /// The marks, clips and playlists, to be kept.
    library: watch::Sender<Library>,
    chosen_address: watch::Sender<Option<String>>,
    /// The hold slate's picture.
    still: watch::Receiver<Option<Arc<Still>>>,
    program: Feed,
    viewers: Viewers,
    keeping: Keeping,
    clock: SessionClock,
    tasks: Tasks,
    /// What the director says to the phones.
    voice: Voice,
    cancel: CancellationToken,
}

impl Actor {
    pub fn new(
        startup: Startup,
        channels: Channels,
        viewers: Viewers,
        program: peer::MediaStream,
        mailbox: mpsc::WeakSender<Message>,
        vitals: &Vitals,
    ) -> Self {
        let Startup { limits, ring, media_port, clock, join, persisted, shows, store, library, stills } = startup;
        let Channels { announcements, chosen_address, feeds, replay, screens, reports, archive, voice } = channels;
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let StoredLibrary { library, store: library_store } = library;
        let director = Director::new(limits, persisted.director.clone(), join, version)
            .with_library(library.clone())
            .with_wall(wall(clock));
        // Those who were here before have their numbers already.
        announcements.program(&director);
        let persisted = watch::Sender::new(persisted);
        vitals.spawn("the keeper of settings", persist(store, persisted.subscribe()));
        let library = watch::Sender::new(library);
        vitals.spawn("the keeper of the library", persist(library_store, library.subscribe()));
        let mut still = stills.follow();
        // The director is told at once.
        still.mark_changed();
        let tasks = Tasks::new(vitals, mailbox);
        let limit = director.camera_limit();
        Self {
            director,
            cameras: Cameras::new(
                limit,
                ring,
                media_port.clone(),
                clock,
                tasks.clone(),
                feeds,
                (voice.clone(), reports),
            ),
            playback: Playback::new(archive.clone(), clock, replay, screens, tasks.clone()),
            program: program.feed.clone(),
            links: LinkTasks::new(media_port, program, tasks.clone()),
            keeping: Keeping::new(archive, shows.clone(), clock, tasks.clone()),
            shows: Shows::new(shows, clock, tasks.clone(), vitals),
            announcements,
            waiting: VecDeque::new(),
            persisted,
            library,
            chosen_address,
            still,
            viewers,
            clock,
            tasks,
            voice,
            cancel: vitals.cancel().clone(),
        }
    }

    pub async fn run(mut self, mut messages: mpsc::Receiver<Message>) {
        self.cameras.arm(self.director.is_armed());
        self.keeping.spool(self.director.memory().spool, self.cameras.all());
        let mut look = tokio::time::interval(TELEMETRY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut listen = tokio::time::interval(LEVELS);
        listen.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut looks = self.cameras.looks();
        let cancel = self.cancel.clone();
        let mut taken = self.clock.now();
        loop {
            tokio::select! {
                () = cancel.cancelled() => break,
                message = messages.recv() => match message {
                    Some(message) => self.take(message),
                    None => break,
                },
                (session, event) = self.cameras.event() => {
                    let input = self.cameras.take(&session, event);
                    self.hear(input);
                }
                Ok(()) = looks.changed() => {
                    let news = self.cameras.looked();
                    self.hear(news);
                }
                _ = listen.tick() => self.announcements.levels(self.cameras.levels()),
                _ = look.tick() => {
                    let now = self.clock.now();
                    self.telemetry(now.since(taken));
                    taken = now;
                    self.keeping.look();
                    self.hear([Input::TimePassed]);
                }
                Ok(()) = self.still.changed() => {
                    let picture = self.still.borrow_and_update().as_ref().map(|still| still.name.clone());
                    self.hear([Input::HoldPicture(picture)]);
                }
            }
        }
        self.playback.end();
        self.shows.stop();
        self.cameras.disconnect();
    }

    fn take(&mut self, message: Message) {
        // A reply that nobody waits for any more is dropped.
        match message {
            Message::Command { by, command, reply } => {
                let _ = reply.send(self.command(by, command));
            }
            Message::Input(input) => self.hear([input]),
            Message::Subscribe { reply } => {
                let snapshot = self.director.snapshot(self.clock.now().as_millis());
                let _ = reply.send((snapshot, self.announcements.events.subscribe()));
            }
            Message::Capacity { camera, reply } => {
                let _ = reply.send(self.capacity(camera.as_ref()));
            }
            Message::Publish { publisher, offer, to, reply } => self.publish(publisher, (offer, to), reply),
            Message::Negotiated { publisher, outcome, permit, reply } => {
                self.admit(publisher, outcome, permit, reply);
            }
            Message::Pulled { publisher, ingest, reply } => self.admit_pulled(publisher, ingest, reply),
            Message::Session { session, reply } => {
                let _ = reply.send(self.cameras.remote(&session));
            }
            Message::Unpublish { session, reply } => {
                let _ = reply.send(self.close(&session));
            }
            Message::Codecs { reply } => {
                let _ = reply.send(self.director.codecs());
            }
            Message::ReplayEnded { id, input } => {
                self.playback.stop(id);
                self.hear([input]);
            }
            Message::Show { number, status } => {
                let news = self.shows.news(number, status);
                self.hear(news);
                self.keeping.recording(self.shows.is_on());
            }
        }
    }

    fn command(&mut self, by: Option<Caller>, command: Command) -> Result<u64, Refusal> {
        tracing::debug!(?command, "asked");
        let desk = by.as_ref().map(|caller| caller.id);
        let was_known = desk.is_some_and(|desk| self.director.knows(desk));
        let outcome = self.input(Input::Command { by: desk, command });
        // One that has said something of itself for the first time.
        if let Some(caller) = by.filter(|caller| !was_known && self.director.knows(caller.id)) {
            self.tasks.spawn_until(self.tasks.token(), async move { Message::Input(caller.left().await) });
        }
        outcome.map(|()| self.director.last_event())
    }

    /// Ends a session: its publisher stopped.
    fn close(&mut self, session: &SessionId) -> Result<(), NoSession> {
        let closed = self.cameras.close(session).ok_or(NoSession)?;
        self.hear([closed]);
        Ok(())
    }

    fn telemetry(&mut self, elapsed: Duration) {
        let cameras = self.cameras.telemetry(elapsed);
        let news = self.cameras.measure(&cameras, self.clock.now());
        self.hear(news);
        // Of each camera, and once more of the one that program shows.
        let selected = self.director.selected();
        let kbps: u64 = cameras
            .iter()
            .map(|figures| u64::from(figures.kbps) * if Some(figures.camera) == selected { 2 } else { 1 })
            .sum();
        self.shows.came((kbps as f64 * 125.0 * elapsed.as_secs_f64()) as u64);
        self.announcements.telemetry(Telemetry {
            cameras,
            pictures: self.cameras.pictures(),
            ring_bytes: self.cameras.ring_bytes(),
            viewers: self.viewers.count(),
            disk: self.shows.disk(),
        });
    }
}

/// What the wall clock says at the session clock's zero.
fn wall(clock: SessionClock) -> Millis {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(now.as_millis()).unwrap_or_default().saturating_sub(clock.now().as_millis())
}
