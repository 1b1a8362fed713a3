//! RFC 9725, asked as clients ask it.

use axum::http::{HeaderName, Method, StatusCode, header};

use super::super::{
    signalling::{ACCEPT_PATCH, ACCEPT_POST, SDP, SDPFRAG},
    tests::{Answer, House, ask},
};
use crate::{peer::SdpFrag, protocol::ProblemCode};

/// What Chromium offers, with one codec a track and without candidates.
const OFFER: &str = include_str!("tests/offer.sdp");

type Header<'a> = (HeaderName, &'a str);

impl House {
    async fn publish(&self, offer: &str) -> Answer {
        let crew = self.crew();
        let headers = [(header::AUTHORIZATION, crew.as_str()), (header::CONTENT_TYPE, SDP)];
        ask(self.plain(), Method::POST, "/whip/cam", &headers, offer).await
    }

    /// Makes a session and gives its path and its entity tag.
    async fn session(&self) -> (String, String) {
        let created = self.publish(OFFER).await;
        assert_eq!(created.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&created.body));
        let location = created.text(header::LOCATION);
        let path = location.strip_prefix("http://127.0.0.1:8480").expect("an absolute URL").to_owned();
        (path, created.text(header::ETAG).to_owned())
    }

    async fn patch(&self, path: &str, if_match: Option<&str>, fragment: &str) -> Answer {
        let crew = self.crew();
        let mut headers = vec![(header::AUTHORIZATION, crew.as_str()), (header::CONTENT_TYPE, SDPFRAG)];
        headers.extend(if_match.map(|tag| (header::IF_MATCH, tag)));
        ask(self.plain(), Method::PATCH, path, &headers, fragment).await
    }

    async fn delete(&self, path: &str) -> Answer {
        let crew = self.crew();
        let headers = [(header::AUTHORIZATION, crew.as_str()), (header::IF_MATCH, "\"whatever\"")];
        ask(self.plain(), Method::DELETE, path, &headers, "").await
    }
}

impl Answer {
    fn text(&self, name: HeaderName) -> &str {
        self.headers.get(&name).unwrap_or_else(|| panic!("no {name}")).to_str().expect("text")
    }

    fn fragment(&self) -> SdpFrag {
        SdpFrag::parse(std::str::from_utf8(&self.body).expect("text")).expect("a fragment")
    }
}

fn fragment(ufrag: &str, candidate: &str) -> String {
    format!(
        "a=group:BUNDLE 0 1 2\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=ice-ufrag:{ufrag}\r\na=ice-pwd:sixteenSIXTEENsixteen24\r\n{candidate}"
    )
}

const CANDIDATE: &str = "a=candidate:1 1 udp 2122260223 127.0.0.1 61764 typ host generation 0 ufrag Usr1\r\n";

#[tokio::test]
async fn an_offer_makes_a_session() {
    let house = House::open(16);
    let created = house.publish(OFFER).await;
    assert_eq!(created.status, StatusCode::CREATED);
    assert_eq!(created.text(header::CONTENT_TYPE), SDP);
    let tag = created.text(header::ETAG);
    assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 10, "{tag} is no strong entity tag");
    assert!(!created.text(header::LOCATION).contains('?'));
    assert!(!created.headers.contains_key(header::LINK), "there is no STUN or TURN server to link to");

    let answer = String::from_utf8(created.body).expect("text");
    let port = house.media_port.number().to_string();
    let candidates: Vec<&str> = answer.lines().filter(|line| line.starts_with("a=candidate:")).collect();
    assert!(!candidates.is_empty(), "{answer}");
    for candidate in candidates {
        let words: Vec<&str> = candidate.split(' ').collect();
        assert_eq!((words[4], words[5]), ("127.0.0.1", port.as_str()), "{candidate}");
    }
    let sections: Vec<&str> = answer.split("\r\nm=").skip(1).collect();
    assert_eq!(sections.len(), 3);
    for section in &sections[..2] {
        for line in ["a=recvonly", "a=rtcp-mux", "a=rtcp-mux-only"] {
            assert!(section.lines().any(|known| known == line), "{line} is not in {section}");
        }
    }
    assert!(answer.contains("a=group:BUNDLE 0 1 2"));
}

#[tokio::test]
async fn slashes_that_mean_nothing_are_the_endpoint() {
    let house = House::open(16);
    let crew = house.crew();
    let headers = [(header::AUTHORIZATION, crew.as_str()), (header::CONTENT_TYPE, SDP)];
    for (at, path) in ["/whip/", "/whip/cam/", "//whip//cam", "/whip/cam//?name=a&name=b"].into_iter().enumerate() {
        for router in [house.plain(), house.phones()] {
            let options = ask(router.clone(), Method::OPTIONS, path, &[], "").await;
            assert_eq!((options.status, options.text(ACCEPT_POST)), (StatusCode::OK, SDP), "{path}");
            let created = ask(router, Method::POST, path, &headers, OFFER).await;
            assert_eq!(created.status, StatusCode::CREATED, "{at} {path}: {}", String::from_utf8_lossy(&created.body));
        }
    }
    let (session, tag) = house.session().await;
    let session = format!("{}/", session.replacen("/whip", "//whip/", 1));
    assert_eq!(house.patch(&session, Some(&tag), &fragment("Usr1", CANDIDATE)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.delete(&session).await.status, StatusCode::OK);
    let snapshot = house.app.studio.snapshot().await.expect("a studio");
    assert!(snapshot.cameras.iter().any(|camera| camera.name.as_str() == "a"), "the first name counts");
}

/// What stands in an offer of real clients beside what we need, each in place of a line of [`OFFER`].
const ODD: [(&str, &str); 14] = [
    ("SAVPF 111", "SAVPF 111 0 8 13"),
    ("useinbandfec=1", "useinbandfec=1; stereo=1;"),
    ("a=fmtp:111", "a=fmtp:\r\na=fmtp:111"),
    ("a=setup:actpass", "a=setup:actpass\r\na=candidate:1 1 udp 5 fe80::1%eth0 7 typ host"),
    ("a=setup:actpass", "a=setup:actpass\r\na=candidate:1 1 ssltcp 5 192.0.2.1 443 typ host"),
    ("a=setup:actpass", "a=setup:actpass\r\na=candidate:1 1 udp 5 laptop.example 7 typ host"),
    ("a=setup:actpass", "a=setup:actpass\r\na=candidate:"),
    ("a=setup:actpass", "a=setup:actpass\r\na=candidate:1 1 udp 99999999999 192.0.2.1 7 typ host"),
    ("a=mid:0", "a=mid:0\r\na=extmap:4096 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=extmap:x"),
    ("o=- 5228595038118931041", "o=whoever 99999999999999999999999999"),
    ("a=fingerprint:sha-256", "a=fingerprint:SHA-256"),
    ("a=fingerprint:sha-256", "a=fingerprint:sha-512 00:11\r\na=fingerprint:sha-1 22\r\na=fingerprint:sha-256"),
    ("a=ssrc:1001 cname:camera\r\n", ""),
    ("a=rtpmap:96 VP8/90000", "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:* nack pli\r\na=rid:h send\r\na=simulcast:send h;l"),
];

#[tokio::test]
async fn a_line_of_no_use_costs_nothing() {
    let house = House::open(16);
    for (line, odd) in ODD {
        assert!(OFFER.contains(line), "{line}");
        let created = house.publish(&OFFER.replace(line, odd)).await;
        assert_eq!(created.status, StatusCode::CREATED, "{odd}: {}", String::from_utf8_lossy(&created.body));
    }
}

#[tokio::test]
async fn what_can_not_be_done_is_refused_with_its_reason() {
    let house = House::open(16);
    let cases = [
        ("a=fingerprint:sha-256", "a=fingerprint:sha-512", ProblemCode::BadOffer, "sha-256"),
        ("a=rtpmap:111 opus/48000/2", "a=x", ProblemCode::NoCodec, "Opus"),
        ("VP8", "AV1", ProblemCode::NoCodec, "video codecs"),
        ("m=video 9", "m=video 0", ProblemCode::BadOffer, "port is 0"),
    ];
    for (from, to, code, reason) in cases {
        let refused = house.publish(&OFFER.replace(from, to)).await;
        assert_eq!((refused.status.as_u16(), refused.problem()), (422, code), "{to}");
        let said = String::from_utf8_lossy(&refused.body);
        assert!(said.contains(reason), "{to}: {said}");
    }
}

#[tokio::test]
async fn a_sendrecv_offer_is_answered_recvonly() {
    let house = House::open(16);
    let created = house.publish(&OFFER.replace("a=sendonly", "a=sendrecv")).await;
    let answer = String::from_utf8(created.body).expect("text");
    assert_eq!(answer.matches("a=recvonly").count(), 2, "{answer}");
}

#[tokio::test]
async fn bad_offers_get_a_reason_and_leave_no_camera() {
    let house = House::open(16);
    let crew = house.crew();
    let large = format!("v=0{}", " ".repeat(70_000));
    let strange = OFFER.replace("VP8", "AV1");
    let deaf = OFFER.replace("opus/48000/2", "G722/8000");
    let unbundled = OFFER.replace("a=group:BUNDLE 0 1 2\r\n", "");
    let receiving = OFFER.replace("a=sendonly", "a=recvonly");
    let any = "*/*";
    let cases = [
        ("/whip/cam", "text/plain", any, "v=0", 415, ProblemCode::BadContentType),
        ("/whip/cam", "", any, OFFER, 415, ProblemCode::BadContentType),
        ("/whip/cam", SDP, any, "", 400, ProblemCode::BadOffer),
        ("/whip/cam", SDP, any, "garbage", 400, ProblemCode::BadOffer),
        ("/whip/cam", SDP, any, "v=0\r\nm=video", 400, ProblemCode::BadOffer),
        ("/whip/no%20id", SDP, any, "v=0", 400, ProblemCode::BadCamera),
        ("/whip/cam", SDP, any, large.as_str(), 413, ProblemCode::TooLarge),
        ("/whip", SDP, any, "garbage", 400, ProblemCode::BadOffer),
        ("/whip/cam", SDP, any, strange.as_str(), 422, ProblemCode::NoCodec),
        ("/whip/cam", SDP, any, deaf.as_str(), 422, ProblemCode::NoCodec),
        ("/whip/cam", SDP, any, unbundled.as_str(), 422, ProblemCode::BadOffer),
        ("/whip/cam", SDP, any, receiving.as_str(), 422, ProblemCode::BadOffer),
        ("/whip/cam", SDP, "application/json, text/*;q=0.5", OFFER, 406, ProblemCode::NotAcceptable),
        ("/whip/cam", SDP, "application/sdp;q=0", OFFER, 406, ProblemCode::NotAcceptable),
    ];
    for (path, content_type, accept, body, status, code) in cases {
        let headers =
            [(header::AUTHORIZATION, crew.as_str()), (header::CONTENT_TYPE, content_type), (header::ACCEPT, accept)];
        let answer = ask(house.plain(), Method::POST, path, &headers, body).await;
        assert_eq!((answer.status.as_u16(), answer.problem()), (status, code), "{path} {content_type} {accept}");
    }
    let snapshot = house.app.studio.snapshot().await.expect("a studio");
    assert_eq!((snapshot.cameras.len(), snapshot.seq), (0, 0));
}

#[tokio::test]
async fn a_client_that_accepts_sdp_or_anything_gets_its_answer() {
    for accept in ["application/sdp", "text/html, Application/SDP;q=0.1", "application/*", "*/*;q=0.8"] {
        let house = House::open(16);
        let crew = house.crew();
        let typed = [(header::CONTENT_TYPE, "application/SDP; charset=utf-8"), (header::ACCEPT, accept)];
        let headers = [&[(header::AUTHORIZATION, crew.as_str())][..], &typed].concat();
        let answer = ask(house.plain(), Method::POST, "/whip", &headers, OFFER).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{accept}");
    }
}

#[tokio::test]
async fn a_full_desk_says_when_to_come_back() {
    let house = House::open(1);
    assert_eq!(house.publish(OFFER).await.status, StatusCode::CREATED);
    let crew = house.crew();
    let headers = [(header::AUTHORIZATION, crew.as_str()), (header::CONTENT_TYPE, SDP)];
    let full = ask(house.plain(), Method::POST, "/whip/other", &headers, OFFER).await;
    assert_eq!((full.status.as_u16(), full.problem()), (503, ProblemCode::DeskFull));
    assert!(full.text(header::RETRY_AFTER).parse::<u32>().is_ok());
}

#[tokio::test]
async fn candidates_are_trickled() {
    let house = House::open(16);
    let (path, tag) = house.session().await;
    let bodies = [
        fragment("Usr1", CANDIDATE),
        fragment("Usr1", "a=end-of-candidates\r\n"),
        // Of no use to us, and silently so: another session's, TCP, a name that nobody resolves, an unknown section.
        fragment("Usr1", &CANDIDATE.replace("ufrag Usr1", "ufrag Gone")),
        fragment("Usr1", "a=candidate:1 1 tcp 1518280447 127.0.0.1 9 typ host tcptype active\r\n"),
        fragment("Usr1", &CANDIDATE.replace("127.0.0.1", "7b1c2d5e-0000-4000-8000-000000000000.local")),
        fragment("Usr1", CANDIDATE).replace("a=mid:0", "a=mid:7"),
        format!("m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\n{CANDIDATE}"),
    ];
    for body in bodies {
        let several = format!("\"other\", {tag}");
        for if_match in [tag.as_str(), several.as_str(), "*"] {
            let answer = house.patch(&path, Some(if_match), &body).await;
            assert_eq!((answer.status, answer.body.len()), (StatusCode::NO_CONTENT, 0), "{if_match} {body}");
            assert!(!answer.headers.contains_key(header::ETAG));
        }
    }
}

#[tokio::test]
async fn ice_is_restarted() {
    let house = House::open(16);
    let created = house.publish(OFFER).await;
    let (path, tag) = house.session().await;
    let first = String::from_utf8(created.body).expect("text");

    let mut known = vec![tag];
    for (ufrag, if_match) in [("New1", "*"), ("New2", "\"*\"")] {
        let restarted = house.patch(&path, Some(if_match), &fragment(ufrag, "")).await;
        let said = String::from_utf8_lossy(&restarted.body).into_owned();
        assert_eq!(restarted.status, StatusCode::OK, "{said}");
        assert_eq!(restarted.text(header::CONTENT_TYPE), SDPFRAG);
        let new = restarted.text(header::ETAG).to_owned();
        assert!(!known.contains(&new), "each ICE session has an entity tag of its own");

        let ours = restarted.fragment();
        let credentials = ours.credentials.expect("credentials");
        assert!(!first.contains(&credentials.ufrag) && !first.contains(&credentials.password), "{said}");
        assert_eq!((ours.candidates.len(), ours.ended), (1, true), "{said}");
        let port = format!(" 127.0.0.1 {} typ host", house.media_port.number());
        assert!(ours.candidates[0].text.contains(&port), "{said}");
        assert!(said.contains("a=group:BUNDLE 0 1 2\r\n") && said.contains("\r\na=mid:0\r\n"), "{said}");

        for old in &known {
            let stale = house.patch(&path, Some(old), &fragment(ufrag, "")).await;
            assert_eq!((stale.status.as_u16(), stale.problem()), (412, ProblemCode::StaleSession));
        }
        assert_eq!(house.patch(&path, Some(&new), &fragment(ufrag, "")).await.status, StatusCode::NO_CONTENT);
        known.push(new);
    }
    // Other credentials are a restart whatever If-Match says, if it matches.
    let tag = known.last().expect("three").clone();
    assert_eq!(house.patch(&path, Some(&tag), &fragment("New3", "")).await.status, StatusCode::OK);
    assert_eq!(house.delete(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_restart_that_can_not_be_done_leaves_the_session_as_it_is() {
    let house = House::open(16);
    let (path, tag) = house.session().await;
    house.media_port.lose();
    let failed = house.patch(&path, Some("*"), &fragment("New1", "")).await;
    assert_eq!((failed.status.as_u16(), failed.problem()), (500, ProblemCode::NotRestarted));
    let trickled = house.patch(&path, Some(&tag), &fragment("Usr1", CANDIDATE)).await;
    assert_eq!(trickled.status, StatusCode::NO_CONTENT, "the old ICE session is the current one");
    assert_eq!(house.delete(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_patch_that_is_not_one_changes_nothing() {
    let house = House::open(16);
    let (path, tag) = house.session().await;
    let crew = house.crew();
    let restart = fragment("New1", "");
    let large = format!("a={}", " ".repeat(70_000));
    let weak = format!("W/{tag}");
    let token = (header::AUTHORIZATION, crew.as_str());
    let sdpfrag = (header::CONTENT_TYPE, SDPFRAG);
    let star = (header::IF_MATCH, "*");
    let cases: [(&[Header<'_>], &str, u16, ProblemCode); 11] = [
        (&[sdpfrag.clone(), star.clone()], &restart, 401, ProblemCode::BadToken),
        (&[token.clone(), (header::CONTENT_TYPE, SDP), star.clone()], &restart, 415, ProblemCode::BadContentType),
        (&[token.clone(), star.clone()], &restart, 415, ProblemCode::BadContentType),
        (&[token.clone(), sdpfrag.clone(), star.clone()], "", 400, ProblemCode::BadFragment),
        (&[token.clone(), sdpfrag.clone(), star.clone()], "v=0\r\n", 400, ProblemCode::BadFragment),
        (&[token.clone(), sdpfrag.clone(), star.clone()], "a=ice-ufrag:New1\r\n", 400, ProblemCode::BadFragment),
        (&[token.clone(), sdpfrag.clone(), star], &large, 413, ProblemCode::TooLarge),
        (&[token.clone(), sdpfrag.clone()], &restart, 428, ProblemCode::NeedsIfMatch),
        (&[token.clone(), sdpfrag.clone(), (header::IF_MATCH, "\"old\"")], &restart, 412, ProblemCode::StaleSession),
        (&[token.clone(), sdpfrag.clone(), (header::IF_MATCH, &weak)], &restart, 412, ProblemCode::StaleSession),
        (&[token, sdpfrag, (header::IF_MATCH, "nonsense")], &restart, 412, ProblemCode::StaleSession),
    ];
    for (headers, body, status, code) in cases {
        let answer = ask(house.plain(), Method::PATCH, &path, headers, body).await;
        assert_eq!((answer.status.as_u16(), answer.problem()), (status, code), "{headers:?}");
    }
    assert_eq!(house.patch(&path, Some(&tag), &fragment("Usr1", CANDIDATE)).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_session_ends_once() {
    let house = House::open(16);
    let (path, tag) = house.session().await;
    let get = || ask(house.plain(), Method::GET, &path, &[], "");
    let there = get().await;
    assert_eq!((there.status, there.body.len()), (StatusCode::NO_CONTENT, 0));
    let unauthorised = ask(house.plain(), Method::DELETE, &path, &[], "").await;
    assert_eq!(unauthorised.problem(), ProblemCode::BadToken);

    let ended = house.delete(&path).await;
    assert_eq!((ended.status, ended.body.len()), (StatusCode::OK, 0));
    for gone in [
        house.delete(&path).await,
        house.patch(&path, Some(&tag), &fragment("Usr1", CANDIDATE)).await,
        house.patch(&path, Some("*"), &fragment("New1", "")).await,
        house.patch(&path, None, "").await,
        get().await,
    ] {
        assert_eq!((gone.status.as_u16(), gone.problem()), (404, ProblemCode::NoSession));
    }
}

#[tokio::test]
async fn a_new_session_of_a_camera_ends_the_old_one() {
    let house = House::open(16);
    let (old, _) = house.session().await;
    let (new, _) = house.session().await;
    assert_eq!(house.delete(&old).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.delete(&new).await.status, StatusCode::OK);
}

#[tokio::test]
async fn other_methods_are_told_which_ones_there_are() {
    let house = House::open(16);
    let (path, _) = house.session().await;
    let cases = [
        ("/whip", Method::PATCH, ["GET", "HEAD", "POST", "OPTIONS"]),
        ("/whip/cam", Method::PUT, ["GET", "HEAD", "POST", "OPTIONS"]),
        (path.as_str(), Method::POST, ["GET", "PATCH", "DELETE", "OPTIONS"]),
    ];
    for (path, method, allowed) in cases {
        let answer = ask(house.plain(), method, path, &[], "").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let allow = answer.text(header::ALLOW);
        assert!(allowed.iter().all(|method| allow.contains(method)), "{path}: {allow}");
    }
    for path in ["/whip", "/whip/cam", path.as_str()] {
        for method in [Method::GET, Method::HEAD] {
            let answer = ask(house.plain(), method, path, &[], "").await;
            assert_eq!((answer.status, answer.body.len()), (StatusCode::NO_CONTENT, 0), "{path}");
        }
    }
}

#[tokio::test]
async fn options_say_what_is_taken_and_need_no_token() {
    let house = House::open(16);
    let (session, _) = house.session().await;
    let preflight = [
        (header::ORIGIN, "https://elsewhere.example"),
        (header::ACCESS_CONTROL_REQUEST_METHOD, "PATCH"),
        (header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization, content-type, if-match"),
    ];
    for (path, headers) in [("/whip", &[][..]), ("/whip/cam", &preflight), (&session, &[]), (&session, &preflight)] {
        for router in [house.plain(), house.phones()] {
            let answer = ask(router, Method::OPTIONS, path, headers, "").await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert_eq!(answer.text(ACCEPT_POST), SDP);
            assert!(answer.text(header::ALLOW).contains(if path == session { "PATCH" } else { "POST" }));
            assert!(!answer.headers.contains_key(header::LINK));
        }
    }
    assert_eq!(ask(house.plain(), Method::OPTIONS, &session, &[], "").await.text(ACCEPT_PATCH), SDPFRAG);

    let plain = ask(house.plain(), Method::OPTIONS, "/whip/cam", &preflight, "").await;
    assert_eq!(plain.text(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    let methods = plain.text(header::ACCESS_CONTROL_ALLOW_METHODS).to_owned();
    assert!(["OPTIONS", "GET", "POST", "PATCH", "DELETE"].iter().all(|method| methods.contains(method)), "{methods}");
    let headers = plain.text(header::ACCESS_CONTROL_ALLOW_HEADERS).to_ascii_lowercase();
    assert!(["authorization", "content-type", "if-match"].iter().all(|name| headers.contains(name)), "{headers}");
    // The phones' listener is for its own page alone.
    let phones = ask(house.phones(), Method::OPTIONS, "/whip/cam", &preflight, "").await;
    assert!(!phones.headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}
