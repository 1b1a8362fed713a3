use std::net::IpAddr;

use tokio::sync::{broadcast, oneshot};

use super::{desk::Connection, places::Place};
use crate::{
    director::DeskId,
    link::{Admitted, Health},
    peer::{Ingest, RefusedOffer, Remote, SessionId},
    protocol::{CameraId, CameraName, Codecs, Command, Join, Millis, Numbered, Refusal, Snapshot},
    record::Status,
};

/// What the studio can be asked.
#[derive(Debug)]
pub(super) enum Message {
    Command {
        /// The desk's connection that it came over.
        by: Option<Connection>,
        command: Command,
        /// Answered with the number of the last event of its effect.
        reply: oneshot::Sender<Result<u64, Refusal>>,
    },
    /// A desk's connection ended.
    DeskLeft {
        desk: DeskId,
    },
    Subscribe {
        reply: oneshot::Sender<(Snapshot, broadcast::Receiver<Numbered>)>,
    },
    Room {
        camera: Option<CameraId>,
        reply: oneshot::Sender<Room>,
    },
    Publish {
        camera: CameraId,
        name: Option<CameraName>,
        offer: String,
        /// The address of this machine that it came to.
        to: IpAddr,
        reply: Reply,
    },
    /// An offer was answered, or refused, on a task of its own.
    Negotiated {
        camera: CameraId,
        name: Option<CameraName>,
        outcome: Result<Ingest, RefusedOffer>,
        place: Place,
        reply: Reply,
    },
    Session {
        session: SessionId,
        reply: oneshot::Sender<Result<Remote, NoSession>>,
    },
    Unpublish {
        session: SessionId,
        reply: oneshot::Sender<Result<(), NoSession>>,
    },
    WayIn {
        join: Join,
    },
    ReplayRolling {
        id: u32,
        at: Millis,
    },
    ReplayFinished {
        id: u32,
    },
    /// A link is as it says now.
    Link {
        id: u32,
        health: Health,
    },
    /// What the desk can show.
    Codecs {
        reply: oneshot::Sender<Codecs>,
    },
    /// A source was pulled from a server and is to be a camera.
    Pulled {
        camera: CameraId,
        name: Option<CameraName>,
        ingest: Ingest,
        reply: oneshot::Sender<Result<Admitted, RefusedPublisher>>,
    },
    /// The show of this number has news.
    Show {
        number: u32,
        state: Status,
    },
}

pub(super) type Reply = oneshot::Sender<Result<Published, RefusedPublisher>>;

/// How much room there is for cameras.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Room {
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
