//! The studio's links to other servers: started and ended as the director decides, told to it as they go.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{
    mailbox::{Message, Publisher, RefusedPublisher},
    tasks::{News, Tasks},
};
use crate::{
    director::Input,
    link::{self, Admit, Admitted, LinkHealth, RemoteEndpoint},
    media::VideoCodec,
    peer::{self, Ingest, SessionId, UdpMux},
    protocol::{CameraId, CameraName, Codecs, LinkKind, LinkState, LinkToken, RefusalCode},
};

/// The tasks that keep the links.
pub(super) struct LinkTasks {
    /// Each link's, by its id; at most as many as the director has.
    links: HashMap<u32, CancellationToken>,
    media_port: UdpMux,
    /// Program, as they are sent it.
    program: peer::MediaStream,
    tasks: Tasks,
}

impl LinkTasks {
    pub fn new(media_port: UdpMux, program: peer::MediaStream, tasks: Tasks) -> Self {
        Self { links: HashMap::new(), media_port, program, tasks }
    }

    /// Starts a link; how it does is told as inputs, the first of which is returned if it can't be one.
    pub fn start(
        &mut self,
        id: u32,
        kind: LinkKind,
        url: &str,
        token: Option<&LinkToken>,
        name: Option<CameraName>,
    ) -> Option<Input> {
        let endpoint = match RemoteEndpoint::new(url, token.map(LinkToken::reveal)) {
            Ok(endpoint) => endpoint,
            Err(bad) => {
                return Some(Input::Link { id, state: LinkState::Waiting, problem: Some(bad.to_string()) });
            }
        };
        let cancel = self.tasks.token();
        self.links.insert(id, cancel.clone());
        let (health, changes) = watch::channel(LinkHealth::default());
        self.tasks.spawn(tell(id, changes, self.tasks.news()));
        let port = self.media_port.clone();
        match kind {
            LinkKind::Push => self.tasks.spawn(link::push(endpoint, self.program.clone(), port, health, cancel)),
            LinkKind::Pull => {
                let name = name.or_else(|| CameraName::new(endpoint.host()).ok());
                let pulled = Pulled { publisher: Publisher { id: camera_of(url), name }, studio: self.tasks.news() };
                self.tasks.spawn(link::pull(endpoint, port, pulled, health, cancel));
            }
        }
        None
    }

    /// Ends a link.
    pub fn end(&mut self, id: u32) {
        if let Some(link) = self.links.remove(&id) {
            link.cancel();
        }
    }
}

/// Tells the director how a link is, for as long as it is.
async fn tell(id: u32, mut changes: watch::Receiver<LinkHealth>, studio: News) {
    while changes.changed().await.is_ok() {
        let health = changes.borrow_and_update().clone();
        studio.tell(Message::Input(input(id, health))).await;
    }
}

fn input(id: u32, health: LinkHealth) -> Input {
    let (state, problem) = match health {
        LinkHealth::Connecting => (LinkState::Connecting, None),
        LinkHealth::Live => (LinkState::Live, None),
        LinkHealth::Unseen { codec } => {
            let codec = match codec {
                VideoCodec::H264 => "H.264",
                VideoCodec::Vp8 => "VP8",
            };
            let problem = format!("the server has not taken {codec}, which the camera on program sends");
            (LinkState::Frozen, Some(problem))
        }
        LinkHealth::Waiting { problem } => (LinkState::Waiting, Some(problem)),
    };
    Input::Link { id, state, problem }
}

/// The camera that a pull makes: the same one for the same endpoint, in the next show and in the next version too, since
/// the roster keeps its number under this id.
fn camera_of(url: &str) -> CameraId {
    let digest: String = Sha256::digest(url)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    CameraId::new(format!("pull-{digest}")).expect("letters, figures and a hyphen")
}

/// A pulled source on its way into the studio.
struct Pulled {
    publisher: Publisher,
    studio: News,
}

impl Admit for Pulled {
    async fn codecs(&self) -> Option<Codecs> {
        self.studio.ask(|reply| Message::Codecs { reply }).await
    }

    async fn admit(&self, ingest: Ingest) -> Result<Admitted, String> {
        let publisher = self.publisher.clone();
        let admitted = self.studio.ask(|reply| Message::Pulled { publisher, ingest, reply }).await;
        admitted.unwrap_or(Err(RefusedPublisher::Ended)).map_err(|refused| match refused {
            RefusedPublisher::Full(refusal) if refusal.code == RefusalCode::DeskFull => "the desk is full".to_owned(),
            refused => refused.to_string(),
        })
    }

    async fn leave(&self, session: SessionId) {
        // Gone already, or with the studio.
        let _ = self.studio.ask(|reply| Message::Unpublish { session, reply }).await;
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
