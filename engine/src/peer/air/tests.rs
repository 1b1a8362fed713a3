//! Phones on an emulated air, in virtual time: one queue that all packets wait in, and waits for the air.

use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{QueueReport, QueueingDelay, ReceivedRate, shares::AirShares, shares::SharerId};
use crate::media::SessionTime;

/// Of each packet's payload in bytes, and what it costs beside.
const PACKET: usize = 1_138;
const OVERHEAD: usize = 62;
/// What a phone may send at most, as the director says.
const MOST: u64 = 3_500_000;

struct Simulated {
    seat: SharerId,
    told: f64,
    /// What its encoder makes. In its first two seconds it follows at once, then it rises by 8 % a second, as Chromium's.
    sends: f64,
    joined: u64,
    /// What its picture needs at most.
    needs: f64,
    on_program: bool,
    due: u64,
    delay: QueueingDelay,
    rate: ReceivedRate,
    /// Bits that arrived since they were counted last.
    arrived: u64,
}

/// Time is in microseconds.
struct Room {
    /// What its air carries in bit/s.
    air: f64,
    /// The mean wait for the air; none in some rooms, which have no bad spells either.
    wait: f64,
    /// Whether it is a bad spell, and until when it is as it is.
    spell: (bool, u64),
    free: u64,
    now: u64,
    shares: AirShares,
    phones: Vec<Simulated>,
    dice: StdRng,
    /// How long each packet waited in the queue.
    waited: Vec<u64>,
}

impl Room {
    fn new(air: f64, wait: f64) -> Self {
        let dice = StdRng::seed_from_u64(7);
        Self {
            air,
            wait,
            spell: (true, 0),
            free: 0,
            now: 0,
            shares: AirShares::default(),
            phones: Vec::new(),
            dice,
            waited: Vec::new(),
        }
    }

    fn join(&mut self) -> usize {
        let (seat, due) = (self.shares.join(), self.now + self.phones.len() as u64 * 3_000);
        self.phones.push(Simulated {
            seat,
            told: 1_500_000.0,
            sends: 1_500_000.0,
            joined: self.now,
            needs: f64::INFINITY,
            on_program: false,
            due,
            delay: QueueingDelay::default(),
            rate: ReceivedRate::default(),
            arrived: 0,
        });
        self.phones.len() - 1
    }

    fn with(phones: usize, air: f64, wait: f64) -> Self {
        let mut room = Self::new(air, wait);
        for _ in 0..phones {
            room.join();
        }
        room
    }

    /// Lets time pass, and counts anew.
    fn pass(&mut self, seconds: u64) {
        self.waited.clear();
        self.phones.iter_mut().for_each(|phone| phone.arrived = 0);
        let end = self.now + seconds * 1_000_000;
        while self.now < end {
            self.now += 1_000;
            (0..self.phones.len()).for_each(|index| self.step(index));
        }
    }

    fn step(&mut self, index: usize) {
        let Self { air, wait, spell, free, now, shares, phones, dice, waited } = self;
        let mut around = |mean: f64| (-mean * dice.random::<f64>().max(1e-9).ln()) as u64;
        let phone = &mut phones[index];
        while phone.due <= *now {
            let sent = phone.due;
            let begin = sent.max(*free);
            // A bad spell every two seconds, as in a hall.
            if sent >= spell.1 {
                *spell = (!spell.0, sent + around(if spell.0 { 1_880_000.0 } else { 120_000.0 }));
            }
            let mean = if spell.0 && *wait > 0.0 { *wait + 40_000.0 } else { *wait };
            // Who finds it free waits for it; what queues behind goes along.
            let opportunity = if begin == sent { around(mean) } else { 0 };
            let bits = (8 * (PACKET + OVERHEAD)) as f64;
            phone.due += (bits * 1_000_000.0 / phone.sends.min(phone.needs)) as u64;
            // The access point holds so much.
            if begin - sent > 250_000 {
                continue;
            }
            waited.push(begin - sent);
            *free = begin + opportunity + (bits * 1_000_000.0 / *air) as u64;
            let [.., high, middle, low] = ((((sent + 9_000_000) << 18) / 1_000_000) as u32).to_be_bytes();
            phone.delay.take([high, middle, low], SessionTime::from_micros(*free + 3_000));
            phone.rate.add(PACKET);
            phone.arrived += bits as u64;
        }
        if *now % 100_000 == index as u64 * 7_000 {
            let at = SessionTime::from_micros(*now);
            let (standing, rate) = (phone.delay.standing(at), phone.rate.read(at));
            let report = QueueReport { standing, rate, most: MOST, on_program: phone.on_program };
            phone.told = shares.report(phone.seat, report, at) as f64;
            let rises = if *now - phone.joined < 2_000_000 { f64::INFINITY } else { 1.008 };
            phone.sends = (phone.sends * rises).min(phone.told);
        }
    }

    /// What arrived of each, in Mbit/s.
    fn rates(&self, seconds: u64) -> Vec<f64> {
        self.phones.iter().map(|phone| phone.arrived as f64 / seconds as f64 / 1e6).collect()
    }

    /// The 95th percentile of the waits in the queue, in milliseconds.
    fn queue(&mut self) -> u64 {
        self.waited.sort_unstable();
        self.waited[self.waited.len() * 95 / 100] / 1_000
    }
}

#[test]
fn nobody_starves_and_the_queue_stays_short_whatever_the_air_carries() {
    for (phones, air, wait) in
        [(1, 2e6, 0.0), (2, 3e6, 6e3), (2, 5e6, 12e3), (6, 9e6, 6e3), (6, 6e6, 0.0), (12, 14e6, 3e3)]
    {
        let mut room = Room::with(phones, air, wait);
        room.pass(20);
        room.pass(40);
        let (rates, queue) = (room.rates(40), room.queue());
        let fair = (air / phones as f64 / 1e6).min(3.5);
        assert!(rates.iter().all(|rate| *rate > 0.6 * fair), "{phones} phones of {fair:.2}: {rates:.2?}");
        assert!(rates.iter().sum::<f64>() > 0.7 * air / 1e6, "{rates:.2?} of {air}");
        assert!(queue <= 80, "{phones} phones, {air} bit/s: {queue} ms");
    }
}

#[test]
fn phones_that_come_together_find_their_shares_soon() {
    let mut room = Room::with(6, 9e6, 6e3);
    room.pass(3);
    room.pass(3);
    assert!(room.queue() <= 100, "{}", room.queue());
    assert!(room.rates(3).iter().all(|rate| *rate > 0.75), "{:.2?}", room.rates(3));
}

#[test]
fn where_there_is_no_queue_nobody_is_held_back() {
    let mut room = Room::with(8, 100e6, 2e3);
    room.pass(30);
    assert!(room.phones.iter().all(|phone| phone.told == MOST as f64));
    // A second in which nothing comes is no queue.
    room.air = 1.0;
    room.pass(1);
    (room.air, room.free) = (100e6, room.now);
    room.pass(2);
    assert!(room.phones.iter().all(|phone| phone.told == MOST as f64));
}

#[test]
fn program_gives_up_last_and_the_others_keep_half_of_their_fair_share() {
    for phones in [2, 3, 6] {
        let air = 1.2e6 * phones as f64;
        let mut room = Room::with(phones, air, 4e3);
        room.pass(20);
        room.phones[1].on_program = true;
        room.pass(1);
        let told = |room: &Room| room.phones.iter().map(|phone| phone.told).collect::<Vec<_>>();
        let [others, program] = [told(&room)[0], told(&room)[1]];
        assert!(program > 1.4 * others, "at once: {program} beside {others}");
        room.pass(20);
        room.pass(30);
        let rates = room.rates(30);
        assert!(rates[1] > 1.5 * rates[0], "{rates:.2?}");
        assert!(rates.iter().all(|rate| *rate > 0.8), "{rates:.2?}");
    }
}

#[test]
fn what_one_does_not_use_is_the_others() {
    let mut room = Room::with(3, 4.5e6, 4e3);
    room.phones[0].needs = 300_000.0;
    room.pass(30);
    room.pass(30);
    let rates = room.rates(30);
    assert!(rates[0] > 0.27 && rates[1] > 1.4 && rates[2] > 1.4, "{rates:.2?}");
}

#[test]
fn a_newcomer_begins_with_what_the_others_have_and_gets_as_much() {
    let mut room = Room::with(2, 4e6, 4e3);
    room.pass(20);
    let newcomer = room.join();
    room.pass(1);
    assert!(room.phones[newcomer].told < 2e6, "{}", room.phones[newcomer].told);
    room.pass(20);
    room.pass(20);
    let rates = room.rates(20);
    assert!(rates.iter().all(|rate| *rate > 0.8), "{rates:.2?}");
    // And when they go, there is more for who stays.
    room.phones.drain(1..).for_each(|phone| room.shares.leave(phone.seat));
    room.pass(20);
    room.pass(5);
    assert!(room.rates(5)[0] > 3.0, "{:.2?}", room.rates(5));
}

#[test]
fn an_air_that_gets_better_is_used_again_and_one_that_gets_worse_is_left_in_time() {
    let mut room = Room::with(2, 6e6, 4e3);
    room.pass(20);
    room.air = 2e6;
    room.pass(5);
    room.pass(20);
    assert!(room.queue() <= 100, "{}", room.queue());
    room.air = 6e6;
    room.pass(20);
    room.pass(10);
    assert!(room.rates(10).iter().all(|rate| *rate > 2.2), "{:.2?}", room.rates(10));
}

#[test]
fn what_is_shared_out_is_what_came_at_most() {
    let mut dice = StdRng::seed_from_u64(3);
    for _ in 0..300 {
        let mut shares = AirShares::default();
        let count = dice.random_range(1..10_u64);
        let seats: Vec<SharerId> = (0..count).map(|_| shares.join()).collect();
        let mut came = 0;
        let mut last = Vec::new();
        for round in 0..2_u64 {
            last.clear();
            came = 0;
            for (index, seat) in seats.iter().enumerate() {
                let rate = dice.random_range(300_000..3_000_000_u64);
                came += rate;
                let standing = Some(std::time::Duration::from_millis(if round == 0 { 0 } else { 30 }));
                let report = QueueReport { standing, rate: Some(rate), most: 3_500_000, on_program: index == 1 };
                shares.report(*seat, report, SessionTime::from_millis(round * 100));
                last.push(report);
            }
        }
        let at = SessionTime::from_millis(190);
        let over = QueueReport { standing: Some(std::time::Duration::from_millis(60)), ..last[0] };
        let first = shares.report(seats[0], over, at);
        let others = seats.iter().zip(&last).skip(1).map(|(seat, report)| shares.report(*seat, *report, at));
        let all: Vec<u64> = [first].into_iter().chain(others).collect();
        assert!(all.iter().sum::<u64>() <= came * 9 / 10 + 200_000, "{all:?} of {came}");
    }
}
