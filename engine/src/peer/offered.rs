use std::collections::HashMap;

use rtc::{
    peer_connection::sdp::RTCSessionDescription,
    sdp::{SessionDescription, util::Codec},
};

use crate::media::{AudioLevel, Track};

/// Payload types that are looked at: a browser offers a score for a track.
const MOST: usize = 64;

/// What the numbers in a publisher's packets mean, by its own offer.
#[derive(Debug, Default)]
pub(super) struct Offered {
    /// By payload type (RFC 8866 section 6.6), each kind of media for itself: in one bundle they ought to be different
    /// (RFC 8843 section 9.1), and GStreamer's payloaders all begin at 96. The crate keeps the codec of a track's first
    /// packet; a publisher may change among those of the answer at any packet.
    codecs: HashMap<(Track, u8), Codec>,
    /// The header extension that says how loud a packet of sound is (RFC 8285 section 5).
    audio_level: Option<u8>,
}

impl Offered {
    /// Reads them out of an offer.
    pub fn read(offer: &RTCSessionDescription) -> Self {
        let Ok(sdp) = offer.unmarshal() else { return Self::default() };
        let audio_level = extension(&sdp, "audio", AudioLevel::URI);
        let codecs = [(Track::Video, "video"), (Track::Audio, "audio")].into_iter().flat_map(|(track, kind)| {
            let mut of_kind = sdp.clone();
            of_kind.media_descriptions.retain(|media| media.media_name.media == kind);
            let formats = of_kind.media_descriptions.iter().flat_map(|media| &media.media_name.formats);
            let types: Vec<u8> = formats.filter_map(|format| format.parse().ok()).take(MOST).collect();
            let codec = move |number| Some(((track, number), of_kind.get_codec_for_payload_type(number).ok()?));
            types.into_iter().filter_map(codec)
        });
        Self { codecs: codecs.collect(), audio_level }
    }

    /// The codec of a payload type in the packets of a track.
    pub fn codec(&self, track: Track, payload_type: u8) -> Option<&Codec> {
        self.codecs.get(&(track, payload_type))
    }

    /// The id of the header extension with a packet's audio level; none where it is not offered.
    pub fn audio_level(&self) -> Option<u8> {
        self.audio_level
    }
}

/// The id under which a kind of media offers a header extension: `a=extmap:<id>["/"<direction>] <URI>`.
fn extension(sdp: &SessionDescription, kind: &str, uri: &str) -> Option<u8> {
    let media = sdp.media_descriptions.iter().filter(|media| media.media_name.media == kind);
    let maps = media.flat_map(|media| &media.attributes).filter(|line| line.key == "extmap");
    maps.filter_map(|line| line.value.as_deref()).find_map(|value| {
        let (id, rest) = value.split_once(' ')?;
        let id = id.split('/').next()?;
        (rest.split(' ').next() == Some(uri)).then(|| id.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payload_types_are_the_offers_own() {
        let sdp = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 100 35\r\n\
                   a=rtpmap:100 VP8/90000\r\na=rtcp-fb:100 nack pli\r\na=rtpmap:35 H264/90000\r\n\
                   a=fmtp:35 packetization-mode=1\r\n";
        let offered = Offered::read(&RTCSessionDescription::offer(sdp.to_owned()).expect("an offer"));
        let vp8 = offered.codec(Track::Video, 100).expect("it is there");
        assert_eq!((vp8.name.as_str(), vp8.rtcp_feedback.as_slice()), ("VP8", &["nack pli".to_owned()][..]));
        let avc = offered.codec(Track::Video, 35).expect("it is there");
        assert_eq!((avc.name.as_str(), avc.fmtp.as_str()), ("H264", "packetization-mode=1"));
        assert!(offered.codec(Track::Video, 96).is_none());
        assert_eq!(offered.audio_level(), None);
    }

    #[test]
    fn picture_and_sound_may_have_the_same_payload_type() {
        let sdp = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n\
                   a=rtpmap:96 H264/90000\r\nm=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 OPUS/48000/2\r\n";
        let offered = Offered::read(&RTCSessionDescription::offer(sdp.to_owned()).expect("an offer"));
        let name = |track| offered.codec(track, 96).map(|codec| codec.name.as_str());
        assert_eq!([name(Track::Video), name(Track::Audio)], [Some("H264"), Some("OPUS")]);
    }

    #[test]
    fn the_sounds_level_has_the_id_that_the_sounds_section_gives_it() {
        let cases = [
            ("audio", "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level", Some(1)),
            ("audio", "a=extmap:14/sendonly urn:ietf:params:rtp-hdrext:ssrc-audio-level vad=on", Some(14)),
            ("video", "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level", None),
            ("audio", "a=extmap:1 urn:ietf:params:rtp-hdrext:csrc-audio-level", None),
            ("audio", "a=extmap:300 urn:ietf:params:rtp-hdrext:ssrc-audio-level", None),
            ("audio", "a=extmap:1", None),
        ];
        for (kind, line, id) in cases {
            let sdp = format!(
                "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm={kind} 9 UDP/TLS/RTP/SAVPF 111\r\n{line}\r\n"
            );
            let offered = Offered::read(&RTCSessionDescription::offer(sdp).expect("an offer"));
            assert_eq!(offered.audio_level(), id, "{kind} {line}");
        }
    }
}
