//! A network: loses, delays, overtakes and repeats packets.

use std::time::Duration;

use proptest::prelude::*;

use super::synthetic::Sent;
use crate::media::RtpPacket;

/// What happens to a packet on its way.
#[derive(Debug, Clone, Copy)]
pub struct Fate {
    pub lost: bool,
    pub delay: u64,
    /// A copy comes so much later.
    pub repeated: Option<u64>,
}

/// Fates with a loss of `lost` in a hundred and delays below `delay` milliseconds, for one packet in four.
pub fn fates(lost: u32, delay: u64) -> impl Strategy<Value = Vec<Fate>> {
    let delayed = prop_oneof![3 => Just(0), 1 => 0..delay];
    let repeated = prop_oneof![5 => Just(None), 1 => (0..400_u64).prop_map(Some)];
    let fate = (0..100_u32, delayed, repeated).prop_map(move |(chance, delay, repeated)| Fate {
        lost: chance < lost,
        delay,
        repeated,
    });
    prop::collection::vec(fate, 1..100)
}

/// The packets of `sent` in the order of their arrival. Fates are used over and over.
pub fn carry(sent: &[Sent], fates: &[Fate]) -> Vec<RtpPacket> {
    let mut arrivals = Vec::new();
    for (packet, fate) in sent.iter().flat_map(|sent| &sent.packets).zip(fates.iter().cycle()) {
        let after = |delay| RtpPacket { arrived: packet.arrived + Duration::from_millis(delay), ..packet.clone() };
        if !fate.lost {
            arrivals.push(after(fate.delay));
            arrivals.extend(fate.repeated.map(|later| after(fate.delay + later)));
        }
    }
    arrivals.sort_by_key(|packet| packet.arrived);
    arrivals
}

/// Which of `sent` have lost nothing, and which of them no probe behind them either.
pub fn survivors(sent: &[Sent], fates: &[Fate]) -> Vec<(bool, bool)> {
    let mut fates = fates.iter().cycle();
    let survivor = |sent: &Sent| {
        let lost: Vec<_> = sent.packets.iter().zip(fates.by_ref()).filter(|(_, fate)| fate.lost).collect();
        (lost.iter().all(|(packet, _)| packet.payload.is_empty()), lost.is_empty())
    };
    sent.iter().map(survivor).collect()
}
