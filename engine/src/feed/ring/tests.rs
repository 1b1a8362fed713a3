use proptest::prelude::*;

use super::super::frames::{at, audio, delta, group, key, video};
use super::super::sides::Sides;
use super::super::totals::Totals;
use super::*;
use crate::media::Side;

const MINUTE: Limits = Limits { span: Duration::from_secs(60), bytes: 1_000_000 };

/// A feed without loss: the completed side is as long as the feed.
fn sides(limits: Limits, frames: impl IntoIterator<Item = Frame>) -> Sides {
    let mut sides = Sides::new(limits);
    frames.into_iter().for_each(|frame| assert!(push(&mut sides, frame)));
    sides
}

fn push(sides: &mut Sides, frame: Frame) -> bool {
    sides.push(Side::Both, frame)
}

fn ring(limits: Limits, frames: impl IntoIterator<Item = Frame>) -> Ring {
    sides(limits, frames).completed
}

fn span(ring: &Ring) -> Option<(u64, u64)> {
    ring.span().map(|span| (span.from.as_millis(), span.to.as_millis()))
}

#[test]
fn nothing_is_kept_before_a_keyframe() {
    let mut sides = sides(MINUTE, []);
    assert!(!push(&mut sides, delta(0)));
    assert_eq!((sides.completed.span(), sides.bytes(), sides.completed.next()), (None, 0, 0));
    assert!(push(&mut sides, key(33)));
    assert!(push(&mut sides, delta(66)));
    assert_eq!(span(&sides.completed), Some((33, 66)));
    assert_eq!(sides.totals(), Totals { frames: 2, keyframes: 1, bytes: 110, ..Totals::default() });
}

#[test]
fn the_oldest_groups_go_when_it_is_too_long() {
    let groups = (0..40).flat_map(|number| group(number * 2_000, 20));
    let ring = ring(MINUTE, groups);
    assert_eq!(span(&ring), Some((18_000, 79_900)), "at least 60 s, from a keyframe");
    assert_eq!(ring.first(), 180);
    assert_eq!(ring.keyframe().map(|(sequence, _)| sequence), Some(780));
}

#[test]
fn the_oldest_groups_go_when_it_is_too_large() {
    let limits = Limits { bytes: 100_000, ..MINUTE };
    let ring = ring(limits, (0..100).map(|number| video(number * 33, number % 5 == 0, 10_000)));
    assert!(ring.bytes() <= limits.bytes);
    assert_eq!(span(&ring), Some((95 * 33, 99 * 33)), "another group of 50 KB and its bookkeeping are too much");
    assert_eq!(ring.first(), 91, "what is left of it is there for who has read its beginning");
}

#[test]
fn small_frames_count_with_their_bookkeeping() {
    let limits = Limits { span: Duration::MAX, bytes: 100_000 };
    let ring = ring(limits, (0..10_000).map(|number| video(number, number % 10 == 0, 1)));
    assert!(ring.next() - ring.first() < 1_000);
}

#[test]
fn a_group_that_is_longer_than_the_ring_is_kept_whole() {
    // 250 pictures at 15 a second, in a ring of 5 s.
    let mut sides = sides(Limits { span: Duration::from_secs(5), ..MINUTE }, []);
    for number in 0..1_000 {
        assert!(push(&mut sides, video(number * 67, number % 250 == 0, 10)));
        let whole = number / 250 * 250 * 67;
        let from = if number % 250 < 75 && number >= 250 { whole - 250 * 67 } else { whole };
        assert_eq!(
            span(&sides.completed),
            Some((from, number * 67)),
            "what is left covers 5 s, and a keyframe is there"
        );
    }
}

#[test]
fn a_group_of_more_bytes_than_the_ring_loses_its_beginning_and_goes_on() {
    let mut sides = sides(Limits { bytes: 5_000, ..MINUTE }, group(0, 100));
    assert!(sides.bytes() <= 5_000);
    assert_eq!((sides.completed.span(), sides.completed.keyframe().is_none()), (None, true));
    assert!(sides.keyframe_due(at(9_900)), "nobody new can begin");
    assert!(push(&mut sides, delta(10_000)));
    assert!(sides.completed.get(sides.completed.next() - 1).is_some() && sides.completed.first() > 1);
    assert!(push(&mut sides, key(10_033)));
    assert_eq!(span(&sides.completed), Some((10_033, 10_033)));
    assert!(push(&mut sides, video(10_066, false, 20_000)), "one picture is always kept");
    assert_eq!(sides.completed.next() - sides.completed.first(), 1);
}

#[test]
fn sound_stays_with_the_picture_that_it_came_after() {
    let ring = ring(MINUTE, [key(0), audio(5), delta(33), audio(25), key(66), audio(45)]);
    let tracks = ring.gops.iter().map(|gop| gop.entries().map(|entry| entry.frame.pts.as_millis()).collect());
    assert_eq!(tracks.collect::<Vec<Vec<_>>>(), [vec![0, 5, 33, 25], vec![66, 45]]);
}

#[test]
fn sound_alone_is_bounded() {
    let mut sides = sides(MINUTE, (0..5_000).map(|number| audio(number * 20)));
    let ring = &sides.completed;
    assert!(ring.gops.len() <= 62);
    let oldest = ring.get(ring.first()).expect("is there").frame.pts;
    assert!(oldest >= at(4_999 * 20 - 61_000));
    assert_eq!(ring.span(), None);
    push(&mut sides, key(100_000));
    let ring = &sides.completed;
    assert_eq!(span(ring), Some((100_000, 100_000)), "and stays until it is old: somebody may have to read it yet");
    assert!(ring.next() - ring.first() > 3_000);
}

#[test]
fn sound_goes_on_without_bound_neither_when_the_picture_stands_still() {
    let mut sides = sides(MINUTE, group(0, 10));
    for number in 50..10_000 {
        push(&mut sides, audio(number * 20));
        assert!(number > 3_000 || [&sides.completed, &sides.live].map(span) == [Some((0, 900)); 2]);
    }
    let ring = sides.completed;
    assert_eq!(ring.span(), None, "the last picture is minutes old");
    assert!(ring.next() - ring.first() <= 3_060);
}

#[test]
fn who_stood_still_for_longer_than_the_ring_goes_on_and_a_keyframe_is_due() {
    let mut sides = sides(MINUTE, [key(0)].into_iter().chain((0..3_200).map(|number| audio(number * 20))));
    let ring = &sides.completed;
    assert_eq!((span(ring), ring.first() > 0), (None, true), "its last picture is over a minute old");
    assert!(push(&mut sides, delta(64_000)), "whoever saw that one has what this one needs");
    assert_eq!((span(&sides.completed), sides.keyframe_due(at(64_000))), (None, true), "nobody new can begin with it");
    assert!(push(&mut sides, key(64_033)));
    assert_eq!(span(&sides.completed), Some((64_033, 64_033)));
}

#[test]
fn another_connection_begins_with_a_keyframe_and_time_goes_on() {
    let mut sides = sides(MINUTE, [key(0), audio(10), delta(33), delta(66)]);
    sides.await_keyframe();
    assert!(!push(&mut sides, delta(70)));
    for frame in [audio(5), key(50), delta(60), delta(100)] {
        assert!(push(&mut sides, frame));
    }
    let ring = sides.completed;
    let pts: Vec<_> = (0..ring.next()).filter_map(|number| ring.get(number)).map(|entry| entry.frame.pts).collect();
    let micros: Vec<_> = pts.into_iter().map(SessionTime::as_micros).collect();
    assert_eq!(micros, [0, 10_000, 33_000, 66_000, 10_001, 66_001, 66_002, 100_000]);
}

proptest! {
    #[test]
    fn the_limits_and_the_order_hold_whatever_is_pushed(
        frames in prop::collection::vec((0..4_u8, 0..20_000_usize, 0..3_000_u64, any::<bool>()), 0..200),
        span in 0..20_000_u64,
        bytes in 0..200_000_usize,
    ) {
        let limits = Limits { span: Duration::from_millis(span), bytes };
        let mut sides = sides(limits, []);
        let (mut now, mut newest, mut stood_still) = (0, 0, false);
        for (kind, size, wait, reconnects) in frames {
            now += wait;
            if reconnects && size < 1_000 {
                sides.await_keyframe();
            }
            let frame = if kind == 3 { audio(now / 2) } else { video(now - wait / 2, kind == 0, size) };
            let cost = frame.data.len() + Entry::OVERHEAD;
            let is_taken = frame.track == Track::Audio || frame.keyframe || !sides.completed.awaits_keyframe;
            prop_assert_eq!(push(&mut sides, frame), is_taken);
            newest = if is_taken { cost + Entry::OVERHEAD } else { newest };
            prop_assert!(sides.bytes() <= bytes.max(newest));
            let ring = &sides.completed;
            prop_assert_eq!(ring.bytes(), ring.gops.iter().map(|gop| gop.bytes).sum::<usize>());
            let entries: Vec<_> = (ring.first()..ring.next()).map(|number| ring.get(number).expect("no hole")).collect();
            prop_assert!(ring.get(ring.next()).is_none());
            let pictures: Vec<_> = entries.iter().filter(|entry| entry.frame.track == Track::Video).collect();
            prop_assert!(pictures.windows(2).all(|pair| pair[0].frame.pts < pair[1].frame.pts));
            prop_assert!(pictures.windows(2).all(|pair| pair[0].videos + 1 == pair[1].videos));
            let keyframes: Vec<_> = pictures.iter().filter(|entry| entry.frame.keyframe).collect();
            prop_assert_eq!(ring.keyframe().map(|(_, entry)| entry.videos), keyframes.last().map(|entry| entry.videos));
            prop_assert_eq!(ring.span().map(|span| span.from), keyframes.first().map(|entry| entry.frame.pts));
            // Nothing but bytes takes the keyframe of pictures that came within the span, unless it went before they came,
            // while the picture stood still.
            let end = ring.newest();
            let is_recent = pictures.last().is_some_and(|last| end.since(last.frame.pts) <= limits.span);
            stood_still = keyframes.is_empty() && (stood_still || !is_recent);
            prop_assert!(ring.told.is_some() || stood_still || !is_recent || !keyframes.is_empty());
            // And nothing else takes what is needed for the span.
            let goes_back = entries.first().is_none_or(|oldest| ring.covers_span(oldest.frame.pts));
            prop_assert!(ring.told.is_some() || ring.first() == 0 || goes_back);
        }
    }
}
