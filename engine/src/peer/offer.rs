use rtc::{peer_connection::sdp::RTCSessionDescription, sdp::SessionDescription};

/// Why an offer was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusedOffer {
    /// It can't be read, or asks for what a camera is not.
    #[error("{0}")]
    Bad(String),
    /// None of its video codecs can be shown.
    #[error("none of the offered video codecs can be shown on this desk")]
    NoCodec,
    /// The connection could not be set up on this side.
    #[error("the connection could not be set up: {0}")]
    Failed(String),
}

/// Reads an SDP offer and checks that it is a camera's: one video track, at most one audio track, sent to us
/// (RFC 9725 section 4.4).
///
/// # Errors
/// [`RefusedOffer::Bad`] with what is wrong.
pub(super) fn parse(sdp: &str) -> Result<RTCSessionDescription, RefusedOffer> {
    let bad = |what: &str| RefusedOffer::Bad(what.to_owned());
    if !sdp.starts_with("v=0") {
        return Err(bad("the body is not an SDP offer"));
    }
    let offer = RTCSessionDescription::offer(sdp.to_owned()).map_err(|error| RefusedOffer::Bad(error.to_string()))?;
    let parsed = offer.unmarshal().map_err(|error| RefusedOffer::Bad(error.to_string()))?;
    match (count(&parsed, "video"), count(&parsed, "audio")) {
        (0, _) => return Err(bad("the offer has no video track")),
        (1, 0 | 1) => {}
        _ => return Err(bad("the offer has more than one track of a kind")),
    }
    let receives_only = parsed.media_descriptions.iter().any(|media| {
        media.media_name.media == "video"
            && (media.attribute("recvonly").is_some() || media.attribute("inactive").is_some())
    });
    if receives_only {
        return Err(bad("the offer's video is not sent to us: it must be sendonly or sendrecv"));
    }
    if !sdp.contains("a=ice-ufrag:") || !sdp.contains("a=fingerprint:") {
        return Err(bad("the offer has no ICE credentials or no DTLS fingerprint"));
    }
    Ok(offer)
}

/// Whether an answer takes the offered video: a rejected m-line has port 0 (RFC 8829 section 5.3.1).
pub(super) fn takes_video(answer: &RTCSessionDescription) -> bool {
    answer.unmarshal().is_ok_and(|parsed| {
        parsed
            .media_descriptions
            .iter()
            .any(|media| media.media_name.media == "video" && media.media_name.port.value != 0)
    })
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

fn count(sdp: &SessionDescription, kind: &str) -> usize {
    sdp.media_descriptions.iter().filter(|media| media.media_name.media == kind).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\na=fingerprint:sha-256 00:11\r\n";
    const VIDEO: &str =
        "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:96 VP8/90000\r\na=mid:0\r\na=sendonly\r\n";
    const AUDIO: &str =
        "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:111 opus/48000/2\r\na=mid:1\r\na=sendonly\r\n";

    #[test]
    fn a_camera_has_one_video_and_at_most_one_audio_track() {
        let cases = [
            (format!("{HEAD}{VIDEO}"), true),
            (format!("{HEAD}{AUDIO}{VIDEO}"), true),
            (format!("{HEAD}{AUDIO}"), false),
            (format!("{HEAD}{VIDEO}{VIDEO}"), false),
            (format!("{HEAD}{VIDEO}{AUDIO}{AUDIO}"), false),
            (format!("{HEAD}{}", VIDEO.replace("sendonly", "recvonly")), false),
            (HEAD.replace("a=ice-ufrag:abcd\r\n", "") + VIDEO, false),
            (String::new(), false),
            ("hello".to_owned(), false),
            ("v=0\r\nnonsense".to_owned(), false),
        ];
        for (sdp, good) in cases {
            assert_eq!(parse(&sdp).is_ok(), good, "{sdp}");
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
