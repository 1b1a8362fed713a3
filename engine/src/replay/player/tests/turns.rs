//! Turns, steps, and the way back.

use super::*;

/// Turns to these stretches, at a moment of one of them, in milliseconds.
fn turn(
    cameras: &Cameras,
    footage: &[(usize, u64, u64)],
    (segment, at): (usize, u64),
) -> impl Fn(&mut Player, SessionTime) {
    let footage: Vec<Footage> = footage.iter().map(|(camera, from, to)| cameras.footage(*camera, *from, *to)).collect();
    let to = Moment { segment, at: SessionTime::from_millis(at) };
    move |player, now| player.turn(footage.clone(), to, now)
}

fn at_speed(speed: i16) -> impl Fn(&mut Player, SessionTime) {
    move |player, now| player.set_speed(Speed(speed), now)
}

fn step(pictures: i32) -> impl Fn(&mut Player, SessionTime) {
    move |player, now| player.step(pictures, now)
}

#[test]
fn another_angle_goes_on_with_the_picture_that_is_due() {
    let cameras = Cameras::filmed(&[10, 10]);
    for speed in [100, 50] {
        // Between two pictures, at 3.510.
        let when = 1_510_000 * 100 / speed as u64;
        let (set, other) = (at_speed(speed), turn(&cameras, &[(1, 2_000, 5_000)], (0, 3_510)));
        let (signals, length) = planned(cameras.player(&[(0, 2_000, 5_000)]), &[(0, &set), (when, &other)]);
        assert_eq!(decoded(&signals), (60..106).chain(105..150).collect::<Vec<_>>());
        let at_once: Vec<_> = signals
            .iter()
            .filter(|(at, _)| *at == when as i64)
            .map(|(_, signal)| match signal {
                Signal::Frame { reading, shown, .. } => (*reading, *shown),
                signal => panic!("{signal:?}"),
            })
            .collect();
        assert_eq!(at_once, (0..15).map(|_| (1, false)).chain([(1, true)]).collect::<Vec<_>>());
        assert_eq!(length, 3_000_000 * 100 / i64::from(speed), "the position is the same");
    }
}

#[test]
fn a_standing_picture_keeps_its_moment_at_another_angle() {
    let cameras = Cameras::filmed(&[10, 10, 10]);
    // The picture of 3.0333 is shown; the director says the moment in whole milliseconds.
    let (stop, one) = (at_speed(0), turn(&cameras, &[(1, 2_000, 5_000)], (0, 3_033)));
    let two = turn(&cameras, &[(2, 2_000, 5_000)], (0, 3_033));
    let plan: [Planned; 3] = [(1_040_000, &stop), (3_000_000, &one), (4_000_000, &two)];
    let (signals, _) = planned(cameras.player(&[(0, 2_000, 5_000)]), &plan);
    assert_eq!(shown(&signals)[31..], [(0, 91, 1_033), (1, 91, 3_000), (2, 91, 4_000)]);
    decoded(&signals);
}

#[test]
fn a_seek_is_another_reading_and_of_many_at_once_the_last_one_counts() {
    let cameras = Cameras::filmed(&[10]);
    let to = |at| turn(&cameras, &[(0, 1_000, 9_000)], (0, at));
    let (back, on) = (to(2_000), to(8_500));
    let plan: [Planned; 4] = [(510_000, &back), (510_000, &on), (710_000, &back), (810_000, &on)];
    let (signals, length) = planned(cameras.player(&[(0, 1_000, 9_000)]), &plan);
    let pictures = [30..46, 255..261, 60..63, 255..270];
    assert_eq!(decoded(&signals), pictures.into_iter().flatten().collect::<Vec<_>>());
    let readings: Vec<_> = shown(&signals).iter().map(|(reading, ..)| *reading).collect();
    assert!(readings.is_sorted() && readings.last() == Some(&3), "{readings:?}");
    assert_eq!(length, 810_000 + 500_000);
}

#[test]
fn what_follows_changes_without_a_new_lead_in() {
    let cameras = Cameras::filmed(&[10, 10]);
    // The next segment's lead-in has been given out by then.
    let turned = turn(&cameras, &[(0, 1_000, 3_000), (1, 5_500, 6_000)], (0, 2_499));
    let player = cameras.player(&[(0, 1_000, 3_000), (0, 8_000, 9_000)]);
    let (signals, length) = planned(player, &[(1_500_000, &turned)]);
    assert_eq!(decoded(&signals), (30..90).chain(165..180).collect::<Vec<_>>());
    assert!(shown(&signals)[..60].iter().all(|(reading, ..)| *reading == 0));
    assert!(shown(&signals)[60..].iter().all(|(reading, ..)| *reading == 1), "in the decoder that is not shown");
    assert_eq!(length, 2_500_000);
}

#[test]
fn steps_are_a_picture_each_over_groups_and_cuts() {
    let cameras = Cameras::filmed(&[10, 10]);
    let (forth, back, far) = (step(1), step(-1), step(-40));
    let mut plan: Vec<Planned> = Vec::new();
    plan.extend((0..4).map(|n| (920_000 + n * 100_000, &forth as _)));
    plan.extend((0..5).map(|n| (2_000_000 + n * 100_000, &back as _)));
    plan.push((3_000_000, &far));
    plan.push((4_000_000, &forth));
    let (signals, _) = planned(cameras.player(&[(0, 2_000, 3_000), (1, 5_000, 6_000)]), &plan);
    // It played up to picture 87 of the first, which has 89; the second begins with its picture 150.
    let steps = [88, 89, 150, 151, 150, 89, 88, 87, 86, 60, 61];
    assert_eq!(decoded(&signals), (60..88).chain(steps).collect::<Vec<_>>());
}

#[test]
fn where_it_stands_after_steps_is_told() {
    let cameras = Cameras::filmed(&[10]);
    let told = std::cell::RefCell::new(Vec::new());
    let tell = |player: &mut Player, _: SessionTime| told.borrow_mut().extend(player.stands());
    let (forth, back, many) = (step(1), step(-2), step(100));
    let plan: [Planned; 8] = [
        (510_000, &forth),
        (600_000, &tell),
        (700_000, &back),
        (710_000, &back),
        (800_000, &tell),
        (900_000, &many),
        (1_000_000, &tell),
        (1_100_000, &tell),
    ];
    let (signals, _) = planned(cameras.player(&[(0, 2_000, 3_000)]), &plan);
    assert_eq!(decoded(&signals)[16..], [76, 74, 72, 89], "as far as there is one");
    assert_eq!(told.into_inner(), [76, 72, 89].map(|number| SessionTime::from_micros(number * 1_000_000 / 30)));
}

#[test]
fn several_steps_at_once_are_as_far() {
    let cameras = Cameras::filmed(&[10]);
    let (three, ten) = (step(3), step(-10));
    let plan: [Planned; 3] = [(510_000, &three), (600_000, &ten), (600_000, &three)];
    let (signals, _) = planned(cameras.player(&[(0, 2_000, 5_000)]), &plan);
    assert_eq!(decoded(&signals)[16..], [78, 71]);
}

#[test]
fn backwards_its_position_goes_and_the_picture_stays_until_it_turns() {
    let cameras = Cameras::filmed(&[10]);
    let (back, on) = (at_speed(-50), at_speed(100));
    let (signals, length) = planned(cameras.player(&[(0, 2_000, 5_000)]), &[(1_510_000, &back), (3_510_000, &on)]);
    assert_eq!(decoded(&signals), (60..106).chain(75..150).collect::<Vec<_>>());
    assert!(!signals.iter().any(|(at, _)| (1_510_001..3_510_000).contains(at)), "nothing comes meanwhile");
    assert_eq!(length, 3_510_000 + 2_490_000);
}

#[test]
fn somebody_new_gets_the_standing_picture() {
    let cameras = Cameras::filmed(&[10]);
    let (stop, again) = (at_speed(0), |player: &mut Player, now| player.show_again(now));
    let (signals, _) = planned(cameras.player(&[(0, 2_000, 5_000)]), &[(1_510_000, &stop), (9_000_000, &again)]);
    assert_eq!(decoded(&signals)[45..], [105, 105]);
    assert_eq!(signals.iter().filter(|(at, _)| *at == 9_000_000).count(), 16, "with what it needs");
}
