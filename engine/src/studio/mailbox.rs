use std::net::IpAddr;

use bytes::Bytes;
use tokio::sync::{broadcast, oneshot};

use super::{caller::Caller, permits::Permit};
use crate::{
    director::Input,
    link::Admitted,
    peer::{Ingest, RefusedOffer, Remote, SessionId},
    protocol::{CameraId, CameraName, Codecs, Command, Refusal, Snapshot},
    record::Status,
};

/// What the studio can be asked, and what its tasks tell it.
#[derive(Debug)]
pub(super) enum Message {
    Command {
        /// The desk's connection that it came over.
        by: Option<Caller>,
        command: Command,
        /// Answered with the number of the last event of its effect.
        reply: oneshot::Sender<Result<u64, Refusal>>,
    },
    /// The director is to hear this, whatever it makes of it.
    Input(Input),
    Subscribe {
        reply: oneshot::Sender<(Snapshot, broadcast::Receiver<Bytes>)>,
    },
    Capacity {
        camera: Option<CameraId>,
        reply: oneshot::Sender<Capacity>,
    },
    Publish {
        publisher: Publisher,
        offer: String,
        /// The address of this machine that it came to.
        to: IpAddr,
        reply: Reply<Published>,
    },
    /// An offer was answered, or refused, on a task of its own.
    Negotiated {
        publisher: Publisher,
        outcome: Result<Ingest, RefusedOffer>,
        permit: Permit,
        reply: Reply<Published>,
    },
    /// A source was pulled from a server and is to be a camera.
    Pulled {
        publisher: Publisher,
        ingest: Ingest,
        reply: Reply<Admitted>,
    },
    Session {
        session: SessionId,
        reply: oneshot::Sender<Result<Remote, NoSession>>,
    },
    Unpublish {
        session: SessionId,
        reply: oneshot::Sender<Result<(), NoSession>>,
    },
    /// What all desks can show.
    Codecs {
        reply: oneshot::Sender<Codecs>,
    },
    /// This replay ended by itself, as the director is to hear.
    ReplayEnded {
        id: u32,
        input: Input,
    },
    /// The show of this number has news.
    Show {
        number: u32,
        status: Status,
    },
}

pub(super) type Reply<T> = oneshot::Sender<Result<T, RefusedPublisher>>;

/// Who wants to be a camera.
#[derive(Debug, Clone)]
pub(super) struct Publisher {
    pub id: CameraId,
    /// The name that it claims.
    pub name: Option<CameraName>,
}

/// How many cameras there are, and may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Capacity {
    /// Cameras in the roster.
    pub cameras: usize,
    /// How many it takes.
    pub limit: u8,
    /// Whether the one who asked would be refused.
    #[serde(skip)]
    pub full: bool,
}

/// An offer that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The session that was made.
    pub session: SessionId,
    /// The SDP answer.
    pub answer: String,
    /// The entity tag of its first ICE session (RFC 9725 section 4.3.1), without quotes.
    pub tag: String,
}

/// Why a publisher was not admitted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusedPublisher {
    /// The desk has as many cameras as it takes.
    #[error("{0}")]
    Full(Refusal),
    /// Too many connections are being made or closed just now.
    #[error("the régie is busy with other cameras: try again")]
    Busy,
    /// The offer can't be taken.
    #[error(transparent)]
    Offer(#[from] RefusedOffer),
    /// The studio is shutting down.
    #[error("the régie is shutting down")]
    Ended,
}

/// There is no such session (any more).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such session (any more)")]
pub struct NoSession;
