//! The studio's links to other servers: started and ended as the director decides, told to it as they go.

use sha2::{Digest, Sha256};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::{
    actor::Actor,
    mailbox::{Message, RefusedPublisher},
};
use crate::{
    director::Input,
    link::{self, Admit, Admitted, Health, RemoteEndpoint},
    media::VideoCodec,
    peer::{Ingest, SessionId},
    protocol::{CameraId, CameraName, Codecs, LinkKind, LinkState, LinkToken, RefusalCode},
};

impl Actor {
    pub(super) fn start_link(
        &mut self,
        id: u32,
        kind: LinkKind,
        url: &str,
        token: Option<&LinkToken>,
        name: Option<CameraName>,
    ) {
        let endpoint = match RemoteEndpoint::new(url, token.map(LinkToken::reveal)) {
            Ok(endpoint) => endpoint,
            Err(bad) => {
                let problem = Some(bad.to_string());
                return self.later(Input::Link { id, state: LinkState::Waiting, problem });
            }
        };
        let cancel = self.cancel.child_token();
        self.links.insert(id, cancel.clone());
        let (health, news) = watch::channel(Health::default());
        self.tasks.spawn(tell(id, news, self.mailbox.clone()));
        let port = self.media_port.clone();
        match kind {
            LinkKind::Push => {
                let program = self.program.clone();
                self.tasks.spawn(link::push(endpoint, program, port, health, cancel));
            }
            LinkKind::Pull => {
                let name = name.or_else(|| CameraName::new(endpoint.host()).ok());
                let studio = Door { camera: camera_of(url), name, mailbox: self.mailbox.clone() };
                self.tasks.spawn(link::pull(endpoint, port, studio, health, cancel));
            }
        }
    }

    pub(super) fn end_link(&mut self, id: u32) {
        if let Some(link) = self.links.remove(&id) {
            link.cancel();
        }
    }

    pub(super) fn link(&mut self, id: u32, health: Health) {
        let (state, problem) = match health {
            Health::Connecting => (LinkState::Connecting, None),
            Health::Live => (LinkState::Live, None),
            Health::Unseen { codec } => {
                let codec = match codec {
                    VideoCodec::H264 => "H.264",
                    VideoCodec::Vp8 => "VP8",
                };
                let problem = format!("the server has not taken {codec}, which the camera on program sends");
                (LinkState::Frozen, Some(problem))
            }
            Health::Waiting { problem } => (LinkState::Waiting, Some(problem)),
        };
        self.tell_director(Input::Link { id, state, problem });
    }

    /// Makes a camera of a source that was pulled.
    pub(super) fn admit_pulled(
        &mut self,
        id: &CameraId,
        name: Option<CameraName>,
        ingest: Ingest,
        reply: oneshot::Sender<Result<Admitted, RefusedPublisher>>,
    ) {
        let admitted = match self.places.take(id) {
            Some(place) => {
                self.places.negotiated(id);
                self.admit_camera(id, name).map(|()| place).map_err(RefusedPublisher::Full)
            }
            None => Err(RefusedPublisher::Busy),
        };
        let place = match admitted {
            Ok(place) => place,
            Err(refused) => {
                self.tasks.spawn(ingest.refuse());
                let _ = reply.send(Err(refused));
                return;
            }
        };
        let ended = CancellationToken::new();
        let published = self.connect(id, ingest, (place, ended.clone().drop_guard()));
        let admitted = Admitted { feed: self.cameras[id].feed.clone(), ended, session: published.session };
        // A link that ended meanwhile: its session goes with it.
        if let Err(Ok(admitted)) = reply.send(Ok(admitted)) {
            let _ = self.unpublish(&admitted.session);
        }
    }
}

/// Tells the studio how a link is, for as long as it is.
async fn tell(id: u32, mut news: watch::Receiver<Health>, mailbox: mpsc::WeakSender<Message>) {
    while news.changed().await.is_ok() {
        let health = news.borrow_and_update().clone();
        let Some(mailbox) = mailbox.upgrade() else { return };
        if mailbox.send(Message::Link { id, health }).await.is_err() {
            return;
        }
    }
}

/// The camera that a pull makes: the same one for the same endpoint, in the next show and in the next version too, since
/// the roster keeps its number under this id.
fn camera_of(url: &str) -> CameraId {
    let digest: String = Sha256::digest(url)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    CameraId::new(format!("pull-{digest}")).expect("letters, figures and a hyphen")
}

/// The way of a pulled source into the studio.
struct Door {
    camera: CameraId,
    name: Option<CameraName>,
    mailbox: mpsc::WeakSender<Message>,
}

impl Door {
    async fn ask<T>(&self, message: impl FnOnce(oneshot::Sender<T>) -> Message + Send) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.mailbox.upgrade()?.send(message(reply)).await.ok()?;
        answer.await.ok()
    }
}

impl Admit for Door {
    async fn codecs(&self) -> Option<Codecs> {
        self.ask(|reply| Message::Codecs { reply }).await
    }

    async fn admit(&self, ingest: Ingest) -> Result<Admitted, String> {
        let (camera, name) = (self.camera.clone(), self.name.clone());
        let admitted = self.ask(|reply| Message::Pulled { camera, name, ingest, reply }).await;
        admitted.unwrap_or(Err(RefusedPublisher::Ended)).map_err(|refused| match refused {
            RefusedPublisher::Full(refusal) if refusal.code == RefusalCode::DeskFull => "the desk is full".to_owned(),
            refused => refused.to_string(),
        })
    }
    async fn leave(&self, session: SessionId) {
        // Gone already, or with the studio.
        let _ = self.ask(|reply| Message::Unpublish { session, reply }).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pulled_source_is_the_same_camera_in_every_version() {
        let camera = camera_of("https://elsewhere.example/whep/stage");
        // The start of `printf https://elsewhere.example/whep/stage | sha256sum`.
        assert_eq!(camera.as_str(), "pull-71f03a1b22bf6b20");
        assert_ne!(camera, camera_of("https://elsewhere.example/whep/hall"));
    }
}
