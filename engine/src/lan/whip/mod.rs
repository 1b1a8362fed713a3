//! WHIP, the publishers' HTTP (RFC 9725): an adapter over the studio.

pub(super) mod conditions;
mod endpoint;
mod session;
#[cfg(test)]
mod tests;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts, Request},
    http::{HeaderName, HeaderValue, Method, header, request::Parts},
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use futures_util::StreamExt;
use tower_http::cors::{Any, CorsLayer};

use super::{Shared, access::bearer, origin::is_same_host};
use crate::protocol::Problem;

/// Largest offer or fragment in bytes: Chromium's with every codec is 7 KB.
pub(super) const BODY_LIMIT: usize = 64 * 1024;
/// A body that is too large and no larger than this is read to its end and thrown away before it is refused: most clients
/// send all of it before they read the answer, and a connection that is closed meanwhile takes the answer with it.
const HEARD_OUT: u64 = 4 * 1024 * 1024;
pub(super) const SDP: &str = "application/sdp";
pub(super) const SDPFRAG: &str = "application/trickle-ice-sdpfrag";
const ACCEPT_POST: HeaderName = HeaderName::from_static("accept-post");
const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");
const SESSIONS: &str = "/whip/session/";

/// The WHIP endpoint and its sessions, for the listener of this URL scheme. Pages of other origins are let in on the
/// plain listener alone, where every request carries the token itself.
pub(super) fn router(shared: Shared, scheme: &'static str) -> Router {
    let routes = Router::new()
        .route("/whip", post(endpoint::publish_anonymous).get(endpoint::nothing).options(ok))
        .route("/whip/{camera}", post(endpoint::publish).get(endpoint::nothing).options(ok))
        .route(
            "/whip/session/{session}",
            get(session::nothing).patch(session::patch).delete(session::unpublish).options(ok),
        )
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(refuse_large))
        .with_state(Endpoint { shared, scheme });
    let routes = if scheme == "http" { routes.layer(cors()) } else { routes };
    // Outside of CORS, which answers every OPTIONS itself.
    routes.layer(middleware::from_fn(tell_what_is_taken))
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
        if endpoint.scheme == "https" && !is_same_host(&parts.headers, endpoint.scheme) {
            return Err(Problem::bad_origin());
        }
        let known = bearer(&parts.headers).is_some_and(|token| endpoint.shared.tokens.crew.is(token));
        if known { Ok(Self) } else { Err(Problem::bad_token()) }
    }
}
