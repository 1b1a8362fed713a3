use super::{super::stun::signed, ADDRESSES, Arc, Inbox, Routes, SocketAddr, Ufrags, is_check};
use crate::peer::Credentials;

/// Of a datagram's length: that its sender knows the password, which no input could prove.
const SIGNED: u16 = 0x8000;
const PASSWORD: &str = "the password of both sides";

/// Sorts datagrams for two connections, called `left` and `right`; each is a byte that says where it comes from, its
/// length in two bytes, and itself.
pub fn route(mut input: &[u8]) {
    let ufrags = Ufrags::default();
    let inboxes = ["left", "right"].map(|ufrag| {
        let connection = ufrags.connection();
        ufrags.assign(connection, &Credentials { ufrag: ufrag.to_owned(), password: PASSWORD.to_owned() });
        Arc::new(Inbox::new(connection))
    });
    let mut routes = Routes::default();
    for inbox in &inboxes {
        routes.open(inbox);
    }
    while let [from, high, low, rest @ ..] = input {
        let length = u16::from_be_bytes([*high, *low]);
        let (datagram, rest) = rest.split_at(usize::from(length & !SIGNED).min(rest.len()));
        input = rest;
        let is_signed = length & SIGNED != 0 && is_check(datagram);
        let datagram = if is_signed { &signed(datagram, PASSWORD) } else { datagram };
        let known = routes.by_address.len();
        let routed = routes.route(&ufrags, SocketAddr::from(([127, 0, 0, 1], u16::from(*from))), datagram);
        assert!(routed.is_some() || routes.by_address.len() == known, "a stranger leaves a trace");
        assert!(routes.by_address.len() <= inboxes.len() * ADDRESSES, "addresses without end");
    }
}
