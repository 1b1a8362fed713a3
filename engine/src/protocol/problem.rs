use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a phone was refused, for its page to say in its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProblemCode {
    /// The token is missing, wrong or old: scan the QR code again.
    BadToken,
    /// The desk has as many cameras as it takes.
    DeskFull,
    /// The camera id in the path is not one.
    BadCamera,
    /// The SDP offer could not be read or has nothing to receive.
    BadOffer,
    /// None of the offered codecs can be shown.
    NoCodec,
    /// The request's content type is not the expected one.
    BadContentType,
    /// The answer's content type is not one that the request accepts.
    NotAcceptable,
    /// The SDP fragment could not be read or says nothing about ICE.
    BadFragment,
    /// ICE could not be restarted; the session goes on as it was.
    NotRestarted,
    /// There is no such session (any more).
    NoSession,
    /// The ICE generation in `If-Match` is not the current one.
    StaleSession,
    /// The request needs an `If-Match` header.
    NeedsIfMatch,
    /// The régie has as many requests or connections under way as it takes: try again in a moment.
    Busy,
    /// The request is larger than the régie takes.
    TooLarge,
    /// The body is no picture that the hold slate can show.
    BadPicture,
    /// The origin of the page that asked is not allowed.
    BadOrigin,
    /// Something failed inside the régie; its log says what.
    Internal,
}

/// The body of a refused HTTP request: `application/problem+json` (RFC 9457) with a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The reason, for a program.
    pub code: ProblemCode,
    /// The reason in English.
    pub title: String,
}
