use std::time::Duration;

/// The first pause, and what it grows to: a server that restarts is found again while somebody still looks, and one
/// that is gone for the evening is asked twice a minute.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);

/// Pauses between attempts: doubling, capped, and spread over the upper half.
#[derive(Debug, Default)]
pub struct Pauses {
    failures: u32,
}

impl Pauses {
    /// The next pause; no shorter than what the server asked for, within reason.
    pub fn next(&mut self, asked: Option<Duration>) -> Duration {
        let full = LONGEST.min(FIRST * 2_u32.saturating_pow(self.failures.min(10)));
        self.failures += 1;
        full.mul_f64(rand::random_range(0.5..1.0)).max(asked.unwrap_or_default().min(LONGEST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_have_an_end() {
        let mut pauses = Pauses::default();
        for full in [1, 2, 4, 8, 16, 30, 30, 30] {
            let (pause, full) = (pauses.next(None), Duration::from_secs(full));
            assert!(pause >= full / 2 && pause <= full, "{pause:?} of {full:?}");
        }
        assert_eq!(Pauses::default().next(Some(Duration::from_secs(7))), Duration::from_secs(7));
        assert!(Pauses::default().next(Some(Duration::from_secs(3_600))) <= LONGEST);
    }
}
