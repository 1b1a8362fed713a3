//! What a director says into the microphone of their desk: up a WebSocket of its own.

use axum::{
    extract::{
        Query, State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code},
    },
    response::Response,
};

use super::desk_listener::{DeskListener, FromDirector, until};
use crate::{
    protocol::Problem,
    voice::{SAMPLES, Speaker},
};

/// Whose voice it is.
#[derive(serde::Deserialize)]
pub(super) struct Whose {
    /// The desk's id, as its control connection was told.
    desk: u64,
}

/// Binary messages of 20 ms each; what isn't one ends it. Nothing comes back. There is no queue: a message is encoded
/// and gone before the next is read.
pub(super) async fn voice(
    _: FromDirector,
    State(desk): State<DeskListener>,
    Query(Whose { desk: id }): Query<Whose>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let seat = desk.seat(&desk.voices)?;
    let cancel = desk.app.vitals.cancel().clone();
    let speaker = desk.app.studio.voice().speaker(id);
    Ok(upgrade.max_message_size(2 * SAMPLES).max_frame_size(2 * SAMPLES).on_upgrade(move |socket| async move {
        until(&cancel, hear(socket, speaker)).await;
        drop(seat);
    }))
}

async fn hear(mut socket: WebSocket, mut speaker: Speaker) {
    loop {
        match socket.recv().await {
            Some(Ok(Message::Binary(samples))) => {
                if let Err(bad) = speaker.say(&samples) {
                    let why = CloseFrame { code: close_code::POLICY, reason: bad.to_string().into() };
                    let _ = socket.send(Message::Close(Some(why))).await;
                    return;
                }
            }
            Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Close(_)) | Err(_)) | None => return,
        }
    }
}
