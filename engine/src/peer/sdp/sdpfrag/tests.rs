use super::{super::parser::parse, *};

const HEAD: &str = "a=group:BUNDLE 0 1\r\n";
const SECTION: &str = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n";
const ICE: &str = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n";
const CANDIDATE: &str =
    "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\n";

fn credentials() -> Credentials {
    Credentials { ufrag: "EsAw".into(), password: "P2uYro0UCOQ4zxjKXaWCBui1".into() }
}

#[test]
fn the_rfcs_example_is_read() {
    let tcp = "a=candidate:473322822 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active\r\n";
    let text = format!("{HEAD}{SECTION}{ICE}{CANDIDATE}{tcp}a=end-of-candidates\r\n");
    let read = SdpFrag::parse(&text).expect("RFC 9725's own");
    assert_eq!((read.credentials, read.ended), (Some(credentials()), true));
    let [first, second] = read.candidates.as_slice() else { panic!("{:?}", read.candidates) };
    assert_eq!((first.mid.as_deref(), first.ufrag.as_deref()), (Some("0"), Some("EsAw")));
    assert_eq!(first.text, CANDIDATE.trim().strip_prefix("a=").expect("an attribute"));
    assert_eq!((second.mid.as_deref(), second.ufrag.as_deref()), (Some("0"), None));
}

#[test]
fn credentials_may_stand_for_the_session_or_a_section() {
    for text in [format!("{ICE}{SECTION}{CANDIDATE}"), format!("{SECTION}{ICE}"), format!("{ICE}{SECTION}{ICE}")] {
        let read = SdpFrag::parse(&text).expect("well-formed");
        assert_eq!(read.credentials, Some(credentials()), "{text}");
    }
    let bare = SdpFrag::parse(&format!("{SECTION}{CANDIDATE}")).expect("well-formed");
    assert_eq!((bare.credentials, bare.candidates.len()), (None, 1));
    assert!(SdpFrag::parse("a=end-of-candidates").expect("well-formed").ended);
}

#[test]
fn what_has_nothing_to_do_with_ice_is_ignored() {
    let text = format!("a=ice-options:trickle ice2\n{HEAD}a=sendrecv\n{ICE}a=x-mine:1\n{SECTION}a=rtcp-mux\n");
    assert_eq!(SdpFrag::parse(&text).expect("well-formed").credentials, Some(credentials()));
}

#[test]
fn a_fragment_says_what_a_description_says_of_ice() {
    let session = format!("v=0\r\n{HEAD}a=ice-options:trickle\r\n");
    let first = format!("{SECTION}{ICE}{CANDIDATE}a=end-of-candidates\r\n");
    let other = first.replace("audio 9", "video 9").replace("mid:0", "mid:1");
    let text = written(&parse(&format!("{session}{first}{other}")).expect("well-formed")).expect("it has a section");
    let fragment = SdpFrag::parse(&text).expect("well-formed");
    assert_eq!(fragment.credentials, Some(credentials()));
    assert_eq!((fragment.candidates.len(), fragment.ended), (1, true));
    assert!(text.starts_with("a=group:BUNDLE 0 1\r\na=ice-options:trickle\r\nm=audio 9 "), "{text}");
}

#[test]
fn a_fault_has_a_name() {
    let many = CANDIDATE.repeat(CANDIDATES + 1);
    let other = ICE.replace("EsAw", "Other");
    let cases = [
        ("", BadSdpFrag::Empty),
        ("\r\n", BadSdpFrag::Empty),
        ("hello", BadSdpFrag::Line),
        ("v=0\r\na=ice-ufrag:EsAw\r\n", BadSdpFrag::Line),
        ("a=ice-ufrag:EsAw\ra=ice-pwd:x\r\n", BadSdpFrag::Line),
        ("m=audio 9\r\na=mid:0\r\n", BadSdpFrag::Line),
        ("m=audio 9 RTP/AVP 0\r\na=end-of-candidates\r\n", BadSdpFrag::Mid),
        ("a=mid:0\r\na=end-of-candidates\r\n", BadSdpFrag::Mid),
        (&format!("{SECTION}a=mid:1\r\n"), BadSdpFrag::Mid),
        ("a=ice-ufrag:EsAw\r\n", BadSdpFrag::Credentials),
        (&ICE.replace("EsAw", "Es"), BadSdpFrag::Credentials),
        (&ICE.replace("EsAw", "Es Aw"), BadSdpFrag::Credentials),
        (&ICE.replace("P2uYro", ""), BadSdpFrag::Credentials),
        (&format!("{ICE}{ICE}"), BadSdpFrag::Credentials),
        (&format!("{ICE}{SECTION}{other}"), BadSdpFrag::TwoSessions),
        (&format!("{SECTION}{many}"), BadSdpFrag::TooMany),
        ("a=candidate:\r\n", BadSdpFrag::Candidate),
        ("a=candidate:1 1 udp 5 192.0.2.1 61764\r\n", BadSdpFrag::Candidate),
        ("a=candidate:1 0 udp 5 192.0.2.1 61764 typ host\r\n", BadSdpFrag::Candidate),
        ("a=candidate:1 1 udp -5 192.0.2.1 61764 typ host\r\n", BadSdpFrag::Candidate),
        ("a=candidate:1 1 udp 5 192.0.2.1 70000 typ host\r\n", BadSdpFrag::Candidate),
        ("a=candidate:1 1 udp 5  61764 typ host\r\n", BadSdpFrag::Candidate),
        ("a=candidate:1 1 udp 5 192.0.2.1 61764 typ host ufrag\r\n", BadSdpFrag::Candidate),
    ];
    for (text, fault) in cases {
        assert_eq!(SdpFrag::parse(text), Err(fault), "{text:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(
        lines in proptest::collection::vec("(a=(mid|candidate|ice-ufrag|ice-pwd|end-of-candidates):?|m=)?[ -~]{0,60}", 0..12),
        any in "\\PC{0,80}",
    ) {
        let _ = SdpFrag::parse(&lines.join("\r\n"));
        let _ = SdpFrag::parse(&any);
    }

    #[test]
    fn what_is_well_formed_is_kept(ufrag in "[a-zA-Z0-9+/]{4,32}", password in "[a-zA-Z0-9+/]{22,64}", port: u16) {
        let text = format!(
            "a=ice-ufrag:{ufrag}\r\na=ice-pwd:{password}\r\n{SECTION}a=candidate:1 1 udp 7 fd00::1 {port} typ host ufrag {ufrag}\r\n"
        );
        let read = SdpFrag::parse(&text).expect("well-formed");
        proptest::prop_assert_eq!(read.credentials, Some(Credentials { ufrag: ufrag.clone(), password }));
        proptest::prop_assert_eq!(read.candidates[0].ufrag.as_deref(), Some(ufrag.as_str()));
    }
}
