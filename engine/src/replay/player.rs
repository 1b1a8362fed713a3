use std::time::Duration;

use tokio::sync::broadcast;

use super::Signal;
use crate::{
    clock::SessionClock,
    feed::{Feed, RangeFrame},
    media::SessionTime,
};

/// A segment with its frames taken out of the ring.
#[derive(Debug)]
pub struct Footage {
    frames: Vec<RangeFrame>,
    from: SessionTime,
    duration: Duration,
}

impl Footage {
    /// Takes what `feed` has from `from` up to `to`; none when it has nothing to show there (any more).
    #[must_use]
    pub fn take(feed: &Feed, from: SessionTime, to: SessionTime) -> Option<Self> {
        let frames: Vec<RangeFrame> = feed.range(from, to).collect();
        (!frames.is_empty()).then_some(Self { frames, from, duration: to.since(from) })
    }

    fn lead_in(&self) -> impl Iterator<Item = &RangeFrame> {
        self.frames.iter().take_while(|frame| !frame.shown)
    }

    fn shown(&self) -> impl Iterator<Item = &RangeFrame> {
        self.frames.iter().skip_while(|frame| !frame.shown)
    }
}

/// Plays the footage in order, one second a second, from `started`. Returns at the end of the last segment.
///
/// Nobody listening is no error: a replay runs by the clock.
pub async fn play(
    replay: u32,
    footage: &[Footage],
    started: SessionTime,
    clock: SessionClock,
    out: &broadcast::Sender<Signal>,
) {
    let send = |segment: usize, frame: &RangeFrame| {
        let slot = u8::from(segment % 2 == 1);
        let _ = out.send(Signal::Frame { replay, slot, shown: frame.shown, frame: frame.frame.clone() });
    };
    let lead_in = |segment: usize| {
        footage.get(segment).into_iter().flat_map(Footage::lead_in).for_each(|frame| send(segment, frame));
    };
    lead_in(0);
    let mut starts = started;
    for (segment, part) in footage.iter().enumerate() {
        for (at, frame) in part.shown().enumerate() {
            until(clock, starts + frame.frame.pts.since(part.from)).await;
            send(segment, frame);
            if at == 0 {
                lead_in(segment + 1);
            }
        }
        starts = starts + part.duration;
        until(clock, starts).await;
    }
}

async fn until(clock: SessionClock, time: SessionTime) {
    tokio::time::sleep_until(clock.instant(time)).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        feed::Limits,
        media::{Frame, Track, VideoCodec, VideoConfig},
    };

    /// Thirty pictures a second for so many seconds, a keyframe each second; the data is the picture's number.
    fn feed(seconds: u64) -> Feed {
        let feed = Feed::new(Limits::default());
        let producer = feed.producer();
        let config = std::sync::Arc::new(VideoConfig {
            codec: VideoCodec::Vp8,
            width: 640,
            height: 360,
            description: bytes::Bytes::new(),
        });
        for number in 0..seconds * 30 {
            let pts = SessionTime::from_micros(number * 1_000_000 / 30);
            let keyframe = number % 30 == 0;
            producer.push(Frame {
                track: Track::Video,
                pts,
                keyframe,
                data: bytes::Bytes::copy_from_slice(&number.to_le_bytes()),
                config: keyframe.then(|| config.clone()),
                arrived: pts,
            });
        }
        feed
    }

    fn number(frame: &Frame) -> u64 {
        u64::from_le_bytes(frame.data[..].try_into().expect("eight bytes"))
    }

    fn footage(feed: &Feed, from: u64, to: u64) -> Footage {
        Footage::take(feed, SessionTime::from_millis(from), SessionTime::from_millis(to)).expect("footage")
    }

    /// Plays in virtual time and returns what was sent, with when.
    async fn played(footage: Vec<Footage>) -> (Vec<(u64, Signal)>, u64) {
        let (out, mut heard) = broadcast::channel(4096);
        let clock = SessionClock::start();
        let started = clock.now();
        let listener = tokio::spawn(async move {
            let mut signals = Vec::new();
            while let Ok(signal) = heard.recv().await {
                signals.push((clock.now().since(started).as_micros() as u64, signal));
            }
            signals
        });
        play(7, &footage, started, clock, &out).await;
        let length = clock.now().since(started).as_millis() as u64;
        drop(out);
        (listener.await.expect("the listener ends with the channel"), length)
    }

    #[tokio::test(start_paused = true)]
    async fn every_picture_of_the_range_comes_in_order_at_its_time() {
        let feed = feed(14);
        let (signals, length) = played(vec![footage(&feed, 3_500, 13_500)]).await;
        let mut shown = Vec::new();
        for (at, signal) in &signals {
            let Signal::Frame { replay: 7, slot: 0, shown: is_shown, frame } = signal else { panic!("{signal:?}") };
            if *is_shown {
                let due = frame.pts.as_micros() - 3_500_000;
                assert!(at.abs_diff(due) <= 2_000, "picture {} at {at}, due {due}", number(frame));
                shown.push(number(frame));
            } else {
                assert!(*at <= 1_000, "the lead-in comes at once");
            }
        }
        assert_eq!(shown, (105..405).collect::<Vec<_>>());
        assert!((10_000..=10_002).contains(&length), "{length} ms");
    }

    #[tokio::test(start_paused = true)]
    async fn a_cut_is_prepared_in_the_other_slot() {
        let (first, second) = (feed(10), feed(10));
        let (signals, length) =
            played(vec![footage(&first, 2_000, 4_500), footage(&second, 4_500, 6_000), footage(&first, 6_000, 7_000)])
                .await;
        let mut shown = Vec::new();
        let mut prepared = [None; 2];
        for (at, signal) in signals {
            let Signal::Frame { slot, shown: is_shown, frame, .. } = signal else { panic!("{signal:?}") };
            let before = prepared[usize::from(slot)].replace(number(&frame));
            assert!(frame.keyframe || before == Some(number(&frame) - 1), "slot {slot} gets whole GOPs");
            if is_shown {
                shown.push((slot, number(&frame)));
            } else if slot == 1 {
                assert!(at < 1_000_000, "the lead-in of the cut comes while the first segment plays");
            }
        }
        let expected: Vec<_> =
            (60..135).map(|n| (0, n)).chain((135..180).map(|n| (1, n))).chain((180..210).map(|n| (0, n))).collect();
        assert_eq!(shown, expected);
        assert!((5_000..=5_002).contains(&length), "{length} ms");
    }

    #[test]
    fn what_the_ring_no_longer_has_is_no_footage() {
        let feed = feed(5);
        assert!(Footage::take(&feed, SessionTime::from_millis(60_000), SessionTime::from_millis(70_000)).is_none());
    }
}
