//! How the desk's web view composites: with the GPU, as it does by itself, or without.
//!
//! Which of the two draws the desk's pictures is the machine's: without a GPU the web view's own way leaves out half of
//! them, and some drivers show nothing at all. So the first start tries both in a window of a process of its own
//! ([`trial`], [`stage`]), and what came of it is kept until something of the machine changes ([`record`]).
//!
//! Where it is to do without, the program begins anew with the web view's own switch in its environment: that is read
//! before the first window, and holds for every window of the process. The policy of a single web view
//! ([`set_policy`]) is the trial's alone: turned off while its page loads in a window that is not shown yet, as the second
//! screen's, it crashes the web process (a null pointer in WebKitGTK 2.50.6).

mod choice;
mod effort;
mod machine;
mod record;
mod stage;
mod trial;

use std::{env, io, os::unix::process::CommandExt, path::Path, process::Command};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use tauri::async_runtime;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebView, WebViewExt};

use self::{
    machine::Machine,
    record::{Outcome, Record, Records},
};

pub use self::stage::run as run_trial;

/// Where the web view reads that it is to do without. Whoever has set it has decided.
const SWITCH: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

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

/// Has every window of this process composite as it is wanted; to be called before there is one, and before the engine,
/// which a program that begins anew would lose. Returns when the process is right as it is.
///
/// The first time on a machine this takes the seconds of a trial.
pub fn settle(wanted: Wanted, data_dir: &Path) {
    if env::var_os(SWITCH).is_some() {
        return;
    }
    let compositing =
        Compositing::known(wanted, data_dir).unwrap_or_else(|| async_runtime::block_on(Compositing::tried(data_dir)));
    match compositing {
        Compositing::On => {}
        Compositing::Off => {
            let error = begin_anew();
            tracing::warn!(%error, "the windows are drawn as the web view does by itself");
        }
    }
}

/// Puts this program anew in this process's place, with the switch set. Returns only when that can't be done.
fn begin_anew() -> io::Error {
    match env::current_exe() {
        Ok(program) => Command::new(program).args(env::args_os().skip(1)).env(SWITCH, "1").exec(),
        Err(error) => error,
    }
}

/// How the windows of this process composite.
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
    fn known(wanted: Wanted, data_dir: &Path) -> Option<Self> {
        match wanted {
            Wanted::On => Some(Self::On),
            Wanted::Off => Some(Self::Off),
            Wanted::Auto => Records::open(data_dir).and_then(|records| records.of(&Machine::this())),
        }
    }

    /// Tries both ways, which takes some seconds, and keeps the outcome. A trial that did not end well, or that could
    /// not be kept, is no fault of the desk's: it opens without compositing.
    async fn tried(data_dir: &Path) -> Self {
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
}

fn set_policy(webview: &WebView, policy: HardwareAccelerationPolicy) {
    if let Some(settings) = WebViewExt::settings(webview) {
        settings.set_hardware_acceleration_policy(policy);
    }
}
