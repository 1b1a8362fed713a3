use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{
    health::LinkHealth,
    http::{RemoteEndpoint, RemoteSession},
    retry::Pauses,
    trouble::Trouble,
};

/// A link that is kept until its cancel token is heard.
pub struct Upkeep {
    /// What is told of it.
    pub health: watch::Sender<LinkHealth>,
    /// Ends it.
    pub cancel: CancellationToken,
    pauses: Pauses,
}

impl Upkeep {
    /// Of a link that is about to be made.
    pub fn new(health: watch::Sender<LinkHealth>, cancel: CancellationToken) -> Self {
        Self { health, cancel, pauses: Pauses::default() }
    }

    /// Whether one more session is to be made.
    pub fn goes_on(&self) -> bool {
        let goes_on = !self.cancel.is_cancelled();
        if goes_on {
            self.health.send_replace(LinkHealth::Connecting);
        }
        goes_on
    }

    /// A session has ended: tells why, and waits before the next.
    pub async fn pause(&mut self, trouble: Trouble) {
        if self.cancel.is_cancelled() {
            return;
        }
        tracing::info!(problem = trouble.text, "a link is tried again");
        let before = self.health.send_replace(LinkHealth::Waiting { problem: trouble.text });
        if before.is_up() {
            self.pauses = Pauses::default();
        }
        tokio::select! {
            () = self.cancel.cancelled() => {}
            () = tokio::time::sleep(self.pauses.next(trouble.after)) => {}
        }
    }

    /// Tells how it is.
    pub fn tell(&self, health: LinkHealth) {
        self.health.send_replace(health);
    }

    /// Makes a session, unless the link is ended meanwhile.
    pub async fn session(&self, endpoint: &RemoteEndpoint, offer: &str) -> Result<RemoteSession, Trouble> {
        tokio::select! {
            () = self.cancel.cancelled() => Err(Trouble::new("it was ended")),
            session = RemoteSession::open(endpoint, offer.to_owned()) => session,
        }
    }
}
