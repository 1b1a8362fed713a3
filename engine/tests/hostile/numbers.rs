use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU8, AtomicU32, Ordering},
    },
    time::Instant,
};

use rtc::{
    interceptor::{Interceptor, Packet, StreamInfo, TaggedPacket},
    rtcp::payload_feedbacks::{full_intra_request::FullIntraRequest, picture_loss_indication::PictureLossIndication},
    sansio::Protocol,
    shared::error::Error,
};
use tokio::sync::watch;

use crate::camera::VP8;

/// The numbers in a camera's packets, which the test changes on their way out: the crate sends one codec and one SSRC a
/// track, and a publisher may change both.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    /// The SSRC; 0 leaves the track's.
    pub ssrc: Arc<AtomicU32>,
    /// The payload type; 0 leaves that of the codec.
    pub payload_type: Arc<AtomicU8>,
    /// Whether no keyframe is made any more.
    pub no_keyframes: Arc<AtomicBool>,
    /// How often a keyframe was asked for.
    pub asked: watch::Sender<Asked>,
}

/// Requests for a keyframe.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    pub by_pli: u32,
    pub by_fir: u32,
}

/// The driver's end.
#[derive(Default)]
pub struct Numbering {
    numbers: Numbers,
    read: VecDeque<TaggedPacket>,
    write: VecDeque<TaggedPacket>,
}

impl Numbering {
    pub fn new(numbers: Numbers) -> Self {
        Self { numbers, ..Self::default() }
    }
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Numbering {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, msg: TaggedPacket) -> Result<(), Self::Error> {
        if let Packet::Rtcp(packets) = &msg.message.packet {
            for packet in packets {
                let by_pli = u32::from(packet.as_any().is::<PictureLossIndication>());
                let by_fir = u32::from(packet.as_any().is::<FullIntraRequest>());
                self.numbers.asked.send_modify(|asked| {
                    asked.by_pli += by_pli;
                    asked.by_fir += by_fir;
                });
            }
        }
        self.read.push_back(msg);
        Ok(())
    }

    fn poll_read(&mut self) -> Option<Self::Rout> {
        self.read.pop_front()
    }

    fn handle_write(&mut self, mut msg: TaggedPacket) -> Result<(), Self::Error> {
        if let Packet::Rtp(packet) = &mut msg.message.packet {
            // The start of our VP8 payloads (RFC 7741 section 4.2), and of no NAL unit of ours.
            if packet.payload.first() == Some(&0x10) {
                packet.header.payload_type = VP8;
            }
            match self.numbers.payload_type.load(Ordering::Relaxed) {
                0 => {}
                payload_type => packet.header.payload_type = payload_type,
            }
            match self.numbers.ssrc.load(Ordering::Relaxed) {
                0 => {}
                ssrc => packet.header.ssrc = ssrc,
            }
        }
        self.write.push_back(msg);
        Ok(())
    }

    fn poll_write(&mut self) -> Option<Self::Wout> {
        self.write.pop_front()
    }
}

impl Interceptor for Numbering {
    fn bind_local_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _info: &StreamInfo) {}
    fn bind_remote_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _info: &StreamInfo) {}
}
