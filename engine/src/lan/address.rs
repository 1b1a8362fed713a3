//! The way in: this machine's addresses, the join URL and its QR code.

use std::net::IpAddr;

use qrcode::{EcLevel, QrCode, render::svg};

use super::{access::Token, tls};
use crate::{
    network::{interfaces, likeliest},
    protocol::{Join, JoinAddress},
};

/// What the join URL is made of.
#[derive(Debug, Clone)]
pub(crate) struct WayIn {
    /// Port of the phones' listener.
    pub https_port: u16,
    /// Port of the plain listener.
    pub http_port: u16,
    /// The crew's token.
    pub crew: Token,
    /// The only address there is, if the listeners are bound to one.
    pub bind: Option<IpAddr>,
}

impl WayIn {
    /// The way in over `addresses`; the URL carries `chosen` if it is (still) one of them, else the likeliest.
    pub fn join(&self, addresses: Vec<JoinAddress>, chosen: Option<&str>) -> Join {
        let address = chosen
            .and_then(|chosen| addresses.iter().find(|a| a.address == chosen))
            .or(addresses.first())
            .map(|a| a.address.clone());
        let url = address
            .as_ref()
            .map(|a| format!("https://{}:{}/#token={}", in_url(a), self.https_port, self.crew.reveal()));
        let watch = address.as_ref().map(|a| format!("http://{}:{}/watch", in_url(a), self.http_port));
        Join {
            qr_svg: url.as_deref().map(qr_svg),
            whip: address.as_ref().map(|a| format!("http://{}:{}/whip", in_url(a), self.http_port)),
            watch_qr_svg: watch.as_deref().map(qr_svg),
            watch,
            url,
            address,
            addresses,
        }
    }

    /// The addresses that phones may reach: the bound one, or every LAN address, likeliest first.
    pub fn addresses(&self) -> Vec<JoinAddress> {
        if let Some(ip) = self.bind.filter(|ip| !ip.is_unspecified()) {
            let interface = interfaces().into_iter().find(|(_, i)| *i == ip).map_or_else(String::new, |(name, _)| name);
            return vec![JoinAddress { address: ip.to_string(), interface }];
        }
        named(rank(interfaces()), tls::local_name())
    }
}

/// The host's multicast DNS name (RFC 6762) behind its addresses. It is never chosen by itself, since not every phone
/// and not every laptop knows such names; where they do, a page that was opened by name finds the régie again under
/// whatever address it has then.
fn named(mut addresses: Vec<JoinAddress>, name: Option<String>) -> Vec<JoinAddress> {
    if let Some(address) = name.filter(|_| !addresses.is_empty()) {
        addresses.push(JoinAddress { address, interface: "mDNS".to_owned() });
    }
    addresses
}

/// The likeliest first. IPv6 only counts where there is no IPv4: it makes a denser code, and its temporary addresses
/// (RFC 8981) would make a new certificate every day. Link-local IPv6 never counts: it needs a zone that a URL can't
/// carry.
fn rank(interfaces: Vec<(String, IpAddr)>) -> Vec<JoinAddress> {
    let mut usable = likeliest(interfaces);
    if usable.iter().any(|(_, ip)| ip.is_ipv4()) {
        usable.retain(|(_, ip)| ip.is_ipv4());
    }
    usable.into_iter().map(|(interface, ip)| JoinAddress { address: ip.to_string(), interface }).collect()
}

fn in_url(address: &str) -> String {
    if address.contains(':') { format!("[{address}]") } else { address.to_owned() }
}

fn qr_svg(url: &str) -> String {
    // Level M survives a scratched screen and a flat angle; an L code would be one size smaller.
    let code =
        QrCode::with_error_correction_level(url, EcLevel::M).expect("a join URL is far below a QR code's 2331 bytes");
    code.render::<svg::Color<'_>>().quiet_zone(true).min_dimensions(256, 256).build()
}

/// The QR code of `url` for a terminal: two modules a character, black on white whatever the terminal's own colours.
#[must_use]
pub fn qr_terminal(url: &str) -> String {
    use qrcode::render::unicode::Dense1x2;
    let Ok(code) = QrCode::with_error_correction_level(url, EcLevel::L) else { return String::new() };
    let modules =
        code.render::<Dense1x2>().dark_color(Dense1x2::Dark).light_color(Dense1x2::Light).quiet_zone(true).build();
    modules.lines().map(|line| format!("\x1b[30;107m{line}\x1b[0m\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way_in() -> WayIn {
        let crew = serde_json::from_str("\"crewtoken\"").expect("a token");
        WayIn { https_port: 8443, http_port: 8080, crew, bind: None }
    }

    fn interface(name: &str, ip: &str) -> (String, IpAddr) {
        (name.to_owned(), ip.parse().expect("an address"))
    }

    #[test]
    fn wifi_comes_before_docker_and_loopback_not_at_all() {
        let ranked = rank(vec![
            interface("lo", "127.0.0.1"),
            interface("docker0", "172.17.0.1"),
            interface("eth0", "203.0.113.9"),
            interface("wlan0", "192.168.1.23"),
            interface("wlan0", "fe80::1"),
            interface("usb0", "169.254.3.4"),
        ]);
        let order: Vec<_> = ranked.iter().map(|a| a.address.as_str()).collect();
        assert_eq!(order, ["192.168.1.23", "203.0.113.9", "172.17.0.1"]);
    }

    #[test]
    fn ipv6_is_the_way_in_where_there_is_nothing_else() {
        let six = [interface("eth0", "fe80::1"), interface("eth0", "2001:db8::7"), interface("eth0", "fd00::2")];
        let order = |all: &[(String, IpAddr)]| rank(all.to_vec()).into_iter().map(|a| a.address).collect::<Vec<_>>();
        assert_eq!(order(&six), ["fd00::2", "2001:db8::7"]);
        assert_eq!(order(&[&six[..], &[interface("wlan0", "192.168.1.23")]].concat()), ["192.168.1.23"]);
    }

    #[test]
    fn the_hosts_name_is_there_to_be_chosen_and_survives_a_change_of_addresses() {
        let name = || Some("laptop.local".to_owned());
        let here = named(rank(vec![interface("wlan0", "192.168.1.23")]), name());
        assert_eq!(way_in().join(here.clone(), None).address.as_deref(), Some("192.168.1.23"));
        let chosen = way_in().join(here, Some("laptop.local"));
        assert_eq!(chosen.url.as_deref(), Some("https://laptop.local:8443/#token=crewtoken"));
        let elsewhere = named(rank(vec![interface("wlan0", "10.0.0.2")]), name());
        assert_eq!(way_in().join(elsewhere, Some("laptop.local")).url, chosen.url);
        assert_eq!(named(Vec::new(), name()), [], "a name leads nowhere without a network");
    }

    #[test]
    fn the_secret_is_in_the_fragment() {
        let addresses = rank(vec![interface("wlan0", "192.168.1.23")]);
        let join = way_in().join(addresses, None);
        assert_eq!(join.url.as_deref(), Some("https://192.168.1.23:8443/#token=crewtoken"));
        assert_eq!(join.whip.as_deref(), Some("http://192.168.1.23:8080/whip"));
        assert_eq!(join.watch.as_deref(), Some("http://192.168.1.23:8080/watch"));
        for code in [join.qr_svg, join.watch_qr_svg] {
            assert!(code.expect("a QR code").contains("<svg"));
        }
    }

    #[test]
    fn a_chosen_address_that_is_gone_gives_way() {
        let addresses = rank(vec![interface("wlan0", "192.168.1.23"), interface("eth0", "10.0.0.2")]);
        let chosen = way_in().join(addresses.clone(), Some("192.168.1.23"));
        assert_eq!(chosen.address.as_deref(), Some("192.168.1.23"));
        let gone = way_in().join(addresses, Some("192.168.99.1"));
        assert_eq!(gone.address.as_deref(), Some("10.0.0.2"));
    }

    #[test]
    fn a_terminals_code_brings_its_own_colours() {
        let code = qr_terminal("https://192.168.1.23:8443/#token=crewtoken");
        assert!(code.lines().all(|line| line.starts_with("\x1b[30;107m") && line.ends_with("\x1b[0m")), "{code}");
        // The quiet zone is empty, and the finder pattern below it is not.
        assert!(!code.lines().next().expect("a first line").contains('█'));
        assert!(code.contains('█'));
    }

    #[test]
    fn no_network_is_no_way_in() {
        let join = way_in().join(Vec::new(), Some("192.168.1.23"));
        assert_eq!(join, Join::default());
    }

    #[test]
    fn an_ipv6_address_is_bracketed() {
        let addresses = vec![JoinAddress { address: "fd00::2".into(), interface: "eth0".into() }];
        let url = way_in().join(addresses, None).url.expect("a URL");
        assert!(url.starts_with("https://[fd00::2]:8443/"), "{url}");
    }
}
