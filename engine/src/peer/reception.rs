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

use crate::media::{Assembler, AssemblerStats, Output, RtpPacket, SenderReport, SessionTime, Track, VideoCodec};

/// A camera without a whole picture for so long is lost: at 30 pictures a second it missed 60, and an audience starts
/// to wonder.
pub const STALL: Duration = Duration::from_secs(2);

/// One track being received: its packets become whole frames.
pub(super) struct Reception {
    track: Arc<dyn TrackRemote>,
    kind: Track,
    ssrc: u32,
    payload_type: Option<u8>,
    /// Whether picture loss indications were negotiated for its codec.
    takes_pli: bool,
    assembler: Option<Assembler>,
}

/// What came over a track.
pub(super) enum Received {
    /// Packets may have made frames: poll them.
    Media,
    /// A sender report.
    Report(SenderReport),
    /// Nothing that matters.
    Nothing,
    /// The track is over.
    Ended,
}

impl Reception {
    /// Starts to receive a track; none when it has no SSRC or is neither audio nor video.
    pub async fn new(track: Arc<dyn TrackRemote>) -> Option<Self> {
        let ssrc = *track.ssrcs().await.first()?;
        let kind = match track.kind().await {
            RtpCodecKind::Audio => Track::Audio,
            RtpCodecKind::Video => Track::Video,
            _ => return None,
        };
        Some(Self { track, kind, ssrc, payload_type: None, takes_pli: false, assembler: None })
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
                self.follow_codec(packet.header.payload_type).await;
                let Some(assembler) = &mut self.assembler else { return Received::Nothing };
                assembler.push(RtpPacket {
                    sequence: packet.header.sequence_number,
                    timestamp: packet.header.timestamp,
                    marker: packet.header.marker,
                    payload: packet.payload,
                    arrived,
                });
                Received::Media
            }
            Some(TrackRemoteEvent::OnRtcpPacket(packets)) => {
                report(&packets, self.ssrc, arrived).map_or(Received::Nothing, Received::Report)
            }
            Some(TrackRemoteEvent::OnEnded) | None => Received::Ended,
            Some(_) => Received::Nothing,
        }
    }

    /// A publisher may change among the negotiated codecs at any packet: the payload type says so.
    async fn follow_codec(&mut self, payload_type: u8) {
        if self.payload_type == Some(payload_type) {
            return;
        }
        let Some(codec) = self.track.codec(self.ssrc).await else { return };
        self.payload_type = Some(payload_type);
        let takes = |parameter| codec.rtcp_feedback.iter().any(|f| f.typ == "nack" && f.parameter == parameter);
        self.takes_pli = takes("pli");
        let mime_type = codec.mime_type.to_ascii_lowercase();
        tracing::debug!(payload_type, mime_type, fmtp = codec.sdp_fmtp_line, takes_pli = self.takes_pli, "receiving");
        self.assembler = match (self.kind, mime_type.as_str()) {
            (Track::Video, "video/h264") => Some(Assembler::h264(&codec.sdp_fmtp_line)),
            (Track::Video, "video/vp8") => Some(Assembler::video(VideoCodec::Vp8)),
            (Track::Audio, "audio/opus") => Some(Assembler::opus()),
            _ => None,
        };
        if self.kind == Track::Video && !takes("") {
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
