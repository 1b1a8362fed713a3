use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    time::Duration,
};

use axum::{Router, response::IntoResponse};
use axum_server::{
    Handle, Server,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::rt::TokioTimer;

use super::{app_state::AppState, desk, entrance::Entrance, hold, pages, paths, phones, whep, whip};
use crate::{config::Config, error::Error};

/// How long open requests may take to end at shutdown.
const GRACE: Duration = Duration::from_millis(500);
/// How long a TLS handshake, the head of a request and an idle connection are waited for.
const HEADERS: Duration = Duration::from_secs(10);
/// A request that takes longer is not a phone's: a slow body is cut off.
const REQUEST: Duration = Duration::from_secs(15);

/// The bound listeners, not served yet.
pub(crate) struct Listeners {
    phones: TcpListener,
    plain: TcpListener,
    desk: TcpListener,
}

impl Listeners {
    /// Binds all three.
    ///
    /// # Errors
    /// [`Error::Listen`] when an address is taken or not this machine's.
    pub fn bind(config: &Config) -> Result<Self, Error> {
        let lan = config.lan_ip();
        Ok(Self {
            phones: config.https_port.listen(lan, "phones (--https-port)")?,
            plain: config.http_port.listen(lan, "OBS, FFmpeg and GStreamer (--http-port)")?,
            desk: config.desk_port.listen(IpAddr::V4(Ipv4Addr::LOCALHOST), "the desk (--desk-port)")?,
        })
    }

    /// The ports, in the order phones, plain, desk.
    pub fn ports(&self) -> [u16; 3] {
        [&self.phones, &self.plain, &self.desk]
            .map(|listener| listener.local_addr().map_or(0, |address| address.port()))
    }

    /// Serves all three until the régie ends.
    ///
    /// # Errors
    /// [`Error::System`] when a listener can't be handed to the runtime.
    pub fn serve(self, app: &AppState, tls: RustlsConfig) -> Result<(), Error> {
        let vitals = &app.vitals;
        let [_, _, desk_port] = self.ports();
        let handle = Handle::new();
        let system = |error: std::io::Error| Error::System(format!("a listener can't be served: {error}"));
        let secured = RustlsAcceptor::new(tls).handshake_timeout(HEADERS).acceptor(Entrance::public());
        let phones = axum_server::from_tcp(self.phones).map_err(system)?.acceptor(secured).handle(handle.clone());
        let phones = guarded(phones);
        let plain = axum_server::from_tcp(self.plain).map_err(system)?.acceptor(Entrance::public());
        let plain = guarded(plain.handle(handle.clone()));
        let desk = axum_server::from_tcp(self.desk).map_err(system)?.acceptor(Entrance::private());
        let desk = patient(desk.handle(handle.clone()));
        let phones = phones.serve(timely(phones::router(app.clone())).into_make_service());
        vitals.spawn("the phones' listener", ended("phones", phones));
        let plain = plain.serve(timely(plain_router(app.clone())).into_make_service());
        vitals.spawn("the plain listener", ended("plain", plain));
        let desk = desk.serve(timely(desk::router(app.clone(), desk_port)).into_make_service());
        vitals.spawn("the desk's listener", ended("desk", desk));
        let cancel = vitals.cancel().clone();
        vitals.spawn("the listeners' end", async move {
            cancel.cancelled().await;
            handle.graceful_shutdown(Some(GRACE));
        });
        Ok(())
    }
}

/// Everything on the plain listener.
pub(super) fn plain_router(app: AppState) -> Router {
    let routes = whip::router(app.clone(), "http")
        .merge(hold::router(app.clone()))
        .merge(whep::router(app, "http"))
        .merge(pages::viewers());
    paths::tidied(routes.fallback(|| async {
        let text = "This is Régie for OBS, FFmpeg and GStreamer: POST an offer to /whip, or to /whep to watch.\n\
                    The show is at /watch. Phones scan the QR code of the desk.\n";
        (axum::http::StatusCode::NOT_FOUND, text).into_response()
    }))
}

/// Hangs up on who says nothing: the first request has to be there in time, and so has every other one.
fn patient<A>(mut server: Server<SocketAddr, A>) -> Server<SocketAddr, A> {
    let builder = server.http_builder();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(HEADERS).keep_alive_timeout(HEADERS);
    server.first_request_timeout(HEADERS)
}

/// Speaks HTTP/1 alone: an HTTP/2 connection stays for as long as its pings are answered, without any request, and a few
/// guests without a token would hold every place. What is served to them are small pages and few requests.
///
/// Not for the desk's listener, whose WebSockets the crate then does not serve; there are no guests.
fn guarded<A>(server: Server<SocketAddr, A>) -> Server<SocketAddr, A> {
    patient(server).http1_only()
}

/// Ends a request that takes too long. A WebSocket is none any more once it is answered: it stays.
fn timely(router: Router) -> Router {
    router.layer(tower_http::timeout::TimeoutLayer::with_status_code(axum::http::StatusCode::REQUEST_TIMEOUT, REQUEST))
}

async fn ended(name: &'static str, serving: impl Future<Output = std::io::Result<()>>) {
    if let Err(error) = serving.await {
        tracing::error!(listener = name, %error, "a listener ended");
    }
}
