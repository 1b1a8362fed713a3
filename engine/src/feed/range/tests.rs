use std::time::Duration;

use proptest::prelude::*;

use super::super::frames::{at, audio, delta, group, key};
use super::super::{Feed, Limits, Producer, Pushed};
use super::*;
use crate::media::Side;

fn feed(frames: impl IntoIterator<Item = Frame>) -> Feed {
    let feed = Feed::new(Limits::default());
    let producer = feed.producer();
    for frame in frames {
        producer.push(frame);
    }
    feed
}

/// Lead-in and shown frames, in milliseconds.
fn taken(range: Range) -> (Vec<u64>, Vec<u64>) {
    let (shown, lead_in): (Vec<_>, Vec<_>) = range.partition(|frame| frame.shown);
    let millis = |frames: Vec<RangeFrame>| frames.iter().map(|frame| frame.frame.pts.as_millis()).collect();
    (millis(lead_in), millis(shown))
}

#[test]
fn begins_at_the_keyframe_before() {
    let feed = feed(group(0, 10).chain(group(1_000, 10)).chain(group(2_000, 10)));
    let range = feed.range(at(1_250), at(2_200));
    let shown = (13..22).map(|number| number * 100).collect();
    assert_eq!(taken(range), (vec![1_000, 1_100, 1_200], shown));
}

#[test]
fn a_keyframe_at_the_beginning_has_no_lead_in() {
    let feed = feed(group(0, 10).chain(group(1_000, 10)));
    assert_eq!(taken(feed.range(at(1_000), at(1_200))), (vec![], vec![1_000, 1_100]), "the end is not in it");
}

#[test]
fn what_is_not_in_the_ring_is_not_in_the_range() {
    let feed = feed(group(1_000, 3).chain(group(1_300, 2)));
    assert_eq!(taken(feed.range(at(0), at(1_250))), (vec![], vec![1_000, 1_100, 1_200]));
    assert_eq!(taken(feed.range(at(1_350), at(9_000))), (vec![1_300], vec![1_400]));
}

#[test]
fn without_a_picture_to_show_it_is_empty() {
    let feed = feed(group(1_000, 3).chain([audio(1_500)]));
    for (from, to) in [(0, 1_000), (1_201, 1_300), (1_400, 2_000), (1_100, 1_100), (1_200, 1_100)] {
        assert_eq!(feed.range(at(from), at(to)).count(), 0, "{from} to {to}");
        assert_eq!(feed.range_with_audio(at(from), at(to)).count(), 0, "{from} to {to}");
    }
    assert_eq!(Feed::new(Limits::default()).range(at(0), at(1_000)).count(), 0);
}

#[test]
fn sound_comes_on_request_and_has_no_lead_in() {
    let frames = [key(0), audio(10), delta(33), audio(30), audio(50), delta(66), audio(70), delta(99), audio(60)];
    let feed = feed(frames);
    assert_eq!(taken(feed.range(at(40), at(70))), (vec![0, 33], vec![66]));
    assert_eq!(taken(feed.range_with_audio(at(40), at(72))), (vec![0, 33], vec![50, 66, 70, 70]));
}

#[test]
fn stays_whole_when_the_ring_goes_on() {
    let feed = Feed::new(Limits { span: Duration::from_secs(1), ..Limits::default() });
    let producer = feed.producer();
    let push = |frames| Iterator::for_each(frames, |frame| assert_eq!(producer.push(frame), Pushed::Kept));
    push(group(0, 5));
    let range = feed.range(at(100), at(400));
    push(group(5_000, 11));
    assert_eq!(feed.range(at(100), at(400)).count(), 0);
    assert_eq!(taken(range), (vec![0], vec![100, 200, 300]));
}

/// A feed whose live side went on at 500 without the pictures at 300 and 400.
fn with_gap() -> (Feed, Producer) {
    let feed = Feed::new(Limits::default());
    let producer = feed.producer();
    group(0, 3).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    group(500, 3).for_each(|frame| assert_eq!(producer.push_to(Side::Live, frame), Pushed::Kept));
    (feed, producer)
}

#[test]
fn what_comes_late_while_it_is_read_is_in_it() {
    let (feed, producer) = with_gap();
    let mut range = feed.range(at(100), at(700));
    assert!(!range.is_whole());
    assert_eq!(range.by_ref().take(2).count(), 2);
    for frame in [delta(300), delta(400)].into_iter().chain(group(500, 3)) {
        assert_eq!(producer.push_to(Side::Completed, frame), Pushed::Kept);
    }
    assert!(range.is_whole());
    assert_eq!(taken(range), (vec![], vec![200, 300, 400, 500, 600]));
}

#[test]
fn what_does_not_come_in_time_is_not_waited_for() {
    let (feed, producer) = with_gap();
    let mut range = feed.range(at(0), at(700));
    let mut next = || range.next().map(|frame| frame.frame.pts.as_millis());
    assert_eq!([next(), next(), next(), next()], [Some(0), Some(100), Some(200), Some(500)]);
    for frame in [delta(300), delta(400)].into_iter().chain(group(500, 3)) {
        assert_eq!(producer.push_to(Side::Completed, frame), Pushed::Kept);
    }
    assert_eq!([next(), next()], [Some(600), None], "it does not go back");
}

#[test]
fn a_stretch_that_is_not_completed_yet_is_of_live_pictures() {
    let (feed, _producer) = with_gap();
    assert_eq!(taken(feed.range(at(550), at(700))), (vec![500], vec![600]));
    assert_eq!(taken(feed.range(at(250), at(700))), (vec![0, 100, 200], vec![500, 600]));
    assert_eq!(taken(feed.range(at(710), at(900))), (vec![], vec![]));
}

proptest! {
    #[test]
    fn shows_all_there_is_once(
        groups in prop::collection::vec(1..10_u64, 0..10), from in 0..5_000_u64, to in 0..5_000_u64,
    ) {
        let mut start = 0;
        let frames: Vec<_> = groups.into_iter().flat_map(|pictures| {
            let group = group(start, pictures);
            start += pictures * 100;
            group
        }).collect();
        let (lead_in, shown) = taken(feed(frames.clone()).range(at(from), at(to)));
        let pts = |frame: &Frame| frame.pts.as_millis();
        let expected: Vec<_> = frames.iter().map(pts).filter(|pts| (from..to).contains(pts)).collect();
        prop_assert_eq!(&shown, &expected);
        if let Some(first) = lead_in.first().or(shown.first()) {
            let keyframe = frames.iter().filter(|frame| frame.keyframe).map(pts).rfind(|keyframe| *keyframe <= from);
            prop_assert_eq!(*first, keyframe.unwrap_or(0));
            prop_assert!(lead_in.iter().all(|pts| *pts < from));
        }
    }
}
