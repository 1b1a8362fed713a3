use bytes::Bytes;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

use super::{announcements::json, mailbox::Message};
use crate::{
    director::DeskId,
    protocol::{Snapshot, ToDesk},
};

/// One client's view of the state: a snapshot, then events, figures and levels. A client that is too slow for the events
/// gets a new snapshot in their place.
#[derive(Debug)]
pub struct Subscription {
    mailbox: mpsc::Sender<Message>,
    snapshot: Option<Snapshot>,
    /// Which desk's it is, until that was said.
    desk: Option<DeskId>,
    events: broadcast::Receiver<Bytes>,
    telemetry: watch::Receiver<Bytes>,
    levels: watch::Receiver<Bytes>,
}

impl Subscription {
    /// None when the studio has ended.
    pub(super) async fn new(
        mailbox: mpsc::Sender<Message>,
        telemetry: watch::Receiver<Bytes>,
        levels: watch::Receiver<Bytes>,
    ) -> Option<Self> {
        let (snapshot, events) = subscribe(&mailbox).await?;
        Some(Self { mailbox, snapshot: Some(snapshot), desk: None, events, telemetry, levels })
    }

    /// The subscription of this desk, which is told so behind the snapshot.
    pub(super) fn of(self, desk: DeskId) -> Self {
        Self { desk: Some(desk), ..self }
    }

    /// The next [`ToDesk`] as its JSON text, the snapshot first; none when the studio has ended. Everything but the
    /// snapshot, which has the moment in it at which it was taken, is written once for all clients. Cancel safe, except
    /// that a cancelled catch-up starts over.
    pub async fn next(&mut self) -> Option<Bytes> {
        if let Some(snapshot) = self.snapshot.take() {
            return Some(json(&ToDesk::Snapshot { snapshot: Box::new(snapshot) }));
        }
        if let Some(DeskId(id)) = self.desk.take() {
            return Some(json(&ToDesk::Desk { id }));
        }
        tokio::select! {
            biased;
            event = self.events.recv() => match event {
                Ok(event) => Some(event),
                Err(broadcast::error::RecvError::Lagged(missed)) => {
                    tracing::debug!(missed, "a desk is too slow: it gets a new snapshot");
                    let (snapshot, events) = subscribe(&self.mailbox).await?;
                    self.events = events;
                    Some(json(&ToDesk::Snapshot { snapshot: Box::new(snapshot) }))
                }
                Err(broadcast::error::RecvError::Closed) => None,
            },
            Ok(()) = self.telemetry.changed() => Some(self.telemetry.borrow_and_update().clone()),
            Ok(()) = self.levels.changed() => Some(self.levels.borrow_and_update().clone()),
        }
    }
}

/// The state, and the events from then on. None when the studio has ended.
async fn subscribe(mailbox: &mpsc::Sender<Message>) -> Option<(Snapshot, broadcast::Receiver<Bytes>)> {
    let (reply, answer) = oneshot::channel();
    mailbox.send(Message::Subscribe { reply }).await.ok()?;
    answer.await.ok()
}
