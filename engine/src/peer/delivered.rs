use std::{collections::VecDeque, time::Instant};

use rtc::{
    interceptor::{Attribute, Interceptor, Packet, StreamInfo, TaggedPacket},
    rtcp::{
        self,
        payload_feedbacks::{full_intra_request::FullIntraRequest, picture_loss_indication::PictureLossIndication},
        sender_report::SenderReport,
    },
    sansio::Protocol,
    shared::error::Error,
};

/// Hands RTCP of one kind up to the application, which the crate does with none; all other ends with the interceptors
/// that act on it.
///
/// Its queues hold what one walk of the chain puts in and takes out again: they do not grow.
pub(super) struct Delivered {
    wanted: fn(&dyn rtcp::Packet) -> bool,
    read: VecDeque<TaggedPacket>,
    write: VecDeque<TaggedPacket>,
}

impl Delivered {
    /// Sender reports (RFC 3550 section 6.4.1), whose clock the track readers need.
    pub fn sender_reports() -> Self {
        Self::new(|packet| packet.as_any().is::<SenderReport>())
    }

    /// Requests for a keyframe (RFC 4585 section 6.3.1, RFC 5104 section 4.3.1).
    pub fn keyframe_requests() -> Self {
        Self::new(|packet| {
            let packet = packet.as_any();
            packet.is::<PictureLossIndication>() || packet.is::<FullIntraRequest>()
        })
    }

    fn new(wanted: fn(&dyn rtcp::Packet) -> bool) -> Self {
        Self { wanted, read: VecDeque::new(), write: VecDeque::new() }
    }
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Delivered {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, mut msg: TaggedPacket) -> Result<(), Self::Error> {
        if let Packet::Rtcp(packets) = &mut msg.message.packet {
            packets.retain(|packet| (self.wanted)(packet.as_ref()));
            if packets.is_empty() {
                return Ok(());
            }
            msg.message.add(Attribute::DeliverToApplication);
        }
        self.read.push_back(msg);
        Ok(())
    }

    fn poll_read(&mut self) -> Option<Self::Rout> {
        self.read.pop_front()
    }

    fn handle_write(&mut self, msg: TaggedPacket) -> Result<(), Self::Error> {
        self.write.push_back(msg);
        Ok(())
    }

    fn poll_write(&mut self) -> Option<Self::Wout> {
        self.write.pop_front()
    }
}

impl Interceptor for Delivered {
    fn bind_local_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _info: &StreamInfo) {}
    fn bind_remote_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _info: &StreamInfo) {}
}
