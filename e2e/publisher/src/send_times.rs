//! Says in each packet when it leaves, for a receiver that estimates the bandwidth.

use std::{
    collections::{HashMap, VecDeque},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use rtc::{
    interceptor::{Interceptor, Packet, Registry, Slot, StreamInfo, TaggedPacket},
    peer_connection::configuration::media_engine::MediaEngine,
    rtp_transceiver::rtp_sender::{
        RTCPFeedback, RTCRtpHeaderExtensionCapability, RtpCodecKind, TYPE_RTCP_FB_GOOG_REMB,
    },
    sansio::Protocol,
    sdp::extmap::ABS_SEND_TIME_URI,
    shared::error::Error,
};

/// Writes the absolute send time (<http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time>) into RTP packets.
///
/// Its place is close to the wire, so that what is sent again says its own time.
#[derive(Default)]
pub struct SendTimes {
    /// The header extension's id, by SSRC.
    streams: HashMap<u32, u8>,
    reads: VecDeque<TaggedPacket>,
    writes: VecDeque<TaggedPacket>,
}

/// The receiver's estimate of the bandwidth, and what it estimates by.
pub fn configure(registry: Registry, engine: &mut MediaEngine) -> Result<Registry, Error> {
    let remb = RTCPFeedback { typ: TYPE_RTCP_FB_GOOG_REMB.to_owned(), parameter: String::new() };
    engine.register_feedback(remb, RtpCodecKind::Video);
    let send_time = RTCRtpHeaderExtensionCapability { uri: ABS_SEND_TIME_URI.to_owned() };
    engine.register_header_extension(send_time, RtpCodecKind::Video, None)?;
    Ok(registry.with(Slot::CongestionControl, SendTimes::default()))
}

/// Seconds with 6 bits before the point and 18 behind.
fn send_time(now: SystemTime) -> Bytes {
    let micros = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_micros();
    let [.., high, middle, low] = ((micros << 18) / 1_000_000).to_be_bytes();
    Bytes::copy_from_slice(&[high, middle, low])
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for SendTimes {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, message: TaggedPacket) -> Result<(), Error> {
        self.reads.push_back(message);
        Ok(())
    }

    fn poll_read(&mut self) -> Option<TaggedPacket> {
        self.reads.pop_front()
    }

    fn handle_write(&mut self, mut message: TaggedPacket) -> Result<(), Error> {
        if let Packet::Rtp(packet) = &mut message.message.packet
            && let Some(id) = self.streams.get(&packet.header.ssrc)
        {
            packet.header.set_extension(*id, send_time(SystemTime::now()))?;
        }
        self.writes.push_back(message);
        Ok(())
    }

    fn poll_write(&mut self) -> Option<TaggedPacket> {
        self.writes.pop_front()
    }
}

impl Interceptor for SendTimes {
    fn bind_local_stream(&mut self, info: &StreamInfo) {
        let negotiated = info.rtp_header_extensions.iter().find(|extension| extension.uri == ABS_SEND_TIME_URI);
        if let Some(id) = negotiated.and_then(|extension| u8::try_from(extension.id).ok()) {
            self.streams.insert(info.ssrc, id);
        }
    }

    fn unbind_local_stream(&mut self, info: &StreamInfo) {
        self.streams.remove(&info.ssrc);
    }

    fn bind_remote_stream(&mut self, _: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _: &StreamInfo) {}
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_send_time_wraps_each_64_seconds() {
        let at = |millis| send_time(UNIX_EPOCH + Duration::from_millis(millis));
        assert_eq!(at(500), [2, 0, 0][..]);
        assert_eq!(at(64_500), at(500));
    }
}
