use rtc::sdp::{MediaDescription, description::common::Attribute};

use super::attributes::{Attributes, attribute};

/// Formats of a section that are looked at: a browser offers a score for a track.
pub(in crate::peer) const MOST: usize = 64;

/// One RTP payload type and what it stands for: its `rtpmap`, `fmtp` and `rtcp-fb` lines (RFC 8866 section 6.6, RFC 4585
/// section 4.2), in one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::peer) struct Format {
    pub payload_type: u8,
    /// As it was written: `H264`, `opus`.
    pub name: String,
    pub clock_rate: u32,
    pub channels: Option<u16>,
    /// `name=value`s between semicolons, without blanks, names in lower case.
    pub parameters: String,
    /// Type and parameter, in lower case.
    pub feedback: Vec<String>,
}

/// The feedback that we ask with, or take: loss of packets and of pictures, full intra requests, congestion control by
/// transport-wide numbers or by the receiver's estimate. The rest means nothing here.
const FEEDBACK: [&str; 5] = ["nack", "nack pli", "ccm fir", "transport-cc", REMB];

/// The receiver says what may be sent (draft-alvestrand-rmcat-remb-03).
pub(super) const REMB: &str = "goog-remb";

impl Format {
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether feedback of this type may be sent about it.
    pub fn takes(&self, feedback: &str) -> bool {
        self.feedback.iter().any(|offered| offered == feedback)
    }

    /// The payload type that its packets repair, of a retransmission format (RFC 4588 section 8.1).
    pub fn repairs(&self) -> Option<u8> {
        let apt = self.parameters.split(';').find_map(|parameter| parameter.strip_prefix("apt="));
        apt.filter(|_| self.is("rtx"))?.parse().ok()
    }

    fn lines(&self) -> impl Iterator<Item = Attribute> {
        let Self { payload_type, name, clock_rate, channels, parameters, feedback } = self;
        let channels = channels.map(|channels| format!("/{channels}")).unwrap_or_default();
        let map = attribute("rtpmap", format!("{payload_type} {name}/{clock_rate}{channels}"));
        let parameters = (!parameters.is_empty()).then(|| attribute("fmtp", format!("{payload_type} {parameters}")));
        let feedback = feedback.iter().map(move |kind| attribute("rtcp-fb", format!("{payload_type} {kind}")));
        [map].into_iter().chain(parameters).chain(feedback)
    }
}

/// The formats of a section that can become pictures or sound here, in the order of its preference, and the
/// retransmissions of these. Of the others nothing is kept: static payload types without a map (RFC 3551 section 6),
/// comfort noise, other codecs, forward error correction.
pub(super) fn of(section: &MediaDescription) -> Vec<Format> {
    let named: Vec<Format> =
        section.media_name.formats.iter().take(MOST).filter_map(|format| read(section, format)).collect();
    let media = |format: &Format| match section.media_name.media.as_str() {
        "video" => format.clock_rate == 90_000 && (format.is("H264") || format.is("VP8")),
        _ => format.clock_rate == 48_000 && format.is("opus"),
    };
    let kept = |payload_type: u8| named.iter().any(|format| format.payload_type == payload_type && media(format));
    named.iter().filter(|format| media(format) || format.repairs().is_some_and(kept)).cloned().collect()
}

/// Their lines.
pub(super) fn lines(formats: &[Format]) -> impl Iterator<Item = Attribute> {
    formats.iter().flat_map(Format::lines)
}

fn read(section: &MediaDescription, format: &str) -> Option<Format> {
    let payload_type = format.parse::<u8>().ok().filter(|payload_type| *payload_type < 128)?;
    let about = |name: &'static str| {
        section.attributes.all(name).filter_map(move |value| {
            let (number, rest) = value.split_once(char::is_whitespace)?;
            (number == format).then(|| rest.trim())
        })
    };
    let mut map = about("rtpmap").next()?.split('/').map(str::trim);
    let name = map.next().filter(|name| !name.is_empty() && !name.contains(char::is_whitespace))?;
    let clock_rate = map.next()?.parse().ok()?;
    let parameters = about("fmtp").flat_map(|line| line.split(';')).filter_map(parameter);
    let mut feedback: Vec<String> = Vec::new();
    for line in section.attributes.all("rtcp-fb") {
        let mut words = line.split_whitespace();
        // For all of them (RFC 4585 section 4.2).
        if words.next().is_some_and(|number| number == format || number == "*") {
            let kind = words.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
            if FEEDBACK.contains(&kind.as_str()) && !feedback.contains(&kind) {
                feedback.push(kind);
            }
        }
    }
    Some(Format {
        payload_type,
        name: name.to_owned(),
        clock_rate,
        channels: map.next().and_then(|channels| channels.parse().ok()),
        parameters: parameters.collect::<Vec<_>>().join(";"),
        feedback,
    })
}

fn parameter(text: &str) -> Option<String> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    };
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let name = bare(name).to_ascii_lowercase();
    let parameter = value.map_or(name.clone(), |value| format!("{name}={}", bare(value)));
    (!name.is_empty()).then_some(parameter)
}

#[cfg(test)]
mod tests {
    use super::{super::parser::parse, *};

    fn formats(text: &str) -> Vec<Format> {
        of(&parse(&format!("v=0\n{text}")).expect("well-formed").media_descriptions[0])
    }

    #[test]
    fn what_can_be_shown_or_heard_is_kept_with_its_repair() {
        let video = formats(
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99 100 35\na=rtpmap:96 VP8/90000\na=rtpmap:97 rtx/90000\na=fmtp:97 apt=96\n\
             a=rtpmap:98 VP9/90000\na=rtpmap:99 rtx/90000\na=fmtp:99 apt=98\na=rtpmap:100 ulpfec/90000\na=rtpmap:35 h264/90000\n",
        );
        let kept: Vec<_> = video.iter().map(|format| (format.payload_type, format.repairs())).collect();
        assert_eq!(kept, [(96, None), (97, Some(96)), (35, None)]);
    }

    #[test]
    fn static_payload_types_cost_nothing() {
        let line = "a=rtpmap:111 opus/48000/2\n";
        for list in ["111 0 8", "0 8 9 13 111", "111 126 300 x"] {
            let kept = formats(&format!("m=audio 9 UDP/TLS/RTP/SAVPF {list}\n{line}"));
            assert_eq!(kept.iter().map(|format| format.payload_type).collect::<Vec<_>>(), [111], "{list}");
        }
        assert_eq!(formats("m=audio 9 UDP/TLS/RTP/SAVPF 0 8\n"), []);
    }

    #[test]
    fn parameters_have_one_spelling() {
        let cases = [
            ("packetization-mode=1; profile-level-id=42e01f", "packetization-mode=1;profile-level-id=42e01f"),
            ("Packetization-Mode = 1 ;; ;x", "packetization-mode=1;x"),
            ("sprop-parameter-sets=Z0IAH5WoFAFuQA==, aM48gA==;", "sprop-parameter-sets=Z0IAH5WoFAFuQA==,aM48gA=="),
            ("", ""),
            (";", ""),
        ];
        for (written, wanted) in cases {
            let read =
                formats(&format!("m=video 9 UDP/TLS/RTP/SAVPF 96\na=fmtp:96 {written}\na=rtpmap:96  H264/90000\n"));
            assert_eq!(read[0].parameters, wanted, "{written}");
        }
        let odd = "a=fmtp:\na=fmtp:96\na=fmtp:x y\na=rtpmap:96\na=rtpmap:96 \na=rtpmap:96 VP8\na=rtpmap:96 VP8/90000\n";
        assert_eq!(formats(&format!("m=video 9 UDP/TLS/RTP/SAVPF 96\n{odd}")).len(), 0, "the first map counts");
    }

    #[test]
    fn feedback_is_read_however_it_is_written() {
        let read = |lines: &str| {
            let text =
                format!("m=video 9 UDP/TLS/RTP/SAVPF 96 98\na=rtpmap:96 VP8/90000\na=rtpmap:98 H264/90000\n{lines}");
            formats(&text).into_iter().map(|format| format.feedback).collect::<Vec<_>>()
        };
        assert_eq!(
            read("a=rtcp-fb:* nack pli\na=rtcp-fb:98 ccm fir\n"),
            [vec!["nack pli"], vec!["nack pli", "ccm fir"]]
        );
        assert_eq!(read("a=rtcp-fb:96 CCM  FIR\na=rtcp-fb:* ccm fir\n"), [["ccm fir"], ["ccm fir"]]);
        assert_eq!(read("a=rtcp-fb:96 rrtr\na=rtcp-fb:*\na=rtcp-fb:\n"), [[""; 0]; 2]);
    }
}
