//! What phones that send over one air may send: the receiver's side of congestion control.
//!
//! A sender that estimates its bandwidth by how the delay of its packets grows (transport-wide congestion control) takes
//! each wait for the air for a queue, and on an air that is busy gives up what nobody else uses. Here the queue is told
//! apart from waits by what even the luckiest packet waited ([`QueueingDelay`]), and what there is is shared out among all
//! whom the same queue holds up ([`AirShares`]). A phone is told its share as REMB (draft-alvestrand-rmcat-remb-03).

mod queueing_delay;
mod received_rate;
mod shares;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};

pub(super) use queueing_delay::QueueingDelay;
pub(super) use received_rate::ReceivedRate;
pub(super) use shares::QueueReport;

use crate::media::SessionTime;
use shares::{AirShares, SharerId};

/// The air that the phones of one media port share. A handle: clones are the same one.
#[derive(Debug, Clone, Default)]
pub(super) struct Air {
    /// Each connection's task reports to it ten times a second; held for the time of that.
    shares: Arc<Mutex<AirShares>>,
}

impl Air {
    /// A place for one more connection.
    pub fn join(&self) -> Place {
        let seat = self.lock().join();
        Place { air: self.clone(), seat }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, AirShares> {
        self.shares.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection's place on an air, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    air: Air,
    seat: SharerId,
}

impl Place {
    /// Says how the connection does at `now`; gives back what it may send from now on, in bit/s.
    pub fn report(&self, report: QueueReport, now: SessionTime) -> u64 {
        self.air.lock().report(self.seat, report, now)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.air.lock().leave(self.seat);
    }
}
