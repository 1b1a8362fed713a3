use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{health::LinkHealth, http::RemoteEndpoint, trouble::Trouble, upkeep::Upkeep};
use crate::{
    feed::{Begin, Feed, Next},
    peer::{End, Ingest, Pull, SessionId, UdpMux},
    protocol::Codecs,
};

/// A pulled source that has become a camera.
#[derive(Debug)]
pub struct Admitted {
    /// Where its frames go.
    pub feed: Feed,
    /// Cancelled when its connection has ended.
    pub ended: CancellationToken,
    /// Its session.
    pub session: SessionId,
}

/// Makes a camera of a connection.
pub trait Admit: Send + Sync {
    /// The codecs that the desk can show.
    fn codecs(&self) -> impl Future<Output = Option<Codecs>> + Send;
    /// Makes a camera of it, or says why not; the connection is closed then.
    fn admit(&self, ingest: Ingest) -> impl Future<Output = Result<Admitted, String>> + Send;
    /// Ends a session.
    fn leave(&self, session: SessionId) -> impl Future<Output = ()> + Send;
}

/// Pulls a source from a server until `cancel` is heard, and tells it good-bye then. Each session is handed to `studio`,
/// where it is a camera's connection like any other.
pub async fn pull(
    endpoint: RemoteEndpoint,
    mux: UdpMux,
    studio: impl Admit,
    health: watch::Sender<LinkHealth>,
    cancel: CancellationToken,
) {
    let mut upkeep = Upkeep::new(health, cancel);
    while upkeep.goes_on() {
        let trouble = attempt(&endpoint, &mux, &studio, &upkeep).await;
        upkeep.pause(trouble).await;
    }
}

async fn attempt(endpoint: &RemoteEndpoint, mux: &UdpMux, studio: &impl Admit, upkeep: &Upkeep) -> Trouble {
    let Some(codecs) = studio.codecs().await else { return Trouble::new("the régie is shutting down") };
    let pull = match Pull::offer(mux, codecs).await {
        Ok(pull) => pull,
        Err(error) => return Trouble::new(format!("the connection could not be set up: {error}")),
    };
    let session = match upkeep.session(endpoint, pull.sdp()).await {
        Ok(session) => session,
        Err(trouble) => {
            pull.refuse().await;
            return trouble;
        }
    };
    let trouble = match pull.answered(session.answer.clone()).await {
        Ok(ingest) => {
            let end = ingest.end();
            match studio.admit(ingest).await {
                Ok(camera) => followed(camera, &end, studio, upkeep).await,
                Err(why) => Trouble::new(why),
            }
        }
        Err(why) => Trouble::new(why),
    };
    session.close().await;
    trouble
}

/// Follows a camera to its end.
async fn followed(camera: Admitted, end: &End, studio: &impl Admit, upkeep: &Upkeep) -> Trouble {
    let Admitted { feed, ended, session } = camera;
    let mut frames = feed.consumer(Begin::Next);
    let picture = async {
        if let Next::Frame(..) = frames.next().await {
            upkeep.tell(LinkHealth::Live);
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = upkeep.cancel.cancelled() => {
            studio.leave(session).await;
            ended.cancelled().await;
        }
        () = ended.cancelled() => {}
        () = picture => {}
    }
    if let Some(why) = end.why() {
        Trouble::new(why)
    } else if upkeep.health.borrow().is_up() {
        Trouble::new("the connection to the server broke")
    } else {
        Trouble::new("no picture came from the server: is something live there, and is UDP let through?")
    }
}
