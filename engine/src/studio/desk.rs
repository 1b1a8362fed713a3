use tokio_util::sync::{CancellationToken, DropGuard};

use super::{Studio, actor::Actor, mailbox::Message};
use crate::{
    director::DeskId,
    protocol::{Command, Refusal},
};

/// A desk's connection: what a desk says of itself (the codecs that it can show) counts for as long as this is there.
#[derive(Debug)]
pub struct Desk {
    studio: Studio,
    connection: Connection,
    _connected: DropGuard,
}

/// A desk's connection, as the studio knows it.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    pub id: DeskId,
    /// Cancelled when it has ended.
    pub ended: CancellationToken,
}

impl Desk {
    pub(super) fn new(studio: Studio, id: DeskId) -> Self {
        let ended = CancellationToken::new();
        let _connected = ended.clone().drop_guard();
        Self { studio, connection: Connection { id, ended }, _connected }
    }

    /// Asks the director for something, as this desk. A state with this event has its effect.
    ///
    /// # Errors
    /// The refusal; nothing changed then.
    pub async fn command(&self, command: Command) -> Result<u64, Refusal> {
        self.studio.ask_director(Some(self.connection.clone()), command).await
    }
}

impl Actor {
    /// Lets the director know when a desk's connection ends, which has said something of itself.
    pub(super) fn await_leaving(&self, Connection { id, ended }: Connection) {
        let (mailbox, cancel) = (self.mailbox.clone(), self.cancel.clone());
        self.tasks.spawn(async move {
            tokio::select! {
                () = cancel.cancelled() => {}
                () = ended.cancelled() => if let Some(mailbox) = mailbox.upgrade() {
                    // A studio that has ended needs no news.
                    let _ = mailbox.send(Message::DeskLeft { desk: id }).await;
                }
            }
        });
    }
}
