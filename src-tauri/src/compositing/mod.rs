//! How the desk's web view composites: with the GPU, as it does by itself, or without.
//!
//! Which of the two draws the desk's pictures is the machine's: without a GPU the web view's own way leaves out half of
//! them, and some drivers show nothing at all. So the first start tries both in a window of a process of its own
//! ([`trial`], [`stage`]), and what came of it is kept until something of the machine changes ([`record`]).
//!
//! The second screen's window keeps the web view's own way: it is built hidden, and the web process of a hidden window
//! crashes (a null pointer in WebKitGTK 2.50.6) when compositing is turned off while its page loads.

mod choice;
mod effort;
mod machine;
mod record;
mod stage;
mod trial;

use std::path::Path;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use tauri::{Manager, WebviewWindow};
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebView, WebViewExt};

use self::{
    machine::Machine,
    record::{Outcome, Record, Records},
};

pub use self::stage::run as run_trial;

/// What `--compositing` says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Wanted {
    /// As a trial at the first start found that this machine draws best
    #[default]
    Auto,
    /// With the GPU, as the web view does by itself
    On,
    /// Without the GPU
    Off,
}

/// How the windows of this process composite. Managed by the app before it has any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compositing {
    /// The web view's own way.
    On,
    /// Without.
    Off,
}

impl Compositing {
    /// How it is to be, where that is known without a trial.
    pub fn known(wanted: Wanted, data_dir: &Path) -> Option<Self> {
        match wanted {
            Wanted::On => Some(Self::On),
            Wanted::Off => Some(Self::Off),
            Wanted::Auto => Records::open(data_dir).and_then(|records| records.of(&Machine::this())),
        }
    }

    /// Tries both ways, which takes some seconds, and keeps the outcome. A trial that did not end well, or that could
    /// not be kept, is no fault of the desk's: it opens without compositing.
    pub async fn tried(data_dir: &Path) -> Self {
        let outcome = trial::run().await;
        let compositing = outcome.compositing();
        match &outcome {
            Outcome::Measured { without, with } => {
                tracing::info!(?compositing, ?without, ?with, "how this machine draws the desk was tried");
            }
            Outcome::Failed { reason } => tracing::warn!(?compositing, reason, "compositing was tried and failed"),
            Outcome::Interrupted => {
                tracing::info!("the trial of compositing was interrupted: the next start tries again")
            }
        }
        if let Some(records) = Records::open(data_dir) {
            records.keep(Record { compositing, machine: Machine::this(), outcome });
        }
        compositing
    }

    /// Has a window that was just built composite like this.
    ///
    /// The web view takes this before its page draws first, and until then only.
    ///
    /// # Errors
    /// When the window is gone.
    pub fn apply(self, window: &WebviewWindow) -> tauri::Result<()> {
        match self {
            Self::On => Ok(()),
            Self::Off => window.with_webview(|webview| set_policy(&webview.inner(), HardwareAccelerationPolicy::Never)),
        }
    }
}

/// Has a window that was just built composite as this process does.
///
/// # Errors
/// When the window is gone.
pub fn apply(window: &WebviewWindow) -> tauri::Result<()> {
    window.state::<Compositing>().apply(window)
}

fn set_policy(webview: &WebView, policy: HardwareAccelerationPolicy) {
    if let Some(settings) = WebViewExt::settings(webview) {
        settings.set_hardware_acceleration_policy(policy);
    }
}
