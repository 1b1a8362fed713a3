//! What the web views of our windows have in common.

use std::path::{Path, PathBuf};

use tauri::{AppHandle, Url};

/// The label of the desk's window, as `tauri.conf.json` and its capability have it.
pub const DESK: &str = "main";
/// The label of program's window, the second screen, which its capability names.
pub const PROGRAM: &str = "program";

/// Where the web view of a desk keeps what it keeps.
pub fn kept(data_dir: &Path) -> PathBuf {
    data_dir.join("webview")
}

/// Says of a page whether one of our windows may show it.
pub fn guard(app: &AppHandle) -> impl Fn(&Url) -> bool + Send + 'static {
    let dev = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
    move |url| is_ours(url, dev.as_ref())
}

/// Whether the window may show a page: our own, wherever the platform or the dev server has it.
fn is_ours(url: &Url, dev: Option<&Url>) -> bool {
    url.scheme() == "tauri"
        || url.host_str() == Some("tauri.localhost")
        || dev.is_some_and(|dev| dev.origin() == url.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(url: &str, dev: Option<&str>) -> bool {
        let parse = |url: &str| Url::parse(url).expect("a URL of this test");
        is_ours(&parse(url), dev.map(parse).as_ref())
    }

    #[test]
    fn the_window_shows_our_pages_and_no_other() {
        assert!(ours("tauri://localhost/index.html", None));
        assert!(ours("http://tauri.localhost/", None));
        assert!(!ours("https://example.org/", None));
        assert!(!ours("file:///etc/passwd", None));
        assert!(!ours("http://localhost:1420/", None));
        assert!(ours("http://localhost:1420/?lang=fr", Some("http://localhost:1420")));
        assert!(!ours("http://localhost:8080/", Some("http://localhost:1420")));
    }
}
