use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::mailbox::{NoSession, Published};
use crate::{
    network::{Bounds, Crowd, RequestRoute, Ticket},
    peer::{Egress, MediaStream, RefusedOffer, Remote, SessionId, UdpMux},
};

/// Viewers of one address that may be connecting: a browser takes a second, and a few behind one router come at once. Who
/// never connects has a permit for 15 s, so without the bound one guest keeps everybody out.
const CONNECTING: usize = 8;
/// And of one IPv6 network.
const CONNECTING_IN_A_NETWORK: usize = 3 * CONNECTING;

/// Those who watch the program by WHEP. A handle: clones are the same house.
///
/// The director decides nothing about them, so they have no part in the studio's task: each is a task of its own that
/// reads the program, and what they have in common is here.
#[derive(Debug, Clone)]
pub struct Viewers {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    mux: UdpMux,
    program: MediaStream,
    limit: u16,
    /// One for each connection, from its offer to its end.
    permits: Arc<Semaphore>,
    /// Those that have a permit and are not connected yet.
    connecting: Crowd,
    /// Written when a viewer comes or goes; never held across an await.
    sessions: Mutex<HashMap<SessionId, Viewer>>,
    watching: AtomicU16,
    tasks: TaskTracker,
    cancel: CancellationToken,
}

#[derive(Debug)]
struct Viewer {
    remote: Remote,
    cancel: CancellationToken,
}

/// Why a viewer was not admitted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusedViewer {
    /// There are as many as are let in.
    #[error("the show has {0} viewers, and no more are let in: try again later")]
    Full(u16),
    /// Too many of its address have offered and have not connected yet.
    #[error("others are connecting from this address just now: try again")]
    Busy,
    /// The offer can't be taken.
    #[error(transparent)]
    Offer(#[from] RefusedOffer),
    /// The régie is shutting down.
    #[error("the régie is shutting down")]
    Ended,
}

impl Viewers {
    pub(super) fn new(
        mux: UdpMux,
        program: MediaStream,
        limit: u16,
        tasks: &TaskTracker,
        cancel: CancellationToken,
    ) -> Self {
        let shared = Shared {
            mux,
            program,
            limit,
            permits: Arc::new(Semaphore::new(limit.into())),
            connecting: Crowd::new(Bounds {
                in_all: limit.into(),
                of_one_address: CONNECTING,
                of_one_network: CONNECTING_IN_A_NETWORK,
            }),
            sessions: Mutex::default(),
            watching: AtomicU16::new(0),
            tasks: tasks.clone(),
            cancel,
        };
        Self { shared: Arc::new(shared) }
    }

    /// Takes a viewer's offer. The program may be the slate: its first picture is then sent when there is one.
    ///
    /// # Errors
    /// [`RefusedViewer`]; nothing changed then.
    pub async fn watch(&self, offer: String, route: RequestRoute) -> Result<Published, RefusedViewer> {
        let permit =
            Arc::clone(&self.shared.permits).try_acquire_owned().map_err(|_| RefusedViewer::Full(self.shared.limit))?;
        let connecting = self.shared.connecting.admit(route.from).ok_or(RefusedViewer::Busy)?;
        // On a task of its own: who hangs up while it is answered leaves no half-made connection.
        let viewers = self.clone();
        self.shared
            .tasks
            .spawn(viewers.admit(offer, route.to, (permit, connecting)))
            .await
            .unwrap_or(Err(RefusedViewer::Ended))
    }

    async fn admit(
        self,
        offer: String,
        to: IpAddr,
        (permit, connecting): (OwnedSemaphorePermit, Ticket),
    ) -> Result<Published, RefusedViewer> {
        let cancel = self.shared.cancel.child_token();
        let egress = tokio::select! {
            () = cancel.cancelled() => return Err(RefusedViewer::Ended),
            egress = Egress::accept(&offer, &self.shared.mux, Some(to)) => egress?,
        };
        let session = SessionId::random();
        let published =
            Published { session: session.clone(), answer: egress.answer().to_owned(), tag: egress.tag().to_owned() };
        let viewer = Viewer { remote: egress.remote(), cancel: cancel.clone() };
        self.sessions().insert(session.clone(), viewer);
        self.shared.tasks.clone().spawn(async move {
            let mut seat = Seat { viewers: self, session, connecting: Some(connecting), _permit: permit };
            let program = seat.viewers.shared.program.clone();
            egress.run(program, || seat.take(), cancel).await;
        });
        Ok(published)
    }

    /// The other end of a session, for what its viewer PATCHes.
    ///
    /// # Errors
    /// [`NoSession`] when there is no such session (any more).
    pub fn session(&self, session: &SessionId) -> Result<Remote, NoSession> {
        self.sessions().get(session).map(|viewer| viewer.remote.clone()).ok_or(NoSession)
    }

    /// Ends a session: its viewer left.
    ///
    /// # Errors
    /// [`NoSession`] when there is no such session (any more).
    pub fn leave(&self, session: &SessionId) -> Result<(), NoSession> {
        self.sessions().remove(session).map(|viewer| viewer.cancel.cancel()).ok_or(NoSession)
    }

    /// Waits for a permit.
    #[cfg(test)]
    pub async fn vacant(&self) {
        drop(self.shared.permits.acquire().await.expect("it is never closed"));
    }

    /// How many are connected.
    #[must_use]
    pub fn count(&self) -> u16 {
        self.shared.watching.load(Ordering::Relaxed)
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<SessionId, Viewer>> {
        self.shared.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A viewer's permit, given back when its connection has ended, however it ended.
struct Seat {
    viewers: Viewers,
    session: SessionId,
    /// Until it is connected.
    connecting: Option<Ticket>,
    _permit: OwnedSemaphorePermit,
}

impl Seat {
    /// It is connected.
    fn take(&mut self) {
        self.connecting = None;
        self.viewers.shared.watching.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if self.connecting.is_none() {
            self.viewers.shared.watching.fetch_sub(1, Ordering::Relaxed);
        }
        self.viewers.sessions().remove(&self.session);
    }
}
