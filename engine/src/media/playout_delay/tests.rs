//! What is told of pictures that came over real air, and over air that is made up, in virtual time.

use proptest::prelude::*;

use super::*;

/// 20 s of a phone's camera (Chromium, 640x360 at 30) over an emulated Wi-Fi, as the assembler let its pictures out: when each
/// was captured, and how late it was, in milliseconds.
const HALL: &str = include_str!("arrivals/hall");
const CROWDED: &str = include_str!("arrivals/crowded");
const EDGE: &str = include_str!("arrivals/edge");

fn arrivals(recorded: &str) -> Vec<(u64, u64)> {
    let number = |word: &str| word.parse().expect("a number");
    let line = |line: &str| line.split_once(' ').map(|(pts, late)| (number(pts), number(late)));
    recorded.lines().map(|text| line(text).expect("two numbers")).collect()
}

/// Thirty a second, and how late each is.
fn steady(late: impl IntoIterator<Item = u64>) -> Vec<(u64, u64)> {
    late.into_iter().enumerate().map(|(number, late)| (number as u64 * 1_000 / 30, late)).collect()
}

/// A picture on a screen that was told the delay: when it was captured, when it was there, and when it is shown.
#[derive(Debug, Clone, Copy)]
struct Shown {
    pts: u64,
    came: u64,
    at: u64,
}

/// What is told, and when, and what a screen shows that goes by it (`ui/src/monitor/tempo.ts`): each picture at its time, or
/// when it comes; those behind a late one up to half as fast again, and what is half a second late gives way.
fn played(arrivals: &[(u64, u64)]) -> (Vec<(u64, u64)>, Vec<Shown>) {
    let mut delay = PlayoutDelay::default();
    let (mut told, mut shown, mut now, mut behind) = (Vec::new(), Vec::<Shown>::new(), 0, 0);
    for &(pts, late) in arrivals {
        // Pictures come in order: what waits for another comes with it.
        now = now.max(pts + late);
        if let Some(news) = delay.picture(SessionTime::from_millis(pts), SessionTime::from_millis(now)) {
            behind = u64::try_from(news.as_millis()).expect("two seconds at most");
            told.push((now, behind));
        }
        let before = shown.last().filter(|before| before.at <= before.pts + behind + 500);
        let caught_up = before.map_or(0, |before| before.at + (pts - before.pts) * 2 / 3);
        let at = now.max(pts + behind).max(caught_up);
        shown.retain(|before| before.at < at);
        shown.push(Shown { pts, came: now, at });
    }
    (told, shown)
}

/// Of a second on: how far behind the middle one of what is shown is, in milliseconds, how many are shown a second, and how
/// often nothing new is shown for more than 200 ms in 20 s.
fn figures(shown: &[Shown]) -> (u64, f64, usize) {
    let shown = &shown[30..];
    let mut behind: Vec<_> = shown.iter().map(|picture| picture.at - picture.pts).collect();
    behind.sort_unstable();
    let span = (shown[shown.len() - 1].at - shown[0].at) as f64 / 1_000.0;
    let stands = shown.windows(2).filter(|pair| pair[1].at - pair[0].at > 200).count();
    (behind[behind.len() / 2], shown.len() as f64 / span, stands)
}

#[test]
fn on_recorded_air_pictures_are_even_and_little_behind() {
    // Behind at most, pictures a second at least, standstills at most.
    for (air, recorded, most, least, stands) in
        [("hall", HALL, 30, 29.0, 1), ("crowded", CROWDED, 60, 27.5, 3), ("edge", EDGE, 200, 23.0, 7)]
    {
        let came = figures(&played(&arrivals(recorded)).1);
        assert!(came.0 <= most && came.1 >= least && came.2 <= stands, "{air}: {came:?}");
    }
}

#[test]
fn air_that_gets_worse_is_followed_at_once_and_air_that_gets_better_slowly() {
    // Ten seconds of good air, ten of air on which every fifth picture has to be asked for three times, and good air again.
    let late = (0..1_200).map(|number| if (300..600).contains(&number) && number % 5 == 0 { 280 } else { 20 });
    let (told, _) = played(&steady(late));
    let at = |millis: u64| told.iter().rev().find(|(at, _)| *at <= millis).map_or(0, |(_, delay)| *delay);
    assert_eq!(at(9_900), 25, "{told:?}");
    assert!(at(13_000) >= 180, "after three bad seconds: {told:?}");
    assert!(at(39_000) <= 30, "after nineteen good ones: {told:?}");
}

#[test]
fn one_outage_in_a_while_does_not_hold_everyone_back() {
    // Nothing for 800 ms, and then all of it.
    let late = (0..900).map(|number| match number {
        450..474 => 800 - (number - 450) * 33,
        _ => 15,
    });
    let (told, _) = played(&steady(late));
    let delays = told.iter().map(|(_, delay)| *delay);
    assert!(delays.max().is_some_and(|delay| delay <= 150), "{told:?}");
    assert!(told.last().is_some_and(|(_, delay)| *delay <= 30), "{told:?}");
}

#[test]
fn on_a_wire_there_is_nothing_to_tell() {
    assert_eq!(played(&steady((0..900).map(|number| number % 5))).0, []);
}

/// Any air: now good, now bad, with outages.
fn air() -> impl Strategy<Value = Vec<(u64, u64)>> {
    let stretch = (1..60_usize, 0..60_u64, 0..2_500_u64, 1..20_u64);
    prop::collection::vec(stretch, 1..8).prop_map(|stretches| {
        let late = stretches.into_iter().flat_map(|(pictures, base, spike, every)| {
            (0..pictures as u64).map(move |number| if number % every == 0 { spike } else { base + number * 7 % 13 })
        });
        steady(late)
    })
}

proptest! {
    #[test]
    fn on_any_air_it_stays_within_its_bounds_and_goes_down_slowly(air in air()) {
        let (told, shown) = played(&air);
        for pair in told.windows(2) {
            let [(before, high), (after, low)] = [pair[0], pair[1]];
            if low < high {
                prop_assert!(after - before >= 1_000, "down, twice a second: {told:?}");
                prop_assert!(high - low <= (after - before) / 20 + 5, "{} ms in {} ms", high - low, after - before);
            } else {
                prop_assert!(after - before >= 250, "up, more than four times a second: {told:?}");
            }
        }
        prop_assert!(told.iter().all(|(_, delay)| *delay <= 2_000), "{told:?}");
        for pair in shown.windows(2) {
            prop_assert!(pair[0].pts < pair[1].pts && pair[0].at < pair[1].at, "{pair:?}");
        }
        for picture in &shown {
            prop_assert!(picture.at <= picture.came.max(picture.pts + 2_500), "{picture:?}");
        }
    }

    /// Whatever the jitter, once it is known all pictures are in time, and nobody waits for more than that.
    #[test]
    fn on_even_jitter_pictures_are_on_their_beat(base in 0..100_u64, jitter in 0..15_u64, seed in any::<u64>()) {
        let late = (0..300_u64).map(|number| base + number.wrapping_mul(seed | 1).rotate_left(17) % (jitter + 1));
        let (told, shown) = played(&steady(late));
        let delay = told.last().map_or(0, |(_, delay)| *delay);
        prop_assert!(delay <= base + jitter + 5, "{told:?}");
        let after = shown.iter().filter(|picture| picture.pts > 2_000);
        let on_its_beat = |picture: &&Shown| picture.at <= picture.pts + delay + 15;
        prop_assert_eq!(after.clone().filter(on_its_beat).count(), after.count());
    }
}
