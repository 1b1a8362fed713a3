use std::sync::Arc;

use super::synthetic::{Marks, PPS, SPS, SPS_360, Sender};
use super::*;
use crate::media::VideoCodec::{H264 as AVC, Vp8 as VP8};

#[test]
fn parameter_sets_may_come_by_themselves_and_once() {
    let mut sender = Sender::new(AVC);
    let mut packets = vec![sender.packet(SPS.into(), false), sender.packet(PPS.into(), true)];
    let sent = [group(&mut sender, 2), group(&mut sender, 2)].concat();
    let bare = sent.iter().flat_map(|sent| &sent.packets[usize::from(sent.keyframe)..]).cloned();
    packets.extend(bare);
    for (sequence, packet) in packets.iter_mut().enumerate() {
        packet.sequence = sequence as u16;
    }
    let outputs = run(&mut Assembler::video(AVC), packets);
    let units = units(outputs);
    assert_eq!(data_of(&units), data(&sent));
    let configs: Vec<_> = units.iter().filter_map(|unit| unit.config.as_ref()).collect();
    assert!(Arc::ptr_eq(configs[0], configs[1]));
}

#[test]
fn a_keyframe_without_parameter_sets_is_none() {
    let mut sender = Sender::new(AVC);
    let mut idr = sender.picture(true, 1).packets;
    let sent = group(&mut sender, 2);
    let mut packets = [idr.split_off(1), packets(&sent)].concat();
    packets[0].sequence = packets[1].sequence.wrapping_sub(1);
    let outputs = run(&mut Assembler::video(AVC), packets);
    assert_eq!(asked(&outputs), [1_000]);
    assert_eq!(data_of(&units(outputs)), data(&sent));
}

#[test]
fn a_keyframe_may_have_lost_its_parameter_sets_in_a_gap() {
    let mut sender = Sender::new(AVC);
    let first = group(&mut sender, 2);
    sender.sps = SPS_360;
    let mut second = group(&mut sender, 8);
    second[0].packets.remove(0);
    let outputs = run(&mut Assembler::video(AVC), packets(&[first.clone(), second].concat()));
    assert_eq!(asked(&outputs).len(), 1);
    assert_eq!(data_of(&units(outputs)), data(&first), "it would be decoded with the wrong size");
}

#[test]
fn another_size_is_another_config() {
    let mut sender = Sender::new(AVC);
    let mut sent = [group(&mut sender, 2), group(&mut sender, 2)].concat();
    sender.sps = SPS_360;
    sent.extend(group(&mut sender, 2));
    let units = units(run(&mut Assembler::video(AVC), packets(&sent)));
    let configs: Vec<_> = units.iter().filter_map(|unit| unit.config.as_ref()).collect();
    assert!(Arc::ptr_eq(configs[0], configs[1]));
    assert_eq!((configs[1].width, configs[1].height), (1280, 720));
    assert_eq!((configs[2].width, configs[2].height), (640, 360));
}

#[test]
fn probes_are_no_frames_and_no_gaps() {
    for codec in [AVC, VP8] {
        let mut sender = Sender::new(codec);
        let probe = sender.packet(Vec::new(), false);
        let picture = |keyframe, probes| synthetic::Picture { keyframe, pieces: 3, probes };
        let sent = [sender.send(picture(true, 2)), sender.send(picture(false, 1)), sender.send(picture(false, 3))];
        let mut assembler = Assembler::video(codec);
        let outputs = run(&mut assembler, std::iter::once(probe).chain(packets(&sent)));
        assert!(asked(&outputs).is_empty());
        assert_eq!(data_of(&units(outputs)), data(&sent));
        assert_eq!(assembler.next_deadline(), None);
    }
}

#[test]
fn without_markers_the_next_timestamp_ends_a_frame() {
    for codec in [AVC, VP8] {
        let mut sender = Sender::new(codec);
        sender.marks = Marks::Nothing;
        let sent = group(&mut sender, 3);
        let outputs = run(&mut Assembler::video(codec), packets(&sent));
        assert_eq!(outputs[0].0, sent[1].packets[0].arrived);
        assert_eq!(data_of(&units(outputs)), data(&sent[..3]));
    }
}

#[test]
fn a_damaged_payload_costs_its_frame_and_what_depends_on_it() {
    for (codec, damage) in [(AVC, &[24, 0, 1, 0x65, 9][..]), (VP8, &[0x80])] {
        let mut sender = Sender::new(codec);
        let mut sent = [group(&mut sender, 5), group(&mut sender, 2)].concat();
        sent[3].packets[0].payload = damage.into();
        let mut assembler = Assembler::video(codec);
        let outputs = run(&mut assembler, packets(&sent));
        assert_eq!(asked(&outputs), [1_000 + 3 * 33]);
        let whole = [&sent[..3], &sent[6..]].concat();
        assert_eq!(data_of(&units(outputs)), data(&whole));
        assert_eq!(assembler.stats().frames_lost, 3);
    }
}

#[test]
fn parameter_sets_may_be_in_the_session_description_alone() {
    let mut sender = Sender::new(AVC);
    let sent = [sender.deltas(1), group(&mut sender, 2), group(&mut sender, 2)].concat();
    let mut packets: Vec<_> =
        sent.iter().flat_map(|sent| &sent.packets[usize::from(sent.keyframe)..]).cloned().collect();
    for (sequence, packet) in packets.iter_mut().enumerate() {
        packet.sequence = sequence as u16;
    }
    let sets = "packetization-mode=1;sprop-parameter-sets=Z0LAH9oBQBbsBEAAAAMAQAAADwPGDKg=,aM4PyA==";
    let units = units(run(&mut Assembler::h264(sets), packets));
    assert_eq!(data_of(&units), data(&sent[1..]));
    let size = units[0].config.as_ref().map(|config| (config.width, config.height));
    assert_eq!(size, Some((1280, 720)));
}

#[test]
fn pictures_that_come_before_their_turn_are_noticed() {
    let mut sender = Sender::new(AVC);
    let mut sent = group(&mut sender, 6);
    // I P B B P B B, as shown: I B B P B B P.
    let order = [0, 3, 1, 2, 6, 4, 5];
    let timestamps: Vec<_> = sent.iter().map(|sent| sent.timestamp).collect();
    for (sent, turn) in sent.iter_mut().zip(order) {
        sent.packets.iter_mut().for_each(|packet| packet.timestamp = timestamps[turn]);
    }
    let mut assembler = Assembler::video(AVC);
    assert_eq!(units(run(&mut assembler, packets(&sent))).len(), 7);
    assert_eq!(assembler.stats().reordered, 2);
    let mut assembler = Assembler::video(AVC);
    run(&mut assembler, packets(&group(&mut Sender::new(AVC), 60)));
    assert_eq!(assembler.stats().reordered, 0);
}
