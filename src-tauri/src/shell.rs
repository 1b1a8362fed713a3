use std::{
    env,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    sync::{Mutex, PoisonError},
};

use anyhow::{Context, bail};
use regie::{Args, Engine};
use tauri::{AppHandle, Manager, RunEvent, async_runtime, generate_context, generate_handler};

use crate::{
    commands,
    desk::Desk,
    failure::{self, Failure},
    screen::Screen,
    signals, window,
};

/// The engine while it runs; taken to be shut down. A lock because the app shares what it manages.
struct Running(Mutex<Option<Engine>>);

/// Runs the desktop until its window is closed or somebody ends the process.
///
/// # Errors
/// When the system gives us no window at all.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    // GTK would panic.
    if cfg!(target_os = "linux") && ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().all(|name| env::var_os(name).is_none()) {
        bail!("there is no display here (no DISPLAY, no WAYLAND_DISPLAY): `regie` is the régie without a window");
    }
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
            commands::hold,
            commands::set_hold,
            commands::put_hold_picture,
            commands::remove_hold_picture,
            commands::rename,
            commands::renumber,
            commands::remove,
            commands::remove_lost,
            commands::erase,
            commands::start_recording,
            commands::stop_recording,
            commands::mark,
            commands::clip,
            commands::program_sound,
            commands::mute,
            commands::sound_mode,
            commands::sound_delay,
            commands::connect,
            commands::disconnect,
            commands::choose_address,
            commands::report_codecs,
            commands::subscribe,
            commands::monitor_url,
            commands::open_show,
            commands::displays,
            commands::open_program,
            commands::close_program,
        ])
        .setup(move |app| Ok(set_up(app.handle(), args)?))
        .build(generate_context!())
        .context("the window system can't be used")?;
    let code = app.run_return(|app, event| match event {
        // The failure was read and its window closed.
        RunEvent::ExitRequested { code: None, api, .. } if failed(app) => {
            api.prevent_exit();
            end(app);
        }
        RunEvent::Exit => shut_down(app),
        _ => {}
    });
    Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Starts the engine and opens the window: the desk, or the failure.
fn set_up(app: &AppHandle, args: Args) -> tauri::Result<()> {
    end_when_asked(app.clone());
    match start(args) {
        Ok((engine, data_dir)) => {
            app.manage(Desk::new(&engine));
            app.manage(Screen::new(app, window::kept(&data_dir)));
            app.manage(Running(Mutex::new(Some(engine))));
            window::open(app, &data_dir)
        }
        Err(error) => {
            let reason = error.to_string();
            tracing::error!("the régie could not start: {reason}");
            failure::open(app, Failure(reason))
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
        match signals::end_asked().await {
            Ok(()) => end(&app),
            Err(error) => tracing::warn!(%error, "only the window can end this process"),
        }
    });
}

/// Ends the process, with an exit code that tells whether there was a régie.
fn end(app: &AppHandle) {
    app.exit(i32::from(failed(app)));
}

fn failed(app: &AppHandle) -> bool {
    app.try_state::<Failure>().is_some()
}

fn shut_down(app: &AppHandle) {
    let Some(running) = app.try_state::<Running>() else { return };
    let engine = running.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(engine) = engine {
        async_runtime::block_on(engine.shutdown());
    }
}
