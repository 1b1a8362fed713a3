//! The window that says why the régie could not start: a director who started it by its icon sees no terminal.

use tauri::{
    AppHandle, Manager, UriSchemeContext, Url, WebviewUrl, WebviewWindowBuilder, Wry,
    http::{Request, Response, header},
};

/// The scheme that its page is served under.
pub const SCHEME: &str = "failure";

const PAGE: &str = include_str!("failure.html");

/// Why it could not start; managed by an app whose engine did not.
pub struct Failure(pub String);

/// Shows the failure. When its window is closed the process ends with exit code 1.
///
/// # Errors
/// When the system has no web view for us.
pub fn open(app: &AppHandle, failure: Failure) -> tauri::Result<()> {
    app.manage(failure);
    let page = Url::parse(&format!("{SCHEME}://localhost/")).expect("the scheme makes a URL");
    WebviewWindowBuilder::new(app, "failure", WebviewUrl::CustomProtocol(page))
        .title("Régie")
        .inner_size(640.0, 400.0)
        .center()
        .build()?;
    Ok(())
}

/// Serves the failure's page.
pub fn serve(context: UriSchemeContext<'_, Wry>, _request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let reason = context.app_handle().try_state::<Failure>().map(|failure| failure.0.clone()).unwrap_or_default();
    Response::builder()
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'")
        .body(page(&reason).into_bytes())
        .expect("the headers are constants")
}

fn page(reason: &str) -> String {
    let escaped = reason.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    PAGE.replace("{reason}", &escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_text_whatever_is_in_it() {
        let page = page("can't listen on <all> & more");
        assert!(page.contains("can't listen on &lt;all&gt; &amp; more"), "{page}");
        assert!(!page.contains("{reason}"));
    }
}
