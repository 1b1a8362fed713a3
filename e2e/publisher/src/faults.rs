//! A bad network in front of a good one: packets of ours are lost or overtaken on purpose.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use rand::{RngExt, SeedableRng, rngs::StdRng};
use rtc::{
    interceptor::{Attribute, Interceptor, Packet, StreamInfo, TaggedPacket},
    sansio::Protocol,
    shared::error::Error,
};

use crate::counts::Counts;

/// A packet that is held back is overtaken by so many: 3 and more duplicate acknowledgements make a TCP believe in a
/// loss, and real reordering is mostly below that.
const OVERTAKEN_BY: std::ops::RangeInclusive<u8> = 1..=3;
/// It goes on after this at the latest, when nothing comes that could overtake it.
const HELD: Duration = Duration::from_millis(10);

/// How bad the network is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Badness {
    /// Share of packets that are lost, 0 to 1.
    pub loss: f64,
    /// Share of packets that are overtaken by the next few, 0 to 1.
    pub reorder: f64,
}

/// What becomes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Sent,
    Dropped,
    /// Sent when so many others were.
    Held(u8),
}

/// The fates of one camera's packets: the same seed brings the same ones.
#[derive(Debug)]
struct Fates {
    badness: Badness,
    dice: StdRng,
}

impl Fates {
    fn next(&mut self) -> Fate {
        let throw: f64 = self.dice.random();
        let Badness { loss, reorder } = self.badness;
        if throw < loss {
            Fate::Dropped
        } else if throw < loss + reorder {
            Fate::Held(self.dice.random_range(OVERTAKEN_BY))
        } else {
            Fate::Sent
        }
    }
}

/// Drops and delays outgoing RTP packets, retransmissions too. RTCP passes, both ways.
///
/// Its place is closest to the wire, where every packet has its number and is in the buffer for retransmissions.
pub struct Faults {
    fates: Fates,
    counts: Arc<Counts>,
    reads: VecDeque<TaggedPacket>,
    writes: VecDeque<TaggedPacket>,
    /// Packets that wait for others to overtake them, how many, and until when; a few at most.
    held: Vec<(TaggedPacket, u8, Instant)>,
}

impl Faults {
    pub fn new(badness: Badness, seed: u64, counts: Arc<Counts>) -> Self {
        let fates = Fates { badness, dice: StdRng::seed_from_u64(seed) };
        Self { fates, counts, reads: VecDeque::new(), writes: VecDeque::new(), held: Vec::new() }
    }

    /// Counts a departure, and lets those go that waited for it.
    fn overtake(&mut self) {
        for (_, wait, _) in &mut self.held {
            *wait = wait.saturating_sub(1);
        }
        self.release(|wait, _| wait == 0);
    }

    fn release(&mut self, is_due: impl Fn(u8, Instant) -> bool) {
        let due = self.held.extract_if(.., |(_, wait, until)| is_due(*wait, *until));
        self.writes.extend(due.map(|(packet, ..)| packet));
    }
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Faults {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, message: TaggedPacket) -> Result<(), Error> {
        self.reads.push_back(message);
        Ok(())
    }

    fn poll_read(&mut self) -> Option<TaggedPacket> {
        self.reads.pop_front()
    }

    fn handle_write(&mut self, message: TaggedPacket) -> Result<(), Error> {
        if matches!(message.message.packet, Packet::Rtcp(_)) {
            self.writes.push_back(message);
            return Ok(());
        }
        if message.message.has(&Attribute::Retransmission) {
            self.counts.resent.add(1);
        }
        match self.fates.next() {
            Fate::Dropped => self.counts.dropped.add(1),
            Fate::Held(wait) => {
                self.counts.reordered.add(1);
                let until = message.now + HELD;
                self.held.push((message, wait, until));
            }
            Fate::Sent => {
                self.writes.push_back(message);
                self.overtake();
            }
        }
        Ok(())
    }

    fn poll_write(&mut self) -> Option<TaggedPacket> {
        self.writes.pop_front()
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), Error> {
        self.release(|_, until| until <= now);
        Ok(())
    }

    fn poll_timeout(&mut self) -> Option<Instant> {
        self.held.iter().map(|(.., until)| *until).min()
    }
}

impl Interceptor for Faults {
    fn bind_local_stream(&mut self, _: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _: &StreamInfo) {}
    fn bind_remote_stream(&mut self, _: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _: &StreamInfo) {}
}

#[cfg(test)]
mod tests {
    use rtc::{interceptor::AttributedPacket, rtp, shared::TransportContext};

    use super::*;

    const PACKETS: u16 = 10_000;

    fn message(now: Instant, sequence_number: u16) -> TaggedPacket {
        let header = rtp::header::Header { sequence_number, ..Default::default() };
        let packet = Packet::Rtp(rtp::Packet { header, ..Default::default() });
        TaggedPacket { now, transport: TransportContext::default(), message: AttributedPacket::new(packet) }
    }

    fn drain(faults: &mut Faults) -> Vec<u16> {
        std::iter::from_fn(|| faults.poll_write())
            .map(|message| match message.message.packet {
                Packet::Rtp(packet) => packet.header.sequence_number,
                _ => unreachable!("only RTP went in"),
            })
            .collect()
    }

    fn through(badness: Badness, seed: u64) -> (Vec<u16>, Arc<Counts>) {
        let counts = Arc::<Counts>::default();
        let mut faults = Faults::new(badness, seed, Arc::clone(&counts));
        let now = Instant::now();
        for number in 0..PACKETS {
            faults.handle_write(message(now, number)).expect("it takes any packet");
        }
        faults.handle_timeout(now + HELD).expect("it takes any time");
        (drain(&mut faults), counts)
    }

    #[test]
    fn a_good_network_changes_nothing() {
        let (out, counts) = through(Badness::default(), 1);
        assert!(out.into_iter().eq(0..PACKETS));
        assert_eq!(counts.dropped.get() + counts.reordered.get(), 0);
    }

    #[test]
    fn the_asked_share_is_lost_and_the_rest_keeps_its_order() {
        let (out, counts) = through(Badness { loss: 0.03, reorder: 0.0 }, 1);
        assert_eq!(out.len() + counts.dropped.get() as usize, usize::from(PACKETS));
        assert!((250..350).contains(&counts.dropped.get()), "{}", counts.dropped.get());
        assert!(out.is_sorted());
    }

    #[test]
    fn what_is_overtaken_arrives_a_few_packets_late() {
        let (mut out, counts) = through(Badness { loss: 0.0, reorder: 0.1 }, 1);
        assert!((900..1100).contains(&counts.reordered.get()), "{}", counts.reordered.get());
        let inversions = out.windows(2).filter(|pair| pair[0] > pair[1]).count();
        assert!(inversions > 500, "{inversions}");
        // Those that hold it back may be held back themselves: twice the longest wait and a few.
        let late = out.iter().enumerate().map(|(place, number)| place.abs_diff(usize::from(*number))).max();
        assert!(late <= Some(8), "{late:?}");
        out.sort_unstable();
        assert!(out.into_iter().eq(0..PACKETS));
    }

    #[test]
    fn the_same_seed_brings_the_same_faults() {
        let badness = Badness { loss: 0.05, reorder: 0.05 };
        assert_eq!(through(badness, 7).0, through(badness, 7).0);
        assert_ne!(through(badness, 7).0, through(badness, 8).0);
    }

    #[test]
    fn the_last_packet_is_not_held_for_ever() {
        let mut faults = Faults::new(Badness { loss: 0.0, reorder: 1.0 }, 1, Arc::default());
        let now = Instant::now();
        faults.handle_write(message(now, 1)).expect("it takes any packet");
        assert!(drain(&mut faults).is_empty());
        assert_eq!(faults.poll_timeout(), Some(now + HELD));
        faults.handle_timeout(now + HELD).expect("it takes any time");
        assert_eq!(drain(&mut faults), [1]);
    }
}
