use std::time::Duration;

use proptest::prelude::*;

use super::super::frames::{audio, delta, group, key};
use super::super::{Begin, Feed, Limits, Pushed};
use super::*;
use crate::media::{SessionTime, Side};

fn feed(seconds: u64) -> Feed {
    Feed::new(Limits { span: Duration::from_secs(seconds), ..Limits::default() })
}

fn at(millis: u64) -> SessionTime {
    SessionTime::from_millis(millis)
}

fn times(batch: &Batch) -> Vec<u64> {
    batch.frames.iter().map(|frame| frame.pts.as_millis()).collect()
}

#[test]
fn starts_at_the_newest_keyframe_and_reads_every_frame_however_late() {
    let feed = feed(60);
    let producer = feed.producer();
    group(0, 5).chain(group(1_000, 3)).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    let mut follower = feed.follower(Begin::Live(at(1_200)));
    assert_eq!(times(&follower.take()), [1_000, 1_100, 1_200]);
    assert_eq!(follower.take(), Batch::default());
    // Thirty seconds later, thirty keyframes on: a consumer would have jumped.
    let expected: Vec<_> = (2..32).flat_map(|second| group(second * 1_000, 10)).collect();
    expected.iter().for_each(|frame| assert_eq!(producer.push(frame.clone()), Pushed::Kept));
    let mut read = Vec::new();
    loop {
        let batch = follower.take();
        assert_eq!((batch.lost, batch.lost_audio, batch.closed), (0, 0, false));
        read.extend(batch.frames);
        if !batch.more {
            break;
        }
    }
    assert_eq!(read, expected);
}

#[test]
fn what_a_feed_that_stands_still_has_is_of_another_time() {
    let feed = feed(60);
    let producer = feed.producer();
    group(0, 3).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    let mut follower = feed.follower(Begin::Live(at(1_200)));
    assert_eq!(follower.take(), Batch::default());
    producer.push(delta(60_000));
    assert_eq!(follower.take(), Batch::default(), "nothing without its keyframe");
    group(61_000, 2).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    assert_eq!(times(&follower.take()), [61_000, 61_100]);
}

#[test]
fn waits_for_a_keyframe_and_misses_none_that_comes_between_two_looks() {
    let feed = feed(60);
    let producer = feed.producer();
    let mut follower = feed.follower(Begin::Live(SessionTime::ZERO));
    assert_eq!(follower.take(), Batch::default());
    group(0, 3).chain(group(1_000, 2)).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    assert_eq!(times(&follower.take()), [0, 100, 200, 1_000, 1_100]);
}

#[test]
fn what_fell_out_of_the_ring_is_counted_and_a_keyframe_follows() {
    let feed = feed(2);
    let producer = feed.producer();
    producer.push(key(0));
    let mut follower = feed.follower(Begin::Live(SessionTime::ZERO));
    follower.take();
    producer.push(delta(100));
    producer.push(audio(110));
    (1..5).flat_map(|second| group(second * 1_000, 2)).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    let batch = follower.take();
    assert_eq!(times(&batch), [2_000, 2_100, 3_000, 3_100, 4_000, 4_100]);
    assert_eq!((batch.lost, batch.lost_audio), (3, 1));
    assert!(batch.frames[0].keyframe);
}

#[test]
fn sound_without_a_picture_is_not_lost_with_the_pictures_before() {
    let feed = feed(5);
    let producer = feed.producer();
    let mut follower = feed.follower(Begin::Live(SessionTime::ZERO));
    let mut read = 0;
    for tick in 0..2_000_u64 {
        // Half a minute without a picture, and a keyframe between two looks.
        let frame = if tick % 1_500 == 0 { key(tick * 20) } else { audio(tick * 20) };
        assert_eq!(producer.push(frame), Pushed::Kept);
        if tick % 20 == 19 {
            let batch = follower.take();
            assert_eq!((batch.lost, batch.lost_audio), (0, 0), "{tick}");
            read += batch.frames.len();
        }
    }
    assert_eq!(read, 2_000);
    assert!(feed.bytes() < 1_000_000);
}

#[test]
fn what_has_lost_its_keyframe_is_counted_until_another_comes() {
    let feed = Feed::new(Limits { bytes: 5_000, ..Limits::default() });
    let producer = feed.producer();
    let mut follower = feed.follower(Begin::Live(SessionTime::ZERO));
    group(0, 2).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    assert_eq!(times(&follower.take()), [0, 100]);
    (2..202).for_each(|number| assert_eq!(producer.push(delta(number * 100)), Pushed::Kept));
    assert!(feed.span().is_none(), "the keyframe is gone");
    let batch = follower.take();
    assert_eq!((batch.lost, batch.frames.len()), (200, 0));
    assert_eq!(producer.push(delta(20_200)), Pushed::Kept);
    assert_eq!(producer.push(audio(20_210)), Pushed::Kept);
    let batch = follower.take();
    assert_eq!((batch.lost, batch.lost_audio, batch.frames.len()), (1, 1, 0));
    assert_eq!(producer.push(key(20_300)), Pushed::Kept);
    let batch = follower.take();
    assert_eq!((batch.lost, times(&batch)), (0, vec![20_300]));
}

#[test]
fn a_closed_feed_is_read_to_its_end() {
    let feed = feed(60);
    let producer = feed.producer();
    let mut follower = feed.follower(Begin::Live(SessionTime::ZERO));
    group(0, 3).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    feed.close();
    let batch = follower.take();
    assert_eq!((batch.frames.len(), batch.closed), (3, true));
}

#[test]
fn who_records_waits_for_what_comes_late_until_nobody_could_give_it() {
    let feed = feed(60);
    let producer = feed.producer();
    let mut follower = feed.follower(Begin::Live(SessionTime::ZERO));
    group(0, 2).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    group(500, 2).for_each(|frame| assert_eq!(producer.push_to(Side::Live, frame), Pushed::Kept));
    let batch = follower.take();
    assert_eq!((times(&batch), batch.behind), (vec![0, 100], true));
    assert_eq!(producer.push_to(Side::Completed, delta(200)), Pushed::Kept);
    let batch = follower.take();
    assert_eq!((times(&batch), batch.behind), (vec![200], true));
    drop(producer);
    let batch = follower.take();
    assert_eq!((times(&batch), batch.behind, batch.closed), (vec![500, 600], false, false));
    assert_eq!(feed.producer().push_to(Side::Completed, delta(300)), Pushed::Late);
}

proptest! {
    /// Who reads in time loses nothing, whatever comes and however small the ring is: no picture for minutes, a group
    /// that is never over, another connection.
    #[test]
    fn who_is_in_time_loses_nothing(
        steps in prop::collection::vec((0..40_u8, 1..2_000_u64), 1..300), span in 0..20_u64, bytes in 0..20_000_usize,
    ) {
        let feed = Feed::new(Limits { span: Duration::from_secs(span), bytes });
        let mut producer = feed.producer();
        let (mut follower, mut consumer) = (feed.follower(Begin::Live(SessionTime::ZERO)), feed.consumer(Begin::Next));
        let (mut now, mut has_keyframe, mut has_begun) = (0, false, false);
        for (kind, wait) in steps {
            now += wait;
            let frame = match kind {
                0 => {
                    producer = feed.producer();
                    has_keyframe = false;
                    continue;
                }
                1 => key(now),
                2..20 => audio(now),
                _ => delta(now),
            };
            has_keyframe |= frame.keyframe;
            let is_kept = has_keyframe || frame.track == crate::media::Track::Audio;
            prop_assert_eq!(producer.push(frame.clone()), if is_kept { Pushed::Kept } else { Pushed::Dropped });
            has_begun |= has_keyframe;
            let batch = follower.take();
            prop_assert_eq!((batch.lost, batch.lost_audio), (0, 0));
            prop_assert_eq!(batch.frames.len(), usize::from(is_kept && has_begun));
            let seen: Vec<_> = std::iter::from_fn(|| consumer.try_next()).collect();
            let is_frame = matches!(seen.as_slice(), [super::super::Next::Frame(seen, _)] if seen.data == frame.data);
            prop_assert_eq!(is_frame, is_kept && has_begun, "{:?}", seen);
        }
    }

    /// Whenever it looks, what it read and what it lost are together all that came since its first keyframe.
    #[test]
    fn every_frame_is_read_or_counted(looks in prop::collection::vec(any::<bool>(), 400), span in 1_u64..20) {
        let feed = feed(span);
        let producer = feed.producer();
        let mut follower = feed.follower(Begin::Live(SessionTime::ZERO));
        let (mut read, mut lost, mut pushed) = (0, 0, 0);
        let mut look = |read: &mut u64, lost: &mut u64| loop {
            let batch = follower.take();
            prop_assert!(batch.lost + batch.lost_audio == 0 || batch.frames.first().is_none_or(|frame| frame.keyframe));
            *read += batch.frames.len() as u64;
            *lost += batch.lost + batch.lost_audio;
            if !batch.more { break Ok(()) }
        };
        for (tick, looks) in looks.into_iter().enumerate() {
            let millis = tick as u64 * 100;
            producer.push(if tick % 10 == 0 { key(millis) } else if tick % 3 == 0 { audio(millis) } else { delta(millis) });
            pushed += 1;
            if looks {
                look(&mut read, &mut lost)?;
            }
        }
        look(&mut read, &mut lost)?;
        prop_assert!(read + lost == pushed || lost == 0, "{read} + {lost} of {pushed}");
        prop_assert!(read > 0);
    }
}
