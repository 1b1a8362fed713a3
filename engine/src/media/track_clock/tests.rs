use proptest::prelude::*;

use super::*;

/// 30 pictures a second.
const TICKS: u32 = 3_000;
const INTERVAL: u64 = 33_333;

fn at(micros: u64) -> SessionTime {
    SessionTime::from_micros(micros)
}

/// When picture `number` is captured.
fn captured(number: u64) -> u64 {
    1_000_000 + number * 100_000 / 3
}

fn timestamp(first: u32, number: u64) -> u32 {
    first.wrapping_add((number * u64::from(TICKS)) as u32)
}

#[test]
fn an_even_stream_is_even_across_the_wrap() {
    let mut clock = TrackClock::new(Track::Video);
    let first = u32::MAX - 10 * TICKS;
    for number in 0..100 {
        let arrived = at(captured(number) + 40_000);
        assert_eq!(clock.pts(timestamp(first, number), arrived, None, None), arrived, "picture {number}");
    }
}

#[test]
fn jitter_is_taken_out() {
    let mut clock = TrackClock::new(Track::Video);
    let mut last = SessionTime::ZERO;
    for number in 0..3_000 {
        // The first one comes 35 ms late, as a keyframe does; later ones by 0 to 28 ms.
        let late = if number == 0 { 35_000 } else { number % 5 * 7_000 };
        let arrived = at(captured(number) + 40_000 + late);
        let pts = clock.pts(timestamp(7, number), arrived, None, None);
        assert!(pts <= arrived);
        if number > 60 {
            assert!(pts.since(at(captured(number))).abs_diff(Duration::from_micros(40_000)) < Duration::from_millis(1));
            assert!(pts.since(last).abs_diff(Duration::from_micros(INTERVAL)) < Duration::from_micros(1_800));
        }
        last = pts;
    }
}

#[test]
fn a_crystal_that_is_off_is_followed() {
    for parts_per_million in [-100_i64, 100] {
        let mut clock = TrackClock::new(Track::Video);
        // Half an hour: 180 ms in all.
        for number in 0..54_000 {
            let captured = captured(number);
            let off = captured as i64 * parts_per_million / 1_000_000;
            let ticks = (captured as i64 + off) * 9 / 100;
            let arrived = at(captured + 40_000 + number % 3 * 5_000);
            let pts = clock.pts(ticks as u32, arrived, None, None);
            let delay = pts.since(at(captured));
            assert!(delay.abs_diff(Duration::from_millis(40)) < Duration::from_millis(5), "{number}: {delay:?}");
        }
    }
}

#[test]
fn slews_to_the_reported_time() {
    let mut clock = TrackClock::new(Track::Video);
    let mut last = SessionTime::ZERO;
    for number in 0..300 {
        let arrived = at(captured(number) + 200_000);
        if number == 30 {
            clock.report(timestamp(7, number), captured(number) as i64 + 5_000_000, arrived);
        }
        // The wall clock is 5 s ahead; what is not varied of the delay is 20 ms.
        let pts = clock.pts(timestamp(7, number), arrived, Some(-5_000_000 + 20_000), None);
        let delay = pts.since(at(captured(number))).as_millis();
        match number {
            0..30 => assert_eq!(delay, 200),
            // 130 ms at 250 ms a second, and 50 ms at 50 ms a second.
            78.. => assert_eq!(delay, 20),
            _ => assert!(pts.since(last) >= Duration::from_micros(INTERVAL * 74 / 100)),
        }
        last = pts;
    }
}

#[test]
fn a_stream_that_begins_anew_begins_anew() {
    let mut clock = TrackClock::new(Track::Video);
    clock.report(7, 0, at(captured(0)));
    for number in 0..60 {
        clock.pts(timestamp(7, number), at(captured(number) + 40_000), None, None);
    }
    for number in 60..120 {
        let arrived = at(captured(number) + 40_000);
        assert_eq!(clock.pts(timestamp(3_000_000_000, number), arrived, Some(0), None), arrived);
    }
}

#[test]
fn a_pause_of_the_senders_clock_is_made_up_for() {
    let mut clock = TrackClock::new(Track::Video);
    for number in 0..2_000 {
        // Its clock stands still for 3 s, then frames come 3 s later by it.
        let pause = if number < 100 { 0 } else { 3_000_000 };
        let arrived = at(captured(number) + 40_000 + pause);
        let pts = clock.pts(timestamp(7, number), arrived, None, None);
        // As soon as it is seen that it is no jitter.
        if !(100..110).contains(&number) {
            assert_eq!(pts, arrived, "{number}");
        }
    }
}

#[test]
fn a_wrong_report_is_not_believed() {
    let mut clock = TrackClock::new(Track::Video);
    for number in 0..60 {
        let arrived = at(captured(number) + 40_000);
        clock.report(timestamp(7, number), captured(number) as i64 - 3_600_000_000, arrived);
        assert_eq!(clock.pts(timestamp(7, number), arrived, Some(0), None), arrived);
    }
}

proptest! {
    #[test]
    fn any_input_gives_growing_times(
        steps in prop::collection::vec((any::<u32>(), 0..20_000_000_u64, any::<Option<i32>>(), any::<bool>()), 1..200),
    ) {
        let mut clock = TrackClock::new(Track::Audio);
        let mut now = 0;
        let mut last = None;
        for (timestamp, wait, wall, evenly) in steps {
            now += if evenly { 20_000 } else { wait };
            if let Some(wall) = wall {
                clock.report(timestamp, i64::from(wall) * 1_000_000, at(now));
            }
            let pts = clock.pts(timestamp, at(now), wall.map(|wall| i64::from(wall) * -1_000_000), None);
            prop_assert!(last.is_none_or(|last| pts > last));
            prop_assert!(pts <= at(now).max(last.unwrap_or_default() + Duration::from_micros(1)));
            last = Some(pts);
        }
    }
}
