use tokio::sync::watch;

use super::{Feed, ring::Ring};
use crate::media::{Frame, SessionTime, Track};

/// A cursor over the sound of a feed, which needs no keyframe to start at.
///
/// It holds no frames and slows nobody down. A reader that is so slow that what it has to read is gone from the ring
/// goes on with what comes next.
#[derive(Debug)]
pub struct SoundCursor {
    feed: Feed,
    /// The number of the next frame to look at.
    next: u64,
    changed: watch::Receiver<()>,
}

impl SoundCursor {
    pub(super) fn new(feed: Feed, next: u64, changed: watch::Receiver<()>) -> Self {
        Self { feed, next, changed }
    }

    /// Whether it reads this feed.
    #[must_use]
    pub fn reads(&self, feed: &Feed) -> bool {
        self.feed.is(feed)
    }

    /// Waits for the next frame of sound; none when the feed is closed. Cancel safe.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            {
                let state = self.feed.lock();
                if state.closed {
                    return None;
                }
                if let Some(frame) = read(&mut self.next, &state.ring) {
                    return Some(frame);
                }
            }
            self.changed.changed().await.ok()?;
        }
    }
}

fn read(next: &mut u64, ring: &Ring) -> Option<Frame> {
    if *next < ring.first() {
        *next = ring.next();
    }
    while let Some(entry) = ring.get(*next) {
        *next += 1;
        if entry.frame.track == Track::Audio {
            return Some(entry.frame.clone());
        }
    }
    None
}

/// The number of the first frame that arrived at `since` or later.
pub(super) fn arrived_since(ring: &Ring, since: SessionTime) -> u64 {
    ring.arrived_since(since).unwrap_or(ring.next())
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::feed::{
        Limits, Producer,
        frames::{at, audio, delta, key},
    };

    fn stage() -> (Feed, Producer) {
        let feed = Feed::new(Limits::default());
        let producer = feed.producer();
        (feed, producer)
    }

    /// The times of the sound that is there now, in milliseconds.
    fn heard(cursor: &mut SoundCursor) -> Vec<u64> {
        std::iter::from_fn(|| cursor.next().now_or_never().flatten()).map(|frame| frame.pts.as_millis()).collect()
    }

    #[test]
    fn sound_is_read_from_a_moment_on_without_the_pictures() {
        let (feed, producer) = stage();
        for frame in [key(0), audio(5), delta(33), audio(25), audio(45), key(66), audio(85)] {
            producer.push(frame);
        }
        let mut cursor = feed.sound_since(at(25));
        assert_eq!(heard(&mut cursor), [25, 45, 85]);
        producer.push(delta(99));
        producer.push(audio(105));
        assert_eq!(heard(&mut cursor), [105]);
        assert_eq!(heard(&mut feed.sound_since(at(200))), [0; 0]);
    }

    #[test]
    fn sound_needs_no_picture() {
        let (feed, producer) = stage();
        let mut cursor = feed.sound_since(at(0));
        producer.push(audio(20));
        assert_eq!(heard(&mut cursor), [20]);
    }

    #[test]
    fn a_reader_that_the_ring_has_passed_goes_on_with_what_comes() {
        let (feed, producer) = stage();
        producer.push(key(0));
        let mut cursor = feed.sound_since(at(0));
        for second in 1..100 {
            producer.push(audio(second * 1_000 - 500));
            producer.push(key(second * 1_000));
        }
        assert_eq!(heard(&mut cursor), [0; 0]);
        producer.push(audio(100_000));
        assert_eq!(heard(&mut cursor), [100_000]);
    }

    #[test]
    fn a_closed_feed_is_silent() {
        let (feed, producer) = stage();
        producer.push(audio(20));
        let mut cursor = feed.sound_since(at(0));
        feed.close();
        assert_eq!(cursor.next().now_or_never(), Some(None));
    }
}
