//! Pictures and sound to the desk: the encoded frames of the watched cameras and of the replay, and the sound that it
//! listens to. A desk has a WebSocket for its pictures and, once it wants to hear, another one for the sound.
//!
//! A message is a 16-byte header and a payload, little-endian; [`wire`] describes it. There is no queue here: a desk
//! reads the rings through cursors, and one that is too slow jumps to the newest keyframe.

mod hearing;
mod session;
#[cfg(test)]
mod tests;
pub mod wire;

use tokio::sync::{broadcast, watch};

pub use session::Session;

use crate::{
    clock::SessionClock,
    replay::{Screens, Signal},
    sound::{Feeds, Mix},
};

/// Where the pictures come from: a handle that opens a [`Session`] for each desk.
#[derive(Debug, Clone)]
pub struct Wall {
    pub(crate) feeds: watch::Receiver<Feeds>,
    pub(crate) replay: broadcast::Sender<Signal>,
    /// Where replays are looked at.
    pub(crate) screens: Screens,
    /// What the director decided about sound.
    pub(crate) mix: watch::Receiver<Mix>,
    pub(crate) clock: SessionClock,
}

impl Wall {
    /// Opens a session that watches nothing yet, except replays, and listens to nothing.
    #[must_use]
    pub fn session(&self) -> Session {
        Session::new(self)
    }
}
