use std::path::Path;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{
    director::{Library, Memory},
    error::Error,
    store::Store,
};

/// What the studio keeps over restarts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Persisted {
    /// What the director remembers.
    #[serde(flatten)]
    pub director: Memory,
    /// The address that the director chose for the QR code.
    pub address: Option<String>,
}

/// The library, as an earlier run kept it: a file of its own, since it is larger than all the rest.
#[derive(Debug)]
pub(crate) struct StoredLibrary {
    pub library: Library,
    pub store: Store,
}

impl StoredLibrary {
    /// Reads it from the data directory.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let store = Store::open(dir, "library.json")?;
        Ok(Self { library: store.load()?.unwrap_or_default(), store })
    }
}

/// Writes it whenever it changes, away from the studio's task: a disk may take its time. Ends, after the last change is
/// written, when the studio drops its end.
pub(super) async fn persist<T: Serialize + Clone + Send + Sync + 'static>(
    store: Store,
    mut changes: watch::Receiver<T>,
) {
    let store = std::sync::Arc::new(store);
    while changes.changed().await.is_ok() {
        let value = changes.borrow_and_update().clone();
        let writer = std::sync::Arc::clone(&store);
        let written = tokio::task::spawn_blocking(move || writer.save(&value)).await;
        if let Ok(Err(error)) = written {
            tracing::warn!(%error, "what changed is not kept");
        }
    }
}
