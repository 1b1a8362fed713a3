//! Publishes recorded clips over WHIP, as an encoder beside the phones does: the demonstration's cameras, and a
//! publisher for the tests that is no browser.

mod annex_b;
mod clip;
mod keyframe_requests;
mod session;
mod whip;

use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use clap::Parser;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{clip::Clip, session::End, whip::Endpoint};

/// First pause between two attempts; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// Longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

/// Publishes a recorded clip over WHIP.
#[derive(Debug, Parser)]
struct Arguments {
    /// The server's WHIP endpoint; the camera's id is added to it.
    #[arg(long)]
    whip: String,
    /// The right to publish.
    #[arg(long)]
    token: String,
    /// The camera's name.
    #[arg(long)]
    name: String,
    /// The camera's id; made of its name when not given.
    #[arg(long)]
    id: Option<String>,
    /// What to send: `.h264` (Annex B) or `.ivf` (VP8), at 30 pictures a second.
    #[arg(long)]
    clip: PathBuf,
    /// Starts the clip again at its end, for ever.
    #[arg(long = "loop")]
    again: bool,
    /// How many cameras send the clip; from two up their ids and names are numbered.
    #[arg(long, default_value_t = 1)]
    count: u16,
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("REGIE_LOG"))
        .init();
    let arguments = Arguments::parse();
    let clip = Arc::new(Clip::read(&arguments.clip)?);
    let id = arguments.id.unwrap_or_else(|| id_of(&arguments.name));
    let cancel = CancellationToken::new();

    let mut cameras = JoinSet::new();
    for number in 1..=arguments.count {
        let ending = if arguments.count > 1 { format!("{number}") } else { String::new() };
        let name = format!("{} {ending}", arguments.name).trim_end().to_owned();
        let endpoint = Endpoint::new(&arguments.whip, &format!("{id}{ending}"), &name, &arguments.token)?;
        cameras.spawn(keep_publishing(endpoint, name, Arc::clone(&clip), arguments.again, cancel.clone()));
    }
    tokio::spawn({
        let cancel = cancel.clone();
        async move {
            if stop_asked().await.is_ok() {
                cancel.cancel();
            }
        }
    });

    let all_well = cameras.join_all().await.into_iter().all(|well| well);
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Publishes until the clip is sent or it is cancelled, and begins again when the connection is lost. Returns whether
/// it ended well.
async fn keep_publishing(
    endpoint: Endpoint,
    name: String,
    clip: Arc<Clip>,
    again: bool,
    cancel: CancellationToken,
) -> bool {
    let mut pause = FIRST_PAUSE;
    loop {
        let began = tokio::time::Instant::now();
        let error = match session::publish(&endpoint, &clip, again, &cancel).await {
            End::Sent | End::Cancelled => return true,
            End::Failed { error, for_good: true } => {
                eprintln!("{name}: {error:#}");
                return false;
            }
            End::Failed { error, for_good: false } => error,
        };
        // A session that lasted is no failed attempt.
        if began.elapsed() > LONGEST_PAUSE {
            pause = FIRST_PAUSE;
        }
        let jittered = pause.mul_f64(rand::random_range(0.75..1.25));
        eprintln!("{name}: {error:#}; again in {} ms", jittered.as_millis());
        tokio::select! {
            () = cancel.cancelled() => return true,
            () = tokio::time::sleep(jittered) => {}
        }
        pause = LONGEST_PAUSE.min(pause * 2);
    }
}

/// An id that can stand in a path, made of a name.
fn id_of(name: &str) -> String {
    let id: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    if id.is_empty() { "clip".to_owned() } else { id }
}

/// Waits for Ctrl-C or, where there is one, for SIGTERM.
async fn stop_asked() -> Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            result = tokio::signal::ctrl_c() => result.context("cannot listen for Ctrl-C"),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.context("cannot listen for Ctrl-C")
}
