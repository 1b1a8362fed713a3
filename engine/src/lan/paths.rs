use axum::{
    Router,
    extract::Request,
    http::{Uri, uri::PathAndQuery},
    middleware,
};
use tower::Layer;

/// First segments of the paths that people type into encoders.
const TYPED: [&str; 2] = ["whip", "whep"];

/// A router that takes paths of WHIP and WHEP as they are typed: slashes at the end, and two in a row, mean nothing.
pub(super) fn tidied(router: Router) -> Router {
    Router::new().fallback_service(middleware::map_request(tidy).layer(router))
}

async fn tidy(mut request: Request) -> Request {
    if let Some(path) = tidy_path(request.uri()) {
        let mut parts = request.uri().clone().into_parts();
        parts.path_and_query = Some(path);
        if let Ok(uri) = Uri::from_parts(parts) {
            *request.uri_mut() = uri;
        }
    }
    request
}

/// The path as it is meant, with its query; none if it is not one of these.
fn tidy_path(uri: &Uri) -> Option<PathAndQuery> {
    let segments: Vec<&str> = uri.path().split('/').filter(|segment| !segment.is_empty()).collect();
    if !segments.first().is_some_and(|first| TYPED.contains(first)) {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("/{}{query}", segments.join("/")).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_that_mean_nothing_are_left_out() {
        let cases = [
            ("/whip", Some("/whip")),
            ("/whip/", Some("/whip")),
            ("//whip//cam///?name=a//b", Some("/whip/cam?name=a//b")),
            ("/whep/session/x/", Some("/whep/session/x")),
            ("http://laptop:8080/whip/a%2Fb/", Some("/whip/a%2Fb")),
            ("/watch/", None),
            ("/", None),
        ];
        for (typed, meant) in cases {
            let path = tidy_path(&typed.parse().expect("a URI"));
            assert_eq!(path.as_ref().map(PathAndQuery::as_str), meant, "{typed}");
        }
    }
}
