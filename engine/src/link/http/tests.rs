use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    Router,
    http::HeaderMap,
    response::IntoResponse,
    routing::{delete, post},
};
use tokio::{net::TcpListener, sync::mpsc};

use super::*;

const TOKEN: &str = "the-key";
const BEARER: Option<&str> = Some("Bearer the-key");

/// A server of WHIP's HTTP on loopback: what it was asked, and with which Authorization.
struct Server {
    origin: String,
    asked: mpsc::UnboundedReceiver<(&'static str, Option<String>)>,
}

/// What a server answers to an offer: its status, and where it points.
type Reply = (StatusCode, String);

impl Server {
    /// One that answers offers so; at `/session` a session can be ended.
    async fn start(reply: impl Fn(&str) -> Reply + Clone + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("bound"));
        let (tell, asked) = mpsc::unbounded_channel();
        let told =
            |headers: &HeaderMap| headers.get(AUTHORIZATION).map(|value| value.to_str().expect("text").to_owned());
        let (own, ending) = (origin.clone(), tell.clone());
        let offered = move |headers: HeaderMap| async move {
            tell.send(("POST", told(&headers))).expect("the test listens");
            let (status, location) = reply(&own);
            (status, [(LOCATION, location)], "v=0\r\n").into_response()
        };
        let ended = move |headers: HeaderMap| async move {
            ending.send(("DELETE", told(&headers))).expect("the test listens");
        };
        let router = Router::new().route("/whip", post(offered)).route("/session", delete(ended));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, asked }
    }

    /// One that takes every offer.
    async fn taking() -> Self {
        Self::start(|own| (StatusCode::CREATED, format!("{own}/session"))).await
    }

    /// One that answers so and points there.
    async fn pointing(status: StatusCode, to: String) -> Self {
        Self::start(move |_| (status, to.clone())).await
    }

    fn endpoint(&self) -> RemoteEndpoint {
        RemoteEndpoint::new(&format!("{}/whip", self.origin), Some(TOKEN)).expect("an address")
    }

    async fn was_asked(&mut self, method: &str, authorization: Option<&str>) {
        let (asked, token) = self.asked.recv().await.expect("it runs");
        assert_eq!((asked, token.as_deref()), (method, authorization));
    }
}

fn set_up() {
    // reqwest takes the provider that the engine installs.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

async fn open(server: &Server) -> Result<RemoteSession, Trouble> {
    RemoteSession::open(&server.endpoint(), "v=0\r\n".to_owned()).await
}

#[tokio::test]
async fn its_own_server_is_given_the_token_to_the_end() {
    set_up();
    let mut server = Server::taking().await;
    let session = open(&server).await.expect("taken");
    server.was_asked("POST", BEARER).await;
    session.close().await;
    server.was_asked("DELETE", BEARER).await;
}

#[tokio::test]
async fn a_redirect_within_the_origin_keeps_the_token_and_one_to_another_does_not() {
    set_up();
    let mut other = Server::taking().await;
    let mut server = Server::pointing(StatusCode::TEMPORARY_REDIRECT, format!("{}/whip", other.origin)).await;
    let session = open(&server).await.expect("taken");
    server.was_asked("POST", BEARER).await;
    other.was_asked("POST", None).await;
    session.close().await;
    other.was_asked("DELETE", None).await;

    let first = Arc::new(AtomicBool::new(true));
    let mut moving = Server::start(move |own| {
        let is_first = first.swap(false, Ordering::Relaxed);
        let status = if is_first { StatusCode::PERMANENT_REDIRECT } else { StatusCode::CREATED };
        (status, format!("{own}/whip"))
    })
    .await;
    open(&moving).await.expect("taken");
    moving.was_asked("POST", BEARER).await;
    moving.was_asked("POST", BEARER).await;
}

#[tokio::test]
async fn a_session_on_another_origin_is_ended_without_the_token() {
    set_up();
    let mut other = Server::taking().await;
    let mut server = Server::pointing(StatusCode::CREATED, format!("{}/session", other.origin)).await;
    let session = open(&server).await.expect("taken");
    session.close().await;
    server.was_asked("POST", BEARER).await;
    other.was_asked("DELETE", None).await;
}

#[tokio::test]
async fn who_misses_the_token_is_named() {
    set_up();
    let other = Server::pointing(StatusCode::UNAUTHORIZED, String::new()).await;
    let server = Server::pointing(StatusCode::TEMPORARY_REDIRECT, format!("{}/whip", other.origin)).await;
    let Err(trouble) = open(&server).await else { panic!("it has no token") };
    let expected = format!(
        "the server sends us on to {}, which is not given the token: enter the address there (401)",
        other.origin
    );
    assert_eq!(trouble.text, expected);
    let refusing = Server::pointing(StatusCode::UNAUTHORIZED, String::new()).await;
    let Err(trouble) = open(&refusing).await else { panic!("it does not take it") };
    assert!(trouble.text.starts_with("the server does not take this token (401"), "{}", trouble.text);
}

#[test]
fn what_was_encrypted_goes_nowhere_in_clear() {
    let url = |text| Url::parse(text).expect("a URL");
    for (from, to, safe) in [
        ("https://a.example/whip", "https://b.example/session", true),
        ("https://a.example/whip", "http://a.example/session", false),
        ("http://a.example/whip", "http://b.example/session", true),
        ("http://a.example/whip", "https://a.example/session", true),
        ("http://a.example/whip", "ftp://a.example/session", false),
    ] {
        assert_eq!(is_as_safe(&url(from), &url(to)), safe, "{from} to {to}");
    }
    let endpoint = RemoteEndpoint::new("https://a.example/whip", Some("key")).expect("an address");
    for (other, is_own) in [
        ("https://a.example/session", true),
        ("https://a.example:443/session", true),
        ("https://a.example:8443/session", false),
        ("http://a.example/session", false),
        ("https://b.a.example/session", false),
    ] {
        assert_eq!(endpoint.is_at(&url(other)), is_own, "{other}");
    }
}
