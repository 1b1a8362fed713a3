use std::sync::Arc;

use tokio::sync::watch;

use super::begin::Begin;
use super::cursor::Cursor;
use super::ring::Ring;
use super::shared::Shared;
use crate::media::{Frame, Track};

/// A cursor over the sound of a feed's live side, which needs no keyframe to start at.
///
/// It holds no frames and slows nobody down. A reader that is so slow that what it has to read is gone from the ring
/// goes on with what comes next.
#[derive(Debug)]
pub struct SoundCursor {
    shared: Arc<Shared>,
    cursor: Cursor,
    changes: watch::Receiver<()>,
}

impl SoundCursor {
    pub(super) fn new(shared: Arc<Shared>, begin: Begin) -> Self {
        let cursor = Cursor::new(begin, &shared.lock().sides.live);
        let changes = shared.changes();
        Self { shared, cursor, changes }
    }

    /// Waits for the next frame of sound; none when the feed is closed. Cancel safe.
    pub async fn next(&mut self) -> Option<Frame> {
        let Self { shared, cursor, changes } = self;
        let found = |frame: Frame| Some(Some(frame));
        shared
            .read(
                changes,
                |locked| if locked.closed { Some(None) } else { read(cursor, &locked.sides.live).and_then(found) },
            )
            .await
    }
}

fn read(cursor: &mut Cursor, ring: &Ring) -> Option<Frame> {
    if cursor.is_gone(ring) {
        cursor.skip_to_end(ring);
    }
    loop {
        let frame = &cursor.read(ring)?.frame;
        if frame.track == Track::Audio {
            return Some(frame.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::feed::{
        Feed, Limits, Producer,
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
        let mut cursor = feed.sound(Begin::Arrived(at(25)));
        assert_eq!(heard(&mut cursor), [25, 45, 85]);
        producer.push(delta(99));
        producer.push(audio(105));
        assert_eq!(heard(&mut cursor), [105]);
        assert_eq!(heard(&mut feed.sound(Begin::Arrived(at(200)))), [0; 0]);
    }

    #[test]
    fn sound_needs_no_picture() {
        let (feed, producer) = stage();
        let mut cursor = feed.sound(Begin::Arrived(at(0)));
        producer.push(audio(20));
        assert_eq!(heard(&mut cursor), [20]);
    }

    #[test]
    fn a_reader_that_the_ring_has_passed_goes_on_with_what_comes() {
        let (feed, producer) = stage();
        producer.push(key(0));
        let mut cursor = feed.sound(Begin::Arrived(at(0)));
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
        let mut cursor = feed.sound(Begin::Arrived(at(0)));
        feed.close();
        assert_eq!(cursor.next().now_or_never(), Some(None));
    }
}
