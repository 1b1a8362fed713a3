//! A WHEP session: trickled candidates, ICE restarts, its end (draft-ietf-wish-whep-03 sections 4.2 and 4.3).

use axum::{
    extract::{Path, State, rejection::StringRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::super::{
    conditions::{expect_type, if_match},
    problem,
    signalling::{Endpoint, SDPFRAG},
};
use crate::{
    peer::{Patched, SdpFrag, SessionId},
    protocol::{Problem, ProblemCode},
};

/// As in WHIP: trickle is answered by 204, an ICE restart by 200, and a precondition is looked at last.
pub(super) async fn patch(
    State(endpoint): State<Endpoint>,
    Path(session): Path<String>,
    headers: HeaderMap,
    body: Result<String, StringRejection>,
) -> Result<Response, Problem> {
    endpoint.admit(&headers)?;
    let remote = endpoint.app.studio.viewers().session(&SessionId::from_path(&session))?;
    expect_type(&headers, SDPFRAG)?;
    let body = body.map_err(|rejection| problem::unreadable(&rejection, ProblemCode::BadFragment))?;
    let sdpfrag = SdpFrag::parse(&body)?;
    Ok(match remote.patch(if_match(&headers)?, sdpfrag).await? {
        Patched::Trickled => StatusCode::NO_CONTENT.into_response(),
        Patched::Restarted { sdpfrag, tag } => {
            let headers = [(header::CONTENT_TYPE, SDPFRAG.to_owned()), (header::ETAG, format!("\"{tag}\""))];
            (StatusCode::OK, headers, sdpfrag).into_response()
        }
    })
}

/// If-Match is ignored, as for WHIP.
pub(super) async fn leave(
    State(endpoint): State<Endpoint>,
    Path(session): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    endpoint.admit(&headers)?;
    endpoint.app.studio.viewers().leave(&SessionId::from_path(&session))?;
    Ok(StatusCode::OK)
}

/// There is no representation to GET.
pub(super) async fn nothing(
    State(endpoint): State<Endpoint>,
    Path(session): Path<String>,
) -> Result<StatusCode, Problem> {
    endpoint.app.studio.viewers().session(&SessionId::from_path(&session))?;
    Ok(StatusCode::NO_CONTENT)
}
