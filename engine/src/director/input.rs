use crate::protocol::{CameraId, CameraName, Command, Join};

/// What the director hears: from desks, from publishers, and from the studio about what its effects led to.
///
/// An input about a camera that is not in the roster (any more), or about a replay that is not the one on program, is
/// late news: it is taken and changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A desk asks for something.
    Command(Command),
    /// A publisher signalled, for the first time or again. It gets its number or is refused.
    Join {
        /// Who it is.
        id: CameraId,
        /// The name it claims, if any.
        name: Option<CameraName>,
    },
    /// The first decodable picture of a connection, or the first one after a stall.
    Picture {
        /// Whose.
        id: CameraId,
    },
    /// No picture for longer than allowed, or the connection is gone.
    Stalled {
        /// Whose.
        id: CameraId,
    },
    /// A replay played to its end.
    ReplayFinished {
        /// Its [`Replay::id`](crate::protocol::Replay::id).
        id: u32,
    },
    /// A replay could not be played, or not on.
    ReplayFailed {
        /// Its [`Replay::id`](crate::protocol::Replay::id).
        id: u32,
    },
    /// The way in, as it is now.
    Addresses(Join),
}
