use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::SessionTime;
use super::round_trip::RoundTrip;
use super::sequence::Sequence;

/// A packet is late rather than lost until so many later ones are known, as in TCP (RFC 5681 section 3.2) …
const OVERTAKEN: u64 = 3;
/// … or until so much time has passed: a picture's packets come within a few milliseconds, and Wi-Fi's own
/// retransmission puts them in order before it hands them on.
const REORDERING: Duration = Duration::from_millis(10);
/// A packet is asked for so often: where 3 % are lost each way one in a million is asked for in vain, at 20 % one in 160.
const MAX_ASKED: u8 = 5;
/// It is asked for again no sooner than this, however near the sender is: it paces what it resends between pictures.
const MIN_INTERVAL: Duration = Duration::from_millis(20);
/// And no later than this: whoever takes longer is asked twice.
const MAX_INTERVAL: Duration = Duration::from_millis(200);
/// What a packet is waited for at least, from the moment it is known to be missing. A keyframe is here 60 to 160 ms
/// after it is asked for: both together are less than the 300 ms in which a frozen picture is noticed.
pub const PATIENCE: Duration = Duration::from_millis(150);
/// More missing packets are not mended but replaced by a keyframe: they are 300 KB, which is 300 ms at 8 Mbit/s, and
/// to send them again takes as long as a keyframe.
const MAX_MISSING: usize = 256;
/// So many packets that were given up are remembered, for their answers tell how long one takes.
const MAX_LATE: usize = 64;

/// The packets of a stream that are missing, and when each is worth asking for (RFC 4585 section 6.2.1).
///
/// An answer is whatever brings the packet, on the stream's own SSRC or as RTX (RFC 4588): nothing is asked for that
/// is here.
#[derive(Debug, Default)]
pub struct NackGenerator {
    /// The first and the last packet that were seen of what is still of interest.
    seen: Option<(Sequence, Sequence)>,
    packets: BTreeMap<Sequence, Wait>,
    /// Packets that were asked for, since when, and given up: oldest first.
    late: VecDeque<(Sequence, SessionTime)>,
    round_trip: RoundTrip,
    asked: u64,
    recovered: u64,
}

#[derive(Debug)]
struct Wait {
    /// When it was asked for first.
    first: Option<SessionTime>,
    asked: u8,
    /// When it is asked for next, or is hopeless if that was often enough.
    due: SessionTime,
}

impl NackGenerator {
    /// A packet is here that was not before.
    pub fn arrived(&mut self, sequence: Sequence, now: SessionTime) {
        let (oldest, newest) = *self.seen.get_or_insert((sequence, sequence));
        if let Some(first) = self.packets.remove(&sequence).and_then(|wait| wait.first) {
            self.recovered += 1;
            // From the first request on: if an answer was lost it looks longer, and less is asked for in vain.
            self.round_trip.measured(now.since(first));
        }
        self.seen = Some((oldest.min(sequence), newest.max(sequence)));
        // Where the stream is taken up, packets may also come from before the first that came.
        let (start, end) = if sequence < oldest { (sequence, oldest) } else { (newest, sequence) };
        if end.since(start) > MAX_MISSING as u64 {
            // Neither these nor what was missing before: without a keyframe nothing goes on anyhow.
            self.packets.clear();
            return;
        }
        for missing in start.next().up_to(end) {
            self.packets.insert(missing, Wait { first: None, asked: 0, due: now + REORDERING });
        }
        while self.packets.len() > MAX_MISSING {
            self.packets.pop_first();
        }
        if sequence <= newest {
            return;
        }
        for (missing, wait) in &mut self.packets {
            if wait.asked == 0 && sequence.since(*missing) >= OVERTAKEN {
                wait.due = wait.due.min(now);
            }
        }
    }

    /// A packet is here that is not wanted any more: it came twice, or too late.
    pub fn came_late(&mut self, sequence: Sequence, now: SessionTime) {
        let at = self.late.iter().position(|(late, _)| *late == sequence);
        if let Some((_, first)) = at.and_then(|at| self.late.remove(at)) {
            self.round_trip.measured(now.since(first));
        }
    }

    /// Nothing before `sequence` is waited for any more.
    pub fn forget_before(&mut self, sequence: Sequence) {
        self.seen = self.seen.map(|(oldest, newest)| (oldest.max(sequence), newest.max(sequence)));
        let kept = self.packets.split_off(&sequence);
        let forgotten = std::mem::replace(&mut self.packets, kept);
        self.late.extend(forgotten.into_iter().filter_map(|(sequence, wait)| Some((sequence, wait.first?))));
        while self.late.len() > MAX_LATE {
            self.late.pop_front();
        }
    }

    /// What to ask for at `now`, oldest first; it is taken as done.
    pub fn ask(&mut self, now: SessionTime) -> Vec<u16> {
        let interval = self.interval();
        let mut wanted = Vec::new();
        for (sequence, wait) in &mut self.packets {
            if wait.due <= now && wait.asked < MAX_ASKED {
                wait.asked += 1;
                wait.first.get_or_insert(now);
                wait.due = now + interval;
                wanted.push(sequence.wire());
            }
        }
        self.asked += wanted.len() as u64;
        wanted
    }

    /// When there will be something to ask for.
    pub fn due(&self) -> Option<SessionTime> {
        self.packets.values().filter(|wait| wait.asked < MAX_ASKED).map(|wait| wait.due).min()
    }

    /// When it is known that one of the packets from `start` up to `end` is asked for in vain; the past if one of them
    /// was never worth asking for.
    pub fn hopeless(&self, start: Sequence, end: Sequence) -> Option<SessionTime> {
        let mut known = 0;
        let mut exhausted: Option<SessionTime> = None;
        for wait in self.packets.range(start..end).map(|(_, wait)| wait) {
            known += 1;
            if wait.asked == MAX_ASKED {
                exhausted = Some(exhausted.map_or(wait.due, |first| first.min(wait.due)));
            }
        }
        if known < end.since(start) { Some(SessionTime::ZERO) } else { exhausted }
    }

    /// How long a missing packet is waited for: two requests are worth their time also where answers take longer.
    pub fn patience(&self) -> Duration {
        PATIENCE.max(REORDERING + self.interval() * 2)
    }

    /// How many packets were asked for, each as often as it was, and how many came then.
    pub fn totals(&self) -> (u64, u64) {
        (self.asked, self.recovered)
    }

    /// After this an answer of the sender is lost rather than late.
    pub fn timeout(&self) -> Duration {
        self.round_trip.timeout()
    }

    /// The sender counts anew: nothing is missing yet.
    pub fn restart(&mut self) {
        self.seen = None;
        self.packets.clear();
        self.late.clear();
    }

    /// How long an answer is waited for before the packet is asked for again.
    fn interval(&self) -> Duration {
        self.round_trip.timeout().clamp(MIN_INTERVAL, MAX_INTERVAL)
    }
}

#[cfg(test)]
mod tests;
