//! Good and bad stretches of an air (the two states of a Gilbert channel), as they follow each other in time.

use std::time::Duration;

use rand::{Rng, RngExt, rngs::ChaCha8Rng};

use crate::Figures;

/// When the air is bad: a function of the seed and of time, whatever is sent. So two runs have the same air.
#[derive(Debug)]
pub struct Spells {
    random: ChaCha8Rng,
    /// Mean lengths of a good and of a bad stretch; none where the air is always good.
    means: Option<(Duration, Duration)>,
    /// The bad spell that is now or comes next.
    from: Duration,
    to: Duration,
}

impl Spells {
    /// Those of an air from now on, as if it had always been that one: bad now with the share of time that it is.
    pub fn new(figures: &Figures, mut random: ChaCha8Rng, now: Duration) -> Self {
        let Figures { burst, spell, .. } = *figures;
        let means = (burst > 0.0).then(|| (spell.mul_f64((1.0 - burst) / burst), spell));
        let is_bad = random.random::<f64>() < burst;
        let mut spells = Self { random, means, from: now, to: now };
        if is_bad {
            // What is left of a stretch is as long as a whole one: they have no memory.
            spells.to = now + exponential(&mut spells.random, spell);
        } else {
            spells.next();
        }
        spells
    }

    /// Whether it is bad at this time; times are asked for in order.
    pub fn is_bad(&mut self, now: Duration) -> bool {
        while self.means.is_some() && now >= self.to {
            self.next();
        }
        self.from <= now && now < self.to
    }

    fn next(&mut self) {
        if let Some((good, bad)) = self.means {
            self.from = self.to + exponential(&mut self.random, good);
            self.to = self.from + exponential(&mut self.random, bad);
        }
    }
}

/// A length of time, exponentially distributed around its mean.
pub fn exponential(random: &mut impl Rng, mean: Duration) -> Duration {
    // `random` is below 1, so the logarithm is finite: 37 times the mean at most.
    mean.mul_f64(-(1.0 - random.random::<f64>()).ln())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    /// Whether it is bad, millisecond by millisecond.
    fn bad(air: &str, seed: u64, seconds: u64) -> Vec<bool> {
        let mut spells = Spells::new(&air.parse().unwrap(), ChaCha8Rng::seed_from_u64(seed), Duration::ZERO);
        (0..seconds * 1000).map(|millisecond| spells.is_bad(Duration::from_millis(millisecond))).collect()
    }

    #[test]
    fn the_share_of_bad_time_and_its_lengths_are_what_was_asked() {
        let bad = bad("burst=0.12,spell=200", 1, 4000);
        let share = bad.iter().filter(|bad| **bad).count() as f64 / bad.len() as f64;
        assert!((0.11..0.13).contains(&share), "{share}");
        let spells: Vec<_> = bad.chunk_by(|a, b| a == b).filter(|stretch| stretch[0]).collect();
        let mean = spells.iter().map(|spell| spell.len()).sum::<usize>() as f64 / spells.len() as f64;
        assert!((190.0..210.0).contains(&mean), "{mean} ms");
    }

    #[test]
    fn the_same_seed_brings_the_same_spells() {
        assert_eq!(bad("crowded", 7, 60), bad("crowded", 7, 60));
        assert_ne!(bad("crowded", 7, 60), bad("crowded", 8, 60));
    }

    #[test]
    fn an_air_without_bursts_is_never_bad() {
        assert!(!bad("burst=0", 1, 60).contains(&true));
    }

    #[test]
    fn it_begins_as_often_in_a_bad_spell_as_it_is_in_one() {
        let begins_bad = |seed| {
            let random = ChaCha8Rng::seed_from_u64(seed);
            Spells::new(&"burst=0.3,spell=200".parse().unwrap(), random, Duration::ZERO).is_bad(Duration::ZERO)
        };
        let share = (0..10_000).filter(|seed| begins_bad(*seed)).count() as f64 / 10_000.0;
        assert!((0.28..0.32).contains(&share), "{share}");
    }
}
