use std::path::{Path, PathBuf};

use tauri::{AppHandle, Manager, Url, WebviewWindowBuilder, WindowEvent};

use crate::screen;

/// The label of the desk's window, as `tauri.conf.json` and its capability have it.
pub const LABEL: &str = "main";

/// Opens the desk's window, as `tauri.conf.json` describes it.
///
/// What the web view keeps goes into the data directory, beside everything else of this desk.
///
/// # Errors
/// When the system has no web view for us.
pub fn open(app: &AppHandle, data_dir: &Path) -> tauri::Result<()> {
    let described = app.config().app.windows.first().expect("tauri.conf.json describes the desk's window");
    let window = WebviewWindowBuilder::from_config(app, described)?
        .data_directory(kept(data_dir))
        .on_navigation(guard(app))
        .build()?;
    let app = app.clone();
    window.on_window_event(move |event| {
        // The desk is closed: nobody could close program's window.
        if matches!(event, WindowEvent::Destroyed) {
            screen::close(&app);
        }
    });
    Ok(())
}

/// Closes the desk's window, and with it the second screen's.
pub fn close(app: &AppHandle) {
    if let Some(Err(error)) = app.get_webview_window(LABEL).map(|window| window.destroy()) {
        tracing::warn!(%error, "the desk's window stays open");
    }
}

/// Where the web view of a desk keeps what it keeps.
pub fn kept(data_dir: &Path) -> PathBuf {
    data_dir.join("webview")
}

/// Says of a page whether one of our windows may show it.
pub fn guard(app: &AppHandle) -> impl Fn(&Url) -> bool + Send + 'static {
    let dev = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
    move |url| is_ours(url, dev.as_ref())
}

/// Brings the window to the front: somebody started Régie a second time.
pub fn focus(app: &AppHandle) {
    for (_, window) in app.webview_windows().into_iter().filter(|(label, _)| label != screen::LABEL) {
        // A window that closes at this moment needs no focus.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
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
