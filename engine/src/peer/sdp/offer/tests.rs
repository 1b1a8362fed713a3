use super::*;
use crate::media::Track;

const HEAD: &str = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\na=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r\n";
const VIDEO: &str = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:96 VP8/90000\r\na=mid:0\r\na=rtcp-mux\r\na=sendonly\r\n";
const AUDIO: &str = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:111 opus/48000/2\r\na=mid:1\r\na=rtcp-mux\r\na=sendonly\r\n";
/// Where the director's voice can be heard.
const HEARD: &str = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:111 opus/48000/2\r\na=mid:2\r\na=rtcp-mux\r\na=recvonly\r\n";
const DATA: &str =
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\na=sctp-port:5000\r\n";

/// Offers as RFCs print them, folded lines and all.
const PRINTED: [&str; 3] =
    [include_str!("tests/rfc9725.sdp"), include_str!("tests/rfc8829-a1.sdp"), include_str!("tests/rfc8829-c1.sdp")];

#[derive(Debug, PartialEq)]
enum Verdict {
    Good,
    Bad,
    Unfit,
    NoCodec,
    NoSound,
}

fn verdict(sdp: &str) -> Verdict {
    match Offer::publisher(sdp) {
        Ok(_) => Verdict::Good,
        Err(RefusedOffer::Unfit(_)) => Verdict::Unfit,
        Err(RefusedOffer::NoCodec) => Verdict::NoCodec,
        Err(RefusedOffer::NoSound) => Verdict::NoSound,
        Err(RefusedOffer::Bad(_) | RefusedOffer::Failed(_)) => Verdict::Bad,
    }
}

#[test]
fn a_camera_has_one_video_and_at_most_one_audio_track_over_one_transport() {
    use Verdict::{Bad, Good, NoCodec, NoSound, Unfit};
    let text = "m=text 9 UDP/TLS/RTP/SAVPF 98\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\n";
    let both = format!("{HEAD}{AUDIO}{VIDEO}");
    let cases = [
        (format!("{HEAD}{VIDEO}"), Good),
        (both.clone(), Good),
        (both.clone() + DATA, Good),
        (format!("{both}{HEARD}"), Good),
        (format!("{HEAD}{VIDEO}{HEARD}"), Good),
        (format!("{both}{HEARD}{HEARD}"), Unfit),
        (format!("{HEAD}{HEARD}"), Unfit),
        (format!("{both}{}", HEARD.replace("opus", "L16")), NoSound),
        (format!("{HEAD}{}", VIDEO.replace("sendonly", "sendrecv")), Good),
        (format!("{HEAD}{}", VIDEO.replace("a=sendonly\r\n", "")), Good),
        (format!("{HEAD}{VIDEO}").replace("a=group:BUNDLE 0 1 2\r\n", ""), Good),
        (format!("{HEAD}{VIDEO}").replace("a=mid:0\r\n", ""), Good),
        (format!("{HEAD}{AUDIO}{}", VIDEO.replace("a=rtcp-mux\r\n", "")), Good),
        (
            format!("{HEAD}{AUDIO}{}", VIDEO.replace("video 9", "video 0").replace("a=mid", "a=bundle-only\r\na=mid")),
            Good,
        ),
        (format!("{HEAD}{AUDIO}"), Unfit),
        (format!("{HEAD}{VIDEO}{VIDEO}"), Unfit),
        (format!("{HEAD}{VIDEO}{AUDIO}{AUDIO}"), Unfit),
        (format!("{HEAD}{VIDEO}{DATA}{DATA}"), Unfit),
        (format!("{HEAD}{VIDEO}{}", DATA.replace("webrtc-datachannel", "5000")), Unfit),
        (format!("{HEAD}{VIDEO}{text}"), Unfit),
        (format!("{HEAD}{AUDIO}{}", VIDEO.replace("video 9", "video 0")), Unfit),
        (format!("{HEAD}{}", VIDEO.replace("sendonly", "recvonly")), Unfit),
        (format!("{HEAD}{VIDEO}{}", AUDIO.replace("sendonly", "inactive")), Unfit),
        (format!("{HEAD}{}", VIDEO.replace("a=rtcp-mux\r\n", "")), Unfit),
        (both.replace("a=rtcp-mux\r\n", ""), Unfit),
        (both.replace("BUNDLE 0 1 2", "BUNDLE 0 2"), Unfit),
        (both.replace("a=group:BUNDLE 0 1 2\r\n", ""), Unfit),
        (both.replace("sha-256 ", "sha-512 "), Unfit),
        (both.replace("VP8", "AV1"), NoCodec),
        (both.replace("a=rtpmap:111 opus/48000/2\r\n", "").replace("SAVPF 111", "SAVPF 8"), NoSound),
        (both.replace("opus/48000/2", "PCMA/8000"), NoSound),
        (HEAD.replace("a=ice-ufrag:abcd\r\n", "") + VIDEO, Bad),
        (HEAD.replace("a=fingerprint", "a=x-fingerprint") + VIDEO, Bad),
        (String::new(), Bad),
        ("hello".to_owned(), Bad),
        ("v=0\r\nnonsense".to_owned(), Bad),
    ];
    for (sdp, wanted) in cases {
        assert_eq!(verdict(&sdp), wanted, "{sdp}");
    }
}

#[test]
fn what_is_only_to_be_heard_there_brings_no_sound() {
    let offer = |sections: &str| Offer::publisher(&format!("{HEAD}{sections}")).expect("a good offer");
    let both = offer(&format!("{HEARD}{VIDEO}{}", AUDIO.replace("SAVPF 111", "SAVPF 63").replace("map:111", "map:63")));
    assert!(both.hears && both.offered.format(Track::Audio, 63).is_some());
    assert!(both.offered.format(Track::Audio, 111).is_none(), "the number is of what we send");
    let mute = offer(&format!("{VIDEO}{HEARD}"));
    assert!(mute.hears && mute.offered.format(Track::Audio, 111).is_none());
    assert!(!offer(&format!("{VIDEO}{AUDIO}")).hears);
}

#[test]
fn a_viewer_takes_one_video_and_one_audio_track_at_most() {
    let (video, audio) = (VIDEO.replace("sendonly", "recvonly"), AUDIO.replace("sendonly", "recvonly"));
    let good = [
        format!("{HEAD}{video}"),
        format!("{HEAD}{audio}"),
        format!("{HEAD}{audio}{video}"),
        format!("{HEAD}{}{video}", audio.replace("SAVPF 111", "SAVPF 111 0 8")),
        format!("{HEAD}{audio}{}", VIDEO.replace("sendonly", "sendrecv")),
    ];
    let unfit = [
        HEAD.to_owned(),
        format!("{HEAD}{VIDEO}"),
        format!("{HEAD}{video}{video}"),
        format!("{HEAD}{video}{DATA}"),
        format!("{HEAD}{video}{}", AUDIO.replace("sendonly", "inactive")),
        format!("{HEAD}{audio}{video}").replace("BUNDLE 0 1 2", "BUNDLE 0 2"),
        format!("{HEAD}{}", video.replace("a=rtcp-mux\r\n", "")),
    ];
    for sdp in good {
        assert!(Offer::viewer(&sdp).is_ok(), "{sdp}");
    }
    for sdp in unfit {
        assert!(matches!(Offer::viewer(&sdp), Err(RefusedOffer::Unfit(_))), "{sdp}");
    }
}

#[test]
fn what_rfcs_print_is_taken_as_printed() {
    for printed in PRINTED {
        for text in [printed.to_owned(), printed.replace('\n', "\r\n")] {
            let offer = Offer::publisher(&text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
            assert!(offer.video && offer.audio);
            let seen = offer.description.to_string();
            assert_eq!(seen.matches("a=fingerprint:sha-256 ").count(), 2, "{seen}");
            assert_eq!(seen.matches(&format!("a=ice-ufrag:{}\r\n", offer.credentials.ufrag)).count(), 2);
        }
    }
}

#[test]
fn the_crate_sees_what_is_of_use() {
    let lines = "a=ssrc:1 cname:a\r\na=ssrc-group:FID 1 2\r\na=rid:h send\r\na=simulcast:send h;l\r\na=msid:a b\r\n\
                 a=extmap:4096 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=rtcp-fb:* nack pli\r\na=rtpmap:97 VP9/90000\r\n\
                 a=candidate:1 1 udp 5 fe80::1%eth0 7 typ host\r\na=candidate:\r\na=candidate:1 1 udp 5 192.0.2.1 7 typ host\r\n\
                 a=fmtp:96 max-fs=12; max-fr=60\r\n";
    let head = HEAD.replace("o=- 1", "o=- 99999999999999999999").replace("sha-256 ", "SHA-256 ");
    let text = head + AUDIO + &VIDEO.replace("SAVPF 96", "SAVPF 97 96") + lines;
    let offer = Offer::publisher(&text).expect("a good offer");
    let seen = offer.description.to_string();
    let (_, video) = seen.split_once("m=video ").expect("it is there");
    assert_eq!(video.lines().next(), Some("9 UDP/TLS/RTP/SAVPF 96"));
    for gone in ["ssrc", "rid", "simulcast", "msid", "extmap", "VP9", "eth0", "candidate:\r"] {
        assert!(!seen.contains(gone), "{gone}: {seen}");
    }
    for kept in ["a=rtcp-fb:96 nack pli\r\n", "a=fmtp:96 max-fs=12;max-fr=60\r\n", "a=sendonly\r\n", "a=rtcp-mux\r\n"] {
        assert!(video.contains(kept), "{kept}: {video}");
    }
    assert_eq!(seen.matches("a=candidate:1 1 udp 5 192.0.2.1 7 typ host\r\n").count(), 1);
    assert_eq!(offer.offered.source(1), Some(Track::Video), "what it says of streams is known here");
}

#[test]
fn video_is_repaired_where_the_offer_says_by_which_stream_and_has_one_only() {
    let cases = [
        ("", false),
        ("a=ssrc-group:FID 1 2\r\na=ssrc:1 cname:a\r\na=ssrc:2 cname:a\r\n", true),
        ("a=ssrc-group:FEC-FR 1 2\r\n", false),
        ("a=ssrc-group:SIM 1 2\r\na=ssrc-group:FID 1 3\r\n", true),
        ("a=ssrc-group:FID 1 2\r\na=rid:h send\r\na=rid:l send\r\na=simulcast:send h;l\r\n", false),
    ];
    for (lines, repairs) in cases {
        let offer = Offer::publisher(&format!("{HEAD}{AUDIO}{VIDEO}{lines}")).expect("is an offer");
        assert_eq!(offer.repairs_video, repairs, "{lines}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(
        text in "(v=0\r\n)?[ -~\r\n]{0,400}",
        lines in proptest::collection::vec("a=(rtpmap|fmtp|rtcp-fb|extmap|ssrc|candidate|group|mid|fingerprint|setup):[ -~]{0,60}\r\n", 0..12),
    ) {
        let _ = Offer::publisher(&text);
        let _ = Offer::publisher(&format!("{HEAD}{AUDIO}{VIDEO}{}", lines.concat()));
    }
}
