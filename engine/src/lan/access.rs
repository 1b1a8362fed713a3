//! Who may do what: the crew's token publishes, the director's token directs, and pages of other origins do neither.

use std::path::Path;

use rand::distr::{Alphanumeric, SampleString};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::{error::Error, store::Store};

/// Length of a token: 24 characters of 62 are 142 bits, and still a QR code that scans across a room.
const TOKEN_LEN: usize = 24;

/// A secret that is compared in constant time and never printed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    fn random() -> Self {
        Self(Alphanumeric.sample_string(&mut rand::rng(), TOKEN_LEN))
    }

    /// Whether `given` is this token.
    #[must_use]
    pub fn is(&self, given: &str) -> bool {
        self.0.as_bytes().ct_eq(given.as_bytes()).into()
    }

    /// The secret itself, for a URL's fragment.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

/// Both tokens, made at the first start and kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tokens {
    /// Publishing.
    pub crew: Token,
    /// Directing.
    pub director: Token,
}

impl Tokens {
    /// Reads the tokens of `data_dir`, or makes them.
    ///
    /// # Errors
    /// [`Error::DataDir`] when they can't be read or kept.
    pub(crate) fn load_or_make(data_dir: &Path) -> Result<Self, Error> {
        let store = Store::open(data_dir, "tokens.json")?;
        if let Some(tokens) = store.load()? {
            return Ok(tokens);
        }
        let tokens = Self { crew: Token::random(), director: Token::random() };
        store.save(&tokens)?;
        Ok(tokens)
    }
}

/// The token of an `Authorization: Bearer` header (RFC 6750 section 2.1), whose scheme is case-insensitive.
#[must_use]
pub fn bearer(headers: &axum::http::HeaderMap) -> Option<&str> {
    let value = headers.get(axum::http::header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};

    use super::*;

    #[test]
    fn tokens_are_kept() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let first = Tokens::load_or_make(dir.path()).expect("made");
        let second = Tokens::load_or_make(dir.path()).expect("read");
        assert!(first.crew.is(second.crew.reveal()));
        assert!(first.director.is(second.director.reveal()));
        assert!(!first.crew.is(first.director.reveal()));
    }

    #[test]
    fn a_token_is_not_printed() {
        let token = Token("secret".into());
        assert!(!format!("{token:?}").contains("secret"));
    }

    #[test]
    fn bearer_reads_what_clients_send() {
        let cases = [
            ("Bearer abc", Some("abc")),
            ("bearer abc", Some("abc")),
            ("Bearer  abc ", Some("abc")),
            ("Basic abc", None),
            ("abc", None),
        ];
        for (value, token) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_static(value));
            assert_eq!(bearer(&headers), token, "{value}");
        }
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}
