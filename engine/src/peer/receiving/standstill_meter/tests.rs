use super::*;
use crate::protocol::StandstillTotal;

fn header(sequence_number: u16, timestamp: u32) -> Header {
    Header { sequence_number, timestamp, ..Header::default() }
}

fn at(millis: u64) -> SessionTime {
    SessionTime::from_millis(millis)
}

/// A camera of 30 pictures a second, one packet each, and what is told of it.
#[derive(Default)]
struct Stage {
    meter: StandstillMeter,
    now: u64,
    sequence: u16,
    /// In milliseconds.
    timestamp: u32,
}

impl Stage {
    /// After ten pictures at their pace, across the ends of both of the sender's counters.
    fn new() -> Self {
        let mut stage =
            Self { sequence: u16::MAX - 12, timestamp: (u32::MAX / TICKS) - 350, now: 1_000, ..Self::default() };
        (0..10).for_each(|_| stage.whole(33, 33));
        assert_eq!(stage.meter.totals(), Standstills::default());
        stage
    }

    /// The next packet, so long after the last one there and here.
    fn packet(&mut self, sent: u32, later: u64) {
        self.now += later;
        self.sequence = self.sequence.wrapping_add(1);
        self.timestamp += sent;
        self.meter.packet(&header(self.sequence, self.timestamp.wrapping_mul(TICKS)), false, at(self.now));
    }

    /// The next packet, and its picture is whole.
    fn whole(&mut self, sent: u32, later: u64) {
        self.packet(sent, later);
        self.meter.picture(false, at(self.now));
    }

    /// One that does not come.
    fn lose(&mut self) {
        self.sequence = self.sequence.wrapping_add(1);
        self.timestamp += 33;
    }

    fn waits_for(&mut self, waits_for: WaitsFor) {
        self.meter.waits_for(waits_for, at(self.now));
    }

    /// Milliseconds and standstills by cause, of those that there are.
    fn says(&self) -> Vec<(&'static str, u32, u32)> {
        let each = self.meter.totals().each();
        let some = each.into_iter().filter(|(_, total)| *total != StandstillTotal::default());
        some.map(|(cause, StandstillTotal { count, ms })| (cause, ms, count)).collect()
    }
}

#[test]
fn what_the_air_held_up_is_the_airs() {
    let mut stage = Stage::new();
    stage.whole(33, 400);
    (0..11).for_each(|_| stage.whole(33, 0));
    assert_eq!(stage.says(), [("air", 400, 1)]);
}

#[test]
fn what_was_lost_in_the_silence_is_the_airs_too() {
    let mut stage = Stage::new();
    (0..11).for_each(|_| stage.lose());
    stage.packet(33, 400);
    stage.waits_for(WaitsFor::Loss);
    stage.packet(33, 33);
    stage.packet(33, 27);
    stage.meter.picture(false, at(stage.now));
    assert_eq!(stage.says(), [("air", 400, 1), ("loss", 60, 0)]);
}

#[test]
fn a_camera_that_filmed_nothing_meanwhile_sent_nothing() {
    let mut stage = Stage::new();
    stage.whole(300, 310);
    assert_eq!(stage.says(), [("sender", 310, 1)]);
    // Chromium probes for bandwidth meanwhile: by empty packets, and by such as it sent before.
    for _ in 0..5 {
        stage.meter.packet(&header(stage.sequence.wrapping_sub(3), 7), false, at(stage.now));
        stage.sequence = stage.sequence.wrapping_add(1);
        stage.now += 50;
        stage.meter.packet(&header(stage.sequence, 7), true, at(stage.now));
    }
    stage.whole(333, 83);
    assert_eq!(stage.says(), [("sender", 310 + 333, 2)]);
}

#[test]
fn a_loss_that_is_mended_is_a_loss_whatever_was_asked_for_meanwhile() {
    for asked in [false, true] {
        let mut stage = Stage::new();
        stage.lose();
        stage.packet(33, 66);
        stage.waits_for(WaitsFor::Loss);
        stage.packet(33, 33);
        stage.packet(33, 33);
        if asked {
            stage.waits_for(WaitsFor::Keyframe);
            stage.waits_for(WaitsFor::Loss);
        }
        stage.packet(33, 33);
        stage.meter.picture(false, at(stage.now + 10));
        assert_eq!(stage.says(), [("loss", 175, 1)], "the pace of the packets before is its own");
    }
}

#[test]
fn a_keyframe_that_ends_it_was_waited_for_from_when_it_was_asked_for() {
    let mut stage = Stage::new();
    stage.lose();
    stage.packet(33, 66);
    stage.waits_for(WaitsFor::Loss);
    (0..3).for_each(|_| stage.packet(33, 33));
    stage.waits_for(WaitsFor::Keyframe);
    (0..6).for_each(|_| stage.packet(33, 33));
    stage.meter.picture(true, at(stage.now));
    assert_eq!(stage.says(), [("loss", 99, 0), ("keyframe", 66 + 198, 1)], "it counts for the largest");
}

#[test]
fn silence_counts_before_what_could_not_come_in_it() {
    let mut stage = Stage::new();
    stage.lose();
    stage.packet(33, 66);
    stage.waits_for(WaitsFor::Loss);
    // Nothing comes from here on: the wait is over in the middle of it.
    stage.now += 90;
    stage.waits_for(WaitsFor::Keyframe);
    stage.packet(33, 90);
    stage.packet(0, 20);
    stage.meter.picture(true, at(stage.now));
    assert_eq!(stage.says(), [("air", 66 + 180, 1), ("keyframe", 20, 0)]);
}

#[test]
fn a_picture_that_trickles_in_came_too_slowly() {
    let mut stage = Stage::new();
    (0..8).for_each(|_| stage.packet(0, 40));
    stage.meter.picture(true, at(stage.now));
    assert_eq!(stage.says(), [("air", 320, 1)]);
}

#[test]
fn nothing_stands_still_before_the_first_picture_or_at_its_pace() {
    let mut meter = StandstillMeter::default();
    meter.packet(&header(1, 1), false, at(5_000));
    meter.waits_for(WaitsFor::Keyframe, at(5_000));
    meter.picture(true, at(5_400));
    assert_eq!(meter.totals(), Standstills::default());
    meter.packet(&header(2, 1), false, at(5_550));
    meter.picture(false, at(5_550));
    assert_eq!(meter.totals(), Standstills::default(), "150 ms is no standstill yet");
}
