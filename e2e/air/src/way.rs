//! One direction: packets go in when they are sent and come out when they arrive.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use regie_air::{Direction, Fate, Figures, Radio, Tally, Times};

/// A packet that arrives.
pub struct Packet {
    at: Duration,
    /// Whose it is: the phone's index.
    pub phone: usize,
    pub bytes: Box<[u8]>,
}

/// One direction of the air, for those who read packets and the one who writes them.
pub struct Way {
    start: Instant,
    /// A lock, for a reader a phone and a writer; each holds it for a packet's arithmetic.
    state: Mutex<State>,
    /// There is a packet again after there was none.
    filled: Condvar,
}

struct State {
    radio: Radio,
    /// Underway, in the order of their arrival. As many as the air's delay and its queue hold: the radio drops the others.
    packets: VecDeque<Packet>,
    tallies: Vec<Tally>,
    /// How late packets were written.
    late: Times,
}

impl Way {
    pub fn new(figures: Figures, seed: u64, direction: Direction, phones: usize) -> Self {
        let state = State {
            radio: Radio::new(figures, seed, direction),
            packets: VecDeque::new(),
            tallies: vec![Tally::default(); phones],
            late: Times::default(),
        };
        Self { start: Instant::now(), state: Mutex::new(state), filled: Condvar::new() }
    }

    /// Sends a packet now.
    pub fn send(&self, phone: usize, bytes: &[u8]) {
        let mut state = self.lock();
        let now = self.start.elapsed();
        let fate = state.radio.send(now, bytes.len());
        state.tallies[phone].count(fate, now, bytes.len());
        let Fate::Arrives { at, .. } = fate else { return };
        state.packets.push_back(Packet { at, phone, bytes: bytes.into() });
        // The first of the queue is the next that arrives, so another one changes nothing for who waits.
        if state.packets.len() == 1 {
            self.filled.notify_one();
        }
    }

    /// Waits until packets arrive and takes them.
    pub fn arrived(&self) -> Vec<Packet> {
        let mut state = self.lock();
        loop {
            let now = self.start.elapsed();
            let due = state.packets.partition_point(|packet| packet.at <= now);
            let packets: Vec<_> = state.packets.drain(..due).collect();
            if !packets.is_empty() {
                for packet in &packets {
                    state.late.note(now - packet.at);
                }
                return packets;
            }
            // A wait of this kind is exact to a tenth of a millisecond, which a timer of an event loop is not.
            let next = state.packets.front().map(|packet| packet.at - now);
            state = match next {
                Some(next) => self.filled.wait_timeout(state, next).expect(UNPOISONED).0,
                None => self.filled.wait(state).expect(UNPOISONED),
            };
        }
    }

    /// Another air from now on; what is counted begins anew.
    pub fn begin(&self, changes: &str) -> anyhow::Result<()> {
        let mut state = self.lock();
        let figures = state.radio.figures().with(changes)?;
        state.radio.begin(figures, self.start.elapsed());
        state.tallies.fill(Tally::default());
        state.late = Times::default();
        Ok(())
    }

    pub fn fall_silent(&self, length: Duration) {
        self.lock().radio.fall_silent(self.start.elapsed(), length);
    }

    /// What became of each phone's packets, and how late they were written.
    pub fn tallies(&self) -> (Vec<Tally>, Times) {
        let state = self.lock();
        (state.tallies.clone(), state.late.clone())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect(UNPOISONED)
    }
}

const UNPOISONED: &str = "who holds it does not panic";
