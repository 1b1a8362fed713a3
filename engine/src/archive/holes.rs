use std::time::Duration;

use crate::{
    feed::Span,
    media::{SessionTime, container::IndexEntry},
};

/// So long without a picture is a hole: nothing is shown there, and how long it is is said.
pub const HOLE: Duration = IndexEntry::HOLE;

/// Puts stretches of pictures together, wherever they come from: rings and files have much of it both.
#[derive(Debug, Default)]
pub struct Spans {
    spans: Vec<Span>,
}

impl Spans {
    /// Adds a stretch of pictures without a hole in it.
    pub fn add(&mut self, next: Span) {
        match self.spans.last_mut() {
            Some(last) if next.from >= last.from && next.from.since(last.to) <= HOLE => last.to = last.to.max(next.to),
            _ => self.spans.push(next),
        }
    }

    /// Adds a picture.
    pub fn add_picture(&mut self, at: SessionTime) {
        self.add(Span { from: at, to: at });
    }

    /// All of them; holes are between.
    pub fn finish(mut self) -> Vec<Span> {
        let mut whole = Self::default();
        self.spans.sort_by_key(|span| span.from);
        self.spans.into_iter().for_each(|span| whole.add(span));
        whole.spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    #[test]
    fn a_hole_is_more_than_half_a_second() {
        let mut spans = Spans::default();
        [0, 33, 66, 566, 1_067, 1_100].into_iter().for_each(|millis| spans.add_picture(at(millis)));
        // As a ring says it that has more than the files, and the end of what they have.
        spans.add(Span { from: at(20), to: at(40) });
        spans.add(Span { from: at(1_080), to: at(2_000) });
        assert_eq!(spans.finish(), [Span { from: at(0), to: at(566) }, Span { from: at(1_067), to: at(2_000) }]);
    }
}
