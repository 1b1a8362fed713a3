//! How a publisher becomes a camera: its offer is answered on a task of its own, and only then is it admitted. A bad
//! offer therefore never disturbs the camera whose place it claims.

use std::net::IpAddr;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{
    actor::Actor,
    camera::{Camera, Connection},
    mailbox::{Message, NoSession, Published, RefusedPublisher, Reply},
    places::Place,
};
use crate::{
    director::Input,
    feed::Feed,
    peer::{Admission, Ingest, RefusedOffer, Remote, SessionId, Terms},
    protocol::{CameraId, CameraName, Refusal, RefusalCode},
};

impl Actor {
    pub(super) fn negotiate(
        &mut self,
        camera: CameraId,
        name: Option<CameraName>,
        (offer, to): (String, IpAddr),
        reply: Reply,
    ) {
        let room = self.room(Some(&camera));
        if room.full {
            let message = format!("the desk is full: it takes {} cameras", room.limit);
            let refusal = Refusal::new(RefusalCode::DeskFull, message);
            let _ = reply.send(Err(RefusedPublisher::Full(refusal)));
            return;
        }
        let Some(place) = self.places.take(&camera) else {
            let _ = reply.send(Err(RefusedPublisher::Busy));
            return;
        };
        let terms = Terms { mux: self.media_port.clone(), first: Some(to), codecs: self.director.codecs() };
        let (mailbox, cancel) = (self.mailbox.clone(), self.cancel.clone());
        self.tasks.spawn(async move {
            let outcome = tokio::select! {
                () = cancel.cancelled() => return,
                outcome = Ingest::accept(&offer, &terms) => outcome,
            };
            if let Some(mailbox) = mailbox.upgrade() {
                // A studio that has ended admits nobody.
                let _ = mailbox.send(Message::Negotiated { camera, name, outcome, place, reply }).await;
            }
        });
    }

    pub(super) fn admit(
        &mut self,
        id: CameraId,
        name: Option<CameraName>,
        outcome: Result<Ingest, RefusedOffer>,
        place: Place,
        reply: Reply,
    ) {
        let ingest = match outcome {
            Ok(ingest) => ingest,
            Err(refused) => {
                let _ = reply.send(Err(refused.into()));
                return;
            }
        };
        if let Err(refusal) = self.admit_camera(&id, name) {
            self.tasks.spawn(async move {
                ingest.refuse().await;
                drop(place);
            });
            let _ = reply.send(Err(RefusedPublisher::Full(refusal)));
            return;
        }
        let published = self.connect(&id, ingest, place);
        if let Err(Ok(published)) = reply.send(Ok(published)) {
            // The publisher hung up while it was answered: nobody will ever connect.
            let _ = self.unpublish(&published.session);
        }
    }

    pub(super) fn admit_camera(&mut self, id: &CameraId, name: Option<CameraName>) -> Result<(), Refusal> {
        self.input(Input::Join { id: id.clone(), name })?;
        if !self.cameras.contains_key(id) {
            let view = self.director.view_of(id).expect("the director has just admitted it");
            self.cameras.insert(id.clone(), Camera::new(Feed::new(self.ring), view));
            self.publish_feeds();
            if let (Some(person), Some(camera)) = (self.person(id), self.cameras.get(id)) {
                self.recording.join(person, &camera.feed, self.clock.now());
            }
        }
        Ok(())
    }

    /// Starts to receive, in place of the connection that the camera may have had. What is `held` is let go when the
    /// connection has ended.
    pub(super) fn connect(&mut self, id: &CameraId, ingest: Ingest, held: impl Send + 'static) -> Published {
        let camera = self.cameras.get_mut(id).expect("an admitted camera has its handles");
        if let Some(old) = camera.connection.as_ref() {
            self.sessions.remove(&old.session);
        }
        camera.replace();
        let session = SessionId::random();
        let (cancel, replaced) = (self.cancel.child_token(), CancellationToken::new());
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
            loudness,
            events: self.peer_events.clone(),
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

    pub(super) fn remote(&self, session: &SessionId) -> Result<Remote, NoSession> {
        let camera = self.sessions.get(session).and_then(|id| self.cameras.get(id)).ok_or(NoSession)?;
        camera.connection.as_ref().map(|connection| connection.remote.clone()).ok_or(NoSession)
    }

    pub(super) fn unpublish(&mut self, session: &SessionId) -> Result<(), NoSession> {
        self.close_session(session).map(|_| ()).ok_or(NoSession)
    }
}
