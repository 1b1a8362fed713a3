//! What a replay gives out, with the time as an argument.

use std::{ops::Range, sync::Arc};

use bytes::Bytes;

use super::*;
use crate::{
    feed::{Feed, Limits, Pushed},
    media::{Frame, Side, Track, VideoCodec, VideoConfig},
};

/// Thirty pictures a second for so many seconds, a keyframe each second; the data is the picture's number.
fn feed(seconds: u64) -> Feed {
    let feed = Feed::new(Limits::default());
    let producer = feed.producer();
    pictures(0..seconds * 30).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    feed
}

fn pictures(numbers: Range<u64>) -> impl Iterator<Item = Frame> {
    let config = VideoConfig { codec: VideoCodec::Vp8, width: 640, height: 360, description: Bytes::new() };
    let config = Arc::new(config);
    numbers.map(move |number| {
        let pts = SessionTime::from_micros(number * 1_000_000 / 30);
        let keyframe = number % 30 == 0;
        Frame {
            track: Track::Video,
            pts,
            keyframe,
            data: Bytes::copy_from_slice(&number.to_le_bytes()),
            config: keyframe.then(|| config.clone()),
            arrived: pts,
        }
    })
}

fn number(frame: &Frame) -> u64 {
    u64::from_le_bytes(frame.data[..].try_into().expect("eight bytes"))
}

fn footage(feed: &Feed, from: u64, to: u64) -> Footage {
    Footage::take(feed, SessionTime::from_millis(from), SessionTime::from_millis(to)).expect("footage")
}

/// When each replay here begins.
const BEGIN: u64 = 60_000_000;

/// Microseconds since a time.
fn micros(now: SessionTime, since: u64) -> i64 {
    now.as_micros() as i64 - since as i64
}

/// One replay's life: it is polled when it says, and told what is `planned` for a time, in microseconds since its first
/// picture. Returns what it gave out and when it was over, in microseconds since it rolled.
fn played(mut player: Player, planned: &mut dyn FnMut(&mut Player, u64) -> Option<u64>) -> (Vec<(i64, Signal)>, i64) {
    let mut now = SessionTime::from_micros(BEGIN);
    let (mut signals, mut rolled) = (Vec::new(), None);
    loop {
        let next = planned(&mut player, now.as_micros() - BEGIN).map(|next| SessionTime::from_micros(BEGIN + next));
        while let Some(signal) = player.poll(now) {
            match signal {
                Signal::Rolling { replay: 7 } => assert_eq!(rolled.replace(now.as_micros()), None, "once"),
                signal @ Signal::Frame { .. } => signals.push((now, signal)),
                signal => panic!("{signal:?}"),
            }
        }
        if player.is_over(now) {
            let rolled = rolled.expect("it rolls");
            return (
                signals.into_iter().map(|(at, signal)| (micros(at, rolled), signal)).collect(),
                micros(now, rolled),
            );
        }
        let deadline = player.deadline();
        now = deadline.into_iter().chain(next).filter(|at| *at > now).min().expect("something happens");
    }
}

/// As [`played`], to a desk that shows the first picture so many microseconds after it was given out, or never.
fn shown_after(footage: Vec<Footage>, decoding: Option<u64>) -> (Vec<(i64, Signal)>, i64) {
    let player = Player::new(7, footage).expect("footage");
    played(player, &mut |player, now| {
        if decoding.is_some_and(|decoding| now >= decoding) {
            player.shown();
        }
        decoding.filter(|decoding| *decoding > now)
    })
}

#[test]
fn every_picture_of_the_range_comes_in_order_at_its_time() {
    for decoding in [Some(120_000), None] {
        let feed = feed(14);
        // The range begins 10 ms before its first picture.
        let (signals, length) = shown_after(vec![footage(&feed, 3_490, 13_490)], decoding);
        let before = decoding.unwrap_or(500_000) as i64;
        let mut shown = Vec::new();
        for (at, signal) in &signals {
            let Signal::Frame { replay: 7, slot: 0, shown: is_shown, frame } = signal else { panic!("{signal:?}") };
            let since_first = frame.pts.as_micros() as i64 - 3_500_000;
            let due = if *is_shown && since_first > 0 { since_first } else { -before };
            assert_eq!(*at, due, "picture {}", number(frame));
            if *is_shown {
                shown.push(number(frame));
            }
        }
        assert_eq!(shown, (105..405).collect::<Vec<_>>());
        assert_eq!(length, 10_000_000);
    }
}

#[test]
fn a_cut_is_prepared_in_the_other_slot() {
    let (first, second) = (feed(10), feed(10));
    let (signals, length) = shown_after(
        vec![footage(&first, 2_000, 4_500), footage(&second, 4_500, 6_000), footage(&first, 6_000, 7_000)],
        Some(80_000),
    );
    let mut shown = Vec::new();
    let mut prepared = [None; 2];
    for (at, signal) in signals {
        let Signal::Frame { slot, shown: is_shown, frame, .. } = signal else { panic!("{signal:?}") };
        let before = prepared[usize::from(slot)].replace(number(&frame));
        assert!(frame.keyframe || before == Some(number(&frame) - 1), "slot {slot} gets whole GOPs");
        if is_shown {
            shown.push((slot, number(&frame)));
        } else if slot == 1 {
            assert_eq!(at, 0, "the lead-in of the cut comes while the first segment plays");
        }
    }
    let expected: Vec<_> =
        (60..135).map(|n| (0, n)).chain((135..180).map(|n| (1, n))).chain((180..210).map(|n| (0, n))).collect();
    assert_eq!(shown, expected);
    assert_eq!(length, 5_000_000);
}

#[test]
fn a_segment_of_one_picture_takes_its_turn() {
    let (first, second) = (feed(10), feed(10));
    let (signals, length) = shown_after(
        vec![footage(&first, 2_010, 2_040), footage(&second, 2_040, 2_110), footage(&first, 2_110, 2_140)],
        Some(0),
    );
    let shown = signals.iter().filter_map(|(at, signal)| match signal {
        Signal::Frame { slot, shown: true, frame, .. } => Some((*slot, number(frame), *at / 1_000)),
        Signal::Frame { shown: false, .. } | Signal::Rolling { .. } | Signal::Ended { .. } => None,
    });
    assert_eq!(shown.collect::<Vec<_>>(), [(0, 61, 0), (1, 62, 33), (1, 63, 66), (0, 64, 100)]);
    assert_eq!(length, 130_000);
}

#[test]
fn slower_pictures_come_as_much_later() {
    for (speed, times) in [(50, 2), (25, 4)] {
        let feed = feed(4);
        let mut player = Player::new(7, vec![footage(&feed, 1_000, 2_000)]).expect("footage");
        player.set_speed(Speed(speed), SessionTime::ZERO);
        let (signals, length) = played(player, &mut |player, _| {
            player.shown();
            None
        });
        for (at, signal) in &signals {
            let Signal::Frame { frame, .. } = signal else { panic!("{signal:?}") };
            assert_eq!(*at, (frame.pts.as_micros() as i64 - 1_000_000) * times, "picture {}", number(frame));
        }
        assert_eq!((signals.len(), length), (30, 1_000_000 * times));
    }
}

#[test]
fn a_change_of_speed_while_it_plays_keeps_the_position() {
    let feed = feed(4);
    let player = Player::new(7, vec![footage(&feed, 1_000, 3_000)]).expect("footage");
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
    let feed = Feed::new(Limits::default());
    let producer = feed.producer();
    pictures(0..45).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    pictures(60..90).for_each(|frame| assert_eq!(producer.push_to(Side::Live, frame), Pushed::Kept));
    let mut player = Player::new(7, vec![footage(&feed, 0, 3_000)]).expect("footage");
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
    let feed = feed(5);
    assert!(Footage::take(&feed, SessionTime::from_millis(60_000), SessionTime::from_millis(70_000)).is_none());
    assert!(Player::new(7, Vec::new()).is_none());
}
