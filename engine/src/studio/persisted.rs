use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{director::Memory, store::Store};

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

/// Writes it whenever it changes, away from the studio's task: a disk may take its time. Ends, after the last change is
/// written, when the studio drops its end.
pub(super) async fn persist(store: Store, mut changes: watch::Receiver<Persisted>) {
    let store = std::sync::Arc::new(store);
    while changes.changed().await.is_ok() {
        let value = changes.borrow_and_update().clone();
        let writer = std::sync::Arc::clone(&store);
        let written = tokio::task::spawn_blocking(move || writer.save(&value)).await;
        if let Ok(Err(error)) = written {
            tracing::warn!(%error, "settings are not kept");
        }
    }
}
