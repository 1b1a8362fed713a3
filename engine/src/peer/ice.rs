//! The ICE session of a connection, and how a PATCH changes it (RFC 9725 section 4.3).

use std::{sync::Arc, time::Instant};

use rtc::peer_connection::{sdp::RTCSessionDescription, transport::RTCIceCandidateInit};
use tokio::sync::oneshot;
use webrtc::peer_connection::PeerConnection;

use super::{
    Candidate, Credentials, Fragment, Patched, RefusedPatch, SessionId, connection::GATHERING, port::Plug,
    remote::Patch, sdp::local, shield::shielded,
};

/// Candidates that a publisher may add to one ICE session, in all its fragments.
const CANDIDATES: usize = 64;

/// The ICE session that a connection has now.
///
/// The crate restarts ICE when it is offered other credentials. WHIP sends no second offer but a fragment, so the first
/// one is kept and offered again with what the fragment says.
pub(super) struct Ice {
    connection: Arc<dyn PeerConnection>,
    plug: Plug,
    /// The publisher's offer, without candidates and with the credentials of this session.
    offer: String,
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
    pub fn new(connection: Arc<dyn PeerConnection>, plug: Plug, offer: &str, credentials: Credentials) -> Self {
        let offer = renewed(offer, &credentials);
        Self { connection, plug, offer, credentials, candidates: 0, tag: tag(), restart: None }
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
        let Patch { sessions, fragment, reply } = patch;
        if !sessions.include(&self.tag) {
            let _ = reply.send(Err(RefusedPatch::Stale));
            return true;
        }
        // Other credentials are a restart whatever If-Match says (RFC 9725 section 4.3.3).
        let Some(credentials) = fragment.credentials.clone().filter(|credentials| *credentials != self.credentials)
        else {
            self.add(fragment).await;
            let _ = reply.send(Ok(Patched::Trickled));
            return true;
        };
        // The crate lets its sockets go before it binds others, so it is known first that it will find some: a restart
        // that can't be done leaves the session as it is (RFC 9725 section 4.3.3).
        if let Err(error) = self.plug.try_bind() {
            tracing::warn!(%error, "ICE was not restarted");
            let _ = reply.send(Err(RefusedPatch::Failed(error.to_string())));
            return true;
        }
        self.restart = Some(Restart { reply, begun: Instant::now() });
        match shielded(self.renew(credentials)).await.unwrap_or_else(|| Err(fault())) {
            Ok(()) => {
                self.add(fragment).await;
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
        let Some(fragment) = self.connection.local_description().await.and_then(|local| described(&local.sdp)) else {
            return self.lost("there is no local description");
        };
        if let Some(Restart { reply, begun }) = self.restart.take() {
            tracing::debug!(took = ?begun.elapsed(), "ICE restarted");
            let restarted = Patched::Restarted { fragment: self.plug.advertise(&fragment), tag: self.tag.clone() };
            let _ = reply.send(Ok(restarted));
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
        let offered = renewed(&self.offer, &credentials);
        let offer = RTCSessionDescription::offer(offered.clone()).map_err(|error| error.to_string())?;
        self.connection.set_remote_description(offer).await.map_err(text)?;
        let answer = self.connection.create_answer(None).await.map_err(text)?;
        self.plug.call(&local::credentials(&answer.sdp).ok_or("the answer has no ICE credentials")?);
        self.connection.set_local_description(answer).await.map_err(text)?;
        (self.offer, self.credentials, self.candidates, self.tag) = (offered, credentials, 0, tag());
        Ok(())
    }

    /// Those that are not of this session, that the crate can't use, or that are too many are ignored, as RFC 9725
    /// section 4.3.2 asks: the peer's own checks make up for them.
    async fn add(&mut self, fragment: Fragment) {
        for Candidate { mid, text, fragment } in fragment.candidates {
            let of_this_session = fragment.is_none_or(|fragment| fragment == self.credentials.fragment);
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

fn has_mid(sdp: &str, mid: &str) -> bool {
    sdp.lines().any(|line| line.strip_prefix("a=mid:") == Some(mid))
}

/// An offer with other ICE credentials, and without candidates.
fn renewed(offer: &str, credentials: &Credentials) -> String {
    let mut renewed = String::with_capacity(offer.len());
    for line in offer.lines() {
        if line.starts_with("a=candidate:") || line == "a=end-of-candidates" {
            continue;
        }
        if line.starts_with("a=ice-ufrag:") {
            renewed += "a=ice-ufrag:";
            renewed += &credentials.fragment;
        } else if line.starts_with("a=ice-pwd:") {
            renewed += "a=ice-pwd:";
            renewed += &credentials.password;
        } else {
            renewed += line;
        }
        renewed += "\r\n";
    }
    renewed
}

/// What stands for the session and what for its first section, of what a fragment says.
const OF_SESSION: [&str; 6] =
    ["a=ice-lite", "a=ice-options:", "a=ice-pacing:", "a=ice-ufrag:", "a=ice-pwd:", "a=group:BUNDLE"];
const OF_SECTION: [&str; 6] = ["m=", "a=mid:", "a=ice-options:", "a=ice-ufrag:", "a=ice-pwd:", "a=candidate:"];

/// What a local description says of ICE, as a fragment (RFC 8840 section 9): for the one transport, its first section.
fn described(sdp: &str) -> Option<String> {
    let (mut fragment, mut section) = (String::new(), false);
    for line in sdp.lines() {
        match (line.starts_with("m="), section) {
            (true, true) => break,
            (first, _) => section |= first,
        }
        let wanted = if section { &OF_SECTION } else { &OF_SESSION };
        if wanted.iter().any(|start| line.starts_with(start)) {
            fragment += line;
            fragment += "\r\n";
        }
    }
    section.then(|| fragment + "a=end-of-candidates\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "v=0\r\na=group:BUNDLE 0 1\r\na=ice-options:trickle\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:old1\r\na=ice-pwd:oldoldoldoldoldoldoldold\r\na=candidate:1 1 udp 5 192.0.2.1 7 typ host\r\na=end-of-candidates\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=ice-ufrag:old1\r\na=ice-pwd:oldoldoldoldoldoldoldold\r\n";

    #[test]
    fn an_offer_is_renewed_in_all_its_sections() {
        let credentials = Credentials { fragment: "new1".into(), password: "newnewnewnewnewnewnewnew".into() };
        let renewed = renewed(OFFER, &credentials);
        assert!(!renewed.contains("old") && !renewed.contains("candidate"), "{renewed}");
        assert_eq!(renewed.matches("a=ice-ufrag:new1\r\na=ice-pwd:newnewnewnewnewnewnewnew\r\n").count(), 2);
        assert!(has_mid(&renewed, "1") && !has_mid(&renewed, "2"));
    }

    #[test]
    fn a_fragment_says_what_a_description_says_of_ice() {
        let text = described(OFFER).expect("it has a section");
        let fragment = Fragment::parse(&text).expect("well-formed");
        assert_eq!(fragment.credentials.expect("credentials").fragment, "old1");
        assert_eq!((fragment.candidates.len(), fragment.ended), (1, true));
        assert!(text.starts_with("a=group:BUNDLE 0 1\r\na=ice-options:trickle\r\nm=audio 9 "), "{text}");
    }
}
