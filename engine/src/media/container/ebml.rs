//! EBML (RFC 8794): elements as Matroska has them.

/// An element's id, with its length marker.
pub type Id = u32;

/// A size that is not known: of a live stream's segment (RFC 9559 section 23.2).
pub const UNKNOWN_SIZE: [u8; 8] = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

/// Appends an id (RFC 8794 section 5).
pub fn id(out: &mut Vec<u8>, id: Id) {
    let bytes = id.to_be_bytes();
    out.extend(&bytes[(id.leading_zeros() / 8) as usize..]);
}

/// Appends an element with these bytes.
pub fn element(out: &mut Vec<u8>, name: Id, body: &[u8]) {
    id(out, name);
    size(out, body.len() as u64);
    out.extend(body);
}

/// Appends an unsigned integer.
pub fn unsigned(out: &mut Vec<u8>, name: Id, value: u64) {
    let bytes = value.to_be_bytes();
    element(out, name, &bytes[(value.leading_zeros() / 8).min(7) as usize..]);
}

/// Appends a floating-point number.
pub fn float(out: &mut Vec<u8>, name: Id, value: f64) {
    element(out, name, &value.to_be_bytes());
}

/// Appends a size in as few bytes as hold it (RFC 8794 section 4); all ones are kept for what is unknown.
pub fn size(out: &mut Vec<u8>, value: u64) {
    let length = (1..8).find(|length| value < (1 << (7 * length)) - 1).unwrap_or(8);
    let marked = value | 1 << (7 * length);
    out.extend(&marked.to_be_bytes()[8 - length..]);
}

/// Reads an id and a size, and says how many bytes they take. The size is none when it is unknown; nothing when there
/// are too few bytes or they are no element's.
pub fn header(bytes: &[u8]) -> Option<(Id, Option<u64>, usize)> {
    let id_length = bytes.first()?.leading_zeros() as usize + 1;
    let id = bytes.get(..id_length).filter(|_| id_length <= 4)?;
    let id = id.iter().fold(0, |id, byte| id << 8 | Id::from(*byte));
    let rest = bytes.get(id_length..)?;
    let length = rest.first()?.leading_zeros() as usize + 1;
    let field = rest.get(..length).filter(|_| length <= 8)?;
    let value = field.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)) & ((1 << (7 * length)) - 1);
    let is_unknown = value == (1 << (7 * length)) - 1;
    Some((id, (!is_unknown).then_some(value), id_length + length))
}

/// Reads the elements that stand behind each other in a whole body; ends where they do.
pub fn elements(mut body: &[u8]) -> impl Iterator<Item = (Id, &[u8])> {
    std::iter::from_fn(move || {
        let (id, size, header) = header(body)?;
        let end = header.checked_add(usize::try_from(size?).ok()?)?;
        let content = body.get(header..end)?;
        body = &body[end..];
        Some((id, content))
    })
}

/// The value of an unsigned integer.
pub fn value(content: &[u8]) -> u64 {
    content.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sizes_are_as_the_rfc_has_them() {
        let of = |value| {
            let mut out = Vec::new();
            size(&mut out, value);
            out
        };
        assert_eq!(of(0), [0x80]);
        assert_eq!(of(126), [0xfe]);
        // RFC 8794 section 4.4: 127 in one byte would be the unknown size.
        assert_eq!(of(127), [0x40, 0x7f]);
        assert_eq!(of(16_383), [0x20, 0x3f, 0xff]);
    }

    #[test]
    fn an_unknown_size_is_told_from_a_large_one() {
        let bytes = [&[0x18, 0x53, 0x80, 0x67][..], &UNKNOWN_SIZE].concat();
        assert_eq!(header(&bytes), Some((0x1853_8067, None, 12)));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(name in prop_oneof![Just(0xec_u32), Just(0x4286), Just(0x2a_d7b1), Just(0x1f43_b675)],
                                   bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..5)) {
            let mut out = Vec::new();
            bodies.iter().for_each(|body| element(&mut out, name, body));
            let read: Vec<_> = elements(&out).collect();
            prop_assert_eq!(read, bodies.iter().map(|body| (name, &body[..])).collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = elements(&bytes).count();
        }

        #[test]
        fn numbers_are_as_short_as_they_can_be(number in any::<u64>()) {
            let mut out = Vec::new();
            unsigned(&mut out, 0xe7, number);
            prop_assert_eq!(value(&out[2..]), number);
            prop_assert!(out.len() == 3 || out[2] != 0);
        }
    }
}
