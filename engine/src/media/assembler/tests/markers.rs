//! Senders that set the marker bit where no picture ends.

use proptest::prelude::*;

use super::synthetic::{Marks, Picture, Sender};
use super::*;
use crate::media::VideoCodec::{H264 as AVC, Vp8 as VP8};

/// Of each way to set markers.
const MARKS: [Marks; 5] = [Marks::Picture, Marks::Nothing, Marks::Slice, Marks::Nal, Marks::Packet];

#[test]
fn a_picture_is_all_that_has_its_timestamp_whatever_the_markers_say() {
    for (codec, marks) in [AVC, VP8].into_iter().flat_map(|codec| MARKS.map(|marks| (codec, marks))) {
        let mut sender = Sender::new(codec);
        sender.marks = marks;
        // Keyframes of four slices and deltas of three, as x264 makes them with slices=4.
        let mut pictures = |keyframe| sender.picture(keyframe, if keyframe { 70 } else { 45 });
        let sent: Vec<_> = (0..60).map(|number| pictures(number % 15 == 0)).collect();
        let mut assembler = Assembler::video(codec);
        let outputs = run(&mut assembler, packets(&sent));
        assert!(asked(&outputs).is_empty(), "{codec:?} {marks:?}");
        let units = units(outputs);
        assert!(units.len() >= 59, "{codec:?} {marks:?}: the last one may be due");
        assert_eq!(data_of(&units), data(&sent[..units.len()]), "{codec:?} {marks:?}");
        assert_eq!(assembler.stats().frames_lost, 0);
    }
}

#[test]
fn a_first_keyframe_with_a_marker_waits_for_what_follows_but_not_for_ever() {
    for codec in [AVC, VP8] {
        let sent = Sender::new(codec).picture(true, 4);
        let mut assembler = Assembler::video(codec);
        assert!(run(&mut assembler, sent.packets.clone()).is_empty());
        assert!(assembler.is_keyframe_coming(), "none is asked for meanwhile");
        let mut outputs = Vec::new();
        wait_until(&mut assembler, at(2_000), &mut outputs);
        assert_eq!(outputs[0].0, at(1_150));
        assert_eq!(data_of(&units(outputs)), [&sent.data[..]]);
    }
}

#[test]
fn a_sender_that_was_believed_and_cuts_a_picture_is_not_believed_again() {
    for codec in [AVC, VP8] {
        let mut sender = Sender::new(codec);
        sender.marks = Marks::Slice;
        // One slice each, or one packet, as of a dark scene: nothing shows that they are cut.
        let dark: Vec<_> = (0..5).map(|number| sender.picture(number == 0, 1)).collect();
        let cut = sender.picture(false, 45);
        let after = sender.deltas(3);
        let bright: Vec<_> = (0..20).map(|number| sender.picture(number == 0, 45)).collect();
        let sent = [dark.clone(), vec![cut.clone()], after, bright.clone()].concat();
        let mut assembler = Assembler::video(codec);
        let outputs = run(&mut assembler, packets(&sent));
        assert_eq!(asked(&outputs), [cut.packets[0].arrived.as_millis()], "{codec:?}");
        let units = units(outputs);
        assert_eq!(data_of(&units[..5]), data(&dark));
        assert!(cut.data.starts_with(&units[5].data) && units[5].data.len() < cut.data.len());
        assert_eq!(data_of(&units[6..]), data(&bright[..19]), "whole from the next keyframe on");
    }
}

#[test]
fn pictures_of_one_timestamp_are_told_apart_by_where_they_begin() {
    for codec in [AVC, VP8] {
        for marks in [Marks::Picture, Marks::Slice, Marks::Packet] {
            let mut sender = Sender::new(codec);
            sender.marks = marks;
            let mut sent: Vec<_> = (0..8).map(|number| sender.picture(number == 0, 45)).collect();
            sent.iter_mut().flat_map(|sent| &mut sent.packets).for_each(|packet| packet.timestamp = 7);
            let units = units(run(&mut Assembler::video(codec), packets(&sent)));
            assert_eq!(data_of(&units), data(&sent[..units.len()]), "{codec:?} {marks:?}");
            assert!(units.len() >= 7);
        }
    }
}

proptest! {
    /// However a sender sets its markers and however its packets overtake each other, each picture that comes out is one
    /// that was sent, and all of them come out.
    #[test]
    fn markers_change_nothing(
        codec in prop_oneof![Just(AVC), Just(VP8)],
        marks in prop::sample::select(&MARKS[..]),
        pieces in prop::collection::vec(21..90_usize, 2..30),
        delays in prop::collection::vec(0..60_u64, 1..50),
    ) {
        let mut sender = Sender::new(codec);
        sender.marks = marks;
        let picture = |(number, pieces)| Picture { keyframe: number % 10 == 0, pieces, probes: number % 3 };
        let sent: Vec<_> = pieces.into_iter().enumerate().map(picture).map(|picture| sender.send(picture)).collect();
        let mut packets = packets(&sent);
        for (packet, delay) in packets.iter_mut().zip(delays.into_iter().cycle()) {
            packet.arrived = packet.arrived + Duration::from_millis(delay);
        }
        packets.sort_by_key(|packet| packet.arrived);
        let mut assembler = Assembler::video(codec);
        let mut outputs = run(&mut assembler, packets);
        wait_until(&mut assembler, at(60_000), &mut outputs);
        let units = units(outputs);
        prop_assert!(units.len() >= sent.len() - 1);
        prop_assert_eq!(data_of(&units), data(&sent[..units.len()]));
    }
}
