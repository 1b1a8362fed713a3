use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    peer::{BadSdpFrag, RefusedOffer, RefusedPatch},
    protocol::{Problem, ProblemCode, Refusal, RefusalCode},
    studio::{NoSession, RefusedPublisher, RefusedViewer},
};

/// Seconds after which a publisher that found no room may try again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

impl Problem {
    pub(super) fn new(status: StatusCode, code: ProblemCode, title: impl Into<String>) -> Self {
        Self { status: status.as_u16(), code, title: title.into() }
    }

    pub(super) fn bad_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, ProblemCode::BadToken, "the link is wrong or old: scan the QR code again")
    }

    pub(super) fn bad_origin() -> Self {
        Self::new(StatusCode::FORBIDDEN, ProblemCode::BadOrigin, "this page may not ask that")
    }

    pub(super) fn bad_content_type(wanted: &str) -> Self {
        let title = format!("the body must be {wanted}");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ProblemCode::BadContentType, title)
    }

    pub(super) fn desk_full(message: String) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::DeskFull, message)
    }

    pub(super) fn bad_picture(title: String) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ProblemCode::BadPicture, title)
    }

    pub(super) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::TooLarge, "the body is larger than any offer")
    }

    pub(super) fn busy(message: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Busy, message)
    }

    pub(super) fn ended() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Internal, "the régie is shutting down")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}

impl From<RefusedPublisher> for Problem {
    fn from(refused: RefusedPublisher) -> Self {
        let title = refused.to_string();
        match refused {
            RefusedPublisher::Full(_) => Self::desk_full(title),
            RefusedPublisher::Busy => Self::busy(title),
            RefusedPublisher::Offer(refused) => refused.into(),
            RefusedPublisher::Ended => Self::ended(),
        }
    }
}

impl From<RefusedViewer> for Problem {
    fn from(refused: RefusedViewer) -> Self {
        let title = refused.to_string();
        match refused {
            RefusedViewer::Full(_) | RefusedViewer::Busy => Self::busy(title),
            RefusedViewer::Offer(RefusedOffer::NoCodec | RefusedOffer::NoSound) => {
                let title = "the show is sent in H.264 or VP8, with Opus, and the offer lacks them";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, ProblemCode::NoCodec, title)
            }
            RefusedViewer::Offer(refused) => refused.into(),
            RefusedViewer::Ended => Self::ended(),
        }
    }
}

impl From<RefusedOffer> for Problem {
    fn from(refused: RefusedOffer) -> Self {
        let (status, code) = match refused {
            RefusedOffer::Bad(_) => (StatusCode::BAD_REQUEST, ProblemCode::BadOffer),
            RefusedOffer::Unfit(_) => (StatusCode::UNPROCESSABLE_ENTITY, ProblemCode::BadOffer),
            RefusedOffer::NoCodec | RefusedOffer::NoSound => (StatusCode::UNPROCESSABLE_ENTITY, ProblemCode::NoCodec),
            RefusedOffer::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, ProblemCode::Internal),
        };
        Self::new(status, code, refused.to_string())
    }
}

impl From<NoSession> for Problem {
    fn from(none: NoSession) -> Self {
        Self::new(StatusCode::NOT_FOUND, ProblemCode::NoSession, none.to_string())
    }
}

impl From<BadSdpFrag> for Problem {
    fn from(bad: BadSdpFrag) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ProblemCode::BadFragment, bad.to_string())
    }
}

impl From<RefusedPatch> for Problem {
    fn from(refused: RefusedPatch) -> Self {
        let (status, code) = match refused {
            RefusedPatch::Stale => (StatusCode::PRECONDITION_FAILED, ProblemCode::StaleSession),
            RefusedPatch::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, ProblemCode::NotRestarted),
            RefusedPatch::Gone => (StatusCode::NOT_FOUND, ProblemCode::NoSession),
        };
        Self::new(status, code, refused.to_string())
    }
}

/// A refused command as an HTTP response.
pub(super) fn refused(refusal: &Refusal) -> Response {
    let status = match refusal.code {
        RefusalCode::UnknownCamera
        | RefusalCode::UnknownAddress
        | RefusalCode::UnknownLink
        | RefusalCode::UnknownMark
        | RefusalCode::UnknownClip
        | RefusalCode::UnknownPlaylist => StatusCode::NOT_FOUND,
        RefusalCode::CameraNotLive
        | RefusalCode::NothingToReplay
        | RefusalCode::NoReplay
        | RefusalCode::ListFull
        | RefusalCode::OtherSpeaks
        | RefusalCode::AlreadyRecording
        | RefusalCode::NotRecording
        | RefusalCode::AlreadyLinked
        | RefusalCode::TooManyLinks => StatusCode::CONFLICT,
        RefusalCode::NoCodec
        | RefusalCode::NoConnection
        | RefusalCode::NotOffered
        | RefusalCode::OutOfRange
        | RefusalCode::BadUrl => StatusCode::UNPROCESSABLE_ENTITY,
        RefusalCode::NotAllowed => StatusCode::FORBIDDEN,
        RefusalCode::Busy | RefusalCode::DeskFull => StatusCode::SERVICE_UNAVAILABLE,
        RefusalCode::Malformed => StatusCode::BAD_REQUEST,
    };
    (status, Json(refusal)).into_response()
}

/// A body that was too large, cut off, or not text.
pub(super) fn unreadable(rejection: &axum::extract::rejection::StringRejection, bad: ProblemCode) -> Problem {
    let status = rejection.status();
    let code = if status == StatusCode::PAYLOAD_TOO_LARGE { ProblemCode::TooLarge } else { bad };
    Problem::new(status, code, rejection.body_text())
}
