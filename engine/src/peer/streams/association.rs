use std::{collections::HashMap, sync::Arc};

use rtc::rtp::Header;

use super::super::sdp::{MOST, Offered};
use crate::media::Track;

/// Which section a packet is associated with (RFC 8843 section 9.2): the one that its MID names, else that of its SSRC, else the
/// only one that has its payload type.
#[derive(Debug)]
pub(super) struct Association {
    offered: Arc<Offered>,
    /// By SSRC, as learned from packets; at most [`MOST`], then it is learned anew.
    learned: HashMap<u32, Track>,
}

/// Which RTP stream of its section a packet is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RtpStream {
    /// The media of the track.
    Media(Track),
    /// Retransmissions (RFC 4588) of the media of the track that has this payload type.
    Retransmission(Track, u8),
    /// That of no section, or in none of the formats of its.
    Unassociated,
}

const TRACKS: [Track; 2] = [Track::Video, Track::Audio];

impl Association {
    pub fn new(offered: Arc<Offered>) -> Self {
        Self { offered, learned: HashMap::new() }
    }

    pub fn associate(&mut self, header: &Header) -> RtpStream {
        let Some(track) = self.track(header) else { return RtpStream::Unassociated };
        match self.offered.format(track, header.payload_type) {
            Some(format) if format.is("rtx") => match format.repairs() {
                Some(repaired) => RtpStream::Retransmission(track, repaired),
                None => RtpStream::Unassociated,
            },
            Some(_) => RtpStream::Media(track),
            None => RtpStream::Unassociated,
        }
    }

    fn track(&mut self, header: &Header) -> Option<Track> {
        match self.by_mid(header) {
            Mid::Section(track) => {
                self.learn(header.ssrc, track);
                return Some(track);
            }
            // A name that no section has: it is for nobody, whatever else it says.
            Mid::Unknown => return None,
            Mid::Absent => {}
        }
        if let Some(track) = self.learned.get(&header.ssrc).copied().or_else(|| self.offered.source(header.ssrc)) {
            return Some(track);
        }
        let has = |track: &Track| self.offered.format(*track, header.payload_type).is_some();
        let mut tracks = TRACKS.into_iter().filter(has);
        let (track, None) = (tracks.next()?, tracks.next()) else { return None };
        self.learn(header.ssrc, track);
        Some(track)
    }

    fn by_mid(&self, header: &Header) -> Mid {
        let mut said = Mid::Absent;
        for track in TRACKS {
            let Some((id, mid)) = self.offered.mid(track) else { continue };
            let Some(value) = header.get_extension(id) else { continue };
            if value == mid.as_bytes() {
                return Mid::Section(track);
            }
            said = Mid::Unknown;
        }
        said
    }

    fn learn(&mut self, ssrc: u32, track: Track) {
        if self.learned.len() >= MOST && !self.learned.contains_key(&ssrc) {
            self.learned.clear();
        }
        self.learned.insert(ssrc, track);
    }
}

/// What the MID of a packet says.
enum Mid {
    Section(Track),
    Unknown,
    Absent,
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::peer::sdp::Offer;

    const MID: u8 = 4;

    /// Picture and sound with these lines of their own; payload types 96 with RTX 97, and `opus`.
    fn association(video: &str, audio: &str, opus: u8) -> Association {
        let bytes = ["00"; 32].join(":");
        let text = format!(
            "v=0\na=group:BUNDLE v a\na=ice-ufrag:abcd\na=ice-pwd:0123456789012345678901\na=fingerprint:sha-256 {bytes}\n\
             m=video 9 UDP/TLS/RTP/SAVPF 96 97\na=mid:v\na=rtcp-mux\na=rtpmap:96 VP8/90000\na=rtpmap:97 rtx/90000\na=fmtp:97 apt=96\n{video}\
             m=audio 9 UDP/TLS/RTP/SAVPF {opus}\na=mid:a\na=rtpmap:{opus} opus/48000/2\n{audio}"
        );
        Association::new(Arc::new(Offer::publisher(&text).expect("a good offer").offered))
    }

    fn header(ssrc: u32, payload_type: u8, mid: Option<&'static str>) -> Header {
        let mut header = Header { version: 2, ssrc, payload_type, ..Header::default() };
        if let Some(mid) = mid {
            header.set_extension(MID, Bytes::from_static(mid.as_bytes())).expect("short");
        }
        header
    }

    const EXTENSION: &str = "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\n";
    const VIDEO: RtpStream = RtpStream::Media(Track::Video);
    const AUDIO: RtpStream = RtpStream::Media(Track::Audio);

    #[test]
    fn a_packet_belongs_where_its_payload_type_is_known() {
        let mut known = association("", "", 111);
        for ssrc in 0..1000 {
            assert_eq!(known.associate(&header(ssrc, 96, None)), VIDEO);
            assert_eq!(known.associate(&header(2_000 + ssrc, 111, None)), AUDIO);
        }
        assert_eq!(known.associate(&header(7, 97, None)), RtpStream::Retransmission(Track::Video, 96));
        assert_eq!(known.associate(&header(8, 13, None)), RtpStream::Unassociated);
        assert!(known.learned.len() <= MOST);
    }

    #[test]
    fn what_a_description_says_of_an_ssrc_counts() {
        let mut same = association("a=ssrc:1 cname:x\n", "a=ssrc:2 cname:x\n", 96);
        assert_eq!(
            [1, 2, 3].map(|ssrc| same.associate(&header(ssrc, 96, None))),
            [VIDEO, AUDIO, RtpStream::Unassociated]
        );
        let mut others = association("a=ssrc:1 cname:x\n", "a=ssrc:2 cname:x\n", 111);
        assert_eq!(others.associate(&header(77, 96, None)), VIDEO, "another stream than the one that was said");
    }

    #[test]
    fn a_packet_belongs_where_its_mid_says() {
        let mut named = association(EXTENSION, EXTENSION, 96);
        assert_eq!(named.associate(&header(1, 96, None)), RtpStream::Unassociated, "nobody knows");
        assert_eq!(named.associate(&header(1, 96, Some("a"))), AUDIO);
        assert_eq!(named.associate(&header(1, 96, None)), AUDIO, "it was said");
        assert_eq!(named.associate(&header(1, 96, Some("v"))), VIDEO, "and is another's now");
        assert_eq!(named.associate(&header(2, 97, Some("v"))), RtpStream::Retransmission(Track::Video, 96));
        assert_eq!(named.associate(&header(1, 96, Some("w"))), RtpStream::Unassociated);
    }
}
