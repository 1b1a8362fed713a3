use std::{
    io::{self, IoSliceMut},
    net::SocketAddr,
    sync::Arc,
    task::{Context, Poll},
};

use webrtc::runtime::{AsyncUdpSocket, RecvMeta, Transmit};

use super::{bound::BoundSocket, inbox::Inbox, stun::is_check, ufrags::ConnectionId};

/// What one connection takes for a socket of its own: its share of the bound socket of an address.
#[derive(Debug)]
pub(super) struct MuxedSocket {
    bound: Arc<BoundSocket>,
    inbox: Arc<Inbox>,
    /// The address that the connection believes to have: its candidate's.
    believed: SocketAddr,
}

impl MuxedSocket {
    pub fn new(bound: Arc<BoundSocket>, connection: ConnectionId, believed: SocketAddr) -> Self {
        let inbox = Arc::new(Inbox::new(connection));
        bound.open(&inbox);
        Self { bound, inbox, believed }
    }

    pub fn inbox(&self) -> &Arc<Inbox> {
        &self.inbox
    }
}

impl Drop for MuxedSocket {
    fn drop(&mut self) {
        self.bound.close(&self.inbox);
    }
}

impl AsyncUdpSocket for MuxedSocket {
    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.believed)
    }

    fn poll_send(&self, cx: &mut Context<'_>, transmit: &Transmit<'_>) -> Poll<io::Result<usize>> {
        // A peer whose address we check ourselves (an ICE-lite one never checks) answers from there.
        if is_check(transmit.contents) {
            self.bound.expect(transmit.destination, &self.inbox);
        }
        self.bound.poll_send(cx, transmit.contents, transmit.destination)
    }

    fn poll_recv(
        &self,
        cx: &mut Context<'_>,
        bufs: &mut [IoSliceMut<'_>],
        meta: &mut [RecvMeta],
    ) -> Poll<io::Result<usize>> {
        let most = bufs.len().min(meta.len());
        let received = self.inbox.pop(most, cx.waker(), |at, from, datagram| {
            let len = datagram.len().min(bufs[at].len());
            bufs[at][..len].copy_from_slice(&datagram[..len]);
            meta[at] = RecvMeta::default();
            meta[at].addr = from;
            meta[at].len = len;
            meta[at].stride = len.max(1);
        });
        if received > 0 { Poll::Ready(Ok(received)) } else { Poll::Pending }
    }
}
