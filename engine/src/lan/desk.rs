//! The desk's loopback listener: its page, the control API and the monitors. An adapter over the studio.

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::{
        DefaultBodyLimit, State,
        ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post, put},
};

use super::{
    app_state::AppState,
    desk_listener::{DeskListener, FromDirector, until},
    export, hold, pages, problem, voice,
};
use crate::{
    monitor::Session,
    protocol::{Command, FromDesk, MonitorRequest, Problem, ToDesk, exact},
    studio::{self, Subscription},
};

/// Largest command in bytes.
const COMMAND_LIMIT: usize = 16 * 1024;
/// Bytes of the reason that a socket is closed with: what a control frame has for it (RFC 6455 section 5.5).
const REASON: usize = 123;

/// Everything on the desk's listener, which listens on `port`.
pub(super) fn router(app: AppState, port: u16) -> Router {
    Router::new()
        .route("/api/state", get(state))
        .route("/api/command", post(command))
        .route("/control", get(control))
        .route("/monitor", get(monitor))
        .route("/voice", get(voice::voice))
        .layer(DefaultBodyLimit::max(COMMAND_LIMIT))
        .route("/export", get(export::stretch))
        .route("/clips/{id}/file", get(export::clip))
        .route("/hold/picture", put(put_picture).delete(remove_picture))
        .with_state(DeskListener::new(app.clone(), port))
        .merge(hold::router(app))
        .fallback(pages::desk)
}

async fn state(_: FromDirector, State(desk): State<DeskListener>) -> Result<Response, Problem> {
    let snapshot = desk.app.studio.snapshot().await.ok_or_else(Problem::ended)?;
    Ok(Json(snapshot).into_response())
}

async fn command(_: FromDirector, State(desk): State<DeskListener>, body: Bytes) -> Response {
    let outcome = match exact::<Command>(&body) {
        Ok(command) => desk.app.studio.command(command).await,
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => problem::refused(&refusal),
    }
}

async fn put_picture(_: FromDirector, State(desk): State<DeskListener>, body: Body) -> Result<StatusCode, Problem> {
    hold::put(&desk.app.studio, body).await
}

async fn remove_picture(_: FromDirector, State(desk): State<DeskListener>) -> Result<StatusCode, Problem> {
    hold::remove(&desk.app.studio).await
}

async fn control(
    _: FromDirector,
    State(desk): State<DeskListener>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let seat = desk.seat(&desk.controls)?;
    let cancel = desk.app.vitals.cancel().clone();
    Ok(bounded(upgrade).on_upgrade(move |socket| async move {
        let connection = desk.app.studio.desk();
        if let Some(subscription) = desk.app.studio.subscribe_as(&connection).await {
            until(&cancel, direct(socket, &connection, subscription)).await;
        }
        drop(seat);
    }))
}

fn bounded(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade.max_message_size(COMMAND_LIMIT).max_frame_size(COMMAND_LIMIT)
}

/// One desk's control connection: messages out, commands in, until either side is gone.
async fn direct(mut socket: WebSocket, desk: &studio::Desk, mut subscription: Subscription) {
    loop {
        let text = tokio::select! {
            message = subscription.next() => match message {
                Some(json) => Utf8Bytes::try_from(json).expect("JSON is UTF-8"),
                None => return,
            },
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) => {
                    let answer = answer(desk, &text).await;
                    serde_json::to_string(&answer).expect("the protocol has string keys and plain values").into()
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => continue,
            },
        };
        if socket.send(Message::Text(text)).await.is_err() {
            return;
        }
    }
}

async fn answer(desk: &studio::Desk, text: &str) -> ToDesk {
    match exact::<FromDesk>(text.as_bytes()) {
        Ok(FromDesk { id, command }) => match desk.command(command).await {
            Ok(seq) => ToDesk::Reply { id, seq: Some(seq), refusal: None },
            Err(refusal) => ToDesk::Reply { id, seq: None, refusal: Some(refusal) },
        },
        Err(error) => {
            #[derive(serde::Deserialize)]
            struct Identified {
                id: u32,
            }
            let id = serde_json::from_str::<Identified>(text).map_or(0, |message| message.id);
            ToDesk::Reply { id, seq: None, refusal: Some(error.into()) }
        }
    }
}

async fn monitor(
    _: FromDirector,
    State(desk): State<DeskListener>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let seat = desk.seat(&desk.monitors)?;
    let session = Session::new(desk.app.studio.wall());
    let cancel = desk.app.vitals.cancel().clone();
    Ok(bounded(upgrade).on_upgrade(move |socket| async move {
        until(&cancel, show(socket, session)).await;
        drop(seat);
    }))
}

/// One desk's pictures: frames out, requests in, until either side is gone. A desk that doesn't read holds up its
/// own session alone, whose cursors then skip.
async fn show(mut socket: WebSocket, mut session: Session) {
    loop {
        tokio::select! {
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) => match exact::<MonitorRequest>(text.as_bytes()) {
                    Ok(request) => session.request(request),
                    Err(error) => {
                        // Nothing else says it to who wrote the request: there are no replies here.
                        let mut reason = error.to_string();
                        reason.truncate(reason.floor_char_boundary(REASON));
                        let why = CloseFrame { code: close_code::POLICY, reason: reason.into() };
                        let _ = socket.send(Message::Close(Some(why))).await;
                        return;
                    }
                },
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => {}
            },
            message = session.next() => match message {
                Some(message) => if socket.send(Message::Binary(message)).await.is_err() { return },
                None => return,
            },
        }
    }
}
