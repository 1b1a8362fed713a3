use std::net::{IpAddr, Ipv4Addr};

use tokio::sync::oneshot;

use super::*;
use crate::{
    config::Port,
    peer::{RefusedPatch, SdpFrag, Sessions, UdpMux, remote::Patch},
    protocol::Codecs,
    vital::Vitals,
};

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

const HEAD: &str = "v=0
o=- 1630738024977031548 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0
m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 108 109 98 99
c=IN IP4 0.0.0.0
a=ice-ufrag:s/A1
a=ice-pwd:N7Hz4Ybm/6lnuL4BbS6zhOYl
a=fingerprint:sha-256 2B:59:71:24:2A:86:77:82:01:2D:F6:9E:BD:5A:68:20:3D:75:81:48:BE:F1:D3:E5:63:C3:BA:2A:70:37:6B:08
a=setup:actpass
a=mid:0
a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=sendonly
a=rtcp-mux
a=rtcp-rsize
";

const FID: &str = "a=ssrc-group:FID 311539218 1023800755\na=ssrc:311539218 cname:a\na=ssrc:1023800755 cname:a\n";

/// An offer with the video codecs of Chromium.
fn offer(streams: &str) -> String {
    let codec = |payload_type: u8, name: &str, fmtp: &str| {
        let feedback = ["transport-cc", "ccm fir", "nack", "nack pli"]
            .map(|feedback| format!("a=rtcp-fb:{payload_type} {feedback}\n"))
            .concat();
        let repair = payload_type + 1;
        format!(
            "a=rtpmap:{payload_type} {name}/90000\n{feedback}{fmtp}a=rtpmap:{repair} rtx/90000\na=fmtp:{repair} apt={payload_type}\n"
        )
    };
    let h264 = |payload_type: u8, profile: &str| {
        let fmtp = format!(
            "a=fmtp:{payload_type} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={profile}\n"
        );
        codec(payload_type, "H264", &fmtp)
    };
    let codecs =
        [codec(96, "VP8", ""), h264(102, "42001f"), h264(108, "42e01f"), codec(98, "VP9", "a=fmtp:98 profile-id=0\n")];
    [HEAD, &codecs.concat(), streams].concat().replace('\n', "\r\n")
}

async fn answered(streams: &str) -> String {
    answered_to(&offer(streams)).await
}

async fn answered_to(offer: &str) -> String {
    let vitals = Vitals::new();
    let mux = UdpMux::open(Port::Exactly(0), Some(LOOPBACK), &vitals).expect("a free port");
    let terms = Terms { mux, first: None, codecs: Codecs { h264: true, vp8: true } };
    let Publishing { answered, .. } = answer(offer, &terms).await.expect("a good offer");
    answered.connection.close().await.expect("closes");
    vitals.cancel().cancel();
    answered.sdp
}

/// The payload types of the answer's video, with their names.
fn codecs(sdp: &str) -> Vec<(&str, &str)> {
    let maps = sdp.lines().filter_map(|line| line.strip_prefix("a=rtpmap:")?.split_once(' '));
    maps.map(|(payload_type, codec)| (payload_type, codec.trim_end_matches("/90000"))).collect()
}

#[tokio::test]
async fn a_codec_is_answered_with_its_own_retransmissions() {
    let sdp = answered(FID).await;
    let codecs = codecs(&sdp);
    for (payload_type, name) in [("96", "VP8"), ("102", "H264"), ("108", "H264")] {
        assert!(codecs.contains(&(payload_type, name)), "{sdp}");
        let repair = sdp
            .lines()
            .find_map(|line| line.strip_prefix("a=fmtp:")?.strip_suffix(&format!(" apt={payload_type}")))
            .unwrap_or_else(|| panic!("{name} has no retransmissions:\n{sdp}"));
        assert!(codecs.contains(&(repair, "rtx")), "{sdp}");
        assert!(offer(FID).contains(&format!("a=fmtp:{repair} apt={payload_type}\r\n")), "not the offer's:\n{sdp}");
    }
    assert_eq!(codecs.len(), 6, "{sdp}");
    for feedback in ["nack", "nack pli", "ccm fir", "transport-cc"] {
        assert!(sdp.contains(&format!("a=rtcp-fb:108 {feedback}\r\n")), "{sdp}");
    }
}

#[tokio::test]
async fn who_takes_the_receivers_estimate_is_led_by_it_alone() {
    let takes = |offer: String| {
        let remb = [96, 102, 108, 98].map(|payload_type| format!("a=rtcp-fb:{payload_type} goog-remb\r\n")).concat();
        let send_time = "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n";
        offer.replace("a=sendonly", &format!("{send_time}{remb}a=sendonly"))
    };
    let sdp = answered_to(&takes(offer(FID))).await;
    for payload_type in [96, 102, 108] {
        assert!(sdp.contains(&format!("a=rtcp-fb:{payload_type} goog-remb\r\n")), "{sdp}");
    }
    assert!(sdp.contains("abs-send-time") && !sdp.contains("transport-cc") && !sdp.contains("transport-wide"), "{sdp}");
    let sdp = answered_to(&takes(offer(FID)).replace("a=extmap:2", "a=x")).await;
    assert!(sdp.contains("transport-cc") && !sdp.contains("goog-remb"), "{sdp}");
}

#[tokio::test]
async fn a_restart_that_fails_by_half_ends_the_session() {
    let vitals = Vitals::new();
    let mux = UdpMux::open(Port::Exactly(0), Some(LOOPBACK), &vitals).expect("a free port");
    let terms = Terms { mux, first: None, codecs: Codecs { h264: true, vp8: true } };
    let Publishing { mut answered, .. } = answer(&offer(FID), &terms).await.expect("a good offer");
    // There are addresses, but the library takes no other description any more.
    answered.connection.close().await.expect("closes");
    let (reply, told) = oneshot::channel();
    let sdpfrag = SdpFrag::parse("a=ice-ufrag:New1\r\na=ice-pwd:sixteenSIXTEENsixteen24\r\n").expect("a fragment");
    assert!(!answered.ice.patch(Patch { sessions: Sessions::Any, sdpfrag, reply }).await, "it goes on with nothing");
    assert_eq!(told.await, Ok(Err(RefusedPatch::Gone)));
    vitals.cancel().cancel();
}

#[tokio::test]
async fn without_one_stream_to_repair_there_are_no_retransmissions_of_its_own() {
    for streams in ["", "a=rid:h send\na=rid:l send\na=simulcast:send h;l\n"] {
        let sdp = answered(streams).await;
        assert!(codecs(&sdp).contains(&("108", "H264")), "{sdp}");
        assert!(!sdp.contains("rtx"), "{sdp}");
    }
}

#[tokio::test]
async fn sound_says_how_loud_it_is_under_the_number_of_the_offer() {
    let sound = "m=audio 9 UDP/TLS/RTP/SAVPF 111\nc=IN IP4 0.0.0.0\na=mid:1\na=sendonly\na=rtcp-mux\n\
                 a=setup:actpass\na=extmap:11 urn:ietf:params:rtp-hdrext:ssrc-audio-level\na=rtpmap:111 opus/48000/2\n";
    let offer = offer(FID).replace("BUNDLE 0", "BUNDLE 0 1") + &sound.replace('\n', "\r\n");
    let answer = answered_to(&offer).await;
    let (_, sound) = answer.split_once("m=audio").expect("sound is taken");
    assert!(sound.contains("a=extmap:11 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n"), "{answer}");
    let fmtp = sound.lines().find(|line| line.starts_with("a=fmtp:111 ")).unwrap_or_else(|| panic!("{answer}"));
    for parameter in ["stereo=1", "sprop-stereo=1", "maxaveragebitrate=128000"] {
        assert!(fmtp.contains(parameter), "{fmtp}");
    }
}

#[tokio::test]
async fn the_directors_voice_has_a_section_of_its_own() {
    let codec = "c=IN IP4 0.0.0.0\na=rtpmap:111 opus/48000/2\na=rtcp-mux\n";
    let sections = format!(
        "m=audio 9 UDP/TLS/RTP/SAVPF 111\n{codec}a=mid:1\na=sendonly\nm=audio 9 UDP/TLS/RTP/SAVPF 111\n{codec}a=mid:2\na=recvonly\n"
    );
    let sdp = answered_to(&(offer(FID).replace("BUNDLE 0", "BUNDLE 0 1 2") + &sections.replace('\n', "\r\n"))).await;
    let sections: Vec<&str> = sdp.split("m=").skip(1).collect();
    let [_, microphone, voice] = sections[..] else { panic!("three sections:\n{sdp}") };
    assert!(microphone.contains("a=mid:1\r\n") && microphone.contains("a=recvonly\r\n"), "{sdp}");
    assert!(!microphone.contains("a=ssrc:"), "{sdp}");
    assert!(voice.contains("a=mid:2\r\n") && voice.contains("a=sendonly\r\n") && voice.contains("a=ssrc:"), "{sdp}");
}
