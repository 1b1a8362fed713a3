//! The commands that the desk's page can invoke: one for each variant of [`Command`], by the same name, the two
//! that connect the page, those of the hold slate's picture, and those of the second screen. `permissions` lists them too: a page may invoke nothing else.

use regie::protocol::{
    CameraName, CameraNumber, Codecs, Command, LinkKind, LinkToken, Millis, Refusal, RefusalCode, SoundMode,
    SoundSource, ToDesk,
};
use tauri::{
    AppHandle, State, WebviewWindow,
    ipc::{Channel, InvokeBody, Request},
};

use crate::{
    desk::Desk,
    screen::{self, Screen},
};

/// [`Command::Cut`]
#[tauri::command]
pub async fn cut(desk: State<'_, Desk>, camera: CameraNumber) -> Result<(), Refusal> {
    desk.command(Command::Cut { camera }).await
}

/// [`Command::Replay`]
#[tauri::command]
pub async fn replay(desk: State<'_, Desk>) -> Result<(), Refusal> {
    desk.command(Command::Replay).await
}

/// [`Command::Live`]
#[tauri::command]
pub async fn live(desk: State<'_, Desk>) -> Result<(), Refusal> {
    desk.command(Command::Live).await
}

/// [`Command::Hold`]
#[tauri::command]
pub async fn hold(desk: State<'_, Desk>, on: bool) -> Result<(), Refusal> {
    desk.command(Command::Hold { on }).await
}

/// [`Command::SetHold`]
#[tauri::command]
pub async fn set_hold(desk: State<'_, Desk>, text: Option<String>) -> Result<(), Refusal> {
    desk.command(Command::SetHold { text }).await
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

/// [`Command::Renumber`]
#[tauri::command]
pub async fn renumber(desk: State<'_, Desk>, camera: CameraNumber, to: CameraNumber) -> Result<(), Refusal> {
    desk.command(Command::Renumber { camera, to }).await
}

/// [`Command::Rename`]
///
/// The name comes as it was typed, so that an empty one is a refusal and not an error of the bridge.
#[tauri::command]
pub async fn rename(desk: State<'_, Desk>, camera: CameraNumber, name: String) -> Result<(), Refusal> {
    let name = CameraName::new(&name).map_err(|invalid| Refusal::new(RefusalCode::Malformed, invalid.to_string()))?;
    desk.command(Command::Rename { camera, name }).await
}

/// [`Command::Remove`]
#[tauri::command]
pub async fn remove(desk: State<'_, Desk>, camera: CameraNumber) -> Result<(), Refusal> {
    desk.command(Command::Remove { camera }).await
}

/// [`Command::RemoveLost`]
#[tauri::command]
pub async fn remove_lost(desk: State<'_, Desk>) -> Result<(), Refusal> {
    desk.command(Command::RemoveLost).await
}

/// [`Command::Erase`]
#[tauri::command]
pub async fn erase(desk: State<'_, Desk>, camera: CameraNumber) -> Result<(), Refusal> {
    desk.command(Command::Erase { camera }).await
}

/// [`Command::StartRecording`]
#[tauri::command]
pub async fn start_recording(desk: State<'_, Desk>) -> Result<(), Refusal> {
    desk.command(Command::StartRecording).await
}

/// [`Command::StopRecording`]
#[tauri::command]
pub async fn stop_recording(desk: State<'_, Desk>) -> Result<(), Refusal> {
    desk.command(Command::StopRecording).await
}

/// [`Command::Mark`]
#[tauri::command]
pub async fn mark(desk: State<'_, Desk>, label: Option<String>) -> Result<(), Refusal> {
    desk.command(Command::Mark { label }).await
}

/// [`Command::Clip`]
#[tauri::command]
pub async fn clip(desk: State<'_, Desk>) -> Result<(), Refusal> {
    desk.command(Command::Clip).await
}

/// [`Command::ProgramSound`]
#[tauri::command]
pub async fn program_sound(desk: State<'_, Desk>, source: SoundSource) -> Result<(), Refusal> {
    desk.command(Command::ProgramSound { source }).await
}

/// [`Command::Mute`]
#[tauri::command]
pub async fn mute(desk: State<'_, Desk>, muted: bool) -> Result<(), Refusal> {
    desk.command(Command::Mute { muted }).await
}

/// [`Command::SoundMode`]
#[tauri::command]
pub async fn sound_mode(desk: State<'_, Desk>, camera: CameraNumber, mode: SoundMode) -> Result<(), Refusal> {
    desk.command(Command::SoundMode { camera, mode }).await
}

/// [`Command::SoundDelay`]
#[tauri::command]
pub async fn sound_delay(desk: State<'_, Desk>, camera: CameraNumber, delay: Millis) -> Result<(), Refusal> {
    desk.command(Command::SoundDelay { camera, delay }).await
}

/// [`Command::Connect`]
#[tauri::command]
pub async fn connect(
    desk: State<'_, Desk>,
    kind: LinkKind,
    url: String,
    token: Option<LinkToken>,
    name: Option<CameraName>,
) -> Result<(), Refusal> {
    desk.command(Command::Connect { kind, url, token, name }).await
}

/// [`Command::Disconnect`]
#[tauri::command]
pub async fn disconnect(desk: State<'_, Desk>, link: u32) -> Result<(), Refusal> {
    desk.command(Command::Disconnect { link }).await
}

/// [`Command::ChooseAddress`]
#[tauri::command]
pub async fn choose_address(desk: State<'_, Desk>, address: String) -> Result<(), Refusal> {
    desk.command(Command::ChooseAddress { address }).await
}

/// [`Command::ReportCodecs`]
#[tauri::command]
pub async fn report_codecs(desk: State<'_, Desk>, codecs: Codecs) -> Result<(), Refusal> {
    desk.command(Command::ReportCodecs { codecs }).await
}

/// Sends the snapshot and then everything that follows to the page, in place of its earlier subscription.
#[tauri::command]
pub async fn subscribe(desk: State<'_, Desk>, window: WebviewWindow, channel: Channel<ToDesk>) -> Result<(), Refusal> {
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
