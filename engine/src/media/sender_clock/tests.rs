use std::time::Duration;

use super::*;

/// What the sender's wall clock says when the session clock says zero: some time in 2026, in microseconds.
const WALL: u64 = 4_000_000_000 * 1_000_000;

/// A sender of picture and sound whose clock runs `drift` parts in a million faster, in virtual time.
struct Sender {
    clock: SenderClock,
    drift: i64,
    /// What its wall clock was set by.
    set: i64,
}

impl Sender {
    fn new(drift: i64) -> Self {
        Self { clock: SenderClock::new(), drift, set: 0 }
    }

    fn own(&self, captured: u64) -> u64 {
        captured.strict_add_signed(captured as i64 * self.drift / 1_000_000)
    }

    fn timestamp(&self, track: Track, captured: u64) -> u32 {
        let first = match track {
            Track::Video => 0xffff_0000,
            Track::Audio => 12_345,
        };
        (first + self.own(captured) * u64::from(track.clock_rate()) / 1_000_000) as u32
    }

    fn report(&mut self, track: Track, sent: u64, delay: u64) {
        let wall = (WALL + self.own(sent)).strict_add_signed(self.set);
        let ntp = ((wall / 1_000_000) << 32) | (((wall % 1_000_000) << 32) / 1_000_000);
        let arrived = SessionTime::from_micros(sent + delay);
        self.clock.report(track, SenderReport { ntp, timestamp: self.timestamp(track, sent), arrived });
    }

    /// How much later than its capture a frame that came after `delay` is placed.
    fn place(&mut self, track: Track, captured: u64, delay: u64) -> i64 {
        let arrived = SessionTime::from_micros(captured + delay);
        let pts = self.clock.pts(track, self.timestamp(track, captured), arrived);
        assert!(pts <= arrived);
        pts.as_micros() as i64 - captured as i64
    }

    /// Picture 90 ms after its capture and sound 25 ms, both with jitter; reports of both as browsers send them.
    /// Gives how far sound is placed from the picture of the same moment at the end.
    fn run(&mut self, seconds: std::ops::Range<u64>) -> (i64, i64) {
        let mut placed = (0, 0);
        for tick in seconds.start * 50..seconds.end * 50 {
            let now = tick * 20_000;
            let jitter = tick * 7 % 11 * 1_000;
            placed = (self.place(Track::Video, now, 90_000 + jitter), self.place(Track::Audio, now, 25_000 + jitter));
            if tick % 50 == 25 {
                self.report(Track::Video, now, 8_000 + jitter);
            }
            if tick % 250 == 100 {
                self.report(Track::Audio, now, 8_000 + jitter);
            }
        }
        placed
    }
}

#[test]
fn sound_and_picture_of_one_moment_get_one_time() {
    for drift in [-100, 0, 100] {
        let mut sender = Sender::new(drift);
        let (video, audio) = sender.run(0..20);
        assert!((video - audio).abs() < 1_000, "{video} and {audio}");
        let (video, audio) = sender.run(20..600);
        assert!((video - audio).abs() < 1_000, "{video} and {audio}");
        // 3 ms less where the clock drifts away for as long as the least delay counts.
        assert!((5_000..20_000).contains(&video), "close to the least delay, not {video}");
    }
}

#[test]
fn before_a_report_the_time_is_that_of_arrival() {
    let mut sender = Sender::new(0);
    assert_eq!(sender.place(Track::Video, 1_000_000, 90_000), 90_000);
    assert_eq!(sender.place(Track::Audio, 1_000_000, 25_000), 25_000);
}

#[test]
fn a_report_before_the_first_frame_counts() {
    let mut sender = Sender::new(0);
    sender.report(Track::Video, 1_000_000, 8_000);
    let placed = sender.place(Track::Video, 1_100_000, 90_000);
    assert!((7_999..=8_001).contains(&placed), "{placed}");
}

#[test]
fn a_wall_clock_that_is_set_moves_nothing() {
    for set in [3_600_000_000, 3_000_000, -3_000_000, -3_600_000_000] {
        let mut sender = Sender::new(0);
        let before = sender.run(0..60);
        sender.set = set;
        let (video, audio) = sender.run(60..62);
        assert!((8_000..20_000).contains(&video), "{video}");
        assert!((8_000..40_000).contains(&audio), "{audio}: its next report is yet to come");
        let after = sender.run(62..120);
        assert!((before.0 - after.0).abs() < 12_000, "{before:?} and {after:?}");
        assert!((after.0 - after.1).abs() < 1_000, "{after:?}");
    }
}

#[test]
fn a_sender_without_a_wall_clock_is_placed_by_arrival() {
    let mut sender = Sender::new(0);
    sender.clock.report(Track::Video, SenderReport { ntp: 0, timestamp: 5, arrived: SessionTime::ZERO });
    assert_eq!(sender.place(Track::Video, 1_000_000, 90_000), 90_000);
}

#[test]
fn a_report_that_waited_in_a_queue_does_no_harm() {
    let mut sender = Sender::new(0);
    let before = sender.run(0..20);
    sender.report(Track::Video, 20_000_000, 2_000_000);
    let after = sender.run(20..21);
    assert!((before.0 - after.0).abs() < 1_000, "{before:?} and {after:?}");
}

#[test]
fn a_frame_keeps_what_the_unit_has() {
    let mut clock = SenderClock::default();
    let arrived = SessionTime::from_millis(70);
    let unit = AccessUnit {
        track: Track::Video,
        timestamp: 1,
        keyframe: true,
        data: (&[1, 2][..]).into(),
        config: None,
        arrived,
    };
    let frame = clock.frame(unit.clone());
    assert_eq!((frame.track, frame.keyframe, frame.data, frame.pts), (Track::Video, true, unit.data.clone(), arrived));
    let next = clock.frame(unit);
    assert_eq!(next.pts, arrived + Duration::from_micros(1), "the same timestamp again");
}
