use super::bits::Bits;

/// The kinds of NAL unit that matter here (ITU-T H.264 table 7-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NalUnitType {
    /// A part of a picture that needs earlier ones.
    Slice,
    /// A part of a picture that needs none before it.
    IdrSlice,
    /// Supplemental information.
    Sei,
    /// A sequence parameter set.
    Sps,
    /// A picture parameter set.
    Pps,
    /// An access unit delimiter.
    AccessUnitDelimiter,
    /// What a decoder does not miss: filler, ends of sequences, layers of scalable and multiview coding.
    Other,
}

impl NalUnitType {
    /// The kind of a NAL unit by its header byte; none when the number is no NAL unit's (RFC 6184 section 5.2 has
    /// taken 24 and up for its own packets) and for data partitions, which only the extended profile has.
    pub fn of(header: u8) -> Option<Self> {
        match header & 0x1f {
            1 => Some(Self::Slice),
            5 => Some(Self::IdrSlice),
            6 => Some(Self::Sei),
            7 => Some(Self::Sps),
            8 => Some(Self::Pps),
            9 => Some(Self::AccessUnitDelimiter),
            10..=23 => Some(Self::Other),
            _ => None,
        }
    }
}

/// Whether a NAL unit of which `nal` is the beginning is a slice that goes on with a picture: one that does not begin
/// with the first macroblock (ITU-T H.264 section 7.3.3). Arbitrary slice order, with which it might be a picture's
/// first, is not in the profiles that are negotiated (constrained baseline and up, annex A.2).
pub fn goes_on(nal: &[u8]) -> bool {
    let Some((&header, payload)) = nal.split_first() else { return false };
    match NalUnitType::of(header) {
        Some(NalUnitType::Slice | NalUnitType::IdrSlice) => {
            Bits::new(payload).unsigned().is_some_and(|macroblock| macroblock > 0)
        }
        Some(
            NalUnitType::Sei
            | NalUnitType::Sps
            | NalUnitType::Pps
            | NalUnitType::AccessUnitDelimiter
            | NalUnitType::Other,
        )
        | None => false,
    }
}

/// The number of the picture parameter set that a slice needs (ITU-T H.264 section 7.3.3).
pub fn pps_of_slice(nal: &[u8]) -> Option<u32> {
    let mut bits = Bits::new(nal.get(1..)?);
    let _first_macroblock = bits.unsigned()?;
    let _slice_type = bits.unsigned()?;
    bits.unsigned()
}
