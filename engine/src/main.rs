//! The headless régie: the engine, with the desk in any browser of the same machine.

use std::{
    io::{IsTerminal, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::Context;
use clap::Parser;
use regie::{Ending, Engine};
use tracing_subscriber::EnvFilter;

/// Régie without a window: prints one JSON line with the desk's and the phones' URLs when it is ready.
#[derive(Debug, Parser)]
#[command(name = "regie", version)]
struct Cli {
    #[command(flatten)]
    engine: regie::Args,
    /// Print the phones' QR code to stderr
    #[arg(long)]
    qr: bool,
    /// Delete what a camera left in the shows that are over, and end: its `key` is in their manifests
    #[arg(long, value_name = "KEY")]
    erase: Option<String>,
}

fn main() -> anyhow::Result<ExitCode> {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(regie::LOG_FILTER));
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).init();

    let config = cli.engine.config()?;
    if let Some(key) = cli.erase {
        erase(&config.shows_dir, &key)?;
        return Ok(ExitCode::SUCCESS);
    }
    let runtime = tokio::runtime::Runtime::new().context("the system has no threads for us")?;
    let ended = runtime.block_on(run(config, cli.qr));
    // Threads that a disk holds up go with the process: to wait for them would be to wait for the disk.
    runtime.shutdown_background();
    Ok(ExitCode::from(ended?.code()))
}

/// The régie from its start to its end.
async fn run(config: regie::Config, qr: bool) -> anyhow::Result<Ending> {
    let asked = regie::end_asked()?;
    let engine = Engine::start(config).await.context("Régie could not start")?;
    let ready = engine.ready();
    if qr {
        print_qr(ready);
    }
    {
        let mut stdout = std::io::stdout().lock();
        writeln!(stdout, "{}", ready.line()).and_then(|()| stdout.flush()).context("stdout is closed")?;
    }
    tokio::select! {
        () = asked => tracing::info!("stopping"),
        // It was logged where it happened.
        _ = engine.failed() => {}
    }
    Ok(engine.shutdown().await)
}

/// For a camera that is on no desk any more; one that is, is erased there.
fn erase(shows: &Path, key: &str) -> anyhow::Result<()> {
    let erased = regie::record::erase(shows, key).context("not everything could be deleted")?;
    anyhow::ensure!(erased > 0, "no show in {} that is over has anything of the camera {key}", shows.display());
    eprintln!("Deleted out of {erased} {}.", if erased == 1 { "show" } else { "shows" });
    Ok(())
}

fn print_qr(ready: &regie::Ready) {
    match &ready.join {
        Some(join) => eprintln!("{}\nPhones:  {join}\nDesk:    {}", regie::qr_terminal(join), ready.desk),
        None => eprintln!("No network: join a Wi-Fi, then show the QR code on the desk.\nDesk:    {}", ready.desk),
    }
}
