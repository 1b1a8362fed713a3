//! The ICE session of a connection, and how a PATCH changes it (RFC 9725 section 4.3).

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rtc::{
    peer_connection::{sdp::RTCSessionDescription, transport::RTCIceCandidateInit},
    sdp::SessionDescription,
};
use tokio::sync::oneshot;
use webrtc::peer_connection::PeerConnection;

use super::{
    Candidate, Credentials, Patched, RefusedPatch, SdpFrag, SessionId,
    mux::MuxedConnection,
    remote::Patch,
    sdp::{Local, has_mid, renew},
    shield::shielded,
};

/// How long gathering host candidates may take; it opens a socket an address.
pub(super) const GATHERING: Duration = Duration::from_secs(3);
/// Candidates that a publisher may add to one ICE session, in all its fragments.
const CANDIDATES: usize = 64;

/// The ICE session that a connection has now.
///
/// The crate restarts ICE when it is offered other credentials. WHIP sends no second offer but an SDP fragment, so the
/// first one is kept and offered again with what the fragment says.
pub(super) struct Ice {
    connection: Arc<dyn PeerConnection>,
    muxed: MuxedConnection,
    /// The publisher's offer, without candidates and with the credentials of this session.
    offer: SessionDescription,
    credentials: Credentials,
    /// Candidates that were trickled into this session.
    candidates: usize,
    /// The entity tag of this session.
    tag: String,
    restart: Option<Restart>,
}

/// A restart that waits for this side's candidates.
struct Restart {
    reply: oneshot::Sender<Result<Patched, RefusedPatch>>,
    begun: Instant,
}

impl Ice {
    /// The first session of a connection that has answered `offer`, which has these credentials.
    pub fn new(
        connection: Arc<dyn PeerConnection>,
        muxed: MuxedConnection,
        mut offer: SessionDescription,
        credentials: Credentials,
    ) -> Self {
        renew(&mut offer, &credentials);
        Self { connection, muxed, offer, credentials, candidates: 0, tag: tag(), restart: None }
    }

    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Whether a restart waits for its candidates; the next PATCH has to wait for it.
    pub fn restarts(&self) -> bool {
        self.restart.is_some()
    }

    /// Does what a PATCH asks for. A restart is answered by [`Ice::gathered`]. False when there is no ICE session any
    /// more, neither the old one nor a new one.
    pub async fn patch(&mut self, patch: Patch) -> bool {
        let Patch { sessions, sdpfrag, reply } = patch;
        if !sessions.include(&self.tag) {
            let _ = reply.send(Err(RefusedPatch::Stale));
            return true;
        }
        // Other credentials are a restart whatever If-Match says (RFC 9725 section 4.3.3).
        let Some(credentials) = sdpfrag.credentials.clone().filter(|credentials| *credentials != self.credentials)
        else {
            self.add(sdpfrag).await;
            let _ = reply.send(Ok(Patched::Trickled));
            return true;
        };
        // The crate lets its sockets go before it binds others, so it is known first that it will find some: a restart
        // that can't be done leaves the session as it is (RFC 9725 section 4.3.3).
        if let Err(error) = self.muxed.try_bind() {
            tracing::warn!(%error, "ICE was not restarted");
            let _ = reply.send(Err(RefusedPatch::Failed(error.to_string())));
            return true;
        }
        self.restart = Some(Restart { reply, begun: Instant::now() });
        match shielded(self.renew(credentials)).await.unwrap_or_else(|| Err(fault())) {
            Ok(()) => {
                self.add(sdpfrag).await;
                true
            }
            Err(error) => self.lost(&error),
        }
    }

    /// This side's candidates are all there. As [`Ice::patch`], false at the end.
    pub async fn gathered(&mut self) -> bool {
        if self.restart.is_none() {
            return true;
        }
        let local = self.connection.local_description().await.and_then(|local| Local::of(&local).ok());
        let mux = self.muxed.mux();
        let sdpfrag = local.and_then(|local| local.advertise(mux.number(), &mux.addresses(), None).sdpfrag());
        let Some(sdpfrag) = sdpfrag else { return self.lost("there is no local description") };
        if let Some(Restart { reply, begun }) = self.restart.take() {
            tracing::debug!(took = ?begun.elapsed(), "ICE restarted");
            let _ = reply.send(Ok(Patched::Restarted { sdpfrag, tag: self.tag.clone() }));
        }
        true
    }

    /// Gives a restart up that gathers for too long. As [`Ice::patch`], false at the end.
    pub fn look(&mut self) -> bool {
        match &self.restart {
            Some(restart) if restart.begun.elapsed() > GATHERING => {
                self.lost("no local candidates were gathered in time")
            }
            Some(_) | None => true,
        }
    }

    /// The crate has left the old ICE session and made no new one: its peer is told to make a new connection.
    fn lost(&mut self, error: &str) -> bool {
        tracing::warn!(error, "ICE was restarted by half: the session ends");
        if let Some(Restart { reply, .. }) = self.restart.take() {
            let _ = reply.send(Err(RefusedPatch::Gone));
        }
        false
    }

    async fn renew(&mut self, credentials: Credentials) -> Result<(), String> {
        let text = |error: webrtc::error::Error| error.to_string();
        let mut offered = self.offer.clone();
        renew(&mut offered, &credentials);
        let offer = RTCSessionDescription::offer(offered.to_string()).map_err(|error| error.to_string())?;
        self.connection.set_remote_description(offer).await.map_err(text)?;
        let answer = self.connection.create_answer(None).await.map_err(text)?;
        self.muxed.assign(&Local::of(&answer)?.credentials().ok_or("the answer has no ICE credentials")?);
        self.connection.set_local_description(answer).await.map_err(text)?;
        (self.offer, self.credentials, self.candidates, self.tag) = (offered, credentials, 0, tag());
        Ok(())
    }

    /// Those that are not of this session, that the crate can't use, or that are too many are ignored, as RFC 9725
    /// section 4.3.2 asks: the peer's own checks make up for them.
    async fn add(&mut self, sdpfrag: SdpFrag) {
        for Candidate { mid, text, ufrag } in sdpfrag.candidates {
            let of_this_session = ufrag.is_none_or(|ufrag| ufrag == self.credentials.ufrag);
            let known = mid.as_ref().is_none_or(|mid| has_mid(&self.offer, mid));
            if !of_this_session || !known || self.candidates == CANDIDATES {
                continue;
            }
            self.candidates += 1;
            let init = RTCIceCandidateInit { candidate: text, sdp_mid: mid, ..Default::default() };
            if let Some(Err(error)) = shielded(self.connection.add_ice_candidate(init)).await {
                tracing::debug!(%error, "a trickled candidate is not used");
            }
        }
    }
}

fn fault() -> String {
    "the connection's own fault".to_owned()
}

fn tag() -> String {
    SessionId::random().as_str().to_owned()
}
