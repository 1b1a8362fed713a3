//! The bundled pages. In a debug build they are read from `dist` at each request, so that a rebuilt page is there at
//! once.

use axum::{
    Router,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};

/// The page that a phone opens.
#[derive(RustEmbed)]
#[folder = "../phone/dist"]
#[allow_missing = true]
struct PhonePages;

/// The dashboard.
#[derive(RustEmbed)]
#[folder = "../ui/dist"]
#[allow_missing = true]
struct DeskPages;

const PHONE_POLICY: &str = "default-src 'self'; img-src 'self' data:; media-src 'self' blob: mediastream:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const DESK_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; \
     connect-src 'self' ws://127.0.0.1:* ws://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const WATCH_POLICY: &str = "default-src 'self'; media-src 'self' blob: mediastream:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) async fn phone(uri: Uri) -> Response {
    page(&uri, |path| PhonePages::get(path).or_else(|| viewers_file(path)), PHONE_POLICY)
}

/// The page of who watches, on a listener that has no other.
pub(super) fn viewers() -> Router {
    let assets = |uri: Uri| async move { page(&uri, viewers_file, WATCH_POLICY) };
    Router::new().route("/watch", get(watch)).route("/assets/{file}", get(assets))
}

/// The page of who watches the program.
pub(super) async fn watch() -> Response {
    page(&Uri::from_static("/watch.html"), DeskPages::get, WATCH_POLICY)
}

/// What the page of who watches is made of, beside itself: it is bundled with the desk.
fn viewers_file(path: &str) -> Option<EmbeddedFile> {
    path.starts_with("assets/").then(|| DeskPages::get(path)).flatten()
}

pub(super) async fn desk(uri: Uri) -> Response {
    page(&uri, DeskPages::get, DESK_POLICY)
}

fn page(uri: &Uri, get: fn(&str) -> Option<EmbeddedFile>, policy: &'static str) -> Response {
    let path = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        path => path,
    };
    let Some(file) = get(path) else {
        let text = if path == "index.html" {
            "This build of Régie has no pages: run `npm run build:pages` and build again.\n"
        } else {
            "There is nothing here.\n"
        };
        return (StatusCode::NOT_FOUND, text).into_response();
    };
    // Vite names assets by their content.
    let caching = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, content_type(file.metadata.mimetype())),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (headers, file.data.into_owned()).into_response()
}

fn content_type(mimetype: &str) -> HeaderValue {
    let text = if mimetype.starts_with("text/") { format!("{mimetype}; charset=utf-8") } else { mimetype.to_owned() };
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}
