use std::{collections::VecDeque, time::Duration};

use crate::media::{Frame, SessionTime};

/// Packets that may wait for their delay: a second of the shortest ones that browsers send, 10 ms. One more pushes out
/// the oldest.
const WAITING: usize = 128;

/// One camera's packets, each of which waits until the camera's delay is over.
#[derive(Debug)]
pub struct DelayLine {
    delay: Duration,
    /// Oldest first.
    waiting: VecDeque<Frame>,
}

impl DelayLine {
    pub fn new(delay: Duration) -> Self {
        Self { delay, waiting: VecDeque::new() }
    }

    pub fn delay(&self) -> Duration {
        self.delay
    }

    pub fn push(&mut self, packet: Frame) {
        if self.waiting.len() >= WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back(packet);
    }

    /// When the oldest packet's delay is over.
    pub fn due(&self) -> Option<SessionTime> {
        Some(self.waiting.front()?.arrived + self.delay)
    }

    /// The oldest packet, if its delay is over at `now`; its `pts` is as much later.
    pub fn pop(&mut self, now: SessionTime) -> Option<Frame> {
        self.due().filter(|due| *due <= now)?;
        let mut packet = self.waiting.pop_front()?;
        packet.pts = packet.pts + self.delay;
        Some(packet)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::media::Track;

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    /// Said at `millis`, and here 5 ms later.
    fn packet(millis: u64) -> Frame {
        let (pts, arrived) = (at(millis), at(millis + 5));
        Frame { track: Track::Audio, pts, keyframe: false, data: Bytes::new(), config: None, arrived }
    }

    #[test]
    fn a_packet_comes_out_when_its_delay_is_over_and_is_as_much_later() {
        let mut line = DelayLine::new(Duration::from_millis(200));
        assert_eq!((line.due(), line.pop(at(10_000))), (None, None));
        line.push(packet(100));
        line.push(packet(120));
        assert_eq!((line.due(), line.pop(at(304))), (Some(at(305)), None));
        assert_eq!(line.pop(at(305)).map(|packet| packet.pts), Some(at(300)));
        assert_eq!((line.due(), line.pop(at(305))), (Some(at(325)), None));
    }

    #[test]
    fn one_too_many_pushes_out_the_oldest() {
        let mut line = DelayLine::new(Duration::from_secs(10));
        (0..=WAITING as u64).for_each(|number| line.push(packet(number * 10)));
        let out: Vec<_> = std::iter::from_fn(|| line.pop(at(60_000))).collect();
        assert_eq!((out.len(), out[0].pts), (WAITING, at(10_010)));
    }
}
