use std::cmp::Reverse;
use std::collections::BinaryHeap;

use proptest::prelude::*;

use super::*;

fn at(millis: u64) -> SessionTime {
    SessionTime::from_millis(millis)
}

/// The number of a packet, near the wrap of the 16 bits.
fn number(index: u64) -> Sequence {
    let first = Sequence::extend(65_530, None);
    (0..index).fold(first, |sequence, _| sequence.next())
}

fn wires(indices: impl IntoIterator<Item = u64>) -> Vec<u16> {
    indices.into_iter().map(|index| number(index).wire()).collect()
}

fn newest(nack: &NackGenerator) -> Option<Sequence> {
    nack.seen.map(|(_, newest)| newest)
}

/// One that has seen packet 0 at 0 ms.
fn started() -> NackGenerator {
    let mut nack = NackGenerator::default();
    nack.arrived(number(0), at(0));
    nack
}

#[test]
fn a_missing_packet_is_asked_for_once_it_is_lost_rather_than_late() {
    let mut nack = started();
    nack.arrived(number(2), at(1));
    assert_eq!(nack.due(), Some(at(11)), "it may have been overtaken");
    assert!(nack.ask(at(10)).is_empty());
    nack.arrived(number(3), at(10));
    assert!(nack.ask(at(10)).is_empty());
    nack.arrived(number(4), at(10));
    assert_eq!(nack.ask(at(10)), wires([1]), "three are ahead of it");
    assert!(nack.ask(at(10)).is_empty(), "one request");
}

#[test]
fn what_was_overtaken_is_not_asked_for() {
    let mut nack = started();
    for (index, millis) in [(2, 1), (1, 2), (4, 3), (3, 9)] {
        nack.arrived(number(index), at(millis));
    }
    assert_eq!((nack.due(), nack.totals()), (None, (0, 0)));
}

#[test]
fn a_packet_is_asked_for_again_when_an_answer_would_be_here_and_ever_more_rarely_up_to_the_end() {
    let mut nack = started();
    nack.arrived(number(4), at(0));
    let mut asked = Vec::new();
    for millis in 0..5_000 {
        asked.extend(nack.ask(at(millis)).into_iter().filter(|wire| *wire == number(1).wire()).map(|_| millis));
        assert_eq!(nack.is_hopeless(number(1), number(4)), at(millis) >= SessionTime::ZERO + HORIZON);
    }
    assert_eq!(asked, [0, 50, 100, 150, 250, 350, 450, 650, 850, 1_050, 1_450, 1_850, 2_250, 2_650]);
    assert_eq!(nack.due(), None);
}

#[test]
fn the_interval_follows_the_answers() {
    let mut nack = started();
    let mut millis = 0;
    let mut next = 1;
    let mut lose_one = |nack: &mut NackGenerator, answer: u64| {
        let lost = next;
        next += 4;
        millis += 1_000;
        (lost + 1..next).for_each(|index| nack.arrived(number(index), at(millis)));
        assert_eq!(nack.ask(at(millis)), wires([lost]));
        let again = nack.due().expect("it is missing").since(at(millis));
        nack.arrived(number(lost), at(millis + answer));
        again.as_millis()
    };
    assert_eq!(lose_one(&mut nack, 4), 50);
    for _ in 0..30 {
        lose_one(&mut nack, 4);
    }
    assert_eq!(lose_one(&mut nack, 4), 20, "a near sender: as often as is worth it");
    for _ in 0..30 {
        lose_one(&mut nack, 120);
    }
    let again = lose_one(&mut nack, 120);
    assert!((120..=140).contains(&again), "a far one: once a round trip, not {again} ms");
    assert!(nack.patience() >= Duration::from_millis(250), "and two requests are worth their time");
}

#[test]
fn an_answer_that_came_too_late_tells_how_long_answers_take() {
    let mut nack = started();
    nack.arrived(number(4), at(0));
    nack.ask(at(0));
    nack.forget_before(number(4));
    assert_eq!(nack.due(), None, "nothing that is given up is asked for");
    let before = (nack.timeout(), nack.patience());
    nack.came_late(number(1), at(190));
    nack.came_late(number(1), at(9_000));
    assert!(nack.timeout() > before.0 && nack.timeout() < Duration::from_secs(1));
    assert!(nack.patience() > before.1);
}

#[test]
fn a_stream_may_begin_before_the_first_packet_that_came() {
    let mut nack = NackGenerator::default();
    nack.arrived(number(4), at(0));
    nack.arrived(number(1), at(1));
    assert_eq!(nack.ask(at(11)), wires([2, 3]));
}

#[test]
fn a_jump_is_nothing_to_ask_for() {
    let mut nack = started();
    nack.arrived(number(2), at(0));
    nack.arrived(number(1_000), at(1));
    assert_eq!(nack.ask(at(20)), wires([1]), "that was missing before");
    assert!(nack.is_hopeless(number(3), number(1_000)));
}

#[test]
fn a_burst_that_is_too_long_leaves_its_oldest() {
    let mut nack = started();
    nack.arrived(number(401), at(0));
    nack.arrived(number(802), at(0));
    assert_eq!([10, 10, 10].map(|millis| nack.ask(at(millis)).len()), [MAX_WANTED, MAX_MISSING - MAX_WANTED, 0]);
    assert!(nack.is_hopeless(number(1), number(401)));
    assert!(!nack.is_hopeless(number(402), number(802)));
}

/// A path of so many milliseconds each way that loses packets, requests and answers.
#[derive(Debug, Clone)]
struct Path {
    /// In a hundred.
    lost: u32,
    millis: u64,
    /// What a packet may take longer than the one before it.
    jitter: u64,
    /// For chance.
    seed: u64,
}

impl Path {
    fn random(&mut self, below: u64) -> u64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % below
    }

    /// When something sent at `millis` arrives, unless it is lost.
    fn carry(&mut self, millis: u64) -> Option<u64> {
        let (lost, jitter) = (self.random(100) < u64::from(self.lost), self.random(self.jitter + 1));
        (!lost).then_some(millis + self.millis + jitter)
    }
}

/// What came of 200 packets a second over a path.
struct Outcome {
    lost: u64,
    resent: u64,
    never_came: u64,
}

/// Sends for so many seconds, in pictures of seven packets, and answers every request that arrives.
fn simulate(mut path: Path, seconds: u64) -> Outcome {
    let mut nack = NackGenerator::default();
    let count = seconds * 30 * 7;
    let mut arrivals = BinaryHeap::new();
    let mut lost = 0;
    for index in 0..count {
        match path.carry(index / 7 * 33 + index % 7) {
            Some(millis) => arrivals.push(Reverse((millis, index))),
            None => lost += 1,
        }
    }
    let index_of =
        |wire: u16, near: u64| near + u64::from(wire.wrapping_sub(number(0).wire()).wrapping_sub(near as u16));
    let (mut resent, mut came) = (0, std::collections::BTreeSet::new());
    let mut millis = 0;
    let first = number(0);
    while millis <= seconds * 1_000 + 2_000 {
        while let Some(Reverse((_, index))) = arrivals.peek().copied().filter(|Reverse((when, _))| *when <= millis) {
            arrivals.pop();
            let sequence = Sequence::extend(first.wire().wrapping_add(index as u16), newest(&nack).or(Some(first)));
            if came.insert(index) {
                nack.arrived(sequence, at(millis));
            } else {
                nack.came_late(sequence, at(millis));
            }
        }
        let wanted = nack.ask(at(millis));
        if let Some(arrives) = path.carry(millis).filter(|_| !wanted.is_empty()) {
            let oldest = came.last().map_or(0, |newest: &u64| newest.saturating_sub(1_000));
            for wire in wanted {
                resent += 1;
                if let Some(again) = path.carry(arrives) {
                    arrivals.push(Reverse((again, index_of(wire, oldest))));
                }
            }
        }
        millis += 1;
    }
    Outcome { lost, resent, never_came: count - came.len() as u64 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn at_three_percent_everything_comes_and_little_is_sent_twice(
        millis in 1..40_u64, jitter in 0..3_u64, seed in any::<u64>(),
    ) {
        let Outcome { lost, resent, never_came } = simulate(Path { lost: 3, millis, jitter, seed }, 20);
        prop_assert!(lost > 60);
        // The last packets of all are not known to be missing.
        prop_assert!(never_came <= 2, "{} never came", never_came);
        prop_assert!(resent * 10 <= lost * 13, "{} resent for {} lost", resent, lost);
    }

    #[test]
    fn where_little_arrives_nothing_storms(lost in 10..60_u32, millis in 1..150_u64, seed in any::<u64>()) {
        let outcome = simulate(Path { lost, millis, jitter: 20, seed }, 10);
        prop_assert!(outcome.resent <= outcome.lost * 18 + 100);
    }

    #[test]
    fn arbitrary_packets_do_no_harm(steps in prop::collection::vec((any::<u16>(), any::<bool>(), 0..100_u64), 0..300)) {
        let mut nack = NackGenerator::default();
        let mut millis = 0;
        for (wire, follows, wait) in steps {
            millis += wait;
            let wire = if follows { newest(&nack).map_or(wire, |newest| newest.next().wire()) } else { wire };
            let sequence = Sequence::extend(wire, newest(&nack));
            nack.arrived(sequence, at(millis));
            prop_assert!(nack.ask(at(millis)).len() <= MAX_WANTED);
            prop_assert!(nack.packets.len() <= MAX_MISSING && nack.late.len() <= MAX_LATE);
            nack.came_late(sequence, at(millis));
            if wait > 90 {
                nack.forget_before(sequence);
            }
        }
    }
}
