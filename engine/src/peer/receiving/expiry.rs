use std::time::Duration;

use crate::media::SessionTime;

/// A publisher that has answered and not connected is given up after this.
const CONNECT: Duration = Duration::from_secs(15);
/// A session whose packets have all been associated with no section for so long, and so many of them, is ended: nobody
/// would see why nothing comes.
const UNASSOCIATED: Duration = Duration::from_secs(5);
const UNASSOCIATED_PACKETS: u64 = 50;

/// When a session that brings no pictures is given up.
#[derive(Debug)]
pub(super) struct Expiry {
    started: SessionTime,
    connected: bool,
    /// When the last packet of the pictures came, or the way was found.
    last_video: SessionTime,
}

/// Why a session is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expired {
    /// It never connected.
    Unconnected,
    /// Packets come, and none of them is of a picture.
    Unassociated,
}

impl Expiry {
    /// Of a session that begins.
    pub fn new(now: SessionTime) -> Self {
        Self { started: now, connected: false, last_video: now }
    }

    /// The way is found; whether it was before.
    pub fn connected(&mut self, now: SessionTime) -> bool {
        self.last_video = now;
        std::mem::replace(&mut self.connected, true)
    }

    /// Packets of the pictures came.
    pub fn video_came(&mut self, now: SessionTime) {
        self.last_video = now;
    }

    /// Whether it is over, and why, if so many packets came since the last of the pictures that belong nowhere.
    pub fn expired(&self, now: SessionTime, unassociated: u64) -> Option<Expired> {
        if self.connected {
            let is_silent = now.since(self.last_video) >= UNASSOCIATED;
            (is_silent && unassociated >= UNASSOCIATED_PACKETS).then_some(Expired::Unassociated)
        } else {
            (now.since(self.started) >= CONNECT).then_some(Expired::Unconnected)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    #[test]
    fn who_does_not_connect_is_given_up() {
        let mut expiry = Expiry::new(at(1_000));
        assert_eq!(expiry.expired(at(15_999), 1_000), None);
        assert_eq!(expiry.expired(at(16_000), 0), Some(Expired::Unconnected));
        assert!(!expiry.connected(at(16_000)));
        assert_eq!(expiry.expired(at(600_000), 0), None, "a connection may be silent");
        assert!(expiry.connected(at(600_000)), "it is found again");
    }

    #[test]
    fn packets_that_all_belong_nowhere_end_a_session() {
        let mut expiry = Expiry::new(at(0));
        expiry.connected(at(1_000));
        assert_eq!(expiry.expired(at(5_999), 1_000), None, "its pictures may still come");
        assert_eq!(expiry.expired(at(6_000), 49), None, "a few may be lost ones");
        assert_eq!(expiry.expired(at(6_000), 50), Some(Expired::Unassociated));
        expiry.video_came(at(6_000));
        assert_eq!(expiry.expired(at(10_999), 1_000), None);
        assert_eq!(expiry.expired(at(11_000), 1_000), Some(Expired::Unassociated));
    }
}
