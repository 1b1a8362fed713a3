/// The first sequence number, extended: numbers may go back by half of their range before it.
const ORIGIN: u64 = 1 << 32;

/// A sequence number that does not wrap (RFC 3550 appendix A.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sequence(u64);

impl Sequence {
    /// The number that is meant by the 16 bits on the wire, the shorter way round from `newest`.
    pub fn extend(wire: u16, newest: Option<Self>) -> Self {
        let Some(Self(newest)) = newest else {
            return Self(ORIGIN + u64::from(wire));
        };
        // The low 16 bits are the number on the wire.
        let distance = wire.wrapping_sub(newest as u16) as i16;
        Self(newest.saturating_add_signed(i64::from(distance)))
    }

    /// Its 16 bits on the wire.
    pub fn wire(self) -> u16 {
        self.0 as u16
    }

    /// The one after it.
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// How many numbers there are from `earlier` up to this one, without this one; 0 if that is not earlier.
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The numbers from this one up to `end`, without it.
    pub fn up_to(self, end: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.0..end.0).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_meant_the_shorter_way_round() {
        let first = Sequence::extend(65_534, None);
        let after = Sequence::extend(3, Some(first));
        assert_eq!((after.since(first), after.wire()), (5, 3));
        assert_eq!(Sequence::extend(65_534, Some(after)), first);
        assert_eq!(first.since(after), 0);
        let wires: Vec<u16> = first.next().up_to(after).map(Sequence::wire).collect();
        assert_eq!(wires, [65_535, 0, 1, 2]);
    }
}
