use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Health, RemoteEndpoint, Trouble, Upkeep};
use crate::peer::{Push, Service, Source, UdpMux};

/// Pushes the program to a server until `cancel` is heard, and tells it good-bye then.
pub async fn push(
    endpoint: RemoteEndpoint,
    source: Source,
    mux: UdpMux,
    health: watch::Sender<Health>,
    cancel: CancellationToken,
) {
    let mut upkeep = Upkeep::new(health, cancel);
    while upkeep.goes_on() {
        let trouble = attempt(&endpoint, &source, &mux, &upkeep).await;
        upkeep.pause(trouble).await;
    }
}

async fn attempt(endpoint: &RemoteEndpoint, source: &Source, mux: &UdpMux, upkeep: &Upkeep) -> Trouble {
    let push = match Push::offer(mux).await {
        Ok(push) => push,
        Err(error) => return Trouble::new(format!("the connection could not be set up: {error}")),
    };
    match upkeep.session(endpoint, push.sdp()).await {
        Ok(session) => {
            let cancel = upkeep.cancel.child_token();
            let tell = |service| match service {
                Service::Whole => upkeep.tell(Health::Live),
                Service::Unseen(codec) => upkeep.tell(Health::Unseen { codec }),
            };
            let ended = push.run(session.answer.clone(), source.clone(), tell, cancel).await;
            session.close().await;
            Trouble::new(ended)
        }
        Err(trouble) => {
            push.refuse().await;
            trouble
        }
    }
}
