//! This machine's addresses, and those that come to them.

mod crowd;

use std::net::{IpAddr, Ipv4Addr};

pub(crate) use crowd::{Bounds, Crowd, Ticket};

/// Where a request came from and which of this machine's addresses it came to; IPv4 is written as such.
#[derive(Debug, Clone, Copy)]
pub struct RequestRoute {
    /// Its client's address.
    pub from: IpAddr,
    /// This machine's.
    pub to: IpAddr,
}

/// Every network interface's name and address; empty when the system doesn't tell.
pub(crate) fn interfaces() -> Vec<(String, IpAddr)> {
    local_ip_address::list_afinet_netifas().unwrap_or_else(|error| {
        tracing::warn!(%error, "can't list the network interfaces");
        Vec::new()
    })
}

/// The addresses that media is received on, likeliest first: the bound one alone, or every one that a phone could reach,
/// or loopback on a machine without a network.
pub(crate) fn media_addresses(bind: Option<IpAddr>) -> Vec<IpAddr> {
    if let Some(ip) = bind.filter(|ip| !ip.is_unspecified()) {
        return vec![ip];
    }
    let mut addresses: Vec<IpAddr> = likeliest(interfaces()).into_iter().map(|(_, ip)| ip).collect();
    if addresses.is_empty() {
        addresses.push(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    addresses
}

/// Drops what no phone can reach and puts first what a phone most likely shares: IPv4, which a Wi-Fi surely has, then
/// Wi-Fi and cable before virtual networks, and private addresses before the rest.
pub(crate) fn likeliest(mut interfaces: Vec<(String, IpAddr)>) -> Vec<(String, IpAddr)> {
    interfaces.retain(|(_, ip)| reachable(ip));
    interfaces.sort_by_cached_key(|(name, ip)| (ip.is_ipv6(), distance(name, *ip), name.clone(), *ip));
    interfaces.dedup_by_key(|(_, ip)| *ip);
    interfaces
}

fn distance(interface: &str, ip: IpAddr) -> u8 {
    // Of containers, virtual machines and tunnels. Linux and macOS number their interfaces; Windows calls them by names for
    // people, in which the product's own is written as it likes.
    const VIRTUAL: [&str; 24] = [
        "docker",
        "br-",
        "bridge",
        "veth",
        "virbr",
        "vmnet",
        "vmenet",
        "vmware",
        "vboxnet",
        "virtualbox",
        "podman",
        "lxc",
        "vethernet",
        "tun",
        "utun",
        "tap",
        "openvpn",
        "wg",
        "wireguard",
        "ppp",
        "zt",
        "feth",
        "zerotier",
        "tailscale",
    ];
    let interface = interface.to_lowercase();
    let virtual_network = VIRTUAL.iter().any(|prefix| interface.starts_with(prefix));
    let private = match ip {
        IpAddr::V4(ip) => ip.is_private(),
        IpAddr::V6(ip) => ip.is_unique_local(),
    };
    u8::from(virtual_network) * 2 + u8::from(!private)
}

/// Whether a phone could reach it. Link-local addresses are left out: an IPv6 one means nothing without its zone, which
/// neither SDP (RFC 8839 section 5.1) nor a URL carries, and who has an IPv4 one has no router to share.
fn reachable(ip: &IpAddr) -> bool {
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
    fn a_phones_network_comes_before_virtual_ones_whatever_their_numbers() {
        let interface = |name: &str, ip: &str| (name.to_owned(), ip.parse().expect("an address"));
        let order: Vec<_> = likeliest(vec![
            interface("tun0", "10.8.0.2"),
            interface("eth0", "fd00::2"),
            interface("docker0", "172.17.0.1"),
            interface("wlan0", "192.168.1.23"),
            interface("eth0", "203.0.113.9"),
        ])
        .into_iter()
        .map(|(_, ip)| ip.to_string())
        .collect();
        assert_eq!(order, ["192.168.1.23", "203.0.113.9", "172.17.0.1", "10.8.0.2", "fd00::2"]);
    }

    #[test]
    fn a_laptops_wifi_comes_first_under_the_names_of_windows_and_macos() {
        let interface = |(name, ip): &(&str, &str)| ((*name).to_owned(), ip.parse().expect("an address"));
        let cases: [&[(&str, &str)]; 2] = [
            &[
                ("VMware Network Adapter VMnet8", "192.168.120.1"),
                ("VirtualBox Host-Only Network", "192.168.56.1"),
                ("vEthernet (WSL (Hyper-V firewall))", "172.20.0.1"),
                ("Tailscale", "100.64.0.7"),
                ("ZeroTier One [8056c2e21c000001]", "10.147.17.4"),
                ("Wi-Fi", "192.168.1.23"),
            ],
            &[("bridge100", "192.168.64.1"), ("feth1", "10.147.17.4"), ("utun4", "10.8.0.2"), ("en0", "192.168.1.23")],
        ];
        for interfaces in cases {
            let first = likeliest(interfaces.iter().map(interface).collect()).swap_remove(0);
            assert_eq!(first.1.to_string(), "192.168.1.23", "{first:?}");
        }
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
