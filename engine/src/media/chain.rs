mod keyframes;

use std::collections::VecDeque;
use std::time::Duration;

use super::depacketizer::{Depacketizer, Unusable};
use super::markers::Markers;
use super::nack::{HORIZON, NackGenerator};
use super::reorder::{InOrder, Insertion, Reorder};
use super::sequence::Sequence;
use super::unit_builder::{EndedUnit, UnitBuilder, UnitEvent};
use super::{AccessUnit, AssemblerStats, KeyframeReason, RtpPacket, SessionTime, Track};

/// Packets of one stream put in order and together to access units, of which each can be decoded after those before it:
/// a chain of references that begins with a keyframe.
///
/// It says where it is stuck and breaks where it is told to; what is worth waiting for, the
/// [`Assembler`](super::Assembler) knows. A clone shares the packets and goes its own way.
#[derive(Debug, Clone)]
pub struct Chain {
    track: Track,
    reorder: Reorder,
    builder: UnitBuilder,
    /// Whether everything since a keyframe was whole.
    in_sync: bool,
    /// Whether a keyframe is needed.
    needs_keyframe: bool,
    /// Why, if that is still to be told.
    need: Option<KeyframeReason>,
    /// The first missing packet that was waited for long enough.
    waited_for: Option<Sequence>,
    /// How many packets waited when no whole keyframe was among them.
    searched: usize,
    /// The unit that a gap went through and that is counted already.
    torn: Option<u32>,
    /// The timestamp of the unit that was whole last.
    last: Option<u32>,
    /// What one packet can complete: the unit before it, and its own.
    units: VecDeque<AccessUnit>,
    stats: AssemblerStats,
}

impl Chain {
    /// Of a stream of which nothing has come yet. `patience` is how long a missing packet is waited for.
    pub fn new(track: Track, patience: Duration, depacketizer: Box<dyn Depacketizer>, markers: Markers) -> Self {
        Self {
            track,
            reorder: Reorder::new(patience),
            builder: UnitBuilder::new(depacketizer, markers),
            in_sync: false,
            needs_keyframe: false,
            need: None,
            waited_for: None,
            searched: 0,
            torn: None,
            last: None,
            units: VecDeque::new(),
            stats: AssemblerStats::default(),
        }
    }

    /// Takes a packet as it arrives.
    pub fn push(&mut self, packet: RtpPacket) -> Insertion {
        let insertion = self.reorder.push(packet);
        if insertion == Insertion::Restart {
            self.gap(0, KeyframeReason::Break);
        }
        insertion
    }

    /// Takes the next packet in order, or what comes of the time; false when there is nothing to do at `now`.
    pub fn step(&mut self, now: SessionTime) -> bool {
        if let Some(lost) = self.skip_to_keyframe() {
            self.gap(lost, KeyframeReason::Loss);
        }
        match self.reorder.pop(now) {
            Some(InOrder::Packet(packet)) => self.take(&packet),
            Some(InOrder::Gap(lost)) => self.gap(lost, KeyframeReason::Loss),
            None if self.builder.held().is_some_and(|held| now >= held) => self.finish_marked(),
            None => return false,
        }
        true
    }

    /// What has become whole since this was asked last, in order.
    pub fn units(&mut self) -> impl Iterator<Item = AccessUnit> {
        self.units.drain(..)
    }

    /// Why a keyframe is needed, when that is new.
    pub fn take_need(&mut self) -> Option<KeyframeReason> {
        self.need.take()
    }

    /// From now on a missing packet is waited for so long.
    pub fn set_patience(&mut self, patience: Duration) {
        self.reorder.set_patience(patience);
    }

    /// From now on a missing packet is waited for as long as its answer may come, where it mends anything.
    pub fn wait_for(&mut self, nack: &NackGenerator) {
        self.reorder.set_patience(if self.is_worth_mending() { HORIZON } else { nack.patience() });
    }

    /// When [`step`](Self::step) may have something to do although no packet came.
    pub fn deadline(&self) -> Option<SessionTime> {
        [self.reorder.deadline(), self.builder.held()].into_iter().flatten().min()
    }

    /// The missing packets for which it waits, as [`Reorder::gap`], if they would mend it.
    pub fn gap_to_mend(&self) -> Option<(Sequence, Sequence)> {
        self.is_worth_mending().then(|| self.reorder.gap())?
    }

    /// Since when it is known that packets are missing.
    pub fn stuck_since(&self) -> Option<SessionTime> {
        self.reorder.stuck_since()
    }

    /// Whether pictures that come can be decoded, or will be once what is missing of a keyframe is there.
    pub fn is_worth_mending(&self) -> bool {
        self.in_sync || self.builder.is_keyframe_coming()
    }

    /// What is missing mends nothing: goes on behind it, at the next keyframe.
    pub fn give_up(&mut self) {
        let lost = self.reorder.give_up();
        self.gap(lost, KeyframeReason::Loss);
    }

    /// Goes on at a keyframe that waits there.
    pub fn go_on_at(&mut self, keyframe: Sequence) {
        let mut last = self.builder.at().map(|(timestamp, _)| timestamp);
        let skipped = self.reorder.waiting().take_while(|(sequence, _)| *sequence < keyframe);
        for (_, packet) in skipped.filter(|(_, packet)| !packet.payload.is_empty()) {
            self.stats.frames_lost += u64::from(last.replace(packet.timestamp) != Some(packet.timestamp));
        }
        let lost = self.reorder.skip_to(keyframe);
        self.gap(lost, KeyframeReason::Loss);
    }

    /// Only a keyframe would help at once; but what is missing may still come.
    pub fn waited_enough(&mut self) {
        self.waited_for = self.reorder.next();
        self.searched = 0;
        let keyframe = self.builder.is_keyframe_coming();
        self.need_keyframe(if keyframe { KeyframeReason::KeyframeLoss } else { KeyframeReason::Loss });
    }

    /// Out of sync nothing goes on; packets that wait without a start are of no use.
    pub fn note_stuck(&mut self) {
        if !self.in_sync && self.reorder.is_stuck() {
            self.lose_sync(KeyframeReason::Loss);
        }
    }

    /// Whether what is missing was waited for long enough.
    pub fn has_waited(&self) -> bool {
        self.waited_for.is_some() && self.waited_for == self.reorder.next() && self.reorder.is_stuck()
    }

    /// Whether nothing has come yet.
    pub fn is_new(&self) -> bool {
        self.reorder.is_new()
    }

    /// The next packet in order, once the start is found.
    pub fn next(&self) -> Option<Sequence> {
        self.reorder.next()
    }

    /// The number that is meant by the 16 bits on the wire.
    pub fn extend(&self, wire: u16) -> Sequence {
        self.reorder.extend(wire)
    }

    /// Whether both are at the same packet in the same state: what follows makes the same units of them.
    pub fn is_level_with(&self, other: &Self) -> bool {
        self.next() == other.next() && self.in_sync == other.in_sync && self.builder.at() == other.builder.at()
    }

    /// What was given up and what became whole.
    pub fn stats(&self) -> AssemblerStats {
        self.stats
    }

    /// Takes the next packet in order.
    fn take(&mut self, packet: &RtpPacket) {
        // A probe for bandwidth: it has a sequence number and belongs to no unit.
        if packet.payload.is_empty() {
            return;
        }
        for built in self.builder.push(packet) {
            match built {
                UnitEvent::Ended(ended) => self.end(ended),
                UnitEvent::GoesOn { timestamp } => {
                    if self.last != Some(timestamp) {
                        self.torn = Some(timestamp);
                    }
                    self.lose_sync(KeyframeReason::Break);
                }
            }
        }
    }

    fn finish_marked(&mut self) {
        if let Some(ended) = self.builder.finish_marked() {
            self.end(ended);
        }
    }

    /// Gives out an access unit that is over, if it can be decoded.
    fn end(&mut self, ended: EndedUnit) {
        let EndedUnit { timestamp, arrived, keyframe, unit } = ended;
        match unit {
            Ok(None) => {}
            Ok(Some(unit)) if unit.keyframe || self.in_sync => {
                self.in_sync = true;
                self.needs_keyframe = false;
                self.need = None;
                let keyframe = unit.keyframe && self.track == Track::Video;
                self.stats.frames_whole += 1;
                self.note_order(timestamp);
                self.stats.keyframes += u64::from(keyframe);
                self.units.push_back(AccessUnit {
                    track: self.track,
                    timestamp,
                    keyframe,
                    data: unit.data,
                    config: unit.config,
                    arrived,
                });
            }
            Ok(Some(_)) | Err(Unusable) => {
                self.stats.frames_lost += u64::from(self.torn != Some(timestamp));
                self.lose_sync(if keyframe { KeyframeReason::KeyframeLoss } else { KeyframeReason::Break });
            }
        }
        self.torn = None;
    }

    /// A unit that is shown before the one that was sent before it is a B-frame, or before one.
    fn note_order(&mut self, timestamp: u32) {
        let is_before = |last: u32| (timestamp.wrapping_sub(last) as i32) < 0;
        self.stats.reordered += u64::from(self.last.is_some_and(is_before));
        self.last = Some(timestamp);
    }

    /// Goes on behind packets that are missing.
    fn gap(&mut self, lost: u64, reason: KeyframeReason) {
        self.stats.packets_lost += lost;
        if self.builder.held().is_some() {
            self.finish_marked();
        }
        let torn = self.builder.tear();
        self.stats.frames_lost += match self.track {
            Track::Audio => lost,
            Track::Video => u64::from(torn.is_some_and(|torn| self.torn != Some(torn.timestamp))),
        };
        self.torn = torn.map(|torn| torn.timestamp).or(self.torn);
        let keyframe_lost = torn.is_some_and(|torn| torn.keyframe);
        self.lose_sync(if keyframe_lost { KeyframeReason::KeyframeLoss } else { reason });
    }

    fn lose_sync(&mut self, reason: KeyframeReason) {
        self.in_sync = false;
        self.need_keyframe(reason);
    }

    /// Once for a loss, and again when the keyframe is lost that was coming.
    fn need_keyframe(&mut self, reason: KeyframeReason) {
        if self.track == Track::Audio {
            return;
        }
        if reason == KeyframeReason::KeyframeLoss || !self.needs_keyframe {
            self.need = Some(if self.last.is_none() { KeyframeReason::Start } else { reason });
        }
        self.needs_keyframe = true;
    }
}
