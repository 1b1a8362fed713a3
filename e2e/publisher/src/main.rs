//! Publishes recorded clips over WHIP, as an encoder beside the phones does: the demonstration's cameras, a publisher
//! for the tests that is no browser, and a load of many cameras from one process.

mod annex_b;
mod clip;
mod counts;
mod faults;
mod keyframe_requests;
mod outlet;
mod packets;
mod session;
mod sound;
mod stamp;
mod visits;
mod watching;
mod whip;

use std::{
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result};
use clap::Parser;
use tokio::{task::JoinSet, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::{
    clip::Clip,
    counts::Counts,
    faults::Badness,
    session::{Camera, End, Programme},
    sound::Sound,
    visits::{Leaving, Visit, Visits},
    whip::Endpoint,
};

/// First pause between two attempts; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// Longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

/// Publishes a recorded clip over WHIP: as one camera, or as many that share it.
#[derive(Debug, Parser)]
struct Arguments {
    /// The server's WHIP endpoint; the camera's id is added to it.
    #[arg(long, required_unless_present = "whep", default_value = "")]
    whip: String,
    /// The server's WHEP endpoint: `count` viewers receive and count instead of sending.
    #[arg(long, conflicts_with_all = ["whip", "clip"])]
    whep: Option<String>,
    /// The right to publish, or to watch.
    #[arg(long, default_value = "")]
    token: String,
    /// The camera's name.
    #[arg(long, default_value = "Clip")]
    name: String,
    /// The camera's id; made of its name when not given.
    #[arg(long)]
    id: Option<String>,
    /// What to send: `.h264` (Annex B) or `.ivf` (VP8), at 30 pictures a second. Several are dealt out in turn.
    #[arg(long, required_unless_present = "whep")]
    clip: Vec<PathBuf>,
    /// What is heard, for ever again: an Ogg Opus file. Without it a camera has no sound.
    #[arg(long)]
    sound: Option<PathBuf>,
    /// Starts the clip again at its end, for ever.
    #[arg(long = "loop")]
    again: bool,
    /// How many cameras send; from two up their ids and names are numbered.
    #[arg(long, alias = "cameras", default_value_t = 1)]
    count: u16,
    /// Milliseconds between the starts of two cameras. Each starts at another keyframe of its clip.
    #[arg(long, value_name = "MS", default_value_t = 50)]
    stagger: u64,
    /// Drops so many of a hundred packets at random, retransmissions too.
    #[arg(long, value_name = "PERCENT", default_value_t = 0.0, value_parser = percent)]
    loss: f64,
    /// Lets one to three later ones overtake so many of a hundred packets.
    #[arg(long, value_name = "PERCENT", default_value_t = 0.0, value_parser = percent)]
    reorder: f64,
    /// The cameras leave and come back at random: each stays for about so long. One in four leaves without a word.
    #[arg(long, value_name = "SECONDS")]
    come_and_go: Option<u32>,
    /// Seed of everything that is random: losses, reordering, coming and going.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Puts the time of sending into each H.264 picture, in microseconds since 1970, as SEI user data.
    #[arg(long)]
    stamp: bool,
    /// Prints what was done so far as a line of JSON on stdout, every so many seconds and at the end.
    #[arg(long, value_name = "SECONDS")]
    report: Option<u32>,
    /// Threads that do the work.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..))]
    threads: u8,
}

/// A share from 0 to 1, written in percent.
fn percent(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent / 100.0),
        Ok(_) | Err(_) => Err("a number from 0 to 100".to_owned()),
    }
}

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
        Ok(Arc::new(Programme {
            codec: clip.codec,
            pictures: packets::of(&clip),
            sound: sound.clone(),
            again: arguments.again,
            badness: Badness { loss: arguments.loss, reorder: arguments.reorder },
            stamp: arguments.stamp,
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
                first: start_of(programme, index, arguments.count),
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

/// Where in its clip a camera starts: the keyframes are shared out, so that the cameras' large pictures are spread
/// over time as those of independent phones are. The clip's first picture when there is one camera.
fn start_of(programme: &Programme, index: u16, count: u16) -> usize {
    let keys: Vec<usize> =
        programme.pictures.iter().enumerate().filter(|(_, picture)| picture.key).map(|(place, _)| place).collect();
    keys[usize::from(index) * keys.len() / usize::from(count.max(1))]
}

/// A camera to be published.
struct Publisher {
    endpoint: Endpoint,
    name: String,
    programme: Arc<Programme>,
    camera: Camera,
}

impl Publisher {
    /// Publishes until the clip is sent or it is cancelled, and begins again when the connection is lost. Returns
    /// whether it ended well.
    async fn keep_publishing(&self, cancel: &CancellationToken, leaving: impl Fn() -> Leaving) -> bool {
        let mut pause = FIRST_PAUSE;
        loop {
            let began = Instant::now();
            let end = session::publish(&self.endpoint, &self.programme, self.camera, cancel, &leaving).await;
            let error = match end {
                End::Sent | End::Cancelled => return true,
                End::Failed { error, for_good: true } => {
                    self.programme.counts.faults.add(1);
                    eprintln!("{}: {error:#}", self.name);
                    return false;
                }
                End::Failed { error, for_good: false } => error,
            };
            self.programme.counts.faults.add(1);
            // A session that lasted is no failed attempt.
            if began.elapsed() > LONGEST_PAUSE {
                pause = FIRST_PAUSE;
            }
            let jittered = pause.mul_f64(rand::random_range(0.75..1.25));
            eprintln!("{}: {error:#}; again in {} ms", self.name, jittered.as_millis());
            tokio::select! {
                () = cancel.cancelled() => return true,
                () = tokio::time::sleep(jittered) => {}
            }
            pause = LONGEST_PAUSE.min(pause * 2);
        }
    }

    /// Publishes visit by visit until it is cancelled; the end of everything is always said.
    async fn come_and_go(&self, visits: Visits, cancel: &CancellationToken) -> bool {
        for Visit { stay, leaving, away } in visits {
            let visit = cancel.child_token();
            let over = AtomicBool::new(false);
            let end = async {
                tokio::time::sleep(stay).await;
                over.store(true, Ordering::Relaxed);
                visit.cancel();
            };
            let leaving = || if over.load(Ordering::Relaxed) { leaving } else { Leaving::Goodbye };
            let (well, ()) = tokio::join!(self.keep_publishing(&visit, leaving), async {
                tokio::select! {
                    () = visit.cancelled() => {}
                    () = end => {}
                }
            });
            if !well {
                return false;
            }
            tokio::select! {
                () = cancel.cancelled() => return true,
                () = tokio::time::sleep(away) => {}
            }
        }
        true
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_in_percent() {
        assert_eq!(percent("3"), Ok(0.03));
        assert!(["-1", "101", "many", "NaN"].iter().all(|text| percent(text).is_err()));
    }

    #[test]
    fn cameras_start_at_different_keyframes() {
        let picture = |key| packets::Packets { payloads: vec![bytes::Bytes::from_static(&[1])], headers: 0, key };
        let programme = Programme {
            codec: clip::Codec::Vp8,
            pictures: [true, false, true, false, true, false, true, false].map(picture).into(),
            sound: None,
            again: true,
            badness: Badness::default(),
            stamp: false,
            counts: Arc::default(),
        };
        let starts = |count| (0..count).map(|index| start_of(&programme, index, count)).collect::<Vec<_>>();
        assert_eq!(starts(1), [0]);
        assert_eq!(starts(2), [0, 4]);
        assert_eq!(starts(8), [0, 0, 2, 2, 4, 4, 6, 6]);
    }
}
