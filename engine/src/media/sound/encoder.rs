use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use ropus::{Application, Bitrate, Channels, Encoder, InbandFec, Signal};

use super::RATE;

/// Samples of one packet of speech: 20 ms of one channel. Shorter ones would be said 10 ms earlier, and take twice the
/// packets: on a Wi-Fi, where each costs about as much as its header, sixteen phones would feel that.
pub const SPEECH_PACKET: usize = RATE as usize / 50;
/// In bit/s: a voice to be understood, by people who have other things to listen to.
const BITRATE: u32 = 32_000;
/// Of 10: what is more costs the engine more than it gives speech.
const COMPLEXITY: u8 = 5;
/// In percent: each packet says so much of the one before that a lost one is heard (RFC 6716 section 2.1.7). Nothing is
/// sent again, it would come too late.
const LOSS: u8 = 10;
/// Longest packet in bytes: four times what the bitrate makes.
const LONGEST: usize = 4 * BITRATE as usize / 8 / 50;

/// Samples that were not encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the samples can't be encoded")]
pub struct NotEncoded;

/// Speech to Opus (RFC 6716).
pub struct SpeechEncoder {
    opus: Encoder,
    packet: [u8; LONGEST],
}

impl std::fmt::Debug for SpeechEncoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SpeechEncoder")
    }
}

impl Default for SpeechEncoder {
    fn default() -> Self {
        Self { opus: opus(), packet: [0; LONGEST] }
    }
}

impl SpeechEncoder {
    /// Encodes the next [`SPEECH_PACKET`] samples of one channel.
    ///
    /// # Errors
    /// [`NotEncoded`] for another number of them. A panic of the encoder's is one too: the next samples find it as new.
    pub fn encode(&mut self, samples: &[i16]) -> Result<Bytes, NotEncoded> {
        if samples.len() != SPEECH_PACKET {
            return Err(NotEncoded);
        }
        let (opus, packet) = (&mut self.opus, &mut self.packet);
        match catch_unwind(AssertUnwindSafe(|| opus.encode(samples, packet))) {
            Ok(Ok(length)) => self.packet.get(..length).map(Bytes::copy_from_slice).ok_or(NotEncoded),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the director's voice was not encoded");
                Err(NotEncoded)
            }
            Err(_) => {
                tracing::error!("the voice's encoder broke by a fault of its own: it begins anew");
                self.opus = self::opus();
                Err(NotEncoded)
            }
        }
    }
}

fn opus() -> Encoder {
    Encoder::builder(RATE, Channels::Mono, Application::Voip)
        .bitrate(Bitrate::Bits(BITRATE))
        .complexity(COMPLEXITY)
        .signal(Signal::Voice)
        .inband_fec(InbandFec::Enabled)
        .packet_loss_perc(LOSS)
        .build()
        .expect("the parameters are constants that Opus has")
}

#[cfg(test)]
mod tests {
    use std::f32::consts::TAU;

    use super::{
        super::{CHANNELS, SoundDecoder},
        *,
    };

    #[test]
    fn speech_is_heard_again() {
        let (mut encoder, mut decoder) = (SpeechEncoder::default(), SoundDecoder::default());
        let mut power = 0.0;
        for packet in 0..10 {
            let at = |sample: usize| (packet * SPEECH_PACKET + sample) as f32 / RATE as f32;
            let tone: Vec<i16> =
                (0..SPEECH_PACKET).map(|sample| ((TAU * 440.0 * at(sample)).sin() * 16_000.0) as i16).collect();
            let bytes = encoder.encode(&tone).expect("a packet");
            assert!(bytes.len() <= 200, "{} bytes", bytes.len());
            let heard = decoder.decode(&bytes).expect("Opus");
            assert_eq!(heard.len(), SPEECH_PACKET * CHANNELS);
            // The first packets are those in which an encoder finds its feet.
            if packet >= 5 {
                power += heard.iter().map(|sample| sample * sample).sum::<f32>() / heard.len() as f32 / 5.0;
            }
        }
        // Of a sine of 0.49 it is 0.12.
        assert!((0.08..0.16).contains(&power), "{power}");
    }

    #[test]
    fn another_length_is_refused() {
        assert_eq!(SpeechEncoder::default().encode(&[0; SPEECH_PACKET / 2]), Err(NotEncoded));
    }
}
