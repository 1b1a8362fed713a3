use std::io;

/// Why something is not recorded as it should be. The show goes on without it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The disk is full: recording goes on as soon as there is room, with what the rings still have.
    #[error("the disk is full")]
    Full,
    /// The shows' folder can't be written.
    #[error("the folder can't be written: {0}")]
    NotWritable(String),
    /// The show's folder is gone.
    #[error("the show's folder is gone")]
    Gone,
    /// The disk was too slow for so long that frames are lost.
    #[error("the disk is too slow: frames are lost")]
    TooSlow,
    /// Anything else that the system says.
    #[error("{0}")]
    Other(String),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{
            NotADirectory, NotFound, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
        };
        match error.kind() {
            StorageFull | QuotaExceeded => Self::Full,
            ReadOnlyFilesystem | PermissionDenied | NotADirectory => Self::NotWritable(error.to_string()),
            NotFound => Self::Gone,
            _ => Self::Other(error.to_string()),
        }
    }
}
