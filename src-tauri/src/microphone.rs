//! The director's microphone, in the desk's window.

use tauri::WebviewWindow;

/// Lets the desk's page open a microphone when its director presses the key, and nothing else: no camera, no screen.
///
/// WebKitGTK has it switched off, and refuses whoever asks unless the application answers. WebView2 and WKWebView ask the
/// director themselves.
///
/// # Errors
/// When the window is gone.
#[cfg(target_os = "linux")]
pub fn allow(window: &WebviewWindow) -> tauri::Result<()> {
    use gtk::glib::prelude::Cast;
    use webkit2gtk::{
        PermissionRequestExt, SettingsExt, UserMediaPermissionRequest, UserMediaPermissionRequestExt, WebViewExt,
    };

    window.with_webview(|view| {
        let view = view.inner();
        if let Some(settings) = WebViewExt::settings(&view) {
            settings.set_enable_media_stream(true);
        }
        view.connect_permission_request(|_, request| {
            let Some(request) = request.downcast_ref::<UserMediaPermissionRequest>() else { return false };
            if request.is_for_audio_device() && !request.is_for_video_device() {
                request.allow();
            } else {
                request.deny();
            }
            true
        });
    })
}

/// As on Linux: there is nothing to do.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn allow(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
