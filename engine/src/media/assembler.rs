use std::collections::VecDeque;
use std::time::Duration;

use super::depacketizer::{Depacketizer, Unusable};
use super::h264::H264;
use super::markers::Markers;
use super::nack::{NackGenerator, PATIENCE};
use super::opus::Opus;
use super::reorder::{InOrder, Insertion, Reorder};
use super::unit_builder::{EndedUnit, UnitBuilder, UnitEvent};
use super::vp8::Vp8;
use super::{AccessUnit, Assembled, AssemblerStats, KeyframeReason, RtpPacket, SessionTime, Side, Track, VideoCodec};

/// How long a missing packet is waited for that is not sent again: a picture.
const OVERTAKING: Duration = Duration::from_millis(33);
/// How long a missing packet of sound is waited for: three of 20 ms. Sound is not retransmitted, only overtaken.
const AUDIO_PATIENCE: Duration = Duration::from_millis(60);

/// Makes whole, decodable access units of the RTP packets of one stream (one SSRC, one codec).
///
/// Packets go in as they arrive, with [`push`](Self::push). [`poll`](Self::poll) then says what came of it, in the
/// order of sending: a unit is out in the very call in which its last packet and everything before it is there, but for
/// the first keyframe and for senders whose [`Markers`] are wrong. What is missing is asked for and waited for a little,
/// then given up: at once when it is known not to come. After that a video stream is silent until its next whole
/// keyframe, since a picture whose reference is missing can't be decoded.
///
/// Memory is bounded: 1 024 packets or 2 MiB that wait, and one unit of 4 MiB. Nothing in a packet makes it panic.
#[derive(Debug)]
pub struct Assembler {
    track: Track,
    reorder: Reorder,
    /// What can be sent again: pictures, but not sound.
    nack: Option<NackGenerator>,
    builder: UnitBuilder,
    /// Whether everything since a keyframe was whole.
    in_sync: bool,
    /// Whether a keyframe is needed.
    needs_keyframe: bool,
    /// Why, if that is still to be told.
    need: Option<KeyframeReason>,
    /// The unit that a gap went through and that is counted already.
    torn: Option<u32>,
    /// The timestamp of the unit that was given out last.
    last: Option<u32>,
    /// What one packet can complete: the unit before it, and its own.
    ready: VecDeque<AccessUnit>,
    stats: AssemblerStats,
}

impl Assembler {
    /// For a video stream.
    #[must_use]
    pub fn video(codec: VideoCodec) -> Self {
        match codec {
            VideoCodec::H264 => Self::pictures(Box::new(H264::default())),
            VideoCodec::Vp8 => Self::pictures(Box::new(Vp8::default())),
        }
    }

    /// For a stream of H.264 whose format has these parameters in the session description: they may hold the parameter
    /// sets that the stream leaves out.
    #[must_use]
    pub fn h264(fmtp: &str) -> Self {
        Self::pictures(Box::new(H264::of_format(fmtp)))
    }

    /// For a sender that sends nothing again: nothing is asked for, and what is missing is waited for as long as one
    /// packet may overtake others.
    #[must_use]
    pub fn without_resending(mut self) -> Self {
        self.nack = None;
        self.reorder.set_patience(OVERTAKING);
        self
    }

    /// For a stream of sound.
    #[must_use]
    pub fn opus() -> Self {
        Self::new(Track::Audio, AUDIO_PATIENCE, Box::new(Opus::default()), Markers::Believed)
    }

    fn pictures(depacketizer: Box<dyn Depacketizer>) -> Self {
        let markers = Markers::default();
        Self { nack: Some(NackGenerator::default()), ..Self::new(Track::Video, PATIENCE, depacketizer, markers) }
    }

    fn new(track: Track, patience: Duration, depacketizer: Box<dyn Depacketizer>, markers: Markers) -> Self {
        Self {
            track,
            reorder: Reorder::new(patience),
            nack: None,
            builder: UnitBuilder::new(depacketizer, markers),
            in_sync: false,
            needs_keyframe: false,
            need: None,
            torn: None,
            last: None,
            ready: VecDeque::new(),
            stats: AssemblerStats::default(),
        }
    }

    /// Takes a packet as it arrives, whatever its order. Follow it with [`poll`](Self::poll) until that is none: with
    /// 1 024 packets or 2 MiB waiting, more are refused.
    pub fn push(&mut self, packet: RtpPacket) {
        self.stats.packets += 1;
        // A probe before everything else says nothing about where the stream is taken up.
        if self.reorder.is_new() && packet.payload.is_empty() {
            return;
        }
        let (arrived, wire) = (packet.arrived, packet.sequence);
        let insertion = self.reorder.push(packet);
        if insertion == Insertion::Useless {
            self.stats.duplicates += 1;
        }
        if let Some(nack) = &mut self.nack {
            let sequence = self.reorder.extend(wire);
            match insertion {
                Insertion::Taken => nack.arrived(sequence, arrived),
                Insertion::Useless => nack.came_late(sequence, arrived),
                Insertion::Restart => {
                    nack.restart();
                    nack.arrived(sequence, arrived);
                }
            }
            self.reorder.set_patience(nack.patience());
        }
        if insertion == Insertion::Restart {
            self.gap(0, KeyframeReason::Break);
        }
    }

    /// What there is to say at `now`; call it until it is none, after each [`push`](Self::push) with the packet's
    /// time of arrival, and at [`next_deadline`](Self::next_deadline).
    pub fn poll(&mut self, now: SessionTime) -> Option<Assembled> {
        while self.ready.is_empty() {
            if let Some(lost) = self.skip_to_keyframe() {
                self.gap(lost, KeyframeReason::Loss);
            }
            if self.hopeless().is_some_and(|hopeless| now >= hopeless) {
                let lost = self.reorder.give_up();
                self.gap(lost, KeyframeReason::Loss);
            }
            match self.reorder.pop(now) {
                Some(InOrder::Packet(packet)) => self.take(packet),
                Some(InOrder::Gap(lost)) => self.gap(lost, KeyframeReason::Loss),
                None if self.builder.held().is_some_and(|held| now >= held) => self.finish_marked(),
                None => break,
            }
        }
        if let Some(unit) = self.ready.pop_front() {
            return Some(Assembled::Unit(unit, Side::Both));
        }
        if let Some(wanted) = self.nack.as_mut().map(|nack| nack.ask(now)).filter(|wanted| !wanted.is_empty()) {
            return Some(Assembled::Resend(wanted));
        }
        if !self.in_sync && self.reorder.is_stuck() {
            self.lose_sync(KeyframeReason::Loss);
        }
        if self.is_keyframe_coming() {
            return None;
        }
        self.need.take().map(Assembled::NeedKeyframe)
    }

    /// When [`poll`](Self::poll) may have something to say although no packet came.
    #[must_use]
    pub fn next_deadline(&self) -> Option<SessionTime> {
        let asking = self.nack.as_ref().and_then(NackGenerator::due);
        [self.reorder.deadline(), self.hopeless(), self.builder.held(), asking].into_iter().flatten().min()
    }

    /// Whether packets of a keyframe come in, and none of it is lost so far.
    #[must_use]
    pub fn is_keyframe_coming(&self) -> bool {
        self.builder.is_keyframe_coming()
    }

    /// How long the sender takes to answer at most, unless the answer is lost.
    #[must_use]
    pub fn answer_timeout(&self) -> Duration {
        self.nack.as_ref().map(NackGenerator::timeout).unwrap_or_default()
    }

    /// What happened so far.
    #[must_use]
    pub fn stats(&self) -> AssemblerStats {
        let (packets_asked, packets_recovered) = self.nack.as_ref().map(NackGenerator::totals).unwrap_or_default();
        AssemblerStats { packets_asked, packets_recovered, ..self.stats }
    }

    /// When it is known that what is waited for does not come.
    fn hopeless(&self) -> Option<SessionTime> {
        let (start, end) = self.reorder.gap()?;
        self.nack.as_ref()?.hopeless(start, end)
    }

    /// Out of sync nothing before a keyframe is worth waiting for: goes on at the first one that waits behind a gap,
    /// and says how many packets are missing before it.
    fn skip_to_keyframe(&mut self) -> Option<u64> {
        if self.in_sync || self.is_keyframe_coming() || !self.reorder.is_stuck() {
            return None;
        }
        let keyframe = self.reorder.find(|packet| self.builder.is_keyframe_start(&packet.payload))?;
        Some(self.reorder.skip_to(keyframe))
    }

    /// Takes the next packet in order.
    fn take(&mut self, packet: RtpPacket) {
        // A probe for bandwidth: it has a sequence number and belongs to no unit.
        if packet.payload.is_empty() {
            return;
        }
        for built in self.builder.push(&packet) {
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
                if unit.keyframe {
                    self.in_sync = true;
                    self.needs_keyframe = false;
                    self.need = None;
                }
                let keyframe = unit.keyframe && self.track == Track::Video;
                self.stats.frames_whole += 1;
                self.note_order(timestamp);
                self.stats.keyframes += u64::from(keyframe);
                self.ready.push_back(AccessUnit {
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
        if let (Some(nack), Some(next)) = (&mut self.nack, self.reorder.next()) {
            nack.forget_before(next);
        }
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
        if self.track == Track::Video {
            if reason == KeyframeReason::KeyframeLoss || !self.needs_keyframe {
                self.need = Some(if self.last.is_none() { KeyframeReason::Start } else { reason });
            }
            self.needs_keyframe = true;
        }
    }
}

#[cfg(test)]
mod tests;
