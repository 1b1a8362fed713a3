use std::time::Duration;

use crate::vital::Failure;

/// How long the end of a régie may take. What is on its way then is a second of each recording at most, and the lists;
/// but a disk that lagged by all that the rings hold, 17 of them with 60 s of 4 Mbit/s, gets it at 20 MB/s, which is
/// what an old memory stick takes. What is on the disk by then is whole, and the next start completes the show.
pub(crate) const LONGEST: Duration = Duration::from_secs(30);
/// After so long it is said what is waited for. A link's farewell takes two seconds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(3);

/// `EX_SOFTWARE` and `EX_IOERR` of sysexits.h.
const SOFTWARE: u8 = 70;
const IO_ERROR: u8 = 74;

/// How a régie ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// As it was asked to: connections are closed, and everything is written.
    Well,
    /// As it was asked to, but something was still not written after half a minute: a disk that hangs. The next start
    /// completes what was recorded.
    Unfinished,
    /// Because a task of its own ended.
    Failed(Failure),
}

impl Ending {
    /// The exit code of a process that ends so.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Well => 0,
            Self::Unfinished => IO_ERROR,
            Self::Failed(_) => SOFTWARE,
        }
    }
}
