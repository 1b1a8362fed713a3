use std::time::Duration;

use super::SessionTime;

/// A keyframe that was asked for and has not come is asked for again after this: three times the 160 ms that one takes
/// on a loaded machine.
pub const KEYFRAME_REPEAT: Duration = Duration::from_millis(500);
/// Two losses in a row do not ask faster than this: encoders answer at most some times a second.
const SPACING: Duration = Duration::from_millis(100);

/// When to ask for a keyframe.
#[derive(Debug, Default)]
pub struct Asking {
    last: Option<SessionTime>,
    due: Option<SessionTime>,
}

impl Asking {
    /// A keyframe is needed; that it was known before changes nothing.
    pub fn need(&mut self, now: SessionTime) {
        self.due.get_or_insert(soonest(self.last, now));
    }

    /// The keyframe that was coming is lost: the next one is needed as if nothing had been asked.
    pub fn need_again(&mut self, now: SessionTime) {
        let soonest = soonest(self.last, now);
        self.due = Some(self.due.map_or(soonest, |due| due.min(soonest)));
    }

    /// A keyframe is here.
    pub fn satisfied(&mut self) {
        self.due = None;
    }

    /// Whether to ask now; if so, it is taken as done.
    pub fn is_due(&mut self, now: SessionTime) -> bool {
        let is_due = self.due.is_some_and(|due| now >= due);
        if is_due {
            self.last = Some(now);
            self.due = Some(now + KEYFRAME_REPEAT);
        }
        is_due
    }

    /// When to ask next.
    pub fn due(&self) -> Option<SessionTime> {
        self.due
    }
}

fn soonest(last: Option<SessionTime>, now: SessionTime) -> SessionTime {
    last.map_or(now, |last| now.max(last + SPACING))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    #[test]
    fn asks_once_and_then_repeats() {
        let mut asking = Asking::default();
        assert!(!asking.is_due(at(0)));
        asking.need(at(10));
        assert!(asking.is_due(at(10)));
        for millis in [11, 100, 509] {
            asking.need(at(millis));
            assert!(!asking.is_due(at(millis)));
        }
        assert!(asking.is_due(at(510)));
        asking.satisfied();
        assert!(!asking.is_due(at(5_000)));
    }

    #[test]
    fn a_new_loss_asks_again_but_not_at_once() {
        let mut asking = Asking::default();
        asking.need(at(0));
        assert!(asking.is_due(at(0)));
        asking.satisfied();
        asking.need(at(40));
        assert_eq!(asking.due(), Some(at(100)));
        assert!(asking.is_due(at(100)));
        asking.need_again(at(300));
        assert!(asking.is_due(at(300)));
    }
}
