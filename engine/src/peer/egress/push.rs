use std::sync::Arc;

use rtc::{
    peer_connection::sdp::RTCSessionDescription,
    rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit},
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{
    super::{
        UdpMux,
        connection::{Built, Parts, build, close, gather},
        sdp::{Answer, BadAnswer, Local},
        shield::shielded,
    },
    MediaStream, Playability,
    rtp_session::RtpSession,
    sending::Sending,
};

/// A connection that offers a feed to a server (RFC 9725 section 4.2).
pub struct Push {
    built: Built,
    session: RtpSession,
    sdp: String,
}

impl Push {
    /// Makes an offer.
    ///
    /// # Errors
    /// What went wrong on this side; nothing is left behind.
    pub async fn offer(mux: &UdpMux) -> Result<Self, String> {
        let session = RtpSession::new(true, true);
        let parts = session.parts().map_err(|error| error.to_string())?;
        let mut built = build(mux, Parts { tracks: Vec::new(), ..parts }).await?;
        match offered(&mut built, &session, mux).await {
            Ok(sdp) => Ok(Self { built, session, sdp }),
            Err(error) => {
                close(built.connection.as_ref()).await;
                Err(error)
            }
        }
    }

    /// The SDP offer, with every candidate of this side in it.
    #[must_use]
    pub fn sdp(&self) -> &str {
        &self.sdp
    }

    /// Sends as `answer` says until the server is gone or `cancel` is heard, then closes the connection. `tell` hears
    /// when it is connected, and how it is served. Returns why it ended.
    pub async fn run(
        self,
        answer: String,
        stream: MediaStream,
        tell: impl FnMut(Playability) + Send,
        cancel: CancellationToken,
    ) -> &'static str {
        let Self { built, session, sdp: _ } = self;
        let Built { connection, muxed: _muxed, events, broken } = built;
        let ended = tokio::select! {
            () = cancel.cancelled() => "it was ended",
            () = broken.cancelled() => "the connection broke by a fault of the WebRTC library's",
            ended = shielded(sent(&connection, session, answer, stream, tell, events)) => {
                ended.unwrap_or("the connection broke by a fault of our own")
            }
        };
        close(connection.as_ref()).await;
        ended
    }

    /// Closes a connection that no server answered.
    pub async fn refuse(self) {
        close(self.built.connection.as_ref()).await;
    }
}

async fn offered(built: &mut Built, session: &RtpSession, mux: &UdpMux) -> Result<String, String> {
    let Built { connection, muxed, events, .. } = built;
    let text = |error: webrtc::error::Error| error.to_string();
    for rtp in [&session.audio, &session.video].into_iter().flatten() {
        let init = RTCRtpTransceiverInit { direction: RTCRtpTransceiverDirection::Sendonly, ..Default::default() };
        let transceiver = connection.add_transceiver_from_track(rtp.track(), Some(init)).await.map_err(text)?;
        // By default the crate offers the codec alone that the track is filed under.
        transceiver.set_codec_preferences(rtp.codecs()).await.map_err(text)?;
    }
    let offer = connection.create_offer(None).await.map_err(text)?;
    muxed.assign(&Local::of(&offer)?.credentials().ok_or("the offer has no ICE credentials")?);
    connection.set_local_description(offer).await.map_err(text)?;
    let local = gather(connection.as_ref(), events).await?;
    Ok(local.advertise(mux.number(), &mux.addresses(), None).mux_only().to_string())
}

async fn sent(
    connection: &Arc<dyn webrtc::peer_connection::PeerConnection>,
    session: RtpSession,
    answer: String,
    stream: MediaStream,
    tell: impl FnMut(Playability) + Send,
    events: mpsc::Receiver<super::super::connection_event::ConnectionEvent>,
) -> &'static str {
    let answer = match Answer::read(&answer, "sendonly") {
        Ok(answer) => answer.description.to_string(),
        Err(BadAnswer::Bad(why)) => {
            tracing::debug!(why, "a server's answer");
            return "the server's answer can't be read";
        }
        Err(BadAnswer::Partial) => return "the server takes neither H.264 nor VP8, or no sound",
    };
    let Ok(answer) = RTCSessionDescription::answer(answer) else { return "the server's answer can't be read" };
    if let Err(error) = connection.set_remote_description(answer).await {
        tracing::debug!(%error, "a server's answer");
        return "the server's answer does not fit our offer";
    }
    // A server is told nothing of ICE later on: no PATCH comes here.
    let (_patches, none) = mpsc::channel(1);
    let mut sending = Sending::new(Arc::clone(connection), session, stream, None);
    if sending.run(events, none, tell).await {
        "the connection to the server broke"
    } else {
        "no way for sound and picture was found to the server: is UDP blocked?"
    }
}
