use rtc::sdp::{
    MediaDescription, SessionDescription,
    description::{
        common::Attribute,
        session::{Origin, TimeDescription},
    },
};

use super::attributes::{attribute, flag, last};

/// Why a text is no description.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("the body is not an SDP description")]
    Foreign,
    #[error("line {0} is not one of SDP")]
    Line(usize),
    #[error("the media description in line {0} can't be read")]
    Media(usize),
}

/// Reads a stranger's description as far as it can matter: its attributes and its media sections. The other lines of a
/// session say nothing about media over one transport, so they are not kept, however they are written; the crate's own
/// parser would stumble over some of them.
///
/// Lines may end with LF alone (RFC 8866 section 5) and with blanks, and be empty; one that begins with a blank is the rest
/// of the one before, as RFCs print those that are too long for them. A byte order mark is none of it.
pub(super) fn parse(text: &str) -> Result<SessionDescription, Unreadable> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (at, line) in text.lines().enumerate() {
        let rest = line.trim();
        match lines.last_mut() {
            _ if rest.is_empty() => {}
            Some((_, before)) if line.starts_with([' ', '\t']) => {
                if !before.ends_with(':') {
                    before.push(' ');
                }
                before.push_str(rest);
            }
            _ => lines.push((at + 1, rest.to_owned())),
        }
    }
    let mut lines = lines.into_iter();
    if lines.next().is_none_or(|(_, first)| first != "v=0") {
        return Err(Unreadable::Foreign);
    }
    let mut description = blank();
    for (at, line) in lines {
        let mut chars = line.chars();
        let (Some(kind), Some('=')) = (chars.next(), chars.next()) else { return Err(Unreadable::Line(at)) };
        match kind {
            'a' => last(&mut description).push(read(chars.as_str())),
            'm' => description.media_descriptions.push(media(chars.as_str()).ok_or(Unreadable::Media(at))?),
            'a'..='z' => {}
            _ => return Err(Unreadable::Line(at)),
        }
    }
    Ok(description)
}

/// What stands above the attributes, whoever writes it: the session has no name and no end, its origin tells nothing.
pub(super) fn blank() -> SessionDescription {
    let [username, network_type, address_type, unicast_address] = ["-", "IN", "IP4", "0.0.0.0"].map(str::to_owned);
    let origin = Origin { username, session_id: 1, session_version: 1, network_type, address_type, unicast_address };
    let time_descriptions = vec![TimeDescription::default()];
    SessionDescription { origin, session_name: "-".to_owned(), time_descriptions, ..SessionDescription::default() }
}

/// `<media> <port> <proto> <fmt> ...` (RFC 8866 section 5.14).
pub(super) fn media(text: &str) -> Option<MediaDescription> {
    let mut words = text.split_whitespace();
    let (kind, port, protocol) = (words.next()?, words.next()?, words.next()?);
    // A number of ports may stand behind the first.
    let port: u16 = port.split('/').next()?.parse().ok()?;
    let mut media = MediaDescription::new_jsep_media_description(kind.to_ascii_lowercase(), Vec::new());
    let name = &mut media.media_name;
    name.port.value = isize::try_from(port).ok()?;
    name.protos = protocol.split('/').map(str::to_owned).collect();
    name.formats = words.map(str::to_owned).collect();
    (!name.formats.is_empty()).then_some(media)
}

fn read(text: &str) -> Attribute {
    match text.split_once(':') {
        Some((name, value)) => attribute(name.trim(), value.trim()),
        None => flag(text.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::attributes::Attributes, *};

    fn written(text: &str) -> Result<String, Unreadable> {
        parse(text).map(|read| read.to_string())
    }

    #[test]
    fn lines_may_be_written_in_many_ways() {
        let plain = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:0\r\na=fingerprint:sha-256 00:11\r\n";
        let read = parse(plain).expect("well-formed");
        assert_eq!(read.attributes.value("group"), Some("BUNDLE 0"));
        let section = &read.media_descriptions[0];
        assert_eq!((section.attributes.value("mid"), section.media_name.formats.len()), (Some("0"), 2));
        for other in [
            plain.replace("\r\n", "\n"),
            plain.replace("\r\n", "  \r\n"),
            plain.replace("\r\n", "\r\n\r\n"),
            plain.trim_end().to_owned(),
            format!("\u{feff}{plain}"),
            plain.replace("sha-256 00:11", "sha-256\r\n     00:\r\n     11"),
            plain.replace("video 9 UDP", "VIDEO 9/2  UDP"),
            plain.replace("o=- 1 2", "o=whoever 99999999999999999999999999 2"),
            plain.replace("t=0 0\r\n", "i=what it is\r\nb=X-YZ:none\r\nt=0 0\r\nk=prompt\r\n"),
        ] {
            assert_eq!(written(&other), Ok(read.to_string()), "{other}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut description = blank();
        description.attributes.push(attribute("group", "BUNDLE a"));
        let mut section = media("audio 9 UDP/TLS/RTP/SAVPF 111").expect("well-formed");
        section.attributes = vec![attribute("mid", "a"), flag("rtcp-mux")];
        description.media_descriptions.push(section);
        let text = description.to_string();
        assert!(text.starts_with("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE a\r\n"), "{text}");
        assert!(
            text.ends_with("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:a\r\na=rtcp-mux\r\n"),
            "{text}"
        );
        assert_eq!(written(&text), Ok(text));
    }

    #[test]
    fn what_is_no_description_is_said() {
        let cases = [
            ("", Unreadable::Foreign),
            ("hello", Unreadable::Foreign),
            ("v=1\r\n", Unreadable::Foreign),
            ("v=0\r\nnonsense", Unreadable::Line(2)),
            ("v=0\r\n\r\nA=x", Unreadable::Line(3)),
            ("v=0\r\nm=video", Unreadable::Media(2)),
            ("v=0\r\nm=video 9 RTP/AVP", Unreadable::Media(2)),
            ("v=0\r\nm=video x RTP/AVP 0", Unreadable::Media(2)),
        ];
        for (text, fault) in cases {
            assert_eq!(written(text), Err(fault), "{text:?}");
        }
    }
}
