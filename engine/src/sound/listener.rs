use std::{collections::VecDeque, time::Duration};

use tokio::sync::watch;

use super::{Feeds, Mix};
use crate::{
    clock::SessionClock,
    feed::SoundCursor,
    media::{Frame, OPUS_PACKET, SessionTime, opus_duration},
    protocol::{FeedId, Listen},
};

/// Packets that may wait for their delay: a second of the shortest ones that browsers send, 10 ms. One more pushes out
/// the oldest.
const WAITING: usize = 128;
/// A packet may begin before the end of the one before it by this much, since cameras' clocks differ by some
/// milliseconds, and by half of that one's length: time never goes back.
const OVERLAP: Duration = Duration::from_millis(10);

/// One packet of the sound that is listened to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Whose it is.
    pub feed: FeedId,
    /// The packet. Its `pts` is when it is to be heard: its camera's delay is in it.
    pub frame: Frame,
}

/// What somebody listens to: it follows the director, and gives each packet out when its camera's delay is over.
///
/// What it gives grows in time: at a switch to a camera whose packets overlap those before, the overlapping ones are
/// left out. While there is silence it gives nothing.
#[derive(Debug)]
pub struct Listener {
    to: Listen,
    feeds: watch::Receiver<Feeds>,
    mix: watch::Receiver<Mix>,
    clock: SessionClock,
    source: Option<Source>,
    /// The next packet begins here at the earliest.
    from: SessionTime,
}

#[derive(Debug)]
struct Source {
    feed: FeedId,
    delay: Duration,
    cursor: SoundCursor,
    /// Packets whose delay is not over, oldest first.
    waiting: VecDeque<Frame>,
}

impl Listener {
    /// Listens from now on.
    #[must_use]
    pub fn new(to: Listen, feeds: watch::Receiver<Feeds>, mix: watch::Receiver<Mix>, clock: SessionClock) -> Self {
        let mut listener = Self { to, feeds, mix, clock, source: None, from: SessionTime::ZERO };
        listener.follow();
        listener
    }

    /// The next packet, when its time has come; none when the studio is gone. Cancel safe.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            if let Some(heard) = self.due() {
                return Some(heard);
            }
            let due = self.source.as_ref().and_then(Source::due);
            tokio::select! {
                // The director's word first: nothing is given out against it.
                biased;
                changed = self.feeds.changed() => { changed.ok()?; self.follow(); }
                changed = self.mix.changed() => { changed.ok()?; self.follow(); }
                frame = read(&mut self.source) => match (frame, &mut self.source) {
                    (Some(frame), Some(source)) => source.wait(frame),
                    // Its camera was removed: the feeds change too.
                    _ => self.source = None,
                },
                () = sleep_until(self.clock, due) => {}
            }
        }
    }

    /// Turns to the camera that is to be heard now.
    fn follow(&mut self) {
        let heard = self.mix.borrow_and_update().heard(self.to);
        let feeds = self.feeds.borrow_and_update();
        let is_there = |source: &Source| heard == Some((source.feed, source.delay)) && source.is_of(&feeds);
        if self.source.as_ref().is_some_and(is_there) {
            return;
        }
        self.source = heard.and_then(|(feed, delay)| {
            let cursor = feeds.get(&feed)?.sound_since(self.clock.now().saturating_sub(delay));
            Some(Source { feed, delay, cursor, waiting: VecDeque::new() })
        });
    }

    /// The oldest packet, if its time has come.
    fn due(&mut self) -> Option<Heard> {
        let source = self.source.as_mut()?;
        let now = self.clock.now();
        while source.due().is_some_and(|due| due <= now) {
            let mut frame = source.waiting.pop_front()?;
            frame.pts = frame.pts + source.delay;
            if frame.pts >= self.from {
                let length = opus_duration(&frame.data).unwrap_or(OPUS_PACKET);
                self.from = frame.pts + (length - OVERLAP.min(length / 2));
                return Some(Heard { feed: source.feed, frame });
            }
        }
        None
    }
}

impl Source {
    fn is_of(&self, feeds: &Feeds) -> bool {
        feeds.get(&self.feed).is_some_and(|feed| self.cursor.reads(feed))
    }

    /// When the oldest packet's delay is over.
    fn due(&self) -> Option<SessionTime> {
        Some(self.waiting.front()?.arrived + self.delay)
    }

    fn wait(&mut self, frame: Frame) {
        if self.waiting.len() >= WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back(frame);
    }
}

async fn read(source: &mut Option<Source>) -> Option<Frame> {
    match source {
        Some(source) => source.cursor.next().await,
        None => std::future::pending().await,
    }
}

async fn sleep_until(clock: SessionClock, due: Option<SessionTime>) {
    match due {
        Some(due) => tokio::time::sleep_until(clock.instant(due)).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
