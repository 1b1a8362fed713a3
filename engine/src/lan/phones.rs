//! What the phone page asks before it starts.

use axum::{
    Json, Router,
    extract::{Query, State},
    http::HeaderMap,
    routing::get,
};
use serde::Deserialize;

use super::{access::bearer, app_state::AppState, hold, pages, paths, whep, whip};
use crate::{
    protocol::{CameraId, Problem},
    studio::Capacity,
};

/// Everything on the phones' listener.
pub(super) fn router(app: AppState) -> Router {
    let routes = Router::new()
        .route("/api/join", get(join))
        .with_state(app.clone())
        .merge(hold::router(app.clone()))
        .merge(whip::router(app.clone(), "https"))
        .merge(whep::router(app, "https"))
        .route("/watch", get(pages::watch))
        .fallback(pages::phone);
    paths::tidied(routes)
}

#[derive(Deserialize)]
struct JoinQuery {
    camera: Option<String>,
}

/// Whether the link is good and the desk has room for this phone.
async fn join(
    State(app): State<AppState>,
    Query(query): Query<JoinQuery>,
    headers: HeaderMap,
) -> Result<Json<Capacity>, Problem> {
    if !bearer(&headers).is_some_and(|token| app.tokens.crew.is(token)) {
        return Err(Problem::bad_token());
    }
    let camera = query.camera.and_then(|id| CameraId::new(id).ok());
    let capacity = app.studio.capacity(camera).await.ok_or_else(Problem::ended)?;
    if capacity.full {
        return Err(Problem::desk_full(format!("the desk is full: it takes {} cameras", capacity.limit)));
    }
    Ok(Json(capacity))
}
