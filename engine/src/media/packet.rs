use bytes::Bytes;

use super::SessionTime;

/// What an [`Assembler`](super::Assembler) needs to know of an RTP packet (RFC 3550 section 5.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RtpPacket {
    /// Its sequence number; of a retransmission, the original one (RFC 4588 section 4).
    pub sequence: u16,
    /// Its timestamp: the same for all packets of one access unit.
    pub timestamp: u32,
    /// Whether it is the last one of its access unit.
    pub marker: bool,
    /// Its payload without RTP padding: empty for a packet that only probes the bandwidth.
    pub payload: Bytes,
    /// When it arrived.
    pub arrived: SessionTime,
}
