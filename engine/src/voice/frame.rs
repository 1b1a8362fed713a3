use bytes::Bytes;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::media::SessionTime;

/// 20 ms of the director's voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceFrame {
    /// When it was said: right behind the one before, unless it begins.
    pub at: SessionTime,
    /// Whether there was silence before it: a talk spurt begins (RFC 3551 section 4.1).
    pub begins: bool,
    /// An Opus packet.
    pub opus: Bytes,
}

/// Reads what the director says, for one phone.
#[derive(Debug)]
pub struct VoiceReader {
    frames: Receiver<VoiceFrame>,
}

impl VoiceReader {
    pub(super) fn new(frames: Receiver<VoiceFrame>) -> Self {
        Self { frames }
    }

    /// Waits for the next frame; for ever when the régie ends. What it was too slow for is left out. Cancel safe.
    pub async fn next(&mut self) -> VoiceFrame {
        loop {
            match self.frames.recv().await {
                Ok(frame) => return frame,
                Err(RecvError::Lagged(frames)) => {
                    tracing::debug!(frames, "a phone misses some of the director's words")
                }
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}
