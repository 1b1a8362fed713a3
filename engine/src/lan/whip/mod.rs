//! WHIP, the publishers' HTTP (RFC 9725): an adapter over the studio.

mod crew;
mod endpoint;
mod session;
#[cfg(test)]
mod tests;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};

use super::{
    app_state::AppState,
    signalling::{BODY_LIMIT, Endpoint, cors, ok, refuse_large, tell_what_is_taken},
};

/// The WHIP endpoint and its sessions, for the listener of this URL scheme. Pages of other origins are let in on the
/// plain listener alone, where every request carries the token itself.
pub(super) fn router(app: AppState, scheme: &'static str) -> Router {
    let routes = Router::new()
        .route("/whip", post(endpoint::publish_anonymous).get(endpoint::nothing).options(ok))
        .route("/whip/{camera}", post(endpoint::publish).get(endpoint::nothing).options(ok))
        .route(
            "/whip/session/{session}",
            get(session::nothing).patch(session::patch).delete(session::unpublish).options(ok),
        )
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(refuse_large))
        .with_state(Endpoint { app, scheme });
    let routes = if scheme == "http" { routes.layer(cors()) } else { routes };
    // Outside of CORS, which answers every OPTIONS itself.
    routes.layer(middleware::from_fn(tell_what_is_taken))
}
