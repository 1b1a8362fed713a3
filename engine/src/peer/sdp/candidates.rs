use std::net::IpAddr;

/// A candidate of a peer that a check of ours can reach, as a line of ours: over UDP, for RTP and RTCP together, at an
/// address. All others are ignored (RFC 8839 section 5.1): a name, `.local` or another, is not looked up, and a
/// link-local address is worth nothing without its zone, for which SDP has no place. The peer's own checks reach us.
pub(super) fn usable(value: &str) -> Option<String> {
    let words: Vec<&str> = value.split_whitespace().collect();
    let [foundation, "1", transport, priority, address, port, "typ", kind, extensions @ ..] = words.as_slice() else {
        return None;
    };
    let kind = kind.to_ascii_lowercase();
    let address: IpAddr = address.parse().ok()?;
    let port: u16 = port.parse().ok()?;
    let priority: u32 = priority.parse().ok()?;
    let known = ["host", "srflx", "prflx", "relay"].contains(&kind.as_str());
    if !known || !transport.eq_ignore_ascii_case("udp") || port == 0 || !is_reachable(address) {
        return None;
    }
    let line = format!("{foundation} 1 udp {priority} {address} {port} typ {kind}");
    if kind == "host" {
        return Some(line);
    }
    let extension = |name: &str| extensions.chunks_exact(2).find(|pair| pair[0] == name).map(|pair| pair[1]);
    let base: Option<(IpAddr, u16)> =
        extension("raddr").zip(extension("rport")).and_then(|(a, p)| Some((a.parse().ok()?, p.parse().ok()?)));
    let (base, port) = base.unwrap_or((IpAddr::from([0, 0, 0, 0]), 0));
    Some(format!("{line} raddr {base} rport {port}"))
}

fn is_reachable(address: IpAddr) -> bool {
    let link_local = match address {
        IpAddr::V4(_) => false,
        IpAddr::V6(address) => address.is_unicast_link_local(),
    };
    !address.is_unspecified() && !address.is_multicast() && !link_local
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_reached_is_kept() {
        let cases = [
            ("1 1 UDP 2130706431 192.0.2.1 7 typ host generation 0", "1 1 udp 2130706431 192.0.2.1 7 typ host"),
            ("a 1 udp 1 2001:db8::1 7 typ host", "a 1 udp 1 2001:db8::1 7 typ host"),
            (
                "1 1 udp 5 198.51.100.1 7 typ srflx raddr 192.0.2.1 rport 8 generation 0",
                "1 1 udp 5 198.51.100.1 7 typ srflx raddr 192.0.2.1 rport 8",
            ),
            ("1 1 udp 5 198.51.100.1 7 typ relay", "1 1 udp 5 198.51.100.1 7 typ relay raddr 0.0.0.0 rport 0"),
        ];
        for (value, line) in cases {
            assert_eq!(usable(value).as_deref(), Some(line), "{value}");
            rtc::ice::candidate::unmarshal_candidate(line).expect("the crate reads it");
        }
    }

    #[test]
    fn what_is_of_no_use_is_ignored() {
        for value in [
            "",
            "1 1 udp 5 fe80::1%eth0 7 typ host",
            "1 1 udp 5 fe80::1 7 typ host",
            "1 1 ssltcp 5 192.0.2.1 7 typ host",
            "1 1 tcp 5 192.0.2.1 9 typ host tcptype active",
            "1 1 udp 5 laptop.example 7 typ host",
            "1 1 udp 5 2cf0b2c0-0842-4fe3-aaa0-4556a2dfbadc.local 7 typ host",
            "1 1 udp 99999999999 192.0.2.1 7 typ host",
            "1 1 udp -5 192.0.2.1 7 typ host",
            "1 1 udp 5 192.0.2.1 0 typ host",
            "1 1 udp 5 192.0.2.1 70000 typ host",
            "1 1 udp 5 0.0.0.0 7 typ host",
            "1 1 udp 5 192.0.2.1 7 typ token",
            "1 2 udp 5 192.0.2.1 7 typ host",
            "1 1 udp 5 192.0.2.1 7",
        ] {
            assert_eq!(usable(value), None, "{value}");
        }
    }
}
