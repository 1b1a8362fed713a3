//! From RTP packets to whole frames on the session clock: bytes and arithmetic, no task and no socket, and the time is
//! an argument.
//!
//! ```text
//! RtpPacket → Assembler (reorder → depacketize → whole units) → AccessUnit → SenderClock → Frame
//!                                                                SenderReport ↗
//! ```
//!
//! A connection keeps one [`Assembler`] for each stream and one [`SenderClock`] for all of them.

mod answers;
mod assembled;
mod assembler;
mod chain;
mod completed_times;
mod completing;
mod config;
pub mod container;
mod depacketizer;
mod frame;
mod given;
mod h264;
mod keyframe_reason;
mod keyframe_requests;
mod lowest;
mod markers;
mod nack;
mod opus;
mod packet;
mod packetizer;
mod phone_clock;
mod playout_delay;
mod reorder;
mod reported;
mod round_trip;
mod sender_clock;
mod sequence;
mod side;
mod sound;
mod time;
mod track_clock;
mod unit_builder;
pub mod vp8;

pub use assembled::{Assembled, AssemblerStats};
pub use assembler::Assembler;
pub use config::{VideoCodec, VideoConfig};
pub use frame::{AccessUnit, Frame, Track};
pub use keyframe_reason::{KeyframeReason, KeyframesAsked};
pub use keyframe_requests::KeyframeRequests;
pub use lowest::Lowest;
pub use opus::{OPUS_PACKET, opus_duration};
pub use packet::RtpPacket;
pub use packetizer::{MAX_PAYLOAD, payloads};
pub use phone_clock::{PhoneClock, PhoneOffset, ProbeTimes};
pub use playout_delay::PlayoutDelay;
pub use sender_clock::{SenderClock, SenderReport};
pub use side::Side;
pub use sound::{
    AudioLevel, CHANNELS, Ear, Loudness, Meter, NotDecoded, NotEncoded, RATE, SPEECH_PACKET, SoundDecoder,
    SpeechEncoder,
};
pub use time::SessionTime;
