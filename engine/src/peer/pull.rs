use std::sync::Arc;

use rtc::{
    peer_connection::sdp::RTCSessionDescription,
    rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit, rtp_sender::RtpCodecKind},
};

use super::{
    Ingest, MediaPort, codecs,
    connection::{Answered, Built, Parts, build, close, gather, interceptors},
    ice::Ice,
    offer,
    offered::Offered,
    remote::Remote,
    shield::shielded,
};
use crate::protocol::Codecs;

/// A connection that offers a server to receive its source (draft-ietf-wish-whep-03 section 4.2).
pub struct Pull {
    built: Built,
    sdp: String,
}

impl Pull {
    /// Makes an offer, within what the desk can show.
    ///
    /// # Errors
    /// What went wrong on this side; nothing is left behind.
    pub async fn offer(port: &MediaPort, codecs: Codecs) -> Result<Self, String> {
        let parts = || {
            let mut media = codecs::media_engine(codecs, false)?;
            Ok(Parts { interceptors: interceptors(&mut media)?, media, tracks: Vec::new() })
        };
        let parts = parts().map_err(|error: webrtc::error::Error| error.to_string())?;
        let mut built = build(port, parts).await?;
        match offered(&mut built, port).await {
            Ok(sdp) => Ok(Self { built, sdp }),
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

    /// Takes the server's answer: from here on it is a connection like a publisher's.
    ///
    /// # Errors
    /// What is wrong with the answer; the connection is closed then.
    pub async fn answered(self, answer: String) -> Result<Ingest, String> {
        let Self { built: Built { connection, plug, told, broken }, sdp } = self;
        let taking = async {
            let answer = RTCSessionDescription::answer(answer).map_err(|_| "the server's answer can't be read")?;
            if !offer::takes_all(&answer) {
                return Err("the server sends neither H.264 nor VP8, or no sound");
            }
            let offered = Offered::read(&answer);
            connection
                .set_remote_description(answer)
                .await
                .map_err(|error| tracing::debug!(%error, "a server's answer"))
                .map_err(|()| "the server's answer does not fit our offer")?;
            Ok(offered)
        };
        match shielded(taking).await.unwrap_or(Err("the server's answer can't be read")) {
            Ok(offered) => {
                let ice = Ice::new(Arc::clone(&connection), plug, &sdp);
                let (remote, patches) = Remote::new();
                let answered = Answered { connection, told, sdp, broken, ice, offered: Arc::new(offered) };
                Ok(Ingest::of(answered, remote, patches))
            }
            Err(why) => {
                close(connection.as_ref()).await;
                Err(why.to_owned())
            }
        }
    }

    /// Closes a connection that no server answered.
    pub async fn refuse(self) {
        close(self.built.connection.as_ref()).await;
    }
}

async fn offered(built: &mut Built, port: &MediaPort) -> Result<String, String> {
    let Built { connection, plug, told, .. } = built;
    let text = |error: webrtc::error::Error| error.to_string();
    for kind in [RtpCodecKind::Audio, RtpCodecKind::Video] {
        let init = RTCRtpTransceiverInit { direction: RTCRtpTransceiverDirection::Recvonly, ..Default::default() };
        connection.add_transceiver_from_kind(kind, Some(init)).await.map_err(text)?;
    }
    let offer = connection.create_offer(None).await.map_err(text)?;
    plug.call(&offer::credentials(&offer.sdp).ok_or("the offer has no ICE credentials")?);
    connection.set_local_description(offer).await.map_err(text)?;
    let sdp = gather(connection.as_ref(), told).await?;
    Ok(offer::mux_only(&port.advertise(&sdp, None)))
}
