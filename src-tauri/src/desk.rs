use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::webview;
use regie::{
    Desk as Connection, Engine, Studio,
    protocol::{Command, Refusal, RefusalCode},
};
use tauri::{
    async_runtime::{self, JoinHandle},
    ipc::{Channel, InvokeResponseBody},
};

/// What a page is told once the studio has ended.
const ENDED: &str = "the régie is closing";

/// The desk in the window: the commands' way to the studio, and the pages' subscriptions.
pub struct Desk {
    studio: Studio,
    /// As the director knows this desk: it is connected for as long as the process is there.
    connection: Connection,
    monitor_url: String,
    /// Forwards to the page that is loaded now, by its window's label. A lock because commands share the desk; held
    /// only to swap.
    following: Mutex<HashMap<String, JoinHandle<()>>>,
}

impl Desk {
    /// The desk of a running engine.
    pub fn new(engine: &Engine) -> Self {
        let studio = engine.studio();
        let connection = studio.desk();
        Self { studio, connection, monitor_url: engine.monitor_url(), following: Mutex::default() }
    }

    /// Where the pictures are.
    pub fn monitor_url(&self) -> &str {
        &self.monitor_url
    }

    /// Asks the studio. A state with this event has the effect.
    ///
    /// # Errors
    /// The studio's refusal.
    pub async fn command(&self, command: Command) -> Result<u64, Refusal> {
        self.connection.command(command).await
    }

    /// Puts a picture on the hold slate.
    ///
    /// # Errors
    /// Why it was not taken, in English.
    pub async fn put_hold_picture(&self, bytes: Vec<u8>) -> Result<(), String> {
        self.studio.put_hold_picture(bytes.into()).await.map_err(|refused| refused.to_string())
    }

    /// Takes the picture off the hold slate.
    ///
    /// # Errors
    /// Why it stays, in English.
    pub async fn remove_hold_picture(&self) -> Result<(), String> {
        self.studio.remove_hold_picture().await.map_err(|refused| refused.to_string())
    }

    /// Opens the folder of the show that was recorded last, as the system opens folders.
    ///
    /// # Errors
    /// [`RefusalCode::NotRecording`] when nothing was recorded yet, and [`RefusalCode::Busy`] when the studio has ended
    /// or the system opens no folders.
    pub async fn open_show(&self) -> Result<(), Refusal> {
        let snapshot = self.studio.snapshot().await.ok_or_else(|| Refusal::new(RefusalCode::Busy, ENDED))?;
        let show = snapshot.last_show.ok_or_else(|| Refusal::new(RefusalCode::NotRecording, "No show is saved."))?;
        open::that_detached(&show.path).map_err(|error| Refusal::new(RefusalCode::Busy, error.to_string()))
    }

    /// Sends a window's page a snapshot and then everything that follows, until the studio ends.
    ///
    /// A page that was reloaded subscribes again: a window has one page, so this ends the earlier subscription.
    ///
    /// # Errors
    /// [`RefusalCode::Busy`] when the studio has ended.
    pub async fn follow(&self, window: &str, page: Channel<InvokeResponseBody>) -> Result<(), Refusal> {
        let ended = || Refusal::new(RefusalCode::Busy, ENDED);
        // The second screen's page is no desk.
        let subscription = match window {
            webview::PROGRAM => self.studio.subscribe().await,
            _ => self.studio.subscribe_as(&self.connection).await,
        };
        let mut subscription = subscription.ok_or_else(ended)?;
        let task = async_runtime::spawn(async move {
            while let Some(message) = subscription.next().await {
                let json = String::from_utf8(message.into()).expect("JSON is UTF-8");
                if page.send(InvokeResponseBody::Json(json)).is_err() {
                    break;
                }
            }
        });
        let earlier = self.following.lock().unwrap_or_else(PoisonError::into_inner).insert(window.to_owned(), task);
        if let Some(earlier) = earlier {
            earlier.abort();
        }
        Ok(())
    }
}
