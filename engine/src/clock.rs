use tokio::time::Instant;

use crate::media::SessionTime;

/// The session clock: monotonic time since the engine started. Tests run it on tokio's virtual time.
#[derive(Debug, Clone, Copy)]
pub struct SessionClock {
    origin: Instant,
}

impl SessionClock {
    /// A clock that starts now.
    #[must_use]
    pub fn start() -> Self {
        Self { origin: Instant::now() }
    }

    /// The time.
    #[must_use]
    pub fn now(self) -> SessionTime {
        SessionTime::from_duration(self.origin.elapsed())
    }

    /// Waits until a session time; for ever where there is none. Cancel safe.
    pub async fn sleep_until(self, time: Option<SessionTime>) {
        match time {
            Some(time) => tokio::time::sleep_until(self.instant(time)).await,
            None => std::future::pending().await,
        }
    }

    /// The runtime's instant of a session time.
    #[must_use]
    pub fn instant(self, time: SessionTime) -> Instant {
        self.origin + time.since(SessionTime::ZERO)
    }
}
