//! One direction of an air: when a packet arrives that is sent now, if it does.

use std::time::Duration;

use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::{
    Figures,
    spells::{Spells, exponential},
};

/// Where packets go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the phones to the desk.
    Up,
    /// From the desk to the phones.
    Down,
}

/// What becomes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It arrives at this time, and waits so long for those before it.
    Arrives { at: Duration, queued: Duration },
    /// It is lost in the air.
    Lost,
    /// The access point's queue is full.
    Dropped,
}

/// One direction of an air that all phones share. Packets never overtake each other, as in an access point's queue.
///
/// What is random comes of the seed alone: bad spells by time, losses by the packet's number, waits for the air by the
/// number of times that it was waited for. So the same seed brings the same fate.
#[derive(Debug)]
pub struct Radio {
    figures: Figures,
    seed: u64,
    direction: Direction,
    /// When this air began: its stretches without air are counted from here.
    began: Duration,
    spells: Spells,
    /// One throw for each packet.
    losses: ChaCha8Rng,
    waits: ChaCha8Rng,
    /// When everything before is sent.
    free: Duration,
    /// When the last packet arrives.
    last: Duration,
    /// Until when nothing passes, as was wanted while it ran.
    silent_until: Duration,
}

impl Radio {
    pub fn new(figures: Figures, seed: u64, direction: Direction) -> Self {
        let none = Duration::ZERO;
        Self {
            spells: Spells::new(&figures, random(seed, direction, Purpose::Spells), none),
            losses: random(seed, direction, Purpose::Losses),
            waits: random(seed, direction, Purpose::Waits),
            figures,
            seed,
            direction,
            began: none,
            free: none,
            last: none,
            silent_until: none,
        }
    }

    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Another air from now on, whose fate begins anew; what is underway arrives as it would have.
    pub fn begin(&mut self, figures: Figures, now: Duration) {
        let Self { free, last, silent_until, .. } = *self;
        let spells = Spells::new(&figures, random(self.seed, self.direction, Purpose::Spells), now);
        let fresh = Self::new(figures, self.seed, self.direction);
        *self = Self { began: now, spells, free, last, silent_until, ..fresh };
    }

    /// Nothing passes for so long.
    pub fn fall_silent(&mut self, now: Duration, length: Duration) {
        self.silent_until = now + length;
    }

    /// What becomes of a packet that is sent now.
    pub fn send(&mut self, now: Duration, bytes: usize) -> Fate {
        let luck: f64 = self.losses.random();
        let is_bad = self.spells.is_bad(now);
        let Figures { rate, delay, jitter, queue, loss, bad, bad_loss, .. } = self.figures;
        if self.is_silent(now) || luck < if is_bad { bad_loss } else { loss } {
            return Fate::Lost;
        }
        let queued = self.free.saturating_sub(now);
        if queued > queue {
            return Fate::Dropped;
        }
        // The wait for the air is for a transmit opportunity: what queues goes along with the first.
        let wait = if is_bad { jitter + bad } else { jitter };
        let wait = if queued.is_zero() { exponential(&mut self.waits, wait) } else { Duration::ZERO };
        self.free = now + queued + wait + Duration::from_secs_f64(bytes as f64 * 8.0 / rate);
        self.last = self.last.max(self.free + delay);
        Fate::Arrives { at: self.last, queued }
    }

    fn is_silent(&self, now: Duration) -> bool {
        let age = now.saturating_sub(self.began);
        now < self.silent_until
            || self.figures.gone.iter().any(|gone| gone.start <= age && age < gone.start + gone.length)
    }
}

/// What random numbers are for: each has its own, so that one is not moved by how often another is asked.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    Spells,
    Losses,
    Waits,
}

fn random(seed: u64, direction: Direction, purpose: Purpose) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let direction = match direction {
        Direction::Up => 0,
        Direction::Down => 1,
    };
    let purpose = match purpose {
        Purpose::Spells => 0,
        Purpose::Losses => 1,
        Purpose::Waits => 2,
    };
    random.set_stream(direction * 3 + purpose);
    random
}

#[cfg(test)]
mod tests;
