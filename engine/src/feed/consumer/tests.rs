use std::time::Duration;

use proptest::prelude::*;

use super::super::frames::{at, audio, delta, group, key, video};
use super::super::{Begin, Feed, Limits, Producer, Pushed};
use super::*;
use crate::media::Track;

fn feed() -> (Feed, Producer) {
    let feed = Feed::new(Limits::default());
    let producer = feed.producer();
    (feed, producer)
}

fn push(producer: &Producer, frames: impl IntoIterator<Item = Frame>) {
    for frame in frames {
        assert_eq!(producer.push(frame), Pushed::Kept);
    }
}

/// Session time of the next frame in milliseconds, and how many are newer.
fn read(consumer: &mut Consumer) -> Option<(u64, usize)> {
    match consumer.try_next()? {
        Next::Frame(frame, position) => Some((frame.pts.as_millis(), position.behind)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn starts_at_the_newest_keyframe_and_catches_up() {
    let (feed, producer) = feed();
    push(&producer, group(0, 10).chain(group(1_000, 3)));
    let mut consumer = feed.consumer(Begin::Newest);
    assert_eq!(read(&mut consumer), Some((1_000, 2)));
    assert_eq!(read(&mut consumer), Some((1_100, 1)));
    assert_eq!(read(&mut consumer), Some((1_200, 0)));
    assert_eq!(read(&mut consumer), None);
    push(&producer, [delta(1_300)]);
    assert_eq!(read(&mut consumer), Some((1_300, 0)));
}

#[test]
fn a_long_first_group_is_read_from_its_beginning() {
    let (feed, producer) = feed();
    push(&producer, group(0, 30));
    let mut consumer = feed.consumer(Begin::Newest);
    let read: Vec<_> = std::iter::from_fn(|| read(&mut consumer)).collect();
    assert_eq!(read.len(), 30, "there is no newer keyframe to go on at");
}

#[test]
fn live_starts_at_the_next_keyframe() {
    let (feed, producer) = feed();
    push(&producer, group(0, 3));
    let mut consumer = feed.consumer(Begin::Next);
    push(&producer, [delta(300)]);
    assert_eq!(read(&mut consumer), None);
    push(&producer, group(400, 2));
    assert_eq!(read(&mut consumer), Some((400, 1)));
}

#[test]
fn a_late_one_goes_on_at_the_newest_keyframe() {
    let (feed, producer) = feed();
    push(&producer, group(0, 3));
    let mut consumer = feed.consumer(Begin::Newest);
    assert_eq!(read(&mut consumer), Some((0, 2)));
    push(&producer, group(300, 5));
    assert_eq!(read(&mut consumer), Some((100, 6)), "600 ms is not late");
    push(&producer, group(800, 3));
    assert_eq!(consumer.try_next(), Some(Next::Skipped { frames: 6 }));
    assert_eq!(read(&mut consumer), Some((800, 2)));
}

#[test]
fn one_that_was_overtaken_by_the_ring_goes_on_at_the_newest_keyframe() {
    let feed = Feed::new(Limits { span: Duration::from_millis(500), ..Limits::default() });
    let producer = feed.producer();
    push(&producer, group(0, 3));
    let mut consumer = feed.consumer(Begin::Newest);
    assert_eq!(read(&mut consumer), Some((0, 2)));
    push(&producer, group(300, 6));
    assert_eq!(feed.span().map(|span| span.from), Some(at(300)));
    assert_eq!(consumer.try_next(), Some(Next::Skipped { frames: 2 }));
    assert_eq!(read(&mut consumer), Some((300, 5)));
    push(&producer, (9..40).map(|number| delta(number * 100)));
    assert_eq!(feed.span().map(|span| span.from), Some(at(300)), "a group that is too long stays");
    let rest: Vec<_> = std::iter::from_fn(|| read(&mut consumer)).collect();
    assert_eq!(rest.len(), 36, "and its reader goes on");
}

#[test]
fn a_group_of_too_many_bytes_stops_nobody_who_reads_it() {
    let feed = Feed::new(Limits { bytes: 5_000, ..Limits::default() });
    let producer = feed.producer();
    push(&producer, [key(0)]);
    let (mut in_time, mut late) = (feed.consumer(Begin::Newest), feed.consumer(Begin::Newest));
    assert_eq!((read(&mut in_time), read(&mut late)), (Some((0, 0)), Some((0, 0))));
    for number in 1..300 {
        push(&producer, [delta(number * 40)]);
        assert_eq!(read(&mut in_time), Some((number * 40, 0)));
    }
    let mut newcomer = feed.consumer(Begin::Newest);
    assert_eq!((newcomer.try_next(), late.try_next()), (None, None), "these wait for the next keyframe");
    push(&producer, [key(12_000)]);
    assert_eq!((read(&mut newcomer), read(&mut in_time)), (Some((12_000, 0)), Some((12_000, 0))));
    assert_eq!(late.try_next(), Some(Next::Skipped { frames: 299 }));
}

#[test]
fn sound_comes_along_and_does_not_count_as_pictures() {
    let (feed, producer) = feed();
    push(&producer, [key(0), audio(10), delta(33), audio(30), audio(50)]);
    let mut consumer = feed.consumer(Begin::Newest);
    assert_eq!(read(&mut consumer), Some((0, 1)));
    assert_eq!(read(&mut consumer), Some((10, 1)));
    assert_eq!(read(&mut consumer), Some((33, 0)));
    let Some(Next::Frame(frame, position)) = consumer.try_next() else { panic!("there is one") };
    assert_eq!((frame.track, position), (Track::Audio, Position { sequence: 3, videos: 2, behind: 0 }));
}

#[test]
fn a_new_connection_goes_on_in_the_same_feed() {
    let (feed, first) = feed();
    push(&first, group(0, 3));
    let mut consumer = feed.consumer(Begin::Newest);
    while read(&mut consumer).is_some() {}
    let second = feed.producer();
    assert_eq!(first.push(delta(300)), Pushed::Replaced);
    assert_eq!(second.push(delta(30_000)), Pushed::Dropped);
    push(&second, group(30_033, 2));
    assert_eq!(read(&mut consumer), Some((30_033, 1)));
    assert_eq!(feed.totals().frames, 5);
    assert_eq!(feed.last_keyframe(), Some(video(30_033, true, 10)));
}

#[tokio::test]
async fn wakes_for_a_frame_and_for_the_end() {
    let (feed, producer) = feed();
    let consumers = [feed.consumer(Begin::Newest), feed.consumer(Begin::Next)];
    let readers = consumers.map(|mut consumer| {
        tokio::spawn(async move { (consumer.next().await, consumer.next().await, consumer.next().await) })
    });
    tokio::task::yield_now().await;
    push(&producer, [key(0)]);
    tokio::task::yield_now().await;
    feed.close();
    for reader in readers {
        let (first, second, third) = reader.await.expect("does not panic");
        assert_eq!(first, Next::Frame(key(0), Position { sequence: 0, videos: 1, behind: 0 }));
        assert_eq!((second, third), (Next::Closed, Next::Closed));
    }
    assert_eq!(producer.push(key(33)), Pushed::Replaced);
}

#[tokio::test]
async fn requests_for_a_keyframe_are_one_until_it_comes() {
    let (feed, mut producer) = feed();
    push(&producer, [key(0)]);
    feed.request_keyframe();
    feed.request_keyframe();
    producer.keyframe_wanted().await;
    feed.request_keyframe();
    assert!(is_pending(&mut producer).await);
    assert!(producer.keyframe_due(at(1)));
    push(&producer, [key(100)]);
    assert!(!producer.keyframe_due(at(101)));
    feed.request_keyframe();
    producer.keyframe_wanted().await;
}

#[tokio::test]
async fn a_dropped_picture_and_nothing_else_requests_a_keyframe() {
    let (feed, mut producer) = feed();
    push(&producer, [audio(0)]);
    assert!(is_pending(&mut producer).await, "the first keyframe comes by itself");
    assert_eq!(producer.push(delta(10)), Pushed::Dropped);
    producer.keyframe_wanted().await;
    let mut next = feed.producer();
    push(&next, [key(100)]);
    feed.request_keyframe();
    assert!(is_pending(&mut producer).await, "it is the next one's");
    next.keyframe_wanted().await;
}

async fn is_pending(producer: &mut Producer) -> bool {
    tokio::select! {
        biased;
        () = producer.keyframe_wanted() => false,
        () = tokio::task::yield_now() => true,
    }
}

proptest! {
    /// A reader at any speed sees each frame once and in order, or a keyframe after what it was told is left out.
    #[test]
    fn nothing_is_missing_untold(
        steps in prop::collection::vec((0..12_u8, 0..300_u64, 0..6_usize), 1..300),
        span in 200..5_000_u64,
    ) {
        let feed = Feed::new(Limits { span: Duration::from_millis(span), ..Limits::default() });
        let producer = feed.producer();
        let mut consumer = feed.consumer(Begin::Newest);
        let mut now = 0;
        let (mut last, mut videos, mut told) = (None::<Position>, None::<u64>, false);
        for (kind, wait, reads) in steps {
            now += wait + 1;
            let frame = match kind {
                0 => video(now, true, 30),
                1..=3 => audio(now),
                _ => video(now, false, 10),
            };
            producer.push(frame);
            for _ in 0..reads {
                match consumer.try_next() {
                    None => break,
                    Some(Next::Closed) => prop_assert!(false, "nobody closes it"),
                    Some(Next::Skipped { frames }) => {
                        prop_assert!(frames > 0 && last.is_some());
                        videos = videos.map(|videos| videos + frames);
                        told = true;
                    }
                    Some(Next::Frame(frame, position)) => {
                        let follows = last.is_some_and(|last| position.sequence == last.sequence + 1);
                        prop_assert!(follows || frame.keyframe);
                        prop_assert!(!told || frame.keyframe);
                        let number = feed.totals().frames - position.behind as u64;
                        let is_video = u64::from(frame.track == Track::Video);
                        prop_assert!(videos.is_none_or(|videos| number == videos + is_video));
                        (last, videos, told) = (Some(position), Some(number), false);
                    }
                }
            }
        }
    }
}
