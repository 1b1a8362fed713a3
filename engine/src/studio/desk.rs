use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{caller::Caller, mailbox::Message};
use crate::{
    director::DeskId,
    protocol::{Command, Refusal, RefusalCode},
};

/// A desk's connection: what a desk says of itself (the codecs that it can show) counts for as long as this is there.
#[derive(Debug)]
pub struct Desk {
    mailbox: mpsc::Sender<Message>,
    caller: Caller,
    _connected: DropGuard,
}

impl Desk {
    pub(super) fn new(mailbox: mpsc::Sender<Message>, id: DeskId) -> Self {
        let ended = CancellationToken::new();
        let _connected = ended.clone().drop_guard();
        Self { mailbox, caller: Caller { id, ended }, _connected }
    }

    pub(super) fn id(&self) -> DeskId {
        self.caller.id
    }

    /// Asks the director for something, as this desk. A state with this event has its effect.
    ///
    /// # Errors
    /// The refusal; nothing changed then.
    pub async fn command(&self, command: Command) -> Result<u64, Refusal> {
        ask_director(&self.mailbox, Some(self.caller.clone()), command).await
    }
}

/// Asks the director for something, with this connection behind it or none. A state with this event has its effect.
pub(super) async fn ask_director(
    mailbox: &mpsc::Sender<Message>,
    by: Option<Caller>,
    command: Command,
) -> Result<u64, Refusal> {
    let busy = || Refusal::new(RefusalCode::Busy, "the studio is busy or shutting down: try again");
    let (reply, answer) = oneshot::channel();
    mailbox.try_send(Message::Command { by, command, reply }).map_err(|_| busy())?;
    answer.await.map_err(|_| busy())?
}
