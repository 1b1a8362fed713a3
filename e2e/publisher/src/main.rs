//! Publishes recorded clips over WHIP, as an encoder beside the phones does: the demonstration's cameras, a publisher
//! for the tests that is no browser, and a load of many cameras from one process.

mod adaptation;
mod annex_b;
mod arguments;
mod clip;
mod counts;
mod faults;
mod outlet;
mod packets;
mod picture;
mod programme;
mod publisher;
mod requests;
mod send_times;
mod session;
mod sound;
mod stamp;
mod visits;
mod watching;
mod whip;

use std::{process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{
    arguments::Arguments,
    clip::{Clip, Codec},
    counts::Counts,
    faults::Badness,
    programme::Programme,
    publisher::Publisher,
    session::Camera,
    sound::Sound,
    visits::{Leaving, Visits},
    whip::Endpoint,
};

fn main() -> Result<ExitCode> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("REGIE_LOG"))
        .init();
    let arguments = Arguments::parse();
    // Built together with the engine, the HTTP client has no cryptography of its own.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // One thread that does everything itself spares the cost of waking others.
    let mut runtime = match arguments.threads {
        1 => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    runtime.worker_threads(arguments.threads.into()).enable_all().build()?.block_on(run(arguments))
}

async fn run(arguments: Arguments) -> Result<ExitCode> {
    if let Some(whep) = &arguments.whep {
        return watch(whep, &arguments).await;
    }
    let counts = Arc::<Counts>::default();
    let sound = arguments.sound.as_deref().map(Sound::read).transpose()?.map(Arc::new);
    let programmes = arguments.clip.iter().map(|path| {
        let clip = Clip::read(path)?;
        ensure!(arguments.adapt.is_none() || clip.codec == Codec::H264, "only H.264 can be filled up (--adapt)");
        Ok(Arc::new(Programme {
            codec: clip.codec,
            pictures: packets::of(&clip),
            sound: sound.clone(),
            again: arguments.again,
            badness: Badness { loss: arguments.loss, reorder: arguments.reorder },
            stamp: arguments.stamp,
            adapt: arguments.adapt,
            counts: Arc::clone(&counts),
        }))
    });
    let programmes: Vec<Arc<Programme>> = programmes.collect::<Result<_>>()?;
    let id = arguments.id.clone().unwrap_or_else(|| id_of(&arguments.name));
    let cancel = CancellationToken::new();

    let mut cameras = JoinSet::new();
    for (index, programme) in (0..arguments.count).zip(programmes.iter().cycle()) {
        let ending = if arguments.count > 1 { format!("{}", index + 1) } else { String::new() };
        let name = format!("{} {ending}", arguments.name).trim_end().to_owned();
        let endpoint = Endpoint::new(&arguments.whip, &format!("{id}{ending}"), &name, &arguments.token)?;
        let publisher = Publisher {
            endpoint,
            name,
            programme: Arc::clone(programme),
            camera: Camera {
                first: programme.start_of(index, arguments.count),
                seed: arguments.seed.wrapping_add(u64::from(index)),
            },
        };
        let visits = arguments
            .come_and_go
            .map(|seconds| Visits::new(Duration::from_secs(seconds.into()), publisher.camera.seed));
        let wait = Duration::from_millis(arguments.stagger) * u32::from(index);
        let cancel = cancel.clone();
        cameras.spawn(async move {
            tokio::select! {
                () = cancel.cancelled() => return true,
                () = tokio::time::sleep(wait) => {}
            }
            match visits {
                Some(visits) => publisher.come_and_go(visits, &cancel).await,
                None => publisher.keep_publishing(&cancel, || Leaving::Goodbye).await,
            }
        });
    }
    if let Some(seconds) = arguments.report {
        tokio::spawn(report(Arc::clone(&counts), Duration::from_secs(seconds.max(1).into())));
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
    if arguments.report.is_some() {
        println!("{}", counts.json());
    }
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Watches with as many viewers as were asked for, until it is told to end.
async fn watch(whep: &str, arguments: &Arguments) -> Result<ExitCode> {
    let counts = Arc::<Counts>::default();
    let cancel = CancellationToken::new();
    let endpoint = Arc::new(Endpoint::of(whep, &arguments.token)?);
    let mut viewers = JoinSet::new();
    for index in 0..arguments.count {
        let (endpoint, counts, cancel) = (Arc::clone(&endpoint), Arc::clone(&counts), cancel.clone());
        let wait = Duration::from_millis(arguments.stagger) * u32::from(index);
        viewers.spawn(async move {
            tokio::time::sleep(wait).await;
            let outcome = watching::watch(&endpoint, &counts, &cancel).await;
            if let Err(error) = &outcome {
                counts.faults.add(1);
                eprintln!("viewer {index}: {error:#}");
            }
            outcome.is_ok()
        });
    }
    if let Some(seconds) = arguments.report {
        tokio::spawn(report(Arc::clone(&counts), Duration::from_secs(seconds.max(1).into())));
    }
    stop_asked().await?;
    cancel.cancel();
    let all_well = viewers.join_all().await.into_iter().all(|well| well);
    if arguments.report.is_some() {
        println!("{}", counts.json());
    }
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints the counts again and again.
async fn report(counts: Arc<Counts>, every: Duration) {
    let mut ticks = tokio::time::interval(every);
    loop {
        ticks.tick().await;
        println!("{}", counts.json());
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
