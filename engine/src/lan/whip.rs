//! WHIP, the publishers' HTTP (RFC 9725): an adapter over the studio.

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts, Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use tower_http::cors::{Any, CorsLayer};

use super::{
    Shared,
    access::bearer,
    origin::{host, is_same_host},
    problem::{self},
};
use crate::{
    peer::SessionId,
    protocol::{CameraId, CameraName, Problem, ProblemCode},
};

/// Largest offer or fragment in bytes: Chromium's with every codec is 7 KB.
const BODY_LIMIT: usize = 64 * 1024;
const SDP: &str = "application/sdp";
const SDPFRAG: &str = "application/trickle-ice-sdpfrag";
const ACCEPT_POST: HeaderName = HeaderName::from_static("accept-post");

/// The WHIP endpoint and its sessions, for the listener of this URL scheme. Pages of other origins are let in on the
/// plain listener alone, where every request carries the token itself.
pub(super) fn router(shared: Shared, scheme: &'static str) -> Router {
    let routes = Router::new()
        .route("/whip", post(publish_anonymous).get(nothing).options(options))
        .route("/whip/{camera}", post(publish).get(nothing).options(options))
        .route("/whip/session/{session}", get(nothing).patch(trickle).delete(unpublish).options(options))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(Endpoint { shared, scheme });
    if scheme == "http" { routes.layer(cors()) } else { routes }
}

fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::OPTIONS, Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_MATCH])
        .expose_headers([header::ETAG, header::LINK, header::LOCATION, ACCEPT_POST])
}

#[derive(Clone)]
struct Endpoint {
    shared: Shared,
    scheme: &'static str,
}

/// A request with the crew's token, from a page that may ask.
struct Crew;

impl FromRequestParts<Endpoint> for Crew {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, endpoint: &Endpoint) -> Result<Self, Problem> {
        if endpoint.scheme == "https" && !is_same_host(&parts.uri, &parts.headers, endpoint.scheme) {
            return Err(Problem::bad_origin());
        }
        let known = bearer(&parts.headers).is_some_and(|token| endpoint.shared.tokens.crew.is(token));
        if known { Ok(Self) } else { Err(Problem::bad_token()) }
    }
}

#[derive(Deserialize)]
struct Naming {
    name: Option<String>,
}

impl Naming {
    /// The name, unless it has nothing to show.
    fn name(&self) -> Option<CameraName> {
        self.name.as_deref().and_then(|name| CameraName::new(name).ok())
    }
}

async fn publish(
    State(endpoint): State<Endpoint>,
    crew: Result<Crew, Problem>,
    Path(camera): Path<String>,
    Query(naming): Query<Naming>,
    uri: Uri,
    headers: HeaderMap,
    body: Result<String, axum::extract::rejection::StringRejection>,
) -> Result<Response, Problem> {
    crew?;
    let camera = CameraId::new(camera)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, ProblemCode::BadCamera, error.to_string()))?;
    expect_type(&headers, SDP)?;
    let offer = body.map_err(problem::unreadable)?;
    let published = endpoint.shared.studio.publish(camera, naming.name(), offer).await?;
    let host = host(&uri, &headers);
    // Absolute and without a query: OBS replaces the path of its own URL by a relative one, and drops queries.
    let location = format!("{}://{host}/whip/session/{}", endpoint.scheme, published.session.as_str());
    let answer = [
        (header::CONTENT_TYPE, SDP.to_owned()),
        (header::LOCATION, location),
        (header::ETAG, format!("\"{}\"", published.tag)),
    ];
    Ok((StatusCode::CREATED, answer, published.answer).into_response())
}

/// A publisher that names no camera is a new one each time.
async fn publish_anonymous(
    state: State<Endpoint>,
    crew: Result<Crew, Problem>,
    naming: Query<Naming>,
    uri: Uri,
    headers: HeaderMap,
    body: Result<String, axum::extract::rejection::StringRejection>,
) -> Result<Response, Problem> {
    let camera = Path(SessionId::random().as_str().to_owned());
    publish(state, crew, camera, naming, uri, headers, body).await
}

async fn trickle(
    State(endpoint): State<Endpoint>,
    crew: Result<Crew, Problem>,
    Path(session): Path<String>,
    headers: HeaderMap,
    body: Result<String, axum::extract::rejection::StringRejection>,
) -> Result<StatusCode, Problem> {
    crew?;
    expect_type(&headers, SDPFRAG)?;
    let fragment = body.map_err(problem::unreadable)?;
    let Some(tag) = headers.get(header::IF_MATCH).and_then(|tag| tag.to_str().ok()) else {
        let title = "PATCH needs an If-Match header with the session's ETag";
        return Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, ProblemCode::NeedsIfMatch, title));
    };
    if tag.trim() == "*" {
        let title = "ICE restarts are not taken: make a new session as the same camera";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, ProblemCode::StaleSession, title));
    }
    let tag = tag.trim().trim_matches('"').to_owned();
    endpoint.shared.studio.trickle(SessionId::from_path(&session), Some(tag), fragment).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn unpublish(
    State(endpoint): State<Endpoint>,
    crew: Result<Crew, Problem>,
    Path(session): Path<String>,
) -> Result<StatusCode, Problem> {
    crew?;
    endpoint.shared.studio.unpublish(SessionId::from_path(&session)).await?;
    Ok(StatusCode::OK)
}

async fn options() -> Response {
    (StatusCode::OK, [(ACCEPT_POST, SDP)]).into_response()
}

async fn nothing() -> StatusCode {
    StatusCode::NO_CONTENT
}

fn expect_type(headers: &HeaderMap, wanted: &str) -> Result<(), Problem> {
    let given =
        headers.get(header::CONTENT_TYPE).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(wanted) { Ok(()) } else { Err(Problem::bad_content_type(wanted)) }
}
