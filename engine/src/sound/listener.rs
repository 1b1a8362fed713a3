use std::time::Duration;

use tokio::sync::watch;

use super::{delay_line::DelayLine, feeds::Feeds, mix::Mix};
use crate::{
    clock::SessionClock,
    feed::{Begin, Feed, SoundCursor},
    media::{Frame, OPUS_PACKET, SessionTime, opus_duration},
    protocol::{FeedId, Listen},
};

/// A packet may begin before the end of the one before it by this much, since cameras' clocks differ by some
/// milliseconds, and by half of that one's length: time never goes back.
const OVERLAP: Duration = Duration::from_millis(10);

/// One packet of the sound that is listened to (RFC 6716 section 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpusPacket {
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
    tap: Option<Tap>,
    /// The next packet begins here at the earliest.
    from: SessionTime,
}

/// The camera that is listened to.
#[derive(Debug)]
struct Tap {
    id: FeedId,
    feed: Feed,
    cursor: SoundCursor,
    delayed: DelayLine,
}

impl Listener {
    /// Listens from now on.
    #[must_use]
    pub fn new(to: Listen, feeds: watch::Receiver<Feeds>, mix: watch::Receiver<Mix>, clock: SessionClock) -> Self {
        let mut listener = Self { to, feeds, mix, clock, tap: None, from: SessionTime::ZERO };
        listener.follow(clock.now());
        listener
    }

    /// The next packet, when its time has come; none when the studio is gone. Cancel safe.
    pub async fn next(&mut self) -> Option<OpusPacket> {
        let clock = self.clock;
        loop {
            if let Some(packet) = self.due(clock.now()) {
                return Some(packet);
            }
            let due = self.tap.as_ref().and_then(|tap| tap.delayed.due());
            tokio::select! {
                // The director's word first: nothing is given out against it.
                biased;
                changed = self.feeds.changed() => { changed.ok()?; self.follow(clock.now()); }
                changed = self.mix.changed() => { changed.ok()?; self.follow(clock.now()); }
                packet = read(&mut self.tap) => match (packet, &mut self.tap) {
                    (Some(packet), Some(tap)) => tap.delayed.push(packet),
                    // Its camera was removed: the feeds change too.
                    _ => self.tap = None,
                },
                () = clock.sleep_until(due) => {}
            }
        }
    }

    /// Turns to the camera that is to be heard at `now`.
    fn follow(&mut self, now: SessionTime) {
        let heard = self.mix.borrow_and_update().heard(self.to);
        let feeds = self.feeds.borrow_and_update();
        let is_there = |tap: &Tap| {
            heard == Some((tap.id, tap.delayed.delay())) && feeds.get(&tap.id).is_some_and(|feed| *feed == tap.feed)
        };
        if self.tap.as_ref().is_some_and(is_there) {
            return;
        }
        self.tap = heard.and_then(|(id, delay)| {
            let feed = feeds.get(&id)?.clone();
            let cursor = feed.sound(Begin::Arrived(now.saturating_sub(delay)));
            Some(Tap { id, feed, cursor, delayed: DelayLine::new(delay) })
        });
    }

    /// The oldest packet, if its time has come at `now`.
    fn due(&mut self, now: SessionTime) -> Option<OpusPacket> {
        let tap = self.tap.as_mut()?;
        while let Some(frame) = tap.delayed.pop(now) {
            if frame.pts >= self.from {
                let length = opus_duration(&frame.data).unwrap_or(OPUS_PACKET);
                self.from = frame.pts + (length - OVERLAP.min(length / 2));
                return Some(OpusPacket { feed: tap.id, frame });
            }
        }
        None
    }
}

async fn read(tap: &mut Option<Tap>) -> Option<Frame> {
    match tap {
        Some(tap) => tap.cursor.next().await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
