//! The RTP streams of a connection: whose a packet is, and the way from the crate's driver to who reads it.
//!
//! The crate knows a stream by the SSRC that a description says, and drops what it does not know. Here a packet is
//! associated as RFC 8843 section 9.2 says, so descriptions need say nothing of streams ([`Association`]). [`Intake`] does
//! it behind the decryption, in front of the crate's interceptors, which still report on what came; behind them nothing
//! of it reaches the crate.

mod active_ssrc;
mod association;
mod intake;

use std::sync::{
    Arc, Mutex, OnceLock, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use rtc::{rtcp, rtp};
use tokio::sync::mpsc;

pub(in crate::peer) use intake::Intake;

use super::{mux::MuxedConnection, sdp::Offered};
use crate::media::Track;

/// Packets of a track that may wait for its reader, a second of 12 Mbit/s; a newer one is dropped when it is full, and
/// asked for again like one that the network lost.
const WAITING: usize = 1024;
/// Feedback that may wait for the driver, which takes all of it in its next turn; more is dropped, as by a network.
const FEEDBACK: usize = 64;

/// What comes over a track.
#[derive(Debug)]
pub(in crate::peer) enum Arrival {
    /// A packet, its retransmission unwrapped (RFC 4588 section 4).
    Packet(rtp::Packet),
    /// A sender report (RFC 3550 section 6.4.1) about the stream of this SSRC.
    Report { ssrc: u32, ntp: u64, timestamp: u32 },
}

/// The reader's end.
#[derive(Debug)]
pub(in crate::peer) struct Streams {
    pub video: mpsc::Receiver<Arrival>,
    pub audio: mpsc::Receiver<Arrival>,
    shared: Arc<Shared>,
}

/// What both ends know.
#[derive(Debug, Default)]
struct Shared {
    /// Set before the first packet can come.
    offered: OnceLock<Arc<Offered>>,
    /// What is to be sent, written by the reader and emptied by the driver.
    feedback: Mutex<Vec<Box<dyn rtcp::Packet>>>,
    unassociated: Unassociated,
}

/// Packets that are associated with no section since the last picture's.
#[derive(Debug, Default)]
struct Unassociated {
    packets: AtomicU64,
    /// SSRC and payload type of the last.
    last: AtomicU64,
}

/// A new connection's two ends.
pub(in crate::peer) fn streams() -> (Intake, Streams) {
    let shared = Arc::new(Shared::default());
    let ((video_in, video), (audio_in, audio)) = (mpsc::channel(WAITING), mpsc::channel(WAITING));
    (Intake::new(Arc::clone(&shared), video_in, audio_in), Streams { video, audio, shared })
}

impl Streams {
    /// Says what the numbers in the packets mean, which is known once the peer's description is.
    pub fn expect(&self, offered: Offered) {
        // There is one description a connection.
        let _ = self.shared.offered.set(Arc::new(offered));
    }

    /// What the numbers mean, as far as that is known.
    pub fn offered(&self) -> Arc<Offered> {
        self.shared.offered.get().cloned().unwrap_or_default()
    }

    /// The way back to the publisher.
    pub fn feedback(&self, muxed: MuxedConnection) -> Feedback {
        Feedback { shared: Arc::clone(&self.shared), muxed }
    }

    /// How many packets have come that are associated with no section since the last one of a picture, and the last one's
    /// SSRC and payload type.
    pub fn unassociated(&self) -> (u64, u32, u8) {
        let last = self.shared.unassociated.last.load(Ordering::Relaxed);
        (self.shared.unassociated.packets.load(Ordering::Relaxed), (last >> 8) as u32, last as u8)
    }
}

impl Unassociated {
    fn add(&self, ssrc: u32, payload_type: u8) {
        self.packets.fetch_add(1, Ordering::Relaxed);
        self.last.store(u64::from(ssrc) << 8 | u64::from(payload_type), Ordering::Relaxed);
    }

    fn found(&self, track: Track) {
        if track == Track::Video {
            self.packets.store(0, Ordering::Relaxed);
        }
    }
}

/// What a publisher is told about its streams.
#[derive(Debug, Clone)]
pub(in crate::peer) struct Feedback {
    shared: Arc<Shared>,
    muxed: MuxedConnection,
}

impl Feedback {
    /// Sends packets in the driver's next turn, which is now.
    pub fn send(&self, packets: Vec<Box<dyn rtcp::Packet>>) {
        if packets.is_empty() {
            return;
        }
        let mut waiting = self.shared.feedback.lock().unwrap_or_else(PoisonError::into_inner);
        let room = FEEDBACK - waiting.len().min(FEEDBACK);
        waiting.extend(packets.into_iter().take(room));
        drop(waiting);
        self.muxed.nudge();
    }
}
