//! Replays, played as the director decides; what comes of one comes back as input.

use tokio_util::sync::CancellationToken;

use super::{actor::Actor, mailbox::Message};
use crate::{
    director::Input,
    media::SessionTime,
    protocol::Replay,
    replay::{Footage, Player, Signal, play},
};

/// The replay that is being played.
pub(super) struct Playing {
    id: u32,
    cancel: CancellationToken,
}

impl Actor {
    pub(super) fn start_playing(&mut self, replay: &Replay) {
        let footage: Vec<Footage> = replay
            .segments
            .iter()
            .filter_map(|segment| {
                let camera = self.cameras.get(self.director.id_of(segment.camera)?)?;
                Footage::take(
                    &camera.feed,
                    SessionTime::from_millis(segment.from),
                    SessionTime::from_millis(segment.to),
                )
            })
            .collect();
        let id = replay.id;
        let Some(player) = Player::new(id, footage) else { return self.later(Input::ReplayFailed { id }) };
        let cancel = self.cancel.child_token();
        self.playing = Some(Playing { id, cancel: cancel.clone() });
        let (clock, out, mailbox) = (self.clock, self.outlets.replay.clone(), self.mailbox.clone());
        let screens = self.outlets.screens.clone();
        self.tasks.spawn(async move {
            // A studio that has ended needs no news.
            let tell = async |message| {
                if let Some(mailbox) = mailbox.upgrade() {
                    let _ = mailbox.send(message).await;
                }
            };
            let rolls = async |at: SessionTime| tell(Message::ReplayRolling { id, at: at.as_millis() }).await;
            tokio::select! {
                () = cancel.cancelled() => {}
                () = play(player, clock, &out, &screens, rolls) => tell(Message::ReplayFinished { id }).await,
            }
        });
    }

    /// Stops this replay, if it is the one that plays.
    pub(super) fn stop_replay(&mut self, id: u32) {
        if self.playing.as_ref().is_some_and(|playing| playing.id == id) {
            self.stop_playing();
        }
    }

    pub(super) fn stop_playing(&mut self) {
        if let Some(Playing { id, cancel }) = self.playing.take() {
            cancel.cancel();
            // No desk may be open.
            let _ = self.outlets.replay.send(Signal::Ended { replay: id });
        }
    }
}
