//! What a publisher PATCHes: an SDP fragment of trickle ICE (RFC 8840 section 9).

use std::ops::RangeInclusive;

/// Candidates that one fragment may bring: a phone with four networks, IPv6 and TCP has a score.
const CANDIDATES: usize = 64;
/// Lengths of ICE credentials (RFC 8839 section 5.4).
const FRAGMENT: RangeInclusive<usize> = 4..=256;
const PASSWORD: RangeInclusive<usize> = 22..=256;

/// Why a fragment can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadFragment {
    /// A line is neither an attribute nor a media description.
    #[error("a line of the fragment is neither an attribute nor a media description")]
    Line,
    /// A media description without its mid (RFC 8840 section 9.2), or with two.
    #[error("a media description of the fragment has not exactly one mid")]
    Mid,
    /// ICE credentials that are not of their form (RFC 8839 section 5.4), or only one of the two.
    #[error("the fragment's ICE credentials are not a user name fragment and a password")]
    Credentials,
    /// Two sections name different credentials; with one transport there is one ICE session.
    #[error("the fragment has the credentials of two ICE sessions")]
    TwoSessions,
    /// A candidate is not of its form (RFC 8839 section 5.1).
    #[error("a candidate of the fragment can't be read")]
    Candidate,
    /// More candidates than any device has.
    #[error("the fragment has more than {CANDIDATES} candidates")]
    TooMany,
    /// Neither credentials nor candidates nor their end.
    #[error("the fragment says nothing about ICE")]
    Empty,
}

/// An SDP fragment, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fragment {
    /// The sender's ICE session.
    pub credentials: Option<Credentials>,
    /// Its candidates, in their order.
    pub candidates: Vec<Candidate>,
    /// The sender has no more of them (RFC 8838 section 14).
    pub ended: bool,
}

/// The credentials of one end in one ICE session. Their characters are those of RFC 8839 section 5.4, so they can stand
/// in an SDP line.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The user name fragment.
    pub fragment: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("fragment", &self.fragment).finish_non_exhaustive()
    }
}

/// A candidate, of the form that RFC 8839 section 5.1 asks for; whether its transport and address are of use is not
/// looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The media section that it stands in; none above the first.
    pub mid: Option<String>,
    /// The attribute, `candidate:` included.
    pub text: String,
    /// The ICE session that it says it is of: browsers add a `ufrag` extension.
    pub fragment: Option<String>,
}

impl Fragment {
    /// Reads a fragment. Attributes that have nothing to do with ICE are ignored (RFC 8840 section 9.2).
    ///
    /// # Errors
    /// [`BadFragment`] with the first fault.
    pub fn parse(text: &str) -> Result<Self, BadFragment> {
        let mut sections = vec![Section::default()];
        let mut fragment = Self::default();
        for line in text.split('\n') {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.is_empty() {
                continue;
            }
            if line.chars().any(char::is_control) {
                return Err(BadFragment::Line);
            }
            if let Some(media) = line.strip_prefix("m=") {
                // media, port, proto, at least one format (RFC 8866 section 5.14)
                if media.split(' ').filter(|word| !word.is_empty()).count() < 4 {
                    return Err(BadFragment::Line);
                }
                sections.push(Section::default());
                continue;
            }
            let attribute = line.strip_prefix("a=").ok_or(BadFragment::Line)?;
            let section = sections.last_mut().expect("the session's section is always there");
            section.take(attribute, &mut fragment.ended)?;
        }
        for (at, section) in sections.into_iter().enumerate() {
            if (at == 0) == section.mid.is_some() {
                return Err(BadFragment::Mid);
            }
            if let Some(credentials) = section.credentials()? {
                match &fragment.credentials {
                    Some(known) if *known != credentials => return Err(BadFragment::TwoSessions),
                    _ => fragment.credentials = Some(credentials),
                }
            }
            let Section { mid, candidates, .. } = section;
            fragment.candidates.extend(candidates.into_iter().map(|c| Candidate { mid: mid.clone(), ..c }));
        }
        if fragment.candidates.len() > CANDIDATES {
            return Err(BadFragment::TooMany);
        }
        if fragment == Self::default() {
            return Err(BadFragment::Empty);
        }
        Ok(fragment)
    }
}

/// What stands above the first media description, or under one.
#[derive(Default)]
struct Section {
    mid: Option<String>,
    fragment: Option<String>,
    password: Option<String>,
    candidates: Vec<Candidate>,
}

impl Section {
    fn take(&mut self, attribute: &str, ended: &mut bool) -> Result<(), BadFragment> {
        let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
        match name {
            "mid" if self.mid.is_some() || value.is_empty() || value.contains(' ') => return Err(BadFragment::Mid),
            "mid" => self.mid = Some(value.to_owned()),
            "ice-ufrag" if self.fragment.is_none() && is_ice(value, &FRAGMENT) => {
                self.fragment = Some(value.to_owned());
            }
            "ice-pwd" if self.password.is_none() && is_ice(value, &PASSWORD) => {
                self.password = Some(value.to_owned());
            }
            "ice-ufrag" | "ice-pwd" => return Err(BadFragment::Credentials),
            "candidate" => self.candidates.push(candidate(attribute, value)?),
            "end-of-candidates" => *ended = true,
            _ => {}
        }
        Ok(())
    }

    fn credentials(&self) -> Result<Option<Credentials>, BadFragment> {
        match (&self.fragment, &self.password) {
            (Some(fragment), Some(password)) => {
                Ok(Some(Credentials { fragment: fragment.clone(), password: password.clone() }))
            }
            (None, None) => Ok(None),
            _ => Err(BadFragment::Credentials),
        }
    }
}

/// Whether every character is an ice-char (RFC 8839 section 5.1).
fn is_ice(value: &str, length: &RangeInclusive<usize>) -> bool {
    length.contains(&value.len()) && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

/// foundation component transport priority address port "typ" type *(name value)
fn candidate(attribute: &str, value: &str) -> Result<Candidate, BadFragment> {
    let words: Vec<&str> = value.split(' ').collect();
    let [foundation, component, _, priority, _, port, "typ", _, extensions @ ..] = words.as_slice() else {
        return Err(BadFragment::Candidate);
    };
    let good = is_ice(foundation, &(1..=32))
        && component.parse::<u16>().is_ok_and(|component| (1..=256).contains(&component))
        && priority.parse::<u32>().is_ok()
        && port.parse::<u16>().is_ok()
        && words.iter().all(|word| !word.is_empty())
        && extensions.len().is_multiple_of(2);
    if !good {
        return Err(BadFragment::Candidate);
    }
    let fragment = extensions.chunks_exact(2).find(|pair| pair[0] == "ufrag").map(|pair| pair[1].to_owned());
    Ok(Candidate { mid: None, text: attribute.to_owned(), fragment })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "a=group:BUNDLE 0 1\r\n";
    const SECTION: &str = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n";
    const ICE: &str = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n";
    const CANDIDATE: &str =
        "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\n";

    fn credentials() -> Credentials {
        Credentials { fragment: "EsAw".into(), password: "P2uYro0UCOQ4zxjKXaWCBui1".into() }
    }

    #[test]
    fn the_rfcs_example_is_read() {
        let tcp = "a=candidate:473322822 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active\r\n";
        let text = format!("{HEAD}{SECTION}{ICE}{CANDIDATE}{tcp}a=end-of-candidates\r\n");
        let read = Fragment::parse(&text).expect("RFC 9725's own");
        assert_eq!((read.credentials, read.ended), (Some(credentials()), true));
        let [first, second] = read.candidates.as_slice() else { panic!("{:?}", read.candidates) };
        assert_eq!((first.mid.as_deref(), first.fragment.as_deref()), (Some("0"), Some("EsAw")));
        assert_eq!(first.text, CANDIDATE.trim().strip_prefix("a=").expect("an attribute"));
        assert_eq!((second.mid.as_deref(), second.fragment.as_deref()), (Some("0"), None));
    }

    #[test]
    fn credentials_may_stand_for_the_session_or_a_section() {
        for text in [format!("{ICE}{SECTION}{CANDIDATE}"), format!("{SECTION}{ICE}"), format!("{ICE}{SECTION}{ICE}")] {
            let read = Fragment::parse(&text).expect("well-formed");
            assert_eq!(read.credentials, Some(credentials()), "{text}");
        }
        let bare = Fragment::parse(&format!("{SECTION}{CANDIDATE}")).expect("well-formed");
        assert_eq!((bare.credentials, bare.candidates.len()), (None, 1));
        assert!(Fragment::parse("a=end-of-candidates").expect("well-formed").ended);
    }

    #[test]
    fn what_has_nothing_to_do_with_ice_is_ignored() {
        let text = format!("a=ice-options:trickle ice2\n{HEAD}a=sendrecv\n{ICE}a=x-mine:1\n{SECTION}a=rtcp-mux\n");
        assert_eq!(Fragment::parse(&text).expect("well-formed").credentials, Some(credentials()));
    }

    #[test]
    fn a_fault_has_a_name() {
        let many = CANDIDATE.repeat(CANDIDATES + 1);
        let other = ICE.replace("EsAw", "Other");
        let cases = [
            ("", BadFragment::Empty),
            ("\r\n", BadFragment::Empty),
            ("hello", BadFragment::Line),
            ("v=0\r\na=ice-ufrag:EsAw\r\n", BadFragment::Line),
            ("a=ice-ufrag:EsAw\ra=ice-pwd:x\r\n", BadFragment::Line),
            ("m=audio 9\r\na=mid:0\r\n", BadFragment::Line),
            ("m=audio 9 RTP/AVP 0\r\na=end-of-candidates\r\n", BadFragment::Mid),
            ("a=mid:0\r\na=end-of-candidates\r\n", BadFragment::Mid),
            (&format!("{SECTION}a=mid:1\r\n"), BadFragment::Mid),
            ("a=ice-ufrag:EsAw\r\n", BadFragment::Credentials),
            (&ICE.replace("EsAw", "Es"), BadFragment::Credentials),
            (&ICE.replace("EsAw", "Es Aw"), BadFragment::Credentials),
            (&ICE.replace("P2uYro", ""), BadFragment::Credentials),
            (&format!("{ICE}{ICE}"), BadFragment::Credentials),
            (&format!("{ICE}{SECTION}{other}"), BadFragment::TwoSessions),
            (&format!("{SECTION}{many}"), BadFragment::TooMany),
            ("a=candidate:\r\n", BadFragment::Candidate),
            ("a=candidate:1 1 udp 5 192.0.2.1 61764\r\n", BadFragment::Candidate),
            ("a=candidate:1 0 udp 5 192.0.2.1 61764 typ host\r\n", BadFragment::Candidate),
            ("a=candidate:1 1 udp -5 192.0.2.1 61764 typ host\r\n", BadFragment::Candidate),
            ("a=candidate:1 1 udp 5 192.0.2.1 70000 typ host\r\n", BadFragment::Candidate),
            ("a=candidate:1 1 udp 5  61764 typ host\r\n", BadFragment::Candidate),
            ("a=candidate:1 1 udp 5 192.0.2.1 61764 typ host ufrag\r\n", BadFragment::Candidate),
        ];
        for (text, fault) in cases {
            assert_eq!(Fragment::parse(text), Err(fault), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(
            lines in proptest::collection::vec("(a=(mid|candidate|ice-ufrag|ice-pwd|end-of-candidates):?|m=)?[ -~]{0,60}", 0..12),
            any in "\\PC{0,80}",
        ) {
            let _ = Fragment::parse(&lines.join("\r\n"));
            let _ = Fragment::parse(&any);
        }

        #[test]
        fn what_is_well_formed_is_kept(fragment in "[a-zA-Z0-9+/]{4,32}", password in "[a-zA-Z0-9+/]{22,64}", port: u16) {
            let text = format!(
                "a=ice-ufrag:{fragment}\r\na=ice-pwd:{password}\r\n{SECTION}a=candidate:1 1 udp 7 fd00::1 {port} typ host ufrag {fragment}\r\n"
            );
            let read = Fragment::parse(&text).expect("well-formed");
            proptest::prop_assert_eq!(read.credentials, Some(Credentials { fragment: fragment.clone(), password }));
            proptest::prop_assert_eq!(read.candidates[0].fragment.as_deref(), Some(fragment.as_str()));
        }
    }
}
