//! Cameras that come and go: how long each stays and is away.

use std::time::Duration;

use rand::{RngExt, SeedableRng, rngs::StdRng};

/// How a visit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// The session is deleted, as when somebody taps "Stop".
    Goodbye,
    /// Nothing more is sent, as when a battery is empty.
    Silence,
}

/// One stay of a camera, and its absence after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    pub stay: Duration,
    pub leaving: Leaving,
    pub away: Duration,
}

/// A camera's visits: the same seed brings the same ones.
#[derive(Debug)]
pub struct Visits {
    mean: Duration,
    dice: StdRng,
}

impl Visits {
    /// Visits that last from half to one and a half times `mean`, with absences of a twentieth to a third of it. One
    /// in four ends in silence.
    pub fn new(mean: Duration, seed: u64) -> Self {
        Self { mean, dice: StdRng::seed_from_u64(seed) }
    }
}

impl Iterator for Visits {
    type Item = Visit;

    fn next(&mut self) -> Option<Visit> {
        Some(Visit {
            stay: self.mean.mul_f64(self.dice.random_range(0.5..1.5)),
            leaving: if self.dice.random_ratio(1, 4) { Leaving::Silence } else { Leaving::Goodbye },
            away: self.mean.mul_f64(self.dice.random_range(0.05..0.33)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEAN: Duration = Duration::from_secs(60);

    #[test]
    fn visits_vary_around_the_mean() {
        let visits: Vec<Visit> = Visits::new(MEAN, 3).take(1000).collect();
        assert!(visits.iter().all(|visit| visit.stay >= MEAN / 2 && visit.stay <= MEAN * 3 / 2));
        assert!(visits.iter().all(|visit| visit.away >= MEAN / 20 && visit.away <= MEAN / 3));
        let mean = visits.iter().map(|visit| visit.stay).sum::<Duration>() / 1000;
        assert!(mean.abs_diff(MEAN) < MEAN / 20, "{mean:?}");
        let silent = visits.iter().filter(|visit| visit.leaving == Leaving::Silence).count();
        assert!((200..300).contains(&silent), "{silent}");
    }

    #[test]
    fn the_same_seed_brings_the_same_visits() {
        let some = |seed| Visits::new(MEAN, seed).take(20).collect::<Vec<_>>();
        assert_eq!(some(5), some(5));
        assert_ne!(some(5), some(6));
    }
}
