//! The WHIP endpoint: an offer is POSTed, a session is made (RFC 9725 section 4.2).

use axum::{
    Extension,
    extract::{Path, Query, State, rejection::StringRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    super::{
        conditions::{expect_answer, expect_type},
        origin::host,
        problem,
        signalling::{Endpoint, SDP},
    },
    crew::Crew,
};
use crate::{
    network::RequestRoute,
    peer::SessionId,
    protocol::{CameraId, CameraName, Problem, ProblemCode},
};

/// Where sessions are.
const SESSIONS: &str = "/whip/session/";

/// What stands behind the path, whatever it is.
type Parameters = Vec<(String, String)>;

/// The camera's name: the first that has something to show.
fn name(parameters: &Parameters) -> Option<CameraName> {
    parameters.iter().filter(|(key, _)| key == "name").find_map(|(_, name)| CameraName::new(name).ok())
}

pub(super) async fn publish(
    State(endpoint): State<Endpoint>,
    crew: Result<Crew, Problem>,
    Path(camera): Path<String>,
    Query(parameters): Query<Parameters>,
    Extension(route): Extension<RequestRoute>,
    headers: HeaderMap,
    body: Result<String, StringRejection>,
) -> Result<Response, Problem> {
    crew?;
    let camera = CameraId::new(camera)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, ProblemCode::BadCamera, error.to_string()))?;
    expect_type(&headers, SDP)?;
    expect_answer(&headers)?;
    let offer = body.map_err(|rejection| problem::unreadable(&rejection, ProblemCode::BadOffer))?;
    let published = endpoint.app.studio.publish(camera, name(&parameters), offer, route.to).await?;
    // Absolute and without a query: OBS replaces the path of its own URL by a relative one, and drops queries.
    let base = match host(&headers) {
        "" => String::new(),
        host => format!("{}://{host}", endpoint.scheme),
    };
    let answer = [
        (header::CONTENT_TYPE, SDP.to_owned()),
        (header::LOCATION, format!("{base}{SESSIONS}{}", published.session.as_str())),
        (header::ETAG, format!("\"{}\"", published.tag)),
    ];
    Ok((StatusCode::CREATED, answer, published.answer).into_response())
}

/// A publisher that names no camera is a new one each time.
pub(super) async fn publish_anonymous(
    state: State<Endpoint>,
    crew: Result<Crew, Problem>,
    parameters: Query<Parameters>,
    route: Extension<RequestRoute>,
    headers: HeaderMap,
    body: Result<String, StringRejection>,
) -> Result<Response, Problem> {
    let camera = Path(SessionId::random().as_str().to_owned());
    publish(state, crew, camera, parameters, route, headers, body).await
}

/// There is no representation to GET (RFC 9725 section 4.1).
pub(super) async fn nothing() -> StatusCode {
    StatusCode::NO_CONTENT
}
