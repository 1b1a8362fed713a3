//! Where there are no pictures, or other ones.

use super::*;

/// What is told of holes: when, and from when to when, in milliseconds.
fn holes(signals: &[(i64, Signal)]) -> Vec<(i64, u64, u64)> {
    let holes = signals.iter().filter_map(|(at, signal)| match signal {
        Signal::Hole { from, to, .. } => Some((at / 1_000, from.as_millis(), to.as_millis())),
        Signal::Frame { .. } | Signal::Rolling { .. } | Signal::Ended { .. } => None,
    });
    holes.collect()
}

/// A camera that was lost from 2.0 to 5.0 s and from 8.0 s on.
fn lost() -> Cameras {
    let mut cameras = Cameras::filmed(&[]);
    cameras.join(Limits::default());
    pictures(0..60).chain(pictures(150..240)).for_each(|frame| cameras.push(0, frame));
    cameras
}

#[test]
fn a_hole_is_told_and_the_clock_runs_through_it() {
    for speed in [100_i64, 25] {
        let mut player = lost().player(&[(0, 1_000, 7_000)]);
        player.set_speed(Speed(speed as i16), SessionTime::ZERO);
        let (signals, length) = shown_after(player, Some(0));
        assert_eq!(decoded(&signals), (30..60).chain(150..210).collect::<Vec<_>>());
        // The last picture of before is seen for a while.
        assert_eq!(holes(&signals), [(106_666 / speed, 1_966, 5_000)]);
        let after = shown(&signals).into_iter().find(|(_, number, _)| *number == 150);
        assert_eq!(after, Some((0, 150, 4_000 * 100 / speed)));
        assert_eq!(length, 6_000_000 * 100 / speed);
    }
}

#[test]
fn a_range_that_begins_or_ends_in_a_hole_is_as_long_as_it_is() {
    let (signals, length) = shown_after(lost().player(&[(0, 3_000, 9_000)]), Some(0));
    assert_eq!(holes(&signals), [(0, 3_000, 5_000), (5_066, 7_966, 9_000)]);
    assert_eq!(shown(&signals).first(), Some(&(0, 150, 2_000)));
    assert_eq!(length, 6_000_000);
    // A segment without any picture, as of a camera that nobody knows any more.
    let cameras = lost();
    let mut footage = vec![cameras.footage(0, 1_000, 2_000), cameras.footage(0, 5_000, 6_000)];
    footage[0].camera = None;
    let player = Player::new(7, &cameras.archive, footage, Speed::NORMAL).expect("footage");
    let (signals, length) = shown_after(player, Some(0));
    assert_eq!((holes(&signals), length), (vec![(0, 1_000, 2_000)], 2_000_000));
    assert_eq!(decoded(&signals), (150..180).collect::<Vec<_>>());
}

#[test]
fn half_a_second_without_a_picture_is_no_hole() {
    let mut cameras = Cameras::filmed(&[]);
    cameras.join(Limits::default());
    pictures(0..46).chain(pictures(60..90)).for_each(|frame| cameras.push(0, frame));
    let (signals, _) = shown_after(cameras.player(&[(0, 1_000, 3_000)]), Some(0));
    assert_eq!(holes(&signals), []);
}

#[test]
fn a_turn_into_a_hole_shows_nothing_and_a_step_leaves_it() {
    let cameras = lost();
    let footage = vec![cameras.footage(0, 0, 8_000)];
    let seek = |player: &mut Player, now| {
        player.turn(footage.clone(), Moment { segment: 0, at: SessionTime::from_millis(3_000) }, now);
    };
    let (stop, forth, back) = (
        |player: &mut Player, now| player.set_speed(Speed::STILL, now),
        |player: &mut Player, now| player.step(1, now),
        |player: &mut Player, now| player.step(-1, now),
    );
    let plan: [Planned; 5] =
        [(490_000, &stop), (500_000, &seek), (600_000, &forth), (700_000, &back), (800_000, &back)];
    let (signals, _) = planned(cameras.player(&[(0, 0, 8_000)]), &plan);
    assert_eq!(holes(&signals), [(500, 3_000, 5_000)]);
    assert_eq!(decoded(&signals)[15..], [150, 59, 58]);
}

#[test]
fn another_codec_and_another_size_within_the_range_begin_at_their_keyframe() {
    let mut cameras = Cameras::filmed(&[]);
    cameras.join(Limits::default());
    let configs = [(VideoCodec::Vp8, 640, 360), (VideoCodec::H264, 640, 360), (VideoCodec::H264, 360, 640)];
    let configs = configs.map(|(codec, width, height)| {
        Arc::new(VideoConfig { codec, width, height, description: Bytes::from_static(&[1, 0x42, 0xe0, 0x1f]) })
    });
    for number in 0..90_u64 {
        let at = SessionTime::from_micros(number * 1_000_000 / 30);
        let config = (number % 30 == 0).then(|| Arc::clone(&configs[number as usize / 30]));
        cameras.push(0, picture(at, number, number % 30 == 0, config));
    }
    let mut told = Vec::new();
    let (signals, _) = shown_after(cameras.player(&[(0, 500, 3_000)]), Some(0));
    for (_, signal) in &signals {
        let Signal::Frame { frame, .. } = signal else { panic!("{signal:?}") };
        told.extend(frame.config.clone().map(|config| (number(frame), config)));
    }
    assert_eq!(told, [0, 30, 60].into_iter().zip(configs).collect::<Vec<_>>());
    assert_eq!(decoded(&signals), (15..90).collect::<Vec<_>>());
}

#[test]
fn a_ring_that_goes_on_takes_nothing_from_a_replay_that_stands() {
    // The disk is read on its threads.
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let _entered = runtime.enter();
    let mut cameras = Cameras::filmed(&[]);
    cameras.join(Limits { span: Duration::from_secs(10), ..Limits::default() });
    pictures(0..300).for_each(|frame| cameras.push(0, frame));
    let (stop, on) = (
        |player: &mut Player, now| player.set_speed(Speed::STILL, now),
        |player: &mut Player, now| player.set_speed(Speed(400), now),
    );
    let overrun = |_: &mut Player, _| pictures(300..900).for_each(|frame| cameras.push(0, frame));
    let plan: [Planned; 3] = [(1_010_000, &stop), (2_000_000, &overrun), (3_000_000, &on)];
    let (signals, _) = planned(cameras.player(&[(0, 1_000, 9_000)]), &plan);
    assert_eq!(decoded(&signals), (30..270).collect::<Vec<_>>());
}

#[test]
fn of_an_erased_camera_nothing_comes_any_more() {
    let cameras = Cameras::filmed(&[10]);
    let erase = |_: &mut Player, _| cameras.archive.erase(&cameras.feeds[0].0);
    let (signals, length) = planned(cameras.player(&[(0, 1_000, 9_000)]), &[(1_010_000, &erase)]);
    // One frame was read ahead.
    assert!(decoded(&signals).iter().all(|number| *number <= 61));
    assert_eq!((holes(&signals).len(), length), (1, 8_000_000));
}
