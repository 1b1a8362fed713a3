//! What WHIP and WHEP have in common.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use futures_util::StreamExt;
use tower_http::cors::{Any, CorsLayer};

use super::{app_state::AppState, origin::is_same_host};
use crate::protocol::Problem;

/// Largest offer or fragment in bytes: Chromium's with every codec is 7 KB.
pub(super) const BODY_LIMIT: usize = 64 * 1024;
/// A body that is too large and no larger than this is read to its end and thrown away before it is refused: most clients
/// send all of it before they read the answer, and a connection that is closed meanwhile takes the answer with it.
const HEARD_OUT: u64 = 4 * 1024 * 1024;
pub(super) const SDP: &str = "application/sdp";
pub(super) const SDPFRAG: &str = "application/trickle-ice-sdpfrag";
pub(super) const ACCEPT_POST: HeaderName = HeaderName::from_static("accept-post");
pub(super) const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");

/// An endpoint of WHIP or WHEP, on the listener of its scheme.
#[derive(Clone)]
pub(super) struct Endpoint {
    pub app: AppState,
    pub scheme: &'static str,
}

impl Endpoint {
    /// Whether the page that asks may: pages of other origins are let in on the plain listener alone.
    pub fn admit(&self, headers: &HeaderMap) -> Result<(), Problem> {
        if self.scheme == "https" && !is_same_host(headers, self.scheme) {
            return Err(Problem::bad_origin());
        }
        Ok(())
    }
}

pub(super) fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::OPTIONS, Method::GET, Method::HEAD, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_MATCH])
        .expose_headers([header::ETAG, header::LINK, header::LOCATION, header::RETRY_AFTER, ACCEPT_POST])
}

pub(super) async fn ok() {}

/// Refuses a body that is announced as too large, without waiting for a huge one; one that turns out to be is refused when
/// it is.
pub(super) async fn refuse_large(request: Request, next: Next) -> Result<Response, Problem> {
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced: Option<u64> = announced.and_then(|length| length.to_str().ok()?.parse().ok());
    match announced {
        Some(length) if length > BODY_LIMIT as u64 => {
            if length <= HEARD_OUT {
                let mut body = request.into_body().into_data_stream();
                while let Some(Ok(_)) = body.next().await {}
            }
            Err(Problem::too_large())
        }
        Some(_) | None => Ok(next.run(request).await),
    }
}

/// Adds to an OPTIONS response, a preflight's too, which methods and bodies the resource takes: Accept-Post (RFC 9725
/// section 4.2), Accept-Patch (RFC 5789 section 3.1), Allow (RFC 9110 section 10.2.1).
pub(super) async fn tell_what_is_taken(request: Request, next: Next) -> Response {
    let options = request.method() == Method::OPTIONS;
    let session = request.uri().path().contains("/session/");
    let mut response = next.run(request).await;
    if options && response.status().is_success() {
        let (allow, name, value) = if session {
            ("OPTIONS, GET, HEAD, PATCH, DELETE", ACCEPT_PATCH, SDPFRAG)
        } else {
            ("OPTIONS, GET, HEAD, POST", ACCEPT_POST, SDP)
        };
        let headers = response.headers_mut();
        headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        headers.insert(name, HeaderValue::from_static(value));
        if session {
            headers.insert(ACCEPT_POST, HeaderValue::from_static(SDP));
        }
    }
    response
}
