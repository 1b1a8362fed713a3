use std::collections::VecDeque;
use std::time::Duration;

use super::asking::Asking;
use super::depacketizer::{Depacketizer, Place};
use super::h264::H264;
use super::opus::Opus;
use super::reorder::{Admission, Next, Reorder};
use super::vp8::Vp8;
use super::{AccessUnit, AssemblerStats, Output, RtpPacket, SessionTime, Track, VideoCodec};

/// How long a missing packet of video is waited for: two retransmissions, each with 20 ms until it is asked for and
/// 50 ms there and back on a busy Wi-Fi, are 140 ms. A keyframe is here 60 to 160 ms after it is asked for, so to wait
/// longer than that costs more than to go on without.
const VIDEO_PATIENCE: Duration = Duration::from_millis(150);
/// How long a missing packet of sound is waited for: three of 20 ms. Sound is not retransmitted, only overtaken.
const AUDIO_PATIENCE: Duration = Duration::from_millis(60);

/// Makes whole, decodable access units of the RTP packets of one stream (one SSRC, one codec).
///
/// Packets go in as they arrive, with [`push`](Self::push). [`poll`](Self::poll) then says what came of it, in the
/// order of sending: a unit is out in the very call in which its last packet and everything before it is there. What
/// is missing is waited for a little (retransmission, reordering), then given up. After that a video stream is silent
/// until its next whole keyframe, which is asked for, since a picture whose reference is missing can't be decoded.
///
/// Memory is bounded: 1 024 packets or 2 MiB that wait, and one unit of 4 MiB. Nothing in a packet makes it panic.
#[derive(Debug)]
pub struct Assembler {
    track: Track,
    reorder: Reorder,
    depacketizer: Box<dyn Depacketizer>,
    building: Option<Building>,
    /// Whether the next packet in order is known to begin an access unit.
    at_boundary: bool,
    /// Whether everything since a keyframe was whole.
    in_sync: bool,
    asking: Asking,
    /// The unit that a gap went through and that is counted already.
    torn: Option<u32>,
    /// The timestamp of the unit that was given out last.
    last: Option<u32>,
    /// What one packet can complete: the unit before it, and its own.
    ready: VecDeque<AccessUnit>,
    stats: AssemblerStats,
}

/// The access unit whose packets are coming in.
#[derive(Debug)]
struct Building {
    timestamp: u32,
    arrived: SessionTime,
    /// Whether nothing of it is missing or damaged so far.
    intact: bool,
    /// Whether it began as a keyframe does.
    keyframe: bool,
}

impl Assembler {
    /// For a video stream.
    #[must_use]
    pub fn video(codec: VideoCodec) -> Self {
        let depacketizer: Box<dyn Depacketizer> = match codec {
            VideoCodec::H264 => Box::new(H264::default()),
            VideoCodec::Vp8 => Box::new(Vp8::default()),
        };
        Self::new(Track::Video, VIDEO_PATIENCE, depacketizer)
    }

    /// For a stream of H.264 whose format has these parameters in the session description: they may hold the parameter
    /// sets that the stream leaves out.
    #[must_use]
    pub fn h264(fmtp: &str) -> Self {
        Self::new(Track::Video, VIDEO_PATIENCE, Box::new(H264::of_format(fmtp)))
    }

    /// For a stream of sound.
    #[must_use]
    pub fn opus() -> Self {
        Self::new(Track::Audio, AUDIO_PATIENCE, Box::new(Opus::default()))
    }

    fn new(track: Track, patience: Duration, depacketizer: Box<dyn Depacketizer>) -> Self {
        Self {
            track,
            reorder: Reorder::new(patience),
            depacketizer,
            building: None,
            at_boundary: false,
            in_sync: false,
            asking: Asking::default(),
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
        let arrived = packet.arrived;
        match self.reorder.push(packet) {
            Admission::Taken => {}
            Admission::Useless => self.stats.duplicates += 1,
            Admission::Restart => self.gap(0, arrived),
        }
    }

    /// What there is to say at `now`; call it until it is none, after each [`push`](Self::push) with the packet's
    /// time of arrival, and at [`next_deadline`](Self::next_deadline).
    pub fn poll(&mut self, now: SessionTime) -> Option<Output> {
        while self.ready.is_empty() {
            if let Some(missing) = self.skip_to_keyframe() {
                self.gap(missing, now);
            }
            match self.reorder.pop(now) {
                Some(Next::Packet(packet)) => self.take(packet, now),
                Some(Next::Gap(lost)) => self.gap(lost, now),
                None => break,
            }
        }
        if let Some(unit) = self.ready.pop_front() {
            return Some(Output::Unit(unit));
        }
        if !self.in_sync && self.reorder.is_stuck() {
            self.lose_sync(false, now);
        }
        (!self.is_keyframe_coming() && self.asking.is_due(now)).then_some(Output::NeedKeyframe)
    }

    /// When [`poll`](Self::poll) may have something to say although no packet came.
    #[must_use]
    pub fn next_deadline(&self) -> Option<SessionTime> {
        let asking = self.asking.due().filter(|_| !self.is_keyframe_coming());
        self.reorder.deadline().into_iter().chain(asking).min()
    }

    /// What happened so far.
    #[must_use]
    pub fn stats(&self) -> AssemblerStats {
        self.stats
    }

    /// Out of sync nothing before a keyframe is worth waiting for: goes on at the first one that waits behind a gap,
    /// and says how many packets are missing before it.
    fn skip_to_keyframe(&mut self) -> Option<u64> {
        if self.in_sync || self.is_keyframe_coming() || !self.reorder.is_stuck() {
            return None;
        }
        let keyframe = self.reorder.find(|packet| self.depacketizer.place(&packet.payload) == Place::KeyframeStart)?;
        Some(self.reorder.skip_to(keyframe))
    }

    fn is_keyframe_coming(&self) -> bool {
        self.building.as_ref().is_some_and(|building| building.intact && building.keyframe)
    }

    /// Takes the next packet in order.
    fn take(&mut self, packet: RtpPacket, now: SessionTime) {
        // A probe for bandwidth: it has a sequence number and belongs to no unit.
        if packet.payload.is_empty() {
            return;
        }
        if self.building.as_ref().is_some_and(|building| building.timestamp != packet.timestamp) {
            self.finish(now);
        }
        let (depacketizer, at_boundary) = (&mut self.depacketizer, self.at_boundary);
        let building = self.building.get_or_insert_with(|| {
            let place = depacketizer.place(&packet.payload);
            Building {
                timestamp: packet.timestamp,
                arrived: packet.arrived,
                intact: at_boundary || place != Place::Unknown,
                keyframe: place == Place::KeyframeStart,
            }
        });
        building.arrived = building.arrived.max(packet.arrived);
        building.intact = building.intact && depacketizer.push(&packet.payload).is_ok();
        if depacketizer.ends_unit(packet.marker) {
            self.finish(now);
        }
    }

    /// Ends the access unit whose packets were coming in: the next packet begins another.
    fn finish(&mut self, now: SessionTime) {
        self.at_boundary = true;
        let Some(building) = self.building.take() else { return };
        let finished = if building.intact { self.depacketizer.finish().map_err(drop) } else { Err(()) };
        self.depacketizer.discard();
        match finished {
            Ok(None) => {}
            Ok(Some(unit)) if unit.keyframe || self.in_sync => {
                if unit.keyframe {
                    self.in_sync = true;
                    self.asking.satisfied();
                }
                let keyframe = unit.keyframe && self.track == Track::Video;
                self.stats.frames_whole += 1;
                self.note_order(building.timestamp);
                self.stats.keyframes += u64::from(keyframe);
                self.ready.push_back(AccessUnit {
                    track: self.track,
                    timestamp: building.timestamp,
                    keyframe,
                    data: unit.data,
                    config: unit.config,
                    arrived: building.arrived,
                });
            }
            Ok(Some(_)) | Err(()) => {
                self.stats.frames_lost += u64::from(self.torn != Some(building.timestamp));
                self.lose_sync(building.keyframe, now);
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
    fn gap(&mut self, lost: u64, now: SessionTime) {
        self.stats.packets_lost += lost;
        let torn = self.building.take();
        self.depacketizer.discard();
        self.at_boundary = false;
        self.stats.frames_lost += match self.track {
            Track::Audio => lost,
            Track::Video => u64::from(torn.as_ref().is_some_and(|torn| self.torn != Some(torn.timestamp))),
        };
        self.torn = torn.as_ref().map(|torn| torn.timestamp).or(self.torn);
        self.lose_sync(torn.is_some_and(|torn| torn.keyframe), now);
    }

    fn lose_sync(&mut self, keyframe_lost: bool, now: SessionTime) {
        self.in_sync = false;
        match self.track {
            Track::Video if keyframe_lost => self.asking.need_again(now),
            Track::Video => self.asking.need(now),
            Track::Audio => {}
        }
    }
}

#[cfg(test)]
mod tests;
