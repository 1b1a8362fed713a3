use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use tokio::sync::{broadcast, watch};
use tokio_stream::{StreamExt, StreamMap};

use super::{
    DeskStandstills,
    decoder::{Decoder, send},
    desk_looks::Looking,
    fetches::{Asked, Fetches},
    hearing::Hearing,
    trail::Trail,
    wall::Wall,
    wire::{self, Channel},
};
use crate::{
    feed::{Begin, Feed, Next},
    media::{SessionTime, Track},
    protocol::{CameraNumber, FeedId, Millis, MonitorRequest},
    replay::{Screen, Screens, Signal},
    sound::Feeds,
};

type Frames = Pin<Box<dyn Stream<Item = Next> + Send>>;

/// One desk's pictures, or its sound.
pub struct Session {
    feeds: watch::Receiver<Feeds>,
    replay: broadcast::Receiver<Signal>,
    screens: Screens,
    standstills: DeskStandstills,
    looking: Looking,
    /// There from when it first watches.
    screen: Option<Screen>,
    hearing: Hearing,
    fetches: Fetches,
    trail: Trail,
    /// Whether it has listened, or fetched.
    has_other_use: bool,
    wanted: BTreeSet<FeedId>,
    cameras: StreamMap<FeedId, Frames>,
    /// What each camera's decoder was last told, and whether it still catches up with the newest frame.
    decoders: BTreeMap<FeedId, Decoder>,
    slots: [Decoder; 2],
    /// Messages of one step: at most two resets, or a config and a frame.
    ready: VecDeque<Bytes>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("wanted", &self.wanted).finish_non_exhaustive()
    }
}

impl Session {
    /// Watches nothing yet, except replays, and listens to nothing.
    #[must_use]
    pub fn new(wall: &Wall) -> Self {
        Self {
            feeds: wall.feeds.clone(),
            replay: wall.replay.subscribe(),
            screens: wall.screens.clone(),
            standstills: wall.reports.standstills.clone(),
            looking: wall.reports.looks.open(),
            screen: None,
            hearing: Hearing::new(wall.clone()),
            fetches: Fetches::new(wall),
            trail: Trail::new(wall),
            has_other_use: false,
            wanted: BTreeSet::new(),
            cameras: StreamMap::new(),
            decoders: BTreeMap::new(),
            slots: Default::default(),
            ready: VecDeque::new(),
        }
    }

    /// Takes a request of the desk.
    pub fn request(&mut self, request: MonitorRequest) {
        match request {
            MonitorRequest::Watch { feeds } => {
                tracing::debug!(feeds = feeds.len(), "a desk watches");
                self.screen.get_or_insert_with(|| self.screens.open());
                self.wanted = feeds.into_iter().collect();
                self.looking.keep(|feed| self.wanted.contains(&feed));
                self.follow();
            }
            MonitorRequest::Keyframe { feed } => {
                if let Some(feed) = self.feeds.borrow().get(&feed) {
                    feed.request_keyframe();
                }
            }
            MonitorRequest::Listen { to, decoded } => {
                self.has_other_use = true;
                self.hearing.listen(to, decoded);
            }
            MonitorRequest::Standstill { feed, decoder, drawing } => {
                if self.feeds.borrow().contains_key(&feed) {
                    self.standstills.add(feed, decoder, drawing);
                }
            }
            MonitorRequest::Looks { feed, looks } => {
                if self.wanted.contains(&feed) && self.feeds.borrow().contains_key(&feed) {
                    self.looking.sees(feed, looks);
                }
            }
            MonitorRequest::Fetch { request, camera, from, to, keyframe } => {
                self.has_other_use = true;
                self.fetches.frames(request, asked(camera, from, to), keyframe);
            }
            MonitorRequest::Coverage { request, camera, from, to } => {
                self.has_other_use = true;
                self.fetches.coverage(request, asked(camera, from, to));
            }
            MonitorRequest::Cancel { request } => self.fetches.cancel(request),
            MonitorRequest::Behind { camera, by } => self.trail.follow(camera, Duration::from_millis(by)),
            MonitorRequest::Rolling { replay } => self.screens.shows(replay),
        }
    }

    /// The next message for the desk; none when the studio is gone. Cancel safe.
    pub async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(message) = self.ready.pop_front() {
                return Some(message);
            }
            tokio::select! {
                // Live pictures first: what is fetched is as fast as there is room.
                biased;
                changed = self.feeds.changed() => {
                    changed.ok()?;
                    self.follow();
                }
                message = self.hearing.next() => return message,
                Some((feed, next)) = self.cameras.next() => self.camera(feed, next),
                signal = self.replay.recv() => match signal {
                    Ok(signal) => self.signal(signal),
                    Err(broadcast::error::RecvError::Lagged(_)) => self.reset_slots(0),
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
                message = self.trail.next() => return Some(message),
                Some(message) = self.fetches.next() => return Some(message),
            }
        }
    }

    /// Whether it is for sound or for the past alone: it has listened or fetched, and never watched.
    fn shows_no_replay(&self) -> bool {
        self.has_other_use && self.screen.is_none()
    }

    /// Opens a cursor for every camera that is wanted and there, and drops the others.
    fn follow(&mut self) {
        let feeds = Arc::clone(&self.feeds.borrow_and_update());
        let gone: Vec<_> = self.cameras.keys().copied().filter(|id| !self.wanted.contains(id)).collect();
        for id in gone {
            self.cameras.remove(&id);
            self.decoders.remove(&id);
        }
        for id in &self.wanted {
            if let Some(feed) = feeds.get(id).filter(|_| !self.cameras.contains_key(id)) {
                self.decoders.insert(*id, Decoder { config: None, catching_up: true });
                self.cameras.insert(*id, frames(feed));
            }
        }
    }

    fn camera(&mut self, id: FeedId, next: Next) {
        let channel = Channel::Camera(id);
        let decoder = self.decoders.entry(id).or_default();
        match next {
            Next::Frame(frame, _) if frame.track == Track::Audio => {}
            Next::Frame(frame, position) => {
                decoder.catching_up &= position.behind > 0;
                let hidden = decoder.catching_up;
                tracing::trace!(target: "regie::pace", pts = frame.pts.as_micros(), "a frame is sent");
                send(&mut self.ready, decoder, channel, &frame, hidden);
            }
            Next::Skipped { frames } => {
                tracing::debug!(feed = %id, frames, "a desk is too slow: it goes on at the newest keyframe");
                *decoder = Decoder { config: None, catching_up: true };
                self.ready.push_back(wire::reset(channel));
            }
            Next::Closed => {
                self.cameras.remove(&id);
                self.decoders.remove(&id);
                self.ready.push_back(wire::reset(channel));
            }
        }
    }

    fn signal(&mut self, signal: Signal) {
        if self.shows_no_replay() {
            return;
        }
        match signal {
            Signal::Frame { replay, reading, shown, due: _, frame } => {
                let Some(decoder) = self.slots.get_mut(Signal::slot(reading)) else { return };
                send(&mut self.ready, decoder, Channel::Replay { replay, reading }, &frame, !shown);
            }
            // A desk says so itself, and what follows comes in its time.
            Signal::Rolling { .. } => {}
            Signal::Hole { replay, from, to } => self.ready.push_back(wire::hole(replay, from, to)),
            Signal::Ended { replay } => self.reset_slots(replay),
        }
    }

    fn reset_slots(&mut self, replay: u32) {
        if self.shows_no_replay() {
            return;
        }
        self.slots = Default::default();
        for reading in [0, 1] {
            self.ready.push_back(wire::reset(Channel::Replay { replay, reading }));
        }
    }
}

fn asked(camera: CameraNumber, from: Millis, to: Millis) -> Asked {
    Asked { camera, from: SessionTime::from_millis(from), to: SessionTime::from_millis(to) }
}

fn frames(feed: &Feed) -> Frames {
    Box::pin(stream::unfold(feed.consumer(Begin::Newest), |mut consumer| async move {
        let next = consumer.next().await;
        Some((next, consumer))
    }))
}
