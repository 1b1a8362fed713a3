//! What comes late is not lost.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::radio::{Air, CROWDED, EDGE, Outcome, film};
use super::synthetic::Sender;
use super::*;
use crate::media::VideoCodec::{H264 as AVC, Vp8 as VP8};

/// In the order of arrival.
fn arriving(mut packets: Vec<RtpPacket>) -> Vec<RtpPacket> {
    packets.sort_by_key(|packet| packet.arrived);
    packets
}

fn later(packet: &mut RtpPacket, millis: u64) {
    packet.arrived = packet.arrived + Duration::from_millis(millis);
}

fn sides(outputs: &[(SessionTime, Assembled)]) -> Vec<Side> {
    let side = |(_, output): &(SessionTime, Assembled)| match output {
        Assembled::Unit(_, side) => Some(*side),
        Assembled::NeedKeyframe(_) | Assembled::Resend(_) => None,
    };
    outputs.iter().filter_map(side).collect()
}

#[test]
fn a_repair_that_comes_before_a_keyframe_lets_the_chain_go_on() {
    for codec in [AVC, VP8] {
        let mut sent = group(&mut Sender::new(codec), 40);
        let noticed = sent[4].packets[1].arrived.as_millis();
        later(&mut sent[4].packets[0], 900);
        let mut assembler = Assembler::video(codec);
        let outputs = run(&mut assembler, arriving(packets(&sent)));
        assert_eq!(asked(&outputs), [noticed + 160], "a keyframe would have been as good");
        assert!(sides(&outputs).iter().all(|side| *side == Side::Both));
        assert_eq!(data_of(&units(outputs)), data(&sent), "and not one picture is lost");
        assert_eq!(assembler.stats().packets_lost, 0);
        assert!(!assembler.is_incomplete());
    }
}

#[test]
fn live_goes_on_at_a_whole_keyframe_and_what_it_skipped_is_completed() {
    for codec in [AVC, VP8] {
        let mut sender = Sender::new(codec);
        let mut sent = [group(&mut sender, 9), group(&mut sender, 29)].concat();
        later(&mut sent[4].packets[0], 600);
        let repaired = sent[4].packets[0].arrived;
        let mut assembler = Assembler::video(codec);
        let outputs = run(&mut assembler, arriving(packets(&sent)));
        let at_keyframe = outputs.iter().find(|(_, output)| matches!(output, Assembled::Unit(_, Side::Live)));
        assert_eq!(at_keyframe.expect("it went on").0, sent[10].packets[0].arrived, "at once");
        let live = [&sent[..4], &sent[10..]].concat();
        assert_eq!(data_of(&units(outputs.clone())), data(&live));
        let completed = units_but(Side::Live, outputs.clone());
        assert_eq!(data_of(&completed), data(&sent));
        let sides = sides(&outputs);
        let parted = sides.iter().filter(|side| **side == Side::Live).count();
        let expected = [vec![Side::Both; 4], vec![Side::Live; parted], vec![Side::Completed; 6 + parted]].concat();
        assert_eq!(sides[..expected.len()], expected);
        assert!(sides[expected.len()..].iter().all(|side| *side == Side::Both), "they are one again");
        let late = outputs.iter().filter(|(_, output)| matches!(output, Assembled::Unit(_, Side::Completed)));
        assert!(late.clone().count() > 6 && late.into_iter().all(|(now, _)| *now == repaired));
        for unit in units(outputs).iter().skip(4) {
            let same = completed.iter().find(|completed| completed.timestamp == unit.timestamp).expect("has all");
            assert_eq!((unit, unit.data.as_ptr()), (same, same.data.as_ptr()), "the very same bytes");
        }
        let stats = assembler.stats();
        assert_eq!((stats.frames_late, stats.packets_lost, stats.frames_lost), (6, 1, 6));
        assert_eq!(assembler.next_deadline(), None);
    }
}

#[test]
fn what_never_comes_is_given_up_at_the_horizon() {
    let mut sender = Sender::new(VP8);
    let sent = [group(&mut sender, 9), group(&mut sender, 200)].concat();
    let mut packets = packets(&sent);
    let lost = packets.iter().position(|packet| packet.timestamp == sent[4].timestamp).expect("is there");
    let noticed = packets.remove(lost).arrived;
    let mut assembler = Assembler::video(VP8);
    let outputs = run(&mut assembler, packets);
    let completed = |(now, output): &(SessionTime, Assembled)| {
        matches!(output, Assembled::Unit(_, Side::Completed)).then_some(*now)
    };
    let given_up: BTreeSet<_> = outputs.iter().filter_map(completed).collect();
    assert_eq!(given_up.first(), Some(&(noticed + HORIZON)));
    let whole = [&sent[..4], &sent[10..]].concat();
    assert_eq!(data_of(&units(outputs.clone())), data(&whole));
    assert_eq!(data_of(&units_but(Side::Live, outputs)), data(&whole), "from the keyframe on which live went on");
    assert!(!assembler.is_incomplete() && assembler.next_deadline().is_none());
}

#[test]
fn the_end_of_a_stream_leaves_nothing_behind() {
    let mut sender = Sender::new(VP8);
    let sent = [group(&mut sender, 9), group(&mut sender, 9)].concat();
    let mut packets = packets(&sent);
    let lost = packets.iter().position(|packet| packet.timestamp == sent[4].timestamp).expect("is there");
    packets.remove(lost);
    let mut assembler = Assembler::video(VP8);
    let mut outputs = run(&mut assembler, packets);
    let now = outputs.last().expect("something came").0;
    let left: Vec<_> = assembler.finish(now).map(|(unit, side)| (now, Assembled::Unit(unit, side))).collect();
    outputs.extend(left);
    assert_eq!(data_of(&units_but(Side::Live, outputs.clone())), data_of(&units(outputs)));
}

/// Of a show: the pictures of one side, by their number.
fn numbers(outcome: &Outcome, other: Side) -> Vec<usize> {
    let number = |unit: AccessUnit| {
        let number = outcome.sent.iter().position(|sent| sent.timestamp == unit.timestamp).expect("it was sent");
        assert_eq!(unit.data, outcome.sent[number].data);
        number
    };
    units_but(other, outcome.outputs.clone()).into_iter().map(number).collect()
}

fn assert_chain(outcome: &Outcome, numbers: &[usize]) {
    let mut last = None;
    for number in numbers.iter().copied() {
        assert!(last.is_none_or(|last| number > last), "in order, each once");
        assert!(outcome.sent[number].keyframe || last == number.checked_sub(1), "the reference of {number} is missing");
        last = Some(number);
    }
}

#[test]
fn on_bad_air_nearly_all_pictures_are_kept() {
    for (air, share) in [(CROWDED, 0.995), (EDGE, 0.98)] {
        for seed in 0..4 {
            let outcome = film(VP8, air, 20, seed);
            let kept = numbers(&outcome, Side::Live).len() as f64 / outcome.sent.len() as f64;
            assert!(kept >= share, "{kept} of {air:?}, seed {seed}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_the_air_does_both_sides_are_chains_and_the_completed_one_has_all(
        wait in 0..60_u32, lost in 0..25_u32, bad in 0..40_u32, bad_lost in 0..80_u32, avc in any::<bool>(), seed in any::<u64>(),
    ) {
        let share = |hundredths: u32| f64::from(hundredths) / 100.0;
        let air = Air { wait: f64::from(wait), lost: share(lost), bad: share(bad), bad_lost: share(bad_lost), ..CROWDED };
        let outcome = film(if avc { AVC } else { VP8 }, air, 6, seed);
        let (live, completed) = (numbers(&outcome, Side::Completed), numbers(&outcome, Side::Live));
        assert_chain(&outcome, &live);
        assert_chain(&outcome, &completed);
        let kept: BTreeSet<_> = completed.iter().collect();
        prop_assert!(live.iter().all(|number| kept.contains(number)), "{:?} without {:?}", completed, live);
        let bytes = |other| units_but(other, outcome.outputs.clone()).into_iter().map(|unit| (unit.timestamp, unit.data));
        let shared: std::collections::BTreeMap<_, _> = bytes(Side::Live).collect();
        for (timestamp, data) in bytes(Side::Completed) {
            prop_assert_eq!(data.as_ptr(), shared[&timestamp].as_ptr());
        }
    }
}
