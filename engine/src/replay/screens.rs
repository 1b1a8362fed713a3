use tokio::sync::watch;

/// Where replays are looked at: the desks and second screens whose monitors are on, which say when they show a replay's
/// first picture. A clone is a handle to the same ones.
#[derive(Debug, Clone, Default)]
pub struct Screens {
    state: watch::Sender<State>,
}

#[derive(Debug, Default)]
struct State {
    /// How many there are.
    count: usize,
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
        self.state.send_modify(|state| state.count += 1);
        Screen { screens: self.clone() }
    }

    /// One of them shows the first picture of this replay. News of an older one is late.
    pub fn shows(&self, replay: u32) {
        self.state.send_if_modified(|state| {
            let is_newer = replay > state.newest;
            state.newest = replay.max(state.newest);
            is_newer
        });
    }

    /// Waits until one of them shows the first picture of this replay, or until there is none.
    pub async fn show(&self, replay: u32) {
        let mut state = self.state.subscribe();
        // Its sender is here.
        let _ = state.wait_for(|state| state.count == 0 || state.newest >= replay).await;
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.screens.state.send_modify(|state| state.count -= 1);
    }
}
