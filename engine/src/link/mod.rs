//! The way to other servers: the program pushed to one as a WHIP client (RFC 9725), a source pulled from one as a WHEP
//! client (draft-ietf-wish-whep-03). The only room that speaks HTTP to others.
//!
//! A link is kept until it is cancelled: what ends it, a server that goes or a way that is blocked, is told
//! ([`Health`]), and it is tried again with pauses that grow.

mod http;
mod pull;
mod push;
mod retry;

use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

pub use http::RemoteEndpoint;
pub use pull::{Admit, Admitted, pull};
pub use push::push;

use crate::media::VideoCodec;

/// How a link is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Health {
    /// It is being made.
    #[default]
    Connecting,
    /// Media flows.
    Live,
    /// Sound goes to the server. It has not taken this codec, which program's picture is in.
    Unseen {
        /// Program's.
        codec: VideoCodec,
    },
    /// It broke or was refused, and is tried again.
    Waiting {
        /// What is wrong, for the director.
        problem: String,
    },
}

impl Health {
    /// Whether there is a session that media flows in.
    fn is_up(&self) -> bool {
        match self {
            Self::Live | Self::Unseen { .. } => true,
            Self::Connecting | Self::Waiting { .. } => false,
        }
    }
}

/// What ended a session, or kept it from being made.
#[derive(Debug)]
struct Trouble {
    text: String,
    /// When the server wants to be asked again.
    after: Option<Duration>,
}

impl Trouble {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), after: None }
    }
}

/// A link that is kept until its cancel token is heard.
struct Upkeep {
    health: watch::Sender<Health>,
    cancel: CancellationToken,
    pauses: retry::Pauses,
}

impl Upkeep {
    fn new(health: watch::Sender<Health>, cancel: CancellationToken) -> Self {
        Self { health, cancel, pauses: retry::Pauses::default() }
    }

    /// Whether one more session is to be made.
    fn goes_on(&self) -> bool {
        let goes_on = !self.cancel.is_cancelled();
        if goes_on {
            self.health.send_replace(Health::Connecting);
        }
        goes_on
    }

    /// A session has ended: tells why, and waits before the next.
    async fn pause(&mut self, trouble: Trouble) {
        if self.cancel.is_cancelled() {
            return;
        }
        tracing::info!(problem = trouble.text, "a link is tried again");
        let before = self.health.send_replace(Health::Waiting { problem: trouble.text });
        if before.is_up() {
            self.pauses = retry::Pauses::default();
        }
        tokio::select! {
            () = self.cancel.cancelled() => {}
            () = tokio::time::sleep(self.pauses.next(trouble.after)) => {}
        }
    }

    fn tell(&self, health: Health) {
        self.health.send_replace(health);
    }

    /// Makes a session, unless the link is ended meanwhile.
    async fn session(&self, endpoint: &RemoteEndpoint, offer: &str) -> Result<http::RemoteSession, Trouble> {
        tokio::select! {
            () = self.cancel.cancelled() => Err(Trouble::new("it was ended")),
            session = http::RemoteSession::open(endpoint, offer.to_owned()) => session,
        }
    }
}
