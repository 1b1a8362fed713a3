use std::panic::{AssertUnwindSafe, catch_unwind};

use ropus::{Channels, DecodeMode, Decoder};

/// Samples of a channel in a second, as they are decoded.
pub const RATE: u32 = 48_000;
/// Channels as they are decoded: mono comes as two that are the same.
pub const CHANNELS: usize = 2;
/// Samples of a channel in the longest packet, 120 ms (RFC 6716 section 3.2.5, R5).
const LONGEST: usize = RATE as usize / 1_000 * 120;

/// A packet that is no Opus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the packet can't be decoded")]
pub struct NotDecoded;

/// Opus to samples (RFC 6716).
pub struct SoundDecoder {
    opus: Decoder,
    samples: Vec<f32>,
}

impl std::fmt::Debug for SoundDecoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SoundDecoder")
    }
}

impl Default for SoundDecoder {
    fn default() -> Self {
        Self { opus: opus(), samples: vec![0.0; LONGEST * CHANNELS] }
    }
}

impl SoundDecoder {
    /// Decodes the next packet: samples from -1 to 1, left and right in turn.
    ///
    /// # Errors
    /// [`NotDecoded`] for what is no Opus. A panic of the decoder's is one too: the next packet finds it as new.
    pub fn decode(&mut self, packet: &[u8]) -> Result<&[f32], NotDecoded> {
        // An empty packet would be taken for a lost one, and made up.
        if packet.is_empty() {
            return Err(NotDecoded);
        }
        let (opus, samples) = (&mut self.opus, &mut self.samples);
        let decoded = catch_unwind(AssertUnwindSafe(|| opus.decode_float(packet, samples, DecodeMode::Normal)));
        match decoded {
            Ok(Ok(count)) => self.samples.get(..count * CHANNELS).ok_or(NotDecoded),
            Ok(Err(error)) => {
                tracing::trace!(%error, "a packet of sound");
                Err(NotDecoded)
            }
            Err(_) => {
                tracing::error!("the sound's decoder broke by a fault of its own: it begins anew");
                self.opus = self::opus();
                Err(NotDecoded)
            }
        }
    }
}

fn opus() -> Decoder {
    Decoder::new(RATE, Channels::Stereo).expect("48 kHz and two channels are what Opus has")
}
