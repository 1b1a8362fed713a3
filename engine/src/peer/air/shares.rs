use std::{collections::BTreeMap, time::Duration};

use super::queueing_delay::QUEUE;
use crate::media::SessionTime;

/// Below this it is none: phones may send more. Above it a phone takes part when shares are cut.
const LOW: Duration = Duration::from_millis(20);
/// After a cut so much time passes before the next: the queue is emptied with what was given up, and is seen to be.
const REST: Duration = Duration::from_secs(1);
/// A report that is older says nothing of the queue that is there now.
const FRESH: Duration = Duration::from_millis(500);
/// What a share grows by in a second without a queue: as fast as the senders follow.
const GROWTH: f64 = 0.08;
/// A picture needs so much, whatever the queue.
const LEAST: f64 = 200_000.0;
/// What comes of one that has just begun, before that is known.
const BEGUN: f64 = 1_000_000.0;
/// A phone that uses less than this of its share is left no more than it could soon want: others use the rest.
const UNUSED: f64 = 0.6;
const SOON: f64 = 1.5;

/// A phone's place among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SharerId(u64);

/// How a phone does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QueueReport {
    /// How long each of its packets waits in a queue, if any came.
    pub standing: Option<Duration>,
    /// What arrives of it, in bit/s, once that is known.
    pub rate: Option<u64>,
    /// The most that is wanted of it, in bit/s.
    pub most: u64,
    /// Whether the audience sees it: it gives up quality last.
    pub on_program: bool,
}

/// What each phone on an air may send.
///
/// When a queue grows, all whom it holds up share what came of them together: that is what their air carries. Equal
/// shares, but for the one on program: it keeps its quality until the others are down to three quarters of an equal share.
/// Without a queue all grow. Who sees no queue is on another air, or needs none.
#[derive(Debug, Default)]
pub(super) struct AirShares {
    /// One a connection that takes REMB.
    phones: BTreeMap<SharerId, Sharer>,
    joined: u64,
}

#[derive(Debug)]
struct Sharer {
    share: f64,
    report: QueueReport,
    reported: SessionTime,
    /// When it was cut last.
    cut: Option<SessionTime>,
}

impl Sharer {
    fn is_held_up(&self, now: SessionTime) -> bool {
        now.since(self.reported) < FRESH && self.report.standing.is_some_and(|standing| standing >= LOW)
    }

    fn rests(&self, now: SessionTime) -> bool {
        self.cut.is_some_and(|cut| now.since(cut) < REST)
    }

    /// Whether the air, and not the director, says what it may send.
    fn is_bound(&self) -> bool {
        self.share < self.report.most as f64
    }

    /// The most that it can use.
    fn demand(&self) -> f64 {
        let most = self.report.most as f64;
        match self.report.rate {
            Some(rate) if (rate as f64) < self.share * UNUSED => (rate as f64 * SOON).min(most),
            Some(_) | None => most,
        }
    }
}

impl AirShares {
    pub fn join(&mut self) -> SharerId {
        self.joined += 1;
        SharerId(self.joined)
    }

    pub fn leave(&mut self, seat: SharerId) {
        self.phones.remove(&seat);
    }

    /// A phone says how it does; gives back what it may send from now on, in bit/s.
    pub fn report(&mut self, seat: SharerId, report: QueueReport, now: SessionTime) -> u64 {
        let first = self.first(report.most as f64);
        let new = Sharer { share: first, report, reported: now, cut: None };
        let phone = self.phones.entry(seat).or_insert(new);
        let elapsed = now.since(phone.reported).min(FRESH);
        let comes_on_program = report.on_program && !phone.report.on_program;
        (phone.report, phone.reported) = (report, now);
        let is_calm = report.standing.is_some_and(|standing| standing < LOW);
        if let Some(queue) = report.standing.filter(|queue| *queue >= QUEUE && !phone.rests(now)) {
            self.cut(queue, now);
        } else if comes_on_program && phone.is_bound() {
            self.give_to_program();
        } else if is_calm && !phone.rests(now) {
            phone.share *= 1.0 + GROWTH * elapsed.as_secs_f64();
        }
        let phone = self.phones.get_mut(&seat).expect("it was put in above");
        phone.share = phone.share.min(report.most as f64).max(LEAST);
        phone.share as u64
    }

    /// What a newcomer begins with: no more than those have whom the air keeps below their most.
    fn first(&self, most: f64) -> f64 {
        self.phones.values().filter(|phone| phone.is_bound()).map(|phone| phone.share).fold(most, f64::min)
    }

    /// All whom the queue holds up are cut to what their air carries, and less, so that it empties within half a second.
    fn cut(&mut self, queue: Duration, now: SessionTime) {
        let kept = (1.0 - 2.0 * queue.as_secs_f64()).clamp(0.7, 0.9);
        let mut held: Vec<&mut Sharer> = self.phones.values_mut().filter(|phone| phone.is_held_up(now)).collect();
        let carried = held.iter().map(|phone| phone.report.rate.map_or(BEGUN, |rate| rate as f64)).sum::<f64>();
        share_out(&mut held, carried * kept);
        held.iter_mut().for_each(|phone| phone.cut = Some(now));
    }

    /// What the bound phones have together is shared out anew: another one is on program.
    fn give_to_program(&mut self) {
        let mut bound: Vec<&mut Sharer> = self.phones.values_mut().filter(|phone| phone.is_bound()).collect();
        let all = bound.iter().map(|phone| phone.share).sum();
        share_out(&mut bound, all);
    }
}

/// Shares out `all`: equally, as far as each can use it. Whoever is on program gets a quarter of each other's share on top.
fn share_out(phones: &mut [&mut Sharer], mut all: f64) {
    let count = phones.len() as f64;
    let weight = |phone: &Sharer| if phone.report.on_program { (count + 3.0) / 3.0 } else { 1.0 };
    let mut weights: f64 = phones.iter().map(|phone| weight(phone)).sum();
    // Those who can use the least for their weight first: what they leave is the others'.
    phones.sort_by(|one, other| (one.demand() / weight(one)).total_cmp(&(other.demand() / weight(other))));
    for phone in phones {
        let weight = weight(phone);
        let share = phone.demand().min(all * weight / weights);
        all -= share;
        weights -= weight;
        phone.share = share.max(LEAST);
    }
}
