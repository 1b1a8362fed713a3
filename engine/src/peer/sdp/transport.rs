use rtc::sdp::{MediaDescription, SessionDescription, description::common::Attribute};

use super::{
    Credentials,
    attributes::{Attributes, attribute},
    candidates::usable,
    fingerprints::verifiable,
};

/// Candidates that a description may bring: a phone with four networks, IPv6 and TCP has a score. More are ignored.
const CANDIDATES: usize = 64;
/// Longest ICE credential (RFC 8839 section 5.4).
const CREDENTIAL: usize = 256;

/// The one transport of a description: each section may name its own, and those of a bundle use that of the first (RFC
/// 9143 section 7.3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Transport {
    pub credentials: Credentials,
    fingerprint: String,
    setup: &'static str,
    candidates: Vec<String>,
}

/// Why a description has no transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoTransport {
    #[error("there are no ICE credentials")]
    Credentials,
    #[error("there is no DTLS fingerprint")]
    Fingerprint,
    /// Known before anything is set up: a handshake would fail after the answer.
    #[error("no DTLS fingerprint is a whole one of sha-256, with which certificates are verified here")]
    Unverifiable,
}

impl Transport {
    pub fn of(description: &SessionDescription) -> Result<Self, NoTransport> {
        let first = bundle(description).and_then(|mids| mids.first().copied());
        let tagged = description
            .media_descriptions
            .iter()
            .position(|section| first.is_some() && section.attributes.value("mid") == first);
        let tagged = tagged.unwrap_or_default();
        // The session's values count for each section that has none (RFC 8839 section 5.4, RFC 8122 section 5).
        let others =
            description.media_descriptions.iter().enumerate().filter(|(at, _)| *at != tagged).map(|(_, other)| other);
        let places: Vec<&Vec<Attribute>> = description
            .media_descriptions
            .get(tagged)
            .map(|section| &section.attributes)
            .into_iter()
            .chain([&description.attributes])
            .chain(others.map(|section| &section.attributes))
            .collect();
        let credentials = credentials(&places).ok_or(NoTransport::Credentials)?;
        let place = places.iter().find(|place| place.has("fingerprint")).ok_or(NoTransport::Fingerprint)?;
        let fingerprint = verifiable(place.all("fingerprint")).ok_or(NoTransport::Unverifiable)?;
        let setup = places.iter().find_map(|place| place.value("setup")).unwrap_or_default();
        let setup = ["active", "passive"].into_iter().find(|known| setup.eq_ignore_ascii_case(known));
        let mut candidates: Vec<String> = Vec::new();
        for section in &description.media_descriptions {
            // Another transport's, which the bundle leaves alone.
            let apart = section.attributes.value("ice-ufrag").is_some_and(|name| name != credentials.ufrag);
            let values = section.attributes.all("candidate").filter(|_| !apart);
            for candidate in values.filter_map(usable).take(CANDIDATES) {
                if candidates.len() < CANDIDATES && !candidates.contains(&candidate) {
                    candidates.push(candidate);
                }
            }
        }
        Ok(Self { credentials, fingerprint, setup: setup.unwrap_or("actpass"), candidates })
    }

    /// What every section says of it.
    pub fn lines(&self) -> [Attribute; 4] {
        [
            attribute("ice-ufrag", &self.credentials.ufrag),
            attribute("ice-pwd", &self.credentials.password),
            attribute("fingerprint", &self.fingerprint),
            attribute("setup", self.setup),
        ]
    }

    /// What the first says.
    pub fn candidates(&self) -> impl Iterator<Item = Attribute> {
        self.candidates.iter().map(|candidate| attribute("candidate", candidate))
    }
}

/// Gives a description the credentials of another ICE session, and takes the candidates of the old one away.
pub(in crate::peer) fn renew(description: &mut SessionDescription, credentials: &Credentials) {
    let places = description.media_descriptions.iter_mut().map(|section| &mut section.attributes);
    for place in [&mut description.attributes].into_iter().chain(places) {
        place.retain(|line| line.key != "candidate" && line.key != "end-of-candidates");
        for line in place {
            match line.key.as_str() {
                "ice-ufrag" => line.value = Some(credentials.ufrag.clone()),
                "ice-pwd" => line.value = Some(credentials.password.clone()),
                _ => {}
            }
        }
    }
}

/// Whether a media section has this name.
pub(in crate::peer) fn has_mid(description: &SessionDescription, mid: &str) -> bool {
    description.media_descriptions.iter().any(|section| section.attributes.value("mid") == Some(mid))
}

/// The mids of the first bundle (RFC 9143 section 7), if there is one.
pub(super) fn bundle(description: &SessionDescription) -> Option<Vec<&str>> {
    description.attributes.all("group").find_map(|group| {
        let mut words = group.split_whitespace();
        (words.next()? == "BUNDLE").then(|| words.collect())
    })
}

/// Whether a section is part of the bundle.
pub(super) fn is_bundled(section: &MediaDescription, bundle: Option<&Vec<&str>>) -> bool {
    bundle.zip(section.attributes.value("mid")).is_some_and(|(mids, mid)| mids.contains(&mid))
}

fn credentials(places: &[&Vec<Attribute>]) -> Option<Credentials> {
    let valid = |value: &&str| {
        (1..=CREDENTIAL).contains(&value.len()) && value.bytes().all(|character| character.is_ascii_graphic())
    };
    let of = |place: &Vec<Attribute>, name| place.value(name).filter(valid).map(str::to_owned);
    let whole = |place: &&Vec<Attribute>| Some((of(place, "ice-ufrag")?, of(place, "ice-pwd")?));
    let anywhere = |name| places.iter().find_map(|place| of(place, name));
    let apart = || Some((anywhere("ice-ufrag")?, anywhere("ice-pwd")?));
    let (ufrag, password) = places.iter().find_map(whole).or_else(apart)?;
    Some(Credentials { ufrag, password })
}

#[cfg(test)]
mod tests {
    use super::{super::parser::parse, *};

    fn fingerprint(byte: &str) -> String {
        format!("sha-256 {}", vec![byte; 32].join(":"))
    }

    fn transport(text: &str) -> Result<Transport, NoTransport> {
        Transport::of(&parse(&format!("v=0\n{text}")).expect("well-formed"))
    }

    fn ice(name: &str) -> String {
        format!("a=ice-ufrag:{name}\na=ice-pwd:{name}-password\n")
    }

    #[test]
    fn a_bundle_has_the_transport_of_its_first_section() {
        let (mine, other) = (fingerprint("AA"), fingerprint("BB"));
        let section = |mid: &str, rest: &str| format!("m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:{mid}\n{rest}");
        let first = |name: &str, hash: &str| {
            let candidate = format!("a=candidate:1 1 udp 5 192.0.2.{} 7 typ host\n", name.len());
            format!("{}a=fingerprint:{hash}\na=setup:active\n{candidate}", ice(name))
        };
        let text = format!(
            "a=group:LS a b\na=group:BUNDLE b a\n{}{}",
            section("a", &first("ha", &other)),
            section("b", &first("hello", &mine))
        );
        let read = transport(&text).expect("whole");
        assert_eq!((read.credentials.ufrag.as_str(), read.fingerprint.as_str()), ("hello", mine.as_str()));
        assert_eq!((read.setup, read.candidates), ("active", vec!["1 1 udp 5 192.0.2.5 7 typ host".to_owned()]));
        // In the session alone, or in another section than the first.
        let session = format!("{}a=fingerprint:{mine}\n{}", ice("all"), section("a", ""));
        assert_eq!(transport(&session).expect("whole").credentials.password, "all-password");
        assert_eq!(transport(&session).expect("whole").setup, "actpass");
        let late = format!("a=group:BUNDLE a b\n{}{}", section("a", ""), section("b", &first("late", &mine)));
        assert_eq!(transport(&late).expect("whole").credentials.ufrag, "late");
        let split = format!("a=ice-pwd:x\na=fingerprint:{mine}\n{}", section("a", "a=ice-ufrag:y\n"));
        assert_eq!(transport(&split).expect("whole").credentials.ufrag, "y");
    }

    #[test]
    fn a_description_is_renewed_in_all_its_sections() {
        let mut offer = parse(
            "v=0\r\na=group:BUNDLE 0 1\r\na=ice-options:trickle\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:old1\r\na=ice-pwd:oldoldoldoldoldoldoldold\r\na=candidate:1 1 udp 5 192.0.2.1 7 typ host\r\na=end-of-candidates\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=ice-ufrag:old1\r\na=ice-pwd:oldoldoldoldoldoldoldold\r\n",
        )
        .expect("well-formed");
        let credentials = Credentials { ufrag: "new1".into(), password: "newnewnewnewnewnewnewnew".into() };
        renew(&mut offer, &credentials);
        let renewed = offer.to_string();
        assert!(!renewed.contains("old") && !renewed.contains("candidate"), "{renewed}");
        assert_eq!(renewed.matches("a=ice-ufrag:new1\r\na=ice-pwd:newnewnewnewnewnewnewnew\r\n").count(), 2);
        assert!(has_mid(&offer, "1") && !has_mid(&offer, "2"));
    }

    #[test]
    fn candidates_have_an_end() {
        let many: String =
            (0..200).map(|port| format!("a=candidate:1 1 udp 5 192.0.2.1 {} typ host\n", port + 1)).collect();
        let head = format!("{}a=fingerprint:{}\n", ice("all"), fingerprint("00"));
        let read = transport(&format!("{head}m=video 9 UDP/TLS/RTP/SAVPF 96\n{many}{many}")).expect("whole");
        assert_eq!(read.candidates.len(), CANDIDATES);
    }

    #[test]
    fn what_is_missing_is_said() {
        let section = "m=video 9 UDP/TLS/RTP/SAVPF 96\n";
        let good = format!("a=fingerprint:{}\n", fingerprint("00"));
        let sha512 = format!("a=fingerprint:sha-512 {}\n", vec!["00"; 64].join(":"));
        let long = format!("a=ice-ufrag:{}\na=ice-pwd:x\n", "y".repeat(300));
        for (text, fault) in [
            (good.clone(), NoTransport::Credentials),
            (good + &long, NoTransport::Credentials),
            (ice("all"), NoTransport::Fingerprint),
            (ice("all") + &sha512, NoTransport::Unverifiable),
            (ice("all") + "a=fingerprint:sha-256 00:11\n", NoTransport::Unverifiable),
        ] {
            assert_eq!(transport(&(text.clone() + section)), Err(fault), "{text}");
        }
    }
}
