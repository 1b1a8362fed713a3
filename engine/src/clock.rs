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

    /// The runtime's instant of a session time.
    #[must_use]
    pub fn instant(self, time: SessionTime) -> Instant {
        self.origin + time.since(SessionTime::ZERO)
    }
}
