//! An H.264 byte stream (ITU-T H.264, annex B) cut into pictures.

use bytes::Bytes;

use crate::picture::Picture;

/// Type of a NAL unit that a keyframe consists of.
const IDR: u8 = 5;
/// Types of the slices of pictures: of others, and of keyframes.
const SLICES: [u8; 2] = [1, IDR];

/// The pictures of a stream, each with its start codes and with the parameter sets and headers before it.
///
/// What comes before the first start code, and what follows the last slice's picture without a slice, is left out.
pub fn pictures(stream: &Bytes) -> Vec<Picture> {
    let units = units(stream);
    let mut pictures: Vec<Picture> = Vec::new();
    // Where the picture that is being gathered starts, and whether a slice of it was seen, and an IDR one.
    let mut start = units.first().map_or(0, |unit| unit.start);
    let mut seen: Option<bool> = None;
    for unit in &units {
        let begins_picture = if SLICES.contains(&unit.kind) { unit.first_slice } else { true };
        if let (Some(key), true) = (seen, begins_picture) {
            pictures.push(Picture { data: stream.slice(start..unit.start), key });
            start = unit.start;
            seen = None;
        }
        if SLICES.contains(&unit.kind) {
            seen = Some(unit.kind == IDR);
        }
    }
    if let Some(key) = seen {
        pictures.push(Picture { data: stream.slice(start..), key });
    }
    pictures
}

/// The NAL units of a picture, without start codes and the zeros behind a unit; none is empty.
pub fn nal_units(picture: &Bytes) -> Vec<Bytes> {
    let units = units(picture);
    let ends = units.iter().skip(1).map(|next| next.start).chain([picture.len()]);
    let bare = |(unit, end): (&Unit, usize)| {
        let bytes = &picture[unit.body..end];
        let length = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        picture.slice(unit.body..unit.body + length)
    };
    units.iter().zip(ends).map(bare).filter(|unit| !unit.is_empty()).collect()
}

/// A NAL unit's place in a stream.
struct Unit {
    /// Where its start code begins.
    start: usize,
    /// Where it begins itself.
    body: usize,
    /// Its `nal_unit_type`.
    kind: u8,
    /// For a slice: whether it is the first of its picture, which is `first_mb_in_slice` 0, coded as a leading 1.
    first_slice: bool,
}

fn units(stream: &[u8]) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut at = 0;
    while at + 3 < stream.len() {
        if stream[at..at + 3] != [0, 0, 1] {
            at += 1;
            continue;
        }
        // A zero before the three bytes belongs to the start code.
        let start = if at > 0 && stream[at - 1] == 0 { at - 1 } else { at };
        let first_slice = stream.get(at + 4).is_some_and(|byte| byte & 0x80 != 0);
        units.push(Unit { start, body: at + 3, kind: stream[at + 3] & 0x1f, first_slice });
        at += 4;
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(units: &[&[u8]]) -> Bytes {
        units.iter().flat_map(|unit| [&[0, 0, 0, 1][..], *unit].concat()).collect::<Vec<u8>>().into()
    }

    #[test]
    fn parameter_sets_go_with_the_keyframe_after_them() {
        let (sps, pps, idr, slice): (&[u8], &[u8], &[u8], &[u8]) =
            (&[0x67, 1], &[0x68, 2], &[0x65, 0x88], &[0x41, 0x9a]);
        let pictures = pictures(&stream(&[sps, pps, idr, slice, slice, sps, pps, idr]));
        let keyframe = Picture { data: stream(&[sps, pps, idr]), key: true };
        let delta = Picture { data: stream(&[slice]), key: false };
        assert_eq!(pictures, [keyframe.clone(), delta.clone(), delta, keyframe]);
    }

    #[test]
    fn slices_of_one_picture_stay_together() {
        let (first, second): (&[u8], &[u8]) = (&[0x65, 0x88], &[0x65, 0x40]);
        let pictures = pictures(&stream(&[first, second, first, second]));
        assert_eq!(pictures.len(), 2);
        assert_eq!(pictures[0].data, stream(&[first, second]));
    }

    #[test]
    fn units_are_bare() {
        let picture = Bytes::from_static(&[0, 0, 0, 1, 0x67, 1, 0, 0, 1, 0x68, 2, 0, 0, 0, 1, 0x65, 0x88, 0]);
        assert_eq!(nal_units(&picture), [&[0x67, 1][..], &[0x68, 2], &[0x65, 0x88]]);
        assert!(nal_units(&Bytes::from_static(&[0, 0, 1])).is_empty());
    }

    #[test]
    fn nothing_in_nothing_out() {
        assert!(pictures(&Bytes::new()).is_empty());
        assert!(pictures(&Bytes::from_static(&[1, 2, 3, 0, 0, 1])).is_empty());
    }
}
