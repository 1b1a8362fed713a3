use std::path::PathBuf;

use super::{
    persisted::{Persisted, StoredLibrary},
    still::Stills,
};
use crate::{clock::SessionClock, director::Limits, feed, peer::UdpMux, protocol::Join, store::Store};

/// What a studio starts with.
pub(crate) struct Startup {
    /// The director's limits.
    pub limits: Limits,
    /// How the feeds' rings are bounded.
    pub ring: feed::Limits,
    /// The UDP port that media is received on.
    pub media_port: UdpMux,
    /// The session clock.
    pub clock: SessionClock,
    /// The way in at the start.
    pub join: Join,
    /// What an earlier run kept.
    pub persisted: Persisted,
    /// Where shows are recorded.
    pub shows: PathBuf,
    /// Where it is kept.
    pub store: Store,
    /// The marks, clips and playlists that an earlier run kept.
    pub library: StoredLibrary,
    /// The hold slate's picture.
    pub stills: Stills,
}
