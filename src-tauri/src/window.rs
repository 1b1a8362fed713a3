//! The desk's window.

use std::path::Path;

use tauri::{AppHandle, Manager, WebviewWindowBuilder, WindowEvent};

use crate::{
    microphone, screen,
    webview::{self, DESK, PROGRAM},
};

/// Opens the desk's window, as `tauri.conf.json` describes it.
///
/// What the web view keeps goes into the data directory, beside everything else of this desk.
///
/// # Errors
/// When the system has no web view for us.
pub fn open(app: &AppHandle, data_dir: &Path) -> tauri::Result<()> {
    let described = app.config().app.windows.first().expect("tauri.conf.json describes the desk's window");
    let window = WebviewWindowBuilder::from_config(app, described)?
        .data_directory(webview::kept(data_dir))
        .on_navigation(webview::guard(app))
        .build()?;
    microphone::allow(&window)?;
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
    if let Some(Err(error)) = app.get_webview_window(DESK).map(|window| window.destroy()) {
        tracing::warn!(%error, "the desk's window stays open");
    }
}

/// Brings the window to the front: somebody started Régie a second time.
pub fn focus(app: &AppHandle) {
    for (_, window) in app.webview_windows().into_iter().filter(|(label, _)| label != PROGRAM) {
        // A window that closes at this moment needs no focus.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}
