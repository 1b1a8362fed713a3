//! How a publisher becomes a camera, which takes the director's word, a feed and a connection.

use std::net::IpAddr;

use tokio_util::sync::CancellationToken;

use super::Actor;
use crate::{
    director::Input,
    link::Admitted,
    peer::{Ingest, RefusedOffer},
    protocol::{CameraId, CameraName, Refusal, RefusalCode},
    record::Person,
    studio::{
        mailbox::{Capacity, Published, Publisher, RefusedPublisher, Reply},
        permits::Permit,
    },
};

impl Actor {
    pub(super) fn capacity(&self, camera: Option<&CameraId>) -> Capacity {
        let limit = self.director.camera_limit();
        let known = camera.is_some_and(|id| self.director.camera_of(id).is_some());
        let cameras = self.director.cameras().count();
        Capacity { cameras, limit, full: !known && cameras >= usize::from(limit) }
    }

    pub(super) fn publish(&mut self, publisher: Publisher, offer: (String, IpAddr), reply: Reply<Published>) {
        let capacity = self.capacity(Some(&publisher.id));
        if capacity.full {
            let message = format!("the desk is full: it takes {} cameras", capacity.limit);
            let refusal = Refusal::new(RefusalCode::DeskFull, message);
            let _ = reply.send(Err(RefusedPublisher::Full(refusal)));
            return;
        }
        self.cameras.negotiate(publisher, offer, self.director.codecs(), reply);
    }

    pub(super) fn admit(
        &mut self,
        publisher: Publisher,
        outcome: Result<Ingest, RefusedOffer>,
        permit: Permit,
        reply: Reply<Published>,
    ) {
        self.cameras.negotiated(&publisher.id);
        let published = match outcome {
            Ok(ingest) => self.let_in(publisher, ingest, permit),
            Err(refused) => Err(refused.into()),
        };
        if let Err(Ok(published)) = reply.send(published) {
            // The publisher hung up while it was answered: nobody will ever connect.
            let _ = self.close(&published.session);
        }
    }

    pub(super) fn admit_pulled(&mut self, publisher: Publisher, ingest: Ingest, reply: Reply<Admitted>) {
        let id = publisher.id.clone();
        let Some(permit) = self.cameras.permit(&id) else {
            self.cameras.refuse(ingest, ());
            let _ = reply.send(Err(RefusedPublisher::Busy));
            return;
        };
        let ended = CancellationToken::new();
        let published = self.let_in(publisher, ingest, (permit, ended.clone().drop_guard()));
        let admitted = published.map(|published| {
            let feed = self.cameras.feed(&id).expect("it was let in").clone();
            Admitted { feed, ended, session: published.session }
        });
        // A link that ended meanwhile: its session goes with it.
        if let Err(Ok(admitted)) = reply.send(admitted) {
            let _ = self.close(&admitted.session);
        }
    }

    /// Makes a camera of an answered connection, or turns it away. What is `held` is let go when it has ended.
    fn let_in(
        &mut self,
        Publisher { id, name }: Publisher,
        ingest: Ingest,
        held: impl Send + 'static,
    ) -> Result<Published, RefusedPublisher> {
        match self.admit_camera(&id, name) {
            Ok(()) => Ok(self.cameras.connect(&id, ingest, held)),
            Err(refusal) => {
                self.cameras.refuse(ingest, held);
                Err(RefusedPublisher::Full(refusal))
            }
        }
    }

    pub(super) fn admit_camera(&mut self, id: &CameraId, name: Option<CameraName>) -> Result<(), Refusal> {
        self.input(Input::Join { id: id.clone(), name })?;
        let camera = self.director.camera_of(id).expect("the director has just admitted it");
        let view = self.director.view_of(id).expect("the director has just admitted it");
        if let Some(feed) = self.cameras.admit(id, camera.feed, view) {
            let person = Person::new(id, camera.number, &camera.name);
            self.keeping.join(id, person.clone(), &feed);
            self.shows.join(person, &feed);
        }
        Ok(())
    }
}
