//! What a request says about itself and about the answer that it wants.

use axum::http::{HeaderMap, HeaderName, StatusCode, header};

use super::signalling::SDP;
use crate::{
    peer::Sessions,
    protocol::{Problem, ProblemCode},
};

/// Whether a body has the type that the resource takes.
pub(super) fn expect_type(headers: &HeaderMap, wanted: &str) -> Result<(), Problem> {
    let given = text(headers, header::CONTENT_TYPE).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(wanted) { Ok(()) } else { Err(Problem::bad_content_type(wanted)) }
}

/// Whether an SDP answer is one that the client takes (RFC 9110 section 12.5.1). Without the header it takes anything.
pub(super) fn expect_answer(headers: &HeaderMap) -> Result<(), Problem> {
    let mut ranges = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    let takes = |range: &str| {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default();
        let refused = parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)));
        !refused && [SDP, "application/*", "*/*"].iter().any(|known| kind.eq_ignore_ascii_case(known))
    };
    if ranges.peek().is_none() || ranges.flat_map(|value| value.split(',')).any(takes) {
        return Ok(());
    }
    let title = format!("the answer is {SDP}, which the request does not accept");
    Err(Problem::new(StatusCode::NOT_ACCEPTABLE, ProblemCode::NotAcceptable, title))
}

/// The ICE sessions that a PATCH may be about.
///
/// # Errors
/// 428 without the header (RFC 6585 section 3).
pub(super) fn if_match(headers: &HeaderMap) -> Result<Sessions, Problem> {
    let Some(value) = text(headers, header::IF_MATCH) else {
        let title = "PATCH needs an If-Match header with the session's ETag, or * to restart ICE";
        return Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, ProblemCode::NeedsIfMatch, title));
    };
    // RFC 9725's own example puts the star in quotes.
    if matches!(value.trim(), "*" | "\"*\"") {
        return Ok(Sessions::Any);
    }
    let strong = |tag: &str| tag.trim().strip_prefix('"')?.strip_suffix('"').map(str::to_owned);
    Ok(Sessions::Tagged(value.split(',').filter_map(strong).collect()))
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}
