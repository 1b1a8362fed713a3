use super::{ADDRESSES, Arc, Inbox, Names, Routes, SocketAddr};

/// Sorts datagrams for two connections, called `left` and `right`; each is a byte that says where it comes from, its
/// length in two bytes, and itself.
pub fn route(mut input: &[u8]) {
    let names = Names::default();
    let inboxes = ["left", "right"].map(|fragment| {
        let key = names.key();
        names.call(key, fragment);
        Arc::new(Inbox::new(key))
    });
    let mut routes = Routes::default();
    for inbox in &inboxes {
        routes.by_owner.insert(inbox.owner, Arc::clone(inbox));
    }
    while let [from, high, low, rest @ ..] = input {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
        let (datagram, rest) = rest.split_at(length);
        input = rest;
        let known = routes.by_address.len();
        let routed = routes.route(&names, SocketAddr::from(([127, 0, 0, 1], u16::from(*from))), datagram);
        assert!(routed.is_some() || routes.by_address.len() == known, "a stranger leaves a trace");
        assert!(routes.by_address.len() <= inboxes.len() * ADDRESSES, "addresses without end");
    }
}
