use tokio::sync::watch;

/// Where replays are looked at: the desks and second screens whose monitors are on, which say when they show a replay's
/// first picture. A clone is a handle to the same ones.
#[derive(Debug, Clone, Default)]
pub struct Screens {
    presence: watch::Sender<Presence>,
}

#[derive(Debug, Default)]
struct Presence {
    /// How many there are.
    count: usize,
    /// How many there have ever been.
    ever: u64,
    /// The newest replay whose first picture one of them shows.
    newest: u32,
}

/// One of them, for as long as it is there.
#[derive(Debug)]
pub struct Screen {
    screens: Screens,
}

impl Screens {
    /// Another one is there.
    #[must_use]
    pub fn open(&self) -> Screen {
        self.presence.send_modify(|presence| {
            presence.count += 1;
            presence.ever += 1;
        });
        Screen { screens: self.clone() }
    }

    /// One of them shows the first picture of this replay. News of an older one is late.
    pub fn shows(&self, replay: u32) {
        self.presence.send_if_modified(|presence| {
            let is_newer = replay > presence.newest;
            presence.newest = replay.max(presence.newest);
            is_newer
        });
    }

    /// Hears of those that come from now on.
    #[must_use]
    pub fn newcomers(&self) -> Newcomers {
        let presence = self.presence.subscribe();
        let known = presence.borrow().ever;
        Newcomers { presence, known }
    }

    /// Waits until one of them shows the first picture of this replay, or until there is none.
    pub async fn show(&self, replay: u32) {
        let mut presence = self.presence.subscribe();
        // Its sender is here.
        let _ = presence.wait_for(|presence| presence.count == 0 || presence.newest >= replay).await;
    }
}

/// Hears of those that come.
#[derive(Debug)]
pub struct Newcomers {
    presence: watch::Receiver<Presence>,
    known: u64,
}

impl Newcomers {
    /// Waits until there is another one. Cancel safe.
    pub async fn next(&mut self) {
        let known = self.known;
        match self.presence.wait_for(|presence| presence.ever > known).await.map(|presence| presence.ever) {
            Ok(ever) => self.known = ever,
            Err(_) => std::future::pending().await,
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.screens.presence.send_modify(|presence| presence.count -= 1);
    }
}
