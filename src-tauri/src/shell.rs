use std::{
    env,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
};

use anyhow::{Context, bail};
use regie::{Args, Ending, Engine};
use tauri::{
    AppHandle, Context as AppContext, Manager, RunEvent, Wry, async_runtime, generate_context, generate_handler,
};

use crate::{
    commands,
    desk::Desk,
    failure::{self, Failure},
    screen::Screen,
    webview, window,
};

/// The engine while it runs; taken to be shut down. A lock because the app shares what it manages.
struct Running(Mutex<Option<Engine>>);

/// Whether there is a display for windows at all.
///
/// # Errors
/// When there is none, with what to do instead.
pub fn check_display() -> anyhow::Result<()> {
    // GTK would panic.
    if cfg!(target_os = "linux") && ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().all(|name| env::var_os(name).is_none()) {
        bail!("there is no display here (no DISPLAY, no WAYLAND_DISPLAY): `regie` is the régie without a window");
    }
    Ok(())
}

/// Runs the desktop until its window is closed or somebody ends the process.
///
/// # Errors
/// When the system gives us no window at all.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut builder = tauri::Builder::default();
    // A desk with a data directory of its own is a desk of its own: a demo or a test beside the show.
    if args.data_dir.is_none() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _args, _dir| window::focus(app)));
    }
    let app = builder
        .register_uri_scheme_protocol(failure::SCHEME, failure::serve)
        .invoke_handler(generate_handler![
            commands::cut,
            commands::replay,
            commands::live,
            commands::command,
            commands::put_hold_picture,
            commands::remove_hold_picture,
            commands::subscribe,
            commands::monitor_url,
            commands::open_show,
            commands::displays,
            commands::open_program,
            commands::close_program,
        ])
        .setup(move |app| Ok(set_up(app.handle(), args)?))
        .build(context())
        .context("the window system can't be used")?;
    // The engine's own word, which the app's exit code knows nothing of.
    let ended = Arc::new(AtomicU8::new(0));
    let tell = Arc::clone(&ended);
    let code = app.run_return(move |app, event| match event {
        // The failure was read and its window closed.
        RunEvent::ExitRequested { code: None, api, .. } if failed(app) => {
            api.prevent_exit();
            end(app);
        }
        RunEvent::Exit => tell.store(shut_down(app).map_or(0, |ending| ending.code()), Ordering::Relaxed),
        _ => {}
    });
    let code = u8::try_from(code).unwrap_or(1);
    Ok(ExitCode::from(if code == 0 { ended.load(Ordering::Relaxed) } else { code }))
}

/// What the build took into this binary, the pages too.
pub fn context() -> AppContext<Wry> {
    generate_context!()
}

/// Starts the engine and opens the window: the desk, or the failure.
fn set_up(app: &AppHandle, args: Args) -> tauri::Result<()> {
    end_when_asked(app.clone());
    match start(args) {
        Ok((engine, data_dir)) => {
            say_when_it_fails(app.clone(), engine.failed());
            app.manage(Desk::new(&engine));
            app.manage(Screen::new(app, webview::kept(&data_dir)));
            app.manage(Running(Mutex::new(Some(engine))));
            window::open(app, &data_dir)
        }
        Err(error) => {
            let reason = error.to_string();
            tracing::error!("the régie could not start: {reason}");
            failure::open(app, Failure::ToStart(reason))
        }
    }
}

/// Starts the engine and says where it is, in one line on stdout.
fn start(args: Args) -> anyhow::Result<(Engine, PathBuf)> {
    let config = args.config()?;
    let data_dir = config.data_dir.clone();
    let engine = async_runtime::block_on(Engine::start(config))?;
    // Started by its icon it may have no stdout, and nobody misses the line.
    let _ = writeln!(io::stdout(), "{}", engine.ready().line());
    Ok((engine, data_dir))
}

fn end_when_asked(app: AppHandle) {
    async_runtime::spawn(async move {
        match regie::end_asked() {
            Ok(asked) => {
                asked.await;
                end(&app);
            }
            Err(error) => tracing::warn!(%error, "only the window can end this process"),
        }
    });
}

/// Ends an engine that can't go on, and says so in place of the desk.
fn say_when_it_fails(app: AppHandle, failed: impl Future<Output = regie::Failure> + Send + 'static) {
    async_runtime::spawn(async move {
        let failure = failed.await;
        if let Some(engine) = take(&app) {
            // It was logged where it happened, and so is what a disk did not take.
            let _ = engine.shutdown().await;
        }
        let in_front = app.clone();
        let said = app.run_on_main_thread(move || {
            if let Err(error) = failure::open(&in_front, Failure::ToGoOn(failure.to_string())) {
                tracing::error!(%error, "the failure has no window");
                return end(&in_front);
            }
            window::close(&in_front);
        });
        if let Err(error) = said {
            tracing::error!(%error, "the window system is gone too");
        }
    });
}

/// Ends the process, with an exit code that tells how the régie did.
fn end(app: &AppHandle) {
    app.exit(app.try_state::<Failure>().map_or(0, |failure| failure.code()));
}

fn failed(app: &AppHandle) -> bool {
    app.try_state::<Failure>().is_some()
}

/// Stops the engine; how that went.
fn shut_down(app: &AppHandle) -> Option<Ending> {
    take(app).map(|engine| async_runtime::block_on(engine.shutdown()))
}

fn take(app: &AppHandle) -> Option<Engine> {
    app.try_state::<Running>()?.0.lock().unwrap_or_else(PoisonError::into_inner).take()
}
