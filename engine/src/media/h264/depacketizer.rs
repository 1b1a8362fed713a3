use bytes::Bytes;

use super::avcc::LENGTH_SIZE;
use super::nal::{NalUnitType, goes_on, pps_of_slice};
use super::parameter_sets::ParameterSets;
use super::payload::Payload;
use super::sprop::parameter_sets;
use crate::media::depacketizer::{Boundary, Depacketizer, MAX_UNIT_BYTES, Unit, Unusable};

/// Puts access units of H.264 together.
///
/// Parameter sets are taken wherever they come and kept from then on; they leave in the configuration of keyframes,
/// never in the data. An IDR picture without its sets is unusable.
#[derive(Debug, Clone, Default)]
pub struct H264 {
    parameter_sets: ParameterSets,
    /// The NAL units of the access unit so far, each behind its length; kept as a buffer from one to the next.
    data: Vec<u8>,
    /// Where in `data` a NAL unit begins of which more fragments are to come.
    fragmented: Option<usize>,
    picture: Picture,
}

/// What the slices so far say about the picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Picture {
    #[default]
    None,
    Delta,
    Key {
        pps: u32,
    },
}

impl H264 {
    /// One that has the parameter sets of the format's parameters (RFC 6184 section 8.1); those in the stream
    /// take their place.
    pub fn of_format(fmtp: &str) -> Self {
        let mut sets = ParameterSets::default();
        for set in parameter_sets(fmtp) {
            match set.first().copied().and_then(NalUnitType::of) {
                Some(NalUnitType::Sps) => sets.sps(&set),
                Some(NalUnitType::Pps) => sets.pps(&set),
                _ => {}
            }
        }
        Self { parameter_sets: sets, ..Self::default() }
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), Unusable> {
        if self.data.len() + bytes.len() > MAX_UNIT_BYTES {
            return Err(Unusable);
        }
        self.data.extend_from_slice(bytes);
        Ok(())
    }

    fn nal(&mut self, nal: &[u8]) -> Result<(), Unusable> {
        if self.fragmented.is_some() {
            return Err(Unusable);
        }
        let begin = self.data.len();
        self.append(&[0; LENGTH_SIZE])?;
        self.append(nal)?;
        self.end_nal(begin)
    }

    fn fragment(&mut self, header: u8, start: bool, end: bool, piece: &[u8]) -> Result<(), Unusable> {
        let begin = match (start, self.fragmented) {
            (true, None) => {
                let begin = self.data.len();
                self.append(&[0; LENGTH_SIZE])?;
                self.append(&[header])?;
                begin
            }
            (false, Some(begin)) if self.data[begin + LENGTH_SIZE] & 0x1f == header & 0x1f => begin,
            _ => return Err(Unusable),
        };
        self.append(piece)?;
        self.fragmented = (!end).then_some(begin);
        if end { self.end_nal(begin) } else { Ok(()) }
    }

    /// Looks at the NAL unit that `data` holds from `begin`, and keeps it there if it belongs to a frame.
    fn end_nal(&mut self, begin: usize) -> Result<(), Unusable> {
        let (length, nal) = self.data[begin..].split_first_chunk_mut::<LENGTH_SIZE>().ok_or(Unusable)?;
        let kept = match NalUnitType::of(*nal.first().ok_or(Unusable)?).ok_or(Unusable)? {
            kind @ (NalUnitType::Slice | NalUnitType::IdrSlice) => {
                let pps = pps_of_slice(nal).ok_or(Unusable)?;
                self.picture = match (kind, self.picture) {
                    (_, key @ Picture::Key { .. }) => key,
                    (NalUnitType::IdrSlice, _) => Picture::Key { pps },
                    _ => Picture::Delta,
                };
                true
            }
            NalUnitType::Sei => true,
            NalUnitType::Sps => {
                self.parameter_sets.sps(nal);
                false
            }
            NalUnitType::Pps => {
                self.parameter_sets.pps(nal);
                false
            }
            NalUnitType::AccessUnitDelimiter | NalUnitType::Other => false,
        };
        if kept {
            *length = u32::try_from(nal.len()).map_err(|_| Unusable)?.to_be_bytes();
        } else {
            self.data.truncate(begin);
        }
        Ok(())
    }
}

impl Depacketizer for H264 {
    /// A slice does not say whether parameter sets went before it; a delimiter and a sequence parameter set say that
    /// nothing did (ITU-T H.264 section 7.4.1.2.3).
    fn boundary(&self, payload: &[u8]) -> Boundary {
        let kind = |nal: &[u8]| nal.first().copied().and_then(NalUnitType::of);
        let (first, has_sps) = match Payload::parse(payload) {
            Ok(Payload::Single(nal)) => (kind(nal), false),
            Ok(Payload::Aggregate(mut nals)) => (
                nals.clone().next().and_then(Result::ok).and_then(kind),
                nals.any(|nal| nal.ok().and_then(kind) == Some(NalUnitType::Sps)),
            ),
            Ok(Payload::Fragment { .. }) | Err(Unusable) => (None, false),
        };
        match first {
            Some(NalUnitType::Sps) => Boundary::KeyframeStart,
            Some(NalUnitType::AccessUnitDelimiter) if has_sps => Boundary::KeyframeStart,
            Some(NalUnitType::AccessUnitDelimiter) => Boundary::UnitStart,
            _ => Boundary::Unknown,
        }
    }

    fn push(&mut self, payload: &[u8]) -> Result<(), Unusable> {
        match Payload::parse(payload)? {
            Payload::Single(nal) => self.nal(nal),
            Payload::Aggregate(mut nals) => nals.try_for_each(|nal| self.nal(nal?)),
            Payload::Fragment { header, start, end, piece } => self.fragment(header, start, end, piece),
        }
    }

    fn may_end(&self, marker: bool) -> bool {
        marker && self.fragmented.is_none() && self.picture != Picture::None
    }

    fn begins_anew(&self, payload: &[u8]) -> bool {
        match Payload::parse(payload) {
            Ok(Payload::Single(nal)) => !goes_on(nal),
            Ok(Payload::Aggregate(nals)) => {
                let is_slice =
                    |nal: &&[u8]| matches!(NalUnitType::of(nal[0]), Some(NalUnitType::Slice | NalUnitType::IdrSlice));
                !nals.filter_map(Result::ok).find(is_slice).is_some_and(goes_on)
            }
            Ok(Payload::Fragment { start: false, .. }) => false,
            Ok(Payload::Fragment { header, start: true, piece, .. }) => {
                // The first macroblock's number stands in the first bytes: 20 bits at most for 4K.
                let beginning: Vec<u8> = std::iter::once(header).chain(piece.iter().copied().take(8)).collect();
                !goes_on(&beginning)
            }
            Err(Unusable) => true,
        }
    }

    fn holds_keyframe(&self) -> bool {
        matches!(self.picture, Picture::Key { .. })
    }

    fn finish(&mut self) -> Result<Option<Unit>, Unusable> {
        if self.fragmented.is_some() {
            return Err(Unusable);
        }
        let (keyframe, config) = match self.picture {
            Picture::None => {
                self.discard();
                return Ok(None);
            }
            Picture::Delta => (false, None),
            Picture::Key { pps } => (true, Some(self.parameter_sets.config(pps).ok_or(Unusable)?)),
        };
        // A copy of the right size: the ring keeps it for a minute, and a buffer that has grown is up to twice as long.
        let data = Bytes::copy_from_slice(&self.data);
        self.discard();
        Ok(Some(Unit { keyframe, data, config }))
    }

    fn discard(&mut self) {
        self.data.clear();
        self.fragmented = None;
        self.picture = Picture::None;
    }

    fn boxed_clone(&self) -> Box<dyn Depacketizer> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests;
