use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

/// How many of something each address has at once, within bounds. A handle: clones are the same crowd.
///
/// Of an IPv6 network's addresses a guest has as many as it likes (RFC 8981), so networks have a bound of their own. It is
/// not an address's: all phones of a room may be in one network.
#[derive(Debug, Clone)]
pub(crate) struct Crowd {
    bounds: Bounds,
    /// Locked for the time of a count. Nothing is remembered of an address that has none.
    inside: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// How many there may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub in_all: usize,
    pub of_one_address: usize,
    /// Of one IPv6 network (RFC 4291 section 2.5.4).
    pub of_one_network: usize,
}

impl Crowd {
    pub fn new(bounds: Bounds) -> Self {
        Self { bounds, inside: Arc::default() }
    }

    /// One more of this address; none beyond a bound.
    pub fn admit(&self, from: IpAddr) -> Option<Ticket> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let count = |counts: &dyn Fn(IpAddr) -> bool| {
            inside.iter().filter(|(ip, _)| counts(**ip)).map(|(_, n)| n).sum::<usize>()
        };
        let fits = count(&|_| true) < self.bounds.in_all
            && count(&|ip| ip == from) < self.bounds.of_one_address
            && count(&|ip| is_neighbour(ip, from)) < self.bounds.of_one_network;
        fits.then(|| {
            *inside.entry(from).or_default() += 1;
            Ticket { inside: Arc::clone(&self.inside), from }
        })
    }
}

/// Whether both addresses are of one IPv6 network.
fn is_neighbour(one: IpAddr, other: IpAddr) -> bool {
    matches!((one, other), (IpAddr::V6(one), IpAddr::V6(other)) if one.to_bits() >> 64 == other.to_bits() >> 64)
}

/// One of a crowd, until it is dropped.
#[derive(Debug)]
pub(crate) struct Ticket {
    inside: Arc<Mutex<HashMap<IpAddr, usize>>>,
    from: IpAddr,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        match inside.get_mut(&self.from) {
            Some(count) if *count > 1 => *count -= 1,
            Some(_) | None => drop(inside.remove(&self.from)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

    use super::*;

    const BOUNDS: Bounds = Bounds { in_all: 16, of_one_address: 4, of_one_network: 12 };

    fn four(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    fn six(network: u16, host: u16) -> IpAddr {
        Ipv6Addr::new(0xfd00, 0, 0, network, 0, 0, 0, host).into()
    }

    #[test]
    fn one_guest_never_fills_the_house() {
        let crowd = Crowd::new(BOUNDS);
        let mut greedy: Vec<_> = (0..).map_while(|_| crowd.admit(four(1))).collect();
        assert_eq!(greedy.len(), BOUNDS.of_one_address);
        let others: Vec<_> = (0..).map_while(|n| crowd.admit(four(2 + n % 100))).collect();
        assert_eq!(others.len(), BOUNDS.in_all - BOUNDS.of_one_address, "the house is full");
        greedy.pop();
        assert!(crowd.admit(four(200)).is_some());
        drop((greedy, others));
        assert!(crowd.inside.lock().expect("whole").is_empty(), "nothing is remembered of who left");
    }

    #[test]
    fn nor_does_one_with_a_network_of_addresses() {
        let crowd = Crowd::new(BOUNDS);
        let greedy: Vec<_> = (0..).map_while(|host| crowd.admit(six(1, host))).collect();
        assert_eq!(greedy.len(), BOUNDS.of_one_network);
        assert!(crowd.admit(six(2, 0)).is_some() && crowd.admit(four(1)).is_some());
    }
}
