use serde::{Deserialize, Serialize};

use super::{person::Person, role::Role};
use crate::{
    clock::ClockId,
    protocol::{CameraNumber, Codec, Segment, Source},
};

/// What happened. Times are on the session clock, in microseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum JournalEntry {
    /// The show began.
    Started {
        /// When.
        at: u64,
        /// The same moment on the wall clock, as RFC 3339 has it.
        wall: String,
        /// The session clock that all times are on; none in journals of before it went on over restarts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clock: Option<ClockId>,
    },
    /// A file was begun.
    Began(Began),
    /// A file is finished.
    Ended(Ended),
    /// Frames are in no file: the disk was too slow for as long as a feed's ring is or was full to the end, or sound
    /// came into a file that had begun without any.
    Lost {
        /// When it was noticed.
        at: u64,
        /// Whose; none for program.
        camera: Option<u8>,
        /// Pictures.
        frames: u64,
        /// Frames of sound.
        audio_frames: u64,
    },
    /// This camera has this number from now on: so it is named in what follows.
    Numbered {
        /// The number.
        number: u8,
        /// [`Person::key`].
        key: String,
    },
    /// What the audience saw from now on.
    OnAir {
        /// When it went on.
        at: u64,
        /// The source.
        source: Source,
        /// What a replay plays from there on.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        segments: Vec<Segment>,
        /// How fast, in percent of how fast it happened. At 0 and below the picture that the first segment begins with
        /// stands. In journals of before there was a speed it is 100.
        #[serde(default = "as_it_happened", skip_serializing_if = "is_as_it_happened")]
        speed: i16,
    },
    /// Who the audience heard from now on.
    Heard {
        /// When it was.
        at: u64,
        /// The camera; none is silence.
        camera: Option<CameraNumber>,
        /// How much later than it came it was heard.
        #[serde(default, skip_serializing_if = "is_zero")]
        delay: u64,
        /// Whether the replay on program was heard, in place of a camera.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        replay: bool,
    },
    /// The director marked a moment.
    Mark {
        /// The moment.
        at: u64,
        /// What the director called it.
        label: Option<String>,
    },
    /// The files of a camera were deleted, as its owner wished.
    Erased {
        /// [`Person::key`].
        key: String,
    },
    /// The show ended.
    Stopped {
        /// When.
        at: u64,
    },
}

/// A file at its beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Began {
    /// Where it is in the show's folder, with `/`.
    pub path: String,
    /// What it is.
    pub role: Role,
    /// Whose it is; none for program.
    pub camera: Option<Person>,
    /// When its time begins.
    pub start: u64,
    /// Its video codec.
    pub codec: Codec,
    /// Width of its pictures in pixels.
    pub width: u16,
    /// Height of its pictures in pixels.
    pub height: u16,
    /// How long it goes before what a clip is of begins.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub lead_in: u64,
}

/// A file at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// [`Began::path`].
    pub path: String,
    /// Pictures.
    pub frames: u64,
    /// Frames of sound.
    pub audio_frames: u64,
    /// How long it is.
    pub lasts: u64,
    /// How large it is.
    pub bytes: u64,
    /// SHA-256 of the whole file, in hexadecimal digits.
    pub sha256: String,
}

impl JournalEntry {
    /// That a camera has its number.
    pub fn numbered(camera: &Person) -> Self {
        Self::Numbered { number: camera.number, key: camera.key.clone() }
    }
}

fn as_it_happened() -> i16 {
    100
}

fn is_as_it_happened(speed: &i16) -> bool {
    *speed == as_it_happened()
}

fn is_zero(value: &u64) -> bool {
    *value == 0
}
