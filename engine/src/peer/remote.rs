use tokio::sync::{mpsc, oneshot};

use super::SdpFrag;

/// PATCH requests of one connection that may wait; one more waits outside. They are answered within milliseconds.
const PATCHES: usize = 8;

/// The other end of a running connection, for what its publisher PATCHes (RFC 9725 section 4.3.1).
#[derive(Debug, Clone)]
pub struct Remote {
    patches: mpsc::Sender<Patch>,
}

impl Remote {
    pub(super) fn new() -> (Self, mpsc::Receiver<Patch>) {
        let (patches, receiver) = mpsc::channel(PATCHES);
        (Self { patches }, receiver)
    }

    /// Takes in candidates, or restarts ICE if the fragment's credentials are new.
    ///
    /// # Errors
    /// [`RefusedPatch`]; the ICE session is then as it was, or [`Gone`](RefusedPatch::Gone) with its connection.
    pub async fn patch(&self, sessions: Sessions, sdpfrag: SdpFrag) -> Result<Patched, RefusedPatch> {
        let (reply, answer) = oneshot::channel();
        self.patches.send(Patch { sessions, sdpfrag, reply }).await.map_err(|_| RefusedPatch::Gone)?;
        answer.await.map_err(|_| RefusedPatch::Gone)?
    }
}

/// Which ICE sessions a request may be about: its If-Match header (RFC 9110 section 13.1.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sessions {
    /// `*`: whichever is current.
    Any,
    /// Those with these entity tags, without quotes. Weak ones match nothing and are left out.
    Tagged(Vec<String>),
}

impl Sessions {
    pub(super) fn include(&self, tag: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Tagged(tags) => tags.iter().any(|known| known == tag),
        }
    }
}

/// What came of a PATCH.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Patched {
    /// The candidates were taken in.
    Trickled,
    /// ICE was restarted (RFC 9725 section 4.3.3).
    Restarted {
        /// This side's new credentials and all its candidates, as an SDP fragment.
        sdpfrag: String,
        /// The entity tag of the new ICE session, without quotes.
        tag: String,
    },
}

/// Why a PATCH was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusedPatch {
    /// It is about another ICE session than the current one.
    #[error("the entity tag is not that of the current ICE session")]
    Stale,
    /// ICE could not be restarted; the session goes on (RFC 9725 section 4.3.3).
    #[error("ICE could not be restarted: {0}")]
    Failed(String),
    /// The connection has ended meanwhile, or with this restart, because the library failed in the middle of it.
    #[error("there is no such session (any more)")]
    Gone,
}

/// A PATCH on its way to its connection.
#[derive(Debug)]
pub(super) struct Patch {
    pub sessions: Sessions,
    pub sdpfrag: SdpFrag,
    pub reply: oneshot::Sender<Result<Patched, RefusedPatch>>,
}
