use proptest::prelude::*;

use super::*;

/// What a phone's wall clock says when the session clock says zero: some time in 2026, in microseconds.
const WALL: i64 = 1_796_000_000_000_000;
/// Between two questions, in microseconds.
const EACH: u64 = 500_000;

/// A phone in virtual time: its clock runs `drift` parts in a million faster, is set by `set` and shown in steps of
/// `grain` microseconds.
#[derive(Debug, Clone, Copy)]
struct Clock {
    drift: i64,
    set: i64,
    grain: i64,
}

const EXACT: Clock = Clock { drift: 0, set: 0, grain: 1 };

impl Clock {
    fn says(self, session: u64) -> i64 {
        let session = session as i64;
        (WALL + session + session * self.drift / 1_000_000 + self.set) / self.grain * self.grain
    }

    /// The session clock minus it.
    fn offset(self, session: u64) -> i64 {
        session as i64 - Self { grain: 1, ..self }.says(session)
    }

    /// It is asked at `sent`, over a way of so long there and back, in microseconds.
    fn answer(self, sent: u64, there: u64, back: u64) -> ProbeTimes {
        let (heard, answered) = (sent + there, sent + there + 300);
        ProbeTimes {
            sent: SessionTime::from_micros(sent),
            heard: self.says(heard) as u64,
            answered: self.says(answered) as u64,
            came: SessionTime::from_micros(answered + back),
        }
    }
}

/// Asks for so many seconds from `since` on; `ways` gives the way there and back of each question.
fn ask(phone: &mut PhoneClock, clock: Clock, since: u64, seconds: u64, ways: &mut dyn FnMut(u64) -> (u64, u64)) -> u64 {
    let mut now = since;
    for number in 0..seconds * 1_000_000 / EACH {
        let (there, back) = ways(number);
        phone.add(clock.answer(now, there, back));
        now += EACH;
    }
    now
}

/// How wrong it is at `now`, and by how much it says that it may be.
fn wrong(phone: &PhoneClock, clock: Clock, now: u64) -> (i64, i64) {
    let found = phone.at(SessionTime::from_micros(now)).expect("it was asked");
    ((found.micros - clock.offset(now)).abs(), found.error)
}

#[test]
fn nothing_is_known_before_an_answer_and_a_minute_after_the_last() {
    let mut phone = PhoneClock::default();
    assert_eq!(phone.at(SessionTime::ZERO), None);
    phone.add(EXACT.answer(1_000_000, 2_000, 2_000));
    let found = phone.at(SessionTime::from_micros(1_004_300)).expect("one answer is enough");
    assert_eq!((found.round_trip, found.error), (4_000, 3_000));
    assert_eq!(found.micros, -WALL);
    assert!(phone.at(SessionTime::from_millis(60_000)).expect("still").error > 10_000, "its pace is not known");
    assert_eq!(phone.at(SessionTime::from_millis(62_000)), None);
}

#[test]
fn an_answer_that_cannot_be_counts_for_nothing() {
    let mut phone = PhoneClock::default();
    let good = EXACT.answer(1_000_000, 2_000, 2_000);
    phone.add(ProbeTimes { answered: good.heard - 1, ..good });
    phone.add(ProbeTimes { answered: good.heard + 1_000_000, ..good });
    phone.add(ProbeTimes { heard: u64::MAX, answered: u64::MAX, ..good });
    assert_eq!(phone.at(good.came), None);
}

#[test]
fn a_lone_answer_that_does_not_fit_moves_nothing() {
    let mut phone = PhoneClock::default();
    let now = ask(&mut phone, EXACT, 0, 30, &mut |_| (1_000, 1_000));
    let before = phone.at(SessionTime::from_micros(now));
    phone.add(Clock { set: 40_000, ..EXACT }.answer(now, 1_000, 1_000));
    assert_eq!(phone.at(SessionTime::from_micros(now)), before);
}

#[test]
fn the_pace_is_found() {
    for drift in [-100, 0, 100] {
        let (mut phone, clock) = (PhoneClock::default(), Clock { drift, ..EXACT });
        let now = ask(&mut phone, clock, 0, 120, &mut |_| (1_000, 1_000));
        let later = now + 30_000_000;
        let (wrong, error) = wrong(&phone, clock, later);
        assert!(wrong < 500 && error < 5_000, "{drift} ppm, half a minute without an answer: {wrong} of {error} µs");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// With as much jitter there as back, in whatever steps the phone shows its clock.
    #[test]
    fn jitter_leaves_little(
        drift in -100..=100_i64, least in 200..8_000_u64, ways in prop::collection::vec((0..20_000_u64, 0..20_000_u64), 240),
        grain in prop::sample::select(&[1_i64, 100, 1_000][..]),
    ) {
        let (mut phone, clock) = (PhoneClock::default(), Clock { drift, grain, ..EXACT });
        let now = ask(&mut phone, clock, 0, 120, &mut |number| {
            let (there, back) = ways[number as usize];
            (least + there, least + back)
        });
        let (wrong, error) = wrong(&phone, clock, now);
        prop_assert!(wrong <= error, "{wrong} of {error} µs");
        prop_assert!(wrong <= 4_000, "{wrong} µs");
        prop_assert!(error <= least as i64 + 8_000, "{error} µs");
    }

    /// A queue on the phone's way here, which a busy sender makes: it is empty now and then.
    #[test]
    fn a_queue_on_one_side_is_seen_through(
        drift in -100..=100_i64, least in 200..8_000_u64, queue in 20_000..400_000_u64, free in 2..20_u64,
    ) {
        let (mut phone, clock) = (PhoneClock::default(), Clock { drift, ..EXACT });
        let now = ask(&mut phone, clock, 0, 120, &mut |number| {
            (least, if number % free == 0 { least } else { least + queue * (number % 7 + 1) / 7 })
        });
        let (wrong, error) = wrong(&phone, clock, now);
        prop_assert!(wrong <= 2_000 && wrong <= error, "{wrong} of {error} µs");
    }

    /// One that is never empty can't be told from a long way, but is in what may be wrong.
    #[test]
    fn what_may_be_wrong_is_never_said_to_be_less(
        drift in -100..=100_i64, there in 200..60_000_u64, back in 200..60_000_u64,
    ) {
        let (mut phone, clock) = (PhoneClock::default(), Clock { drift, ..EXACT });
        let now = ask(&mut phone, clock, 0, 90, &mut |_| (there, back));
        let (wrong, error) = wrong(&phone, clock, now);
        prop_assert!(wrong <= error, "{wrong} of {error} µs");
        prop_assert!(error <= (there + back) as i64 / 2 + 2_000, "{error} µs");
    }

    /// A clock that is set is followed after a few answers.
    #[test]
    fn a_clock_that_is_set_is_followed(
        drift in -100..=100_i64, set in prop::sample::select(&[-3_600_000_000_i64, -30_000, 30_000, 3_600_000_000][..]),
        ways in prop::collection::vec((200..4_000_u64, 200..4_000_u64), 120),
    ) {
        let (mut phone, clock) = (PhoneClock::default(), Clock { drift, ..EXACT });
        let mut way = |number: u64| ways[number as usize];
        let now = ask(&mut phone, clock, 0, 60, &mut way);
        let clock = Clock { set, ..clock };
        let now = ask(&mut phone, clock, now, 3, &mut way);
        let (wrong, error) = wrong(&phone, clock, now);
        prop_assert!(wrong <= error && error <= 8_000, "{wrong} of {error} µs");
    }
}
