use std::time::Duration;

use tokio::sync::watch;

use super::{
    delay_line::DelayLine,
    feeds::Feeds,
    mix::{Audible, Mix},
    past::{PastSound, PastTap},
};
use crate::{
    archive::Archive,
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
    /// Whose it is; [`PastSound::FEED`] for a replay.
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
    archive: Archive,
    clock: SessionClock,
    /// So much before it is to be heard a replay's sound is given out.
    early: Duration,
    tap: Option<Tap>,
    /// The next packet begins here at the earliest.
    from: SessionTime,
}

/// What is listened to.
#[derive(Debug)]
enum Tap {
    Live(Box<LiveTap>),
    Replay(Box<PastTap>),
}

/// The camera that is listened to.
#[derive(Debug)]
struct LiveTap {
    id: FeedId,
    feed: Feed,
    cursor: SoundCursor,
    delayed: DelayLine,
}

impl Listener {
    /// Listens from now on; replays are read from the archive.
    #[must_use]
    pub fn new(
        to: Listen,
        feeds: watch::Receiver<Feeds>,
        mix: watch::Receiver<Mix>,
        archive: Archive,
        clock: SessionClock,
    ) -> Self {
        let mut listener =
            Self { to, feeds, mix, archive, clock, early: Duration::ZERO, tap: None, from: SessionTime::ZERO };
        listener.follow(clock.now());
        listener
    }

    /// Has what is known before its time, a replay's sound, so much earlier: whoever plays it has to have it before.
    #[must_use]
    pub fn with_replays_early(self, early: Duration) -> Self {
        let mut listener = Self { early, tap: None, ..self };
        listener.follow(listener.clock.now());
        listener
    }

    /// The next packet, when its time has come; none when the studio is gone. Cancel safe.
    pub async fn next(&mut self) -> Option<OpusPacket> {
        let clock = self.clock;
        loop {
            if let Some(packet) = self.due(clock.now()) {
                return Some(packet);
            }
            let due = self.tap.as_ref().and_then(Tap::due);
            tokio::select! {
                // The director's word first: nothing is given out against it.
                biased;
                changed = self.feeds.changed() => { changed.ok()?; self.follow(clock.now()); }
                changed = self.mix.changed() => { changed.ok()?; self.follow(clock.now()); }
                is_there = read(&mut self.tap) => if !is_there {
                    self.tap = None;
                },
                () = clock.sleep_until(due) => {}
            }
        }
    }

    /// Turns to what is to be heard at `now`.
    fn follow(&mut self, now: SessionTime) {
        let heard = self.mix.borrow_and_update().heard(self.to);
        let feeds = self.feeds.borrow_and_update();
        let is_there = match (&self.tap, &heard) {
            (Some(Tap::Live(tap)), Some(Audible::Live(id, delay))) => {
                (tap.id, tap.delayed.delay()) == (*id, *delay) && feeds.get(id).is_some_and(|feed| *feed == tap.feed)
            }
            (Some(Tap::Replay(tap)), Some(Audible::Replay(sound))) => tap.sound() == sound,
            _ => false,
        };
        if is_there {
            return;
        }
        self.tap = heard.and_then(|heard| match heard {
            Audible::Live(id, delay) => {
                let feed = feeds.get(&id)?.clone();
                let cursor = feed.sound(Begin::Arrived(now.saturating_sub(delay)));
                Some(Tap::Live(Box::new(LiveTap { id, feed, cursor, delayed: DelayLine::new(delay) })))
            }
            Audible::Replay(sound) => {
                Some(Tap::Replay(Box::new(PastTap::new(sound, self.archive.clone(), now, self.early))))
            }
        });
    }

    /// The oldest packet, if its time has come at `now`.
    fn due(&mut self, now: SessionTime) -> Option<OpusPacket> {
        let tap = self.tap.as_mut()?;
        while let Some(frame) = tap.pop(now) {
            if frame.pts >= self.from {
                let length = opus_duration(&frame.data).unwrap_or(OPUS_PACKET);
                self.from = frame.pts + (length - OVERLAP.min(length / 2));
                return Some(OpusPacket { feed: tap.feed(), frame });
            }
        }
        None
    }
}

impl Tap {
    fn feed(&self) -> FeedId {
        match self {
            Self::Live(tap) => tap.id,
            Self::Replay(_) => PastSound::FEED,
        }
    }

    fn due(&self) -> Option<SessionTime> {
        match self {
            Self::Live(tap) => tap.delayed.due(),
            Self::Replay(tap) => tap.due(),
        }
    }

    fn pop(&mut self, now: SessionTime) -> Option<Frame> {
        match self {
            Self::Live(tap) => tap.delayed.pop(now),
            Self::Replay(tap) => tap.pop(now),
        }
    }
}

/// Waits until there is more to be given out; whether there will be: a camera that was removed has no more, and the feeds
/// change too.
async fn read(tap: &mut Option<Tap>) -> bool {
    match tap {
        Some(Tap::Live(tap)) => {
            let packet = tap.cursor.next().await;
            let is_there = packet.is_some();
            packet.into_iter().for_each(|packet| tap.delayed.push(packet));
            is_there
        }
        Some(Tap::Replay(tap)) => {
            tap.read().await;
            true
        }
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
