//! The HTTP half of WHIP (RFC 9725).

use std::time::Duration;

use anyhow::{Context, Result};
use reqwest::{
    Client, StatusCode, Url,
    header::{CONTENT_TYPE, LOCATION},
};

/// Longest that a request may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a camera is published, and with which right.
#[derive(Debug, Clone)]
pub struct Endpoint {
    client: Client,
    url: Url,
    token: String,
}

/// Why an offer was not answered.
#[derive(Debug)]
pub enum Refused {
    /// Asking again can help: nobody listens, or the desk is full.
    ForNow(anyhow::Error),
    /// It cannot: the token or the offer is not accepted.
    ForGood(anyhow::Error),
}

impl Endpoint {
    /// The endpoint of the camera `id` called `name`, below the base URL of a WHIP server.
    ///
    /// # Errors
    /// When `base` is no URL that can have a path.
    pub fn new(base: &str, id: &str, name: &str, token: &str) -> Result<Self> {
        let mut url = Url::parse(base).with_context(|| format!("{base} is not a URL"))?;
        url.path_segments_mut().ok().with_context(|| format!("{base} has no path"))?.pop_if_empty().push(id);
        url.query_pairs_mut().append_pair("name", name);
        // What it talks to is on the same network: a proxy is never on the way.
        let client = Client::builder().no_proxy().timeout(PATIENCE).build()?;
        Ok(Self { client, url, token: token.to_owned() })
    }

    /// An endpoint as it stands.
    ///
    /// # Errors
    /// When `url` is none.
    pub fn of(url: &str, token: &str) -> Result<Self> {
        let url = Url::parse(url).with_context(|| format!("{url} is not a URL"))?;
        let client = Client::builder().no_proxy().timeout(PATIENCE).build()?;
        Ok(Self { client, url, token: token.to_owned() })
    }

    /// The server's host and port, for finding the address of this machine that reaches it.
    pub fn server(&self) -> (&str, u16) {
        (self.url.host_str().unwrap_or_default(), self.url.port_or_known_default().unwrap_or_default())
    }

    /// Posts the offer; gives back the answer and the session's URL.
    ///
    /// # Errors
    /// [`Refused`], by whether asking again can help.
    pub async fn offer(&self, sdp: String) -> Result<(String, Url), Refused> {
        let request =
            self.client.post(self.url.clone()).bearer_auth(&self.token).header(CONTENT_TYPE, "application/sdp");
        let response = request.body(sdp).send().await.map_err(|error| Refused::ForNow(error.into()))?;
        let status = response.status();
        let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let body = response.text().await.map_err(|error| Refused::ForNow(error.into()))?;
        if status != StatusCode::CREATED {
            let error = anyhow::anyhow!("{status}: {body}");
            let passing = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
            return Err(if passing { Refused::ForNow(error) } else { Refused::ForGood(error) });
        }
        let session = location.and_then(|location| self.url.join(&location).ok());
        session
            .map(|session| (body, session))
            .ok_or_else(|| Refused::ForGood(anyhow::anyhow!("the answer has no usable Location")))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the server cannot be reached or does not know the session.
    pub async fn delete(&self, session: Url) -> Result<()> {
        self.client.delete(session).bearer_auth(&self.token).send().await?.error_for_status()?;
        Ok(())
    }
}
