//! The draft, asked as players ask it.

use std::{net::Ipv4Addr, time::Duration};

use axum::http::{HeaderName, Method, StatusCode, header};

use super::super::{
    signalling::{SDP, SDPFRAG},
    tests::{Answer, House, ask},
};
use crate::{network::RequestRoute, peer::SdpFrag, protocol::ProblemCode};

/// What Chromium offers a player, with two codecs of video and without candidates.
const OFFER: &str = include_str!("tests/offer.sdp");

impl House {
    async fn watch(&self, offer: &str) -> Answer {
        ask(self.plain(), Method::POST, "/whep", &[(header::CONTENT_TYPE, SDP)], offer).await
    }
}

fn text(answer: &Answer, name: HeaderName) -> &str {
    answer.headers.get(&name).unwrap_or_else(|| panic!("no {name}")).to_str().expect("text")
}

async fn session(house: &House) -> (String, String) {
    let created = house.watch(OFFER).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&created.body));
    let location = text(&created, header::LOCATION);
    let path = location.strip_prefix("http://127.0.0.1:8480").expect("an absolute URL").to_owned();
    (path, text(&created, header::ETAG).to_owned())
}

fn fragment(ufrag: &str) -> String {
    let candidate = "a=candidate:1 1 udp 2122260223 127.0.0.1 61764 typ host\r\n";
    format!(
        "a=group:BUNDLE 0 1\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=ice-ufrag:{ufrag}\r\na=ice-pwd:sixteenSIXTEENsixteen24\r\n{candidate}"
    )
}

#[tokio::test]
async fn an_offer_to_receive_is_answered_with_what_is_sent() {
    let house = House::open(16);
    for router in [house.plain(), house.phones()] {
        let created = ask(router, Method::POST, "/whep", &[(header::CONTENT_TYPE, SDP)], OFFER).await;
        assert_eq!(created.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&created.body));
        assert_eq!(text(&created, header::CONTENT_TYPE), SDP);
        assert!(text(&created, header::ETAG).starts_with('"'));
        let answer = String::from_utf8(created.body).expect("text");
        let sections: Vec<&str> = answer.split("\r\nm=").skip(1).collect();
        assert_eq!(sections.len(), 2, "{answer}");
        for section in &sections {
            for line in ["a=sendonly", "a=rtcp-mux", "a=rtcp-mux-only"] {
                assert!(section.lines().any(|known| known == line), "{line} is not in {section}");
            }
        }
        assert!(answer.contains("a=group:BUNDLE 0 1"), "{answer}");
        // Both codecs of the pictures, so that a cut from one to the other needs no new negotiation.
        for codec in ["VP8/90000", "H264/90000", "opus/48000/2"] {
            assert!(answer.contains(codec), "{codec} is not in {answer}");
        }
        let streams: Vec<&str> = answer.lines().filter_map(|line| line.strip_prefix("a=msid:")).collect();
        assert_eq!(streams.len(), 2, "{answer}");
        assert!(streams.iter().all(|stream| stream.starts_with("program ")), "one stream: {streams:?}");
        let port = house.media_port.number().to_string();
        let mut candidates = answer.lines().filter(|line| line.starts_with("a=candidate:")).peekable();
        assert!(
            candidates.peek().is_some() && candidates.all(|line| line.split(' ').nth(5) == Some(&port)),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn slashes_that_mean_nothing_are_the_endpoint() {
    let house = House::open(16);
    for path in ["/whep/", "//whep//"] {
        for router in [house.plain(), house.phones()] {
            assert_eq!(ask(router.clone(), Method::OPTIONS, path, &[], "").await.status, StatusCode::OK, "{path}");
            let created = ask(router.clone(), Method::POST, path, &[(header::CONTENT_TYPE, SDP)], OFFER).await;
            assert_eq!(created.status, StatusCode::CREATED, "{path}");
            let session = text(&created, header::LOCATION).rsplit_once('/').expect("a path").1.to_owned();
            let session = format!("/whep//session/{session}/");
            assert_eq!(ask(router, Method::DELETE, &session, &[], "").await.status, StatusCode::OK, "{path}");
        }
    }
}

#[tokio::test]
async fn a_player_that_takes_more_than_is_sent_is_answered() {
    let house = House::open(16);
    let offer = OFFER.replace("SAVPF 111", "SAVPF 111 0 8").replace("a=fingerprint:sha-256", "a=fingerprint:SHA-256");
    assert_eq!(house.watch(&offer).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn bad_offers_get_a_reason() {
    let house = House::open(16);
    let sending = OFFER.replace("a=recvonly", "a=sendonly");
    let strange = OFFER.replace("VP8", "AV1").replace("H264", "H265");
    let large = format!("v=0{}", " ".repeat(70_000));
    let cases = [
        ("text/plain", "*/*", OFFER, 415, ProblemCode::BadContentType),
        (SDP, "text/html", OFFER, 406, ProblemCode::NotAcceptable),
        (SDP, "*/*", "garbage", 400, ProblemCode::BadOffer),
        (SDP, "*/*", sending.as_str(), 422, ProblemCode::BadOffer),
        (SDP, "*/*", strange.as_str(), 422, ProblemCode::NoCodec),
        (SDP, "*/*", large.as_str(), 413, ProblemCode::TooLarge),
    ];
    for (kind, accept, offer, status, code) in cases {
        let headers = [(header::CONTENT_TYPE, kind), (header::ACCEPT, accept)];
        let answer = ask(house.plain(), Method::POST, "/whep", &headers, offer).await;
        assert_eq!((answer.status.as_u16(), answer.problem()), (status, code), "{}", &offer[..offer.len().min(40)]);
    }
    assert_eq!(house.watch(OFFER).await.status, StatusCode::CREATED, "no place is lost");
}

#[tokio::test]
async fn there_are_so_many_viewers_and_a_place_is_given_back() {
    let house = House::with_viewers(2);
    let (first, _) = session(&house).await;
    session(&house).await;
    let full = house.watch(OFFER).await;
    assert_eq!((full.status, full.problem()), (StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Busy));
    assert!(full.headers.contains_key(header::RETRY_AFTER));
    let left = ask(house.plain(), Method::DELETE, &first, &[], "").await;
    assert_eq!(left.status, StatusCode::OK);
    house.app.studio.viewers().vacant().await;
    session(&house).await;
}

#[tokio::test]
async fn a_guest_that_never_connects_keeps_nobody_out() {
    let house = House::open(16);
    let mut made = Vec::new();
    for _ in 0..8 {
        made.push(session(&house).await.0);
    }
    let busy = house.watch(OFFER).await;
    assert_eq!((busy.status, busy.problem()), (StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Busy));
    assert!(busy.headers.contains_key(header::RETRY_AFTER));
    let elsewhere = RequestRoute { from: [192, 0, 2, 7].into(), to: Ipv4Addr::LOCALHOST.into() };
    assert!(house.app.studio.viewers().watch(OFFER.to_owned(), elsewhere).await.is_ok(), "others are let in");
    // Who leaves without ever having been connected makes room as well.
    assert_eq!(ask(house.plain(), Method::DELETE, &made[0], &[], "").await.status, StatusCode::OK);
    let again = async {
        while house.watch(OFFER).await.status != StatusCode::CREATED {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), again).await.expect("there is room again");
}

#[tokio::test]
async fn a_session_takes_candidates_and_restarts() {
    let house = House::open(16);
    let (path, tag) = session(&house).await;
    let patch = async |if_match: Option<&str>, body: String| {
        let mut headers = vec![(header::CONTENT_TYPE, SDPFRAG)];
        headers.extend(if_match.map(|tag| (header::IF_MATCH, tag)));
        ask(house.plain(), Method::PATCH, &path, &headers, &body).await
    };
    assert_eq!(patch(None, fragment("Usr1")).await.problem(), ProblemCode::NeedsIfMatch);
    assert_eq!(patch(Some("\"old\""), fragment("Usr1")).await.problem(), ProblemCode::StaleSession);
    assert_eq!(patch(Some(&tag), fragment("Usr1")).await.status, StatusCode::NO_CONTENT);
    let restarted = patch(Some("*"), fragment("Usr2")).await;
    assert_eq!(restarted.status, StatusCode::OK);
    assert_ne!(text(&restarted, header::ETAG), tag);
    let answer = SdpFrag::parse(std::str::from_utf8(&restarted.body).expect("text")).expect("a fragment");
    assert!(answer.credentials.is_some() && !answer.candidates.is_empty());
    let left = ask(house.plain(), Method::DELETE, &path, &[], "").await;
    assert_eq!(left.status, StatusCode::OK);
    assert_eq!(ask(house.plain(), Method::DELETE, &path, &[], "").await.problem(), ProblemCode::NoSession);
}

#[tokio::test]
async fn it_can_be_found_and_asked_from_other_pages() {
    let house = House::open(16);
    let head = ask(house.plain(), Method::HEAD, "/whep", &[], "").await;
    assert_eq!((head.status, text(&head, header::CONTENT_TYPE)), (StatusCode::OK, SDP));
    assert_eq!(ask(house.plain(), Method::GET, "/whep", &[], "").await.status, StatusCode::NO_CONTENT);
    let options = ask(house.plain(), Method::OPTIONS, "/whep", &[], "").await;
    assert_eq!((options.status, text(&options, HeaderName::from_static("accept-post"))), (StatusCode::OK, SDP));
    let elsewhere = [(header::CONTENT_TYPE, SDP), (header::ORIGIN, "https://elsewhere.example")];
    let plain = ask(house.plain(), Method::POST, "/whep", &elsewhere, OFFER).await;
    assert_eq!((plain.status, text(&plain, header::ACCESS_CONTROL_ALLOW_ORIGIN)), (StatusCode::CREATED, "*"));
    let phones = ask(house.phones(), Method::POST, "/whep", &elsewhere, OFFER).await;
    assert_eq!(phones.problem(), ProblemCode::BadOrigin);
}
