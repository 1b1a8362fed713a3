use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use tokio::sync::{broadcast, watch};

use crate::{
    director::Director,
    monitor::CameraIds,
    program::OnAir,
    protocol::{Level, Numbered, Telemetry, ToDesk, WatchSlate},
    sound::{Mix, PastSound},
};

/// What everyone hears of the studio.
pub(super) struct Announcements {
    /// For the desks: a [`ToDesk`] each, written once for all of them.
    pub events: broadcast::Sender<Bytes>,
    pub telemetry: watch::Sender<Bytes>,
    pub levels: watch::Sender<Bytes>,
    /// What the director decided about sound.
    pub mix: watch::Sender<Mix>,
    /// Whose number is whose, for who asks for the past.
    pub numbers: watch::Sender<CameraIds>,
    /// What is on air, for the program.
    pub on_air: watch::Sender<OnAir>,
    /// What those who watch see where there are no pictures.
    pub slate: watch::Sender<WatchSlate>,
}

impl Announcements {
    pub fn event(&self, event: Numbered) {
        if self.events.receiver_count() > 0 {
            // The last one may just have left.
            let _ = self.events.send(json(&ToDesk::Event { event }));
        }
    }

    pub fn telemetry(&self, telemetry: Telemetry) {
        self.telemetry.send_replace(json(&ToDesk::Telemetry { telemetry }));
    }

    pub fn levels(&self, levels: Vec<Level>) {
        replace(&self.levels, json(&ToDesk::Levels { levels }));
    }

    /// Tells program and those who watch what is heard and what is on air, as far as that has changed: before anything of
    /// it is played.
    pub fn program(&self, director: &Director) {
        let source = director.on_air().source;
        // In this order: at a cut, program has to know that a picture comes before it hears whose sound comes with it.
        replace(&self.on_air, OnAir::of(source, |number| director.feed_of(number)));
        let delay = |number| director.cameras().find(|camera| camera.number == number).map_or(0, |it| it.sound.delay);
        let past = |number| (director.past_of(number), Duration::from_millis(delay(number)));
        let replay = director.heard_replay().map(|player| PastSound::of(&player, past));
        replace(&self.mix, Mix::of(director.cameras(), director.heard(), replay));
        replace(&self.numbers, Arc::new(director.numbers()));
        replace(&self.slate, WatchSlate::of(source, director.hold()));
    }
}

/// A message to a desk as its text.
pub(super) fn json(message: &ToDesk) -> Bytes {
    serde_json::to_vec(message).expect("the protocol has string keys and plain values").into()
}

fn replace<T: PartialEq>(channel: &watch::Sender<T>, new: T) {
    channel.send_if_modified(|old| {
        let is_new = *old != new;
        *old = new;
        is_new
    });
}
