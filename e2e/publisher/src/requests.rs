//! Lets the receiver's requests through to the track; the crate keeps all RTCP to itself otherwise.

use std::{collections::VecDeque, time::Instant};

use rtc::{
    interceptor::{Attribute, Interceptor, Packet, StreamInfo, TaggedPacket},
    rtcp::{
        self,
        payload_feedbacks::{
            full_intra_request::FullIntraRequest, picture_loss_indication::PictureLossIndication,
            receiver_estimated_maximum_bitrate::ReceiverEstimatedMaximumBitrate,
        },
    },
    sansio::Protocol,
    shared::error::Error,
};

/// Marks the RTCP packets for the application that ask for a keyframe (PLI, RFC 4585; FIR, RFC 5104) or for a bitrate
/// (REMB, draft-alvestrand-rmcat-remb-03).
///
/// Its place is behind every interceptor that acts on RTCP.
#[derive(Default)]
pub struct Requests {
    reads: VecDeque<TaggedPacket>,
    writes: VecDeque<TaggedPacket>,
}

/// The bitrate that is asked for, in bit/s; else it is a keyframe.
pub fn bitrate(packets: &[Box<dyn rtcp::Packet>]) -> Option<f32> {
    packets.iter().find_map(|packet| {
        let estimate = packet.as_any().downcast_ref::<ReceiverEstimatedMaximumBitrate>()?;
        Some(estimate.bitrate)
    })
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Requests {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, mut message: TaggedPacket) -> Result<(), Error> {
        if let Packet::Rtcp(packets) = &message.message.packet {
            let asks = packets.iter().any(|packet| {
                let packet = packet.as_any();
                packet.is::<PictureLossIndication>()
                    || packet.is::<FullIntraRequest>()
                    || packet.is::<ReceiverEstimatedMaximumBitrate>()
            });
            if asks {
                message.message.add(Attribute::DeliverToApplication);
            }
        }
        self.reads.push_back(message);
        Ok(())
    }

    fn poll_read(&mut self) -> Option<TaggedPacket> {
        self.reads.pop_front()
    }

    fn handle_write(&mut self, message: TaggedPacket) -> Result<(), Error> {
        self.writes.push_back(message);
        Ok(())
    }

    fn poll_write(&mut self) -> Option<TaggedPacket> {
        self.writes.pop_front()
    }
}

impl Interceptor for Requests {
    fn bind_local_stream(&mut self, _: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _: &StreamInfo) {}
    fn bind_remote_stream(&mut self, _: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _: &StreamInfo) {}
}
