//! WHEP, the viewers' HTTP (draft-ietf-wish-whep-03): an adapter over the studio's viewers.
//!
//! Who is on the network and has the address may watch: there is no token, and the limit is what bounds it. A session's
//! path is known to its viewer alone.

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

/// The WHEP endpoint and its sessions, for the listener of this URL scheme. As with WHIP, pages of other origins are let
/// in on the plain listener alone.
pub(super) fn router(app: AppState, scheme: &'static str) -> Router {
    let routes = Router::new()
        .route("/whep", post(endpoint::watch).get(endpoint::nothing).head(endpoint::discover).options(ok))
        .route(
            "/whep/session/{session}",
            get(session::nothing).patch(session::patch).delete(session::leave).options(ok),
        )
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(refuse_large))
        .with_state(Endpoint { app, scheme });
    let routes = if scheme == "http" { routes.layer(cors()) } else { routes };
    // Outside of CORS, which answers every OPTIONS itself.
    routes.layer(middleware::from_fn(tell_what_is_taken))
}
