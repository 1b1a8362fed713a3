use ring::hmac;
use subtle::ConstantTimeEq;

/// The magic cookie (RFC 8489 section 5).
const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const HEADER: usize = 20;
const BINDING_REQUEST: [u8; 2] = [0, 1];
const USERNAME: [u8; 2] = [0, 6];
const MESSAGE_INTEGRITY: [u8; 2] = [0, 8];
/// Bytes of an attribute's type and length.
const ATTRIBUTE: usize = 4;
/// Bytes of an HMAC-SHA1.
const DIGEST: usize = 20;

/// Whether a datagram is a STUN binding request.
pub(super) fn is_check(datagram: &[u8]) -> bool {
    datagram.get(..HEADER).is_some_and(|header| header[..2] == BINDING_REQUEST && header[4..8] == COOKIE)
}

/// What proves that a check comes from somebody who was told the password of an ICE session (RFC 8489 section 9.1.1).
pub(super) fn key(password: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes())
}

/// A connectivity check, as far as it has to be read to know whose it is.
#[derive(Debug)]
pub(super) struct Check<'a> {
    /// The receiver's username fragment: the part of USERNAME before the colon (RFC 8445 section 7.2.2).
    pub ufrag: &'a str,
    datagram: &'a [u8],
    /// Where MESSAGE-INTEGRITY begins.
    integrity: usize,
}

impl<'a> Check<'a> {
    /// Reads a datagram: none for anything else than a STUN binding request with USERNAME and, behind it,
    /// MESSAGE-INTEGRITY. What comes after that proves nothing and is not looked at (RFC 8489 section 14.5).
    pub fn read(datagram: &'a [u8]) -> Option<Self> {
        if !is_check(datagram) {
            return None;
        }
        let (mut at, mut ufrag) = (HEADER, None);
        while let [kind_high, kind_low, length_high, length_low, rest @ ..] = datagram.get(at..)? {
            let length = usize::from(u16::from_be_bytes([*length_high, *length_low]));
            let value = rest.get(..length)?;
            match [*kind_high, *kind_low] {
                USERNAME if ufrag.is_none() => ufrag = std::str::from_utf8(value).ok()?.split(':').next(),
                MESSAGE_INTEGRITY if length == DIGEST => {
                    return Some(Self { ufrag: ufrag?, datagram, integrity: at });
                }
                MESSAGE_INTEGRITY => return None,
                _ => {}
            }
            // Attributes are padded to four bytes.
            at += ATTRIBUTE + length.next_multiple_of(4);
        }
        None
    }

    /// Whether it was made with this key (RFC 8489 section 14.5).
    pub fn is_made_with(&self, key: &hmac::Key) -> bool {
        let digest = digest(&self.datagram[..self.integrity], key);
        let given = &self.datagram[self.integrity + ATTRIBUTE..][..DIGEST];
        digest.is_some_and(|digest| digest.as_ref().ct_eq(given).into())
    }
}

/// The HMAC of a message up to MESSAGE-INTEGRITY, whose length counts as if that were its last attribute.
fn digest(message: &[u8], key: &hmac::Key) -> Option<hmac::Tag> {
    let length = u16::try_from(message.len() - HEADER + ATTRIBUTE + DIGEST).ok()?;
    let mut context = hmac::Context::with_key(key);
    context.update(&message[..2]);
    context.update(&length.to_be_bytes());
    context.update(&message[4..]);
    Some(context.sign())
}

/// A check with MESSAGE-INTEGRITY as its last attribute.
#[cfg(any(test, feature = "fuzzing"))]
pub(super) fn signed(message: &[u8], password: &str) -> Vec<u8> {
    let Some(digest) = digest(message, &key(password)) else { return message.to_vec() };
    let [high, low] = (DIGEST as u16).to_be_bytes();
    let [kind_high, kind_low] = MESSAGE_INTEGRITY;
    [message, &[kind_high, kind_low, high, low], digest.as_ref()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The request of RFC 5769 section 2.1.
    const SAMPLE: &[u8] = b"\x00\x01\x00\x58\x21\x12\xa4\x42\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae\
        \x80\x22\x00\x10STUN test client\x00\x24\x00\x04\x6e\x00\x01\xff\
        \x80\x29\x00\x08\x93\x2f\xf9\xb1\x51\x26\x3b\x36\x00\x06\x00\x09evtj:h6vY   \
        \x00\x08\x00\x14\x9a\xea\xa7\x0c\xbf\xd8\xcb\x56\x78\x1e\xf2\xb5\xb2\xd3\xf2\x49\xc1\xb5\x71\xa2\
        \x80\x28\x00\x04\xe5\x7a\x3b\xcf";
    const PASSWORD: &str = "VOkJxbRl1RmTxUk/WvJxBt";

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

    fn ufrag(datagram: &[u8]) -> Option<&str> {
        Check::read(datagram).map(|check| check.ufrag)
    }

    #[test]
    fn the_rfcs_check_is_its_passwords_alone() {
        let check = Check::read(SAMPLE).expect("a check");
        assert_eq!(check.ufrag, "evtj");
        assert!(check.is_made_with(&key(PASSWORD)));
        assert!(!check.is_made_with(&key("VOkJxbRl1RmTxUk/WvJxBu")));
        for at in [8, 24, 61, SAMPLE.len() - 12] {
            let mut altered = SAMPLE.to_vec();
            altered[at] ^= 1;
            assert!(!Check::read(&altered).is_some_and(|check| check.is_made_with(&key(PASSWORD))), "byte {at}");
        }
    }

    #[test]
    fn a_check_names_its_receiver_first() {
        let check = signed(&request(&[(0x24, &[0, 0, 0, 1]), (6, b"local:remote")]), PASSWORD);
        assert_eq!(ufrag(&check), Some("local"));
        assert!(Check::read(&check).expect("a check").is_made_with(&key(PASSWORD)));
        let padded = signed(&request(&[(0x8022, b"odd"), (6, b"abc:d")]), PASSWORD);
        assert_eq!(ufrag(&padded), Some("abc"));
    }

    #[test]
    fn anything_else_names_nobody() {
        let unproven = request(&[(6, b"local:remote")]);
        let check = signed(&unproven, PASSWORD);
        let named_behind = [signed(&request(&[]), PASSWORD), unproven[HEADER..].to_vec()].concat();
        let short = request(&[(6, b"local:remote"), (8, &[0; 16])]);
        let mut response = check.clone();
        response[0] = 1;
        let mut old = check.clone();
        old[4] = 0;
        let cut = &check[..check.len() - 4];
        for datagram in
            [&[][..], &check[..15], cut, &unproven, &named_behind, &short, &response, &old, &request(&[]), &[0x80; 40]]
        {
            assert_eq!(ufrag(datagram), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_datagram_makes_it_panic(tail in proptest::collection::vec(proptest::num::u8::ANY, 0..80)) {
            let mut datagram = request(&[]);
            datagram.extend(&tail);
            let password = key(PASSWORD);
            for datagram in [&datagram, &tail, &signed(&datagram, PASSWORD)] {
                let _ = Check::read(datagram).is_some_and(|check| check.is_made_with(&password));
            }
        }
    }
}
