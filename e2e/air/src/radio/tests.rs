//! What an air promises, in virtual time.

use proptest::prelude::*;

use super::*;

/// What becomes of packets, each so many microseconds after the one before, and of so many bytes.
fn fates(air: &str, seed: u64, packets: &[(u64, usize)]) -> Vec<(Duration, Fate)> {
    let mut radio = Radio::new(air.parse().unwrap(), seed, Direction::Up);
    let mut now = Duration::ZERO;
    let sent = packets.iter().map(|&(gap, bytes)| {
        now += Duration::from_micros(gap);
        (now, radio.send(now, bytes))
    });
    sent.collect()
}

/// As many packets of 1000 bytes, one every so many microseconds.
fn steady(count: usize, gap: u64) -> Vec<(u64, usize)> {
    vec![(gap, 1000); count]
}

fn share(fates: &[(Duration, Fate)], wanted: Fate) -> f64 {
    fates.iter().filter(|(_, fate)| *fate == wanted).count() as f64 / fates.len() as f64
}

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[test]
fn a_good_wire_adds_its_delay_and_the_time_of_the_bytes() {
    let fates = fates("rate=8e6,delay=5", 1, &[(10_000, 1000), (0, 500), (100_000, 1000)]);
    let arrives = |at, queued| Fate::Arrives { at: Duration::from_micros(at), queued: Duration::from_micros(queued) };
    let found: Vec<_> = fates.into_iter().map(|(_, fate)| fate).collect();
    assert_eq!(found, [arrives(16_000, 0), arrives(16_500, 1000), arrives(116_000, 0)]);
}

#[test]
fn long_run_losses_are_what_was_asked() {
    let fates = fates("loss=0.03", 5, &steady(200_000, 10_000));
    let lost = share(&fates, Fate::Lost);
    assert!((0.028..0.032).contains(&lost), "{lost}");
}

#[test]
fn a_bad_spell_has_its_own_loss_and_its_own_wait() {
    let good = fates("rate=1e9,jitter=2,loss=0", 5, &steady(100_000, 1_000_000));
    let always_bad = "rate=1e9,jitter=2,loss=0,burst=0.999,spell=1000000,bad=8,badloss=0.2";
    let bad = fates(always_bad, 5, &steady(100_000, 1_000_000));
    assert_eq!(share(&good, Fate::Lost), 0.0);
    let lost = share(&bad, Fate::Lost);
    assert!((0.19..0.21).contains(&lost), "{lost}");
    let mean = |fates: &[(Duration, Fate)]| {
        let waits = fates.iter().filter_map(|&(sent, fate)| match fate {
            Fate::Arrives { at, .. } => Some((at - sent).as_secs_f64() * 1000.0),
            Fate::Lost | Fate::Dropped => None,
        });
        let waits: Vec<f64> = waits.collect();
        waits.iter().sum::<f64>() / waits.len() as f64
    };
    // The delay of 0.1 ms with it.
    let [good, bad] = [mean(&good), mean(&bad)];
    assert!((2.0..2.2).contains(&good) && (9.8..10.4).contains(&bad), "{good} and {bad} ms");
}

#[test]
fn packets_that_queue_pay_the_wait_for_the_air_once() {
    let fates = fates("rate=8e6,delay=0,jitter=20", 3, &[(1000, 1000), (0, 1000), (0, 1000)]);
    let at = fates.iter().map(|(_, fate)| match fate {
        Fate::Arrives { at, .. } => *at,
        Fate::Lost | Fate::Dropped => panic!("{fate:?}"),
    });
    let at: Vec<_> = at.collect();
    assert!(at[0] > ms(2));
    assert_eq!([at[1] - at[0], at[2] - at[1]], [ms(1), ms(1)]);
}

#[test]
fn while_it_is_gone_nothing_passes_and_then_all_does() {
    let fates = fates("gone=1:0.5+3:1", 1, &steady(50, 100_000));
    let lost: Vec<_> = fates.iter().filter(|(_, fate)| *fate == Fate::Lost).map(|(now, _)| now.as_millis()).collect();
    assert_eq!(lost, (1000..1500).step_by(100).chain((3000..4000).step_by(100)).collect::<Vec<_>>());
}

#[test]
fn it_falls_silent_when_it_is_told_and_as_long() {
    let mut radio = Radio::new(Figures::default(), 1, Direction::Down);
    radio.fall_silent(ms(1000), ms(200));
    let mut is_lost = |now| radio.send(ms(now), 100) == Fate::Lost;
    assert_eq!([is_lost(1000), is_lost(1199), is_lost(1200)], [true, true, false]);
}

#[test]
fn another_air_begins_as_if_it_had_always_been_that_one() {
    let packets = steady(5000, 5000);
    let fresh = fates("crowded", 9, &packets);
    let mut radio = Radio::new("home".parse().unwrap(), 9, Direction::Up);
    for now in 0..1000 {
        radio.send(ms(now), 1000);
    }
    let begun = ms(60_000);
    radio.begin("crowded".parse().unwrap(), begun);
    let later = fresh.iter().map(|(now, _)| radio.send(begun + *now, 1000));
    let later = later.map(|fate| match fate {
        Fate::Arrives { at, queued } => Fate::Arrives { at: at - begun, queued },
        Fate::Lost | Fate::Dropped => fate,
    });
    let later: Vec<_> = later.collect();
    assert_eq!(fresh.into_iter().map(|(_, fate)| fate).collect::<Vec<_>>(), later);
}

#[test]
fn bad_spells_are_the_same_whatever_is_sent() {
    // Everything is lost in a bad spell and nothing else, so losses say when it is bad.
    let lost = |gap: u64, bytes| {
        let packets = vec![(gap, bytes); (60_000_000 / gap) as usize];
        let fates = fates("rate=1e9,burst=0.2,spell=300,badloss=1", 4, &packets);
        let at_second =
            |(now, fate): (Duration, Fate)| (now.subsec_nanos() == 0).then_some((now.as_secs(), fate == Fate::Lost));
        fates.into_iter().filter_map(at_second).collect::<Vec<_>>()
    };
    assert_eq!(lost(1000, 100), lost(20_000, 1400));
}

#[test]
fn both_ways_have_their_own_luck() {
    let mut ways =
        [Direction::Up, Direction::Down].map(|direction| Radio::new("loss=0.5".parse().unwrap(), 1, direction));
    let [up, down] = ways.each_mut().map(|radio| (0..100).map(|now| radio.send(ms(now), 100)).collect::<Vec<_>>());
    assert_ne!(up, down);
}

fn airs() -> impl Strategy<Value = String> {
    let figures = (1e5..1e8, 0.0..20.0, 0.0..30.0, 0.0..400.0, 0.0..0.3, 0.0..0.9, 1.0..500.0, 0.0..100.0, 0.0..1.0);
    figures.prop_map(|(rate, delay, jitter, queue, loss, burst, spell, bad, bad_loss)| {
        format!(
            "rate={rate},delay={delay},jitter={jitter},queue={queue},loss={loss},\
             burst={burst},spell={spell},bad={bad},badloss={bad_loss}"
        )
    })
}

fn packets() -> impl Strategy<Value = Vec<(u64, usize)>> {
    prop::collection::vec((prop_oneof![3 => Just(0), 2 => 0..20_000_u64, 1 => 0..500_000_u64], 20..1500_usize), 1..400)
}

proptest! {
    /// Nobody overtakes anybody, nobody arrives before the delay is over, and the air never carries more than its rate.
    #[test]
    fn packets_arrive_in_order_and_no_faster_than_the_rate(air in airs(), seed: u64, packets in packets()) {
        let figures: Figures = air.parse().unwrap();
        let mut last = Duration::ZERO;
        for ((sent, fate), (_, bytes)) in fates(&air, seed, &packets).into_iter().zip(packets) {
            let Fate::Arrives { at, .. } = fate else { continue };
            let time = Duration::from_secs_f64(bytes as f64 * 8.0 / figures.rate);
            // Each rounds to a nanosecond.
            prop_assert!(at + Duration::from_nanos(2) >= last + time);
            prop_assert!(at >= sent + figures.delay);
            last = at;
        }
    }

    /// The queue holds what it may hold, and drops nothing before that.
    #[test]
    fn the_queue_is_bounded(air in airs(), seed: u64, packets in packets()) {
        let figures: Figures = air.parse().unwrap();
        let mut free = Duration::ZERO;
        for (now, fate) in fates(&air, seed, &packets) {
            match fate {
                Fate::Arrives { at, queued } => {
                    prop_assert!(queued <= figures.queue);
                    free = at - figures.delay;
                }
                Fate::Dropped => prop_assert!(free.saturating_sub(now) > figures.queue),
                Fate::Lost => {}
            }
        }
    }

    #[test]
    fn the_same_seed_brings_the_same_fate(air in airs(), seed: u64, packets in packets()) {
        prop_assert_eq!(fates(&air, seed, &packets), fates(&air, seed, &packets));
    }
}
