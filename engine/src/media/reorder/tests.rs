use bytes::Bytes;

use super::*;

const PATIENCE: Duration = Duration::from_millis(100);

fn at(millis: u64) -> SessionTime {
    SessionTime::from_millis(millis)
}

fn packet(sequence: u16, millis: u64) -> RtpPacket {
    RtpPacket { sequence, timestamp: 0, marker: false, payload: Bytes::from_static(&[1]), arrived: at(millis) }
}

/// A reorder that has taken up the stream before `first`.
fn started(first: u16) -> Reorder {
    let mut reorder = Reorder::new(PATIENCE);
    reorder.push(packet(first.wrapping_sub(1), 0));
    reorder.give_up();
    reorder.pop(at(0));
    reorder
}

fn popped(reorder: &mut Reorder, millis: u64) -> Vec<Result<u16, u64>> {
    std::iter::from_fn(|| reorder.pop(at(millis)))
        .map(|next| match next {
            InOrder::Packet(packet) => Ok(packet.sequence),
            InOrder::Gap(lost) => Err(lost),
        })
        .collect()
}

#[test]
fn what_is_in_order_goes_through_at_once() {
    let mut reorder = started(65_534);
    for sequence in [65_534, 65_535, 0, 1] {
        assert_eq!(reorder.push(packet(sequence, 1)), Insertion::Taken);
        assert_eq!(popped(&mut reorder, 1), [Ok(sequence)]);
        assert_eq!(reorder.deadline(), None);
    }
}

#[test]
fn a_missing_packet_is_waited_for_and_given_up() {
    let mut reorder = started(1);
    reorder.push(packet(3, 10));
    reorder.push(packet(6, 30));
    assert_eq!(reorder.deadline(), Some(at(110)));
    assert!(popped(&mut reorder, 109).is_empty());
    reorder.push(packet(1, 40));
    reorder.push(packet(2, 50));
    assert_eq!(popped(&mut reorder, 50), [Ok(1), Ok(2), Ok(3)]);
    assert_eq!(reorder.deadline(), Some(at(130)), "the next one has its own time");
    assert_eq!(popped(&mut reorder, 130), [Err(2), Ok(6)]);
}

#[test]
fn duplicates_and_latecomers_are_useless() {
    let mut reorder = started(1);
    assert_eq!(reorder.push(packet(2, 1)), Insertion::Taken);
    assert_eq!(reorder.push(packet(2, 2)), Insertion::Useless);
    assert_eq!(popped(&mut reorder, 200), [Err(1), Ok(2)]);
    assert_eq!(reorder.push(packet(1, 201)), Insertion::Useless);
    assert_eq!(reorder.push(packet(2, 202)), Insertion::Useless);
}

#[test]
fn a_sender_that_counts_anew_is_followed() {
    let mut reorder = started(20_000);
    let later = |packet| RtpPacket { timestamp: 90_000, ..packet };
    assert_eq!(reorder.push(later(packet(5, 500))), Insertion::Useless, "too soon");
    assert_eq!(reorder.push(packet(6, 1_500)), Insertion::Useless, "an old picture again");
    assert_eq!(reorder.push(later(packet(6, 1_500))), Insertion::Restart);
    assert_eq!(reorder.push(packet(7, 1_501)), Insertion::Taken);
    assert_eq!(popped(&mut reorder, 1_600), [Err(0), Ok(6), Ok(7)]);
}

#[test]
fn is_bounded_in_packets_and_bytes() {
    let mut reorder = started(0);
    for sequence in 1..=5_000 {
        reorder.push(packet(sequence, 1));
    }
    assert_eq!(reorder.waiting.len(), MAX_PACKETS);
    assert_eq!(popped(&mut reorder, 1).len(), MAX_PACKETS + 1, "with no more room the missing one is given up");

    let mut reorder = started(0);
    for sequence in 1..=200 {
        reorder.push(RtpPacket { payload: vec![0; 60_000].into(), ..packet(sequence, 1) });
    }
    assert!(reorder.waiting_bytes < MAX_BYTES + 60_000);
    assert_eq!(popped(&mut reorder, 1)[0], Err(1));
    assert_eq!(reorder.waiting_bytes, 0);
}

#[test]
fn skipping_counts_what_is_missing() {
    let mut reorder = started(1);
    for sequence in [2, 3, 7, 9] {
        reorder.push(packet(sequence, 1));
    }
    let (seven, _) = reorder.waiting().find(|(_, packet)| packet.sequence == 7).expect("it waits");
    assert_eq!(reorder.skip_to(seven), 4, "1, 4, 5 and 6");
    assert_eq!(popped(&mut reorder, 1), [Ok(7)]);
}
