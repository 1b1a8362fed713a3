//! How loud sound is, and Opus to samples: what has to be known of a camera's sound beside its packets. And
//! samples to Opus: of speech, which goes the other way.
//!
//! ```text
//! RTP header extension → AudioLevel ─────────────→ Ear (Meter) → Loudness
//!          Opus packet → SoundDecoder → AudioLevel ↗
//! ```

mod decoder;
mod ear;
mod encoder;
mod level;
mod meter;

pub use decoder::{CHANNELS, NotDecoded, RATE, SoundDecoder};
pub use ear::Ear;
pub use encoder::{NotEncoded, SPEECH_PACKET, SpeechEncoder};
pub use level::AudioLevel;
pub use meter::{Loudness, Meter};
