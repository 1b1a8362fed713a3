use std::collections::BTreeMap;
use std::time::Duration;

use super::sequence::Sequence;
use super::{RtpPacket, SessionTime};

/// How many packets may wait for one that is missing: what comes in 3 s at 8 Mbit/s is 2 500 packets of 1 200 bytes, and
/// a 4K keyframe of 1 MB is 870.
const MAX_PACKETS: usize = 4_096;
/// How many bytes may wait: 3 MB and 1 MB of these.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// When nothing but old sequence numbers has come for so long and one has a new timestamp, the sender counts anew:
/// a retransmission or a probe that repeats an old packet has its timestamp too.
const RESTART: Duration = Duration::from_secs(1);
/// Puts packets into the order in which they were sent, each once.
///
/// A packet that is next in order goes through at once. When one is missing, the ones behind it wait for it until the
/// patience has run out since the first of them came, or until there is no more room; then it is given up.
#[derive(Debug, Clone)]
pub struct Reorder {
    patience: Duration,
    waiting: BTreeMap<Sequence, RtpPacket>,
    waiting_bytes: usize,
    /// The next one in order; none before the start is found.
    next: Option<Sequence>,
    newest: Option<Sequence>,
    /// When the first of the waiting packets came, if one before them is missing.
    stuck_since: Option<SessionTime>,
    /// When the last packet came that was not old, and its timestamp.
    progress: (SessionTime, u32),
}

/// What became of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Insertion {
    /// It is in.
    Taken,
    /// It had come before, came too late, or there is no room because nobody polls.
    Useless,
    /// It is in, and everything before it is forgotten: the sender counts anew.
    Restart,
}

/// What is next in order.
#[derive(Debug, PartialEq, Eq)]
pub enum InOrder {
    /// A packet.
    Packet(RtpPacket),
    /// So many packets were given up; where the stream is taken up, it is not known how many, so it says zero.
    Gap(u64),
}

impl Reorder {
    /// Without any packet yet; `patience` is how long a missing one is waited for.
    pub fn new(patience: Duration) -> Self {
        Self {
            patience,
            waiting: BTreeMap::new(),
            waiting_bytes: 0,
            next: None,
            newest: None,
            stuck_since: None,
            progress: (SessionTime::ZERO, 0),
        }
    }

    /// From now on a missing packet is waited for so long.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Takes a packet as it arrives.
    pub fn push(&mut self, packet: RtpPacket) -> Insertion {
        let sequence = self.extend(packet.sequence);
        if self.next.is_some_and(|next| sequence < next) {
            if !self.counts_anew(&packet) {
                return Insertion::Useless;
            }
            *self = Self::new(self.patience);
            self.push(packet);
            return Insertion::Restart;
        }
        let full = self.waiting.len() >= MAX_PACKETS || self.waiting_bytes >= MAX_BYTES;
        if full || self.waiting.contains_key(&sequence) {
            return Insertion::Useless;
        }
        self.progress = (packet.arrived, packet.timestamp);
        self.newest = self.newest.max(Some(sequence));
        self.waiting_bytes += packet.payload.len();
        let arrived = packet.arrived;
        self.waiting.insert(sequence, packet);
        self.stuck_since = self.is_stuck().then(|| self.stuck_since.map_or(arrived, |since| since.min(arrived)));
        Insertion::Taken
    }

    /// The next one in order that is here or given up at `now`.
    pub fn pop(&mut self, now: SessionTime) -> Option<InOrder> {
        let first = self.first()?;
        if !self.is_stuck() {
            return self.take(first).map(InOrder::Packet);
        }
        let full = self.waiting.len() >= MAX_PACKETS || self.waiting_bytes >= MAX_BYTES;
        if full || self.deadline().is_some_and(|deadline| now >= deadline) {
            return Some(InOrder::Gap(self.give_up()));
        }
        None
    }

    /// Whether nothing has come yet.
    pub fn is_new(&self) -> bool {
        self.newest.is_none()
    }

    /// Whether packets wait for one that is missing, or for the start to be found.
    pub fn is_stuck(&self) -> bool {
        self.first().is_some_and(|first| self.next != Some(first))
    }

    /// What is waited for: the packets from the first up to the second, without that. None before the start is found.
    pub fn gap(&self) -> Option<(Sequence, Sequence)> {
        let (next, first) = (self.next?, self.first()?);
        (next < first).then_some((next, first))
    }

    /// The next one in order, once the start is found.
    pub fn next(&self) -> Option<Sequence> {
        self.next
    }

    /// Gives up what is waited for; says how many packets that is.
    pub fn give_up(&mut self) -> u64 {
        self.first().map_or(0, |first| self.skip_to(first))
    }

    /// When the missing packet will be given up.
    pub fn deadline(&self) -> Option<SessionTime> {
        Some(self.stuck_since? + self.patience)
    }

    /// Since when it is known that a packet is missing: when the first of those behind it came.
    pub fn stuck_since(&self) -> Option<SessionTime> {
        self.stuck_since
    }

    /// How many packets wait.
    pub fn packets(&self) -> usize {
        self.waiting.len()
    }

    /// The packets that wait, in order.
    pub fn waiting(&self) -> impl DoubleEndedIterator<Item = (Sequence, &RtpPacket)> {
        self.waiting.iter().map(|(sequence, packet)| (*sequence, packet))
    }

    /// Goes on at `sequence`: what waits before it is forgotten. Says how many packets are missing there.
    pub fn skip_to(&mut self, sequence: Sequence) -> u64 {
        let mut missing = self.next.map_or(0, |next| sequence.since(next));
        while let Some(first) = self.first().filter(|first| *first < sequence) {
            self.take(first);
            missing = missing.saturating_sub(1);
        }
        self.next = Some(sequence);
        self.look_whether_stuck();
        missing
    }

    fn look_whether_stuck(&mut self) {
        let first = self.waiting.values().map(|packet| packet.arrived).min();
        self.stuck_since = first.filter(|_| self.is_stuck());
    }

    fn counts_anew(&self, old: &RtpPacket) -> bool {
        let (arrived, timestamp) = self.progress;
        // Half of the range is later, half is earlier.
        let is_later = (old.timestamp.wrapping_sub(timestamp) as i32) > 0;
        is_later && old.arrived.since(arrived) >= RESTART
    }

    fn first(&self) -> Option<Sequence> {
        self.waiting.first_key_value().map(|(first, _)| *first)
    }

    fn take(&mut self, sequence: Sequence) -> Option<RtpPacket> {
        let packet = self.waiting.remove(&sequence)?;
        self.waiting_bytes -= packet.payload.len();
        self.next = Some(sequence.next());
        if self.is_stuck() {
            self.look_whether_stuck();
        } else {
            self.stuck_since = None;
        }
        Some(packet)
    }

    /// The number that is meant by the 16 bits on the wire.
    pub fn extend(&self, wire: u16) -> Sequence {
        Sequence::extend(wire, self.newest)
    }
}

#[cfg(test)]
mod tests;
