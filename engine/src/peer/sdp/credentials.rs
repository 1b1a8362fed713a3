use std::ops::RangeInclusive;

/// Lengths of ICE credentials (RFC 8839 section 5.4).
const UFRAG: RangeInclusive<usize> = 4..=256;
const PASSWORD: RangeInclusive<usize> = 22..=256;

/// The credentials of one end in one ICE session. Their characters are those of RFC 8839 section 5.4, so they can stand
/// in an SDP line.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The username fragment.
    pub ufrag: String,
    /// The password.
    pub password: String,
}

impl Credentials {
    /// Those of two attributes; none when they are not of their form.
    pub(super) fn read(ufrag: &str, password: &str) -> Option<Self> {
        let good = is_ice(ufrag, &UFRAG) && is_ice(password, &PASSWORD);
        good.then(|| Self { ufrag: ufrag.to_owned(), password: password.to_owned() })
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("ufrag", &self.ufrag).finish_non_exhaustive()
    }
}

/// Whether every character is an ice-char (RFC 8839 section 5.1).
pub(super) fn is_ice(value: &str, length: &RangeInclusive<usize>) -> bool {
    length.contains(&value.len()) && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}
