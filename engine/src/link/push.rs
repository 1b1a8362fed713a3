use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{health::LinkHealth, http::RemoteEndpoint, trouble::Trouble, upkeep::Upkeep};
use crate::peer::{MediaStream, Playability, Push, UdpMux};

/// Pushes a feed to a server until `cancel` is heard, and tells it good-bye then.
pub async fn push(
    endpoint: RemoteEndpoint,
    stream: MediaStream,
    mux: UdpMux,
    health: watch::Sender<LinkHealth>,
    cancel: CancellationToken,
) {
    let mut upkeep = Upkeep::new(health, cancel);
    while upkeep.goes_on() {
        let trouble = attempt(&endpoint, &stream, &mux, &upkeep).await;
        upkeep.pause(trouble).await;
    }
}

async fn attempt(endpoint: &RemoteEndpoint, stream: &MediaStream, mux: &UdpMux, upkeep: &Upkeep) -> Trouble {
    let push = match Push::offer(mux).await {
        Ok(push) => push,
        Err(error) => return Trouble::new(format!("the connection could not be set up: {error}")),
    };
    match upkeep.session(endpoint, push.sdp()).await {
        Ok(session) => {
            let cancel = upkeep.cancel.child_token();
            let tell = |playability| match playability {
                Playability::Whole => upkeep.tell(LinkHealth::Live),
                Playability::Unseen(codec) => upkeep.tell(LinkHealth::Unseen { codec }),
            };
            let ended = push.run(session.answer.clone(), stream.clone(), tell, cancel).await;
            session.close().await;
            Trouble::new(ended)
        }
        Err(trouble) => {
            push.refuse().await;
            trouble
        }
    }
}
