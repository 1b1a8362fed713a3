use tokio::sync::{broadcast, watch};

use super::signal::Signal;

/// Where a replay's signals go. A clone is a handle to the same one.
#[derive(Debug, Clone)]
pub struct Outlet {
    signals: broadcast::Sender<Signal>,
    /// Whether there is nothing to show, because there is a hole.
    hole: watch::Sender<bool>,
}

impl Outlet {
    /// To these.
    #[must_use]
    pub fn new(signals: broadcast::Sender<Signal>) -> Self {
        Self { signals, hole: watch::Sender::new(false) }
    }

    /// Gives out a signal. Nobody listening is no error: a replay runs by the clock.
    pub fn send(&self, signal: Signal) {
        let is_hole = match signal {
            Signal::Hole { .. } => Some(true),
            Signal::Frame { shown: true, .. } | Signal::Ended { .. } => Some(false),
            Signal::Frame { shown: false, .. } | Signal::Rolling { .. } => None,
        };
        if let Some(is_hole) = is_hole {
            self.hole.send_if_modified(|hole| std::mem::replace(hole, is_hole) != is_hole);
        }
        let _ = self.signals.send(signal);
    }

    /// Whether a replay is in a hole.
    #[must_use]
    pub fn is_hole(&self) -> bool {
        *self.hole.borrow()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::SessionTime;

    #[test]
    fn a_hole_lasts_until_the_end_or_the_next_picture() {
        let (outlet, at) = (Outlet::new(broadcast::Sender::new(4)), SessionTime::ZERO);
        let hole = || Signal::Hole { replay: 1, from: at, to: at };
        assert!(!outlet.is_hole());
        outlet.send(hole());
        assert!(outlet.is_hole());
        outlet.send(Signal::Rolling { replay: 1 });
        assert!(outlet.is_hole());
        outlet.send(Signal::Ended { replay: 1 });
        assert!(!outlet.is_hole());
    }
}
