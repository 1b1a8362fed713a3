use bytes::Bytes;
use proptest::prelude::*;

use super::synthetic::{Picture, Sender, Sent};
use super::transit::{carry, fates, survivors};
use super::*;

/// Groups of 7 to 20 pictures: keyframes are at least 231 ms apart.
fn stream() -> impl Strategy<Value = (VideoCodec, Vec<Sent>)> {
    let delta = (1..30_usize, prop_oneof![9 => Just(0_usize), 1 => 1..4_usize]);
    let group = (1..60_usize, prop::collection::vec(delta, 6..20));
    let codec = prop_oneof![Just(VideoCodec::H264), Just(VideoCodec::Vp8)];
    (codec, prop::collection::vec(group, 1..6)).prop_map(|(codec, groups)| {
        let mut sender = Sender::new(codec);
        let pictures = groups.into_iter().flat_map(|(key, deltas)| {
            let deltas = deltas.into_iter().map(|(pieces, probes)| Picture { keyframe: false, pieces, probes });
            std::iter::once(Picture { keyframe: true, pieces: key, probes: 0 }).chain(deltas).collect::<Vec<_>>()
        });
        (codec, pictures.map(|picture| sender.send(picture)).collect())
    })
}

/// What comes out of `packets`, as indices into `sent`; also what is due later on.
fn received(codec: VideoCodec, sent: &[Sent], packets: Vec<RtpPacket>) -> (Vec<usize>, Assembler) {
    let mut assembler = Assembler::video(codec);
    let mut outputs = run(&mut assembler, packets);
    wait_until(&mut assembler, at(60_000), &mut outputs);
    let index = |unit: AccessUnit| {
        let index = sent.iter().position(|sent| sent.timestamp == unit.timestamp).expect("it was sent");
        assert_eq!(unit.data, sent[index].data, "picture {index}");
        assert_eq!(unit.keyframe, sent[index].keyframe);
        index
    };
    (units(outputs).into_iter().map(index).collect(), assembler)
}

proptest! {
    #[test]
    fn overtaking_and_repeating_lose_nothing((codec, sent) in stream(), fates in fates(0, 100)) {
        let (received, assembler) = received(codec, &sent, carry(&sent, &fates));
        prop_assert!(received.into_iter().eq(0..sent.len()));
        prop_assert_eq!(assembler.stats().packets_lost, 0);
        prop_assert_eq!(assembler.stats().frames_lost, 0);
    }

    #[test]
    fn what_comes_out_is_in_order_and_can_be_decoded((codec, sent) in stream(), fates in fates(8, 600)) {
        let (received, _) = received(codec, &sent, carry(&sent, &fates));
        let mut decoded = None;
        for index in received {
            prop_assert!(decoded.is_none_or(|decoded| index > decoded));
            prop_assert!(sent[index].keyframe || decoded == Some(index - 1), "the reference of {} is missing", index);
            decoded = Some(index);
        }
    }

    #[test]
    fn a_loss_costs_what_depends_on_it_and_no_more((codec, sent) in stream(), fates in fates(3, 100)) {
        let whole = survivors(&sent, &fates);
        let mut decodable = false;
        let expected = (0..sent.len()).filter(|index| {
            let (picture, probes) = whole[*index];
            let is_expected = picture && (decodable || sent[*index].keyframe);
            // What is missing might have been a picture.
            decodable = is_expected && probes;
            is_expected
        });
        let expected: Vec<usize> = expected.collect();
        let (received, assembler) = received(codec, &sent, carry(&sent, &fates));
        prop_assert_eq!(received, expected);
        prop_assert!(assembler.stats().frames_lost <= sent.len() as u64);
    }

    #[test]
    fn arbitrary_packets_do_no_harm(
        packets in prop::collection::vec(
            (any::<u16>(), any::<u8>(), any::<bool>(), prop::collection::vec(any::<u8>(), 0..20), 0..100_u64, any::<bool>()),
            0..200,
        ),
        kind in 0..3_u8,
    ) {
        let mut assembler = match kind {
            0 => Assembler::opus(),
            1 => Assembler::video(VideoCodec::H264),
            _ => Assembler::video(VideoCodec::Vp8),
        };
        let mut millis = 0;
        let mut next = 0_u16;
        let packets = packets.into_iter().map(|(sequence, timestamp, marker, payload, wait, follows)| {
            millis += wait;
            next = if follows { next.wrapping_add(1) } else { sequence };
            let timestamp = u32::from(timestamp) << 24;
            RtpPacket { sequence: next, timestamp, marker, payload: Bytes::from(payload), arrived: at(millis) }
        });
        let mut outputs = run(&mut assembler, packets.collect::<Vec<_>>());
        wait_until(&mut assembler, at(30_000), &mut outputs);
        prop_assert!(kind != 0 || asked(&outputs).is_empty());
        let resends = outputs.iter().filter(|(_, output)| matches!(output, Assembled::Resend(_))).count();
        let most = if kind == 0 { 0 } else { 200 * 20 * 2 };
        prop_assert!(resends <= most);
    }
}
