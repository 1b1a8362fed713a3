use axum::{extract::FromRequestParts, http::request::Parts};

use super::super::{access::bearer, signalling::Endpoint};
use crate::protocol::Problem;

/// A request with the crew's token, from a page that may ask.
pub(super) struct Crew;

impl FromRequestParts<Endpoint> for Crew {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, endpoint: &Endpoint) -> Result<Self, Problem> {
        endpoint.admit(&parts.headers)?;
        let known = bearer(&parts.headers).is_some_and(|token| endpoint.app.tokens.crew.is(token));
        if known { Ok(Self) } else { Err(Problem::bad_token()) }
    }
}
