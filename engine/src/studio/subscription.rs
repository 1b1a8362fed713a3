use tokio::sync::{broadcast, watch};

use super::Studio;
use crate::protocol::{Level, Numbered, Snapshot, Telemetry, ToDesk};

/// One client's view of the state: a snapshot, then events, figures and levels. A client that is too slow for the events
/// gets a new snapshot in their place.
#[derive(Debug)]
pub struct Subscription {
    studio: Studio,
    snapshot: Option<Snapshot>,
    events: broadcast::Receiver<Numbered>,
    telemetry: watch::Receiver<Telemetry>,
    levels: watch::Receiver<Vec<Level>>,
}

impl Subscription {
    pub(super) fn new(
        studio: Studio,
        snapshot: Snapshot,
        events: broadcast::Receiver<Numbered>,
        telemetry: watch::Receiver<Telemetry>,
        levels: watch::Receiver<Vec<Level>>,
    ) -> Self {
        Self { studio, snapshot: Some(snapshot), events, telemetry, levels }
    }

    /// The next message, the snapshot first; none when the studio has ended. Cancel safe, except that a cancelled
    /// catch-up starts over.
    pub async fn next(&mut self) -> Option<ToDesk> {
        if let Some(snapshot) = self.snapshot.take() {
            return Some(ToDesk::Snapshot { snapshot: Box::new(snapshot) });
        }
        tokio::select! {
            biased;
            event = self.events.recv() => match event {
                Ok(event) => Some(ToDesk::Event { event }),
                Err(broadcast::error::RecvError::Lagged(missed)) => {
                    tracing::debug!(missed, "a desk is too slow: it gets a new snapshot");
                    *self = self.studio.subscribe().await?;
                    self.snapshot.take().map(|snapshot| ToDesk::Snapshot { snapshot: Box::new(snapshot) })
                }
                Err(broadcast::error::RecvError::Closed) => None,
            },
            Ok(()) = self.telemetry.changed() => {
                Some(ToDesk::Telemetry { telemetry: self.telemetry.borrow_and_update().clone() })
            }
            Ok(()) = self.levels.changed() => {
                Some(ToDesk::Levels { levels: self.levels.borrow_and_update().clone() })
            }
        }
    }
}
