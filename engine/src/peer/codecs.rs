//! What the régie negotiates: H.264 first, VP8, Opus.

use rtc::{
    peer_connection::configuration::media_engine::{
        MIME_TYPE_H264, MIME_TYPE_OPUS, MIME_TYPE_RTX, MIME_TYPE_VP8, MediaEngine,
    },
    rtp_transceiver::{
        PayloadType,
        rtp_sender::{RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RTCRtpHeaderExtensionCapability, RtpCodecKind},
    },
    sdp::extmap::SDES_MID_URI,
};

use crate::{media::AudioLevel, protocol::Codecs};

/// 128 kbit/s stereo without silence suppression, as a microphone on a stage needs it (RFC 7587 section 6.1).
pub(super) const OPUS_FMTP: &str = "minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1;maxaveragebitrate=128000";
/// Constrained baseline level 3.1, what browsers offer and every hardware decoder takes (RFC 6184 section 8.1).
const H264_CONSTRAINED_BASELINE: &str = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";
/// Baseline: what some phones and GStreamer offer for the same stream.
const H264_BASELINE: &str = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f";

/// The media engine for a new camera, within what the desk can show.
///
/// With `rtx` a publisher sends missing packets again as RTX (RFC 4588), whose own numbers keep them apart from the
/// stream for its congestion control, and probes with old packets instead of padding; else on the stream's own SSRC.
pub(super) fn media_engine(codecs: Codecs, rtx: bool) -> webrtc::error::Result<MediaEngine> {
    let mut engine = registered(codecs, rtx)?;
    // How loud each packet of sound is, so that nothing has to be decoded for it; and which section a packet is of.
    for (uri, kinds) in
        [(AudioLevel::URI, &[RtpCodecKind::Audio][..]), (SDES_MID_URI, &[RtpCodecKind::Audio, RtpCodecKind::Video])]
    {
        for kind in kinds {
            let extension = RTCRtpHeaderExtensionCapability { uri: uri.to_owned() };
            engine.register_header_extension(extension, *kind, None)?;
        }
    }
    Ok(engine)
}

/// The media engine for what is sent: every codec that a camera may have, since nothing is encoded again. Without RTX:
/// the crate knows one payload type of it a stream, and a stream here changes its codec; a packet is sent again on the
/// stream's own SSRC. Its packets have no header extensions.
pub(super) fn sending_engine() -> webrtc::error::Result<MediaEngine> {
    registered(Codecs { h264: true, vp8: true }, false)
}

fn registered(codecs: Codecs, rtx: bool) -> webrtc::error::Result<MediaEngine> {
    let mut engine = MediaEngine::default();
    engine.register_codec(opus(), RtpCodecKind::Audio)?;
    for codec in video(codecs) {
        let payload_type = codec.payload_type;
        engine.register_codec(codec, RtpCodecKind::Video)?;
        if rtx {
            engine.register_codec(retransmission(payload_type), RtpCodecKind::Video)?;
        }
    }
    Ok(engine)
}

/// The video codecs in the order of our preference.
pub(super) fn video(codecs: Codecs) -> Vec<RTCRtpCodecParameters> {
    let mut video = Vec::new();
    if codecs.h264 {
        video.push(h264(H264_CONSTRAINED_BASELINE, 102));
        video.push(h264(H264_BASELINE, 124));
    }
    if codecs.vp8 {
        video.push(parameters(MIME_TYPE_VP8, 90_000, 0, "", video_feedback(), 96));
    }
    video
}

fn h264(fmtp: &str, payload_type: PayloadType) -> RTCRtpCodecParameters {
    parameters(MIME_TYPE_H264, 90_000, 0, fmtp, video_feedback(), payload_type)
}

/// RTX for the codec with the payload type before its own (RFC 4588 section 8.6).
fn retransmission(associated: PayloadType) -> RTCRtpCodecParameters {
    parameters(MIME_TYPE_RTX, 90_000, 0, &format!("apt={associated}"), Vec::new(), associated + 1)
}

pub(super) fn opus() -> RTCRtpCodecParameters {
    parameters(MIME_TYPE_OPUS, 48_000, 2, OPUS_FMTP, Vec::new(), 111)
}

/// Picture loss indication and negative acknowledgement (RFC 4585), full intra request (RFC 5104). What
/// congestion control wants is registered with its interceptors.
fn video_feedback() -> Vec<RTCPFeedback> {
    [("ccm", "fir"), ("nack", ""), ("nack", "pli")]
        .map(|(typ, parameter)| RTCPFeedback { typ: typ.to_owned(), parameter: parameter.to_owned() })
        .into()
}

fn parameters(
    mime_type: &str,
    clock_rate: u32,
    channels: u16,
    fmtp: &str,
    rtcp_feedback: Vec<RTCPFeedback>,
    payload_type: PayloadType,
) -> RTCRtpCodecParameters {
    RTCRtpCodecParameters {
        rtp_codec: RTCRtpCodec {
            mime_type: mime_type.to_owned(),
            clock_rate,
            channels,
            sdp_fmtp_line: fmtp.to_owned(),
            rtcp_feedback,
        },
        payload_type,
    }
}
