use std::time::Duration;

use crate::protocol::Standstills;

/// A camera's standstills are logged no more often.
const SPACING: Duration = Duration::from_secs(10);

/// A camera's standstills since it joined, and what the log was told of them.
#[derive(Debug, Default)]
pub(super) struct StandstillLog {
    /// Those that its connections told of.
    totals: Standstills,
    /// What the current connection told last.
    told: Standstills,
    logged: Standstills,
    /// How long ago, until it is time again.
    ago: Option<Duration>,
}

impl StandstillLog {
    /// The connection has had so many.
    pub fn told(&mut self, told: Standstills) {
        let more = told.zip(std::mem::replace(&mut self.told, told), u32::saturating_sub);
        self.totals = self.totals.zip(more, u32::saturating_add);
    }

    /// Another connection begins.
    pub fn begin_anew(&mut self) {
        self.told = Standstills::default();
    }

    /// Those since it joined, with the `desks`' own.
    pub fn totals(&self, desks: Standstills) -> Standstills {
        self.totals.zip(desks, u32::saturating_add)
    }

    /// What the log is to be told at a look that is so long after the last one: each cause and its milliseconds.
    pub fn line(&mut self, totals: Standstills, elapsed: Duration) -> Option<String> {
        self.ago = self.ago.map(|ago| ago + elapsed).filter(|ago| *ago < SPACING);
        if self.ago.is_some() || totals == self.logged {
            return None;
        }
        self.ago = Some(Duration::ZERO);
        let since = totals.zip(std::mem::replace(&mut self.logged, totals), u32::saturating_sub);
        let each = since.each().into_iter().filter(|(_, total)| total.ms > 0);
        Some(each.map(|(cause, total)| format!("{cause} {} ms", total.ms)).collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{StandstillCause, StandstillTotal};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn all_connections_and_desks_are_summed_up() {
        let mut log = StandstillLog::default();
        let loss = |count, ms| Standstills { loss: StandstillTotal { count, ms }, ..Standstills::default() };
        log.told(loss(1, 200));
        log.told(loss(2, 500));
        log.begin_anew();
        log.told(loss(1, 300));
        let mut desks = Standstills::default();
        desks.add(&[(StandstillCause::Decoder, 160)]);
        let all = log.totals(desks);
        assert_eq!(
            (all.loss, all.decoder),
            (StandstillTotal { count: 3, ms: 800 }, StandstillTotal { count: 1, ms: 160 })
        );
    }

    #[test]
    fn the_log_is_told_at_once_and_then_rarely() {
        let mut log = StandstillLog::default();
        let mut all = Standstills::default();
        assert_eq!(log.line(all, SECOND), None);
        all.add(&[(StandstillCause::Air, 400), (StandstillCause::Loss, 30)]);
        assert_eq!(log.line(all, SECOND).as_deref(), Some("air 400 ms, loss 30 ms"));
        for _ in 0..9 {
            all.add(&[(StandstillCause::Keyframe, 200)]);
            assert_eq!(log.line(all, SECOND), None);
        }
        assert_eq!(log.line(all, SECOND).as_deref(), Some("keyframe 1800 ms"));
        (0..20).for_each(|_| assert_eq!(log.line(all, SECOND), None, "there is nothing new"));
    }
}
