use base64::{Engine, engine::general_purpose::STANDARD};

/// How many sets are read: all that the standard has numbers for (ITU-T H.264 sections 7.4.2.1.1 and 7.4.2.2).
const MAX_SETS: usize = 32 + 256;

/// The parameter sets in a format's parameters, as NAL units: `sprop-parameter-sets` of RFC 6184 section 8.1. Some
/// senders say them there and never in the stream. What can't be read is left out.
pub fn parameter_sets(fmtp: &str) -> Vec<Vec<u8>> {
    let parameter = |part: &'_ str| -> Option<String> {
        let (name, value) = part.trim().split_once('=')?;
        name.eq_ignore_ascii_case("sprop-parameter-sets").then(|| value.to_owned())
    };
    let Some(sets) = fmtp.split(';').find_map(parameter) else { return Vec::new() };
    sets.split(',').take(MAX_SETS).filter_map(|set| STANDARD.decode(set.trim()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_sets_and_nothing_else() {
        let cases: [(&str, &[&[u8]]); 6] = [
            (
                "packetization-mode=1;sprop-parameter-sets=Z0LAHtk=,aMuDyyA=;profile-level-id=42e01f",
                &[b"\x67\x42\xc0\x1e\xd9", b"\x68\xcb\x83\xcb\x20"],
            ),
            ("Sprop-Parameter-Sets=aMuDyyA=", &[b"\x68\xcb\x83\xcb\x20"]),
            ("profile-level-id=42e01f; sprop-parameter-sets=%%%,aMuDyyA=", &[b"\x68\xcb\x83\xcb\x20"]),
            ("sprop-parameter-sets=", &[b""]),
            ("sprop-parameter-sets", &[]),
            ("", &[]),
        ];
        for (fmtp, sets) in cases {
            assert_eq!(parameter_sets(fmtp), sets, "{fmtp}");
        }
    }
}
