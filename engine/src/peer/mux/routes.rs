use std::{collections::HashMap, net::SocketAddr, sync::Arc};

use super::{
    inbox::Inbox,
    stun::{Check, is_check},
    ufrags::{ConnectionId, Ufrags},
};

/// Addresses that one peer may send from: as many as it may have candidates.
const ADDRESSES: usize = 64;

/// Which connection a datagram is for: a connectivity check the one that it names and whose password it was made with,
/// anything else the one whose peer has its source address, by a check from there or to there.
#[derive(Debug, Default)]
pub(super) struct Routes {
    by_connection: HashMap<ConnectionId, Arc<Inbox>>,
    by_address: HashMap<SocketAddr, Route>,
    /// How many there were so far: their time.
    checks: u64,
}

/// Where goes what comes from an address.
#[derive(Debug)]
struct Route {
    inbox: Arc<Inbox>,
    /// The last check from there, or to there.
    checked: u64,
}

impl Routes {
    pub fn open(&mut self, inbox: &Arc<Inbox>) {
        self.by_connection.insert(inbox.connection, Arc::clone(inbox));
    }

    pub fn close(&mut self, inbox: &Arc<Inbox>) {
        // Unless another socket of the same connection is here already, as after an ICE restart.
        if self.by_connection.get(&inbox.connection).is_some_and(|open| Arc::ptr_eq(open, inbox)) {
            self.by_connection.remove(&inbox.connection);
        }
        self.by_address.retain(|_, route| !Arc::ptr_eq(&route.inbox, inbox));
    }

    /// Whether no connection has a socket here.
    pub fn is_empty(&self) -> bool {
        self.by_connection.is_empty()
    }

    /// Where a datagram goes; none that is a stranger's.
    pub fn route(&mut self, ufrags: &Ufrags, from: SocketAddr, datagram: &[u8]) -> Option<Arc<Inbox>> {
        if !is_check(datagram) {
            return self.by_address.get(&from).map(|route| Arc::clone(&route.inbox));
        }
        let connection = ufrags.authenticate(&Check::read(datagram)?)?;
        let inbox = Arc::clone(self.by_connection.get(&connection)?);
        self.learn(from, &inbox, true);
        Some(inbox)
    }

    /// Remembers a peer's address; one that is another's is only taken over by a check that names this connection. Beyond
    /// [`ADDRESSES`] the one is forgotten that was not checked for longest.
    pub fn learn(&mut self, address: SocketAddr, inbox: &Arc<Inbox>, take_over: bool) {
        self.checks += 1;
        if let Some(known) = self.by_address.get_mut(&address) {
            if Arc::ptr_eq(&known.inbox, inbox) {
                known.checked = self.checks;
                return;
            }
            if !take_over {
                return;
            }
        }
        let own = || self.by_address.iter().filter(|(_, route)| Arc::ptr_eq(&route.inbox, inbox));
        if own().count() >= ADDRESSES
            && let Some(oldest) = own().min_by_key(|(_, route)| route.checked).map(|(address, _)| *address)
        {
            self.by_address.remove(&oldest);
        }
        self.by_address.insert(address, Route { inbox: Arc::clone(inbox), checked: self.checks });
    }
}

#[cfg(any(test, feature = "fuzzing"))]
pub(in crate::peer) mod fuzzing;
