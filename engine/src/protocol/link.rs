use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Millis;

/// Which way media goes over a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Program goes out to a WHIP endpoint (RFC 9725).
    Push,
    /// A WHEP endpoint (draft-ietf-wish-whep-03) becomes a camera.
    Pull,
}

/// How a link is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// It is being made.
    Connecting,
    /// Media goes over it.
    Live,
    /// Of a push: sound goes over it, and the server keeps the last picture, because it has not taken the codec of what
    /// is on program. [`Link::problem`] says which.
    Frozen,
    /// It failed, [`Link::problem`] says how, and is tried again by itself.
    Waiting,
}

/// A connection that the régie makes itself, to another server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Link {
    /// Distinguishes the links of one session; counts up from 1.
    pub id: u32,
    /// Which way media goes.
    pub kind: LinkKind,
    /// The endpoint. Its token is told to nobody.
    pub url: String,
    /// How it is doing.
    pub state: LinkState,
    /// Since when it is in that state.
    #[ts(type = "number")]
    pub since: Millis,
    /// What went wrong last, in English.
    pub problem: Option<String>,
}

/// What a server wants as Bearer token (RFC 6750). It is told to nobody but that server: its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(as = "String")]
pub struct LinkToken(String);

impl LinkToken {
    /// Takes a token.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    /// The token itself, for the `Authorization` header.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkToken(…)")
    }
}
