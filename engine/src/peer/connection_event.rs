use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::mpsc;
use webrtc::{
    data_channel::DataChannel,
    peer_connection::{PeerConnectionEventHandler, RTCIceGatheringState, RTCPeerConnectionState},
};

use super::mux::MuxedConnection;

/// Data channels that a publisher may open in all: a phone has one. Without the bound a flood of them would hide the
/// states behind it.
const OPENINGS: usize = 8;
/// Events of one connection that may wait: its openings and its states.
const EVENTS: usize = 2 * OPENINGS;

/// What happens to a connection, as the crate says and in that order.
pub(super) enum ConnectionEvent {
    Channel(Arc<dyn DataChannel>),
    /// It opened more data channels than anyone needs.
    Flood,
    State(RTCPeerConnectionState),
    Gathered,
}

/// Passes the crate's callbacks on. They run on its driver task, so none of them waits: the queue has room for all
/// that an honest peer causes, and what a flood of data channels overflows is dropped.
pub(super) struct Handler {
    muxed: MuxedConnection,
    events: mpsc::Sender<ConnectionEvent>,
    openings: AtomicUsize,
}

impl Handler {
    /// Of a new connection, with the reader's end.
    pub fn new(muxed: MuxedConnection) -> (Self, mpsc::Receiver<ConnectionEvent>) {
        let (events, reader) = mpsc::channel(EVENTS);
        (Self { muxed, events, openings: AtomicUsize::new(0) }, reader)
    }

    /// Whether the publisher may open one more channel.
    fn opens(&self) -> bool {
        match self.openings.fetch_add(1, Ordering::Relaxed) {
            0..OPENINGS => true,
            OPENINGS => {
                self.emit(ConnectionEvent::Flood);
                false
            }
            _ => false,
        }
    }

    fn emit(&self, event: ConnectionEvent) {
        if self.events.try_send(event).is_err() {
            tracing::debug!("a peer's event was dropped: its connection is closing or floods us");
        }
    }
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Handler {
    async fn on_data_channel(&self, channel: Arc<dyn DataChannel>) {
        if self.opens() {
            self.emit(ConnectionEvent::Channel(channel));
        }
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        // The crate says so once DTLS is done and SRTP has its keys, and not before.
        if state == RTCPeerConnectionState::Connected {
            self.muxed.keys_known();
        }
        self.emit(ConnectionEvent::State(state));
    }

    async fn on_ice_gathering_state_change(&self, state: RTCIceGatheringState) {
        if state == RTCIceGatheringState::Complete {
            self.emit(ConnectionEvent::Gathered);
        }
    }
}
