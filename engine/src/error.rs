use std::{net::SocketAddr, path::PathBuf};

/// Why the engine could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The data directory could not be made or written.
    #[error("the data directory {path} can't be used: {source}")]
    DataDir {
        /// The directory or the file in it.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A listener's address is taken or not this machine's.
    #[error("can't listen on {address} for {purpose}: {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// Which listener it was for.
        purpose: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// The certificate for the phones' listener could not be made or read.
    #[error("the certificate for the phones can't be made: {0}")]
    Certificate(String),
    /// The system's random source or the clock failed.
    #[error("{0}")]
    System(String),
}
