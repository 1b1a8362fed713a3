//! What the régie negotiates: H.264 first, VP8, Opus.

use rtc::{
    peer_connection::configuration::media_engine::{
        MIME_TYPE_H264, MIME_TYPE_OPUS, MIME_TYPE_RTX, MIME_TYPE_VP8, MediaEngine,
    },
    rtp_transceiver::{
        PayloadType,
        rtp_sender::{RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RTCRtpHeaderExtensionCapability, RtpCodecKind},
    },
};

use crate::{media::AudioLevel, protocol::Codecs};

/// 128 kbit/s stereo without silence suppression, as a microphone on a stage needs it (RFC 7587 section 6.1).
const OPUS_FMTP: &str = "minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1;maxaveragebitrate=128000";
/// Constrained baseline level 3.1, what browsers offer and every hardware decoder takes (RFC 6184 section 8.1).
const H264_CONSTRAINED_BASELINE: &str = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";
/// Baseline: what some phones and GStreamer offer for the same stream.
const H264_BASELINE: &str = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f";

/// The media engine for a new camera, within what the desk can show.
///
/// With `rtx` a publisher sends missing packets again as RTX (RFC 4588), whose own numbers keep them apart from the
/// stream for its congestion control, and probes with old packets instead of padding; else on the stream's own SSRC.
pub(super) fn media_engine(codecs: Codecs, rtx: bool) -> webrtc::error::Result<MediaEngine> {
    let mut engine = MediaEngine::default();
    engine.register_codec(opus(), RtpCodecKind::Audio)?;
    // How loud each packet of sound is, so that nothing has to be decoded for it.
    let level = RTCRtpHeaderExtensionCapability { uri: AudioLevel::URI.to_owned() };
    engine.register_header_extension(level, RtpCodecKind::Audio, None)?;
    for codec in video(codecs) {
        let payload_type = codec.payload_type;
        engine.register_codec(codec, RtpCodecKind::Video)?;
        if rtx {
            engine.register_codec(retransmission(payload_type), RtpCodecKind::Video)?;
        }
    }
    Ok(engine)
}

/// The media engine for what is sent: every codec that a camera may have, since nothing is encoded again. Without RTX:
/// the crate knows one payload type of it a stream, and a stream here changes its codec; a packet is sent again on the
/// stream's own SSRC.
pub(super) fn sending_engine() -> webrtc::error::Result<MediaEngine> {
    media_engine(Codecs { h264: true, vp8: true }, false)
}

/// An answer that asks for Opus as [`OPUS_FMTP`] says: the crate's repeats the parameters of the offer, and a browser
/// sends stereo only to who asks for it (RFC 7587 section 7).
pub(super) fn in_stereo(answer: &str) -> String {
    let is_opus = |line: &&str| line.to_ascii_lowercase().contains(" opus/48000");
    let opus = answer.lines().filter(is_opus).filter_map(|line| line.strip_prefix("a=rtpmap:")?.split(' ').next());
    opus.fold(answer.to_owned(), |answer, payload_type| {
        let (map, format) = (format!("a=rtpmap:{payload_type} "), format!("a=fmtp:{payload_type} "));
        let lines = answer.lines().filter(|line| !line.starts_with(&format)).flat_map(|line| {
            let ours = line.starts_with(&map).then(|| format!("{format}{OPUS_FMTP}\r\n"));
            [Some(format!("{line}\r\n")), ours]
        });
        lines.flatten().collect()
    })
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

/// Picture loss indication and negative acknowledgement (RFC 4585), full intra request (RFC 5104). No REMB: the
/// interceptors register transport-wide congestion control.
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
