//! Pages of other origins may not speak for a crew: a browser names the page that asks (RFC 6454 section 7.3).

use axum::http::{HeaderMap, header};

/// The host and port that a request was sent to (RFC 9110 section 7.2).
pub(super) fn host(headers: &HeaderMap) -> &str {
    text(headers, header::HOST).unwrap_or_default()
}

/// Whether a request comes from no page, or from a page of this very host (scheme `scheme`).
pub(super) fn is_same_host(headers: &HeaderMap, scheme: &str) -> bool {
    let Some(origin) = text(headers, header::ORIGIN) else { return !headers.contains_key(header::ORIGIN) };
    origin.eq_ignore_ascii_case(&format!("{scheme}://{}", host(headers)))
}

/// Whether a request to the desk's loopback listener may be served: its host must be loopback, so that no foreign
/// name was made to resolve to it, and the page that asks must be the desk, in a browser or in the Tauri window.
pub(super) fn is_desk(headers: &HeaderMap, port: u16) -> bool {
    let loopback = |name: &str| [format!("127.0.0.1:{port}"), format!("localhost:{port}")].contains(&name.to_owned());
    if !loopback(host(headers)) {
        return false;
    }
    match text(headers, header::ORIGIN) {
        None => !headers.contains_key(header::ORIGIN),
        // The window's page on Linux and macOS, and on Windows.
        Some("tauri://localhost" | "http://tauri.localhost") => true,
        // `tauri dev` serves the page from Vite.
        Some("http://localhost:1420") => cfg!(debug_assertions),
        Some(origin) => origin.strip_prefix("http://").is_some_and(loopback),
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn request(host: &'static str, origin: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        headers
    }

    #[test]
    fn only_the_desk_speaks_to_the_desk() {
        let cases = [
            ("127.0.0.1:8480", None, true),
            ("localhost:8480", None, true),
            ("127.0.0.1:8480", Some("http://127.0.0.1:8480"), true),
            ("127.0.0.1:8480", Some("tauri://localhost"), true),
            ("127.0.0.1:8480", Some("http://tauri.localhost"), true),
            ("127.0.0.1:8480", Some("http://evil.example"), false),
            ("127.0.0.1:8480", Some("https://127.0.0.1:8480"), false),
            ("127.0.0.1:8480", Some("http://127.0.0.1:9"), false),
            ("127.0.0.1:8480", Some("null"), false),
            ("rebound.example:8480", None, false),
        ];
        for (host, origin, allowed) in cases {
            assert_eq!(is_desk(&request(host, origin), 8480), allowed, "{host} {origin:?}");
        }
    }

    #[test]
    fn a_phone_page_speaks_to_its_own_host() {
        let cases = [
            ("192.168.1.5:8443", None, true),
            ("192.168.1.5:8443", Some("https://192.168.1.5:8443"), true),
            ("192.168.1.5:8443", Some("https://evil.example"), false),
            ("192.168.1.5:8443", Some("null"), false),
        ];
        for (host, origin, allowed) in cases {
            assert_eq!(is_same_host(&request(host, origin), "https"), allowed, "{host} {origin:?}");
        }
    }
}
