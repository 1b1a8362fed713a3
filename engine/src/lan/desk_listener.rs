//! Who may ask the desk's listener, and how many at once.

use std::sync::Arc;

use axum::{extract::FromRequestParts, http::request::Parts};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::task_tracker::TaskTrackerToken};

use super::{access::bearer, app_state::AppState, origin};
use crate::protocol::Problem;

/// Desks that may be open at once: the window, a second screen and a few that were left open.
const DESKS: usize = 16;
/// Connections of monitors at once: a desk has one of its pictures, and others while it plays sound, what the audience sees
/// or something of the past.
const MONITORS: usize = 2 * DESKS;
/// Exports at once: each has a thread, and reads the disk as fast as its receiver takes it.
pub(super) const EXPORTS: usize = 2;

/// What the handlers of the desk's listener have.
#[derive(Clone)]
pub(super) struct DeskListener {
    pub app: AppState,
    port: u16,
    /// Places of control connections, of voices, of monitors and of exports.
    pub controls: Arc<Semaphore>,
    pub voices: Arc<Semaphore>,
    pub monitors: Arc<Semaphore>,
    pub exports: Arc<Semaphore>,
}

/// A desk's place, and what the régie's end waits for: the tasks that upgrade a connection are the listener's own.
pub(super) type DeskSeat = (OwnedSemaphorePermit, TaskTrackerToken);

impl DeskListener {
    pub fn new(app: AppState, port: u16) -> Self {
        let [controls, voices, monitors, exports] =
            [DESKS, DESKS, MONITORS, EXPORTS].map(|seats| Arc::new(Semaphore::new(seats)));
        Self { app, port, controls, voices, monitors, exports }
    }

    /// A place among these, while one is free.
    pub fn seat(&self, seats: &Arc<Semaphore>) -> Result<DeskSeat, Problem> {
        let seat = Arc::clone(seats).try_acquire_owned();
        let seat = seat.map_err(|_| Problem::busy("as many desks are open as may be: close one"))?;
        Ok((seat, self.app.vitals.tasks().token()))
    }
}

/// Ends a socket's work in the middle when the régie ends: a desk that doesn't read would hold up what is sent to it.
pub(super) async fn until(cancel: &CancellationToken, work: impl Future<Output = ()>) {
    tokio::select! {
        () = cancel.cancelled() => {}
        () = work => {}
    }
}

/// A request with the director's token, as Bearer or (WebSockets have no headers of ours) in the query, from the
/// desk's page or from no page.
pub(super) struct FromDirector;

impl FromRequestParts<DeskListener> for FromDirector {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &DeskListener) -> Result<Self, Problem> {
        if !origin::is_desk(&parts.headers, desk.port) {
            return Err(Problem::bad_origin());
        }
        let in_query =
            parts.uri.query().into_iter().flat_map(|query| query.split('&')).find_map(|p| p.strip_prefix("token="));
        let known = bearer(&parts.headers).or(in_query).is_some_and(|token| desk.app.tokens.director.is(token));
        if known { Ok(Self) } else { Err(Problem::bad_token()) }
    }
}
