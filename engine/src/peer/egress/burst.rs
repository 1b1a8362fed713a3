use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use rtc::{
    interceptor::{AttributedPacket, Interceptor, Packet, StreamInfo, TaggedPacket},
    rtp,
    sansio::Protocol,
    shared::error::Error,
};

/// A frame's packets on their way into the driver of a connection.
///
/// The crate takes packets one by one, and its driver walks all its states for each. Here a frame's packets are laid
/// down, and one that stands for them all is given to the crate: the interceptor at the application's end takes that
/// one off and lets the others out.
#[derive(Debug, Clone, Default)]
pub struct Burst {
    /// Written by the sending task and emptied by the driver, for the time of a push or a swap. One frame's packets as a
    /// rule; the crate's own queue, in which each of their messengers waits, bounds them.
    waiting: Arc<Mutex<Vec<rtp::Packet>>>,
}

impl Burst {
    /// Lays a frame's packets down; the messenger that is to be sent for them, if there are any.
    pub fn lay(&self, packets: impl Iterator<Item = rtp::Packet>) -> Option<rtp::Packet> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend(packets);
        let header = waiting.last()?.header.clone();
        Some(rtp::Packet { header, ..Default::default() })
    }

    pub fn interceptor(&self) -> Release {
        Release { burst: self.clone(), read: VecDeque::new(), write: VecDeque::new() }
    }
}

/// The driver's end of a [`Burst`]. Its queues hold what one walk of the chain puts in and takes out again.
pub struct Release {
    burst: Burst,
    read: VecDeque<TaggedPacket>,
    write: VecDeque<TaggedPacket>,
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Release {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, msg: TaggedPacket) -> Result<(), Self::Error> {
        self.read.push_back(msg);
        Ok(())
    }

    fn poll_read(&mut self) -> Option<Self::Rout> {
        self.read.pop_front()
    }

    fn handle_write(&mut self, msg: TaggedPacket) -> Result<(), Self::Error> {
        if matches!(msg.message.packet, Packet::Rtp(_)) {
            let (now, transport) = (msg.now, msg.transport);
            let mut waiting = self.burst.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let packets = waiting.drain(..).map(|packet| AttributedPacket::new(Packet::Rtp(packet)));
            self.write.extend(packets.map(|message| TaggedPacket { now, transport, message }));
        } else {
            self.write.push_back(msg);
        }
        Ok(())
    }

    fn poll_write(&mut self) -> Option<Self::Wout> {
        self.write.pop_front()
    }
}

impl Interceptor for Release {
    fn bind_local_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _info: &StreamInfo) {}
    fn bind_remote_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _info: &StreamInfo) {}
}
