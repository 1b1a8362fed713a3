use std::{
    collections::{BTreeMap, HashMap, VecDeque},
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
    keeper::keep,
    mailbox::{Message, Room},
    places::Places,
    playing::Playing,
    recording::Recording,
    viewers::Viewers,
};
use crate::{
    clock::SessionClock,
    director::{Director, Effect, Input},
    feed,
    peer::{self, SessionId, UdpMux},
    program::OnAir,
    protocol::{CameraId, Level, Millis, Numbered, Refusal, Tally, Telemetry, WatchSlate},
    replay::{Screens, Signal},
    sound::{Feeds, Mix},
    vital::Vitals,
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
    pub(super) media_port: UdpMux,
    pub(super) clock: SessionClock,
    pub(super) peer_events: mpsc::Sender<(SessionId, peer::Event)>,
    peer_inbox: mpsc::Receiver<(SessionId, peer::Event)>,
    pub(super) tasks: TaskTracker,
    pub(super) cancel: CancellationToken,
    /// Weak, so that the mailbox closes when every other handle is gone.
    pub(super) mailbox: mpsc::WeakSender<Message>,
    pub(super) outlets: Outlets,
    kept: watch::Sender<Kept>,
    pub(super) playing: Option<Playing>,
    pub(super) places: Places,
    pub(super) viewers: Viewers,
    /// Program, as viewers and links are sent it.
    pub(super) program: peer::MediaStream,
    /// The links that are kept.
    pub(super) links: HashMap<u32, CancellationToken>,
    pub(super) recording: Recording,
    /// What effects led to, not decided yet.
    waiting: VecDeque<Input>,
    /// The hold slate's picture.
    still: watch::Receiver<Option<Arc<Still>>>,
}

impl Actor {
    pub fn new(
        opening: Opening,
        outlets: Outlets,
        viewers: Viewers,
        program: peer::MediaStream,
        mailbox: mpsc::WeakSender<Message>,
        vitals: &Vitals,
    ) -> Self {
        let Opening { limits, ring, media_port, clock, join, kept, shows, store, stills } = opening;
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let director = Director::new(limits, kept.director.clone(), join, version);
        let places = Places::new(director.camera_limit());
        let (peer_events, peer_inbox) = mpsc::channel(PEER_EVENTS);
        let kept = watch::Sender::new(kept);
        vitals.spawn("the keeper of settings", keep(store, kept.subscribe()));
        let recording = Recording::new(shows, vitals);
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
            tasks: vitals.tasks().clone(),
            cancel: vitals.cancel().clone(),
            mailbox,
            outlets,
            kept,
            playing: None,
            places,
            viewers,
            program,
            links: HashMap::new(),
            recording,
            waiting: VecDeque::new(),
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
                let _ = reply.send(outcome.map(|()| self.director.last_event()));
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
                self.stop_replay(id);
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
        self.later(input);
        self.decide_the_rest();
    }

    /// What running an effect led to: the director hears it when all effects of its decision have been run, so that none
    /// of them comes after one of a newer decision. At most one waits for each effect.
    pub(super) fn later(&mut self, input: Input) {
        self.waiting.push_back(input);
    }

    /// Lets the director decide, tells everyone, and runs the effects; then about what those led to.
    pub(super) fn input(&mut self, input: Input) -> Result<(), Refusal> {
        let decided = self.decide(input);
        self.decide_the_rest();
        decided
    }

    fn decide_the_rest(&mut self) {
        while let Some(input) = self.waiting.pop_front() {
            if let Err(refusal) = self.decide(input) {
                tracing::warn!(%refusal, "an input of the studio itself was refused");
            }
        }
    }

    fn decide(&mut self, input: Input) -> Result<(), Refusal> {
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
            Effect::StopReplay { id } => self.stop_replay(id),
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
            Effect::EndIsos => self.recording.end_isos(),
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

    /// Makes the feeds known.
    pub(super) fn publish_feeds(&mut self) {
        let feeds: BTreeMap<_, _> = self
            .cameras
            .iter()
            .filter_map(|(id, camera)| Some((self.director.camera_of(id)?.feed, camera.feed.clone())))
            .collect();
        self.outlets.feeds.send_replace(Arc::new(feeds));
    }

    pub(super) fn now(&self) -> Millis {
        self.clock.now().as_millis()
    }
}

#[cfg(test)]
mod tests;
