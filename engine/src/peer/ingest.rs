use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{
    Admission, End, Event, RefusedOffer, Remote, Terms,
    connection::{Answered, Publishing, answer, close},
    egress::RtpSender,
    receiving::Receiving,
    remote::Patch,
    shield::shielded,
    streams::Streams,
    talkback::Talkback,
};
use crate::clock::SessionClock;

/// A connection that has answered a WHIP offer and waits for its camera to be admitted.
pub struct Ingest {
    answered: Answered,
    streams: Streams,
    /// What carries the director's voice, where the publisher offers to hear it.
    voice: Option<RtpSender>,
    end: End,
    remote: Remote,
    patches: mpsc::Receiver<Patch>,
}

impl std::fmt::Debug for Ingest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ingest")
    }
}

impl Ingest {
    /// Answers an SDP offer.
    ///
    /// # Errors
    /// [`RefusedOffer`]; nothing is left behind.
    pub async fn accept(sdp: &str, terms: &Terms) -> Result<Self, RefusedOffer> {
        let Publishing { answered, streams, voice } = answer(sdp, terms).await?;
        Ok(Self { voice, ..Self::of(answered, streams) })
    }

    /// A connection that was answered elsewhere.
    pub(super) fn of(answered: Answered, streams: Streams) -> Self {
        let (remote, patches) = Remote::new();
        Self { answered, streams, voice: None, end: End::default(), remote, patches }
    }

    /// The SDP answer, with every candidate of this side in it.
    #[must_use]
    pub fn answer(&self) -> &str {
        &self.answered.sdp
    }

    /// The entity tag of its first ICE session (RFC 9725 section 4.3.1), without quotes.
    #[must_use]
    pub fn tag(&self) -> &str {
        self.answered.ice.tag()
    }

    /// What its publisher's PATCH requests are given to.
    #[must_use]
    pub fn remote(&self) -> Remote {
        self.remote.clone()
    }

    /// Where it says why it ended.
    #[must_use]
    pub fn end(&self) -> End {
        self.end.clone()
    }

    /// Receives until the peer is gone or `cancel` is heard, then closes the connection. The last event is
    /// [`Event::Closed`], unless the connection was cancelled or replaced.
    pub async fn run(self, admission: Admission, clock: SessionClock, cancel: CancellationToken) {
        let Self { answered, streams, voice, end, remote: _, patches } = self;
        let Answered { connection, events, sdp: _, broken, ice, muxed } = answered;
        let replaced = admission.replaced.clone();
        let talkback = voice.map(|rtp| Talkback::new(Arc::clone(&connection), rtp, admission.voice.reader()));
        let mut receiving = Receiving::new(admission, ice, (streams, talkback), muxed, end, clock);
        tokio::select! {
            // First, so that the end of the studio, which drops the view too, is not taken for the camera's removal.
            biased;
            () = cancel.cancelled() => {}
            () = replaced.cancelled() => receiving.tell_replaced().await,
            () = broken.cancelled() => {
                tracing::error!("a connection broke by a fault of the WebRTC library's: it is closed");
                receiving.emit(Event::Closed).await;
            }
            ended = shielded(receiving.run(events, patches)) => {
                if ended.is_none() {
                    tracing::error!("a connection broke by a fault of our own: it is closed");
                }
                // It may notice first that another one has the feed.
                if replaced.is_cancelled() {
                    receiving.tell_replaced().await;
                } else {
                    receiving.emit(Event::Closed).await;
                }
            }
        }
        close(connection.as_ref()).await;
    }

    /// Closes a connection that was not admitted.
    pub async fn refuse(self) {
        close(self.answered.connection.as_ref()).await;
    }
}
