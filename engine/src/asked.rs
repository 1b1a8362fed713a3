use std::io;

/// Lets the process be asked to end: resolves at the first SIGINT or SIGTERM (Ctrl-C elsewhere). The handlers are in
/// place before this returns, and stay: **the second signal ends the process at once**, whatever it waits for, with the
/// exit code that a shell gives for that signal.
///
/// Call it once, within a tokio runtime.
///
/// # Errors
/// When the system does not let us listen.
#[cfg(unix)]
pub fn end_asked() -> io::Result<impl Future<Output = ()> + Send> {
    use std::sync::{Arc, atomic::AtomicBool};

    use signal_hook::{
        consts::{SIGINT, SIGTERM},
        flag,
    };
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let asked = Arc::new(AtomicBool::new(false));
    for number in [SIGINT, SIGTERM] {
        // In this order: the first signal finds the flag down, and raises it. Both are done in the handler itself, since
        // no thread of ours may be free to do it.
        flag::register_conditional_shutdown(number, 128 + number, Arc::clone(&asked))?;
        flag::register(number, Arc::clone(&asked))?;
    }
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// As on Unix, at Ctrl-C or Ctrl-Break, and when the console's window is closed, the user logs off or Windows shuts down:
/// it waits some seconds for what a process then does. The second Ctrl-C needs a thread of the runtime's.
///
/// # Errors
/// When the system does not let us listen.
#[cfg(windows)]
pub fn end_asked() -> io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown};

    /// What a shell gives for an interrupt on Unix.
    const INTERRUPTED: i32 = 130;
    let (mut interrupt, mut stop) = (ctrl_c()?, ctrl_break()?);
    let (mut close, mut logoff, mut shutdown) = (ctrl_close()?, ctrl_logoff()?, ctrl_shutdown()?);
    let (first, asked) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = stop.recv() => {}
            _ = close.recv() => {}
            _ = logoff.recv() => {}
            _ = shutdown.recv() => {}
        }
        // Somebody waits, or the process ends already.
        let _ = first.send(());
        interrupt.recv().await;
        std::process::exit(INTERRUPTED);
    });
    Ok(async move {
        let _ = asked.await;
    })
}
