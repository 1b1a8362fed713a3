use std::collections::{HashMap, HashSet};

use rtc::sdp::{MediaDescription, SessionDescription};

use super::{
    attributes::Attributes,
    extensions,
    formats::{self, Format},
    normal::is_to_be_heard,
};
use crate::media::{AudioLevel, Track};

pub(in crate::peer) use super::formats::MOST;

/// What the numbers in a publisher's packets mean, by its own description.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::peer) struct Offered {
    video: Option<Kind>,
    audio: Option<Kind>,
}

/// What they mean in one section. Each has payload types of its own: in one bundle they ought to be different (RFC 9143
/// section 9.1), and GStreamer's payloaders all begin at 96.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Kind {
    mid: Option<String>,
    formats: HashMap<u8, Format>,
    extensions: Vec<(u8, &'static str)>,
    /// The SSRCs that it says (RFC 5576 section 4.1): it need say none.
    sources: HashSet<u32>,
}

impl Offered {
    /// Takes them out of a description.
    pub(super) fn of(description: &SessionDescription) -> Self {
        // What is only to be heard over there brings no packets.
        let brings = |section: &&MediaDescription| !is_to_be_heard(description, section);
        let kind = |kind: &str| {
            let mut sections = description.media_descriptions.iter().filter(brings);
            sections.find(|section| section.media_name.media == kind).map(Kind::of)
        };
        Self { video: kind("video"), audio: kind("audio") }
    }

    /// What a payload type stands for in the packets of a track. A publisher may change among its payload types at any
    /// packet.
    pub fn format(&self, track: Track, payload_type: u8) -> Option<&Format> {
        self.kind(track)?.formats.get(&payload_type)
    }

    /// The id of the header extension with a packet's audio level (RFC 6464); none where it is not offered.
    pub fn audio_level(&self) -> Option<u8> {
        self.extension(Track::Audio, AudioLevel::URI)
    }

    /// The id of the header extension that names a packet's section (RFC 9143 section 15.1), and the name of this one.
    pub fn mid(&self, track: Track) -> Option<(u8, &str)> {
        Some((self.extension(track, extensions::MID)?, self.kind(track)?.mid.as_deref()?))
    }

    /// The id and URI of the header extension for congestion control in a track's packets.
    pub fn transport_numbers(&self, track: Track) -> Option<(u8, &'static str)> {
        Some((self.extension(track, extensions::TRANSPORT)?, extensions::TRANSPORT))
    }

    /// The id of the header extension with a picture's packets' send time, where the receiver's estimate of the bandwidth
    /// is taken.
    pub fn send_time(&self) -> Option<u8> {
        let video = self.kind(Track::Video)?;
        let mut media = video.formats.values().filter(|format| format.repairs().is_none());
        let id = self.extension(Track::Video, extensions::SEND_TIME)?;
        media.all(|format| format.takes(formats::REMB)).then_some(id)
    }

    /// The track of an SSRC, if the description says so.
    pub fn source(&self, ssrc: u32) -> Option<Track> {
        let says = |kind: &Option<Kind>| kind.as_ref().is_some_and(|kind| kind.sources.contains(&ssrc));
        match (says(&self.video), says(&self.audio)) {
            (true, false) => Some(Track::Video),
            (false, true) => Some(Track::Audio),
            // Of both it is of neither.
            (true, true) | (false, false) => None,
        }
    }

    fn extension(&self, track: Track, uri: &str) -> Option<u8> {
        self.kind(track)?.extensions.iter().find(|(_, known)| *known == uri).map(|(id, _)| *id)
    }

    fn kind(&self, track: Track) -> Option<&Kind> {
        match track {
            Track::Video => self.video.as_ref(),
            Track::Audio => self.audio.as_ref(),
        }
    }
}

impl Kind {
    fn of(section: &MediaDescription) -> Self {
        let sources = section.attributes.all("ssrc").filter_map(|line| line.split_whitespace().next()?.parse().ok());
        Self {
            mid: section.attributes.value("mid").map(str::to_owned),
            formats: formats::of(section).into_iter().map(|format| (format.payload_type, format)).collect(),
            extensions: extensions::of(section),
            sources: sources.take(MOST).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::parser::parse, *};

    fn read(text: &str) -> Offered {
        Offered::of(&parse(&format!("v=0\n{text}")).expect("well-formed"))
    }

    #[test]
    fn payload_types_are_the_offers_own() {
        let offered = read(
            "m=video 9 UDP/TLS/RTP/SAVPF 100 35\na=rtpmap:100 VP8/90000\na=rtcp-fb:100 nack pli\n\
             a=rtpmap:35 H264/90000\na=fmtp:35 packetization-mode=1\n",
        );
        let vp8 = offered.format(Track::Video, 100).expect("it is there");
        assert!(vp8.is("vp8") && vp8.takes("nack pli") && !vp8.takes("nack"));
        let avc = offered.format(Track::Video, 35).expect("it is there");
        assert!(avc.is("H264") && avc.parameters == "packetization-mode=1");
        assert!(offered.format(Track::Video, 96).is_none() && offered.format(Track::Audio, 100).is_none());
        assert_eq!(offered.audio_level(), None);
    }

    #[test]
    fn picture_and_sound_may_have_the_same_payload_type() {
        let offered = read(
            "m=video 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 H264/90000\nm=audio 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 OPUS/48000/2\n",
        );
        let name = |track| offered.format(track, 96).map(|format| format.name.as_str());
        assert_eq!([name(Track::Video), name(Track::Audio)], [Some("H264"), Some("OPUS")]);
    }

    #[test]
    fn the_receivers_estimate_is_for_who_takes_it_and_says_when_packets_were_sent() {
        let offer = "m=video 9 UDP/TLS/RTP/SAVPF 96 97\na=rtpmap:96 VP8/90000\na=rtcp-fb:96 goog-remb\na=rtpmap:97 rtx/90000\n\
             a=fmtp:97 apt=96\na=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\n";
        assert_eq!(read(offer).send_time(), Some(3));
        for part in ["a=rtcp-fb:96 goog-remb\n", "a=extmap:3"] {
            assert_eq!(read(&offer.replace(part, "a=x\n")).send_time(), None, "{part}");
        }
    }

    #[test]
    fn a_source_is_of_the_section_that_says_it() {
        let offered = read(
            "m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:v\na=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid\na=ssrc:1 cname:a\n\
             a=ssrc:1 msid:a b\na=ssrc:9 cname:a\na=ssrc:x\nm=audio 9 UDP/TLS/RTP/SAVPF 111\na=ssrc:2\na=ssrc:9 cname:a\n\
             a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\n",
        );
        assert_eq!([1, 2, 3, 9].map(|ssrc| offered.source(ssrc)), [Some(Track::Video), Some(Track::Audio), None, None]);
        assert_eq!((offered.mid(Track::Video), offered.mid(Track::Audio)), (Some((3, "v")), None));
        assert_eq!(offered.audio_level(), Some(1));
    }
}
