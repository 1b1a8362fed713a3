use std::{sync::Arc, time::Duration};

use futures_util::FutureExt;
use rtc::{
    rtcp::{
        Packet,
        payload_feedbacks::picture_loss_indication::PictureLossIndication,
        sender_report::SenderReport as Report,
        transport_feedbacks::transport_layer_nack::{TransportLayerNack, nack_pairs_from_sequence_numbers},
    },
    rtp_transceiver::rtp_sender::RtpCodecKind,
};
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};

use super::offered::Offered;
use crate::media::{
    Assembler, AssemblerStats, AudioLevel, Output, RtpPacket, SenderReport, SessionTime, Track, VideoCodec,
};

/// A camera without a whole picture for so long is lost: at 30 pictures a second it missed 60, and an audience starts
/// to wonder.
pub const STALL: Duration = Duration::from_secs(2);

/// A packet with another payload type that is fewer than this behind the newest was overtaken; one that is more belongs
/// to a sender that counts anew.
const OVERTAKEN: u16 = 512;

/// One track being received: its packets become whole frames.
pub(super) struct Reception {
    track: Arc<dyn TrackRemote>,
    kind: Track,
    ssrc: u32,
    offered: Arc<Offered>,
    payload_type: Option<u8>,
    /// The newest packet's sequence number.
    newest: Option<u16>,
    /// Whether picture loss indications were negotiated for its codec.
    takes_pli: bool,
    assembler: Option<Assembler>,
}

/// What came over a track.
pub(super) enum Received {
    /// Packets may have made frames: poll them. With how loud the sender says that this packet of sound is.
    Media(Option<AudioLevel>),
    /// A sender report.
    Report(SenderReport),
    /// Nothing that matters.
    Nothing,
    /// The track is over.
    Ended,
}

impl Reception {
    /// Starts to receive a track; none when it has no SSRC or is neither audio nor video.
    pub async fn new(track: Arc<dyn TrackRemote>, offered: Arc<Offered>) -> Option<Self> {
        let ssrc = *track.ssrcs().await.first()?;
        let kind = match track.kind().await {
            RtpCodecKind::Audio => Track::Audio,
            RtpCodecKind::Video => Track::Video,
            _ => return None,
        };
        Some(Self { track, kind, ssrc, offered, payload_type: None, newest: None, takes_pli: false, assembler: None })
    }

    pub fn kind(&self) -> Track {
        self.kind
    }

    pub fn stats(&self) -> AssemblerStats {
        self.assembler.as_ref().map(Assembler::stats).unwrap_or_default()
    }

    /// Waits for the track's next event. Cancel safe.
    pub async fn next(&mut self) -> Option<TrackRemoteEvent> {
        self.track.poll().await
    }

    /// The track's next event if it is there already: the packets of a picture come together.
    pub fn try_next(&mut self) -> Option<TrackRemoteEvent> {
        self.track.poll().now_or_never().flatten()
    }

    /// Takes an event in that came at `arrived`; none is the track's end.
    pub async fn take(&mut self, event: Option<TrackRemoteEvent>, arrived: SessionTime) -> Received {
        match event {
            Some(TrackRemoteEvent::OnRtpPacket(packet)) => {
                let (payload_type, sequence) = (packet.header.payload_type, packet.header.sequence_number);
                let behind = self.newest.map_or(OVERTAKEN, |newest| newest.wrapping_sub(sequence));
                // A packet that was overtaken by the change of the codec: to go back for it would lose the keyframe.
                if self.payload_type.is_some_and(|current| current != payload_type) && (1..OVERTAKEN).contains(&behind)
                {
                    return Received::Nothing;
                }
                if behind >= OVERTAKEN {
                    self.newest = Some(sequence);
                }
                self.follow_codec(payload_type);
                let level = self.offered.audio_level().filter(|_| self.kind == Track::Audio);
                let level = level.and_then(|id| AudioLevel::from_extension(&packet.header.get_extension(id)?));
                let Some(assembler) = &mut self.assembler else { return Received::Nothing };
                assembler.push(RtpPacket {
                    sequence: packet.header.sequence_number,
                    timestamp: packet.header.timestamp,
                    marker: packet.header.marker,
                    payload: packet.payload,
                    arrived,
                });
                Received::Media(level)
            }
            Some(TrackRemoteEvent::OnRtcpPacket(packets)) => {
                report(&packets, self.ssrc, arrived).map_or(Received::Nothing, Received::Report)
            }
            Some(TrackRemoteEvent::OnEnded) | None => Received::Ended,
            Some(_) => Received::Nothing,
        }
    }

    /// A publisher may change among the negotiated codecs at any packet: the payload type says so.
    fn follow_codec(&mut self, payload_type: u8) {
        if self.payload_type == Some(payload_type) {
            return;
        }
        let Some(codec) = self.offered.codec(self.kind, payload_type) else { return };
        self.payload_type = Some(payload_type);
        let takes = |feedback: &str| codec.rtcp_feedback.iter().any(|offered| offered.trim() == feedback);
        self.takes_pli = takes("nack pli");
        let name = codec.name.to_ascii_lowercase();
        tracing::debug!(payload_type, name, fmtp = codec.fmtp, takes_pli = self.takes_pli, "receiving");
        self.assembler = match (self.kind, name.as_str()) {
            (Track::Video, "h264") => Some(Assembler::h264(&codec.fmtp)),
            (Track::Video, "vp8") => Some(Assembler::video(VideoCodec::Vp8)),
            (Track::Audio, "opus") => Some(Assembler::opus()),
            _ => None,
        };
        if self.kind == Track::Video && !takes("nack") {
            self.assembler = self.assembler.take().map(Assembler::without_resending);
        }
    }

    /// The next whole frame, or the wish for a keyframe.
    pub fn poll(&mut self, now: SessionTime) -> Option<Output> {
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

    /// How long the sender takes to answer.
    pub fn answer_timeout(&self) -> Duration {
        self.assembler.as_ref().map(Assembler::answer_timeout).unwrap_or_default()
    }

    /// Sends a generic negative acknowledgement (RFC 4585 section 6.2.1).
    pub async fn ask_again(&self, sequence_numbers: &[u16]) {
        let nacks = nack_pairs_from_sequence_numbers(sequence_numbers);
        let acknowledgement = TransportLayerNack { sender_ssrc: 0, media_ssrc: self.ssrc, nacks };
        if let Err(error) = self.track.write_rtcp(vec![Box::new(acknowledgement)]).await {
            tracing::debug!(%error, "missing packets were not asked for");
        }
    }

    /// Sends a picture loss indication (RFC 4585 section 6.3.1), unless the publisher did not offer to take any: then a
    /// keyframe comes when its encoder's interval is over.
    pub async fn ask_keyframe(&self) {
        if !self.takes_pli {
            return;
        }
        let indication = PictureLossIndication { sender_ssrc: 0, media_ssrc: self.ssrc };
        if let Err(error) = self.track.write_rtcp(vec![Box::new(indication)]).await {
            tracing::debug!(%error, "a keyframe was not asked for");
        }
    }
}

fn report(packets: &[Box<dyn Packet>], ssrc: u32, arrived: SessionTime) -> Option<SenderReport> {
    packets
        .iter()
        .filter_map(|packet| packet.as_any().downcast_ref::<Report>())
        .filter(|report| report.ssrc == ssrc)
        .map(|report| SenderReport { ntp: report.ntp_time, timestamp: report.rtp_time, arrived })
        .next_back()
}
