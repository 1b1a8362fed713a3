use std::{sync::Arc, time::Duration};

use rtc::rtcp;

use super::{
    super::{Event, sdp::Offered, streams::Arrival},
    stall::{STALL, StallWatch},
    standstill_meter::{StandstillMeter, WaitsFor},
    timing::TimingMeter,
    track::{Received, TrackReceiver},
};
use crate::{
    feed::{Producer, Pushed},
    media::{
        AccessUnit, Assembled, Ear, KeyframeReason, KeyframeRequests, Loudness, PlayoutDelay, ProbeTimes, SenderClock,
        SessionTime, Side, Track,
    },
};

/// How often it says what it received.
const REPORT: Duration = Duration::from_secs(1);
/// Senders keep what they sent for so long (Chromium: a second, or three round trips): what was lost in a silence that was
/// longer does not come again.
const REMEMBERED: Duration = Duration::from_secs(1);
/// A keyframe whose only reason is the age of the newest is a burst on air that is losing packets: it is put off until
/// nothing has been missing for so long …
const CALM: Duration = Duration::from_secs(1);
/// … by so much at most: whoever begins to watch asks for one, and a replay decodes a few seconds in a moment.
const PUT_OFF: Duration = Duration::from_secs(3);

/// A camera's two tracks on their way into its feed: what became of them, and what its publisher is asked for.
///
/// Time is an argument. What it has to say waits in it until it is taken, after every call.
pub(super) struct Receiver {
    producer: Producer,
    video: TrackReceiver,
    audio: TrackReceiver,
    sender_clock: SenderClock,
    ear: Ear,
    keyframe_requests: KeyframeRequests,
    standstills: StandstillMeter,
    playout_delay: PlayoutDelay,
    timing: TimingMeter,
    /// Whether pictures arrive, as last said.
    picture: bool,
    last_picture: SessionTime,
    stall: StallWatch,
    /// How long the picture may stand still.
    allowed: Duration,
    /// How long the newest keyframe took that was asked for, until it is reported.
    keyframe: Option<Duration>,
    /// Since when the newest keyframe is too old.
    aged: Option<SessionTime>,
    /// How many packets had been asked for when it was last looked, and when that had grown last.
    missing: (u64, Option<SessionTime>),
    reported: SessionTime,
    feedback: Vec<Box<dyn rtcp::Packet>>,
    events: Vec<Event>,
}

impl Receiver {
    /// Of a connection of which nothing has come yet.
    pub fn new(producer: Producer, offered: &Arc<Offered>, now: SessionTime) -> Self {
        let receiver = |track| TrackReceiver::new(track, Arc::clone(offered));
        Self {
            producer,
            video: receiver(Track::Video),
            audio: receiver(Track::Audio),
            sender_clock: SenderClock::new(),
            ear: Ear::default(),
            keyframe_requests: KeyframeRequests::default(),
            standstills: StandstillMeter::default(),
            playout_delay: PlayoutDelay::default(),
            timing: TimingMeter::default(),
            picture: false,
            last_picture: now,
            stall: StallWatch::default(),
            allowed: STALL,
            keyframe: None,
            aged: None,
            missing: (0, None),
            reported: now,
            feedback: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Takes in what came over a track at `now`; whether frames may have come of it.
    pub fn take(&mut self, track: Track, arrival: Arrival, now: SessionTime) -> bool {
        let receiver = match track {
            Track::Video => &mut self.video,
            Track::Audio => &mut self.audio,
        };
        if let (Track::Video, Arrival::Packet(packet)) = (track, &arrival) {
            self.standstills.packet(&packet.header, packet.payload.is_empty(), now);
        }
        match receiver.take(arrival, now) {
            Received::Media(level) => {
                if let Some(level) = level {
                    self.ear.told(level, now);
                }
                true
            }
            Received::Report(report) => {
                self.sender_clock.report(track, report);
                false
            }
            Received::Nothing => false,
        }
    }

    /// Takes in what its phone says of its clock.
    pub fn probed(&mut self, probe: ProbeTimes) {
        self.sender_clock.probed(probe);
    }

    /// Moves every whole frame into the feed; false when the feed has another producer.
    pub fn drain(&mut self, now: SessionTime) -> bool {
        for track in [Track::Video, Track::Audio] {
            loop {
                let receiver = match track {
                    Track::Video => &mut self.video,
                    Track::Audio => &mut self.audio,
                };
                match receiver.poll(now) {
                    Some(Assembled::NeedKeyframe(reason)) => {
                        self.standstills.waits_for(WaitsFor::Keyframe, now);
                        self.keyframe_requests.need_again(reason, now);
                    }
                    Some(Assembled::Resend(sequence_numbers)) => {
                        self.standstills.waits_for(WaitsFor::Loss, now);
                        self.feedback.extend(receiver.nack(&sequence_numbers));
                    }
                    Some(Assembled::Unit(unit, side)) => match self.push(unit, side, now) {
                        Pushed::Kept | Pushed::Dropped | Pushed::Late => {}
                        Pushed::Replaced => return false,
                    },
                    None => break,
                }
            }
        }
        self.request_keyframe(now);
        true
    }

    /// Nothing more comes: what is still being completed goes into the feed as it is.
    pub fn finish(&mut self, now: SessionTime) {
        self.video.finish(now);
        self.drain(now);
    }

    fn push(&mut self, unit: AccessUnit, side: Side, now: SessionTime) -> Pushed {
        if unit.track == Track::Audio {
            self.ear.packet(&unit.data, now);
        }
        let frame = self.sender_clock.frame(unit, side);
        if side == Side::Completed {
            return self.producer.push_to(side, frame);
        }
        let (is_video, is_keyframe) = (frame.track == Track::Video, frame.keyframe);
        if is_video {
            let (pts, waited) = (frame.pts.as_micros(), now.since(frame.arrived).as_micros());
            tracing::trace!(target: "regie::pace", pts, waited, "a frame is kept");
        }
        let pts = frame.pts;
        let pushed = self.producer.push_to(side, frame);
        if is_video && pushed == Pushed::Kept {
            if !is_keyframe {
                self.keyframe_requests.mended();
            } else if let Some(took) = self.keyframe_requests.satisfied(now) {
                tracing::debug!(?took, "a keyframe that was asked for");
                self.keyframe = Some(took);
            }
            self.standstills.picture(is_keyframe, now);
            self.timing.picture(now.since(pts));
            self.events.extend(self.playout_delay.picture(pts, now).map(Event::PlayoutDelay));
            if self.picture {
                self.stall.picture(now.since(self.last_picture), now);
            }
            self.last_picture = now;
            if !std::mem::replace(&mut self.picture, true) {
                self.events.push(Event::Picture);
            }
        }
        pushed
    }

    /// Waits until somebody who reads the feed wants a keyframe, as [`need_keyframe`](Self::need_keyframe) is then told.
    /// Cancel safe.
    pub async fn keyframe_wanted(&mut self) {
        self.producer.keyframe_wanted().await;
    }

    /// A keyframe is needed; that it was known before changes nothing.
    pub fn need_keyframe(&mut self, reason: KeyframeReason, now: SessionTime) {
        self.keyframe_requests.need(reason, now);
        self.request_keyframe(now);
    }

    /// The way is there again after an ICE restart, or healed by itself. What was lost does not come again, unless it is
    /// a moment ago.
    pub fn reconnected(&mut self, now: SessionTime) {
        if now.since(self.last_picture) < REMEMBERED {
            return;
        }
        self.keyframe_requests.need_again(KeyframeReason::Reconnect, now);
        self.request_keyframe(now);
    }

    /// Whether the audience sees its pictures, and a fallback is armed for them.
    pub fn program(&mut self, is_on: bool, armed: bool) {
        self.allowed = self.stall.allowed(is_on, armed);
    }

    /// Looks whether the picture stands still, the ring wants a keyframe, and it is time to report.
    pub fn look(&mut self, now: SessionTime) {
        if self.picture && now.since(self.last_picture) >= self.allowed {
            self.picture = false;
            self.timing.lost();
            self.events.push(Event::Stalled);
        }
        self.events.extend(self.timing.look(self.sender_clock.alignment(now), now).map(Event::Timing));
        self.aged = if self.producer.keyframe_due(now) { self.aged.or(Some(now)) } else { None };
        let is_calm = self.is_calm(now);
        if self.aged.is_some_and(|aged| is_calm || now.since(aged) >= PUT_OFF) {
            // What a reader wished is known already.
            self.need_keyframe(KeyframeReason::Age, now);
        }
        if now.since(self.reported) >= REPORT {
            self.reported = now;
            if let Some(packets) = self.video.stats() {
                self.events.push(Event::Reception {
                    packets,
                    keyframe: self.keyframe.take(),
                    keyframes_asked: self.keyframe_requests.totals(),
                    standstills: self.standstills.totals(),
                });
            }
        }
    }

    /// Whether nothing is missing, and nothing was lately.
    fn is_calm(&mut self, now: SessionTime) -> bool {
        let asked = self.video.stats().map_or(0, |stats| stats.packets_asked);
        if asked != self.missing.0 || self.video.is_incomplete() {
            self.missing = (asked, Some(now));
        }
        self.missing.1.is_none_or(|last| now.since(last) >= CALM)
    }

    /// How loud it is.
    pub fn loudness(&mut self, now: SessionTime) -> Loudness {
        self.ear.read(now)
    }

    /// When [`drain`](Self::drain) is worth calling although nothing came.
    pub fn next_deadline(&self) -> Option<SessionTime> {
        let request = self.keyframe_requests.due().filter(|_| !self.is_keyframe_on_its_way());
        [self.video.next_deadline(), self.audio.next_deadline(), request].into_iter().flatten().min()
    }

    /// What is to be sent to the publisher.
    pub fn take_feedback(&mut self) -> Vec<Box<dyn rtcp::Packet>> {
        std::mem::take(&mut self.feedback)
    }

    /// What is to be told the studio.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Asks for a keyframe if one is due and none is coming.
    fn request_keyframe(&mut self, now: SessionTime) {
        if self.is_keyframe_on_its_way() {
            return;
        }
        if let Some(reason) = self.keyframe_requests.ask(now, self.video.answer_timeout()) {
            tracing::debug!(?reason, "a keyframe is asked for");
            self.feedback.extend(self.video.request_keyframe());
        }
    }

    /// Whether there is nothing to ask for: packets of a keyframe come in, or a stream that begins with one is still to
    /// come.
    fn is_keyframe_on_its_way(&self) -> bool {
        !self.video.is_started() || self.video.is_keyframe_coming()
    }
}

#[cfg(test)]
mod tests;
