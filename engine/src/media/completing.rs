use super::chain::Chain;
use super::given::Given;
use super::nack::NackGenerator;
use super::reorder::Insertion;
use super::sequence::Sequence;
use super::{AccessUnit, RtpPacket, SessionTime};

/// What live pictures went on without, still being completed behind them: a chain of its own that began as live's, at
/// the gap that live did not wait for.
///
/// What both have is given out as the very same bytes, unless it is older than what [`Given`] remembers. Bounded as a chain
/// is, and as that.
#[derive(Debug)]
pub struct Completing {
    chain: Chain,
    given: Given<AccessUnit>,
}

impl Completing {
    /// From `live`, before it skips what is missing.
    pub fn of(live: &Chain) -> Self {
        Self { chain: live.clone(), given: Given::default() }
    }

    /// Takes a packet as it arrives.
    pub fn push(&mut self, packet: RtpPacket) -> Insertion {
        self.chain.push(packet)
    }

    /// Notes what live gives meanwhile.
    pub fn given(&mut self, unit: &AccessUnit) {
        self.given.note(unit.timestamp, unit.clone());
    }

    /// As [`Chain::step`]; what is not asked for any more is not waited for.
    pub fn step(&mut self, nack: &NackGenerator, now: SessionTime) -> bool {
        self.chain.wait_for(nack);
        if self.chain.gap_to_mend().is_some_and(|(start, end)| nack.is_hopeless(start, end)) {
            self.chain.give_up();
            return true;
        }
        self.chain.step(now)
    }

    /// Gives everything up that is missing: what is there is all that there will be.
    pub fn finish(&mut self, nack: &NackGenerator, now: SessionTime) {
        while self.step(nack, now) || self.skip_missing() {}
    }

    fn skip_missing(&mut self) -> bool {
        let is_stuck = self.chain.stuck_since().is_some();
        if is_stuck {
            self.chain.give_up();
        }
        is_stuck
    }

    /// What has become whole since this was asked last, in order, and whether live had it.
    pub fn units(&mut self) -> impl Iterator<Item = (AccessUnit, bool)> {
        let Self { chain, given } = self;
        chain.units().map(move |unit| {
            let Some(given) = given.take(unit.timestamp) else { return (unit, false) };
            (if given.data == unit.data { given } else { unit }, true)
        })
    }

    /// Whether it has come to where live is.
    pub fn is_level_with(&self, live: &Chain) -> bool {
        self.chain.is_level_with(live)
    }

    /// The next packet in order.
    pub fn next(&self) -> Option<Sequence> {
        self.chain.next()
    }

    /// When [`step`](Self::step) may have something to do although no packet came.
    pub fn deadline(&self) -> Option<SessionTime> {
        self.chain.deadline()
    }
}
