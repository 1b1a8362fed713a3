use std::fmt;

/// A description, read as far as it can matter: its attributes and its media sections. The other lines of a session say
/// nothing about media over one transport, so they are not kept, however they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Description {
    /// Those of the session.
    pub attributes: Vec<Attribute>,
    /// In their order, which an answer repeats (RFC 3264 section 6).
    pub sections: Vec<Section>,
}

/// A line `a=<name>[:<value>]` (RFC 8866 section 5.13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub name: String,
    pub value: Option<String>,
}

/// A media description: `m=<media> <port> <proto> <fmt> ...` and its attributes (RFC 8866 section 5.14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub kind: String,
    pub port: u16,
    pub protocol: String,
    pub formats: Vec<String>,
    pub attributes: Vec<Attribute>,
}

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

impl Description {
    /// Reads a text. Lines may end with LF alone (RFC 8866 section 5) and with blanks, and be empty; one that begins with
    /// a blank is the rest of the one before, as RFCs print those that are too long for them. A byte order mark is none of it.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
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
        let mut description = Self::default();
        for (at, line) in lines {
            let mut chars = line.chars();
            let (Some(kind), Some('=')) = (chars.next(), chars.next()) else { return Err(Unreadable::Line(at)) };
            match kind {
                'a' => description.last_attributes().push(Attribute::read(chars.as_str())),
                'm' => description.sections.push(Section::read(chars.as_str()).ok_or(Unreadable::Media(at))?),
                'a'..='z' => {}
                _ => return Err(Unreadable::Line(at)),
            }
        }
        Ok(description)
    }

    fn last_attributes(&mut self) -> &mut Vec<Attribute> {
        match self.sections.last_mut() {
            Some(section) => &mut section.attributes,
            None => &mut self.attributes,
        }
    }
}

impl Attribute {
    pub fn new(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_owned(), value: Some(value.into()) }
    }

    pub fn flag(name: &str) -> Self {
        Self { name: name.to_owned(), value: None }
    }

    fn read(text: &str) -> Self {
        match text.split_once(':') {
            Some((name, value)) => Self::new(name.trim(), value.trim()),
            None => Self::flag(text.trim()),
        }
    }
}

/// Attributes by their name.
pub(super) trait Named {
    /// The values of those with this name, in their order.
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str>;

    /// Whether one has this name.
    fn has(&self, name: &str) -> bool;

    /// The first value.
    fn value<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).next()
    }
}

impl Named for Vec<Attribute> {
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter().filter(move |attribute| attribute.name == name).filter_map(|attribute| attribute.value.as_deref())
    }

    fn has(&self, name: &str) -> bool {
        self.iter().any(|attribute| attribute.name == name)
    }
}

impl Section {
    fn read(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let (kind, port, protocol) = (words.next()?, words.next()?, words.next()?);
        // A number of ports may stand behind the first.
        let port = port.split('/').next()?.parse().ok()?;
        let formats: Vec<String> = words.map(str::to_owned).collect();
        if formats.is_empty() {
            return None;
        }
        Some(Self {
            kind: kind.to_ascii_lowercase(),
            port,
            protocol: protocol.to_owned(),
            formats,
            attributes: Vec::new(),
        })
    }

    /// How it is called in its bundle (RFC 5888 section 4).
    pub fn mid(&self) -> Option<&str> {
        self.attributes.value("mid")
    }
}

/// What stands above the attributes, whoever writes it: the session has no name and no end, its origin tells nothing.
const HEAD: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEAD)?;
        self.attributes.iter().try_for_each(|attribute| attribute.fmt(f))?;
        self.sections.iter().try_for_each(|section| section.fmt(f))
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m={} {} {}", self.kind, self.port, self.protocol)?;
        self.formats.iter().try_for_each(|format| write!(f, " {format}"))?;
        f.write_str("\r\nc=IN IP4 0.0.0.0\r\n")?;
        self.attributes.iter().try_for_each(|attribute| attribute.fmt(f))
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a={}", self.name)?;
        if let Some(value) = &self.value {
            write!(f, ":{value}")?;
        }
        f.write_str("\r\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_may_be_written_in_many_ways() {
        let plain = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:0\r\na=fingerprint:sha-256 00:11\r\n";
        let read = Description::read(plain).expect("well-formed");
        assert_eq!(read.attributes.value("group"), Some("BUNDLE 0"));
        assert_eq!((read.sections[0].mid(), read.sections[0].formats.len()), (Some("0"), 2));
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
            assert_eq!(Description::read(&other), Ok(read.clone()), "{other}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut description = Description::default();
        description.attributes.push(Attribute::new("group", "BUNDLE a"));
        let attributes = vec![Attribute::new("mid", "a"), Attribute::flag("rtcp-mux")];
        let (kind, protocol, formats) = ("audio".to_owned(), "UDP/TLS/RTP/SAVPF".to_owned(), vec!["111".to_owned()]);
        description.sections.push(Section { kind, port: 9, protocol, formats, attributes });
        assert_eq!(Description::read(&description.to_string()), Ok(description));
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
            assert_eq!(Description::read(text), Err(fault), "{text:?}");
        }
    }
}
