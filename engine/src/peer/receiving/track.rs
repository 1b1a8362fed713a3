use std::{collections::VecDeque, sync::Arc, time::Duration};

use rtc::{
    rtcp::{
        self,
        payload_feedbacks::{
            full_intra_request::{FirEntry, FullIntraRequest},
            picture_loss_indication::PictureLossIndication,
        },
        transport_feedbacks::transport_layer_nack::{TransportLayerNack, nack_pairs_from_sequence_numbers},
    },
    rtp,
};

use super::super::{sdp::Offered, streams::Arrival};
use crate::media::{
    AccessUnit, Assembled, Assembler, AssemblerStats, AudioLevel, RtpPacket, SenderReport, SessionTime, Side, Track,
    VideoCodec,
};

/// A packet with another payload type that is fewer than this behind the newest was overtaken; one that is more belongs
/// to a sender that counts anew.
const OVERTAKEN: u16 = 512;

/// One track being received: its packets become whole frames.
pub(super) struct TrackReceiver {
    kind: Track,
    offered: Arc<Offered>,
    /// The stream that comes, as its packets say.
    ssrc: Option<u32>,
    payload_type: Option<u8>,
    /// The newest packet's sequence number.
    newest: Option<u16>,
    keyframe_feedback: KeyframeFeedback,
    /// The number of the last full intra request (RFC 5104 section 4.3.1.1).
    command: u8,
    assembler: Option<Assembler>,
    /// What the assembler before it had still to give.
    left: VecDeque<(AccessUnit, Side)>,
}

/// How a keyframe of the codec that comes is asked for, as the publisher offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeyframeFeedback {
    /// Picture loss indications (RFC 4585 section 6.3.1).
    Pli,
    /// Full intra requests (RFC 5104 section 4.3.1), which are meant for mixers that change a source, and the only way
    /// where there is no other.
    Fir,
    /// Not at all: one comes when its encoder's interval is over.
    Unsupported,
}

/// What came over a track.
pub(super) enum Received {
    /// Packets may have made frames: poll them. With how loud the sender says that this packet of sound is.
    Media(Option<AudioLevel>),
    /// A sender report.
    Report(SenderReport),
    /// Nothing that matters.
    Nothing,
}

impl TrackReceiver {
    /// Of a track of which nothing has come yet.
    pub fn new(kind: Track, offered: Arc<Offered>) -> Self {
        Self {
            kind,
            offered,
            ssrc: None,
            payload_type: None,
            newest: None,
            keyframe_feedback: KeyframeFeedback::Unsupported,
            command: 0,
            assembler: None,
            left: VecDeque::new(),
        }
    }

    /// What came so far; none before the first packet.
    pub fn stats(&self) -> Option<AssemblerStats> {
        self.assembler.as_ref().map(Assembler::stats)
    }

    /// Whether something came of it.
    pub fn is_started(&self) -> bool {
        self.ssrc.is_some()
    }

    /// Takes in what came at `arrived`.
    pub fn take(&mut self, arrival: Arrival, arrived: SessionTime) -> Received {
        match arrival {
            Arrival::Packet(packet) => self.packet(packet, arrived),
            Arrival::Report { ssrc, ntp, timestamp } if self.ssrc == Some(ssrc) => {
                Received::Report(SenderReport { ntp, timestamp, arrived })
            }
            Arrival::Report { .. } => Received::Nothing,
        }
    }

    fn packet(&mut self, packet: rtp::Packet, arrived: SessionTime) -> Received {
        let header = &packet.header;
        if self.ssrc.replace(header.ssrc) != Some(header.ssrc) {
            // Another stream, with numbers of its own: the section's encoder began anew.
            tracing::debug!(track = ?self.kind, ssrc = header.ssrc, "a stream begins");
            self.finish(arrived);
            (self.payload_type, self.newest, self.assembler) = (None, None, None);
        }
        let (payload_type, sequence) = (header.payload_type, header.sequence_number);
        let behind = self.newest.map_or(OVERTAKEN, |newest| newest.wrapping_sub(sequence));
        // A packet that was overtaken by the change of the codec: to go back for it would lose the keyframe.
        if self.payload_type.is_some_and(|current| current != payload_type) && (1..OVERTAKEN).contains(&behind) {
            return Received::Nothing;
        }
        if behind >= OVERTAKEN {
            self.newest = Some(sequence);
        }
        self.follow_codec(payload_type, arrived);
        let level = self.offered.audio_level().filter(|_| self.kind == Track::Audio);
        let level = level.and_then(|id| AudioLevel::from_extension(&header.get_extension(id)?));
        let Some(assembler) = &mut self.assembler else { return Received::Nothing };
        assembler.push(RtpPacket {
            sequence,
            timestamp: header.timestamp,
            marker: header.marker,
            payload: packet.payload,
            arrived,
        });
        Received::Media(level)
    }

    /// A publisher may change among the negotiated codecs at any packet: the payload type says so.
    fn follow_codec(&mut self, payload_type: u8, now: SessionTime) {
        if self.payload_type == Some(payload_type) {
            return;
        }
        let offered = Arc::clone(&self.offered);
        let Some(format) = offered.format(self.kind, payload_type) else { return };
        self.payload_type = Some(payload_type);
        self.finish(now);
        self.keyframe_feedback = match (format.takes("nack pli"), format.takes("ccm fir")) {
            (true, _) => KeyframeFeedback::Pli,
            (false, true) => KeyframeFeedback::Fir,
            (false, false) => KeyframeFeedback::Unsupported,
        };
        tracing::debug!(payload_type, name = format.name, format = format.parameters, keyframe_feedback = ?self.keyframe_feedback, "receiving");
        self.assembler = match self.kind {
            Track::Video if format.is("H264") => Some(Assembler::h264(&format.parameters)),
            Track::Video if format.is("VP8") => Some(Assembler::video(VideoCodec::Vp8)),
            Track::Audio if format.is("opus") => Some(Assembler::opus()),
            Track::Video | Track::Audio => None,
        };
        if self.kind == Track::Video && !format.takes("nack") {
            self.assembler = self.assembler.take().map(Assembler::without_resending);
        }
    }

    /// Nothing more comes of this stream: what is still being completed is as complete as it gets.
    pub fn finish(&mut self, now: SessionTime) {
        self.left.extend(self.assembler.iter_mut().flat_map(|assembler| assembler.finish(now)));
    }

    /// The next whole frame, or the wish for a keyframe.
    pub fn poll(&mut self, now: SessionTime) -> Option<Assembled> {
        if let Some((unit, side)) = self.left.pop_front() {
            return Some(Assembled::Unit(unit, side));
        }
        self.assembler.as_mut()?.poll(now)
    }

    /// When [`poll`](Self::poll) is worth calling although nothing came.
    pub fn next_deadline(&self) -> Option<SessionTime> {
        self.assembler.as_ref()?.next_deadline()
    }

    /// Whether packets of a keyframe come in.
    pub fn is_keyframe_coming(&self) -> bool {
        self.assembler.as_ref().is_some_and(Assembler::is_keyframe_coming)
    }

    /// Whether packets are missing that may still come.
    pub fn is_incomplete(&self) -> bool {
        self.assembler.as_ref().is_some_and(Assembler::is_incomplete)
    }

    /// How long the sender takes to answer.
    pub fn answer_timeout(&self) -> Duration {
        self.assembler.as_ref().map(Assembler::answer_timeout).unwrap_or_default()
    }

    /// A generic negative acknowledgement (RFC 4585 section 6.2.1) of these packets.
    pub fn nack(&self, sequence_numbers: &[u16]) -> Option<Box<dyn rtcp::Packet>> {
        let nacks = nack_pairs_from_sequence_numbers(sequence_numbers);
        Some(Box::new(TransportLayerNack { sender_ssrc: 0, media_ssrc: self.ssrc?, nacks }))
    }

    /// What asks for a keyframe, of what the publisher offered to take.
    pub fn request_keyframe(&mut self) -> Option<Box<dyn rtcp::Packet>> {
        let ssrc = self.ssrc?;
        match self.keyframe_feedback {
            KeyframeFeedback::Pli => Some(Box::new(PictureLossIndication { sender_ssrc: 0, media_ssrc: ssrc })),
            KeyframeFeedback::Fir => {
                // Each request that goes out is one that was not answered, so none is a mere repetition.
                self.command = self.command.wrapping_add(1);
                let fir = vec![FirEntry { ssrc, sequence_number: self.command }];
                Some(Box::new(FullIntraRequest { sender_ssrc: 0, media_ssrc: 0, fir }))
            }
            KeyframeFeedback::Unsupported => None,
        }
    }
}
