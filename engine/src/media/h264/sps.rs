use super::bits::Bits;

/// What is used of a sequence parameter set (ITU-T H.264 section 7.3.2.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sps {
    /// Its number, 0 to 31.
    pub id: u32,
    /// Width of the picture in pixels, after cropping.
    pub width: u16,
    /// Height of the picture in pixels, after cropping.
    pub height: u16,
    /// Profile, constraint flags and level, as they stand in the set and in a codec string.
    pub profile: [u8; 3],
    /// How colour is sampled.
    pub sampling: Sampling,
}

/// `chroma_format_idc` and the bit depths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    /// 0 = monochrome, 1 = 4:2:0, 2 = 4:2:2, 3 = 4:4:4.
    pub chroma_format: u8,
    /// `bit_depth_luma_minus8`.
    pub luma_depth: u8,
    /// `bit_depth_chroma_minus8`.
    pub chroma_depth: u8,
}

/// `profile_idc` of the profiles whose sets say how colour is sampled.
const WITH_SAMPLING: [u8; 13] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

impl Sps {
    /// Reads a NAL unit; none when it is no valid set or its size can't be a picture's.
    pub fn parse(nal: &[u8]) -> Option<Self> {
        let (&[header, profile_idc, constraints, level], rest) = nal.split_first_chunk::<4>()?;
        if header & 0x1f != 7 {
            return None;
        }
        let mut bits = Bits::new(rest);
        let id = bits.unsigned().filter(|id| *id < 32)?;
        let (sampling, separate_planes) =
            if WITH_SAMPLING.contains(&profile_idc) { sampling(&mut bits)? } else { (Sampling::YUV_420_8BIT, false) };
        let _log2_max_frame_num = bits.unsigned()?;
        skip_picture_order(&mut bits)?;
        let _max_num_ref_frames = bits.unsigned()?;
        let _gaps_in_frame_num = bits.flag()?;
        let width_in_macroblocks = bits.unsigned()?.checked_add(1)?;
        let height_in_map_units = bits.unsigned()?.checked_add(1)?;
        let frames_only = bits.flag()?;
        if !frames_only {
            let _adaptive_frame_field = bits.flag()?;
        }
        let _direct_8x8_inference = bits.flag()?;
        let [left, right, top, bottom] = if bits.flag()? {
            [bits.unsigned()?, bits.unsigned()?, bits.unsigned()?, bits.unsigned()?]
        } else {
            [0; 4]
        };
        // Section 7.4.2.1.1: what one unit of cropping is, equations 7-19 to 7-22.
        let fields = if frames_only { 1 } else { 2 };
        let (unit_x, unit_y) = match sampling.chroma_format {
            1 if !separate_planes => (2, 2 * fields),
            2 if !separate_planes => (2, fields),
            _ => (1, fields),
        };
        Some(Self {
            id,
            width: length(width_in_macroblocks, 16, unit_x, left, right)?,
            height: length(height_in_map_units, 16 * fields, unit_y, top, bottom)?,
            profile: [profile_idc, constraints, level],
            sampling,
        })
    }
}

impl Sampling {
    const YUV_420_8BIT: Self = Self { chroma_format: 1, luma_depth: 0, chroma_depth: 0 };
}

fn length(blocks: u32, block: u32, unit: u32, before: u32, after: u32) -> Option<u16> {
    let cropped = before.checked_add(after)?.checked_mul(unit)?;
    let length = blocks.checked_mul(block)?.checked_sub(cropped)?;
    u16::try_from(length).ok().filter(|length| *length > 0)
}

fn sampling(bits: &mut Bits<'_>) -> Option<(Sampling, bool)> {
    let chroma_format = bits.unsigned().and_then(|format| u8::try_from(format).ok()).filter(|format| *format <= 3)?;
    let separate_planes = chroma_format == 3 && bits.flag()?;
    let mut depth = || bits.unsigned().and_then(|depth| u8::try_from(depth).ok()).filter(|depth| *depth <= 6);
    let sampling = Sampling { chroma_format, luma_depth: depth()?, chroma_depth: depth()? };
    let _lossless_transform_bypass = bits.flag()?;
    if bits.flag()? {
        let lists = if chroma_format == 3 { 12 } else { 8 };
        for list in 0..lists {
            if bits.flag()? {
                skip_scaling_list(bits, if list < 6 { 16 } else { 64 })?;
            }
        }
    }
    Some((sampling, separate_planes))
}

/// Section 7.3.2.1.1.1.
fn skip_scaling_list(bits: &mut Bits<'_>, size: u32) -> Option<()> {
    let mut last = 8;
    let mut next = 8;
    for _ in 0..size {
        if next != 0 {
            next = (last + bits.signed()?).rem_euclid(256);
        }
        if next != 0 {
            last = next;
        }
    }
    Some(())
}

fn skip_picture_order(bits: &mut Bits<'_>) -> Option<()> {
    match bits.unsigned()? {
        0 => {
            let _log2_max_order_count = bits.unsigned()?;
        }
        1 => {
            let _always_zero = bits.flag()?;
            let _offset_non_reference = bits.signed()?;
            let _offset_top_to_bottom = bits.signed()?;
            for _ in 0..bits.unsigned().filter(|cycle| *cycle < 256)? {
                let _offset = bits.signed()?;
            }
        }
        2 => {}
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests;
