use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Health, Kept, Target, Trouble};
use crate::peer::{MediaPort, Push, Service, Source};

/// Pushes the program to a server until `cancel` is heard, and tells it good-bye then.
pub async fn push(
    target: Target,
    source: Source,
    port: MediaPort,
    health: watch::Sender<Health>,
    cancel: CancellationToken,
) {
    let mut kept = Kept::new(health, cancel);
    while kept.goes_on() {
        let trouble = attempt(&target, &source, &port, &kept).await;
        kept.pause(trouble).await;
    }
}

async fn attempt(target: &Target, source: &Source, port: &MediaPort, kept: &Kept) -> Trouble {
    let push = match Push::offer(port).await {
        Ok(push) => push,
        Err(error) => return Trouble::new(format!("the connection could not be set up: {error}")),
    };
    match kept.session(target, push.sdp()).await {
        Ok(session) => {
            let cancel = kept.cancel.child_token();
            let tell = |service| match service {
                Service::Whole => kept.tell(Health::Live),
                Service::Unseen(codec) => kept.tell(Health::Unseen { codec }),
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
