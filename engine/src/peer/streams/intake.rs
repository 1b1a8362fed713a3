use std::{
    collections::VecDeque,
    sync::{Arc, PoisonError},
    time::Instant,
};

use rtc::{
    interceptor::{
        AttributedPacket, Interceptor, NoopInterceptor, Packet, RTPHeaderExtension, StreamInfo, TaggedPacket,
    },
    rtcp::{self, goodbye::Goodbye, sender_report::SenderReport},
    rtp,
    sansio::Protocol,
    shared::{TransportContext, error::Error},
};
use tokio::sync::mpsc;

use super::{
    Arrival, Shared,
    active_ssrc::ActiveSsrc,
    association::{Association, RtpStream},
};
use crate::media::Track;

/// Streams that the crate's interceptors report on at a time: of picture and sound the one that is heard and its repair,
/// and those that were before. A newer one takes the place of the oldest.
const REPORTED: usize = 8;

/// The driver's end: the whole chain of a connection's interceptors, and what sorts packets in front of it.
pub(in crate::peer) struct Intake {
    /// The crate's.
    chain: Box<dyn Interceptor>,
    shared: Arc<Shared>,
    association: Option<Association>,
    video: TrackIntake,
    audio: TrackIntake,
    /// The streams that the chain knows, the oldest first.
    reported: VecDeque<StreamInfo>,
}

/// One track on its way to its reader.
struct TrackIntake {
    active: ActiveSsrc,
    reader: mpsc::Sender<Arrival>,
}

impl TrackIntake {
    fn send(&self, arrival: Arrival) {
        // A reader that is gone reads nothing; one that is behind asks for what it misses.
        if let Err(mpsc::error::TrySendError::Full(_)) = self.reader.try_send(arrival) {
            tracing::debug!("a packet was dropped: its connection is behind");
        }
    }
}

impl Intake {
    pub(super) fn new(shared: Arc<Shared>, video: mpsc::Sender<Arrival>, audio: mpsc::Sender<Arrival>) -> Self {
        let intake = |reader| TrackIntake { active: ActiveSsrc::default(), reader };
        Self {
            chain: Box::new(NoopInterceptor::new()),
            shared,
            association: None,
            video: intake(video),
            audio: intake(audio),
            reported: VecDeque::new(),
        }
    }

    /// In front of a chain.
    pub fn before(self, chain: impl Interceptor + 'static) -> Self {
        Self { chain: Box::new(chain), ..self }
    }

    fn intake(&mut self, track: Track) -> &mut TrackIntake {
        match track {
            Track::Video => &mut self.video,
            Track::Audio => &mut self.audio,
        }
    }

    fn sort(&mut self, packet: &rtp::Packet, now: Instant) {
        if self.association.is_none() {
            self.association = self.shared.offered.get().cloned().map(Association::new);
        }
        let Some(association) = &mut self.association else { return };
        let header = &packet.header;
        match association.associate(header) {
            RtpStream::Media(track) => {
                self.shared.unassociated.found(track);
                let intake = self.intake(track);
                for packet in intake.active.take(packet.clone(), now) {
                    intake.send(Arrival::Packet(packet));
                }
                if intake.active.ssrc() == Some(header.ssrc) {
                    self.report_on(track, header);
                }
            }
            RtpStream::Retransmission(track, repaired) => {
                self.report_on(track, header);
                let intake = self.intake(track);
                let unwrapped = intake.active.ssrc().and_then(|ssrc| unwrap(packet, ssrc, repaired));
                if let Some(packet) = unwrapped {
                    intake.send(Arrival::Packet(packet));
                }
            }
            RtpStream::Unassociated => self.shared.unassociated.add(header.ssrc, header.payload_type),
        }
    }

    /// Lets the chain know of a stream before it sees its first packet.
    fn report_on(&mut self, track: Track, header: &rtp::Header) {
        if self.reported.iter().any(|known| known.ssrc == header.ssrc) {
            return;
        }
        let Some(offered) = self.shared.offered.get() else { return };
        let extension = offered.transport_numbers(track);
        let extension = extension.map(|(id, uri)| RTPHeaderExtension { uri: uri.to_owned(), id: id.into() });
        let info = StreamInfo {
            ssrc: header.ssrc,
            payload_type: header.payload_type,
            clock_rate: track.clock_rate(),
            rtp_header_extensions: extension.into_iter().collect(),
            ..StreamInfo::default()
        };
        if self.reported.len() == REPORTED
            && let Some(oldest) = self.reported.pop_front()
        {
            self.chain.unbind_remote_stream(&oldest);
        }
        self.chain.bind_remote_stream(&info);
        self.reported.push_back(info);
    }

    fn control(&mut self, packets: &[Box<dyn rtcp::Packet>]) {
        for packet in packets {
            let packet = packet.as_any();
            if let Some(report) = packet.downcast_ref::<SenderReport>() {
                let SenderReport { ssrc, ntp_time: ntp, rtp_time: timestamp, .. } = *report;
                for intake in [&self.video, &self.audio] {
                    if intake.active.ssrc() == Some(ssrc) {
                        intake.send(Arrival::Report { ssrc, ntp, timestamp });
                    }
                }
            } else if let Some(goodbye) = packet.downcast_ref::<Goodbye>() {
                for ssrc in &goodbye.sources {
                    self.video.active.bye(*ssrc);
                    self.audio.active.bye(*ssrc);
                }
            }
        }
    }
}

/// The packet that a retransmission brings again: its sequence number stands before its payload (RFC 4588 section 4).
/// None is in what only probes the way.
fn unwrap(repair: &rtp::Packet, ssrc: u32, payload_type: u8) -> Option<rtp::Packet> {
    let [high, low] = *repair.payload.first_chunk::<2>()?;
    let sequence_number = u16::from_be_bytes([high, low]);
    let header = rtp::Header { ssrc, payload_type, sequence_number, padding: false, ..repair.header.clone() };
    Some(rtp::Packet { header, payload: repair.payload.slice(2..) })
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Intake {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, msg: TaggedPacket) -> Result<(), Self::Error> {
        match &msg.message.packet {
            Packet::Rtp(packet) => self.sort(packet, msg.now),
            Packet::Rtcp(packets) => self.control(packets),
            _ => {}
        }
        self.chain.handle_read(msg)
    }

    fn poll_read(&mut self) -> Option<Self::Rout> {
        // Media was given to its reader: the crate would not know whose it is.
        std::iter::from_fn(|| self.chain.poll_read()).find(|msg| !matches!(msg.message.packet, Packet::Rtp(_)))
    }

    fn handle_write(&mut self, msg: TaggedPacket) -> Result<(), Self::Error> {
        self.chain.handle_write(msg)
    }

    fn poll_write(&mut self) -> Option<Self::Wout> {
        let waiting = std::mem::take(&mut *self.shared.feedback.lock().unwrap_or_else(PoisonError::into_inner));
        if !waiting.is_empty() {
            let (now, transport) = (Instant::now(), TransportContext::default());
            return Some(TaggedPacket { now, transport, message: AttributedPacket::new(Packet::Rtcp(waiting)) });
        }
        self.chain.poll_write()
    }

    fn handle_timeout(&mut self, now: Self::Time) -> Result<(), Self::Error> {
        self.chain.handle_timeout(now)
    }

    fn poll_timeout(&mut self) -> Option<Self::Time> {
        self.chain.poll_timeout()
    }

    fn close(&mut self) -> Result<(), Self::Error> {
        self.chain.close()
    }
}

impl Interceptor for Intake {
    fn bind_local_stream(&mut self, info: &StreamInfo) {
        self.chain.bind_local_stream(info);
    }

    fn unbind_local_stream(&mut self, info: &StreamInfo) {
        self.chain.unbind_local_stream(info);
    }

    /// The crate's own idea of the streams does not count.
    fn bind_remote_stream(&mut self, _info: &StreamInfo) {}

    fn unbind_remote_stream(&mut self, _info: &StreamInfo) {}
}
