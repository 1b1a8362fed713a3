use std::collections::{HashSet, VecDeque};

use bytes::Bytes;
use proptest::prelude::*;

use super::super::GOP_PROGRAM;
use super::super::frames::{at, audio, delta, key, video};
use super::super::{Begin, Feed, Next, Producer, Pushed};
use super::*;

fn push(sides: &mut Sides, side: Side, frames: impl IntoIterator<Item = Frame>) {
    frames.into_iter().for_each(|frame| assert!(sides.push(side, frame)));
}

/// The times of what a ring has, in milliseconds; sound is negative.
fn times(ring: &Ring) -> Vec<i64> {
    let entries = (ring.first()..ring.next()).filter_map(|number| ring.get(number));
    let time = |entry: &Entry| match entry.frame.track {
        Track::Video => entry.frame.pts.as_millis() as i64,
        Track::Audio => -(entry.frame.pts.as_millis() as i64),
    };
    entries.map(time).collect()
}

/// What both sides hold, counted frame by frame: data once, and the bookkeeping of each.
fn held(sides: &Sides) -> usize {
    let mut data = HashSet::new();
    let rings = [&sides.live, &sides.completed];
    let entries =
        rings.into_iter().flat_map(|ring| (ring.first()..ring.next()).filter_map(move |number| ring.get(number)));
    let cost = |entry: &Entry| {
        let bytes = &entry.frame.data;
        let is_new = data.insert((bytes.as_ptr(), bytes.len()));
        Entry::OVERHEAD + if is_new { bytes.len() } else { 0 }
    };
    entries.map(cost).sum()
}

/// Pictures at 0, 100 and 200, then the live side goes on at 500 with two of sound beside it.
fn with_gap() -> Sides {
    let mut sides = Sides::new(Limits::default());
    push(&mut sides, Side::Both, [key(0), delta(100), audio(110), delta(200)]);
    push(&mut sides, Side::Live, [key(500)]);
    push(&mut sides, Side::Both, [audio(490), audio(590)]);
    push(&mut sides, Side::Live, [delta(600)]);
    sides
}

#[test]
fn both_have_the_same_and_its_data_counts_once() {
    let mut sides = Sides::new(Limits::default());
    push(&mut sides, Side::Both, [key(0), audio(10), delta(100)]);
    assert_eq!((times(&sides.live), times(&sides.completed)), (vec![0, -10, 100], vec![0, -10, 100]));
    assert_eq!(sides.bytes(), 100 + 5 + 10 + 6 * Entry::OVERHEAD);
}

#[test]
fn the_live_side_goes_on_and_the_completed_side_waits_with_its_sound() {
    let sides = with_gap();
    assert_eq!(times(&sides.live), [0, 100, -110, 200, 500, -490, -590, 600]);
    assert_eq!(times(&sides.completed), [0, 100, -110, 200]);
    assert!(sides.is_behind());
    assert_eq!((sides.bytes(), sides.totals().frames), (held(&sides), 5));
}

#[test]
fn what_comes_late_is_put_in_its_place_and_what_was_live_follows() {
    let mut sides = with_gap();
    push(&mut sides, Side::Completed, [delta(300), delta(400)]);
    assert_eq!(times(&sides.completed), [0, 100, -110, 200, 300, 400]);
    // The same pictures again, and by now not the same memory.
    push(&mut sides, Side::Completed, [key(500)]);
    assert!(sides.is_behind());
    push(&mut sides, Side::Completed, [delta(600)]);
    assert!(!sides.is_behind(), "both are at the same picture");
    push(&mut sides, Side::Both, [delta(700), audio(690)]);
    assert_eq!(times(&sides.completed), [0, 100, -110, 200, 300, 400, -490, 500, -590, 600, 700, -690]);
    assert_eq!(times(&sides.live), [0, 100, -110, 200, 500, -490, -590, 600, 700, -690]);
    assert_eq!((sides.bytes(), sides.totals().frames, sides.totals().recovered), (held(&sides), 6, 2));
}

#[test]
fn what_does_not_come_is_gone_on_without() {
    for given_up in [
        |sides: &mut Sides| sides.go_on(),
        |sides: &mut Sides| sides.await_keyframe(),
        // The live side is whole again.
        |sides: &mut Sides| assert!(sides.push(Side::Both, delta(700))),
        // Nothing of it is heard for so long.
        |sides: &mut Sides| assert!(sides.push(Side::Both, audio(500 + BEHIND.as_millis() as u64))),
    ] {
        let mut sides = with_gap();
        given_up(&mut sides);
        assert!(!sides.is_behind());
        assert!(times(&sides.completed).starts_with(&[0, 100, -110, 200, 500, -490, -590, 600]));
        assert!(!sides.push(Side::Completed, delta(300)), "it is too late by now");
        assert_eq!((sides.bytes(), sides.totals().recovered), (held(&sides), 0));
    }
}

#[test]
fn a_gap_in_what_was_live_meanwhile_is_completed_too() {
    let mut sides = with_gap();
    push(&mut sides, Side::Live, [key(900), delta(1_000)]);
    push(&mut sides, Side::Completed, [delta(300), delta(400), key(500), delta(600), delta(700), delta(800)]);
    assert!(sides.is_behind());
    push(&mut sides, Side::Completed, [key(900), delta(1_000)]);
    assert!(!sides.is_behind());
    assert_eq!(times(&sides.completed).iter().filter(|time| **time >= 0).count(), 11);
}

#[test]
fn pictures_come_although_the_completed_side_has_none() {
    let mut sides = with_gap();
    push(&mut sides, Side::Live, (7..30).map(|number| delta(number * 100)));
    assert!(sides.completed.flows(at(2_900)), "a recording that begins now has what is being completed");
}

#[test]
fn the_live_side_is_short_and_keeps_what_a_reader_can_begin_with() {
    let mut sides = Sides::new(Limits::default());
    push(&mut sides, Side::Both, (0..600).map(|number| video(number * 100, number % 20 == 0, 1_000)));
    assert_eq!(times(&sides.completed).len(), 600);
    assert_eq!(times(&sides.live).first(), Some(&54_000), "five seconds, from a keyframe");
    push(&mut sides, Side::Both, (600..800).map(|number| video(number * 100, false, 1_000)));
    assert_eq!(times(&sides.live).first(), Some(&58_000), "a group that is not over stays");
    assert_eq!(sides.bytes(), held(&sides));
}

#[test]
fn a_keyframe_is_due_when_it_is_wanted_or_old() {
    let mut sides = Sides::new(Limits::default());
    assert!(!sides.keyframe_due(at(0)));
    sides.push(Side::Both, key(0));
    sides.push(Side::Both, delta(1_900));
    assert!(!sides.keyframe_due(at(1_999)));
    assert!(sides.keyframe_due(at(2_000)));
    assert!(!sides.keyframe_due(at(2_900)), "no picture comes any more");
    sides.push(Side::Both, key(2_950));
    assert!(!sides.keyframe_due(at(2_950)));
    sides.keyframe_wanted = true;
    assert!(sides.keyframe_due(at(2_950)));
    sides.push(Side::Both, delta(2_983));
    assert!(sides.keyframe_due(at(2_983)), "that was none");
    sides.push(Side::Both, key(3_000));
    assert!(!sides.keyframe_due(at(3_000)));
    sides.push(Side::Both, delta(4_000));
    assert!(!sides.keyframe_due(at(4_000)));
    sides.gop_max = GOP_PROGRAM;
    assert!(sides.keyframe_due(at(4_000)), "on program they come more often");
}

/// A connection that loses pictures: what it pushes, and what each side must have of it.
struct Connection {
    producer: Producer,
    now: u64,
    /// What the next picture is in the order in which they were sent.
    number: u64,
    /// Whether the next one has to be a keyframe: the one that it needs was not there.
    skips: bool,
    /// What the completed side has to be given yet, and whether the live side had it.
    pending: VecDeque<(Frame, bool)>,
    live: Vec<Frame>,
    /// Pictures and sound.
    completed: [Vec<Frame>; 2],
}

impl Connection {
    fn picture(&mut self, is_keyframe: bool) -> Frame {
        let data = Bytes::from(self.number.to_be_bytes().to_vec());
        self.number += 1;
        Frame { data, ..video(self.now, is_keyframe, 0) }
    }

    fn push(&mut self, side: Side, frame: Frame) {
        if self.producer.push_to(side, frame.clone()) == Pushed::Kept {
            if side != Side::Completed {
                self.live.push(frame.clone());
            }
            let is_of_both = side == Side::Both;
            if frame.track == Track::Audio || is_of_both || side == Side::Completed {
                self.completed[frame.track as usize].push(frame);
            }
        }
    }

    /// Gives up what is missing: the completed side has what the live side had.
    fn give_up(&mut self) {
        let live = self.pending.drain(..).filter_map(|(frame, was_live)| was_live.then_some(frame));
        self.completed[Track::Video as usize].extend(live);
    }

    fn step(&mut self, feed: &Feed, kind: u8, count: u64) {
        match kind {
            0 => {
                self.give_up();
                self.producer = feed.producer();
                self.skips = true;
            }
            1 => {
                // So many are lost.
                for _ in 0..count {
                    self.now += 33;
                    let lost = self.picture(false);
                    self.pending.push_back((lost, false));
                }
                self.skips = true;
            }
            2..=9 => {
                let is_keyframe = std::mem::take(&mut self.skips) || count == 0;
                let frame = self.picture(is_keyframe);
                if self.pending.is_empty() {
                    self.push(Side::Both, frame);
                } else {
                    self.pending.push_back((frame.clone(), true));
                    self.push(Side::Live, frame);
                }
            }
            10..=13 => self.push(Side::Both, audio(self.now)),
            // So many of the missing come, or those follow that were live.
            14..=17 => {
                for _ in 0..count * 3 {
                    // What is lost and was followed by nothing yet is still waited for by both sides.
                    if !self.pending.iter().any(|(_, was_live)| *was_live) {
                        break;
                    }
                    let Some((frame, _)) = self.pending.pop_front() else { break };
                    self.push(Side::Completed, Frame { data: frame.data.to_vec().into(), ..frame });
                }
            }
            _ => {
                // The oldest gap is given up.
                while self.pending.iter().any(|(_, was_live)| *was_live)
                    && self.pending.pop_front_if(|(_, was_live)| !*was_live).is_some()
                {}
            }
        }
    }
}

proptest! {
    /// Whatever is lost, comes late or never: live readers have at once what the live side was given, and who reads the
    /// completed side has every picture that came, once, each behind the one that it needs, and all sound.
    #[test]
    fn live_readers_never_wait_and_the_completed_side_has_all_that_came(
        steps in prop::collection::vec((0..19_u8, 0..6_u64, 1..60_u64, any::<bool>()), 1..300),
    ) {
        let feed = Feed::new(Limits { span: Duration::from_secs(600), ..Limits::default() });
        let (mut consumer, mut follower) = (feed.consumer(Begin::Next), feed.follower(Begin::At(at(0))));
        let mut connection = Connection {
            producer: feed.producer(), now: 0, number: 0, skips: true, pending: VecDeque::new(), live: Vec::new(),
            completed: [Vec::new(), Vec::new()],
        };
        connection.push(Side::Both, key(0));
        let Some(Next::Frame(first, _)) = consumer.try_next() else { panic!("it is there") };
        let (mut seen, mut kept) = (vec![first], [Vec::new(), Vec::new()]);
        let read = |kept: &mut [Vec<Frame>; 2], batch: super::super::Batch| {
            batch.frames.into_iter().for_each(|frame| kept[frame.track as usize].push(frame));
            (batch.lost, batch.lost_audio)
        };
        for (kind, count, wait, looks) in steps {
            connection.now += wait;
            connection.step(&feed, kind, count);
            if !feed.with_sides(Sides::is_behind) && connection.pending.iter().any(|(_, was_live)| *was_live) {
                connection.give_up();
            }
            while let Some(Next::Frame(frame, _)) = consumer.try_next() {
                seen.push(frame);
            }
            let data = |frames: &[Frame]| frames.iter().map(|frame| frame.data.clone()).collect::<Vec<_>>();
            prop_assert_eq!(data(&seen), data(&connection.live), "at once");
            if looks {
                prop_assert_eq!(read(&mut kept, follower.take()), (0, 0));
            }
            let (bytes, held) = feed.with_sides(|sides| (sides.bytes(), held(sides)));
            prop_assert_eq!(bytes, held);
        }
        connection.give_up();
        feed.close();
        loop {
            let batch = follower.take();
            let is_over = batch.closed;
            prop_assert_eq!(read(&mut kept, batch), (0, 0));
            if is_over {
                break;
            }
        }
        let [pictures, sound] = kept;
        let data = |frames: &[Frame]| frames.iter().map(|frame| frame.data.clone()).collect::<Vec<_>>();
        prop_assert_eq!(data(&pictures), data(&connection.completed[0]));
        prop_assert_eq!(sound.len(), connection.completed[1].len());
        for track in [&pictures, &sound] {
            prop_assert!(track.windows(2).all(|pair| pair[0].pts < pair[1].pts));
        }
    }

    /// No side of it takes more memory than both may, whatever is missing for how long.
    #[test]
    fn the_bytes_hold_whatever_is_missing(
        frames in prop::collection::vec((0..3_u8, 0..4_u8, 0..5_000_usize, 0..500_u64), 1..200), bytes in 0..40_000_usize,
    ) {
        let mut sides = Sides::new(Limits { bytes, ..Limits::default() });
        let mut now = 0;
        for (side, kind, size, wait) in frames {
            now += wait;
            let frame = if kind == 3 { audio(now) } else { video(now, kind == 0, size) };
            let newest = frame.data.len() + 2 * Entry::OVERHEAD;
            let side = if kind == 3 { Side::Both } else { [Side::Both, Side::Live, Side::Completed][usize::from(side)] };
            let before = sides.bytes();
            let is_taken = sides.push(side, frame);
            let most = if is_taken { bytes.max(newest) } else { bytes.max(before) };
            prop_assert!(sides.bytes() <= most);
            let behind = sides.behind.and_then(|behind| sides.live.get(behind.first()));
            prop_assert!(behind.is_none_or(|entry| sides.live.arrived().since(entry.frame.arrived) < BEHIND));
            prop_assert!(sides.bytes() >= held(&sides), "{} of {}", sides.bytes(), held(&sides));
        }
    }
}
