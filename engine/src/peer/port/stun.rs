/// The magic cookie (RFC 8489 section 5).
const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const HEADER: usize = 20;
const BINDING_REQUEST: [u8; 2] = [0, 1];
const USERNAME: [u8; 2] = [0, 6];

/// Whether a datagram is a STUN binding request.
pub(super) fn is_check(datagram: &[u8]) -> bool {
    datagram.get(..HEADER).is_some_and(|header| header[..2] == BINDING_REQUEST && header[4..8] == COOKIE)
}

/// The receiver's username fragment in a connectivity check: the part of USERNAME before the colon (RFC 8445
/// section 7.2.2). None for anything else than a STUN binding request with one.
pub(super) fn local_fragment(datagram: &[u8]) -> Option<&str> {
    if !is_check(datagram) {
        return None;
    }
    let mut attributes = &datagram[HEADER..];
    while let [kind_high, kind_low, length_high, length_low, rest @ ..] = attributes {
        let length = usize::from(u16::from_be_bytes([*length_high, *length_low]));
        let value = rest.get(..length)?;
        if [*kind_high, *kind_low] == USERNAME {
            return std::str::from_utf8(value).ok()?.split(':').next();
        }
        // Attributes are padded to four bytes.
        attributes = rest.get(length.next_multiple_of(4)..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(attributes: &[(u16, &[u8])]) -> Vec<u8> {
        let mut message = vec![0, 1, 0, 0];
        message.extend(COOKIE);
        message.extend([7; 12]);
        for (kind, value) in attributes {
            message.extend(kind.to_be_bytes());
            message.extend(u16::try_from(value.len()).expect("short").to_be_bytes());
            message.extend(*value);
            message.resize(message.len().next_multiple_of(4), 0);
        }
        message
    }

    #[test]
    fn a_check_names_its_receiver_first() {
        let check = request(&[(0x24, &[0, 0, 0, 1]), (6, b"local:remote"), (8, &[0; 20])]);
        assert_eq!(local_fragment(&check), Some("local"));
        let padded = request(&[(0x8022, b"odd"), (6, b"abc:d")]);
        assert_eq!(local_fragment(&padded), Some("abc"));
    }

    #[test]
    fn anything_else_names_nobody() {
        let check = request(&[(6, b"local:remote")]);
        let mut response = check.clone();
        response[0] = 1;
        let mut old = check.clone();
        old[4] = 0;
        for datagram in [&[][..], &check[..15], &check[..check.len() - 4], &response, &old, &request(&[]), &[0x80; 40]]
        {
            assert_eq!(local_fragment(datagram), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_datagram_makes_it_panic(tail in proptest::collection::vec(proptest::num::u8::ANY, 0..80)) {
            let mut datagram = request(&[]);
            datagram.extend(&tail);
            let _ = local_fragment(&datagram);
            let _ = local_fragment(&tail);
        }
    }
}
