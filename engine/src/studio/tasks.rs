use tokio::sync::{mpsc, oneshot};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::mailbox::Message;
use crate::vital::Vitals;

/// What the studio's parts start beside its own task: it is on the engine's tracker, hears the cancel token, and says by
/// the mailbox what comes of it. A clone is a handle to the same.
#[derive(Clone)]
pub(super) struct Tasks {
    tracker: TaskTracker,
    cancel: CancellationToken,
    mailbox: News,
}

/// The way back into the studio. Weak, so that the mailbox closes when every other handle is gone.
#[derive(Clone)]
pub(super) struct News(mpsc::WeakSender<Message>);

impl Tasks {
    pub fn new(vitals: &Vitals, mailbox: mpsc::WeakSender<Message>) -> Self {
        Self { tracker: vitals.tasks().clone(), cancel: vitals.cancel().clone(), mailbox: News(mailbox) }
    }

    /// Cancelled when the studio ends, and on its own.
    pub fn token(&self) -> CancellationToken {
        self.cancel.child_token()
    }

    pub fn news(&self) -> News {
        self.mailbox.clone()
    }

    /// Runs this until it ends by itself; the engine's end waits for it.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.tracker.spawn(work);
    }

    /// Runs this until it ends or `cancel` is heard, and tells the studio what came of it.
    pub fn spawn_until(&self, cancel: CancellationToken, work: impl Future<Output = Message> + Send + 'static) {
        let news = self.news();
        self.spawn(async move {
            tokio::select! {
                () = cancel.cancelled() => {}
                message = work => news.tell(message).await,
            }
        });
    }
}

impl News {
    /// A studio that has ended needs no news.
    pub async fn tell(&self, message: Message) {
        if let Some(mailbox) = self.0.upgrade() {
            let _ = mailbox.send(message).await;
        }
    }

    /// None when the studio has ended.
    pub async fn ask<T>(&self, message: impl FnOnce(oneshot::Sender<T>) -> Message + Send) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.0.upgrade()?.send(message(reply)).await.ok()?;
        answer.await.ok()
    }
}
