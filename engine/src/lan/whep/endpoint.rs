//! The WHEP endpoint: an offer to receive is POSTed, a session is made (draft-ietf-wish-whep-03 section 4.2).

use axum::{
    Extension,
    extract::{State, rejection::StringRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::super::{
    conditions::{expect_answer, expect_type},
    origin::host,
    problem,
    signalling::{Endpoint, SDP},
};
use crate::{
    network::RequestRoute,
    protocol::{Problem, ProblemCode},
};

/// Where sessions are.
const SESSIONS: &str = "/whep/session/";

pub(super) async fn watch(
    State(endpoint): State<Endpoint>,
    Extension(route): Extension<RequestRoute>,
    headers: HeaderMap,
    body: Result<String, StringRejection>,
) -> Result<Response, Problem> {
    endpoint.admit(&headers)?;
    expect_type(&headers, SDP)?;
    expect_answer(&headers)?;
    let offer = body.map_err(|rejection| problem::unreadable(&rejection, ProblemCode::BadOffer))?;
    let published = endpoint.app.studio.viewers().watch(offer, route).await?;
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

/// There is no representation to GET.
pub(super) async fn nothing() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Tells a player that finds the URL that it is a WHEP endpoint.
pub(super) async fn discover() -> impl IntoResponse {
    [(header::CONTENT_TYPE, SDP)]
}
