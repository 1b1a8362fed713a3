//! A WHIP session: trickled candidates, ICE restarts, its end (RFC 9725 sections 4.2 and 4.3).

use axum::{
    extract::{Path, State, rejection::StringRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    super::{
        conditions::{expect_type, if_match},
        problem,
        signalling::{Endpoint, SDPFRAG},
    },
    crew::Crew,
};
use crate::{
    peer::{Patched, SdpFrag, SessionId},
    protocol::{Problem, ProblemCode},
};

/// Trickle is answered by 204, an ICE restart by 200. A precondition is looked at last, since it only counts where the
/// request could be done without it (RFC 9110 section 13.2.1).
pub(super) async fn patch(
    State(endpoint): State<Endpoint>,
    crew: Result<Crew, Problem>,
    Path(session): Path<String>,
    headers: HeaderMap,
    body: Result<String, StringRejection>,
) -> Result<Response, Problem> {
    crew?;
    let remote = endpoint.app.studio.session(SessionId::from_path(&session)).await?;
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

/// If-Match is ignored, as RFC 9725 section 4.3.1 asks.
pub(super) async fn unpublish(
    State(endpoint): State<Endpoint>,
    crew: Result<Crew, Problem>,
    Path(session): Path<String>,
) -> Result<StatusCode, Problem> {
    crew?;
    endpoint.app.studio.unpublish(SessionId::from_path(&session)).await?;
    Ok(StatusCode::OK)
}

/// There is no representation to GET (RFC 9725 section 4.1).
pub(super) async fn nothing(
    State(endpoint): State<Endpoint>,
    Path(session): Path<String>,
) -> Result<StatusCode, Problem> {
    endpoint.app.studio.session(SessionId::from_path(&session)).await?;
    Ok(StatusCode::NO_CONTENT)
}
