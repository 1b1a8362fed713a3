use std::time::Duration;

use super::{Voice, VoiceFrame};
use crate::media::{SPEECH_PACKET, SessionTime, SpeechEncoder};

/// Samples of a message: 20 ms of one channel at 48 kHz.
pub const SAMPLES: usize = SPEECH_PACKET;
/// How long they are.
const LENGTH: Duration = Duration::from_millis(20);
/// So far may the time that was counted in samples be from the clock. What comes later begins anew, as behind a silence;
/// what comes earlier is more than was said, and dropped: a desk that sends without end costs no more than one that speaks.
const APART: Duration = Duration::from_millis(200);

/// A message that is not [`SAMPLES`] samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a message of the voice is 960 samples: 20 ms at 48 kHz, one channel, 16 bits each, little-endian")]
pub struct BadVoice;

/// What one desk says.
#[derive(Debug)]
pub struct Speaker {
    voice: Voice,
    desk: u64,
    encoder: SpeechEncoder,
    samples: Vec<i16>,
    /// When the next message is said; none while it is silent.
    next: Option<SessionTime>,
}

impl Speaker {
    pub(super) fn new(voice: Voice, desk: u64) -> Self {
        Self { voice, desk, encoder: SpeechEncoder::default(), samples: Vec::with_capacity(SAMPLES), next: None }
    }

    /// Takes in the next 20 ms: 16-bit samples of one channel, little-endian. Dropped unless this desk has the word.
    ///
    /// # Errors
    /// [`BadVoice`] for another number of bytes.
    pub fn say(&mut self, pcm: &[u8]) -> Result<(), BadVoice> {
        if pcm.len() != 2 * SAMPLES {
            return Err(BadVoice);
        }
        if !self.voice.has_word(self.desk) {
            self.next = None;
            return Ok(());
        }
        let now = self.voice.clock.now();
        let follows = self.next.filter(|next| now.since(*next) <= APART);
        if follows.is_some_and(|next| next.since(now) > APART) {
            return Ok(());
        }
        if follows.is_none() {
            // It owes nothing to what was said before.
            self.encoder = SpeechEncoder::default();
        }
        let at = follows.unwrap_or(now);
        self.next = Some(at + LENGTH);
        self.samples.clear();
        self.samples.extend(pcm.chunks_exact(2).map(|sample| i16::from_le_bytes([sample[0], sample[1]])));
        if let Ok(opus) = self.encoder.encode(&self.samples) {
            // Where no phone is connected nobody reads.
            let _ = self.voice.frames.send(VoiceFrame { at, begins: follows.is_none(), opus });
        }
        Ok(())
    }
}
