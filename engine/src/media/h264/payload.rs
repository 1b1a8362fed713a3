use crate::media::depacketizer::Unusable;

const STAP_A: u8 = 24;
const FU_A: u8 = 28;

/// The structures of a payload that packetization-mode 1 allows (RFC 6184 table 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payload<'a> {
    /// One whole NAL unit.
    Single(&'a [u8]),
    /// Several whole NAL units (STAP-A), each behind its length in 2 bytes; not checked yet.
    Aggregate(Aggregate<'a>),
    /// A piece of a NAL unit (FU-A).
    Fragment {
        /// The NAL unit's header byte, put together again.
        header: u8,
        /// Whether it is the first piece.
        start: bool,
        /// Whether it is the last piece.
        end: bool,
        /// The piece, without header byte.
        piece: &'a [u8],
    },
}

impl<'a> Payload<'a> {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`Unusable`] for what packetization-mode 1 forbids, and what is too short.
    pub fn parse(payload: &'a [u8]) -> Result<Self, Unusable> {
        let (&header, rest) = payload.split_first().ok_or(Unusable)?;
        match header & 0x1f {
            1..=23 => Ok(Self::Single(payload)),
            STAP_A if !rest.is_empty() => Ok(Self::Aggregate(Aggregate(rest))),
            FU_A => match rest {
                [fragment, piece @ ..] if !piece.is_empty() => Ok(Self::Fragment {
                    header: header & 0xe0 | fragment & 0x1f,
                    start: fragment & 0x80 != 0,
                    end: fragment & 0x40 != 0,
                    piece,
                }),
                _ => Err(Unusable),
            },
            _ => Err(Unusable),
        }
    }
}

/// The NAL units of an aggregation packet. One that is cut short is an error and the last item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aggregate<'a>(&'a [u8]);

impl<'a> Iterator for Aggregate<'a> {
    type Item = Result<&'a [u8], Unusable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let nal = self
            .0
            .split_first_chunk::<2>()
            .and_then(|(length, rest)| rest.split_at_checked(usize::from(u16::from_be_bytes(*length))))
            .filter(|(nal, _)| !nal.is_empty());
        self.0 = nal.map_or(&[], |(_, rest)| rest);
        Some(nal.map(|(nal, _)| nal).ok_or(Unusable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aggregate(payload: &[u8]) -> Vec<Result<&[u8], Unusable>> {
        match Payload::parse(payload).expect("long enough") {
            Payload::Aggregate(nals) => nals.collect(),
            other => panic!("no aggregate: {other:?}"),
        }
    }

    #[test]
    fn takes_aggregates_apart() {
        assert_eq!(aggregate(&[24, 0, 1, 0x67, 0, 2, 0x68, 1]), [Ok(&[0x67][..]), Ok(&[0x68, 1])]);
    }

    #[test]
    fn a_cut_aggregate_is_an_error_and_ends() {
        assert_eq!(aggregate(&[24, 0, 1, 0x65, 9]), [Ok(&[0x65][..]), Err(Unusable)], "one byte after the last one");
        assert_eq!(aggregate(&[24, 0, 3, 0x65, 9]), [Err(Unusable)]);
        assert_eq!(aggregate(&[24, 0, 0, 0, 1, 0x65]), [Err(Unusable)], "a NAL unit has a header byte");
    }

    #[test]
    fn puts_a_fragments_header_together() {
        let fragment = Payload::Fragment { header: 0x65, start: true, end: false, piece: &[1] };
        assert_eq!(Payload::parse(&[0x7c, 0x85, 1]), Ok(fragment));
    }

    #[test]
    fn refuses_what_the_mode_forbids() {
        for header in [0_u8, 25, 26, 27, 29, 30, 31] {
            assert_eq!(Payload::parse(&[header, 1, 2, 3, 4]), Err(Unusable), "type {header}");
        }
        for short in [&[][..], &[24], &[28], &[28, 0x85]] {
            assert_eq!(Payload::parse(short), Err(Unusable), "{short:?}");
        }
    }
}
