//! The trial's own process: a window that draws as the desk does, first without compositing and then with it.

use std::{
    io::{self, Read, Write},
    process::{self, ExitCode},
    sync::{Mutex, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context;
use gtk::{cairo, prelude::WidgetExt};
use tauri::{AppHandle, RunEvent, State, WebviewUrl, WebviewWindow, WebviewWindowBuilder, generate_handler};
use webkit2gtk::{HardwareAccelerationPolicy, WebView};

use super::{choice::Drawn, effort, record::Outcome, set_policy};
use crate::{shell, webview};

/// The window's label, which its capability names.
const LABEL: &str = "trial";
/// The size of the desk's window: what is drawn is what it costs.
const SIZE: (f64, f64) = (1440.0, 900.0);
/// How long the page draws before it is measured, and how often it turns: caches are warm, and a driver is loaded.
const WARM: (Duration, u32) = (Duration::from_millis(700), 10);
/// How long it has for that. What has not begun by then is measured as it is.
const LONGEST_WARM: Duration = Duration::from_secs(3);
/// How long each way is measured: 45 pictures.
const STRETCH: Duration = Duration::from_millis(1500);
/// How long the reading of the window may take.
const READ_PATIENCE: Duration = Duration::from_secs(1);
/// How much bluer than red a pixel of the page's pictures is at least (`ui/src/trial/main.ts`).
const BLUER: i16 = 30;

/// Draws both ways in a window, prints the outcome and ends.
///
/// # Errors
/// When the system gives us no window.
pub fn run() -> anyhow::Result<ExitCode> {
    end_with_stdin();
    let app = tauri::Builder::default()
        .invoke_handler(generate_handler![drew])
        .manage(Trial(Mutex::new(Progress::BEGUN)))
        .setup(|app| Ok(open(app.handle())?))
        .build(shell::context())
        .context("the window system can't be used")?;
    let code = app.run_return(|_, event| {
        // Its window was closed before it was over.
        if let RunEvent::ExitRequested { code: None, .. } = event {
            say(&Outcome::Interrupted);
        }
    });
    Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Ends this process when the one that started it has ended, whatever the window does.
fn end_with_stdin() {
    thread::spawn(|| {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        process::exit(1);
    });
}

fn open(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("trial.html".into()))
        .title("Régie")
        .inner_size(SIZE.0, SIZE.1)
        .center()
        // It leaves nothing behind.
        .incognito(true)
        .on_navigation(webview::guard(app))
        .build()?;
    // Before its page draws first: later it could not be taken back.
    window.with_webview(|view| set_policy(&view.inner(), HardwareAccelerationPolicy::Never))
}

fn say(outcome: &Outcome) {
    let text = serde_json::to_string(outcome).expect("it is data");
    // Who started it may be gone.
    let _ = writeln!(io::stdout(), "{text}");
}

/// The trial as far as it has come. A lock because the app shares what it manages.
struct Trial(Mutex<Progress>);

/// The page's own count so far, again and again.
#[tauri::command]
fn drew(
    app: AppHandle,
    trial: State<'_, Trial>,
    window: WebviewWindow,
    turns: u32,
    pictures: u32,
) -> Result<(), String> {
    let look = Look { at: Instant::now(), effort: effort::of_this_process_and_its_own(), turns, pictures };
    let mut progress = trial.0.lock().unwrap_or_else(PoisonError::into_inner);
    let (next, step) = progress.after(look, || seen_in(&window));
    *progress = next;
    drop(progress);
    match step {
        Step::Wait => Ok(()),
        Step::Raise => window
            .with_webview(|view| set_policy(&view.inner(), HardwareAccelerationPolicy::Always))
            .map_err(|error| error.to_string()),
        Step::End(outcome) => {
            say(&outcome);
            app.exit(0);
            Ok(())
        }
    }
}

/// A moment of the trial.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Look {
    at: Instant,
    effort: Duration,
    turns: u32,
    pictures: u32,
}

impl Look {
    /// Whether the page, which has drawn one way since then, is to be measured from now on.
    fn is_warm_at(self, now: Self) -> bool {
        let (waited, turns) = (now.at - self.at, now.turns.saturating_sub(self.turns));
        (waited >= WARM.0 && turns >= WARM.1) || waited >= LONGEST_WARM
    }

    fn to(self, end: Self, seen: f64) -> Drawn {
        let seconds = (end.at - self.at).as_secs_f64();
        Drawn {
            pictures: f64::from(end.pictures.saturating_sub(self.pictures)) / seconds,
            turns: f64::from(end.turns.saturating_sub(self.turns)) / seconds,
            cores: end.effort.saturating_sub(self.effort).as_secs_f64() / seconds,
            seen,
        }
    }
}

/// How far the trial has come; `without` is what the first way was found to be, once the second is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Progress {
    /// The page has drawn this way since then.
    Warming { since: Option<Look>, without: Option<Drawn> },
    /// It is measured.
    Measuring { from: Look, without: Option<Drawn> },
    /// Everything is said.
    Over,
}

#[derive(Debug, PartialEq)]
enum Step {
    Wait,
    /// The first way is measured: on with the second.
    Raise,
    End(Outcome),
}

impl Progress {
    const BEGUN: Self = Self::Warming { since: None, without: None };

    /// The progress after a look, and what it calls for. `seen` reads the window at the end of a stretch.
    fn after(self, look: Look, seen: impl FnOnce() -> f64) -> (Self, Step) {
        match self {
            Self::Warming { since: None, without } => (Self::Warming { since: Some(look), without }, Step::Wait),
            Self::Warming { since: Some(since), without } if since.is_warm_at(look) => {
                (Self::Measuring { from: look, without }, Step::Wait)
            }
            Self::Measuring { from, without } if look.at - from.at >= STRETCH => {
                let drawn = from.to(look, seen());
                match without {
                    None => (Self::Warming { since: None, without: Some(drawn) }, Step::Raise),
                    Some(without) => (Self::Over, Step::End(Outcome::Measured { without, with: drawn })),
                }
            }
            Self::Warming { .. } | Self::Measuring { .. } | Self::Over => (self, Step::Wait),
        }
    }
}

/// The share of the window that has the colour of the page's pictures, as the window system gets it from the web view;
/// 0 when it can't be read.
fn seen_in(window: &WebviewWindow) -> f64 {
    let (say, hear) = mpsc::channel();
    let read = window.with_webview(move |webview| {
        // Who waited too long is gone.
        let _ = say.send(share_seen(&webview.inner()).unwrap_or_default());
    });
    read.ok().and_then(|()| hear.recv_timeout(READ_PATIENCE).ok()).unwrap_or_default()
}

fn share_seen(webview: &WebView) -> Option<f64> {
    let (width, height) = (webview.allocated_width(), webview.allocated_height());
    let mut surface = cairo::ImageSurface::create(cairo::Format::Rgb24, width, height).ok()?;
    webview.draw(&cairo::Context::new(&surface).ok()?);
    surface.flush();
    let pixels = surface.data().ok()?;
    let (mut seen, mut all) = (0_u32, 0_u32);
    for pixel in pixels.as_chunks::<4>().0 {
        all += 1;
        seen += u32::from(is_of_a_picture(*pixel));
    }
    Some(f64::from(seen) / f64::from(all))
}

/// Whether a pixel has the colour of the page's pictures. Rgb24 is a native-endian word of 0x00RRGGBB.
fn is_of_a_picture(pixel: [u8; 4]) -> bool {
    let [_, red, _, blue] = u32::from_ne_bytes(pixel).to_be_bytes();
    i16::from(blue) - i16::from(red) >= BLUER
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A look each quarter of a second, at a page that turns and draws at these rates.
    fn looks(start: Instant, turns: f64, pictures: f64, cores: f64) -> impl Iterator<Item = Look> {
        (0_u32..).map(move |quarter| {
            let seconds = f64::from(quarter) / 4.0;
            // Truncated as the page's own counts are.
            let count = |rate: f64| (rate * seconds) as u32;
            Look {
                at: start + Duration::from_millis(250) * quarter,
                effort: Duration::from_secs_f64(cores * seconds),
                turns: count(turns),
                pictures: count(pictures),
            }
        })
    }

    #[test]
    fn both_ways_are_drawn_one_after_the_other_and_measured_when_they_are_warm() {
        let start = Instant::now();
        let mut progress = Progress::BEGUN;
        let mut steps = Vec::new();
        for look in looks(start, 120.0, 30.0, 0.5).take(40) {
            let (next, step) = progress.after(look, || 0.6);
            progress = next;
            if step != Step::Wait {
                steps.push((look.at - start, step));
            }
        }
        let [(raised, Step::Raise), (ended, Step::End(Outcome::Measured { without, with }))] = steps.as_slice() else {
            panic!("{steps:?}");
        };
        assert_eq!((*raised, *ended), (Duration::from_millis(2250), Duration::from_millis(4750)));
        assert_eq!(without, with);
        assert!((without.turns - 120.0).abs() < 1.0 && (without.pictures - 30.0).abs() < 1.0, "{without:?}");
        assert!((without.cores - 0.5).abs() < 0.01 && without.seen == 0.6, "{without:?}");
        assert_eq!(progress, Progress::Over);
    }

    #[test]
    fn a_way_that_is_slow_to_begin_has_its_time_and_no_more() {
        let since = |turns: f64| {
            let mut looks = looks(Instant::now(), turns, 30.0, 0.5);
            let first = looks.next().expect("a look");
            looks.find(|look| first.is_warm_at(*look)).expect("it ends").at - first.at
        };
        assert_eq!(since(60.0), Duration::from_millis(750));
        assert_eq!(since(5.0), Duration::from_secs(2));
        assert_eq!(since(0.0), LONGEST_WARM);
    }

    #[test]
    fn the_colour_of_the_pictures_is_neither_the_desk_s_ground_nor_that_of_an_empty_window() {
        let pixel = |red: u32, green: u32, blue: u32| (red << 16 | green << 8 | blue).to_ne_bytes();
        assert!(is_of_a_picture(pixel(80, 112, 141)));
        assert!(
            ![(10, 11, 13), (255, 255, 255), (0, 0, 0)].into_iter().any(|(r, g, b)| is_of_a_picture(pixel(r, g, b)))
        );
    }
}
