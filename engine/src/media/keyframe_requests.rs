use std::time::Duration;

use super::{KeyframeReason, KeyframesAsked, SessionTime};

/// Keyframes are asked for no sooner after each other: Chromium ignores a request for 300 ms after the last one it
/// followed, so one that comes sooner is lost and the next one late.
const SPACING: Duration = Duration::from_millis(320);
/// A request without a keyframe is repeated after this and the time that an answer takes: twice what a keyframe takes
/// on a loaded machine.
const REPEAT: Duration = Duration::from_millis(350);
/// A publisher that doesn't know how to make a keyframe is asked this rarely in the end.
const MAX_REPEAT: Duration = Duration::from_secs(2);

/// When to ask for a keyframe: one request for a need, spaced, and repeated ever more rarely until it is answered.
#[derive(Debug, Default)]
pub struct KeyframeRequests {
    /// When it was asked for last.
    last: Option<SessionTime>,
    /// When to ask next, and why.
    due: Option<(SessionTime, KeyframeReason)>,
    /// When the keyframe was first asked for that has not come.
    first: Option<SessionTime>,
    /// How often it was.
    asked: u32,
    /// Why it is needed even if what was lost comes after all.
    lasting: Option<KeyframeReason>,
    totals: KeyframesAsked,
}

impl KeyframeRequests {
    /// A keyframe is needed; that it was known before changes nothing.
    pub fn need(&mut self, reason: KeyframeReason, now: SessionTime) {
        self.lasting = self.lasting.or(Some(reason).filter(|reason| !reason.is_mended_by_repair()));
        self.due.get_or_insert((soonest(self.last, now), reason));
    }

    /// Something was lost that only a keyframe mends, perhaps the one that was coming: it is needed as if nothing had
    /// been asked.
    pub fn need_again(&mut self, reason: KeyframeReason, now: SessionTime) {
        let soonest = soonest(self.last, now);
        self.due = Some((self.due.map_or(soonest, |(due, _)| due.min(soonest)), reason));
    }

    /// What was lost came after all, and pictures go on without a keyframe.
    pub fn mended(&mut self) {
        if self.due.is_some_and(|(_, reason)| reason.is_mended_by_repair()) {
            self.due = self.due.and_then(|(due, _)| Some((due, self.lasting?)));
        }
        if self.due.is_none() {
            (self.asked, self.first) = (0, None);
        }
    }

    /// A keyframe is here. Says how long after it was asked for, if it was.
    pub fn satisfied(&mut self, now: SessionTime) -> Option<Duration> {
        (self.due, self.lasting) = (None, None);
        self.asked = 0;
        self.first.take().map(|first| now.since(first))
    }

    /// Why to ask now, if it is time; it is taken as done. `answer` is how long an answer of the sender takes.
    pub fn ask(&mut self, now: SessionTime, answer: Duration) -> Option<KeyframeReason> {
        let (_, reason) = self.due.filter(|(due, _)| now >= *due)?;
        let repeat = (REPEAT + answer) * 2_u32.saturating_pow(self.asked.min(3));
        self.last = Some(now);
        self.first.get_or_insert(now);
        self.asked += 1;
        self.totals.count(reason);
        self.due = Some((now + repeat.min(MAX_REPEAT), reason));
        Some(reason)
    }

    /// How often it asked so far, repetitions included.
    #[must_use]
    pub fn totals(&self) -> KeyframesAsked {
        self.totals
    }

    /// When to ask next.
    #[must_use]
    pub fn due(&self) -> Option<SessionTime> {
        self.due.map(|(due, _)| due)
    }
}

fn soonest(last: Option<SessionTime>, now: SessionTime) -> SessionTime {
    last.map_or(now, |last| now.max(last + SPACING))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::KeyframeReason::{Age, KeyframeLoss, Loss, Reader, Start};

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    /// When it asks up to `end`, looked at every millisecond.
    fn asks(requests: &mut KeyframeRequests, times: std::ops::Range<u64>) -> Vec<u64> {
        times.filter(|millis| requests.ask(at(*millis), Duration::from_millis(10)).is_some()).collect()
    }

    #[test]
    fn asks_once_and_then_ever_more_rarely() {
        let mut requests = KeyframeRequests::default();
        assert!(asks(&mut requests, 0..10).is_empty());
        requests.need(Start, at(10));
        assert_eq!(asks(&mut requests, 10..11), [10]);
        requests.need(Age, at(11));
        assert_eq!(asks(&mut requests, 11..8_000), [370, 1_090, 2_530, 4_530, 6_530]);
        assert_eq!((requests.totals().of(Start), requests.totals().of(Age)), (6, 0), "the first reason is the reason");
        assert_eq!(requests.satisfied(at(8_000)), Some(Duration::from_millis(7_990)));
        assert!(asks(&mut requests, 8_000..20_000).is_empty());
        assert_eq!(requests.satisfied(at(20_000)), None, "it came unasked");
    }

    #[test]
    fn what_is_mended_is_not_asked_for_again_but_what_a_reader_wants_is() {
        let mut requests = KeyframeRequests::default();
        requests.need_again(Loss, at(0));
        assert_eq!(asks(&mut requests, 0..100), [0]);
        requests.mended();
        assert!(asks(&mut requests, 100..5_000).is_empty());
        requests.need_again(Loss, at(5_000));
        requests.need(Reader, at(5_000));
        requests.mended();
        assert_eq!(asks(&mut requests, 5_000..5_010), [5_000]);
        assert_eq!((requests.totals().of(Loss), requests.totals().of(Reader)), (1, 1));
        requests.mended();
        assert_eq!(asks(&mut requests, 5_010..5_500), [5_360], "it has not come");
    }

    #[test]
    fn a_new_loss_asks_again_but_not_before_it_would_be_heard() {
        let mut requests = KeyframeRequests::default();
        requests.need(Age, at(0));
        assert_eq!(asks(&mut requests, 0..1), [0]);
        requests.satisfied(at(30));
        requests.need(Reader, at(40));
        assert_eq!(asks(&mut requests, 40..330), [320]);
        requests.need_again(KeyframeLoss, at(500));
        assert_eq!(asks(&mut requests, 500..700), [640], "sooner than the repeat");
        assert_eq!([Age, Reader, KeyframeLoss].map(|reason| requests.totals().of(reason)), [1, 1, 1]);
    }
}
