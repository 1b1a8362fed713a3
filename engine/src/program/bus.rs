use std::{sync::Arc, time::Duration};

use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::{
    Inputs, OnAir,
    lead_in::LeadIn,
    timeline::{STEP, Timeline},
};
use crate::{
    clock::SessionClock,
    feed::{Begin, Consumer, Feed, Next, Producer},
    media::{Frame, SessionTime, Track},
    protocol::{FeedId, Listen},
    replay::Signal,
    sound::Listener,
};

/// A cut starts with the keyframe that is there when it is not older: a browser sends no other within 300 ms of its
/// last, and what is behind it is ten pictures.
const RECENT: Duration = Duration::from_millis(320);
/// Outputs get a keyframe so often at most, however many viewers ask for one: a camera that sends nothing else has no
/// bits left for the picture.
const ASKED: Duration = Duration::from_secs(1);

/// The task's state: what is shown, and what is to be.
pub struct Bus {
    out: Producer,
    inputs: Inputs,
    clock: SessionClock,
    timeline: Timeline,
    /// Whose pictures go out.
    shown: Shown,
    /// Whose will, from their first keyframe on.
    coming: Coming,
    slots: [LeadIn; 2],
    /// The first picture of the replay that is coming, and its lead-in: shown when the replay rolls.
    first: Option<(Vec<Frame>, Frame)>,
    sound: Listener,
    /// A keyframe was asked for and has not come.
    wanted: bool,
    /// When the newest keyframe went out, and when one was asked for because an output wants it.
    keyframe: Option<SessionTime>,
    asked: Option<SessionTime>,
}

enum Shown {
    Nothing,
    Camera { id: FeedId, feed: Feed, frames: Consumer },
    Replay { id: u32 },
}

enum Coming {
    /// What is shown is what is on air.
    Nothing,
    /// A camera whose feed is not there yet.
    Awaited {
        id: FeedId,
    },
    Camera {
        id: FeedId,
        feed: Feed,
        frames: Consumer,
    },
    Replay {
        id: u32,
    },
}

impl Bus {
    pub fn new(out: Producer, inputs: Inputs, clock: SessionClock) -> Self {
        let sound = Listener::new(Listen::Program, inputs.feeds.clone(), inputs.mix.clone(), clock);
        Self {
            out,
            inputs,
            clock,
            timeline: Timeline::default(),
            shown: Shown::Nothing,
            coming: Coming::Nothing,
            slots: Default::default(),
            first: None,
            sound,
            wanted: false,
            keyframe: None,
            asked: None,
        }
    }

    /// Makes the program until `cancel` is heard or the studio is gone.
    pub async fn run(mut self, cancel: CancellationToken) {
        self.cut();
        loop {
            let asking = self.asks_at();
            let clock = self.clock;
            let going_on = tokio::select! {
                // What is on air is known before the frames of its replay come.
                biased;
                () = cancel.cancelled() => false,
                changed = self.inputs.on_air.changed() => { self.cut(); changed.is_ok() }
                changed = self.inputs.feeds.changed() => { self.joined(); changed.is_ok() }
                next = coming(&mut self.coming) => { self.came(next); true }
                next = shown(&mut self.shown) => { self.went_on(next); true }
                signal = self.inputs.replay.recv() => match signal {
                    Ok(signal) => { self.replayed(signal); true }
                    Err(RecvError::Lagged(missed)) => {
                        tracing::debug!(missed, "the program lost pictures of a replay");
                        self.slots.iter_mut().for_each(LeadIn::lose);
                        true
                    }
                    Err(RecvError::Closed) => false,
                },
                packet = self.sound.next() => packet.map(|packet| self.put(packet.frame)).is_some(),
                () = self.out.keyframe_wanted() => { self.wanted = true; true }
                () = sleep_until(clock, asking) => { self.ask(); true }
            };
            if !going_on {
                break;
            }
        }
        self.out.close();
    }

    /// Turns to what is on air.
    fn cut(&mut self) {
        let source = *self.inputs.on_air.borrow_and_update();
        (self.coming, self.first) = (Coming::Nothing, None);
        match (source, &self.shown) {
            (OnAir::Nothing, _) => self.shown = Shown::Nothing,
            (OnAir::Feed(id), Shown::Camera { id: shown, .. }) if id == *shown => {}
            (OnAir::Replay { id }, Shown::Replay { id: shown }) if id == *shown => {}
            (OnAir::Feed(id), _) => self.await_camera(id),
            (OnAir::Replay { id }, _) => {
                self.slots.iter_mut().for_each(LeadIn::lose);
                self.coming = Coming::Replay { id };
            }
        }
    }

    fn await_camera(&mut self, id: FeedId) {
        let feeds = Arc::clone(&self.inputs.feeds.borrow());
        let Some(feed) = feeds.get(&id).cloned() else {
            self.coming = Coming::Awaited { id };
            return;
        };
        let now = self.clock.now();
        let frames = feed.consumer(Begin::Arrived(now.saturating_sub(RECENT)));
        if frames.awaits_keyframe() {
            feed.request_keyframe();
        }
        self.coming = Coming::Camera { id, feed, frames };
    }

    /// Cameras came or went.
    fn joined(&mut self) {
        self.inputs.feeds.mark_unchanged();
        if let Coming::Awaited { id } = self.coming {
            self.await_camera(id);
        }
    }

    /// The camera that is to be shown has a frame.
    fn came(&mut self, next: Next) {
        match next {
            Next::Frame(frame, _) if frame.keyframe => {
                if let Coming::Camera { id, feed, frames } = std::mem::replace(&mut self.coming, Coming::Nothing) {
                    self.shown = Shown::Camera { id, feed, frames };
                }
                self.live(frame);
            }
            Next::Frame(..) | Next::Skipped { .. } => {}
            Next::Closed => self.coming = Coming::Nothing,
        }
    }

    /// The camera that is shown has a frame.
    fn went_on(&mut self, next: Next) {
        match next {
            Next::Frame(frame, _) if frame.track == Track::Video => self.live(frame),
            Next::Frame(..) | Next::Skipped { .. } => {}
            Next::Closed => self.shown = Shown::Nothing,
        }
    }

    fn live(&mut self, mut frame: Frame) {
        self.timeline.live(&mut frame, self.clock.now());
        self.put(frame);
    }

    fn replayed(&mut self, signal: Signal) {
        let (replay, slot, shown, frame) = match signal {
            Signal::Frame { replay, slot, shown, frame } => (replay, slot, shown, frame),
            Signal::Rolling { .. } => return self.begin_replay(),
            Signal::Ended { .. } => return,
        };
        let is_shown = matches!(self.shown, Shown::Replay { id } if id == replay);
        let is_coming = matches!(self.coming, Coming::Replay { id } if id == replay);
        let Some(lead_in) = self.slots.get_mut(usize::from(slot)).filter(|_| is_shown || is_coming) else { return };
        if !shown {
            lead_in.push(frame);
            return;
        }
        let Some(before) = lead_in.before(&frame) else { return };
        // What is shown goes on until the replay does: desks see it so, and the cut lists say it so.
        if is_coming && self.first.is_none() {
            self.first = Some((before, frame));
            return;
        }
        self.begin_replay();
        // Late news of what went on while the next source's keyframe is waited for is shown too.
        self.put_replayed(before, frame);
    }

    /// The replay that is coming rolls.
    fn begin_replay(&mut self) {
        let (Coming::Replay { id }, Some((before, frame))) = (&self.coming, self.first.take()) else { return };
        (self.shown, self.coming) = (Shown::Replay { id: *id }, Coming::Nothing);
        self.put_replayed(before, frame);
    }

    fn put_replayed(&mut self, before: Vec<Frame>, mut frame: Frame) {
        let mut at = self.timeline.replayed(&mut frame, before.len(), self.clock.now());
        for mut unseen in before {
            unseen.pts = at;
            at = at + STEP;
            self.put(unseen);
        }
        self.put(frame);
    }

    fn put(&mut self, mut frame: Frame) {
        frame.arrived = self.clock.now();
        if frame.keyframe {
            self.wanted = false;
            self.keyframe = Some(frame.arrived);
        }
        // A ring that lost its keyframe asks for one by itself.
        self.out.push(frame);
    }

    /// When an output's wish for a keyframe is passed on.
    fn asks_at(&self) -> Option<SessionTime> {
        let newest = self.keyframe.max(self.asked);
        self.wanted.then(|| newest.map_or(SessionTime::ZERO, |newest| newest + ASKED))
    }

    fn ask(&mut self) {
        self.asked = Some(self.clock.now());
        if let Shown::Camera { feed, .. } = &self.shown {
            feed.request_keyframe();
        }
    }
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

async fn sleep_until(clock: SessionClock, time: Option<SessionTime>) {
    match time {
        Some(time) => tokio::time::sleep_until(clock.instant(time)).await,
        None => std::future::pending().await,
    }
}
