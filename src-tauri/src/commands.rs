//! What the pages in the shell's windows can invoke: main feed and replay by name, [`command()`] for every other
//! [`Command`], the two that connect a page, those of the hold slate's picture, and those of the second screen.
//! `permissions` lists them too: a page may invoke nothing else.

use regie::protocol::{CameraNumber, Command, Refusal, RefusalCode, ReplayBus, exact};
use tauri::{
    AppHandle, State, WebviewWindow,
    ipc::{Channel, InvokeBody, InvokeResponseBody, Request},
};

use crate::{
    desk::Desk,
    screen::{self, Screen},
    webview,
};

/// [`Command::Cut`]
#[tauri::command]
pub async fn cut(desk: State<'_, Desk>, camera: CameraNumber) -> Result<u64, Refusal> {
    desk.command(Command::Cut { camera }).await
}

/// [`Command::Replay`]
#[tauri::command]
pub async fn replay(desk: State<'_, Desk>) -> Result<u64, Refusal> {
    desk.command(Command::replay()).await
}

/// [`Command::Live`]
#[tauri::command]
pub async fn live(desk: State<'_, Desk>) -> Result<u64, Refusal> {
    desk.command(Command::Live { on: ReplayBus::Program }).await
}

/// Any [`Command`]: the message is its JSON, as over the WebSocket.
///
/// The second screen's page may press the keys of the show.
#[tauri::command]
pub async fn command(desk: State<'_, Desk>, window: WebviewWindow, request: Request<'_>) -> Result<u64, Refusal> {
    let command = read(request.body())?;
    if window.label() == webview::PROGRAM && !screen::has_key(&command) {
        return Err(Refusal::new(RefusalCode::NotAllowed, "The second screen has no key for that."));
    }
    desk.command(command).await
}

fn read(body: &InvokeBody) -> Result<Command, Refusal> {
    let command = match body {
        InvokeBody::Json(value) => exact(value.to_string().as_bytes()),
        InvokeBody::Raw(bytes) => exact(bytes),
    };
    Ok(command?)
}

/// Puts a picture on the hold slate: `PUT /hold/picture`. Its bytes are the whole message.
#[tauri::command]
pub async fn put_hold_picture(desk: State<'_, Desk>, request: Request<'_>) -> Result<(), String> {
    let bytes = match request.body() {
        InvokeBody::Raw(bytes) => bytes.clone(),
        // Where the bridge carries text alone.
        InvokeBody::Json(value) => {
            let bytes = value.as_array().into_iter().flatten();
            bytes.filter_map(|byte| byte.as_u64().and_then(|byte| u8::try_from(byte).ok())).collect()
        }
    };
    desk.put_hold_picture(bytes).await
}

/// Takes the picture off the hold slate: `DELETE /hold/picture`.
#[tauri::command]
pub async fn remove_hold_picture(desk: State<'_, Desk>) -> Result<(), String> {
    desk.remove_hold_picture().await
}

/// Sends the snapshot and then everything that follows to the page, in place of its earlier subscription.
#[tauri::command]
pub async fn subscribe(
    desk: State<'_, Desk>,
    window: WebviewWindow,
    channel: Channel<InvokeResponseBody>,
) -> Result<(), Refusal> {
    desk.follow(window.label(), channel).await
}

/// Where the page finds the pictures: a WebSocket on this machine, with its token.
#[tauri::command]
pub fn monitor_url(desk: State<'_, Desk>) -> String {
    desk.monitor_url().to_owned()
}

/// Opens the folder of the show that was recorded last.
#[tauri::command]
pub async fn open_show(desk: State<'_, Desk>) -> Result<(), Refusal> {
    desk.open_show().await
}

/// Tells the page which displays there are and which of them has program, now and at every change.
#[tauri::command]
pub fn displays(screen: State<'_, Screen>, channel: Channel<screen::State>) {
    screen.tell(channel);
}

/// Shows program on a display, or on the one that offers itself.
///
/// Async, as what makes a window has to be (Tauri).
#[tauri::command]
pub async fn open_program(app: AppHandle, screen: State<'_, Screen>, display: Option<String>) -> Result<(), String> {
    screen.open(&app, display.as_deref()).map_err(|error| error.to_string())
}

/// Closes program's window.
#[tauri::command]
pub fn close_program(app: AppHandle) {
    screen::close(&app);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(value: serde_json::Value) -> Result<Command, (RefusalCode, String)> {
        read(&InvokeBody::Json(value)).map_err(|refusal| (refusal.code, refusal.message))
    }

    #[test]
    fn a_command_is_read_as_the_web_socket_reads_it() {
        let two = CameraNumber(2);
        assert_eq!(sent(json!({"type": "remove", "camera": 2})), Ok(Command::Remove { camera: two }));
        assert_eq!(read(&InvokeBody::Raw(br#"{"type":"remove_lost"}"#.to_vec())), Ok(Command::RemoveLost));
        for (command, why) in [
            (json!({}), "missing field `type`"),
            (
                json!({"type": "rename", "camera": 2, "name": " "}),
                "a camera's name needs at least one visible character",
            ),
            (json!({"type": "remove", "camera": "2"}), "invalid type: string \"2\", expected u8"),
            (json!({"type": "remove", "camera": 2, "cameras": [3]}), "it has no field `cameras`"),
        ] {
            let (code, message) = sent(command).expect_err("no command");
            assert_eq!(code, RefusalCode::Malformed);
            assert!(message.starts_with(&format!("the command could not be read: {why}")), "{message}");
        }
    }
}
