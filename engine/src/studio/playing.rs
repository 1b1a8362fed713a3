//! Replays, played as the director decides; what comes of one comes back as input.

use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use super::{mailbox::Message, tasks::Tasks};
use crate::{
    clock::SessionClock,
    director::Input,
    feed::Feed,
    media::SessionTime,
    protocol::{CameraNumber, Replay},
    replay::{Footage, Player, Screens, Signal, play},
};

/// Plays replays: one at a time.
pub(super) struct Playback {
    playing: Option<Playing>,
    clock: SessionClock,
    out: broadcast::Sender<Signal>,
    /// Where replays are looked at.
    screens: Screens,
    tasks: Tasks,
}

/// The replay that is being played.
struct Playing {
    id: u32,
    cancel: CancellationToken,
}

impl Playback {
    pub fn new(clock: SessionClock, out: broadcast::Sender<Signal>, screens: Screens, tasks: Tasks) -> Self {
        Self { playing: None, clock, out, screens, tasks }
    }

    /// Plays a replay of these cameras' feeds. Returns what the director has to hear at once.
    pub fn start<'a>(&mut self, replay: &Replay, feed: impl Fn(CameraNumber) -> Option<&'a Feed>) -> Option<Input> {
        let footage: Vec<Footage> = replay
            .segments
            .iter()
            .filter_map(|segment| {
                let feed = feed(segment.camera)?;
                Footage::take(feed, SessionTime::from_millis(segment.from), SessionTime::from_millis(segment.to))
            })
            .collect();
        let id = replay.id;
        let Some(player) = Player::new(id, footage) else { return Some(Input::ReplayFailed { id }) };
        let cancel = self.tasks.token();
        self.playing = Some(Playing { id, cancel: cancel.clone() });
        let (clock, out, studio) = (self.clock, self.out.clone(), self.tasks.news());
        let screens = self.screens.clone();
        self.tasks.spawn_until(cancel, async move {
            let rolls = async |at: SessionTime| {
                studio.tell(Message::Input(Input::ReplayRolling { id, at: at.as_millis() })).await;
            };
            play(player, clock, &out, &screens, rolls).await;
            Message::ReplayFinished { id }
        });
        None
    }

    /// Stops this replay, if it is the one that plays.
    pub fn stop(&mut self, id: u32) {
        if self.playing.as_ref().is_some_and(|playing| playing.id == id) {
            self.end();
        }
    }

    /// Stops what plays.
    pub fn end(&mut self) {
        if let Some(Playing { id, cancel }) = self.playing.take() {
            cancel.cancel();
            // No desk may be open.
            let _ = self.out.send(Signal::Ended { replay: id });
        }
    }
}
