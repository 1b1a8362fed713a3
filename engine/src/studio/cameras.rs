//! The cameras as media: the feed of each, and the connection that fills it.
//!
//! A publisher's offer is answered on a task of its own, and only then is it admitted: a bad offer never disturbs the
//! camera that it claims to be.

mod camera;
mod figures;
mod health_meter;
mod keyframe_count;
mod standstill_log;

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    sync::Arc,
};

use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::{
    mailbox::{Message, NoSession, Published, Publisher, RefusedPublisher, Reply},
    permits::{Permit, Permits},
    tasks::Tasks,
};
use crate::{
    clock::SessionClock,
    director::{Input, PhoneNews},
    feed::{self, Feed},
    monitor::DeskReports,
    peer::{self, Admission, Ingest, Remote, SessionId, Terms, UdpMux},
    protocol::{CameraId, CameraNumber, Codecs, FeedId, PhoneUse, PhoneView, Tally},
    record::Person,
    sound::Feeds,
    voice::Voice,
};
use camera::{Camera, Connection, whole_millis};

/// Events of all connections that may wait; a connection whose event finds no room waits itself.
const PEER_EVENTS: usize = 256;

/// The handles of the cameras in the roster.
pub(super) struct Cameras {
    cameras: HashMap<CameraId, Camera>,
    /// Which camera each open session is for.
    sessions: HashMap<SessionId, CameraId>,
    permits: Permits,
    ring: feed::Limits,
    media_port: UdpMux,
    clock: SessionClock,
    tasks: Tasks,
    events: mpsc::Sender<(SessionId, peer::Event)>,
    inbox: mpsc::Receiver<(SessionId, peer::Event)>,
    feeds: watch::Sender<Feeds>,
    /// What the director says to the phones.
    voice: Voice,
    /// Whether a fallback is armed.
    armed: watch::Sender<bool>,
    /// What the desks tell of the pictures that they draw.
    reports: DeskReports,
}

impl Cameras {
    /// None yet, of `limit` at most.
    pub fn new(
        limit: u8,
        ring: feed::Limits,
        media_port: UdpMux,
        clock: SessionClock,
        tasks: Tasks,
        feeds: watch::Sender<Feeds>,
        (voice, reports): (Voice, DeskReports),
    ) -> Self {
        let (events, inbox) = mpsc::channel(PEER_EVENTS);
        Self {
            cameras: HashMap::new(),
            sessions: HashMap::new(),
            permits: Permits::new(limit),
            ring,
            media_port,
            clock,
            tasks,
            events,
            inbox,
            feeds,
            voice,
            armed: watch::Sender::new(false),
            reports,
        }
    }

    /// Answers an offer, which came `to` this address; [`Message::Negotiated`] comes of it.
    pub fn negotiate(
        &mut self,
        publisher: Publisher,
        (offer, to): (String, IpAddr),
        codecs: Codecs,
        reply: Reply<Published>,
    ) {
        let Some(permit) = self.permits.take(&publisher.id) else {
            let _ = reply.send(Err(RefusedPublisher::Busy));
            return;
        };
        let terms = Terms { mux: self.media_port.clone(), first: Some(to), codecs };
        self.tasks.spawn_until(self.tasks.token(), async move {
            let outcome = Ingest::accept(&offer, &terms).await;
            Message::Negotiated { publisher, outcome, permit, reply }
        });
    }

    /// The camera's offer was answered or refused.
    pub fn negotiated(&mut self, id: &CameraId) {
        self.permits.negotiated(id);
    }

    /// Room for a connection of this camera that was negotiated elsewhere, if there is.
    pub fn permit(&mut self, id: &CameraId) -> Option<Permit> {
        let permit = self.permits.take(id)?;
        self.permits.negotiated(id);
        Some(permit)
    }

    /// Turns a connection away; what is `held` is let go when it is gone.
    pub fn refuse(&self, ingest: Ingest, held: impl Send + 'static) {
        self.tasks.spawn(async move {
            ingest.refuse().await;
            drop(held);
        });
    }

    /// The director has let this camera in. Returns its feed if it had none.
    pub fn admit(&mut self, id: &CameraId, feed_id: FeedId, view: PhoneView) -> Option<Feed> {
        if self.cameras.contains_key(id) {
            return None;
        }
        let feed = Feed::new(self.ring);
        self.cameras.insert(id.clone(), Camera::new(feed_id, feed.clone(), view));
        self.publish_feeds();
        Some(feed)
    }

    /// Starts to receive, in place of the connection that the camera may have had. What is `held` is let go when the
    /// connection has ended.
    pub fn connect(&mut self, id: &CameraId, ingest: Ingest, held: impl Send + 'static) -> Published {
        let camera = self.cameras.get_mut(id).expect("an admitted camera has its handles");
        if let Some(old) = camera.connection.as_ref() {
            self.sessions.remove(&old.session);
        }
        camera.replace();
        let session = SessionId::random();
        let (cancel, replaced) = (self.tasks.token(), CancellationToken::new());
        let loudness = watch::Sender::default();
        camera.loudness = loudness.subscribe();
        let (answer, tag) = (ingest.answer().to_owned(), ingest.tag().to_owned());
        camera.connection = Some(Connection {
            session: session.clone(),
            remote: ingest.remote(),
            cancel: cancel.clone(),
            replaced: replaced.clone(),
        });
        self.sessions.insert(session.clone(), id.clone());
        let admission = Admission {
            session: session.clone(),
            feed: camera.feed.clone(),
            view: camera.view.subscribe(),
            voice: self.voice.clone(),
            loudness,
            armed: self.armed.subscribe(),
            events: self.events.clone(),
            replaced,
        };
        tracing::info!(camera = id.as_str(), "connecting");
        let running = ingest.run(admission, self.clock, cancel);
        self.tasks.spawn(async move {
            running.await;
            drop(held);
        });
        Published { session, answer, tag }
    }

    /// The next news of a connection. Cancel safe.
    pub async fn event(&mut self) -> (SessionId, peer::Event) {
        self.inbox.recv().await.expect("its other end is here too")
    }

    /// Takes news of a connection in, and gives what the director has to hear of it.
    pub fn take(&mut self, session: &SessionId, event: peer::Event) -> Option<Input> {
        // Late news of a connection that was replaced or removed.
        let id = self.sessions.get(session)?.clone();
        tracing::debug!(camera = id.as_str(), ?event, "peer");
        let camera = self.cameras.get_mut(&id)?;
        match event {
            peer::Event::Picture => Some(Input::Picture { id }),
            peer::Event::Stalled => Some(Input::Stalled { id }),
            peer::Event::Closed => self.close(session),
            peer::Event::PlayoutDelay(delay) => Some(Input::NeedsDelay { id, delay: whole_millis(delay) }),
            peer::Event::Timing(timing) => Some(Input::Timing { id, timing }),
            peer::Event::Status(status) => {
                let said = PhoneNews::Use(PhoneUse::from(&status));
                camera.status = Some(status);
                Some(Input::Phone { id, said })
            }
            peer::Event::Controls(controls) => Some(Input::Phone { id, said: PhoneNews::Controls(controls) }),
            peer::Event::Mark => Some(Input::Phone { id, said: PhoneNews::Mark }),
            peer::Event::Call(on) => Some(Input::Phone { id, said: PhoneNews::Call(on) }),
            peer::Event::Seen(cue) => Some(Input::Phone { id, said: PhoneNews::Seen(cue) }),
            peer::Event::Reception { packets, keyframe, keyframes_asked, standstills } => {
                camera.keyframes.told(keyframes_asked);
                camera.reception = packets;
                camera.keyframe = keyframe.or(camera.keyframe);
                camera.standstills.told(standstills);
                None
            }
        }
    }

    /// The other end of a session.
    pub fn remote(&self, session: &SessionId) -> Result<Remote, NoSession> {
        let camera = self.sessions.get(session).and_then(|id| self.cameras.get(id)).ok_or(NoSession)?;
        camera.connection.as_ref().map(|connection| connection.remote.clone()).ok_or(NoSession)
    }

    /// Ends a session and lets its camera be lost, which is what the director has to hear. None when there is no such
    /// session.
    pub fn close(&mut self, session: &SessionId) -> Option<Input> {
        let id = self.sessions.remove(session)?;
        if let Some(camera) = self.cameras.get_mut(&id) {
            camera.disconnect();
        }
        Some(Input::Closed { id })
    }

    /// The camera left the roster. Without its view, its connection says good-bye to the phone and closes.
    pub fn remove(&mut self, id: &CameraId) {
        if let Some(camera) = self.cameras.remove(id) {
            camera.feed.close();
            self.reports.standstills.forget(camera.feed_id);
            self.reports.looks.forget(camera.feed_id);
        }
        self.sessions.retain(|_, camera| camera != id);
        self.publish_feeds();
    }

    /// Tells a camera its part in the show.
    pub fn tell(&self, id: &CameraId, view: PhoneView) {
        if let Some(camera) = self.cameras.get(id) {
            // The one behind a replay is to be replayed soon too.
            camera.feed.on_program(matches!(view.tally, Tally::Program | Tally::Preview));
            // A time until something counts from now, though it is as long as the one before.
            let counts = view.live_in.is_some();
            camera.view.send_if_modified(|old| std::mem::replace(old, view.clone()) != view || counts);
        }
    }

    /// Sees that a desk told something of how the cameras look.
    pub fn looks(&self) -> watch::Receiver<()> {
        self.reports.looks.follow()
    }

    /// A fallback is armed, or none any more.
    pub fn arm(&self, armed: bool) {
        self.armed.send_if_modified(|was| std::mem::replace(was, armed) != armed);
    }

    /// What a camera is told of its part in the show.
    #[cfg(test)]
    pub fn view(&self, id: &CameraId) -> watch::Receiver<PhoneView> {
        self.cameras[id].view.subscribe()
    }

    pub fn feed(&self, id: &CameraId) -> Option<&Feed> {
        self.cameras.get(id).map(|camera| &camera.feed)
    }

    /// All of them, as they were told their numbers and names last.
    pub fn all(&self) -> impl Iterator<Item = (Person, &Feed)> {
        self.cameras.iter().map(|(id, camera)| (camera.person(id), &camera.feed))
    }

    /// The one with this number.
    pub fn numbered(&self, number: CameraNumber) -> Option<(Person, &Feed)> {
        self.find(number).map(|(id, camera)| (camera.person(id), &camera.feed))
    }

    fn find(&self, number: CameraNumber) -> Option<(&CameraId, &Camera)> {
        self.cameras.iter().find(|(_, camera)| camera.number() == number)
    }

    /// Closes all connections.
    pub fn disconnect(&mut self) {
        self.cameras.values_mut().for_each(Camera::disconnect);
    }

    fn publish_feeds(&self) {
        let feeds: BTreeMap<_, _> = self.cameras.values().map(|camera| (camera.feed_id, camera.feed.clone())).collect();
        self.feeds.send_replace(Arc::new(feeds));
    }
}
