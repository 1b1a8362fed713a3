use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a command was refused, for a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RefusalCode {
    /// No camera has that number.
    UnknownCamera,
    /// The camera has no picture to put on program.
    CameraNotLive,
    /// Nothing has been on program that could be played again, or nothing is kept of that stretch.
    NothingToReplay,
    /// No replay is there: nothing plays on program, or nothing is cued.
    NoReplay,
    /// No mark has that id.
    UnknownMark,
    /// No clip has that id.
    UnknownClip,
    /// No playlist has that id.
    UnknownPlaylist,
    /// A list is as long as it may be.
    ListFull,
    /// The machine has no such address.
    UnknownAddress,
    /// No codec would be left that all connected desks can show.
    NoCodec,
    /// It counts for a desk's connection, and this one has none.
    NoConnection,
    /// Another desk speaks to the phones just now.
    OtherSpeaks,
    /// A recording is under way already.
    AlreadyRecording,
    /// Nothing is being recorded.
    NotRecording,
    /// A number is out of its range.
    OutOfRange,
    /// The camera's phone doesn't offer that.
    NotOffered,
    /// The URL can't be that of an endpoint.
    BadUrl,
    /// There is a link of that kind to that endpoint already.
    AlreadyLinked,
    /// There are as many links as there may be.
    TooManyLinks,
    /// No link has that id.
    UnknownLink,
    /// The desk has as many cameras as it takes: no command of a director's, but a new camera's wish to join.
    DeskFull,
    /// It is not this page's to ask for.
    NotAllowed,
    /// The studio has more commands waiting than it takes; try again.
    Busy,
    /// The command could not be read.
    Malformed,
}

/// A refused command: a code for programs and a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// The reason.
    pub code: RefusalCode,
    /// The reason in English.
    pub message: String,
}

impl Refusal {
    /// A refusal with its sentence.
    #[must_use]
    pub fn new(code: RefusalCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}
