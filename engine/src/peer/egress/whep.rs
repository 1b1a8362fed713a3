use std::{net::IpAddr, sync::Arc};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{
    super::{
        RefusedOffer, Remote, UdpMux,
        connection::{Answered, answer_with, close, read},
        remote::Patch,
        sdp::Offer,
        shield::shielded,
    },
    MediaStream,
    rtp_session::RtpSession,
    sending::Sending,
};

/// A connection that has answered a viewer's offer (draft-ietf-wish-whep-03).
pub struct Egress {
    answered: Answered,
    session: RtpSession,
    remote: Remote,
    patches: mpsc::Receiver<Patch>,
}

impl std::fmt::Debug for Egress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Egress")
    }
}

impl Egress {
    /// Answers a viewer's SDP offer, with `first` as its first candidate if media is received there.
    ///
    /// # Errors
    /// [`RefusedOffer`]; nothing is left behind.
    pub async fn accept(sdp: &str, mux: &UdpMux, first: Option<IpAddr>) -> Result<Self, RefusedOffer> {
        let offer = read(sdp, Offer::viewer).await?;
        let session = RtpSession::new(offer.video, offer.audio);
        let parts = session.parts().map_err(|error| RefusedOffer::Failed(error.to_string()))?;
        let answered = answer_with(offer, mux, first, parts).await?;
        let (remote, patches) = Remote::new();
        Ok(Self { answered, session, remote, patches })
    }

    /// The SDP answer, with every candidate of this side in it.
    #[must_use]
    pub fn answer(&self) -> &str {
        &self.answered.sdp
    }

    /// The entity tag of its first ICE session, without quotes.
    #[must_use]
    pub fn tag(&self) -> &str {
        self.answered.ice.tag()
    }

    /// What its viewer's PATCH requests are given to.
    #[must_use]
    pub fn remote(&self) -> Remote {
        self.remote.clone()
    }

    /// Sends until the peer is gone or `cancel` is heard, then closes the connection. `watching` hears when it is
    /// connected.
    pub async fn run(self, stream: MediaStream, watching: impl FnOnce() + Send, cancel: CancellationToken) {
        let Self { answered, session, remote: _, patches } = self;
        let Answered { connection, events, sdp: _, broken, ice, muxed: _muxed } = answered;
        let mut sending = Sending::new(Arc::clone(&connection), session, stream, Some(ice));
        let mut watching = Some(watching);
        tokio::select! {
            () = cancel.cancelled() => {}
            () = broken.cancelled() => {
                tracing::error!("a viewer's connection broke by a fault of the WebRTC library's: it is closed");
            }
            ended = shielded(sending.run(events, patches, |_| { watching.take().into_iter().for_each(|watching| watching()); })) => {
                if ended.is_none() {
                    tracing::error!("a viewer's connection broke by a fault of our own: it is closed");
                }
            }
        }
        close(connection.as_ref()).await;
    }

    /// The connection, without what it would send.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(in crate::peer) fn into_answered(self) -> Answered {
        self.answered
    }

    /// Closes a connection that is not used.
    pub async fn refuse(self) {
        close(self.answered.connection.as_ref()).await;
    }
}
