use std::time::{Duration, Instant};

use rtc::rtp;

/// A source that has sent nothing for so long gives way to another of its section. Two that send in turns are layers of
/// one picture, which were turned down: the first stays.
const SILENCE: Duration = Duration::from_millis(200);
/// Packets of another source that are kept until it is clear whether it follows: what [`SILENCE`] lets in at 12 Mbit/s.
/// Newer ones are dropped when it is full.
const KEPT: usize = 256;

/// Which of the sources of a section is heard: one at a time, because a feed is one stream. An encoder that starts anew
/// in mid-session has another SSRC (RFC 3550 section 8.2), and nothing of it is lost.
#[derive(Debug, Default)]
pub(super) struct Source {
    current: Option<(u32, Instant)>,
    /// Packets of the one that may follow.
    next: Vec<rtp::Packet>,
}

impl Source {
    /// The one that is heard.
    pub fn ssrc(&self) -> Option<u32> {
        self.current.map(|(ssrc, _)| ssrc)
    }

    /// Takes in a packet that came at `now`; gives what is to be heard.
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
                let mut heard = std::mem::take(&mut self.next);
                let follows = current.is_some_and(|(current, _)| current != ssrc);
                heard.retain(|kept| follows && kept.header.ssrc == ssrc);
                self.current = Some((ssrc, now));
                heard.push(packet);
                heard
            }
        }
    }

    /// A source has said good-bye (RFC 3550 section 6.6): another may follow at once.
    pub fn left(&mut self, ssrc: u32) {
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

    /// The sequence numbers of what is heard of packets that come at these milliseconds.
    fn heard(source: &mut Source, from: Instant, packets: &[(u64, u32, u16)]) -> Vec<u16> {
        let at = |millis| from + Duration::from_millis(millis);
        let heard = packets.iter().flat_map(|(millis, ssrc, number)| source.take(packet(*ssrc, *number), at(*millis)));
        heard.map(|packet| packet.header.sequence_number).collect()
    }

    #[test]
    fn a_source_that_follows_loses_nothing() {
        let (mut source, from) = (Source::default(), Instant::now());
        let packets = [(0, 1, 1), (33, 1, 2), (66, 2, 10), (99, 2, 11), (200, 2, 12), (240, 2, 13), (270, 2, 14)];
        assert_eq!(heard(&mut source, from, &packets), [1, 2, 10, 11, 12, 13, 14]);
        assert_eq!(source.ssrc(), Some(2));
    }

    #[test]
    fn of_two_that_send_in_turns_one_is_heard() {
        let (mut source, from) = (Source::default(), Instant::now());
        let packets: Vec<_> = (0..3000).map(|at| (u64::from(at) * 10, u32::from(at % 2), at)).collect();
        let heard = heard(&mut source, from, &packets);
        assert!(heard.len() == 1500 && heard.iter().all(|number| number % 2 == 0));
        assert!(source.next.len() <= 1);
    }

    #[test]
    fn who_leaves_makes_room_at_once() {
        let (mut source, from) = (Source::default(), Instant::now());
        heard(&mut source, from, &[(0, 1, 1)]);
        source.left(7);
        assert!(heard(&mut source, from, &[(1, 2, 10)]).is_empty());
        source.left(1);
        assert_eq!(heard(&mut source, from, &[(2, 2, 11)]), [11]);
    }

    #[test]
    fn what_is_kept_has_an_end() {
        let (mut source, from) = (Source::default(), Instant::now());
        source.take(packet(1, 0), from);
        for number in 0..1000 {
            source.take(packet(2, number), from);
        }
        assert_eq!(source.next.len(), KEPT);
    }
}
