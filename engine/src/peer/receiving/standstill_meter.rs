use std::time::Duration;

use rtc::rtp::Header;

use crate::{
    media::SessionTime,
    protocol::{StandstillCause, Standstills},
};

/// Pictures that are further apart stand still: four of 30 a second are missing, and it is seen.
const STANDSTILL: Duration = Duration::from_millis(150);
/// Longer without a packet is silence, where the pace of ten pictures a second is none.
const SILENCE: Duration = Duration::from_millis(100);
/// The RTP clock of video (RFC 6184 section 8.2.1, RFC 7741 section 6.1), ticks a millisecond.
const TICKS: u32 = 90;

/// Says of each gap between a camera's pictures that is longer than [`STANDSTILL`] where its time went.
///
/// The time between two packets has one cause. Where it is [`SILENCE`], nothing else counts: the sender's, if nothing is
/// missing between the two and their timestamps are as far apart as they came, else the air's. Otherwise it is what was
/// waited for: a missing packet, or then a keyframe, whichever ended it. Where nothing was waited for, packets came at
/// their pace, which goes to the largest of the other causes, or to the air where it is more than that: a picture came
/// too slowly.
#[derive(Debug, Default)]
pub(super) struct StandstillMeter {
    /// The last picture; none stands still before the first.
    picture: Option<SessionTime>,
    /// When the last packet came, or the last picture was whole.
    last: SessionTime,
    newest: Option<NewestPacket>,
    waits_for: WaitsFor,
    /// Since when.
    since: SessionTime,
    /// What was waited for since the last packet, before that.
    waited: Waited,
    shares: Shares,
    totals: Standstills,
}

/// The newest packet.
#[derive(Debug)]
struct NewestPacket {
    ssrc: u32,
    sequence: u16,
    timestamp: u32,
}

/// What the next picture waits for, which may come to more and never to less.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WaitsFor {
    /// Its packets.
    #[default]
    Packets,
    /// A packet that is missing.
    Loss,
    /// A keyframe that was asked for, or what is missing: whichever comes first.
    Keyframe,
}

/// How long each was waited for.
#[derive(Debug, Default)]
struct Waited {
    packets: Duration,
    loss: Duration,
    keyframe: Duration,
}

impl Waited {
    fn add(&mut self, waits_for: WaitsFor, time: Duration) {
        *match waits_for {
            WaitsFor::Packets => &mut self.packets,
            WaitsFor::Loss => &mut self.loss,
            WaitsFor::Keyframe => &mut self.keyframe,
        } += time;
    }
}

/// Where the time since the last picture went.
#[derive(Debug, Default)]
struct Shares {
    air: Duration,
    sender: Duration,
    waited: Waited,
}

impl Shares {
    fn waited(&mut self, more: Waited) {
        self.waited.packets += more.packets;
        self.waited.loss += more.loss;
        self.waited.keyframe += more.keyframe;
    }

    /// By cause, in milliseconds, once it is known whether a keyframe ended it.
    fn by_cause(self, keyframe: bool) -> [(StandstillCause, u32); 4] {
        let Self { air, sender, waited } = self;
        let (loss, asked) =
            if keyframe { (waited.loss, waited.keyframe) } else { (waited.loss + waited.keyframe, Duration::ZERO) };
        let mut shares = [
            (StandstillCause::Air, air),
            (StandstillCause::Loss, loss),
            (StandstillCause::Keyframe, asked),
            (StandstillCause::Sender, sender),
        ];
        let largest = (0..shares.len()).max_by_key(|at| shares[*at].1).filter(|at| shares[*at].1 > waited.packets);
        shares[largest.unwrap_or_default()].1 += waited.packets;
        shares.map(|(cause, share)| (cause, u32::try_from(share.as_millis()).unwrap_or(u32::MAX)))
    }
}

impl StandstillMeter {
    /// A packet of the pictures came; `is_probe` if it is one without a picture's bytes.
    pub fn packet(&mut self, header: &Header, is_probe: bool, now: SessionTime) {
        let (sequence, timestamp) = (header.sequence_number, header.timestamp);
        // Another stream has numbers of its own.
        let newest = self.newest.as_ref().filter(|newest| newest.ssrc == header.ssrc);
        let follows = newest.map(|newest| sequence.wrapping_sub(newest.sequence));
        if is_probe {
            // It says nothing of the time, only that nothing is missing before what comes next.
            if let Some(newest) = self.newest.as_mut().filter(|_| follows == Some(1)) {
                newest.sequence = sequence;
            }
            return;
        }
        // Half of the range is newer, half is older.
        let is_newer = follows.is_none_or(|follows| (1..=u16::MAX / 2).contains(&follows));
        if !is_newer && self.waits_for == WaitsFor::Packets {
            // Where nothing is missing it is a probe too: Chromium repeats what it sent.
            return;
        }
        let stretch = now.since(self.last);
        let mut waited = std::mem::take(&mut self.waited);
        waited.add(self.waits_for, now.since(self.since));
        if stretch < SILENCE {
            self.shares.waited(waited);
        } else if follows == Some(1) && self.ticks_to(timestamp) >= stretch / 2 {
            self.shares.sender += stretch;
        } else {
            self.shares.air += stretch;
        }
        (self.last, self.since) = (now, now);
        if is_newer {
            self.newest = Some(NewestPacket { ssrc: header.ssrc, sequence, timestamp });
            if follows.is_some_and(|follows| follows > 1) {
                self.waits_for(WaitsFor::Loss, now);
            }
        }
    }

    /// How far the sender's clock went from the newest packet to this timestamp.
    fn ticks_to(&self, timestamp: u32) -> Duration {
        let ticks = self.newest.as_ref().map_or(0, |newest| timestamp.wrapping_sub(newest.timestamp));
        let is_later = ticks <= u32::MAX / 2;
        if is_later { Duration::from_millis(u64::from(ticks / TICKS)) } else { Duration::ZERO }
    }

    /// The next picture waits for this by now.
    pub fn waits_for(&mut self, waits_for: WaitsFor, now: SessionTime) {
        if waits_for > self.waits_for {
            self.waited.add(self.waits_for, now.since(self.since));
            (self.waits_for, self.since) = (waits_for, now);
        }
    }

    /// The next picture is whole.
    pub fn picture(&mut self, is_keyframe: bool, now: SessionTime) {
        let mut shares = std::mem::take(&mut self.shares);
        let mut waited = std::mem::take(&mut self.waited);
        waited.add(std::mem::take(&mut self.waits_for), now.since(self.since));
        shares.waited(waited);
        let stood = self.picture.replace(now).map(|last| now.since(last)).unwrap_or_default();
        (self.last, self.since) = (now, now);
        if stood > STANDSTILL {
            self.totals.add(&shares.by_cause(is_keyframe));
        }
    }

    /// All so far.
    pub fn totals(&self) -> Standstills {
        self.totals
    }
}

#[cfg(test)]
mod tests;
