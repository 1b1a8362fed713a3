use std::collections::VecDeque;
use std::time::Duration;

use super::chain::Chain;
use super::completing::Completing;
use super::depacketizer::Depacketizer;
use super::h264::H264;
use super::markers::Markers;
use super::nack::{HORIZON, NackGenerator};
use super::opus::Opus;
use super::reorder::Insertion;
use super::vp8::Vp8;
use super::{AccessUnit, Assembled, AssemblerStats, RtpPacket, SessionTime, Side, Track, VideoCodec};

/// How long a missing packet is waited for that is not sent again: a picture.
const OVERTAKING: Duration = Duration::from_millis(33);
/// How long a missing packet of sound is waited for: three of 20 ms. Sound is not retransmitted, only overtaken.
const AUDIO_PATIENCE: Duration = Duration::from_millis(60);

/// Makes whole, decodable access units of the RTP packets of one stream (one SSRC, one codec).
///
/// Packets go in as they arrive, with [`push`](Self::push). [`poll`](Self::poll) then says what came of it, in the
/// order of sending: a unit is out in the very call in which its last packet and everything before it is there, but for
/// the first keyframe and for senders whose [`Markers`] are wrong.
///
/// What is missing is asked for as long as an answer may come, some seconds. Live pictures wait as long as the air makes
/// one likely ([`NackGenerator::patience`]). Then a keyframe is asked for, and what comes first is taken: the answer, and
/// the chain goes on where it stood; or a whole keyframe, and live goes on there, while the rest is
/// [completed](Completing) behind it for whoever keeps the pictures.
///
/// Memory is bounded: 4 096 packets or 4 MiB that wait, the same again where something is completed, and one unit of
/// 4 MiB. Nothing in a packet makes it panic.
#[derive(Debug)]
pub struct Assembler {
    live: Chain,
    completing: Option<Completing>,
    /// What can be sent again, for both sides: pictures, but not sound.
    nack: Option<NackGenerator>,
    ready: VecDeque<(AccessUnit, Side)>,
    packets: u64,
    duplicates: u64,
    frames_late: u64,
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
        self.live.set_patience(OVERTAKING);
        self
    }

    /// For a stream of sound.
    #[must_use]
    pub fn opus() -> Self {
        Self::new(Chain::new(Track::Audio, AUDIO_PATIENCE, Box::new(Opus::default()), Markers::Believed))
    }

    fn pictures(depacketizer: Box<dyn Depacketizer>) -> Self {
        let chain = Chain::new(Track::Video, HORIZON, depacketizer, Markers::default());
        Self { nack: Some(NackGenerator::default()), ..Self::new(chain) }
    }

    fn new(live: Chain) -> Self {
        let ready = VecDeque::new();
        Self { live, completing: None, nack: None, ready, packets: 0, duplicates: 0, frames_late: 0 }
    }

    /// Takes a packet as it arrives, whatever its order. Follow it with [`poll`](Self::poll) until that is none: with
    /// 4 096 packets or 4 MiB waiting, more are refused.
    pub fn push(&mut self, packet: RtpPacket) {
        self.packets += 1;
        // A probe before everything else says nothing about where the stream is taken up.
        if self.live.is_new() && packet.payload.is_empty() {
            return;
        }
        let (arrived, wire) = (packet.arrived, packet.sequence);
        let late = self.completing.is_some().then(|| packet.clone());
        let mut insertion = self.live.push(packet);
        if insertion == Insertion::Restart {
            self.complete(arrived);
        }
        if let Some((completing, packet)) = self.completing.as_mut().zip(late) {
            match completing.push(packet) {
                Insertion::Taken => insertion = Insertion::Taken,
                Insertion::Useless => {}
                // Its sender has not begun anew for live: it is behind for other reasons, and has nothing any more.
                Insertion::Restart => self.completing = None,
            }
        }
        self.duplicates += u64::from(insertion == Insertion::Useless);
        let Some(nack) = &mut self.nack else { return };
        let sequence = self.live.extend(wire);
        match insertion {
            Insertion::Taken => nack.arrived(sequence, arrived),
            Insertion::Useless => nack.came_late(sequence, arrived),
            Insertion::Restart => {
                nack.restart();
                nack.arrived(sequence, arrived);
            }
        }
    }

    /// What there is to say at `now`; call it until it is none, after each [`push`](Self::push) with the packet's
    /// time of arrival, and at [`next_deadline`](Self::next_deadline).
    pub fn poll(&mut self, now: SessionTime) -> Option<Assembled> {
        while self.ready.is_empty() && (self.go_on(now) || self.complete_more(now)) {}
        if let Some((unit, side)) = self.ready.pop_front() {
            return Some(Assembled::Unit(unit, side));
        }
        if let Some(wanted) = self.nack.as_mut().map(|nack| nack.ask(now)).filter(|wanted| !wanted.is_empty()) {
            return Some(Assembled::Resend(wanted));
        }
        self.live.note_stuck();
        if self.is_keyframe_coming() {
            return None;
        }
        self.live.take_need().map(Assembled::NeedKeyframe)
    }

    /// When [`poll`](Self::poll) may have something to say although no packet came.
    #[must_use]
    pub fn next_deadline(&self) -> Option<SessionTime> {
        let asking = self.nack.as_ref().and_then(NackGenerator::due);
        let completing = self.completing.as_ref().and_then(Completing::deadline);
        [self.live.deadline(), self.patience_over(), completing, asking].into_iter().flatten().min()
    }

    /// Gives out what is still being completed: nothing more comes.
    pub fn finish(&mut self, now: SessionTime) -> impl Iterator<Item = (AccessUnit, Side)> {
        self.complete(now);
        self.ready.drain(..)
    }

    /// Whether packets of a keyframe come in, and none of it is lost so far.
    #[must_use]
    pub fn is_keyframe_coming(&self) -> bool {
        self.live.is_keyframe_coming()
    }

    /// Whether packets are missing that may still come.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.completing.is_some() || self.live.gap_to_mend().is_some()
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
        let &Self { packets, duplicates, frames_late, .. } = self;
        AssemblerStats { packets, duplicates, frames_late, packets_asked, packets_recovered, ..self.live.stats() }
    }

    /// Live goes on, by a packet or over a gap; false when there is nothing to do at `now`.
    fn go_on(&mut self, now: SessionTime) -> bool {
        if let Some(nack) = &self.nack {
            self.live.wait_for(nack);
            if self.live.gap_to_mend().is_some_and(|(start, end)| nack.is_hopeless(start, end)) {
                self.live.give_up();
            } else if self.patience_over().is_some_and(|over| now >= over) {
                self.live.waited_enough();
            }
            if self.live.has_waited()
                && let Some(keyframe) = self.live.whole_keyframe()
            {
                self.completing.get_or_insert_with(|| Completing::of(&self.live));
                self.live.go_on_at(keyframe);
            }
        }
        let has_gone_on = self.live.step(now);
        for unit in self.live.units() {
            let side = match &mut self.completing {
                Some(completing) => {
                    completing.given(&unit);
                    Side::Live
                }
                None => Side::Both,
            };
            self.ready.push_back((unit, side));
        }
        has_gone_on
    }

    /// The completed side goes on, until it has come to where live is; false when there is nothing to do at `now`.
    fn complete_more(&mut self, now: SessionTime) -> bool {
        let goes_on = match (&mut self.completing, &self.nack) {
            (Some(completing), Some(nack)) => completing.step(nack, now),
            _ => false,
        };
        self.take_completed();
        if !goes_on && self.completing.as_ref().is_some_and(|completing| completing.is_level_with(&self.live)) {
            self.completing = None;
        }
        let wanted_from = self.completing.as_ref().map_or(self.live.next(), Completing::next);
        if let Some((nack, wanted_from)) = self.nack.as_mut().zip(wanted_from) {
            nack.forget_before(wanted_from);
        }
        goes_on
    }

    /// Gives out what can be completed of what came, and no more.
    fn complete(&mut self, now: SessionTime) {
        if let Some((completing, nack)) = self.completing.as_mut().zip(self.nack.as_ref()) {
            completing.finish(nack, now);
        }
        self.take_completed();
        self.completing = None;
    }

    fn take_completed(&mut self) {
        for (unit, live_had_it) in self.completing.iter_mut().flat_map(Completing::units) {
            self.frames_late += u64::from(!live_had_it);
            self.ready.push_back((unit, Side::Completed));
        }
    }

    /// When live will have waited long enough for what is missing; none when it has.
    fn patience_over(&self) -> Option<SessionTime> {
        let nack = self.nack.as_ref()?;
        self.live.gap_to_mend().filter(|_| !self.live.has_waited())?;
        Some(self.live.stuck_since()? + nack.patience())
    }
}

#[cfg(test)]
mod tests;
