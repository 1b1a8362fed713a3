/// Waits until somebody asks the process to end: SIGTERM or SIGINT, or Ctrl-C where there are no signals.
///
/// # Errors
/// When the system does not let us listen; nothing has been asked then.
pub async fn end_asked() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
