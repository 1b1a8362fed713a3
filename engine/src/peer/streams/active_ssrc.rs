use std::time::{Duration, Instant};

use rtc::rtp;

/// A stream that has sent nothing for so long gives way to another of its section. Two that send in turns are layers of
/// one picture, which were turned down: the first stays.
const SILENCE: Duration = Duration::from_millis(200);
/// Packets of another stream that are kept until it is clear whether it follows: what [`SILENCE`] lets in at 12 Mbit/s.
/// Newer ones are dropped when it is full.
const KEPT: usize = 256;

/// Which of the RTP streams of a section goes on to its reader: one at a time, because a feed is one stream. An encoder that starts anew
/// in mid-session has another SSRC (RFC 3550 section 8.2), and nothing of it is lost.
#[derive(Debug, Default)]
pub(super) struct ActiveSsrc {
    current: Option<(u32, Instant)>,
    /// Packets of the one that may follow.
    next: Vec<rtp::Packet>,
}

impl ActiveSsrc {
    /// The one that goes on.
    pub fn ssrc(&self) -> Option<u32> {
        self.current.map(|(ssrc, _)| ssrc)
    }

    /// Takes in a packet that came at `now`; gives what goes on.
    pub fn take(&mut self, packet: rtp::Packet, now: Instant) -> Vec<rtp::Packet> {
        let ssrc = packet.header.ssrc;
        match self.current {
            Some((current, last)) if current != ssrc && now.saturating_duration_since(last) < SILENCE => {
                self.next.retain(|kept| kept.header.ssrc == ssrc);
                if self.next.len() < KEPT {
                    self.next.push(packet);
                }
                Vec::new()
            }
            current => {
                let mut passed = std::mem::take(&mut self.next);
                let follows = current.is_some_and(|(current, _)| current != ssrc);
                passed.retain(|kept| follows && kept.header.ssrc == ssrc);
                self.current = Some((ssrc, now));
                passed.push(packet);
                passed
            }
        }
    }

    /// A stream has ended by BYE (RFC 3550 section 6.6): another may follow at once.
    pub fn bye(&mut self, ssrc: u32) {
        if self.ssrc() == Some(ssrc) {
            self.current = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(ssrc: u32, sequence_number: u16) -> rtp::Packet {
        rtp::Packet { header: rtp::Header { ssrc, sequence_number, ..Default::default() }, ..Default::default() }
    }

    /// The sequence numbers of what goes on of packets that come at these milliseconds.
    fn passed(active: &mut ActiveSsrc, from: Instant, packets: &[(u64, u32, u16)]) -> Vec<u16> {
        let at = |millis| from + Duration::from_millis(millis);
        let passed = packets.iter().flat_map(|(millis, ssrc, number)| active.take(packet(*ssrc, *number), at(*millis)));
        passed.map(|packet| packet.header.sequence_number).collect()
    }

    #[test]
    fn a_stream_that_follows_loses_nothing() {
        let (mut active, from) = (ActiveSsrc::default(), Instant::now());
        let packets = [(0, 1, 1), (33, 1, 2), (66, 2, 10), (99, 2, 11), (200, 2, 12), (240, 2, 13), (270, 2, 14)];
        assert_eq!(passed(&mut active, from, &packets), [1, 2, 10, 11, 12, 13, 14]);
        assert_eq!(active.ssrc(), Some(2));
    }

    #[test]
    fn of_two_that_send_in_turns_one_goes_on() {
        let (mut active, from) = (ActiveSsrc::default(), Instant::now());
        let packets: Vec<_> = (0..3000).map(|at| (u64::from(at) * 10, u32::from(at % 2), at)).collect();
        let passed = passed(&mut active, from, &packets);
        assert!(passed.len() == 1500 && passed.iter().all(|number| number % 2 == 0));
        assert!(active.next.len() <= 1);
    }

    #[test]
    fn who_leaves_makes_room_at_once() {
        let (mut active, from) = (ActiveSsrc::default(), Instant::now());
        passed(&mut active, from, &[(0, 1, 1)]);
        active.bye(7);
        assert!(passed(&mut active, from, &[(1, 2, 10)]).is_empty());
        active.bye(1);
        assert_eq!(passed(&mut active, from, &[(2, 2, 11)]), [11]);
    }

    #[test]
    fn what_is_kept_has_an_end() {
        let (mut active, from) = (ActiveSsrc::default(), Instant::now());
        active.take(packet(1, 0), from);
        for number in 0..1000 {
            active.take(packet(2, number), from);
        }
        assert_eq!(active.next.len(), KEPT);
    }
}
