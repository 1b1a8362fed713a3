//! Simulcast is turned down: a feed is one stream.

/// The offer without what makes its video several layers (RFC 8853): who offered them sends one. The crate would take
/// every layer, at several times the bitrate, and mix them in one track.
pub(super) fn without(offer: &str) -> String {
    let is_about_layers = |line: &&str| line.starts_with("a=simulcast:") || line.starts_with("a=rid:");
    offer.lines().filter(|line| !is_about_layers(line)).map(|line| format!("{line}\r\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_the_offer_is_as_it_was() {
        let plain = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtpmap:96 H264/90000\r\n";
        let layers = plain.to_owned() + "a=rid:0 send\r\na=rid:1 send\r\na=simulcast:send 0;1\r\na=sendonly\r\n";
        assert_eq!(without(&layers), plain.to_owned() + "a=sendonly\r\n");
        assert_eq!(without(plain), plain);
    }
}
