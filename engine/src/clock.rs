//! The session clock, and what of it outlives the process.

mod id;
mod kept;

pub use id::ClockId;
pub(crate) use kept::KeptClock;
use tokio::time::Instant;

use crate::media::SessionTime;

/// The session clock: monotonic time since the first start of the data directory that it is kept in
/// ([`KeptClock`]), or since its own start. Tests run it on tokio's virtual time.
#[derive(Debug, Clone, Copy)]
pub struct SessionClock {
    id: ClockId,
    /// The time at `origin`.
    began: SessionTime,
    origin: Instant,
}

impl SessionClock {
    /// A clock of its own that starts now, at zero.
    #[must_use]
    pub fn start() -> Self {
        Self::go_on(ClockId::random(), SessionTime::ZERO)
    }

    /// The clock `id`, which is at `now`.
    fn go_on(id: ClockId, now: SessionTime) -> Self {
        Self { id, began: now, origin: Instant::now() }
    }

    /// Which clock it is: times of clocks with another id are not to be compared with its.
    #[must_use]
    pub fn id(self) -> ClockId {
        self.id
    }

    /// The time.
    #[must_use]
    pub fn now(self) -> SessionTime {
        self.began + self.origin.elapsed()
    }

    /// Waits until a session time; for ever where there is none. Cancel safe.
    pub async fn sleep_until(self, time: Option<SessionTime>) {
        match time {
            Some(time) => tokio::time::sleep_until(self.instant(time)).await,
            None => std::future::pending().await,
        }
    }

    /// The runtime's instant of a session time; its start for all that is older.
    #[must_use]
    pub fn instant(self, time: SessionTime) -> Instant {
        self.origin + time.since(self.began)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_that_goes_on_waits_for_its_own_times() {
        let hour = SessionTime::from_millis(3_600_000);
        let clock = SessionClock::go_on(ClockId::random(), hour);
        clock.sleep_until(Some(SessionTime::ZERO)).await;
        assert_eq!(clock.now(), hour, "what is over is not waited for");
        clock.sleep_until(Some(hour + Duration::from_secs(5))).await;
        assert_eq!(clock.now(), hour + Duration::from_secs(5));
    }
}
