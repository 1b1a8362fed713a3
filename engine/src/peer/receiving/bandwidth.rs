use std::time::Duration;

use rtc::{
    rtcp::{self, payload_feedbacks::receiver_estimated_maximum_bitrate::ReceiverEstimatedMaximumBitrate},
    rtp,
};

use super::super::air::{Place, QueueReport, QueueingDelay, ReceivedRate};
use crate::media::SessionTime;

/// A publisher is told again after so long: what said it may have been lost, and a phone's page takes a second without
/// anything for a connection that is gone (`phone/src/pulse.ts`).
const AGAIN: Duration = Duration::from_millis(300);

/// What a publisher may send, as REMB: its share of the air.
pub(super) struct Bandwidth {
    place: Place,
    /// The id of the header extension with the send time.
    send_time: u8,
    delay: QueueingDelay,
    rate: ReceivedRate,
    ssrc: Option<u32>,
    told: Option<(u64, SessionTime)>,
}

impl Bandwidth {
    /// Of a publisher that takes REMB, with a place among those who send over the same air.
    pub fn new(place: Place, send_time: u8) -> Self {
        let (delay, rate) = (QueueingDelay::default(), ReceivedRate::default());
        Self { place, send_time, delay, rate, ssrc: None, told: None }
    }

    /// A packet of its pictures came.
    pub fn take(&mut self, packet: &rtp::Packet, arrived: SessionTime) {
        self.ssrc = Some(packet.header.ssrc);
        self.rate.add(packet.payload.len());
        let sent = packet.header.get_extension(self.send_time);
        if let Some(sent) = sent.as_deref().and_then(|sent| sent.first_chunk()) {
            self.delay.take(*sent, arrived);
        }
    }

    /// What it is to be told now, if anything; asked about ten times a second.
    pub fn look(&mut self, budget: u64, on_program: bool, now: SessionTime) -> Option<Box<dyn rtcp::Packet>> {
        let ssrc = self.ssrc?;
        // The budget is what an encoder makes. What its packets cost, and what is sent again, comes on top: with the bare
        // budget Chromium gives its encoder a tenth less.
        let most = budget + budget / 4;
        let report = QueueReport { standing: self.delay.standing(now), rate: self.rate.read(now), most, on_program };
        let share = self.place.report(report, now);
        let is_due = self.told.is_none_or(|(told, at)| share < told || now.since(at) >= AGAIN);
        tracing::trace!(target: "regie::pace", ?report, share, "a share of the air");
        is_due.then(|| {
            self.told = Some((share, now));
            Box::new(ReceiverEstimatedMaximumBitrate { sender_ssrc: 0, bitrate: share as f32, ssrcs: vec![ssrc] }) as _
        })
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{super::super::air::Air, *};

    fn packet(sent_micros: u64) -> rtp::Packet {
        let mut header = rtp::Header { version: 2, ssrc: 7, ..rtp::Header::default() };
        let [.., high, middle, low] = (((sent_micros << 18) / 1_000_000) as u32).to_be_bytes();
        header.set_extension(3, Bytes::copy_from_slice(&[high, middle, low])).expect("a short extension");
        rtp::Packet { header, payload: Bytes::from(vec![0; 1_000]) }
    }

    fn bitrate(told: Option<Box<dyn rtcp::Packet>>) -> Option<f32> {
        let remb = told?;
        let remb = remb.as_any().downcast_ref::<ReceiverEstimatedMaximumBitrate>().expect("a REMB");
        assert_eq!(remb.ssrcs, [7]);
        Some(remb.bitrate)
    }

    #[test]
    fn a_publisher_is_told_its_budget_again_and_again_and_less_at_once() {
        let mut bandwidth = Bandwidth::new(Air::default().join(), 3);
        let at = SessionTime::from_millis;
        assert!(bandwidth.look(3_500_000, false, at(0)).is_none(), "there is no stream yet");
        let mut told = Vec::new();
        for millis in (0..2_000_u64).step_by(10) {
            // From the second second on, a queue of 60 ms.
            let way = if millis < 1_000 { 4 } else { 64 };
            bandwidth.take(&packet(millis * 1_000), at(millis + way));
            if millis % 100 == 0 {
                told.extend(
                    bitrate(bandwidth.look(3_500_000, false, at(millis + way))).map(|rate| (millis, rate as u64)),
                );
            }
        }
        let unhindered: Vec<_> = told.iter().take_while(|(millis, _)| *millis < 1_000).collect();
        assert_eq!(unhindered, [&(0, 4_375_000), &(300, 4_375_000), &(600, 4_375_000), &(900, 4_375_000)]);
        let (millis, rate) = *told.iter().find(|(_, rate)| *rate < 4_375_000).expect("less, at once");
        assert!((1_300..1_500).contains(&millis), "{millis}");
        // 100 packets a second come, of 1062 bytes: 0.85 Mbit/s.
        assert!((700_000..780_000).contains(&rate), "{rate}");
    }
}
