use rtc::{
    peer_connection::sdp::RTCSessionDescription,
    sdp::{MediaDescription, SessionDescription},
};

use super::Credentials;

/// Why an offer was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusedOffer {
    /// It can't be read.
    #[error("{0}")]
    Bad(String),
    /// It can be read, and asks for what a camera is not or what WHIP has not.
    #[error("{0}")]
    Unfit(String),
    /// None of its video codecs can be shown.
    #[error("none of the offered video codecs can be shown on this desk")]
    NoCodec,
    /// The connection could not be set up on this side.
    #[error("the connection could not be set up: {0}")]
    Failed(String),
}

/// Reads an SDP offer and checks that it is a camera's: one video track, at most one audio track and a data channel,
/// sent to us over one transport (RFC 9725 sections 4.2 and 4.4).
///
/// # Errors
/// [`RefusedOffer::Bad`] or [`RefusedOffer::Unfit`] with what is wrong.
pub(super) fn parse(sdp: &str) -> Result<RTCSessionDescription, RefusedOffer> {
    read(sdp, unfit)
}

/// Reads an SDP offer and checks that it is a viewer's: at most one video and one audio track that we may send, over
/// one transport (draft-ietf-wish-whep-03 section 4.2).
///
/// # Errors
/// [`RefusedOffer::Bad`] or [`RefusedOffer::Unfit`] with what is wrong.
pub(super) fn parse_viewer(sdp: &str) -> Result<RTCSessionDescription, RefusedOffer> {
    read(sdp, unfit_for_a_viewer)
}

fn read(
    sdp: &str,
    unfit: fn(&SessionDescription) -> Option<&'static str>,
) -> Result<RTCSessionDescription, RefusedOffer> {
    let bad = |what: &str| RefusedOffer::Bad(what.to_owned());
    if !sdp.starts_with("v=0") {
        return Err(bad("the body is not an SDP offer"));
    }
    let offer = RTCSessionDescription::offer(sdp.to_owned()).map_err(|error| RefusedOffer::Bad(error.to_string()))?;
    let parsed = offer.unmarshal().map_err(|error| RefusedOffer::Bad(error.to_string()))?;
    let has = |attribute| value(sdp, attribute).is_some();
    if !has("a=ice-ufrag:") || !has("a=ice-pwd:") || !has("a=fingerprint:") {
        return Err(bad("the offer has no ICE credentials or no DTLS fingerprint"));
    }
    match unfit(&parsed) {
        Some(what) => Err(RefusedOffer::Unfit(what.to_owned())),
        None => Ok(offer),
    }
}

fn unfit(offer: &SessionDescription) -> Option<&'static str> {
    let sections = &offer.media_descriptions;
    let count = |kind: &str| sections.iter().filter(|media| media.media_name.media == kind).count();
    let (video, audio, application) = (count("video"), count("audio"), count("application"));
    if video == 0 {
        return Some("the offer has no video track");
    }
    if video > 1 || audio > 1 || application > 1 {
        return Some("the offer has more than one track of a kind");
    }
    if video + audio + application < sections.len() {
        return Some("the offer has media that is neither video nor audio nor a data channel");
    }
    let tracks = || sections.iter().filter(|media| media.media_name.media != "application");
    if tracks().any(|track| track.attribute("recvonly").is_some() || track.attribute("inactive").is_some()) {
        return Some("the offer's tracks are not sent to us: they must be sendonly or sendrecv");
    }
    unbundled(offer)
}

fn unfit_for_a_viewer(offer: &SessionDescription) -> Option<&'static str> {
    let sections = &offer.media_descriptions;
    let count = |kind: &str| sections.iter().filter(|media| media.media_name.media == kind).count();
    let (video, audio) = (count("video"), count("audio"));
    if video + audio == 0 {
        return Some("the offer has neither a video nor an audio track");
    }
    if video > 1 || audio > 1 {
        return Some("the offer has more than one track of a kind");
    }
    if video + audio < sections.len() {
        return Some("the offer has media that is neither video nor audio");
    }
    if sections.iter().any(|track| track.attribute("sendonly").is_some() || track.attribute("inactive").is_some()) {
        return Some("the offer's tracks can't be sent by us: they must be recvonly");
    }
    unbundled(offer)
}

/// What keeps an offer's tracks from one transport.
fn unbundled(offer: &SessionDescription) -> Option<&'static str> {
    let sections = &offer.media_descriptions;
    let mut tracks = sections.iter().filter(|media| media.media_name.media != "application");
    if !tracks.all(|track| track.attribute("rtcp-mux").is_some() || track.attribute("rtcp-mux-only").is_some()) {
        return Some("the offer's tracks have no rtcp-mux");
    }
    let bundle = offer.attribute("group").and_then(|group| group.strip_prefix("BUNDLE "));
    let bundled = |mid: &str| bundle.is_some_and(|mids| mids.split(' ').any(|known| known == mid));
    let apart = |media: &MediaDescription| !media.attribute("mid").flatten().is_some_and(bundled);
    (sections.len() > 1 && sections.iter().any(apart)).then_some("the offer's media are not in one BUNDLE group")
}

/// Whether the video can be repaired by RTX (RFC 4588): the offer says which SSRC repairs which (RFC 5576 section 4.2),
/// and has no simulcast (RFC 8853), whose repair streams the crate drops.
pub(super) fn repairs_video(offer: &RTCSessionDescription) -> bool {
    offer.unmarshal().is_ok_and(|parsed| {
        parsed.media_descriptions.iter().filter(|media| media.media_name.media == "video").any(|media| {
            let fid = |value: Option<&String>| value.is_some_and(|value| value.starts_with("FID "));
            let repaired = media.attributes.iter().any(|line| line.key == "ssrc-group" && fid(line.value.as_ref()));
            repaired && !media.attributes.iter().any(|line| line.key == "simulcast" || line.key == "rid")
        })
    })
}

/// Whether an offer has a track of this kind.
pub(super) fn has(offer: &RTCSessionDescription, kind: &str) -> bool {
    offer.unmarshal().is_ok_and(|parsed| parsed.media_descriptions.iter().any(|media| media.media_name.media == kind))
}

/// Whether each track of a viewer's offer has a codec that a camera sends.
pub(super) fn takes_what_is_sent(offer: &RTCSessionDescription) -> bool {
    let of_kind = |kind: &str| match kind {
        "video" => &["h264", "vp8"][..],
        _ => &["opus"],
    };
    let maps = |media: &MediaDescription| {
        let of_kind = of_kind(&media.media_name.media);
        media.attributes.iter().filter(|line| line.key == "rtpmap").filter_map(|line| line.value.as_deref()).any(
            |map| {
                let name = map.split_once(' ').and_then(|(_, codec)| codec.split('/').next()).unwrap_or_default();
                of_kind.iter().any(|known| name.eq_ignore_ascii_case(known))
            },
        )
    };
    offer.unmarshal().is_ok_and(|parsed| parsed.media_descriptions.iter().all(maps))
}

/// The ICE credentials of a description.
pub(super) fn credentials(sdp: &str) -> Option<Credentials> {
    let value = |attribute| value(sdp, attribute).map(str::to_owned);
    Some(Credentials { fragment: value("a=ice-ufrag:")?, password: value("a=ice-pwd:")? })
}

/// What stands behind the first line that starts with `attribute`.
pub(super) fn value<'a>(sdp: &'a str, attribute: &str) -> Option<&'a str> {
    sdp.lines().find_map(|line| line.strip_prefix(attribute))
}

/// Whether an answer takes every section: a rejected one has port 0 (RFC 9429 section 5.3.1). An answer that takes only
/// some is given to nobody (RFC 9725 section 4.4.3).
pub(super) fn takes_all(answer: &RTCSessionDescription) -> bool {
    answer
        .unmarshal()
        .is_ok_and(|parsed| parsed.media_descriptions.iter().all(|media| media.media_name.port.value != 0))
}

/// An answer that says of each track that RTCP has no port of its own (RFC 8858 section 3, RFC 9725 section 4.4.1).
pub(super) fn mux_only(answer: &str) -> String {
    answer.replace("a=rtcp-mux\r\n", "a=rtcp-mux\r\na=rtcp-mux-only\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\na=fingerprint:sha-256 00:11\r\n";
    const VIDEO: &str = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:96 VP8/90000\r\na=mid:0\r\na=rtcp-mux\r\na=sendonly\r\n";
    const AUDIO: &str = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:111 opus/48000/2\r\na=mid:1\r\na=rtcp-mux\r\na=sendonly\r\n";
    const DATA: &str =
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\na=sctp-port:5000\r\n";

    #[derive(Debug, PartialEq)]
    enum Verdict {
        Good,
        Bad,
        Unfit,
    }

    #[test]
    fn a_camera_has_one_video_and_at_most_one_audio_track_over_one_transport() {
        use Verdict::{Bad, Good, Unfit};
        let text = "m=text 9 UDP/TLS/RTP/SAVPF 98\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\n";
        let cases = [
            (format!("{HEAD}{VIDEO}"), Good),
            (format!("{HEAD}{AUDIO}{VIDEO}"), Good),
            (format!("{HEAD}{AUDIO}{VIDEO}{DATA}"), Good),
            (format!("{HEAD}{}", VIDEO.replace("sendonly", "sendrecv")), Good),
            (format!("{HEAD}{VIDEO}").replace("a=group:BUNDLE 0 1 2\r\n", ""), Good),
            (format!("{HEAD}{AUDIO}"), Unfit),
            (format!("{HEAD}{VIDEO}{VIDEO}"), Unfit),
            (format!("{HEAD}{VIDEO}{AUDIO}{AUDIO}"), Unfit),
            (format!("{HEAD}{VIDEO}{DATA}{DATA}"), Unfit),
            (format!("{HEAD}{VIDEO}{text}"), Unfit),
            (format!("{HEAD}{}", VIDEO.replace("sendonly", "recvonly")), Unfit),
            (format!("{HEAD}{VIDEO}{}", AUDIO.replace("sendonly", "inactive")), Unfit),
            (format!("{HEAD}{}", VIDEO.replace("a=rtcp-mux\r\n", "")), Unfit),
            (format!("{HEAD}{AUDIO}{VIDEO}").replace("BUNDLE 0 1 2", "BUNDLE 0 2"), Unfit),
            (format!("{HEAD}{AUDIO}{VIDEO}").replace("a=group:BUNDLE 0 1 2\r\n", ""), Unfit),
            (HEAD.replace("a=ice-ufrag:abcd\r\n", "") + VIDEO, Bad),
            (HEAD.replace("a=fingerprint", "a=x-fingerprint") + VIDEO, Bad),
            (String::new(), Bad),
            ("hello".to_owned(), Bad),
            ("v=0\r\nnonsense".to_owned(), Bad),
        ];
        for (sdp, verdict) in cases {
            let given = match parse(&sdp) {
                Ok(_) => Good,
                Err(RefusedOffer::Unfit(_)) => Unfit,
                Err(_) => Bad,
            };
            assert_eq!(given, verdict, "{sdp}");
        }
    }

    #[test]
    fn a_viewer_takes_one_video_and_one_audio_track_at_most() {
        let (video, audio) = (VIDEO.replace("sendonly", "recvonly"), AUDIO.replace("sendonly", "recvonly"));
        let good = [
            format!("{HEAD}{video}"),
            format!("{HEAD}{audio}"),
            format!("{HEAD}{audio}{video}"),
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
            assert!(parse_viewer(&sdp).is_ok(), "{sdp}");
        }
        for sdp in unfit {
            assert!(matches!(parse_viewer(&sdp), Err(RefusedOffer::Unfit(_))), "{sdp}");
        }
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
            let offer = parse(&format!("{HEAD}{AUDIO}{VIDEO}{lines}")).expect("is an offer");
            assert_eq!(repairs_video(&offer), repairs, "{lines}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(v=0\r\n)?[ -~\r\n]{0,400}") {
            let _ = parse(&text);
        }
    }
}
