use std::time::Duration;

use tokio::sync::broadcast;

use super::{Screens, Signal};
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

/// How long a replay waits for a desk to show its first picture: a decoder has a lead-in of a hundred pictures done in
/// half of it. After that it goes on by the clock, and a desk that is slower loses pictures.
const PATIENCE: Duration = Duration::from_millis(500);

/// Plays the footage in order, one second a second. Returns at the end of the last segment.
///
/// The first picture is sent at once, behind its lead-in. The clock starts when one of the `screens` says that it shows
/// it, so that no picture of the range is used up by the lead-in's decoding; where there is none, at once. `rolls` is
/// told that moment.
pub async fn play(
    replay: u32,
    footage: &[Footage],
    clock: SessionClock,
    out: &broadcast::Sender<Signal>,
    screens: &Screens,
    rolls: impl AsyncFnOnce(SessionTime),
) {
    let send = |segment: usize, frame: &RangeFrame| {
        let slot = u8::from(segment % 2 == 1);
        // Nobody listening is no error: a replay runs by the clock.
        let _ = out.send(Signal::Frame { replay, slot, shown: frame.shown, frame: frame.frame.clone() });
    };
    let lead_in = |segment: usize| {
        footage.get(segment).into_iter().flat_map(Footage::lead_in).for_each(|frame| send(segment, frame));
    };
    let Some((opening, first)) = footage.first().and_then(|part| Some((part, part.shown().next()?))) else { return };
    lead_in(0);
    send(0, first);
    if tokio::time::timeout(PATIENCE, screens.show(replay)).await.is_err() {
        tracing::debug!(replay, "no desk shows the replay yet: it goes on");
    }
    // The first picture is shown before its time in the range, and all others as much before theirs.
    let ahead = first.frame.pts.since(opening.from);
    let started = clock.now();
    let _ = out.send(Signal::Rolling { replay });
    rolls(started).await;
    lead_in(1);
    let mut played = Duration::ZERO;
    for (segment, part) in footage.iter().enumerate() {
        for (at, frame) in part.shown().enumerate().skip(usize::from(segment == 0)) {
            until(clock, started + (played + frame.frame.pts.since(part.from)).saturating_sub(ahead)).await;
            send(segment, frame);
            if at == 0 && segment > 0 {
                lead_in(segment + 1);
            }
        }
        played += part.duration;
    }
    until(clock, started + played).await;
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

    /// Plays in virtual time to a desk that shows the first picture so long after it was sent, or never. Returns what
    /// was sent and the length of the whole, in microseconds from the moment when the replay was said to roll.
    async fn played(footage: Vec<Footage>, decoding: Option<Duration>) -> (Vec<(i64, Signal)>, i64) {
        let (out, mut heard) = broadcast::channel(4096);
        let clock = SessionClock::start();
        let since = move |started: SessionTime| {
            i64::try_from(clock.now().as_micros()).expect("a short test")
                - i64::try_from(started.as_micros()).expect("a short test")
        };
        let started = clock.now() + decoding.unwrap_or(PATIENCE);
        let screens = Screens::default();
        screens.shows(6);
        let (screen, desk) = (screens.open(), screens.clone());
        let listener = tokio::spawn(async move {
            let mut signals = Vec::new();
            let mut is_decoding = true;
            while let Ok(signal) = heard.recv().await {
                let is_first = matches!(signal, Signal::Frame { shown: true, .. }) && is_decoding;
                signals.push((since(started), signal));
                if let Some(decoding) = decoding.filter(|_| is_first) {
                    tokio::time::sleep(decoding).await;
                    desk.shows(7);
                    is_decoding = false;
                }
            }
            drop(screen);
            signals
        });
        let mut rolled = None;
        play(7, &footage, clock, &out, &screens, async |at| rolled = Some(at)).await;
        let late = rolled.expect("it rolls").since(started);
        assert!(late <= Duration::from_millis(2), "it rolls {late:?} late");
        let length = since(started);
        drop(out);
        let mut signals = listener.await.expect("the listener ends with the channel");
        let rolling = signals.iter().position(|(_, signal)| matches!(signal, Signal::Rolling { replay: 7 }));
        let (at, _) = signals.remove(rolling.expect("everyone is told"));
        assert!((0..=2_000).contains(&at), "at {at}");
        (signals, length)
    }

    #[tokio::test(start_paused = true)]
    async fn every_picture_of_the_range_comes_in_order_at_its_time() {
        for decoding in [Some(Duration::from_millis(120)), None] {
            let feed = feed(14);
            // The range begins 10 ms before its first picture.
            let (signals, length) = played(vec![footage(&feed, 3_490, 13_490)], decoding).await;
            let before = i64::try_from(decoding.unwrap_or(PATIENCE).as_micros()).expect("half a second");
            let mut shown = Vec::new();
            for (at, signal) in &signals {
                let Signal::Frame { replay: 7, slot: 0, shown: is_shown, frame } = signal else { panic!("{signal:?}") };
                let since_first = i64::try_from(frame.pts.as_micros()).expect("a short test") - 3_500_000;
                let due = if *is_shown && since_first > 0 { since_first } else { -before };
                assert!((at - due).abs() <= 2_000, "picture {} at {at}, due {due}", number(frame));
                if *is_shown {
                    shown.push(number(frame));
                }
            }
            assert_eq!(shown, (105..405).collect::<Vec<_>>());
            assert!((10_000_000..=10_002_000).contains(&length), "{length} µs");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_look_is_not_waited_for() {
        let feed = feed(3);
        // The program bus and a desk that hears alone have the frames, and show them to nobody who would say so.
        let (out, _heard) = broadcast::channel(4096);
        let (clock, screens) = (SessionClock::start(), Screens::default());
        drop(screens.open());
        let started = clock.now();
        let mut rolled = None;
        play(1, &[footage(&feed, 1_000, 2_000)], clock, &out, &screens, async |at| rolled = Some(at)).await;
        assert!(rolled.expect("it rolls").since(started) <= Duration::from_millis(2));
        let length = clock.now().since(started).as_millis();
        assert!((1_000..=1_003).contains(&length), "{length} ms");
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_desk_that_leaves_is_not_waited_for() {
        let feed = feed(3);
        let (out, _heard) = broadcast::channel(4096);
        let (clock, screens) = (SessionClock::start(), Screens::default());
        let screen = screens.open();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            drop(screen);
        });
        let started = clock.now();
        let mut rolled = None;
        play(1, &[footage(&feed, 1_000, 2_000)], clock, &out, &screens, async |at| rolled = Some(at)).await;
        let rolled = rolled.expect("it rolls").since(started).as_millis();
        assert!((100..=102).contains(&rolled), "after {rolled} ms");
    }

    #[tokio::test(start_paused = true)]
    async fn a_cut_is_prepared_in_the_other_slot() {
        let (first, second) = (feed(10), feed(10));
        let (signals, length) = played(
            vec![footage(&first, 2_000, 4_500), footage(&second, 4_500, 6_000), footage(&first, 6_000, 7_000)],
            Some(Duration::from_millis(80)),
        )
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
        assert!((5_000_000..=5_002_000).contains(&length), "{length} µs");
    }

    #[test]
    fn what_the_ring_no_longer_has_is_no_footage() {
        let feed = feed(5);
        assert!(Footage::take(&feed, SessionTime::from_millis(60_000), SessionTime::from_millis(70_000)).is_none());
    }
}
