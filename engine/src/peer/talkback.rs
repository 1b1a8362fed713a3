use std::sync::Arc;

use webrtc::peer_connection::PeerConnection;

use super::egress::RtpSender;
use crate::voice::{VoiceFrame, VoiceReader};

/// The director's voice on its way to one phone, over the connection that brings its picture.
///
/// A frame is one packet. Nothing is sent again: it would come too late, and each packet says again what the one before
/// said (RFC 6716 section 2.1.7).
pub(super) struct Talkback {
    connection: Arc<dyn PeerConnection>,
    rtp: RtpSender,
    voice: VoiceReader,
    /// The phone's number for Opus; none before the first frame.
    payload_type: Option<u8>,
}

impl Talkback {
    pub fn new(connection: Arc<dyn PeerConnection>, rtp: RtpSender, voice: VoiceReader) -> Self {
        Self { connection, rtp, voice, payload_type: None }
    }

    /// Waits for what the director says next. Cancel safe.
    pub async fn next(&mut self) -> VoiceFrame {
        self.voice.next().await
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &VoiceFrame) {
        if self.payload_type.is_none() {
            self.payload_type = self.negotiated().await;
        }
        let Some(payload_type) = self.payload_type else { return };
        for mut packet in self.rtp.packets(payload_type, frame.at, std::slice::from_ref(&frame.opus)) {
            // The beginning of a talk spurt (RFC 3551 section 4.1): the buffer over there may be as short as it was.
            packet.header.marker = frame.begins;
            if let Err(error) = self.rtp.track().write_rtp(packet).await {
                tracing::debug!(%error, "a packet of the director's voice was not sent");
            }
        }
    }

    async fn negotiated(&mut self) -> Option<u8> {
        for sender in self.connection.get_senders().await {
            if let Ok(parameters) = sender.get_parameters().await {
                self.rtp.negotiated(&parameters.rtp_parameters.codecs);
            }
        }
        self.rtp.payload_type(None)
    }
}
