//! Pictures to the desk: the encoded frames of the watched cameras and of the replay, over one WebSocket.
//!
//! A message is a 16-byte header and a payload, little-endian; [`wire`] describes it. There is no queue here: a desk
//! reads the rings through cursors, and one that is too slow jumps to the newest keyframe.

mod session;
#[cfg(test)]
mod tests;
pub mod wire;

use std::{collections::BTreeMap, sync::Arc};

use tokio::sync::{broadcast, watch};

pub use session::Session;

use crate::{feed::Feed, protocol::CameraNumber, replay::Signal};

/// The cameras' feeds by number.
pub type Feeds = Arc<BTreeMap<CameraNumber, Feed>>;

/// Where the pictures come from: a handle that opens a [`Session`] for each desk.
#[derive(Debug, Clone)]
pub struct Wall {
    pub(crate) feeds: watch::Receiver<Feeds>,
    pub(crate) replay: broadcast::Sender<Signal>,
    /// The newest replay whose first picture a desk shows.
    pub(crate) rolling: watch::Sender<u32>,
}

impl Wall {
    /// Opens a session that watches nothing yet, except replays.
    #[must_use]
    pub fn session(&self) -> Session {
        Session::new(self.feeds.clone(), self.replay.subscribe(), self.rolling.clone())
    }
}
