//! Where a replay is, and what of it was shown: properties of the arithmetic.

use proptest::prelude::*;

use super::words::*;
use crate::director::Director;
use crate::protocol::{Millis, PlayerState, ReplayBus, Segment};

const PROGRAM: ReplayBus = ReplayBus::Program;

/// Where it is, by the words of [`PlayerState`], which say it without a loop: by how far it is behind its beginning.
fn expected(player: &PlayerState, now: Millis) -> (usize, Millis) {
    let lengths: Vec<i64> = player.segments.iter().map(|segment| (segment.to - segment.from) as i64).collect();
    let before = |segment: usize| lengths[..segment].iter().sum::<i64>();
    let begin = before(player.segment as usize) + (player.at - player.segments[player.segment as usize].from) as i64;
    let passed = (now.saturating_sub(player.since) as i64 * i64::from(player.speed.abs())) / 100;
    let position = begin + passed * i64::from(player.speed.signum());
    let position = position.clamp(0, before(lengths.len()));
    // Forwards it is in the segment that begins there, backwards in the one that ends there.
    let is_in = |segment: usize| {
        let rest = position - before(segment);
        if player.speed < 0 { (0..=lengths[segment]).contains(&rest) } else { (0..lengths[segment]).contains(&rest) }
    };
    let all = 0..lengths.len();
    let found = if player.speed < 0 { all.rev().find(|s| is_in(*s)) } else { all.clone().find(|s| is_in(*s)) };
    let segment = found.unwrap_or(lengths.len() - 1);
    (segment, player.segments[segment].from + (position - before(segment)) as Millis)
}

/// A desk with the second and the first camera's pictures of a replay's time, which plays since 40000.
fn playing(cuts: &[Millis]) -> Director {
    let mut given = anna_and_ben();
    let mut at = 20_000;
    for (number, length) in cuts.iter().enumerate() {
        given.push((at, cut(if number % 2 == 0 { 2 } else { 1 })));
        at += length;
    }
    given.extend([(40_000, replay_of(None, 20_000, at, 100)), (40_000, rolls(1, 40_000))]);
    desk(given)
}

fn state(director: &Director, now: Millis) -> PlayerState {
    director.snapshot(now).players.into_iter().next().expect("a replay plays")
}

/// How much of these segments is in those.
fn covered(those: &[Segment], by: &[Segment]) -> Millis {
    let overlap = |a: &Segment, b: &Segment| a.to.min(b.to).saturating_sub(a.from.max(b.from));
    those.iter().flat_map(|a| by.iter().filter(|b| b.camera == a.camera).map(move |b| overlap(a, b))).sum()
}

proptest! {
    #[test]
    fn a_replay_is_where_its_speed_has_brought_it(
        cuts in prop::collection::vec(500..4_000_u64, 1..5),
        changes in prop::collection::vec((0..3_000_u64, -400..=400_i16), 1..8),
    ) {
        let mut director = playing(&cuts);
        let mut now = 40_000;
        for (later, to) in changes {
            let before = state(&director, 0);
            now += later;
            let here = state(&director, now);
            prop_assert_eq!((here.segment as usize, here.at), expected(&before, now));
            let _ = director.handle(now, speed(PROGRAM, to)).expect("a speed");
            let after = state(&director, now);
            prop_assert_eq!((after.segment, after.at), (here.segment, here.at), "a speed changes nothing about where it is");
            prop_assert_eq!(after.speed, to);
        }
    }

    #[test]
    fn an_angle_is_the_same_instant(
        cuts in prop::collection::vec(500..4_000_u64, 1..5), later in 0..20_000_u64, at in prop::sample::select(vec![25_i16, 50, 100, -100]),
    ) {
        let mut director = playing(&cuts);
        director.handle(40_000, speed(PROGRAM, at)).expect("a speed");
        let before = state(&director, 40_000 + later);
        director.handle(40_000 + later, angle(PROGRAM, 1)).expect("an angle");
        let after = state(&director, 40_000 + later);
        prop_assert_eq!((after.at, after.from, after.to, after.speed), (before.at, before.from, before.to, before.speed));
        prop_assert_eq!(after.segments.len(), 1);
    }

    /// What went on program in slow motion or quickly, with pauses and backwards, is what it showed, once.
    #[test]
    fn what_was_shown_is_what_is_replayed(
        cuts in prop::collection::vec(500..2_000_u64, 1..4),
        changes in prop::collection::vec((0..1_500_u64, prop::sample::select(vec![25_i16, 33, 50, 75, 100, 200, 0, -50])), 1..6),
    ) {
        let mut director = playing(&cuts);
        let (mut now, mut forth) = (40_000, Vec::new());
        // At last another speed than all of them.
        for (later, to) in changes.into_iter().chain([(0, 7)]) {
            let before = state(&director, 0);
            now += later;
            if before.speed == to {
                continue;
            }
            let (segment, at) = expected(&before, now);
            for number in (before.segment as usize..=segment).filter(|_| before.speed > 0) {
                let Segment { camera, from, to } = before.segments[number];
                let from = if number == before.segment as usize { before.at } else { from };
                let to = if number == segment { at } else { to };
                forth.extend(Some(Segment { camera, from, to }).filter(|shown| shown.from < shown.to));
            }
            director.handle(now, speed(PROGRAM, to)).expect("a speed");
        }
        director.handle(now, live()).expect("back to live");
        let length: Millis = forth.iter().map(|segment| segment.to - segment.from).sum();
        let again = director.handle(now, replay_of(None, 40_000, now.max(40_001), 100));
        prop_assume!(length >= 500);
        again.expect("there is something");
        let segments = state(&director, now).segments;
        prop_assert_eq!(segments.iter().map(|segment| segment.to - segment.from).sum::<Millis>(), length);
        prop_assert!(covered(&segments, &forth) >= length);
    }
}
