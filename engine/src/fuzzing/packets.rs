//! RTP payloads through the assembler, the sender's clock and a ring, as a connection takes them.
//!
//! The input is a list of packets: a byte of fates, a byte of milliseconds until the next one, two bytes of length, the
//! payload.

use std::time::Duration;

use super::bytes::Bytes;
use crate::{
    feed::{Begin, Feed, Limits, Next, Producer},
    media::{
        Assembled, Assembler, AssemblerStats, Frame, RtpPacket, SenderClock, SessionTime, Side, Track, VideoCodec,
    },
};

const MARKER: u8 = 1;
/// Begins another access unit.
const NEW_TIMESTAMP: u8 = 2;
const LOST: u8 = 4;
const TWICE: u8 = 8;
/// Is overtaken by the next one.
const LATE: u8 = 16;
/// The sender jumps in its numbers.
const JUMP: u8 = 32;

/// Packets are not asked for in greater numbers at once, whatever comes.
const MOST_ASKED: usize = 256;
/// Small, so that inputs reach them.
const RING: Limits = Limits { span: Duration::from_secs(5), bytes: 64 * 1024 };

/// H.264 payloads (RFC 6184).
pub fn h264(input: &[u8]) {
    Stream::new(Assembler::video(VideoCodec::H264)).receive(input);
}

/// VP8 payloads (RFC 7741).
pub fn vp8(input: &[u8]) {
    Stream::new(Assembler::video(VideoCodec::Vp8)).receive(input);
}

/// Opus payloads (RFC 7587).
pub fn opus(input: &[u8]) {
    Stream::new(Assembler::opus()).receive(input);
}

struct Stream {
    assembler: Assembler,
    clock: SenderClock,
    feed: Feed,
    producer: Producer,
    now: SessionTime,
    /// What live pictures had last.
    last: Option<Frame>,
    /// What the completed side had last.
    completed: Option<Frame>,
}

impl Stream {
    fn new(assembler: Assembler) -> Self {
        let feed = Feed::new(RING);
        let now = SessionTime::from_millis(1_000);
        let producer = feed.producer();
        Self { assembler, clock: SenderClock::new(), feed, producer, now, last: None, completed: None }
    }

    fn receive(mut self, input: &[u8]) {
        let mut input = Bytes(input);
        let mut desk = self.feed.consumer(Begin::Newest);
        let (mut sequence, mut timestamp) = (0_u16, 0_u32);
        let mut overtaken = None;
        while !input.is_empty() {
            let (fate, wait, length) = (input.byte(), input.byte(), input.short());
            sequence = sequence.wrapping_add(if fate & JUMP == 0 { 1 } else { length });
            timestamp = timestamp.wrapping_add(if fate & NEW_TIMESTAMP == 0 { 0 } else { 3_000 });
            let payload = input.take(usize::from(length)).to_vec().into();
            let marker = fate & MARKER != 0;
            let packet = RtpPacket { sequence, timestamp, marker, payload, arrived: self.now };
            if fate & TWICE != 0 {
                self.push(packet.clone());
            }
            if fate & LATE != 0 {
                overtaken = Some(packet);
            } else if fate & LOST == 0 {
                self.push(packet);
                overtaken.take().into_iter().for_each(|packet| self.push(packet));
            }
            self.wait(u64::from(wait));
            while let Some(Next::Frame(..) | Next::Skipped { .. }) = desk.try_next() {}
        }
        self.wait(5_000);
        let stats = self.assembler.stats();
        let AssemblerStats { frames_whole, keyframes, .. } = stats;
        assert!(keyframes <= frames_whole, "{stats:?}");
        // One frame is kept whatever its size.
        let newest = self.last.as_ref().map_or(0, |frame| frame.data.len() + 256);
        assert!(self.feed.bytes() <= RING.bytes.max(newest), "{} bytes", self.feed.bytes());
    }

    fn push(&mut self, mut packet: RtpPacket) {
        packet.arrived = self.now;
        self.assembler.push(packet);
        self.poll();
    }

    /// Lets time pass, with every deadline in it.
    fn wait(&mut self, millis: u64) {
        let until = self.now + Duration::from_millis(millis);
        while let Some(deadline) = self.assembler.next_deadline().filter(|deadline| *deadline <= until) {
            let before = (self.now, self.assembler.stats());
            self.now = self.now.max(deadline);
            let outputs = self.poll();
            let stands_still = outputs == 0 && before == (self.now, self.assembler.stats());
            assert!(!stands_still, "nothing comes of the deadline {deadline:?}");
        }
        self.now = until;
        self.poll();
    }

    fn poll(&mut self) -> usize {
        let mut outputs = 0;
        while let Some(output) = self.assembler.poll(self.now) {
            outputs += 1;
            match output {
                Assembled::NeedKeyframe(_) => {}
                Assembled::Resend(wanted) => assert!((1..=MOST_ASKED).contains(&wanted.len()), "{wanted:?}"),
                Assembled::Unit(unit, side) => {
                    let frame = self.clock.frame(unit, side);
                    if side != Side::Completed {
                        let last = self.last.replace(frame.clone());
                        check(&frame, last.as_ref());
                        assert!(last.is_none_or(|last| frame.pts > last.pts), "time goes on");
                        self.producer.push(frame.clone());
                    }
                    if side != Side::Live {
                        check(&frame, self.completed.replace(frame.clone()).as_ref());
                    }
                }
            }
        }
        outputs
    }
}

/// A frame behind the one that came before it on its side.
fn check(frame: &Frame, last: Option<&Frame>) {
    assert!(!frame.data.is_empty(), "a frame of nothing");
    assert_eq!(frame.config.is_some(), frame.keyframe, "a keyframe brings its config, and nothing else does");
    assert!(frame.keyframe || frame.track == Track::Audio || last.is_some(), "it starts with a keyframe");
    let Some(config) = frame.config.as_ref().or(last.and_then(|last| last.config.as_ref())) else {
        return;
    };
    match config.codec {
        VideoCodec::H264 => assert!(is_avc(&frame.data), "NAL units behind their lengths"),
        VideoCodec::Vp8 => assert_eq!(frame.data[0] & 1 == 0, frame.keyframe, "RFC 6386 section 9.1"),
    }
}

/// Whether it is NAL units, each behind its length in four bytes (ISO/IEC 14496-15 section 5.3.4.2).
fn is_avc(mut data: &[u8]) -> bool {
    while let [a, b, c, d, rest @ ..] = data {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        if length == 0 || length > rest.len() {
            return false;
        }
        data = &rest[length..];
    }
    data.is_empty()
}
