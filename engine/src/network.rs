//! This machine's addresses.

use std::net::{IpAddr, Ipv4Addr};

/// Every network interface's name and address; empty when the system doesn't tell.
pub(crate) fn interfaces() -> Vec<(String, IpAddr)> {
    local_ip_address::list_afinet_netifas().unwrap_or_else(|error| {
        tracing::warn!(%error, "can't list the network interfaces");
        Vec::new()
    })
}

/// The addresses that media is received on: the bound one alone, or every one that a phone could reach, or loopback
/// on a machine without a network.
pub(crate) fn media_addresses(bind: Option<IpAddr>) -> Vec<IpAddr> {
    if let Some(ip) = bind.filter(|ip| !ip.is_unspecified()) {
        return vec![ip];
    }
    let mut addresses: Vec<IpAddr> = interfaces().into_iter().map(|(_, ip)| ip).filter(reachable).collect();
    // FFmpeg uses the first host candidate alone, and a phone's Wi-Fi surely has IPv4.
    addresses.sort_by_key(|ip| (ip.is_ipv6(), *ip));
    addresses.dedup();
    if addresses.is_empty() {
        addresses.push(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    addresses
}

/// Whether a phone could reach it. Link-local addresses are left out: an IPv6 one means nothing without its zone, which
/// neither SDP (RFC 8839 section 5.1) nor a URL carries, and who has an IPv4 one has no router to share.
pub(crate) fn reachable(ip: &IpAddr) -> bool {
    let link_local = match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    !ip.is_loopback() && !ip.is_unspecified() && !link_local
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_address_is_the_only_one() {
        let loopback = IpAddr::V4(Ipv4Addr::LOCALHOST);
        assert_eq!(media_addresses(Some(loopback)), [loopback]);
    }

    #[test]
    fn there_is_always_an_address_and_link_local_is_none() {
        let addresses = media_addresses(None);
        assert!(!addresses.is_empty());
        assert!(!reachable(&"fe80::1".parse().expect("an address")));
        assert!(!reachable(&"169.254.0.9".parse().expect("an address")));
        assert!(reachable(&"192.168.1.2".parse().expect("an address")));
    }
}
