//! The keyframes among the packets that wait behind what is missing.

use super::{Chain, RtpPacket, Sequence};

impl Chain {
    /// Whether packets of a keyframe come in, and nothing of it was waited for too long.
    pub fn is_keyframe_coming(&self) -> bool {
        self.builder.is_keyframe_coming() && !self.has_waited() || self.is_keyframe_waiting()
    }

    /// Whether the newest packets, behind one that is missing, are of a keyframe.
    fn is_keyframe_waiting(&self) -> bool {
        let newest = self.reorder.waiting().next_back().map(|(_, packet)| packet.timestamp);
        let packets = self.reorder.waiting().rev().map(|(_, packet)| packet);
        packets.take_while(|packet| Some(packet.timestamp) == newest).any(|packet| self.starts_keyframe(packet))
    }

    fn starts_keyframe(&self, packet: &RtpPacket) -> bool {
        self.builder.is_keyframe_start(&packet.payload)
    }

    /// The oldest keyframe that waits behind what is missing and is there as a whole.
    pub fn whole_keyframe(&mut self) -> Option<Sequence> {
        let packets = self.reorder.packets();
        if std::mem::replace(&mut self.searched, packets) == packets {
            return None;
        }
        let mut begun: Option<(Sequence, u32)> = None;
        let mut before = None;
        for (sequence, packet) in self.reorder.waiting() {
            let follows = before.replace(sequence).is_some_and(|before: Sequence| before.next() == sequence);
            begun = begun.filter(|_| follows);
            if let Some((start, _)) = begun.filter(|(_, timestamp)| *timestamp != packet.timestamp) {
                return Some(start);
            }
            if begun.is_none() && self.starts_keyframe(packet) {
                begun = Some((sequence, packet.timestamp));
            }
            if packet.marker && self.builder.believes_markers() && begun.is_some() {
                return begun.map(|(start, _)| start);
            }
        }
        None
    }

    /// Out of sync nothing before a keyframe is worth waiting for: goes on at the first one that waits behind a gap,
    /// and says how many packets are missing before it.
    pub(super) fn skip_to_keyframe(&mut self) -> Option<u64> {
        if self.is_worth_mending() || !self.reorder.is_stuck() {
            return None;
        }
        let (keyframe, _) = self.reorder.waiting().find(|(_, packet)| self.starts_keyframe(packet))?;
        Some(self.reorder.skip_to(keyframe))
    }
}
