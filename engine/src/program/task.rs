use std::sync::Arc;

use tokio::sync::{
    broadcast::{self, error::RecvError},
    watch,
};
use tokio_util::sync::CancellationToken;

use super::{
    bus::{Bus, Coming, Shown},
    heard::Heard,
    on_air::OnAir,
};
use crate::{
    archive::Archive,
    clock::SessionClock,
    feed::{Feed, Limits, Next},
    media::SessionTime,
    protocol::Listen,
    replay::Signal,
    sound::{Feeds, Listener, Mix},
};

/// What the bus is made of. Each is read where it is: a slow bus never holds up who writes it.
#[derive(Debug)]
pub struct Inputs {
    /// What is on air; told before whose sound that has.
    pub on_air: watch::Receiver<OnAir>,
    /// Whose sound it has.
    pub mix: watch::Receiver<Mix>,
    /// The cameras' feeds.
    pub feeds: watch::Receiver<Feeds>,
    /// What is kept of the cameras, for the sound of replays.
    pub archive: Archive,
    /// The frames of replays.
    pub replay: broadcast::Receiver<Signal>,
}

/// The program and the task that makes it, which ends when `cancel` is heard or the studio is gone; the feed is then
/// closed.
pub fn start(inputs: Inputs, clock: SessionClock, cancel: CancellationToken) -> (Feed, impl Future<Output = ()>) {
    let feed = Feed::new(Limits::default());
    let running = run(Bus::new(feed.producer()), inputs, clock, cancel);
    (feed, running)
}

/// Makes the program until `cancel` is heard or the studio is gone: waits for what the bus is made of.
async fn run(mut bus: Bus, mut inputs: Inputs, clock: SessionClock, cancel: CancellationToken) {
    let (mut heard, mix) = (Heard::default(), watch::Sender::new(Mix::default()));
    let mut sound =
        Listener::new(Listen::Program, inputs.feeds.clone(), mix.subscribe(), inputs.archive.clone(), clock);
    inputs.on_air.mark_changed();
    inputs.mix.mark_changed();
    loop {
        let asking = bus.asks_at();
        let going_on = tokio::select! {
            // What is on air is known before the frames of its replay come.
            biased;
            () = cancel.cancelled() => false,
            changed = inputs.on_air.changed() => { turn(&mut bus, &mut inputs, clock.now()); changed.is_ok() }
            changed = inputs.mix.changed() => {
                heard.decide(inputs.mix.borrow_and_update().clone());
                // Where a cut changes both, its picture was told before.
                if inputs.on_air.has_changed().unwrap_or(false) {
                    turn(&mut bus, &mut inputs, clock.now());
                }
                changed.is_ok()
            }
            changed = inputs.feeds.changed() => {
                bus.joined(&inputs.feeds.borrow_and_update(), clock.now());
                changed.is_ok()
            }
            next = coming(&mut bus.coming) => { bus.came(next, clock.now()); true }
            next = shown(&mut bus.shown) => { bus.went_on(next, clock.now()); true }
            signal = inputs.replay.recv() => match signal {
                Ok(signal) => { bus.replayed(signal, clock.now()); true }
                Err(RecvError::Lagged(missed)) => {
                    tracing::debug!(missed, "the program lost pictures of a replay");
                    bus.lost();
                    true
                }
                Err(RecvError::Closed) => false,
            },
            packet = sound.next() => packet.map(|packet| bus.heard(packet, clock.now())).is_some(),
            () = bus.out.keyframe_wanted() => { bus.want(); true }
            () = clock.sleep_until(asking) => { bus.ask(clock.now()); true }
        };
        if !going_on {
            break;
        }
        mix.send_if_modified(|mix| heard.put(bus.awaits(), mix));
    }
    bus.out.close();
}

/// Turns to what is on air.
fn turn(bus: &mut Bus, inputs: &mut Inputs, now: SessionTime) {
    let (on_air, feeds) = (*inputs.on_air.borrow_and_update(), Arc::clone(&inputs.feeds.borrow()));
    bus.cut(on_air, &feeds, now);
}

async fn coming(coming: &mut Coming) -> Next {
    match coming {
        Coming::Camera { frames, .. } => frames.next().await,
        Coming::Nothing | Coming::Awaited { .. } | Coming::Replay { .. } => std::future::pending().await,
    }
}

async fn shown(shown: &mut Shown) -> Next {
    match shown {
        Shown::Camera { frames, .. } => frames.next().await,
        Shown::Nothing | Shown::Replay { .. } => std::future::pending().await,
    }
}
