use std::{collections::VecDeque, pin::Pin, time::Duration};

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::sync::watch;
use tokio_stream::StreamMap;

use super::{
    decoder::{Decoder, send},
    wall::{CameraIds, Wall},
    wire::{self, Channel},
};
use crate::{
    archive::{Ahead, Archive},
    clock::SessionClock,
    feed::RangeFrame,
    media::SessionTime,
    protocol::{CameraId, CameraNumber},
};

/// Requests of one desk that may run at once: what is around its cue of four angles, and a thumbnail.
const MOST: usize = 8;

/// A picture that was not there so long after its time is not on its way any more, unless the feed says so.
const ON_ITS_WAY: Duration = Duration::from_secs(1);

type Messages = Pin<Box<dyn Stream<Item = Bytes> + Send>>;

/// What one desk asks of the past. Nothing is read that is not sent: a desk that is slow holds up what it asked for.
pub(super) struct Fetches {
    archive: Archive,
    numbers: watch::Receiver<CameraIds>,
    clock: SessionClock,
    running: StreamMap<u32, Messages>,
}

/// The stretch of a camera's past that is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub camera: CameraNumber,
    pub from: SessionTime,
    pub to: SessionTime,
}

impl Fetches {
    /// Of a desk that has asked for nothing yet.
    pub fn new(wall: &Wall) -> Self {
        let Wall { archive, numbers, clock, .. } = wall;
        Self { archive: archive.clone(), numbers: numbers.clone(), clock: *clock, running: StreamMap::new() }
    }

    /// Sends the frames of a stretch, or its first keyframe alone.
    pub fn frames(&mut self, request: u32, asked: Asked, keyframe: bool) {
        let messages = self.camera(request, asked).map(|id| {
            let frames = self.archive.frames(&id, asked.from, asked.to).ahead();
            let fetch = Fetch::new(request, frames, asked, keyframe, self.clock);
            stream::unfold(fetch, |mut fetch| async move { Some((fetch.next().await?, fetch)) }).boxed()
        });
        self.run(request, messages);
    }

    /// Sends what there is within a stretch.
    pub fn coverage(&mut self, request: u32, asked: Asked) {
        let archive = self.archive.clone();
        let messages = self.camera(request, asked).map(|id| {
            // It may wait for the disk.
            let read = tokio::task::spawn_blocking(move || archive.coverage(&id, asked.from, asked.to));
            let message = async move { wire::coverage(request, &read.await.unwrap_or_default()) };
            stream::once(message).boxed()
        });
        self.run(request, messages);
    }

    /// Ends a request, if it runs.
    pub fn cancel(&mut self, request: u32) {
        self.running.remove(&request);
    }

    /// The next message; none while nothing is asked for. Cancel safe.
    pub async fn next(&mut self) -> Option<Bytes> {
        self.running.next().await.map(|(_, message)| message)
    }

    fn camera(&mut self, request: u32, Asked { camera, from, to }: Asked) -> Result<CameraId, String> {
        self.cancel(request);
        if self.running.len() >= MOST {
            return Err(format!("{MOST} requests run already"));
        }
        if from >= to {
            return Err("it is over before it begins".to_owned());
        }
        let id = self.numbers.borrow().get(&camera).cloned();
        id.ok_or_else(|| format!("there is no camera {camera}"))
    }

    fn run(&mut self, request: u32, messages: Result<Messages, String>) {
        let messages = messages.unwrap_or_else(|reason| {
            tracing::debug!(request, reason, "a desk's request is refused");
            let refusal = wire::refused(request, &reason);
            stream::once(std::future::ready(refusal)).boxed()
        });
        self.running.insert(request, messages);
    }
}

/// One request for frames.
struct Fetch {
    request: u32,
    frames: Ahead,
    asked: Asked,
    is_keyframe_enough: bool,
    clock: SessionClock,
    decoder: Decoder,
    /// Messages of one step.
    ready: VecDeque<Bytes>,
    newest: Option<SessionTime>,
    is_over: bool,
}

impl Fetch {
    fn new(request: u32, frames: Ahead, asked: Asked, is_keyframe_enough: bool, clock: SessionClock) -> Self {
        let (decoder, ready) = (Decoder::default(), VecDeque::new());
        Self { request, frames, asked, is_keyframe_enough, clock, decoder, ready, newest: None, is_over: false }
    }

    /// The next message; none when everything is said. Cancel safe.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(message) = self.ready.pop_front() {
                return Some(message);
            }
            if self.is_over {
                return None;
            }
            match self.frames.next().await {
                Some(RangeFrame { frame, shown }) => {
                    self.newest = Some(frame.pts);
                    send(&mut self.ready, &mut self.decoder, Channel::Fetched(self.request), &frame, !shown);
                    if self.is_keyframe_enough {
                        self.end();
                    }
                }
                None => self.end(),
            }
        }
    }

    fn end(&mut self) {
        self.is_over = true;
        self.ready.push_back(wire::end(self.request, self.complete_until()));
    }

    /// Up to when nothing more comes of what was asked for.
    fn complete_until(&self) -> SessionTime {
        let Asked { from, to, .. } = self.asked;
        if !self.frames.is_whole() {
            return from;
        }
        if self.clock.now() > to + ON_ITS_WAY { to } else { self.newest.map_or(from, |newest| newest.clamp(from, to)) }
    }
}

#[cfg(test)]
mod tests;
