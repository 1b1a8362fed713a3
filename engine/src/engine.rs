use std::path::PathBuf;

use serde::Serialize;

use crate::{
    clock::KeptClock,
    config::Config,
    director::Limits,
    ending::{Ending, LONGEST, PATIENCE},
    error::Error,
    lan::{self, AppState, Certificate, Listeners, Tokens, WayIn},
    peer::UdpMux,
    store::Store,
    studio::{Persisted, Startup, Stills, StoredLibrary, Studio},
    vital::{Failure, Vitals},
};

/// Where everything is, once everything listens: the line that the headless binary prints.
#[derive(Debug, Clone, Serialize)]
pub struct Ready {
    /// The desk, for a browser on this machine; the director's token is in its fragment.
    pub desk: String,
    /// What the QR code says. None without a network.
    pub join: Option<String>,
    /// The plain listener's WHIP endpoint. None without a network.
    pub whip: Option<String>,
    /// The page on the plain listener that shows program in any browser. None without a network.
    pub watch: Option<String>,
    /// Where shows are recorded, a folder each.
    pub shows: PathBuf,
    /// This process.
    pub pid: u32,
}

impl Ready {
    /// The line itself, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("plain strings and a number")
    }
}

/// A running régie. Dropping it stops it without waiting; [`Engine::shutdown`] waits.
#[derive(Debug)]
pub struct Engine {
    studio: Studio,
    ready: Ready,
    monitor_url: String,
    vitals: Vitals,
}

impl Engine {
    /// Starts everything: tokens and certificate, the studio, the listeners.
    ///
    /// # Errors
    /// [`Error`] says what could not be had; nothing is left running.
    pub async fn start(config: Config) -> Result<Self, Error> {
        // Two libraries bring a provider for rustls; whoever comes second finds this one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let store = Store::open(&config.data_dir, "studio.json")?;
        let persisted = store.load::<Persisted>()?.unwrap_or_default();
        let no_still = |source| Error::DataDir { path: config.data_dir.clone(), source };
        let stills = Stills::open(&config.data_dir).map_err(no_still)?;
        let clock = KeptClock::open(&config.data_dir)?;
        let tokens = Tokens::load_or_make(&config.data_dir)?;
        let listeners = Listeners::bind(&config)?;
        let vitals = Vitals::new();
        let media_port = UdpMux::open(config.media_port, config.bind, &vitals)?;
        let [https_port, http_port, desk_port] = listeners.ports();
        let way_in = WayIn { https_port, http_port, crew: tokens.crew.clone(), bind: config.bind };
        let addresses = way_in.addresses();
        let tls = Certificate::load_or_make(&config.data_dir, &lan::ips(&addresses))?.config().await?;
        let join = way_in.join(addresses, persisted.address.as_deref());
        let director = tokens.director.reveal();
        let ready = Ready {
            desk: format!("http://127.0.0.1:{desk_port}/#token={director}"),
            join: join.url.clone(),
            whip: join.whip.clone(),
            watch: join.watch.clone(),
            shows: std::path::absolute(&config.shows_dir).unwrap_or_else(|_| config.shows_dir.clone()),
            pid: std::process::id(),
        };
        let monitor_url = format!("ws://127.0.0.1:{desk_port}/monitor?token={director}");

        let limits =
            Limits { camera_limit: config.camera_limit, viewer_limit: config.viewer_limit, ..Limits::default() };
        let startup = Startup {
            limits,
            ring: crate::feed::Limits::default(),
            media_port: media_port.clone(),
            clock: clock.clock(),
            join,
            persisted,
            shows: config.shows_dir.clone(),
            store,
            library: StoredLibrary::open(&config.data_dir)?,
            stills,
        };
        let studio = Studio::start(startup, &vitals);
        vitals.tasks().spawn(clock.keep(vitals.cancel().clone()));
        let engine = Self { studio: studio.clone(), ready, monitor_url, vitals };
        let app = AppState { studio: studio.clone(), tokens, vitals: engine.vitals.clone() };
        listeners.serve(&app, tls.clone())?;
        let way_in = lan::watch(way_in, studio, tls, config.data_dir, engine.vitals.cancel().clone());
        engine.vitals.spawn("the look at the machine's addresses", way_in);
        if let Some(path) = &config.ready_file {
            std::fs::write(path, engine.ready.line() + "\n")
                .map_err(|source| Error::DataDir { path: path.clone(), source })?;
        }
        tracing::info!(https_port, http_port, desk_port, media_port = media_port.number(), "ready");
        Ok(engine)
    }

    /// A handle of the studio.
    #[must_use]
    pub fn studio(&self) -> Studio {
        self.studio.clone()
    }

    /// Where everything is.
    #[must_use]
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// The monitors' WebSocket with the director's token, for a desk that has no browser URL.
    #[must_use]
    pub fn monitor_url(&self) -> String {
        self.monitor_url.clone()
    }

    /// Waits until a task has ended that the régie can't do without: nothing is left then but to [shut
    /// down](Self::shutdown), and to start another engine. For ever as long as all is well.
    pub fn failed(&self) -> impl Future<Output = Failure> + Send + 'static {
        let vitals = self.vitals.clone();
        async move { vitals.failed().await }
    }

    /// Stops everything and waits until it has stopped: connections are closed, settings and recordings are written. A
    /// disk that hangs is waited for half a minute at most; threads that it holds up are then left behind, and only the
    /// end of the process ends them.
    pub async fn shutdown(self) -> Ending {
        self.vitals.cancel().cancel();
        self.vitals.tasks().close();
        let stopped = self.vitals.tasks().wait();
        tokio::pin!(stopped);
        if tokio::time::timeout(PATIENCE, &mut stopped).await.is_err() {
            let rest = LONGEST - PATIENCE;
            tracing::warn!(?rest, "waiting for the disk: another Ctrl-C ends at once what it has not taken");
            if tokio::time::timeout(rest, stopped).await.is_err() {
                tracing::error!("the disk did not take everything: the next start completes what was recorded");
                return self.vitals.failure().map_or(Ending::Unfinished, Ending::Failed);
            }
        }
        self.vitals.failure().map_or(Ending::Well, Ending::Failed)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.vitals.cancel().cancel();
    }
}

#[cfg(test)]
mod tests;
