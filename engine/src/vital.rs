//! The tasks that the régie can't do without, and what is heard when one of them ends.

use std::{any::Any, panic::AssertUnwindSafe};

use futures_util::FutureExt;
use tokio::sync::watch;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// A task ended that the régie can't do without.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{task} {}", how(panic.as_deref()))]
pub struct Failure {
    /// Which, in words.
    task: &'static str,
    /// What its panic said; none when it ended without one.
    panic: Option<String>,
}

fn how(panic: Option<&str>) -> String {
    panic.map_or_else(|| "ended by itself".to_owned(), |panic| format!("panicked: {panic}"))
}

/// Runs the régie's tasks, and hears when one ends that it can't do without. A handle: clones are the same.
///
/// A task that stands still is not noticed, only one that ends.
#[derive(Debug, Clone)]
pub(crate) struct Vitals {
    tasks: TaskTracker,
    cancel: CancellationToken,
    failure: watch::Sender<Option<Failure>>,
}

impl Vitals {
    pub fn new() -> Self {
        Self { tasks: TaskTracker::new(), cancel: CancellationToken::new(), failure: watch::Sender::new(None) }
    }

    /// Where every task of the régie runs, those too that may end as they like.
    pub fn tasks(&self) -> &TaskTracker {
        &self.tasks
    }

    /// What ends them all.
    pub fn cancel(&self) -> &CancellationToken {
        &self.cancel
    }

    /// Runs a task until the régie ends: that it ends before, or panics whenever it does, is a [`Failure`].
    pub fn spawn(&self, task: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let vitals = self.clone();
        self.tasks.spawn(async move {
            match AssertUnwindSafe(work).catch_unwind().await {
                Ok(()) if vitals.cancel.is_cancelled() => {}
                Ok(()) => vitals.fail(Failure { task, panic: None }),
                Err(panic) => vitals.fail(Failure { task, panic: Some(said(panic.as_ref())) }),
            }
        });
    }

    /// Runs a task that may end by itself: a panic of it is a [`Failure`].
    pub fn spawn_passing(&self, task: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let vitals = self.clone();
        self.tasks.spawn(async move {
            if let Err(panic) = AssertUnwindSafe(work).catch_unwind().await {
                vitals.fail(Failure { task, panic: Some(said(panic.as_ref())) });
            }
        });
    }

    /// Waits for a failure.
    pub async fn failed(&self) -> Failure {
        let mut news = self.failure.subscribe();
        let failure = news.wait_for(Option::is_some).await.expect("we hold the sender");
        failure.clone().expect("just looked at")
    }

    /// The failure, if there was one: the first panic, since what ends without one follows from it.
    pub fn failure(&self) -> Option<Failure> {
        self.failure.borrow().clone()
    }

    fn fail(&self, failure: Failure) {
        tracing::error!(%failure, "the régie can't go on");
        self.failure.send_modify(|known| {
            let says_less = known.as_ref().is_none_or(|known| known.panic.is_none() && failure.panic.is_some());
            if says_less {
                *known = Some(failure);
            }
        });
    }
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a word".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_told_with_its_words() {
        let vitals = Vitals::new();
        vitals.spawn("the studio", async { panic!("no such {}", "camera") });
        assert_eq!(vitals.failed().await.to_string(), "the studio panicked: no such camera");
    }

    #[tokio::test]
    async fn a_task_that_ends_too_early_is_told_and_one_that_ends_at_the_end_is_not() {
        let vitals = Vitals::new();
        let cancel = vitals.cancel.clone();
        vitals.spawn("the keeper", async move { cancel.cancelled().await });
        vitals.spawn_passing("a line", async {});
        vitals.cancel.cancel();
        vitals.tasks.close();
        vitals.tasks.wait().await;
        assert_eq!(vitals.failure(), None);
        let early = Vitals::new();
        early.spawn("program", async {});
        assert_eq!(early.failed().await.to_string(), "program ended by itself");
    }

    #[tokio::test]
    async fn what_ends_because_another_panicked_does_not_take_its_place() {
        let vitals = Vitals::new();
        vitals.spawn("program", async {});
        vitals.failed().await;
        vitals.spawn_passing("a line", async { panic!("the cause") });
        vitals.tasks.close();
        vitals.tasks.wait().await;
        assert_eq!(vitals.failure().expect("failed").to_string(), "a line panicked: the cause");
    }
}
