//! The director's voice, on its way to the phones: samples of a desk's microphone come in, Opus goes out.
//!
//! ```text
//! desk ─samples─▶ Speaker ─▶ Voice ─▶ VoiceReader ─▶ RTP, over the connection that brings the phone's picture
//!                 one a desk          one a phone
//! ```
//!
//! Every desk encodes the same here, whatever its web view knows of Opus: it is on this machine, and 768 kbit/s are
//! nothing on the loopback. Who has the word the director decides ([`Voice::give_word`]); what others say is dropped
//! before it is encoded. To whom it goes each phone's connection knows: it is sent nothing unless it is spoken to and who
//! holds it listens. Nothing of it is kept, recorded or heard by the audience.

mod frame;
mod speaker;
#[cfg(test)]
mod tests;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

pub use frame::{VoiceFrame, VoiceReader};
pub use speaker::{BadVoice, SAMPLES, Speaker};
use tokio::sync::broadcast;

use crate::clock::SessionClock;

/// Packets that a phone's connection may be behind, 320 ms: then it goes on with the newest, since what is older would
/// be said too late.
const BEHIND: usize = 16;

/// The voice of the desk that has the word. A clone is a handle to the same one.
#[derive(Debug, Clone)]
pub struct Voice {
    /// The desk that has the word; 0, which no desk is, for none.
    word: Arc<AtomicU64>,
    frames: broadcast::Sender<VoiceFrame>,
    clock: SessionClock,
}

impl Voice {
    /// Nobody's yet.
    #[must_use]
    pub fn new(clock: SessionClock) -> Self {
        Self { word: Arc::default(), frames: broadcast::Sender::new(BEHIND), clock }
    }

    /// Lets this desk be heard from now on, and no other; none: nobody.
    pub fn give_word(&self, desk: Option<u64>) {
        self.word.store(desk.unwrap_or_default(), Ordering::Relaxed);
    }

    /// The way in for what this desk says.
    #[must_use]
    pub fn speaker(&self, desk: u64) -> Speaker {
        Speaker::new(self.clone(), desk)
    }

    /// The way out to one phone, from now on.
    #[must_use]
    pub fn reader(&self) -> VoiceReader {
        VoiceReader::new(self.frames.subscribe())
    }

    fn has_word(&self, desk: u64) -> bool {
        desk != 0 && self.word.load(Ordering::Relaxed) == desk
    }
}
