use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use tokio::{
    sync::{broadcast, mpsc, watch},
    time::MissedTickBehavior,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Kept, Opening, Still,
    camera::Camera,
    desk::Connection,
    keeper::keep,
    mailbox::{Message, Room},
    places::Places,
    recording::Recording,
    viewers::Viewers,
};
use crate::{
    clock::SessionClock,
    director::{Director, Effect, Input},
    feed,
    media::SessionTime,
    peer::{self, MediaPort, SessionId},
    program::OnAir,
    protocol::{CameraId, Level, Millis, Numbered, Refusal, Replay, Tally, Telemetry, WatchSlate},
    replay::{Footage, Screens, Signal, play},
    sound::{Feeds, Mix},
};

/// How often it is told how loud the cameras are.
const LEVELS: Duration = Duration::from_millis(100);
/// How often the figures are taken.
const TELEMETRY: Duration = Duration::from_secs(1);
/// Events of all connections that may wait; a connection whose event finds no room waits itself.
const PEER_EVENTS: usize = 256;

/// What goes out of the studio.
pub(super) struct Outlets {
    pub events: broadcast::Sender<Numbered>,
    pub telemetry: watch::Sender<Telemetry>,
    pub levels: watch::Sender<Vec<Level>>,
    /// What the director decided about sound.
    pub mix: watch::Sender<Mix>,
    pub chosen_address: watch::Sender<Option<String>>,
    pub feeds: watch::Sender<Feeds>,
    pub replay: broadcast::Sender<Signal>,
    /// Where replays are looked at.
    pub screens: Screens,
    /// What is on air, for the program.
    pub on_air: watch::Sender<OnAir>,
    /// What those who watch see where there are no pictures.
    pub slate: watch::Sender<WatchSlate>,
}

/// The studio's task.
pub(super) struct Actor {
    pub(super) director: Director,
    pub(super) cameras: HashMap<CameraId, Camera>,
    /// Which camera each open session is for.
    pub(super) sessions: HashMap<SessionId, CameraId>,
    pub(super) ring: feed::Limits,
    pub(super) media_port: MediaPort,
    pub(super) clock: SessionClock,
    pub(super) peer_events: mpsc::Sender<(SessionId, peer::Event)>,
    peer_inbox: mpsc::Receiver<(SessionId, peer::Event)>,
    pub(super) tasks: TaskTracker,
    pub(super) cancel: CancellationToken,
    /// Weak, so that the mailbox closes when every other handle is gone.
    pub(super) mailbox: mpsc::WeakSender<Message>,
    outlets: Outlets,
    kept: watch::Sender<Kept>,
    playing: Option<Playing>,
    pub(super) places: Places,
    viewers: Viewers,
    /// What links send from.
    pub(super) source: peer::Source,
    /// The links that are kept.
    pub(super) links: HashMap<u32, CancellationToken>,
    pub(super) recording: Recording,
    /// The hold slate's picture.
    still: watch::Receiver<Option<Arc<Still>>>,
}

/// The replay that is being played.
struct Playing {
    id: u32,
    cancel: CancellationToken,
}

impl Actor {
    pub fn new(
        opening: Opening,
        outlets: Outlets,
        viewers: Viewers,
        source: peer::Source,
        mailbox: mpsc::WeakSender<Message>,
        tasks: TaskTracker,
        cancel: CancellationToken,
    ) -> Self {
        let Opening { limits, ring, media_port, clock, join, kept, shows, store, stills } = opening;
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let director = Director::new(limits, kept.director.clone(), join, version);
        let places = Places::new(director.camera_limit());
        let (peer_events, peer_inbox) = mpsc::channel(PEER_EVENTS);
        let kept = watch::Sender::new(kept);
        tasks.spawn(keep(store, kept.subscribe()));
        let recording = Recording::new(shows, &tasks, cancel.clone());
        let mut still = stills.follow();
        // The director is told at once.
        still.mark_changed();
        Self {
            director,
            cameras: HashMap::new(),
            sessions: HashMap::new(),
            ring,
            media_port,
            clock,
            peer_events,
            peer_inbox,
            tasks,
            cancel,
            mailbox,
            outlets,
            kept,
            playing: None,
            places,
            viewers,
            source,
            links: HashMap::new(),
            recording,
            still,
        }
    }

    pub async fn run(mut self, mut messages: mpsc::Receiver<Message>) {
        let mut look = tokio::time::interval(TELEMETRY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut listen = tokio::time::interval(LEVELS);
        listen.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let cancel = self.cancel.clone();
        let mut taken = self.clock.now();
        loop {
            tokio::select! {
                () = cancel.cancelled() => break,
                message = messages.recv() => match message {
                    Some(message) => self.take(message),
                    None => break,
                },
                Some((session, event)) = self.peer_inbox.recv() => self.peer(&session, event),
                _ = listen.tick() => self.levels(),
                _ = look.tick() => {
                    let now = self.clock.now();
                    self.telemetry(now.since(taken));
                    taken = now;
                    self.tell_director(Input::TimePassed);
                }
                Ok(()) = self.still.changed() => {
                    let picture = self.still.borrow_and_update().as_ref().map(|still| still.name.clone());
                    self.tell_director(Input::HoldPicture(picture));
                }
            }
        }
        self.stop_playing();
        self.recording.stop();
        self.cameras.values_mut().for_each(Camera::disconnect);
    }

    fn take(&mut self, message: Message) {
        // A reply that nobody waits for any more is dropped.
        match message {
            Message::Command { by, command, reply } => {
                tracing::debug!(?command, "asked");
                let desk = by.as_ref().map(|connection| connection.id);
                let was_known = desk.is_some_and(|desk| self.director.knows(desk));
                let outcome = self.input(Input::Command { by: desk, command });
                if let Some(connection) = by.filter(|connection| !was_known && self.director.knows(connection.id)) {
                    self.await_leaving(connection);
                }
                let _ = reply.send(outcome);
            }
            Message::DeskLeft { desk } => self.tell_director(Input::DeskLeft { desk }),
            Message::Subscribe { reply } => {
                let _ = reply.send((self.director.snapshot(self.now()), self.outlets.events.subscribe()));
            }
            Message::Room { camera, reply } => {
                let _ = reply.send(self.room(camera.as_ref()));
            }
            Message::Publish { camera, name, offer, to, reply } => {
                self.negotiate(camera, name, (offer, to), reply);
            }
            Message::Negotiated { camera, name, outcome, place, reply } => {
                self.places.negotiated(&camera);
                self.admit(camera, name, outcome, place, reply);
            }
            Message::Session { session, reply } => {
                let _ = reply.send(self.remote(&session));
            }
            Message::Unpublish { session, reply } => {
                let _ = reply.send(self.unpublish(&session));
            }
            Message::WayIn { join } => self.tell_director(Input::Addresses(join)),
            Message::ReplayRolling { id, at } => self.tell_director(Input::ReplayRolling { id, at }),
            Message::ReplayFinished { id } => {
                if self.playing.as_ref().is_some_and(|playing| playing.id == id) {
                    self.stop_playing();
                }
                self.tell_director(Input::ReplayFinished { id });
            }
            Message::Link { id, health } => self.link(id, health),
            Message::Codecs { reply } => {
                let _ = reply.send(self.director.codecs());
            }
            Message::Pulled { camera, name, ingest, reply } => self.admit_pulled(&camera, name, ingest, reply),
            Message::Show { number, state } => self.show_news(number, state),
        }
    }

    fn peer(&mut self, session: &SessionId, event: peer::Event) {
        // Late news of a connection that was replaced or removed.
        let Some(id) = self.sessions.get(session).cloned() else { return };
        tracing::debug!(camera = id.as_str(), ?event, "peer");
        match event {
            peer::Event::Picture => self.tell_director(Input::Picture { id }),
            peer::Event::Stalled => self.tell_director(Input::Stalled { id }),
            peer::Event::Closed => {
                self.close_session(session);
            }
            peer::Event::Status(status) => {
                if let Some(camera) = self.cameras.get_mut(&id) {
                    camera.status = Some(status);
                }
            }
            peer::Event::Reception { packets, keyframe } => {
                if let Some(camera) = self.cameras.get_mut(&id) {
                    camera.reception = packets;
                    camera.keyframe = keyframe.or(camera.keyframe);
                }
            }
        }
    }

    /// Ends a session and lets its camera be lost. None when there is no such session.
    pub(super) fn close_session(&mut self, session: &SessionId) -> Option<CameraId> {
        let id = self.sessions.remove(session)?;
        if let Some(camera) = self.cameras.get_mut(&id) {
            camera.disconnect();
        }
        self.tell_director(Input::Closed { id: id.clone() });
        Some(id)
    }

    pub(super) fn room(&self, camera: Option<&CameraId>) -> Room {
        let limit = self.director.camera_limit();
        let known = camera.is_some_and(|id| self.director.camera_of(id).is_some());
        let cameras = self.director.camera_count();
        Room { cameras, limit, full: !known && cameras >= usize::from(limit) }
    }

    /// An input that the director takes, whatever it says.
    pub(super) fn tell_director(&mut self, input: Input) {
        if let Err(refusal) = self.input(input) {
            tracing::warn!(%refusal, "an input of the studio itself was refused");
        }
    }

    /// Lets the director decide, tells everyone, and runs the effects.
    pub(super) fn input(&mut self, input: Input) -> Result<(), Refusal> {
        let now = self.now();
        let outcome = self.director.handle(now, input)?;
        if !outcome.events.is_empty() {
            outcome.events.iter().for_each(|event| self.note(&event.event));
            self.note_heard(now);
            self.tell_outputs();
        }
        for event in outcome.events {
            // Nobody may be listening.
            let _ = self.outlets.events.send(event);
        }
        for effect in outcome.effects {
            self.run_effect(effect);
        }
        Ok(())
    }

    /// Tells what is heard and what is on air, before anything of it is played.
    fn tell_outputs(&self) {
        let snapshot = self.director.snapshot(self.now());
        let mix = Mix::of(&snapshot);
        self.outlets.mix.send_if_modified(|old| std::mem::replace(old, mix.clone()) != mix);
        let on_air = OnAir::of(&snapshot);
        self.outlets.on_air.send_if_modified(|old| std::mem::replace(old, on_air) != on_air);
        let slate = WatchSlate::of(&snapshot);
        self.outlets.slate.send_if_modified(|old| std::mem::replace(old, slate.clone()) != slate);
    }

    fn run_effect(&mut self, effect: Effect) {
        match effect {
            Effect::StartReplay(replay) => self.start_playing(&replay),
            Effect::StopReplay { id } => {
                if self.playing.as_ref().is_some_and(|playing| playing.id == id) {
                    self.stop_playing();
                }
            }
            Effect::Disconnect { id } => {
                // Without its view, the connection says good-bye to the phone and closes.
                if let Some(camera) = self.cameras.remove(&id) {
                    camera.feed.close();
                }
                self.sessions.retain(|_, camera| *camera != id);
                self.publish_feeds();
            }
            Effect::StartRecording => self.start_recording(),
            Effect::StopRecording => self.recording.stop(),
            Effect::Mark { at, label } => self.recording.mark(at, label),
            Effect::KeepClip { number, segments } => self.keep_clip(number, &segments),
            Effect::Erase { id, number } => self.erase(&id, number),
            Effect::Connect { id, kind, url, token, name } => self.start_link(id, kind, &url, token.as_ref(), name),
            Effect::EndLink { id } => self.end_link(id),
            Effect::TellCamera { id, view } => {
                if let Some(camera) = self.cameras.get(&id) {
                    // The one behind a replay is to be replayed soon too.
                    camera.feed.on_program(matches!(view.tally, Tally::Program | Tally::Preview));
                    camera.view.send_if_modified(|old| std::mem::replace(old, view.clone()) != view);
                }
            }
            Effect::Remember => {
                let director = self.director.memory().clone();
                self.kept.send_modify(|kept| kept.director = director);
            }
            Effect::ChooseAddress(address) => {
                self.kept.send_modify(|kept| kept.address = Some(address.clone()));
                self.outlets.chosen_address.send_replace(Some(address));
            }
            // Read from the director when the next camera is negotiated.
            Effect::Codecs(codecs) => tracing::info!(?codecs, "all desks show"),
        }
    }

    /// Lets the director know when a desk's connection ends, which has said something of itself.
    fn await_leaving(&self, Connection { id, ended }: Connection) {
        let (mailbox, cancel) = (self.mailbox.clone(), self.cancel.clone());
        self.tasks.spawn(async move {
            tokio::select! {
                () = cancel.cancelled() => {}
                () = ended.cancelled() => if let Some(mailbox) = mailbox.upgrade() {
                    // A studio that has ended needs no news.
                    let _ = mailbox.send(Message::DeskLeft { desk: id }).await;
                }
            }
        });
    }

    /// Makes the feeds known.
    pub(super) fn publish_feeds(&mut self) {
        let feeds: BTreeMap<_, _> = self
            .cameras
            .iter()
            .filter_map(|(id, camera)| Some((self.director.camera_of(id)?.feed, camera.feed.clone())))
            .collect();
        self.outlets.feeds.send_replace(Arc::new(feeds));
    }

    fn start_playing(&mut self, replay: &Replay) {
        let footage: Vec<Footage> = replay
            .segments
            .iter()
            .filter_map(|segment| {
                let camera = self.cameras.get(self.director.id_of(segment.camera)?)?;
                Footage::take(
                    &camera.feed,
                    SessionTime::from_millis(segment.from),
                    SessionTime::from_millis(segment.to),
                )
            })
            .collect();
        let id = replay.id;
        if footage.is_empty() {
            return self.tell_director(Input::ReplayFailed { id });
        }
        let cancel = self.cancel.child_token();
        self.playing = Some(Playing { id, cancel: cancel.clone() });
        let (clock, out, mailbox) = (self.clock, self.outlets.replay.clone(), self.mailbox.clone());
        let screens = self.outlets.screens.clone();
        self.tasks.spawn(async move {
            // A studio that has ended needs no news.
            let tell = async |message| {
                if let Some(mailbox) = mailbox.upgrade() {
                    let _ = mailbox.send(message).await;
                }
            };
            let rolls = async |at: SessionTime| tell(Message::ReplayRolling { id, at: at.as_millis() }).await;
            tokio::select! {
                () = cancel.cancelled() => {}
                () = play(id, &footage, clock, &out, &screens, rolls) => tell(Message::ReplayFinished { id }).await,
            }
        });
    }

    fn stop_playing(&mut self) {
        if let Some(Playing { id, cancel }) = self.playing.take() {
            cancel.cancel();
            // No desk may be open.
            let _ = self.outlets.replay.send(Signal::Ended { replay: id });
        }
    }

    /// Tells how loud the cameras are.
    fn levels(&self) {
        let level = |(id, camera): (&CameraId, &Camera)| {
            let loudness = *camera.loudness.borrow();
            let number = self.director.camera_of(id)?.number;
            let peak = loudness.peak?.round() as i8;
            Some(Level { camera: number, peak, clipping: loudness.clipping, silent: loudness.silent })
        };
        let mut levels: Vec<_> = self.cameras.iter().filter_map(level).collect();
        levels.sort_by_key(|level| level.camera);
        self.outlets.levels.send_if_modified(|old| std::mem::replace(old, levels.clone()) != levels);
    }

    fn telemetry(&mut self, elapsed: Duration) {
        let director = &self.director;
        let (mut pictures, mut ring_bytes) = (0, 0);
        let mut cameras: Vec<_> = self
            .cameras
            .iter_mut()
            .filter_map(|(id, camera)| {
                pictures += camera.feed.totals().frames;
                ring_bytes += camera.feed.bytes() as u64;
                let number = director.camera_of(id)?.number;
                let figures = camera.telemetry(number, elapsed);
                camera.connection.is_some().then_some(figures)
            })
            .collect();
        cameras.sort_by_key(|figures| figures.camera);
        // Of each camera, and once more of the one that program shows.
        let selected = director.snapshot(self.clock.now().as_millis()).selected;
        let kbps: u64 = cameras
            .iter()
            .map(|figures| u64::from(figures.kbps) * if Some(figures.camera) == selected { 2 } else { 1 })
            .sum();
        self.recording.came((kbps as f64 * 125.0 * elapsed.as_secs_f64()) as u64);
        self.outlets.telemetry.send_replace(Telemetry {
            cameras,
            pictures,
            ring_bytes,
            viewers: self.viewers.count(),
            disk: self.recording.disk(),
        });
    }

    pub(super) fn now(&self) -> Millis {
        self.clock.now().as_millis()
    }
}
