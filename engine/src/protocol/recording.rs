use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Millis;

/// Where a recording is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RecordingState {
    /// The key was pressed; the show's folder is being made.
    Starting,
    /// Files are written.
    Running,
    /// The key was pressed again; the last frames and the manifest are being written.
    Finishing,
    /// It could not start, or nothing more can be written. [`Recording::problem`] says why.
    Failed,
}

/// The recording of a show, from one press of the key to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Recording {
    /// Where it is in its life.
    pub state: RecordingState,
    /// The show's folder, without the path to it; none before it is made.
    pub show: Option<String>,
    /// When the key was pressed.
    #[ts(type = "number")]
    pub started: Millis,
    /// How many marks were set.
    pub marks: u16,
    /// How many clips were kept.
    pub clips: u16,
    /// What the director has to know.
    pub problem: Option<RecordingProblem>,
}

impl Recording {
    /// Whether what happens now is recorded, as far as the régie can.
    #[must_use]
    pub fn is_on(&self) -> bool {
        matches!(self.state, RecordingState::Starting | RecordingState::Running)
    }
}

/// What is wrong with a recording, for a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RecordingProblemCode {
    /// Less than a quarter of an hour fits on the disk.
    DiskLow,
    /// The disk is nearly full: the cameras' own recordings have stopped, program goes on.
    IsosStopped,
    /// A disk too slow, or too full for a while: frames are missing in at least one file.
    FramesLost,
    /// Nothing can be written.
    Failed,
}

/// What is wrong with a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordingProblem {
    /// The reason.
    pub code: RecordingProblemCode,
    /// The reason in English.
    pub message: String,
}

/// A show whose files are complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FinishedShow {
    /// Its folder, without the path to it.
    pub show: String,
    /// Its folder's whole path.
    pub path: String,
    /// How many files are in it.
    pub files: u32,
    /// Their size together.
    #[ts(type = "number")]
    pub bytes: u64,
    /// How long it was recorded, in milliseconds.
    #[ts(type = "number")]
    pub duration: Millis,
}

/// The disk that shows are recorded on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Disk {
    /// Free bytes.
    #[ts(type = "number")]
    pub free: u64,
    /// Minutes that still fit at the rate of the last twenty seconds: that of the recording, or before one that of all
    /// that would be recorded. None while nothing comes in.
    pub minutes_left: Option<u32>,
}
