use crate::protocol::{Millis, Segment};

/// Where in its segments a replay is. Everyone who shows it computes the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// The segment, counted from 0.
    pub segment: usize,
    /// The moment, within it; its end where that is the last one's.
    pub at: Millis,
}

impl Spot {
    /// The first moment.
    pub fn first(segments: &[Segment]) -> Self {
        Self { segment: 0, at: segments.first().map_or(0, |segment| segment.from) }
    }

    /// Where it is after so much time: at the last end, or the first beginning, it stands.
    pub fn after(self, segments: &[Segment], elapsed: Millis, speed: i16) -> Self {
        let distance = elapsed.saturating_mul(speed.unsigned_abs().into()) / 100;
        match speed {
            0 => self,
            1.. => self.on(segments, distance),
            _ => self.back(segments, distance),
        }
    }

    fn on(mut self, segments: &[Segment], mut distance: Millis) -> Self {
        while let Some(segment) = segments.get(self.segment) {
            let left = segment.to.saturating_sub(self.at);
            let Some(next) = segments.get(self.segment + 1).filter(|_| distance >= left) else {
                self.at += distance.min(left);
                break;
            };
            distance -= left;
            self = Self { segment: self.segment + 1, at: next.from };
        }
        self
    }

    fn back(mut self, segments: &[Segment], mut distance: Millis) -> Self {
        while let Some(segment) = segments.get(self.segment) {
            let left = self.at.saturating_sub(segment.from);
            if distance <= left || self.segment == 0 {
                self.at -= distance.min(left);
                break;
            }
            distance -= left;
            self = Self { segment: self.segment - 1, at: segments[self.segment - 1].to };
        }
        self
    }

    /// Where a moment is in these segments: in the one of this place if it is there, else in the first that has it or
    /// comes after it, else at the end.
    pub fn of(segments: &[Segment], at: Millis, segment: usize) -> Self {
        let has = |segment: &Segment| (segment.from..segment.to).contains(&at);
        if segments.get(segment).is_some_and(has) {
            return Self { segment, at };
        }
        let first = segments.iter().position(has).or_else(|| segments.iter().position(|segment| segment.from > at));
        match first {
            Some(segment) => Self { segment, at: at.max(segments[segment].from) },
            None => Self {
                segment: segments.len().saturating_sub(1),
                at: segments.last().map_or(at, |segment| at.min(segment.to)),
            },
        }
    }

    /// The stretches between this spot and a later one.
    pub fn until(self, segments: &[Segment], end: Self) -> Vec<Segment> {
        let passed = segments.iter().enumerate().filter_map(|(number, segment)| {
            if !(self.segment..=end.segment).contains(&number) {
                return None;
            }
            let from = if number == self.segment { self.at } else { segment.from };
            let to = if number == end.segment { end.at } else { segment.to };
            (from < to).then_some(Segment { from, to, ..*segment })
        });
        passed.collect()
    }
}
