use std::{path::PathBuf, time::Duration};

use super::fault::Fault;
use crate::protocol::Disk;

/// How a show is, as of a second ago at most.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// Its folder, once that is made.
    pub folder: Option<PathBuf>,
    /// What can't be written; the worst, if there are several.
    pub fault: Option<Fault>,
    /// The disk, once it was looked at.
    pub disk: Option<Disk>,
    /// How it ended, once it has.
    pub finished: Option<Result<Finished, Fault>>,
}

/// A show that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Its name: the folder's.
    pub show: String,
    /// Its folder.
    pub folder: PathBuf,
    /// How many files are in it, the manifest left out.
    pub files: u32,
    /// Bytes of all of them.
    pub bytes: u64,
    /// How long it went.
    pub duration: Duration,
}
