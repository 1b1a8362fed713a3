//! What the phone page asks before it starts.

use axum::{
    Json, Router,
    extract::{Query, State},
    http::HeaderMap,
    routing::get,
};
use serde::Deserialize;

use super::{Shared, access::bearer, hold, pages, paths, whep, whip};
use crate::{
    protocol::{CameraId, Problem},
    studio::Room,
};

/// Everything on the phones' listener.
pub(super) fn router(shared: Shared) -> Router {
    let routes = Router::new()
        .route("/api/join", get(join))
        .with_state(shared.clone())
        .merge(hold::router(shared.clone()))
        .merge(whip::router(shared.clone(), "https"))
        .merge(whep::router(shared, "https"))
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
    State(shared): State<Shared>,
    Query(asking): Query<JoinQuery>,
    headers: HeaderMap,
) -> Result<Json<Room>, Problem> {
    if !bearer(&headers).is_some_and(|token| shared.tokens.crew.is(token)) {
        return Err(Problem::bad_token());
    }
    let camera = asking.camera.and_then(|id| CameraId::new(id).ok());
    let room = shared.studio.room(camera).await.ok_or_else(Problem::ended)?;
    if room.full {
        return Err(Problem::desk_full(format!("the desk is full: it takes {} cameras", room.limit)));
    }
    Ok(Json(room))
}
