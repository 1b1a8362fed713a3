use super::synthetic::Sender;
use super::*;
use crate::media::VideoCodec::{H264 as AVC, Vp8 as VP8};

fn late(mut packet: RtpPacket, millis: u64) -> RtpPacket {
    packet.arrived = packet.arrived + Duration::from_millis(millis);
    packet
}

#[test]
fn a_stream_without_loss_has_no_delay() {
    for codec in [AVC, VP8] {
        let sent = group(&mut Sender::new(codec), 20);
        let mut assembler = Assembler::video(codec);
        assert!(run(&mut assembler, sent[0].packets.clone()).is_empty(), "the first one proves the sender's markers");
        let first = run(&mut assembler, [sent[1].packets[0].clone()]);
        assert_eq!(units(first)[0].arrived, sent[0].packets[0].arrived);
        run(&mut assembler, sent[1].packets[1..].iter().cloned());
        for sent in &sent[2..] {
            let (last, before) = sent.packets.split_last().expect("has packets");
            assert!(run(&mut assembler, before.iter().cloned()).is_empty());
            let outputs = run(&mut assembler, [last.clone()]);
            let [(now, Assembled::Unit(unit, _))] = outputs.as_slice() else { panic!("{outputs:?}") };
            assert_eq!((*now, unit.arrived), (last.arrived, last.arrived));
            assert_eq!(
                (&unit.data[..], unit.timestamp, unit.keyframe),
                (&sent.data[..], sent.timestamp, sent.keyframe)
            );
            assert_eq!(unit.config.is_some(), unit.keyframe);
        }
        assert_eq!(assembler.next_deadline(), None);
        let stats = assembler.stats();
        assert_eq!((stats.frames_whole, stats.keyframes, stats.frames_lost), (21, 1, 0));
        assert_eq!((stats.packets_lost, stats.duplicates), (0, 0));
    }
}

#[test]
fn a_stream_that_is_joined_late_needs_a_keyframe_at_once() {
    for codec in [AVC, VP8] {
        let mut sender = Sender::new(codec);
        let before = sender.deltas(10);
        let after = group(&mut sender, 3);
        let mut assembler = Assembler::video(codec);
        let outputs = run(&mut assembler, packets(&before));
        assert_eq!(asked(&outputs), [1_000], "once");
        assert!(units(outputs).is_empty());
        let outputs = run(&mut assembler, packets(&after));
        assert!(asked(&outputs).is_empty());
        assert_eq!(data_of(&units(outputs)), data(&after));
    }
}

#[test]
fn a_retransmission_in_time_loses_nothing() {
    for codec in [AVC, VP8] {
        let sent = group(&mut Sender::new(codec), 6);
        let mut packets = packets(&sent);
        let lost = packets.remove(9);
        packets.push(late(lost, 120));
        let mut assembler = Assembler::video(codec);
        let outputs = run(&mut assembler, packets);
        assert!(asked(&outputs).is_empty());
        let units = units(outputs);
        assert_eq!(data_of(&units), data(&sent));
        assert_eq!(assembler.stats().packets_lost, 0);
    }
}

#[test]
fn a_loss_is_asked_for_and_given_up_and_then_a_keyframe_is_needed() {
    for codec in [AVC, VP8] {
        let mut sender = Sender::new(codec);
        let sent = [group(&mut sender, 1), sender.deltas(50), group(&mut sender, 3)].concat();
        let mut packets = packets(&sent);
        let torn = packets.iter().position(|packet| packet.timestamp == sent[5].timestamp).expect("is there");
        let noticed = packets.remove(torn + 1).arrived + Duration::from_millis(33);
        let outputs = run(&mut Assembler::video(codec), packets);
        let resends = outputs.iter().filter_map(|(now, output)| match output {
            Assembled::Resend(wanted) => Some((now.as_millis(), wanted.len())),
            Assembled::Unit(..) | Assembled::NeedKeyframe(_) => None,
        });
        let noticed = noticed.as_millis();
        let resends: Vec<_> = resends.collect();
        assert_eq!(resends[..4], [10, 60, 110, 160].map(|later| (noticed + later, 1)));
        assert!(resends.len() < 16, "ever more rarely, up to the end: {resends:?}");
        assert_eq!(asked(&outputs), [noticed + 160], "once for the loss, when three answers would be here");
        let whole = [&sent[..5], &sent[52..]].concat();
        assert_eq!(data_of(&units(outputs)), data(&whole), "nothing between the loss and the keyframe");
    }
}

#[test]
fn the_keyframe_that_was_asked_for_does_not_wait_for_what_is_worthless() {
    for codec in [AVC, VP8] {
        let mut sender = Sender::new(codec);
        let sent = [group(&mut sender, 10), group(&mut sender, 3)].concat();
        let mut packets = packets(&sent);
        // One packet early on, and later, when a keyframe is already asked for, the last one before the keyframe.
        let keyframe = packets.iter().position(|packet| packet.timestamp == sent[11].timestamp).expect("is there");
        packets.remove(keyframe - 1);
        packets.remove(7);
        let outputs = run(&mut Assembler::video(codec), packets);
        let keyframe =
            outputs.iter().rposition(|(_, output)| matches!(output, Assembled::Unit(unit, _) if unit.keyframe));
        let (now, _) = outputs[keyframe.expect("came through")];
        assert_eq!(now, sent[11].packets[0].arrived);
        let whole = units(outputs);
        assert_eq!(data_of(&whole[whole.len() - 4..]), data(&sent[11..]));
    }
}

#[test]
fn a_keyframe_that_is_lost_too_is_asked_for_again_at_once() {
    let mut sender = Sender::new(VP8);
    let sent = [sender.deltas(10), group(&mut sender, 15)].concat();
    let mut packets = packets(&sent);
    let torn = packets.iter().position(|packet| packet.timestamp == sent[10].timestamp).expect("is there") + 1;
    packets.remove(torn);
    let outputs = run(&mut Assembler::video(VP8), packets);
    assert_eq!(asked(&outputs), [1_000, 1_330 + 160], "once the keyframe's packet was waited for");
}

#[test]
fn every_lost_frame_is_counted_once() {
    let mut sender = Sender::new(VP8);
    let sent =
        [group(&mut sender, 1), vec![sender.picture(false, 9)], sender.deltas(1), group(&mut sender, 1)].concat();
    let mut packets = packets(&sent);
    // Two holes in one frame.
    let torn = packets.iter().position(|packet| packet.timestamp == sent[2].timestamp).expect("is there");
    packets.remove(torn + 5);
    packets.remove(torn + 2);
    for packet in &mut packets[torn..] {
        *packet = late(packet.clone(), 400 * u64::from(packet.timestamp != sent[2].timestamp));
    }
    let mut assembler = Assembler::video(VP8);
    run(&mut assembler, packets);
    let stats = assembler.stats();
    assert_eq!(
        (stats.frames_whole, stats.frames_lost, stats.packets_lost),
        (4, 2, 2),
        "the torn one and its dependant"
    );
}

#[test]
fn sound_is_put_in_order_and_goes_on_after_a_loss() {
    let packet = |sequence: u16, millis: u64| RtpPacket {
        sequence,
        timestamp: u32::from(sequence) * 960,
        marker: sequence == 0,
        payload: vec![0xfc, sequence as u8].into(),
        arrived: at(millis),
    };
    let mut assembler = Assembler::opus();
    let arrivals = [(0, 0), (1, 20), (3, 60), (2, 65), (2, 66), (5, 100), (6, 120), (7, 140), (8, 160), (9, 180)];
    let outputs = run(&mut assembler, arrivals.map(|(sequence, millis)| packet(sequence, millis)));
    assert!(asked(&outputs).is_empty());
    let came: Vec<_> = outputs.iter().map(|(now, _)| now.as_millis()).collect();
    assert_eq!(came, [0, 20, 65, 65, 160, 160, 160, 160, 180]);
    let units = units(outputs);
    let numbers: Vec<_> = units.iter().map(|unit| unit.data[1]).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 5, 6, 7, 8, 9]);
    assert!(units.iter().all(|unit| unit.track == Track::Audio && !unit.keyframe && unit.config.is_none()));
    let stats = assembler.stats();
    assert_eq!((stats.frames_whole, stats.frames_lost, stats.packets_lost, stats.duplicates), (9, 1, 1, 1));
    assert_eq!((stats.packets, stats.keyframes), (10, 0));
    assert_eq!(assembler.next_deadline(), None);
}

#[test]
fn a_sender_that_counts_anew_is_taken_up_at_its_keyframe() {
    let mut sender = Sender::new(VP8);
    let before = group(&mut sender, 40);
    let mut after = group(&mut sender, 3);
    for (sequence, packet) in after.iter_mut().flat_map(|sent| &mut sent.packets).enumerate() {
        packet.sequence = 40_000 + sequence as u16;
        packet.arrived = packet.arrived + Duration::from_secs(2);
    }
    let mut assembler = Assembler::video(VP8);
    let outputs = run(&mut assembler, packets(&[before, after].concat()));
    assert_eq!(units(outputs).len(), 45);
    assert!(assembler.live.is_worth_mending() && assembler.next_deadline().is_none());
}

#[test]
fn a_sender_that_sends_nothing_again_is_not_asked_nor_waited_for() {
    let sent = group(&mut Sender::new(VP8), 6);
    let mut packets = packets(&sent);
    packets.remove(9);
    let noticed = packets[9].arrived;
    let mut assembler = Assembler::video(VP8).without_resending();
    let outputs = run(&mut assembler, packets);
    assert_eq!(asked(&outputs), [(noticed + OVERTAKING).as_millis()]);
    assert!(outputs.iter().all(|(_, output)| !matches!(output, Assembled::Resend(_))));
}

#[test]
fn a_jump_needs_a_keyframe_at_once() {
    let mut sender = Sender::new(VP8);
    let before = group(&mut sender, 5);
    let mut lost = sender.deltas(300);
    let after = sender.deltas(3);
    // No time passes: a sender that leaves numbers out.
    let shift = lost.len() as u64 * 33;
    lost.clear();
    let mut packets = packets(&[before, after].concat());
    for packet in packets.iter_mut().skip_while(|packet| packet.arrived < at(1_200)) {
        packet.arrived = packet.arrived.saturating_sub(Duration::from_millis(shift));
    }
    let mut assembler = Assembler::video(VP8);
    let outputs = run(&mut assembler, packets);
    assert_eq!(asked(&outputs), [1_000 + 6 * 33]);
    assert!(outputs.iter().all(|(_, output)| !matches!(output, Assembled::Resend(_))), "nothing of it is asked for");
}

#[test]
fn a_packet_that_was_asked_for_and_never_comes_is_not_waited_for_to_the_end() {
    let mut sender = Sender::new(VP8);
    let mut sent = group(&mut sender, 60);
    // The sender answers at once, so that it is soon known when it doesn't.
    for sent in &mut sent[3..40] {
        sent.packets[0].arrived = sent.packets[0].arrived + Duration::from_millis(12);
    }
    let lost = sent[50].packets.remove(0);
    let mut packets = packets(&sent);
    packets.sort_by_key(|packet| packet.arrived);
    let mut assembler = Assembler::video(VP8);
    let outputs = run(&mut assembler, packets);
    let given_up = at(asked(&outputs)[0]).since(lost.arrived);
    assert!(given_up < Duration::from_millis(150), "{given_up:?}");
    assert_eq!(asked(&outputs).len(), 1);
}
