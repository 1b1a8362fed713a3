use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::SessionTime;
use super::answers::Answers;
use super::round_trip::RoundTrip;
use super::sequence::Sequence;

/// A packet is late rather than lost until so many later ones are known, as in TCP (RFC 5681 section 3.2) …
const OVERTAKEN: u64 = 3;
/// … or until so much time has passed: a picture's packets come within a few milliseconds, and Wi-Fi's own
/// retransmission puts them in order before it hands them on.
const REORDERING: Duration = Duration::from_millis(10);
/// A packet is asked for and may be waited for so long: senders keep what they sent for a second or a few round trips.
pub const HORIZON: Duration = Duration::from_secs(3);
/// So often it is asked for at the pace of the answers, and then as often at half of that, and so on: an air that is gone
/// for a while takes them all.
const PACE: u32 = 3;
/// It is asked for again no sooner than this, however near the sender is: it paces what it resends between pictures.
const MIN_INTERVAL: Duration = Duration::from_millis(20);
/// And no later than this: whoever takes longer is asked twice.
const MAX_INTERVAL: Duration = Duration::from_millis(200);
/// However often it was asked for in vain, no later than this: when the air is there again it is soon known.
const MAX_BACKOFF: Duration = Duration::from_millis(400);
/// Live pictures wait at least so long from the moment that a packet is known to be missing: a keyframe is here 60 to
/// 160 ms after it is asked for, and both together are less than the 300 ms in which a frozen picture is noticed.
const MIN_PATIENCE: Duration = Duration::from_millis(120);
/// And at most so long: by then they are frozen anyhow, and a keyframe takes less than one more answer.
const MAX_PATIENCE: Duration = Duration::from_millis(350);
/// More missing packets are not mended but replaced by a keyframe: they are 600 KB, which is two seconds of 2.5 Mbit/s,
/// and to send them again takes longer than a keyframe.
const MAX_MISSING: usize = 512;
/// So many are asked for at once: 300 KB. The rest follows when these are answered.
const MAX_WANTED: usize = 256;
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
    answers: Answers,
    asked: u64,
    recovered: u64,
}

#[derive(Debug)]
struct Wait {
    /// When it was known to be missing.
    noticed: SessionTime,
    /// When it was asked for first.
    first: Option<SessionTime>,
    asked: u32,
    /// When it is asked for next.
    due: SessionTime,
}

impl Wait {
    fn end(&self) -> SessionTime {
        self.noticed + HORIZON
    }
}

impl NackGenerator {
    /// A packet is here that was not before.
    pub fn arrived(&mut self, sequence: Sequence, now: SessionTime) {
        let (oldest, newest) = *self.seen.get_or_insert((sequence, sequence));
        if let Some(Wait { first: Some(first), asked, .. }) = self.packets.remove(&sequence) {
            self.recovered += 1;
            self.answers.came(asked);
            self.measured(first, now);
        }
        self.seen = Some((oldest.min(sequence), newest.max(sequence)));
        // Where the stream is taken up, packets may also come from before the first that came.
        let (start, end) = if sequence < oldest { (sequence, oldest) } else { (newest, sequence) };
        if end.since(start) > MAX_MISSING as u64 {
            // These are no use: to send them all again takes longer than a keyframe.
            return;
        }
        for missing in start.next().up_to(end) {
            self.packets.insert(missing, Wait { noticed: now, first: None, asked: 0, due: now + REORDERING });
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
            self.measured(first, now);
        }
    }

    /// Nothing before `sequence` is waited for any more.
    pub fn forget_before(&mut self, sequence: Sequence) {
        self.seen = self.seen.map(|(oldest, newest)| (oldest.max(sequence).min(newest), newest));
        if self.packets.first_key_value().is_none_or(|(first, _)| *first >= sequence) {
            return;
        }
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
        let answers = &mut self.answers;
        self.packets.retain(|sequence, wait| {
            if wait.end() <= now {
                answers.never_came();
                return false;
            }
            if wait.due <= now && wanted.len() < MAX_WANTED {
                wait.asked += 1;
                wait.first.get_or_insert(now);
                wait.due = now + backed_off(interval, wait.asked);
                wanted.push(sequence.wire());
            }
            true
        });
        self.asked += wanted.len() as u64;
        wanted
    }

    /// When there will be something to ask for, or to give up.
    pub fn due(&self) -> Option<SessionTime> {
        self.packets.values().map(|wait| wait.due.min(wait.end())).min()
    }

    /// Whether one of the packets from `start` up to `end` is not asked for any more, or never was worth it.
    pub fn is_hopeless(&self, start: Sequence, end: Sequence) -> bool {
        (self.packets.range(start..end).count() as u64) < end.since(start)
    }

    /// How long live pictures wait for a missing packet: for as many answers as it takes on this air that one of them
    /// comes in all likelihood.
    pub fn patience(&self) -> Duration {
        let interval = self.interval();
        let answers = (1..=self.answers.worthwhile()).map(|asked| backed_off(interval, asked)).sum::<Duration>();
        (REORDERING + answers).clamp(MIN_PATIENCE, MAX_PATIENCE)
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

    /// From the first request on: if an answer was lost it looks longer, and less is asked for in vain. But one that came
    /// after a silence says little of the others.
    fn measured(&mut self, first: SessionTime, now: SessionTime) {
        self.round_trip.measured(now.since(first).min(self.timeout() * 2));
    }

    /// How long an answer is waited for before the packet is asked for again: what one usually takes. A request is a few
    /// bytes, and a sender lets one pass that comes before its own answer can be there; a picture that waits costs more.
    fn interval(&self) -> Duration {
        self.round_trip.usual().clamp(MIN_INTERVAL, MAX_INTERVAL)
    }
}

/// How long the answer to the request of this number is waited for.
fn backed_off(interval: Duration, asked: u32) -> Duration {
    (interval * 2_u32.saturating_pow((asked.saturating_sub(1) / PACE).min(8))).min(MAX_BACKOFF.max(interval))
}

#[cfg(test)]
mod tests;
