use std::time::Duration;

use reqwest::{
    Client, Method, Response, StatusCode, Url,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER},
    redirect::Policy,
};

use super::trouble::Trouble;

const SDP: &str = "application/sdp";
/// How long a server may take for one request.
const ANSWER: Duration = Duration::from_secs(10);
/// How long it may take to hear that we leave: the régie's own end waits for it.
const FAREWELL: Duration = Duration::from_secs(2);
/// Other places that an offer is sent on to, one after the other (RFC 9725 section 4.5 speaks of load balancing).
const REDIRECTS: usize = 5;
/// The longest answer that is read, in bytes.
const BODY: usize = 64 * 1024;
/// What is quoted of a refusal, in characters.
const QUOTE: usize = 120;

/// Where a link goes: an endpoint of WHIP or WHEP, and what it asks for.
///
/// The token goes to the endpoint's own origin (RFC 6454: scheme, host and port) and to no other: RFC 9725 section 4.7
/// wants it in every request to the endpoint and the session, and RFC 6750 section 5.3 that nobody else is given it. A
/// server that sends us on to another origin, or has its sessions there, gets requests without it; one that sends us from
/// https to http gets none.
#[derive(Clone)]
pub struct RemoteEndpoint {
    url: Url,
    token: Option<HeaderValue>,
}

impl std::fmt::Debug for RemoteEndpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RemoteEndpoint").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}

/// Why an address is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadEndpoint {
    /// It is no URL of http or https with a host.
    #[error("the address must begin with http:// or https://")]
    Url,
    /// The token has characters that a header can't carry.
    #[error("the token has characters that can't be sent")]
    Token,
}

impl RemoteEndpoint {
    /// An endpoint, with a token (RFC 6750) or without.
    ///
    /// # Errors
    /// [`BadEndpoint`] says what is no address and no token.
    pub fn new(url: &str, token: Option<&str>) -> Result<Self, BadEndpoint> {
        let url = Url::parse(url.trim()).map_err(|_| BadEndpoint::Url)?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(BadEndpoint::Url);
        }
        let bearer = |token: &str| {
            let mut value = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| BadEndpoint::Token)?;
            value.set_sensitive(true);
            Ok(value)
        };
        let token = token.map(str::trim).filter(|token| !token.is_empty()).map(bearer).transpose()?;
        Ok(Self { url, token })
    }

    /// Whether a URL is of its origin: whoever is asked there may see the token.
    fn is_at(&self, url: &Url) -> bool {
        self.url.origin() == url.origin()
    }

    /// Its host.
    #[must_use]
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }
}

/// A session that a server has made for us.
pub struct RemoteSession {
    client: Client,
    endpoint: RemoteEndpoint,
    resource: Option<Url>,
    /// Its SDP answer.
    pub answer: String,
}

impl RemoteSession {
    /// Sends an offer.
    ///
    /// # Errors
    /// [`Trouble`], in words for the director.
    pub async fn open(endpoint: &RemoteEndpoint, offer: String) -> Result<Self, Trouble> {
        // Redirects are followed here: who is given the token is no default of a library's to decide.
        let client = Client::builder().timeout(ANSWER).redirect(Policy::none()).build();
        let client = client.map_err(|error| Trouble::new(format!("no HTTP client: {error}")))?;
        let mut url = endpoint.url.clone();
        for _ in 0..=REDIRECTS {
            let response = request(&client, endpoint, Method::POST, url.clone())
                .header(CONTENT_TYPE, SDP)
                .header(ACCEPT, SDP)
                .body(offer.clone())
                .send()
                .await
                .map_err(unreachable)?;
            if matches!(response.status(), StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT) {
                url = elsewhere(&url, &response)?;
                continue;
            }
            let resource = location(&url, &response).filter(|resource| is_as_safe(&url, resource));
            let status = response.status();
            if !matches!(status, StatusCode::CREATED | StatusCode::OK) {
                let is_without_token = endpoint.token.is_some() && !endpoint.is_at(&url);
                return Err(refused(response, is_without_token.then_some(&url)).await);
            }
            let answer = text(response).await?;
            let session = Self { client, endpoint: endpoint.clone(), resource, answer };
            if !session.answer.starts_with("v=0") {
                session.close().await;
                return Err(Trouble::new(format!("the server answered {status}, but not with SDP")));
            }
            return Ok(session);
        }
        Err(Trouble::new("the server sends us on and on"))
    }

    /// Ends it; a server that can't be reached ends it by itself.
    pub async fn close(self) {
        let Some(resource) = self.resource else { return };
        if let Err(error) =
            request(&self.client, &self.endpoint, Method::DELETE, resource).timeout(FAREWELL).send().await
        {
            tracing::debug!(%error, "a server did not hear that we left");
        }
    }
}

fn request(client: &Client, endpoint: &RemoteEndpoint, method: Method, url: Url) -> reqwest::RequestBuilder {
    let is_own = endpoint.is_at(&url);
    let request = client.request(method, url);
    match &endpoint.token {
        Some(token) if is_own => request.header(AUTHORIZATION, token.clone()),
        _ => request,
    }
}

/// Where a Location header points, seen from `base` (RFC 9110 section 10.2.2).
fn location(base: &Url, response: &Response) -> Option<Url> {
    base.join(response.headers().get(LOCATION)?.to_str().ok()?).ok()
}

fn elsewhere(base: &Url, response: &Response) -> Result<Url, Trouble> {
    let to = location(base, response).ok_or_else(|| Trouble::new("the server sends us on without saying where"))?;
    if !is_as_safe(base, &to) {
        return Err(Trouble::new("the server sends us on to an address that is not encrypted"));
    }
    Ok(to)
}

/// Whether what goes from here to there stays encrypted, if it is.
fn is_as_safe(from: &Url, to: &Url) -> bool {
    matches!((from.scheme(), to.scheme()), (_, "https") | ("http", "http"))
}

async fn text(mut response: Response) -> Result<String, Trouble> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        body.extend_from_slice(&chunk);
        if body.len() > BODY {
            return Err(Trouble::new("the server's answer has no end"));
        }
    }
    Ok(String::from_utf8_lossy(&body).into_owned())
}

fn unreachable(error: reqwest::Error) -> Trouble {
    let text = if error.is_timeout() {
        "the server does not answer in time".to_owned()
    } else if error.is_connect() {
        format!("the server can't be reached: {}", cause(&error))
    } else {
        format!("the connection to the server broke: {}", cause(&error))
    };
    Trouble::new(text)
}

/// The innermost reason.
fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// What a refusal says; `stranger` is who was asked without the token, because it was given for another origin.
async fn refused(response: Response, stranger: Option<&Url>) -> Trouble {
    let status = response.status();
    if let (Some(url), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) = (stranger, status) {
        let origin = url.origin().ascii_serialization();
        return Trouble::new(format!(
            "the server sends us on to {origin}, which is not given the token: enter the address there ({})",
            status.as_u16()
        ));
    }
    let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let quote = quote(&text(response).await.unwrap_or_default());
    let what = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "the server does not take this token",
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => "there is no such endpoint at this address",
        StatusCode::CONFLICT => "nothing is live there, or the place is taken",
        StatusCode::NOT_ACCEPTABLE | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            "the server does not take what we offer"
        }
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => "the server is full or busy",
        status if status.is_server_error() => "the server failed",
        _ => "the server refused",
    };
    let text = match quote {
        Some(quote) => format!("{what} ({}: {quote})", status.as_u16()),
        None => format!("{what} ({})", status.as_u16()),
    };
    Trouble { text, after: seconds.map(Duration::from_secs) }
}

/// The first line of a refusal, or the title of a problem document (RFC 9457).
fn quote(body: &str) -> Option<String> {
    let title = serde_json::from_str::<serde_json::Value>(body).ok().and_then(|problem| {
        ["title", "detail", "error", "message"].iter().find_map(|key| problem.get(key)?.as_str().map(str::to_owned))
    });
    let plain =
        || body.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('<')).map(str::to_owned);
    let quoted: String = title.or_else(plain)?.chars().filter(|c| !c.is_control()).take(QUOTE).collect();
    (!quoted.is_empty()).then_some(quoted)
}

#[cfg(test)]
mod tests;
