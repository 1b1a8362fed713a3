//! A camera that is published for as long as it shall be, whatever comes between.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{
    programme::Programme,
    session::{self, Camera, End},
    visits::{Leaving, Visit, Visits},
    whip::Endpoint,
};

/// First pause between two attempts; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// Longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

/// A camera to be published.
pub struct Publisher {
    pub endpoint: Endpoint,
    pub name: String,
    pub programme: Arc<Programme>,
    pub camera: Camera,
}

impl Publisher {
    /// Publishes until the clip is sent or it is cancelled, and begins again when the connection is lost. Returns
    /// whether it ended well.
    pub async fn keep_publishing(&self, cancel: &CancellationToken, leaving: impl Fn() -> Leaving) -> bool {
        let mut pause = FIRST_PAUSE;
        loop {
            let began = Instant::now();
            let end = session::publish(&self.endpoint, &self.programme, self.camera, cancel, &leaving).await;
            let error = match end {
                End::Sent | End::Cancelled => return true,
                End::Failed { error, for_good: true } => {
                    self.programme.counts.faults.add(1);
                    eprintln!("{}: {error:#}", self.name);
                    return false;
                }
                End::Failed { error, for_good: false } => error,
            };
            self.programme.counts.faults.add(1);
            // A session that lasted is no failed attempt.
            if began.elapsed() > LONGEST_PAUSE {
                pause = FIRST_PAUSE;
            }
            let jittered = pause.mul_f64(rand::random_range(0.75..1.25));
            eprintln!("{}: {error:#}; again in {} ms", self.name, jittered.as_millis());
            tokio::select! {
                () = cancel.cancelled() => return true,
                () = tokio::time::sleep(jittered) => {}
            }
            pause = LONGEST_PAUSE.min(pause * 2);
        }
    }

    /// Publishes visit by visit until it is cancelled; the end of everything is always said.
    pub async fn come_and_go(&self, visits: Visits, cancel: &CancellationToken) -> bool {
        for Visit { stay, leaving, away } in visits {
            let visit = cancel.child_token();
            let over = AtomicBool::new(false);
            let end = async {
                tokio::time::sleep(stay).await;
                over.store(true, Ordering::Relaxed);
                visit.cancel();
            };
            let leaving = || if over.load(Ordering::Relaxed) { leaving } else { Leaving::Goodbye };
            let (well, ()) = tokio::join!(self.keep_publishing(&visit, leaving), async {
                tokio::select! {
                    () = visit.cancelled() => {}
                    () = end => {}
                }
            });
            if !well {
                return false;
            }
            tokio::select! {
                () = cancel.cancelled() => return true,
                () = tokio::time::sleep(away) => {}
            }
        }
        true
    }
}
