//! What a replay gives out, with the time as an argument.

use std::{ops::Range, sync::Arc};

use bytes::Bytes;
use futures_util::FutureExt;

use super::*;
use crate::{
    clock::SessionClock,
    feed::{Feed, Limits, Producer, Pushed},
    media::{Frame, Side, Track, VideoCodec, VideoConfig},
    protocol::CameraId,
};

mod holes;
mod turns;

/// Cameras that are filmed.
struct Cameras {
    archive: Archive,
    feeds: Vec<(CameraId, Feed, Producer)>,
}

impl Cameras {
    /// Thirty pictures a second for so many seconds of each, a keyframe each second; the data is the picture's number.
    fn filmed(seconds: &[u64]) -> Self {
        let mut cameras = Self { archive: Archive::new(SessionClock::start()), feeds: Vec::new() };
        for seconds in seconds {
            cameras.join(Limits::default());
            pictures(0..seconds * 30).for_each(|frame| cameras.push(cameras.feeds.len() - 1, frame));
        }
        cameras
    }

    fn join(&mut self, limits: Limits) {
        let id = CameraId::new(format!("cam-{:016}", self.feeds.len())).expect("an id");
        let feed = Feed::new(limits);
        let producer = feed.producer();
        self.archive.join(&id, &feed);
        self.feeds.push((id, feed, producer));
    }

    fn push(&self, camera: usize, frame: Frame) {
        assert_eq!(self.feeds[camera].2.push(frame), Pushed::Kept);
    }

    /// A stretch of one of them, in milliseconds.
    fn footage(&self, camera: usize, from: u64, to: u64) -> Footage {
        let (from, to) = (SessionTime::from_millis(from), SessionTime::from_millis(to));
        Footage { camera: Some(self.feeds[camera].0.clone()), from, to }
    }

    fn player(&self, footage: &[(usize, u64, u64)]) -> Player {
        let footage = footage.iter().map(|(camera, from, to)| self.footage(*camera, *from, *to)).collect();
        Player::new(7, &self.archive, footage, Speed::NORMAL).expect("footage")
    }
}

fn pictures(numbers: Range<u64>) -> impl Iterator<Item = Frame> {
    let config = VideoConfig { codec: VideoCodec::Vp8, width: 640, height: 360, description: Bytes::new() };
    let config = Arc::new(config);
    numbers.map(move |number| {
        let keyframe = number % 30 == 0;
        let config = keyframe.then(|| config.clone());
        picture(SessionTime::from_micros(number * 1_000_000 / 30), number, keyframe, config)
    })
}

fn picture(pts: SessionTime, number: u64, keyframe: bool, config: Option<Arc<VideoConfig>>) -> Frame {
    let data = Bytes::copy_from_slice(&number.to_le_bytes());
    Frame { track: Track::Video, pts, keyframe, data, config, arrived: pts }
}

fn number(frame: &Frame) -> u64 {
    u64::from_le_bytes(frame.data[..].try_into().expect("eight bytes"))
}

/// When each replay here begins.
const BEGIN: u64 = 60_000_000;

/// Microseconds since a time.
fn micros(now: SessionTime, since: u64) -> i64 {
    now.as_micros() as i64 - since as i64
}

/// One replay's life: it is polled when it says, and told what is `planned` for a time, in microseconds since its first
/// picture. Returns what it gave out and when it was over, or nothing more was planned while it stood, in microseconds
/// since it rolled.
fn played(mut player: Player, planned: &mut dyn FnMut(&mut Player, u64) -> Option<u64>) -> (Vec<(i64, Signal)>, i64) {
    let mut now = SessionTime::from_micros(BEGIN);
    let (mut signals, mut rolled) = (Vec::new(), None);
    loop {
        let next = planned(&mut player, now.as_micros() - BEGIN).map(|next| SessionTime::from_micros(BEGIN + next));
        while let Some(signal) = player.poll(now) {
            match signal {
                Signal::Rolling { replay: 7 } => assert_eq!(rolled.replace(now.as_micros()), None, "once"),
                Signal::Ended { .. } | Signal::Rolling { .. } => panic!("{signal:?}"),
                signal @ (Signal::Frame { .. } | Signal::Hole { .. }) => signals.push((now, signal)),
            }
        }
        // What has left the ring is looked for on the disk.
        if player.reading.is_awaited() {
            tokio::runtime::Handle::current().block_on(player.wait());
            continue;
        }
        let deadline = player.deadline();
        let at = deadline.into_iter().chain(next).filter(|at| *at > now).min();
        match at {
            Some(at) if !player.is_over(now) => now = at,
            Some(_) | None => {
                assert!(player.is_over(now) || player.speed().0 <= 0, "something happens");
                let rolled = rolled.expect("it rolls");
                let signals = signals.into_iter().map(|(at, signal)| (micros(at, rolled), signal)).collect();
                return (signals, micros(now, rolled));
            }
        }
    }
}

/// What is done at a time, in microseconds since the first picture.
type Planned<'a> = (u64, &'a dyn Fn(&mut Player, SessionTime));

/// As [`played`], by a plan. The first picture is shown at once.
fn planned(player: Player, plan: &[Planned]) -> (Vec<(i64, Signal)>, i64) {
    let mut done = 0;
    played(player, &mut |player, now| {
        player.shown();
        // What is planned for the beginning comes when it rolls.
        while let Some((at, act)) = plan.get(done).filter(|(at, _)| *at <= now) {
            assert_eq!(*at, now, "in time");
            act(player, SessionTime::from_micros(BEGIN + now));
            done += 1;
        }
        plan.get(done).map(|(at, _)| *at)
    })
}

/// As [`played`], to a desk that shows the first picture so many microseconds after it was given out, or never.
fn shown_after(player: Player, decoding: Option<u64>) -> (Vec<(i64, Signal)>, i64) {
    played(player, &mut |player, now| {
        if decoding.is_some_and(|decoding| now >= decoding) {
            player.shown();
        }
        decoding.filter(|decoding| *decoding > now)
    })
}

/// The pictures that are shown: the reading, the number, and when they are due, in whole milliseconds.
fn shown(signals: &[(i64, Signal)]) -> Vec<(u8, u64, i64)> {
    let shown = signals.iter().filter_map(|(at, signal)| match signal {
        Signal::Frame { reading, shown: true, frame, .. } => Some((*reading, number(frame), *at / 1_000)),
        Signal::Frame { shown: false, .. } | Signal::Hole { .. } | Signal::Rolling { .. } | Signal::Ended { .. } => {
            None
        }
    });
    shown.collect()
}

/// That the decoders get whole groups of pictures, and the numbers of those that are shown.
fn decoded(signals: &[(i64, Signal)]) -> Vec<u64> {
    let (mut decoders, mut seen) = ([None; 2], Vec::new());
    for (_, signal) in signals {
        let Signal::Frame { reading, shown, frame, .. } = signal else { continue };
        let before = decoders[Signal::slot(*reading)].replace(number(frame));
        assert!(frame.keyframe || before == number(frame).checked_sub(1), "reading {reading}: {before:?}");
        if *shown {
            seen.push(number(frame));
        }
    }
    seen
}

#[test]
fn every_picture_of_the_range_comes_in_order_at_its_time() {
    for decoding in [Some(120_000), None] {
        // The range begins 10 ms before its first picture.
        let (signals, length) = shown_after(Cameras::filmed(&[14]).player(&[(0, 3_490, 13_490)]), decoding);
        let before = decoding.unwrap_or(500_000) as i64;
        let mut seen = Vec::new();
        for (at, signal) in &signals {
            let Signal::Frame { replay: 7, reading: 0, shown: is_shown, due, frame } = signal else {
                panic!("{signal:?}")
            };
            let since_first = frame.pts.as_micros() as i64 - 3_500_000;
            let wanted = if *is_shown && since_first > 0 { since_first } else { -before };
            assert_eq!(*at, wanted, "picture {}", number(frame));
            assert_eq!(micros(*due, BEGIN) - before, wanted, "picture {}", number(frame));
            if *is_shown {
                seen.push(number(frame));
            }
        }
        assert_eq!(seen, (105..405).collect::<Vec<_>>());
        assert_eq!(length, 9_990_000);
    }
}

#[test]
fn its_beginning_is_told_as_when_its_range_would_have_begun() {
    let cameras = Cameras::filmed(&[4]);
    for (speed, behind) in [(100, 10), (50, 20), (25, 40)] {
        let mut player = cameras.player(&[(0, 990, 3_000)]);
        player.set_speed(Speed(speed), SessionTime::ZERO);
        player.shown();
        let now = SessionTime::from_micros(BEGIN);
        while player.poll(now).is_some() {}
        assert_eq!(player.began(now), now.saturating_sub(Duration::from_millis(behind)));
    }
}

#[test]
fn a_cut_is_prepared_in_the_other_decoder() {
    let cameras = Cameras::filmed(&[10, 10]);
    let player = cameras.player(&[(0, 2_000, 4_500), (1, 4_500, 6_000), (0, 6_000, 7_000)]);
    let (signals, length) = shown_after(player, Some(80_000));
    decoded(&signals);
    let lead_in = signals.iter().filter(|(_, signal)| matches!(signal, Signal::Frame { shown: false, reading: 1, .. }));
    assert!(lead_in.clone().all(|(at, _)| *at == 1_500_000), "a second ahead, while the first segment plays");
    assert_eq!(lead_in.count(), 15);
    let expected: Vec<_> =
        (60..135).map(|n| (0, n)).chain((135..180).map(|n| (1, n))).chain((180..210).map(|n| (2, n))).collect();
    let shown = shown(&signals);
    assert_eq!(shown.iter().map(|(reading, number, _)| (*reading, *number)).collect::<Vec<_>>(), expected);
    assert!(shown[1..].iter().all(|(_, number, at)| ((*number as i64 - 60) * 1_000 / 30 - *at).abs() <= 1));
    assert_eq!(length, 5_000_000);
}

#[test]
fn a_segment_of_one_picture_takes_its_turn() {
    let cameras = Cameras::filmed(&[10, 10]);
    let player = cameras.player(&[(0, 2_010, 2_040), (1, 2_040, 2_110), (0, 2_110, 2_140)]);
    let (signals, length) = shown_after(player, Some(0));
    assert_eq!(shown(&signals), [(0, 61, 0), (1, 62, 33), (1, 63, 66), (2, 64, 100)]);
    // It ends with its range, and begins with its first picture.
    assert_eq!(length, 106_667);
}

#[test]
fn a_change_of_speed_while_it_plays_keeps_the_position() {
    let player = Cameras::filmed(&[4]).player(&[(0, 1_000, 3_000)]);
    // Half a second, then a pause of a minute, then half a second of it at a quarter, and the last second as it was.
    let plan = [(500_000, 0, 500_000), (60_500_000, 25, 500_000), (62_500_000, 100, 1_000_000)];
    let (signals, length) = played(player, &mut |player, now| {
        player.shown();
        let at = SessionTime::from_micros(BEGIN + now);
        if let Some((_, speed, position)) = plan.iter().find(|(change, ..)| *change == now) {
            assert_eq!(player.position(at), Duration::from_micros(*position));
            player.set_speed(Speed(*speed), at);
            assert_eq!(player.position(at), Duration::from_micros(*position));
            assert_eq!(player.speed(), Speed(*speed));
        }
        plan.iter().map(|(change, ..)| *change).find(|change| *change > now)
    });
    for (at, signal) in &signals {
        let Signal::Frame { frame, .. } = signal else { panic!("{signal:?}") };
        let due = match frame.pts.as_micros() as i64 - 1_000_000 {
            due @ ..=500_000 => due,
            due @ ..=1_000_000 => 60_500_000 + (due - 500_000) * 4,
            due => due + 61_500_000,
        };
        assert_eq!(*at, due, "picture {}", number(frame));
    }
    assert_eq!((signals.len(), length), (60, 63_500_000));
}

#[test]
fn what_comes_late_is_played_if_it_is_there_before_it_is_due() {
    let mut cameras = Cameras::filmed(&[]);
    cameras.join(Limits::default());
    let producer = &cameras.feeds[0].2;
    pictures(0..45).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    pictures(60..90).for_each(|frame| assert_eq!(producer.push_to(Side::Live, frame), Pushed::Kept));
    let mut player = cameras.player(&[(0, 0, 3_000)]);
    player.shown();
    let (mut now, mut played) = (SessionTime::from_micros(BEGIN), Vec::new());
    while !player.is_over(now) {
        while let Some(signal) = player.poll(now) {
            if let Signal::Frame { frame, .. } = signal {
                played.push(number(&frame));
            }
        }
        if played.last() == Some(&30) {
            pictures(45..90).for_each(|frame| {
                producer.push_to(Side::Completed, frame);
            });
        }
        now = player.deadline().expect("it plays").max(now + Duration::from_micros(1));
    }
    assert_eq!(played, (0..90).collect::<Vec<_>>());
}

#[test]
fn without_footage_there_is_nothing_to_play() {
    let cameras = Cameras::filmed(&[5]);
    assert!(Player::new(7, &cameras.archive, Vec::new(), Speed::NORMAL).is_none());
    for (footage, has_pictures) in [
        (vec![(0, 60_000, 70_000)], false),
        (vec![(0, 60_000, 70_000), (0, 80_000, 90_000)], false),
        (vec![(0, 60_000, 70_000), (0, 1_000, 2_000)], true),
    ] {
        let mut player = cameras.player(&footage);
        assert_eq!(player.has_pictures().now_or_never(), Some(has_pictures), "{footage:?}");
    }
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Every picture of the range comes once, in order, at its time: as much stretched as it is slower, whatever the
        /// camera's rhythm is; and it is over when its range is.
        #[test]
        fn every_picture_comes_once_at_its_time_stretched(
            gaps in proptest::collection::vec(1_000_u64..200_000, 20..120),
            group in 1_usize..40,
            (first, last) in (0_usize..100, 0_usize..100),
            speed in prop_oneof![Just(25_i16), Just(33), Just(50), Just(75), Just(100), 10_i16..=400],
            cut in any::<bool>(),
        ) {
            let mut cameras = Cameras::filmed(&[]);
            let config = VideoConfig { codec: VideoCodec::Vp8, width: 640, height: 360, description: Bytes::new() };
            let config = Arc::new(config);
            let mut times = vec![5_000_000];
            gaps.iter().for_each(|gap| times.push(times.last().copied().unwrap_or_default() + gap));
            for camera in 0..2 {
                cameras.join(Limits::default());
                for (number, at) in times.iter().enumerate() {
                    let keyframe = number % group == 0;
                    let config = keyframe.then(|| Arc::clone(&config));
                    cameras.push(camera, picture(SessionTime::from_micros(*at), number as u64, keyframe, config));
                }
            }
            let span = times[times.len() - 1] / 1_000 - 5_000;
            let at = |part: usize| 5_000 + span * part as u64 / 100;
            let (from, to) = (at(first.min(last)), at(first.max(last)) + 20);
            let middle = from.midpoint(to);
            let footage = if cut { vec![(0, from, middle), (1, middle, to)] } else { vec![(0, from, to)] };
            let mut player = cameras.player(&footage);
            player.set_speed(Speed(speed), SessionTime::ZERO);
            prop_assume!(player.has_pictures().now_or_never() == Some(true));
            let (signals, length) = shown_after(player, Some(0));
            decoded(&signals);
            let wanted: Vec<u64> = times.iter().copied().filter(|at| (from * 1_000..to * 1_000).contains(at)).collect();
            let seen: Vec<_> = signals.iter().filter_map(|(_, signal)| match signal {
                Signal::Frame { shown: true, frame, due, .. } => Some((frame.pts.as_micros(), micros(*due, BEGIN))),
                _ => None,
            }).collect();
            prop_assert_eq!(seen.iter().map(|(pts, _)| *pts).collect::<Vec<_>>(), wanted.clone());
            let stretched = |at: u64| (at as i64 - wanted[0] as i64) * 100 / i64::from(speed);
            for (pts, due) in seen {
                prop_assert!((due - stretched(pts)).abs() <= 4, "{} µs instead of {}", due, stretched(pts));
            }
            prop_assert!((length - stretched(to * 1_000)).abs() <= 4, "{} µs instead of {}", length, stretched(to * 1_000));
        }
    }
}
