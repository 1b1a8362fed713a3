//! The routers, asked as clients ask them.

use std::net::Ipv4Addr;

use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::{AppState, Tokens, WayIn, desk, listeners::plain_router, phones};
use crate::{
    clock::SessionClock,
    config::Port,
    director::Limits,
    network::RequestRoute,
    peer::UdpMux,
    protocol::{Problem, ProblemCode, Refusal, RefusalCode, Snapshot},
    store::Store,
    studio::{Persisted, Startup, Stills, StoredLibrary, Studio},
    vital::Vitals,
};

mod api;

const DESK_PORT: u16 = 8480;

/// A régie without sockets.
pub(super) struct House {
    pub app: AppState,
    pub media_port: UdpMux,
    _dir: tempfile::TempDir,
}

impl House {
    pub fn open(camera_limit: u8) -> Self {
        Self::of(camera_limit, 50)
    }

    pub fn with_viewers(viewer_limit: u16) -> Self {
        Self::of(16, viewer_limit)
    }

    fn of(camera_limit: u8, viewer_limit: u16) -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let tokens = Tokens::load_or_make(dir.path()).expect("tokens");
        let bind = Some("127.0.0.1".parse().expect("an address"));
        let way_in = WayIn { https_port: 8443, http_port: 8080, crew: tokens.crew.clone(), bind };
        let vitals = Vitals::new();
        let media_port = UdpMux::open(Port::Exactly(0), bind, &vitals).expect("a free port");
        let startup = Startup {
            limits: Limits { camera_limit, viewer_limit, ..Limits::default() },
            ring: crate::feed::Limits::default(),
            media_port: media_port.clone(),
            clock: SessionClock::start(),
            join: way_in.join(way_in.addresses(), None),
            persisted: Persisted::default(),
            shows: dir.path().join("shows"),
            store: Store::open(dir.path(), "studio.json").expect("a store"),
            library: StoredLibrary::open(dir.path()).expect("readable"),
            stills: Stills::open(dir.path()).expect("readable"),
        };
        let studio = Studio::start(startup, &vitals);
        Self { app: AppState { studio, tokens, vitals }, media_port, _dir: dir }
    }

    pub fn crew(&self) -> String {
        format!("Bearer {}", self.app.tokens.crew.reveal())
    }

    fn director(&self) -> String {
        format!("Bearer {}", self.app.tokens.director.reveal())
    }

    pub fn phones(&self) -> Router {
        phones::router(self.app.clone())
    }

    pub fn plain(&self) -> Router {
        plain_router(self.app.clone())
    }

    fn desk(&self) -> Router {
        desk::router(self.app.clone(), DESK_PORT)
    }
}

pub(super) struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn problem(&self) -> ProblemCode {
        let problem: Problem = serde_json::from_slice(&self.body).expect("a problem");
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        problem.code
    }
}

pub(super) async fn ask(
    router: Router,
    method: Method,
    path: &str,
    headers: &[(header::HeaderName, &str)],
    body: &str,
) -> Answer {
    ask_with(router, method, path, headers, body.to_owned().into_bytes()).await
}

async fn ask_with(
    router: Router,
    method: Method,
    path: &str,
    headers: &[(header::HeaderName, &str)],
    body: Vec<u8>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:8480");
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let route = RequestRoute { from: Ipv4Addr::LOCALHOST.into(), to: Ipv4Addr::LOCALHOST.into() };
    let request = request.extension(route).body(Body::from(body)).expect("a request");
    let response = router.oneshot(request).await.expect("routers don't fail");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a body").to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

const SDP: (header::HeaderName, &str) = (header::CONTENT_TYPE, "application/sdp");

#[tokio::test]
async fn publishing_needs_the_crews_token() {
    let house = House::open(16);
    let director = house.director();
    for authorization in [None, Some("Bearer wrong"), Some("Basic x"), Some(director.as_str())] {
        let mut headers = vec![SDP];
        headers.extend(authorization.map(|value| (header::AUTHORIZATION, value)));
        for router in [house.phones(), house.plain()] {
            let answer = ask(router, Method::POST, "/whip/cam", &headers, "v=0").await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{authorization:?}");
            assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer");
            assert_eq!(answer.problem(), ProblemCode::BadToken);
        }
    }
}

#[tokio::test]
async fn pages_of_other_origins_publish_on_the_plain_listener_alone() {
    let house = House::open(16);
    let crew = house.crew();
    let headers = [SDP, (header::AUTHORIZATION, crew.as_str()), (header::ORIGIN, "https://elsewhere.example")];
    let phones = ask(house.phones(), Method::POST, "/whip/cam", &headers, "garbage").await;
    assert_eq!(phones.problem(), ProblemCode::BadOrigin);
    let plain = ask(house.plain(), Method::POST, "/whip/cam", &headers, "garbage").await;
    assert_eq!(plain.problem(), ProblemCode::BadOffer);
    assert_eq!(plain.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    let exposed = plain.headers[header::ACCESS_CONTROL_EXPOSE_HEADERS].to_str().expect("text").to_ascii_lowercase();
    assert!(["etag", "location", "link"].iter().all(|name| exposed.contains(name)), "{exposed}");
}

#[tokio::test]
async fn a_phone_learns_whether_its_link_is_good() {
    let house = House::open(16);
    let crew = house.crew();
    let good = ask(house.phones(), Method::GET, "/api/join", &[(header::AUTHORIZATION, &crew)], "").await;
    assert_eq!(good.status, StatusCode::OK);
    assert_eq!(good.body, br#"{"cameras":0,"limit":16}"#);
    let bad = ask(house.phones(), Method::GET, "/api/join", &[(header::AUTHORIZATION, "Bearer old")], "").await;
    assert_eq!(bad.problem(), ProblemCode::BadToken);
}

#[tokio::test]
async fn the_plain_listener_has_no_page() {
    let house = House::open(16);
    let answer = ask(house.plain(), Method::GET, "/", &[], "").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(!String::from_utf8_lossy(&answer.body).contains("<html"));
}

#[tokio::test]
async fn directing_needs_the_directors_token_and_the_desks_origin() {
    let house = House::open(16);
    let (director, crew) = (house.director(), house.crew());
    for path in ["/api/state", "/control", "/monitor", "/voice?desk=1"] {
        let stranger = ask(house.desk(), Method::GET, path, &[], "").await;
        assert_eq!(stranger.problem(), ProblemCode::BadToken, "{path}");
        let phone = ask(house.desk(), Method::GET, path, &[(header::AUTHORIZATION, &crew)], "").await;
        assert_eq!(phone.problem(), ProblemCode::BadToken, "{path}");
        let headers = [(header::AUTHORIZATION, director.as_str()), (header::ORIGIN, "http://elsewhere.example")];
        let page = ask(house.desk(), Method::GET, path, &headers, "").await;
        assert_eq!(page.problem(), ProblemCode::BadOrigin, "{path}");
    }
    let state = ask(house.desk(), Method::GET, "/api/state", &[(header::AUTHORIZATION, &director)], "").await;
    let snapshot: Snapshot = serde_json::from_slice(&state.body).expect("a snapshot");
    assert_eq!(snapshot.settings.camera_limit, 16);
    let with_query = format!("/api/state?token={}", house.app.tokens.director.reveal());
    assert_eq!(ask(house.desk(), Method::GET, &with_query, &[], "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn refused_commands_say_why_and_change_nothing() {
    let house = House::open(16);
    let director = house.director();
    let cases = [
        (r#"{"type":"cut","camera":3}"#, 404, RefusalCode::UnknownCamera),
        (r#"{"type":"replay"}"#, 409, RefusalCode::NothingToReplay),
        (r#"{"type":"choose_address","address":"1.2.3.4"}"#, 404, RefusalCode::UnknownAddress),
        (r#"{"type":"report_codecs","codecs":{"h264":true,"vp8":true}}"#, 422, RefusalCode::NoConnection),
        (r#"{"type":"dance"}"#, 400, RefusalCode::Malformed),
        (r#"{"type":"cut","camera":999}"#, 400, RefusalCode::Malformed),
        ("", 400, RefusalCode::Malformed),
    ];
    for (body, status, code) in cases {
        let answer = ask(house.desk(), Method::POST, "/api/command", &[(header::AUTHORIZATION, &director)], body).await;
        let refusal: Refusal = serde_json::from_slice(&answer.body).expect("a refusal");
        assert_eq!((answer.status.as_u16(), refusal.code), (status, code), "{body}");
    }
    assert_eq!(house.app.studio.snapshot().await.expect("a studio").seq, 0);
    let accepted =
        ask(house.desk(), Method::POST, "/api/command", &[(header::AUTHORIZATION, &director)], r#"{"type":"live"}"#)
            .await;
    assert_eq!(accepted.status, StatusCode::NO_CONTENT);
}
