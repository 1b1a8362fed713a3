//! A radio between a sender and the assembler: packets wait for the air in a queue and are lost, requests as well as
//! answers. The sender sends again what it is asked for, and makes keyframes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::synthetic::{Sender, Sent};
use super::*;
use crate::media::{KeyframeReason, KeyframeRequests};

/// What a packet weighs on the air, in bits.
const PACKET: f64 = 1_200.0 * 8.0;
/// Packets of a delta and of a keyframe: 2.5 Mbit/s.
const PIECES: [usize; 2] = [8, 50];
/// A sender remembers what it sent for so long, and makes keyframes no closer together than this, in milliseconds.
const REMEMBERED: u64 = 1_000;
const KEYFRAMES_APART: u64 = 300;
/// A keyframe is asked for when the newest is so old.
const GOP: Duration = Duration::from_secs(2);

/// Times in milliseconds, shares of one.
#[derive(Debug, Clone, Copy)]
pub struct Air {
    pub delay: f64,
    /// Mean wait for the air.
    pub wait: f64,
    pub lost: f64,
    /// Bits a millisecond.
    pub rate: f64,
    /// Share of the time in bad spells, how long one is, and what it adds.
    pub bad: f64,
    pub spell: f64,
    pub bad_wait: f64,
    pub bad_lost: f64,
}

/// A hall full of phones.
pub const CROWDED: Air =
    Air { delay: 3.5, wait: 12.0, lost: 0.01, rate: 14_000.0, bad: 0.12, spell: 200.0, bad_wait: 80.0, bad_lost: 0.1 };

/// Where the air barely reaches.
pub const EDGE: Air =
    Air { delay: 4.0, wait: 15.0, lost: 0.03, rate: 4_000.0, bad: 0.15, spell: 300.0, bad_wait: 100.0, bad_lost: 0.15 };

/// One direction.
struct Way {
    air: Air,
    seed: u64,
    free: f64,
    bad_until: f64,
    next_spell: f64,
}

impl Way {
    fn new(air: Air, seed: u64) -> Self {
        let mut way = Self { air, seed, free: 0.0, bad_until: 0.0, next_spell: 0.0 };
        way.next_spell = 1_000.0 + way.until_spell();
        way
    }

    /// Between 0 and 1.
    fn random(&mut self) -> f64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) as f64 / (1_u64 << 31) as f64
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.random()).ln()
    }

    fn until_spell(&mut self) -> f64 {
        let mean = if self.air.bad > 0.0 { self.air.spell * (1.0 - self.air.bad) / self.air.bad } else { 1e12 };
        self.exponential(mean)
    }

    /// When what is sent at `now` arrives, unless it is lost.
    fn carry(&mut self, now: f64) -> Option<f64> {
        while now >= self.next_spell {
            self.bad_until = self.next_spell + self.exponential(self.air.spell);
            self.next_spell = self.bad_until + self.until_spell();
        }
        let is_bad = now < self.bad_until;
        if self.random() < if is_bad { self.air.bad_lost } else { self.air.lost } {
            return None;
        }
        let begins = now.max(self.free);
        let wait = self.air.wait + if is_bad { self.air.bad_wait } else { 0.0 };
        // What queues behind another goes along with it.
        let wait = if begins > now { 0.0 } else { self.exponential(wait) };
        self.free = begins + wait + PACKET / self.air.rate;
        Some(self.free + self.air.delay)
    }
}

/// What came of a show.
pub struct Outcome {
    pub sent: Vec<Sent>,
    pub outputs: Vec<(SessionTime, Assembled)>,
}

/// The next one that has arrived at `millis`.
fn due<T: Ord>(under_way: &mut BinaryHeap<Reverse<(u64, T)>>, millis: u64) -> Option<T> {
    under_way.peek().filter(|Reverse((arrives, _))| *arrives <= millis)?;
    under_way.pop().map(|Reverse((_, what))| what)
}

/// Films for so many seconds, waits until everything that can come is there, and ends.
pub fn film(codec: VideoCodec, air: Air, seconds: u64, seed: u64) -> Outcome {
    let (mut up, mut down) = (Way::new(air, seed), Way::new(air, !seed));
    let mut sender = Sender::new(codec);
    let mut assembler = Assembler::video(codec);
    let mut requests = KeyframeRequests::default();
    let (mut sent, mut outputs) = (Vec::new(), Vec::new());
    let mut history: BTreeMap<u16, (u64, RtpPacket)> = BTreeMap::new();
    // What is under way, by its arrival: packets and what the sender is asked for.
    let mut arrivals = BinaryHeap::new();
    let mut asks: BinaryHeap<Reverse<(u64, Option<Vec<u16>>)>> = BinaryHeap::new();
    let (mut keyframe_wanted, mut last_keyframe, mut newest_keyframe) = (true, 0, at(0));
    let end = 1_000 + seconds * 1_000;
    for millis in 1_000..end + 5_000 {
        let now = at(millis);
        while let Some(wanted) = due(&mut asks, millis) {
            let Some(wanted) = wanted else {
                keyframe_wanted = true;
                continue;
            };
            for sequence in wanted {
                if history.get(&sequence).is_some_and(|(sent, _)| millis - sent <= REMEMBERED)
                    && let Some(arrives) = up.carry(millis as f64)
                {
                    arrivals.push(Reverse((arrives.ceil() as u64, sequence)));
                }
            }
        }
        if millis < end && (millis - 1_000) % 33 == 0 {
            let keyframe = keyframe_wanted && (last_keyframe == 0 || millis - last_keyframe >= KEYFRAMES_APART);
            if keyframe {
                (keyframe_wanted, last_keyframe) = (false, millis);
            }
            let picture = sender.picture(keyframe, PIECES[usize::from(keyframe)]);
            for packet in &picture.packets {
                history.insert(packet.sequence, (millis, packet.clone()));
                if let Some(arrives) = up.carry(millis as f64) {
                    arrivals.push(Reverse((arrives.ceil() as u64, packet.sequence)));
                }
            }
            sent.push(picture);
        }
        let before = outputs.len();
        while let Some(sequence) = due(&mut arrivals, millis) {
            assembler.push(RtpPacket { arrived: now, ..history[&sequence].1.clone() });
            poll(&mut assembler, now, &mut outputs);
        }
        if assembler.next_deadline().is_some_and(|deadline| deadline <= now) {
            poll(&mut assembler, now, &mut outputs);
        }
        for (_, output) in &outputs[before..] {
            match output {
                Assembled::Resend(wanted) => {
                    let arrives = down.carry(millis as f64).map(|arrives| arrives.ceil() as u64);
                    asks.extend(arrives.map(|arrives| Reverse((arrives, Some(wanted.clone())))));
                }
                Assembled::NeedKeyframe(reason) => requests.need_again(*reason, now),
                Assembled::Unit(_, Side::Completed) => {}
                Assembled::Unit(unit, _) if unit.keyframe => {
                    newest_keyframe = now;
                    requests.satisfied(now);
                }
                Assembled::Unit(..) => requests.mended(),
            }
        }
        if now.since(newest_keyframe) >= GOP && !assembler.is_incomplete() {
            requests.need(KeyframeReason::Age, now);
        }
        if !assembler.is_keyframe_coming() && requests.ask(now, assembler.answer_timeout()).is_some() {
            asks.extend(down.carry(millis as f64).map(|arrives| Reverse((arrives.ceil() as u64, None))));
        }
    }
    let finished: Vec<_> = assembler.finish(at(end + 5_000)).collect();
    outputs.extend(finished.into_iter().map(|(unit, side)| (at(end + 5_000), Assembled::Unit(unit, side))));
    Outcome { sent, outputs }
}
