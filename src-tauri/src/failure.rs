//! The window that says why there is no régie: a director who started it by its icon sees no terminal.

use tauri::{
    AppHandle, Manager, UriSchemeContext, Url, WebviewUrl, WebviewWindowBuilder, Wry,
    http::{Request, Response, header},
};

/// The scheme that its page is served under.
pub const SCHEME: &str = "failure";

const PAGE: &str = include_str!("failure.html");

/// What went wrong; managed by an app without an engine.
pub enum Failure {
    /// Why the engine could not start.
    ToStart(String),
    /// What of the engine failed while it ran.
    ToGoOn(String),
}

impl Failure {
    /// The exit code of its process; the second is the headless régie's too.
    pub fn code(&self) -> i32 {
        match self {
            Self::ToStart(_) => 1,
            Self::ToGoOn(_) => 70,
        }
    }
}

/// What stands around the reason, in French and in English.
struct Words {
    title: [&'static str; 2],
    advice: [&'static str; 2],
}

const TO_START: Words = Words {
    title: ["Régie n’a pas pu démarrer.", "Régie could not start."],
    advice: [
        "Corrigez ceci, fermez cette fenêtre et relancez Régie.",
        "Put this right, close this window and start Régie again.",
    ],
};
const TO_GO_ON: Words = Words {
    title: ["Régie s’est arrêtée à cause d’une erreur interne.", "Régie stopped because of a fault of its own."],
    advice: [
        "Fermez cette fenêtre et relancez Régie\u{a0}: les téléphones reviennent d’eux-mêmes, et ce qui a été enregistré est conservé.",
        "Close this window and start Régie again: the phones come back by themselves, and what was recorded is kept.",
    ],
};

/// Shows the failure. When its window is closed the process ends with the failure's exit code.
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
    let failure = context.app_handle().try_state::<Failure>();
    let text = failure.map(|failure| page(&failure)).unwrap_or_default();
    Response::builder()
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'")
        .body(text.into_bytes())
        .expect("the headers are constants")
}

fn page(failure: &Failure) -> String {
    let (reason, Words { title: [titre, title], advice: [conseil, advice] }) = match failure {
        Failure::ToStart(reason) => (reason, TO_START),
        Failure::ToGoOn(reason) => (reason, TO_GO_ON),
    };
    let escaped = reason.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // The reason comes last: whatever is in it is text.
    let words = [("{titre}", titre), ("{title}", title), ("{conseil}", conseil), ("{advice}", advice)];
    let page = words.iter().fold(PAGE.to_owned(), |page, (place, text)| page.replace(place, text));
    page.replace("{reason}", &escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_text_whatever_is_in_it() {
        let reason = "can't listen on <all> & more";
        for (failure, title) in [
            (Failure::ToStart(reason.to_owned()), "could not start"),
            (Failure::ToGoOn(reason.to_owned()), "stopped because"),
        ] {
            let page = page(&failure);
            assert!(page.contains("can't listen on &lt;all&gt; &amp; more"), "{page}");
            assert!(page.contains(title), "{page}");
            assert!(["{reason}", "{titre}", "{title}", "{conseil}", "{advice}"].iter().all(|gap| !page.contains(gap)));
        }
    }
}
