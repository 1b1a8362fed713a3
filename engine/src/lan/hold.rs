//! The hold slate: its picture, put there by the director and served to everyone, and what the page of who watches shows
//! where there are no pictures.

use axum::{
    Json, Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::BytesMut;
use futures_util::StreamExt;

use super::app_state::AppState;
use crate::{
    protocol::{Problem, ProblemCode},
    studio::{RefusedStill, Still, Studio},
};

/// A picture that is too large is read for so long before it is refused, so that whoever sends a photo as it came from
/// the camera hears why: one that is hung up on in the middle hears nothing.
const HEARD_OUT: usize = 32 * 1024 * 1024;

/// What everyone may read, on every listener: program is no secret.
pub(super) fn router(app: AppState) -> Router {
    Router::new().route("/hold/picture/{name}", get(picture)).route("/watch/slate", get(slate)).with_state(app)
}

async fn picture(State(app): State<AppState>, Path(name): Path<String>) -> Response {
    let Some(still) = app.studio.hold_picture(&name) else {
        return (StatusCode::NOT_FOUND, "There is no such picture.\n").into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(still.media_type)),
        // Another picture has another name.
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, still.bytes.clone()).into_response()
}

async fn slate(State(app): State<AppState>) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(app.studio.slate())).into_response()
}

/// Puts what the director sends on the slate.
pub(super) async fn put(studio: &Studio, body: Body) -> Result<StatusCode, Problem> {
    let (mut body, mut bytes, mut heard) = (body.into_data_stream(), BytesMut::new(), 0);
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|cut_off| Problem::bad_picture(cut_off.to_string()))?;
        heard += chunk.len();
        if heard <= Still::LARGEST {
            bytes.extend_from_slice(&chunk);
        } else if heard > HEARD_OUT {
            break;
        }
    }
    if heard > Still::LARGEST {
        return Err(RefusedStill::TooLarge.into());
    }
    studio.put_hold_picture(bytes.freeze()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the picture off the slate.
pub(super) async fn remove(studio: &Studio) -> Result<StatusCode, Problem> {
    studio.remove_hold_picture().await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<RefusedStill> for Problem {
    fn from(refused: RefusedStill) -> Self {
        let (status, code) = match &refused {
            RefusedStill::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::TooLarge),
            RefusedStill::Unknown => (StatusCode::UNSUPPORTED_MEDIA_TYPE, ProblemCode::BadPicture),
            RefusedStill::Disk(_) => (StatusCode::INTERNAL_SERVER_ERROR, ProblemCode::Internal),
        };
        Self::new(status, code, refused.to_string())
    }
}
