/// The hash function that the crate verifies certificates with, and that everyone has to support (RFC 8122 section 5).
const VERIFIED: &str = "sha-256";
/// Its bytes.
const BYTES: usize = 32;

/// Of several fingerprints of one peer, the first that can be verified, in the crate's spelling. Its literals are
/// case-insensitive, as those of every ABNF are; more than one fingerprint says the same with other hash functions, or
/// names other certificates (RFC 8122 section 5).
pub(super) fn verifiable<'a>(values: impl Iterator<Item = &'a str>) -> Option<String> {
    values.into_iter().find_map(|value| {
        let mut words = value.split_whitespace();
        let (function, bytes) = (words.next()?, words.next()?);
        let is_byte = |byte: &str| byte.len() == 2 && byte.bytes().all(|digit| digit.is_ascii_hexdigit());
        let whole = bytes.split(':').count() == BYTES && bytes.split(':').all(is_byte);
        (function.eq_ignore_ascii_case(VERIFIED) && whole).then(|| format!("{VERIFIED} {}", bytes.to_ascii_uppercase()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_that_can_be_verified_is_chosen() {
        let of = |bytes: usize| vec!["aB"; bytes].join(":");
        let (good, short, long) = (of(32), of(31), of(64));
        let chosen = |lines: &[String]| verifiable(lines.iter().map(String::as_str));
        let wanted = Some(format!("sha-256 {}", good.to_uppercase()));
        let long = format!("sha-512 {long}");
        for name in ["sha-256", "SHA-256", "Sha-256"] {
            let fingerprint = format!("{name} {good}");
            assert_eq!(chosen(std::slice::from_ref(&fingerprint)), wanted);
            assert_eq!(chosen(&[long.clone(), "sha-1 00".into(), fingerprint.clone(), long.clone()]), wanted);
        }
        for none in [&[][..], &[long, String::new()], &[format!("sha-256 {short}")], &["sha-256".into()]] {
            assert_eq!(chosen(none), None, "{none:?}");
        }
    }
}
