//! How the crate is set up for every connection of a camera or a viewer, and what a camera's packets go through.

use std::time::Duration;

use rtc::{
    ice::mdns::MulticastDnsMode,
    interceptor::{Registry, Slot},
    peer_connection::configuration::{
        interceptor_registry::{configure_rtcp_reports, configure_twcc_receiver_only},
        media_engine::MediaEngine,
        setting_engine::{SctpMaxMessageSize, SettingEngineBuilder},
    },
    rtp_transceiver::rtp_sender::{
        RTCPFeedback, RTCRtpHeaderExtensionCapability, RtpCodecKind, TYPE_RTCP_FB_GOOG_REMB,
    },
    sdp::extmap::ABS_SEND_TIME_URI,
};

use super::streams::Intake;

/// ICE consent (RFC 7675) is looked at this often.
const ICE_KEEPALIVE: Duration = Duration::from_secs(1);
/// A silent peer counts as disconnected after this: two lost checks are bad luck, three are a fault. Nobody waits for
/// it: a camera counts as lost as soon as its picture stands still ([`super::STALL`]), and its phone asks for an ICE
/// restart by its own clock.
const ICE_DISCONNECTED: Duration = Duration::from_secs(3);
/// A disconnected peer is given up after this, so 15 s after its last packet: half of the 30 s after which consent
/// expires at the latest (RFC 7675 section 5.1). Until then an ICE restart finds its DTLS session, its ring and the
/// bandwidth estimate as they were; later the phone makes a new session, which costs half a second more.
const ICE_FAILED: Duration = Duration::from_secs(12);
/// Largest message of a data channel in bytes: a phone's are below 100. Announced to it (RFC 8841 section 6.1).
const MESSAGE: u32 = 16 * 1024;
/// What a phone may send before we have read it, in bytes, for all its data channels.
const MESSAGES: u32 = 4 * MESSAGE;

/// Who says how much a publisher may send. Never both: a sender takes the lower of two estimates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CongestionControl {
    /// The publisher itself, by what it hears of its packets' arrival (transport-wide congestion control).
    Sender,
    /// We, by their send times ([`air`](super::air)).
    Receiver,
}

/// What RTP and RTCP go through on their way in and out, with what is negotiated for it.
///
/// The crate's NACK generator is not among it: it never learns what RTX brought, and asks for it again and again. What
/// is missing is known where the packets are put in order, in `media::Assembler`.
pub(super) fn interceptors(
    media: &mut MediaEngine,
    intake: Intake,
    control: CongestionControl,
) -> webrtc::error::Result<Registry> {
    let chain = match control {
        CongestionControl::Sender => configure_twcc_receiver_only(Registry::new(), media)?,
        CongestionControl::Receiver => {
            let remb = RTCPFeedback { typ: TYPE_RTCP_FB_GOOG_REMB.to_owned(), parameter: String::new() };
            media.register_feedback(remb, RtpCodecKind::Video);
            let send_time = RTCRtpHeaderExtensionCapability { uri: ABS_SEND_TIME_URI.to_owned() };
            media.register_header_extension(send_time, RtpCodecKind::Video, None)?;
            Registry::new()
        }
    };
    let chain = configure_rtcp_reports(chain);
    Ok(Registry::new().with(Slot::from(INTAKE), intake.before(chain.build())))
}

/// There is no other: the chain is inside.
const INTAKE: usize = 0;

pub(super) fn settings() -> SettingEngineBuilder {
    SettingEngineBuilder::new()
        .with_ice_timeouts(Some(ICE_DISCONNECTED), Some(ICE_FAILED), Some(ICE_KEEPALIVE))
        .with_include_loopback_candidate(true)
        // Its sockets are bound anew then, on the addresses that the machine has by that time.
        .with_discard_local_candidates_during_ice_restart(true)
        .with_sctp_max_message_size(SctpMaxMessageSize::Bounded(MESSAGE))
        .with_sctp_max_receive_buffer_size(MESSAGES)
        // A browser's `.local` candidates are not resolved: its checks reach us and make it a peer-reflexive candidate.
        .with_multicast_dns_mode(MulticastDnsMode::Disabled)
}
