//! The second screen: program in a window of its own that covers a display.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use regie::protocol::Command;
use serde::Serialize;
use tauri::{
    AppHandle, LogicalSize, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
    async_runtime::{self, JoinHandle},
    ipc::Channel,
    utils::config::{BackgroundThrottlingPolicy, Color},
};
use tokio::sync::watch;

use crate::{
    displays::{self, Display},
    webview::{self, PROGRAM},
};

/// The size of a window that covers no display: a picture of 16:9 beside the desk.
const WINDOW: LogicalSize<f64> = LogicalSize::new(960.0, 540.0);

/// How often the displays are looked at: Tauri tells nobody that one came or went.
const LOOK: Duration = Duration::from_secs(1);

/// The second screen as it is now, as the desk's page hears it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct State {
    displays: Vec<Display>,
    /// Where program is.
    on: Option<On>,
    /// The display that program was on until it was unplugged.
    lost: Option<Display>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct On {
    display: Option<Display>,
}

/// The second screen of this shell.
pub struct Screen {
    state: Arc<watch::Sender<State>>,
    /// What the web view keeps, the same folder as the desk's: two web views of one engine share it.
    data_dir: PathBuf,
    /// Tells the page that is loaded now. A lock because commands share the screen; held only to swap.
    telling: Mutex<Option<JoinHandle<()>>>,
}

impl Screen {
    /// The second screen, closed. It looks at the displays for as long as the app runs.
    pub fn new(app: &AppHandle, data_dir: PathBuf) -> Self {
        let state = Arc::new(watch::Sender::new(State::default()));
        let (app, looked) = (app.clone(), Arc::clone(&state));
        async_runtime::spawn(async move {
            let mut beat = tokio::time::interval(LOOK);
            loop {
                beat.tick().await;
                look(&app, &looked);
            }
        });
        Self { state, data_dir, telling: Mutex::new(None) }
    }

    /// Tells a page how the screen is, now and at every change, in place of the page that was told before.
    pub fn tell(&self, page: Channel<State>) {
        let mut state = self.state.subscribe();
        let task = async_runtime::spawn(async move {
            loop {
                let now = state.borrow_and_update().clone();
                if page.send(now).is_err() || state.changed().await.is_err() {
                    break;
                }
            }
        });
        let earlier = self.telling.lock().unwrap_or_else(PoisonError::into_inner).replace(task);
        if let Some(earlier) = earlier {
            earlier.abort();
        }
    }

    /// Shows program on a display, or on the one that offers itself; where none does, in a window to be moved by hand.
    /// A window that is open goes there.
    ///
    /// # Errors
    /// When the system has no window for us.
    pub fn open(&self, app: &AppHandle, id: Option<&str>) -> tauri::Result<()> {
        let displays = displays::list(app);
        let display = match id {
            Some(id) => displays.iter().find(|display| display.id == id),
            None => displays::offered(&displays),
        };
        let display = display.cloned();
        let window = app.get_webview_window(PROGRAM).map_or_else(|| self.build(app), Ok)?;
        match &display {
            Some(display) => cover(&window, display)?,
            None => {
                window.set_fullscreen(false)?;
                window.set_decorations(true)?;
                window.set_size(WINDOW)?;
            }
        }
        window.show()?;
        self.state.send_modify(|state| *state = State { displays, on: Some(On { display }), lost: None });
        Ok(())
    }

    fn build(&self, app: &AppHandle) -> tauri::Result<WebviewWindow> {
        let window = WebviewWindowBuilder::new(app, PROGRAM, WebviewUrl::App("screen.html".into()))
            .title("Régie")
            .decorations(false)
            .resizable(true)
            .skip_taskbar(true)
            // The director's keys stay with the desk.
            .focused(false)
            // Until it is where it belongs.
            .visible(false)
            .background_color(Color(0, 0, 0, 255))
            .background_throttling(BackgroundThrottlingPolicy::Disabled)
            .data_directory(self.data_dir.clone())
            .on_navigation(webview::guard(app))
            .build()?;
        let state = Arc::clone(&self.state);
        window.on_window_event(move |event| {
            if matches!(event, WindowEvent::Destroyed) {
                state.send_if_modified(|state| state.on.take().is_some());
            }
        });
        Ok(window)
    }
}

/// Whether the second screen's page has a key for a command: those of the show, which work in its window too.
pub fn has_key(command: &Command) -> bool {
    use Command::{Clip, Cut, Hold, Live, Mark, Mute, Replay, StartRecording, StopRecording};
    matches!(
        command,
        Cut { .. }
            | Replay { .. }
            | Live { .. }
            | Hold { .. }
            | StartRecording
            | StopRecording
            | Mark { .. }
            | Clip(_)
            | Mute { .. }
    )
}

/// Closes program's window, if it is open.
pub fn close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(PROGRAM) {
        // One that closes at this moment is closed.
        let _ = window.destroy();
    }
}

/// Puts a window over a whole display: by its own size, for where there is no window manager, and full screen.
fn cover(window: &WebviewWindow, display: &Display) -> tauri::Result<()> {
    let (position, size) = (display.position(), display.size());
    // One that is full screen elsewhere does not move.
    window.set_fullscreen(false)?;
    window.set_decorations(false)?;
    window.set_position(position)?;
    window.set_size(size)?;
    window.set_fullscreen_on_monitor(position.cast())
}

/// Looks which displays there are. Program's window goes with its display, or closes when that is gone: it would lie
/// over the desk.
fn look(app: &AppHandle, state: &watch::Sender<State>) {
    let displays = displays::list(app);
    let mut followed = None;
    state.send_if_modified(|state| {
        let next = after(state, displays);
        if next == *state {
            return false;
        }
        followed = state.on.take().map(|on| (on, next.on.clone()));
        *state = next;
        true
    });
    let Some((before, now)) = followed else { return };
    let display = match &now {
        None => return close(app),
        Some(On { display: None }) => return,
        Some(On { display: Some(display) }) => display,
    };
    if now.as_ref() != Some(&before)
        && let Some(window) = app.get_webview_window(PROGRAM)
        && let Err(error) = cover(&window, display)
    {
        tracing::warn!(%error, "the second screen could not follow its display");
    }
}

/// The state once these are the displays.
fn after(state: &State, displays: Vec<Display>) -> State {
    let on = state.on.as_ref().and_then(|on| on.display.as_ref());
    match on.map(|display| (display, display.among(&displays).cloned())) {
        None => State { displays, ..state.clone() },
        Some((_, Some(display))) => State { on: Some(On { display: Some(display) }), displays, lost: None },
        Some((display, None)) => State { on: None, lost: Some(display.clone()), displays },
    }
}

#[cfg(test)]
mod tests {
    use regie::protocol::CameraNumber;

    use super::*;

    fn display(name: &str, x: i32) -> Display {
        let id = format!("{name}@{x},0");
        Display { id, name: Some(name.to_owned()), x, y: 0, width: 1920, height: 1080, primary: false, desk: false }
    }

    fn on(display: &Display) -> Option<On> {
        Some(On { display: Some(display.clone()) })
    }

    #[test]
    fn the_second_screen_has_the_keys_of_the_show_alone() {
        let camera = CameraNumber(1);
        assert!(has_key(&Command::Mute { muted: true }) && has_key(&Command::StopRecording));
        assert!(!has_key(&Command::Erase { camera }) && !has_key(&Command::Disconnect { link: 1 }));
    }

    #[test]
    fn program_is_lost_with_its_display_alone() {
        let [laptop, beamer] = [display("Laptop", 0), display("Beamer", 1920)];
        let both = vec![laptop.clone(), beamer.clone()];
        let shown = State { displays: both.clone(), on: on(&beamer), lost: None };
        assert_eq!(after(&shown, both.clone()), shown);

        let alone = after(&shown, vec![laptop.clone()]);
        assert_eq!(alone, State { displays: vec![laptop], on: None, lost: Some(beamer.clone()) });
        // Plugged in again it waits to be chosen again: what the hall sees is the director's to say.
        assert_eq!(after(&alone, both.clone()), State { displays: both, ..alone });

        let moved = display("Beamer", 0);
        assert_eq!(after(&shown, vec![moved.clone()]).on, on(&moved));
    }
}
