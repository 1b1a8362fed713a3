use std::collections::HashMap;

use rtc::{peer_connection::sdp::RTCSessionDescription, sdp::util::Codec};

/// Payload types that are looked at: a browser offers a score for a track.
const MOST: usize = 64;

/// What a publisher's payload types mean, by its own offer (RFC 8866 section 6.6). The crate keeps the codec of a track's
/// first packet; a publisher may change among those of the answer at any packet.
#[derive(Debug, Default)]
pub(super) struct Offered(HashMap<u8, Codec>);

impl Offered {
    /// Reads them out of an offer.
    pub fn read(offer: &RTCSessionDescription) -> Self {
        let Ok(sdp) = offer.unmarshal() else { return Self::default() };
        let formats = sdp.media_descriptions.iter().flat_map(|media| &media.media_name.formats);
        let types = formats.filter_map(|format| format.parse().ok()).take(MOST);
        Self(types.filter_map(|kind| Some((kind, sdp.get_codec_for_payload_type(kind).ok()?))).collect())
    }

    /// The codec of a payload type.
    pub fn codec(&self, payload_type: u8) -> Option<&Codec> {
        self.0.get(&payload_type)
    }
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
        let vp8 = offered.codec(100).expect("it is there");
        assert_eq!((vp8.name.as_str(), vp8.rtcp_feedback.as_slice()), ("VP8", &["nack pli".to_owned()][..]));
        let avc = offered.codec(35).expect("it is there");
        assert_eq!((avc.name.as_str(), avc.fmtp.as_str()), ("H264", "packetization-mode=1"));
        assert!(offered.codec(96).is_none());
    }
}
