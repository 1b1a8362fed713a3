use std::sync::Arc;

use rtc::{
    peer_connection::sdp::RTCSessionDescription,
    rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit, rtp_sender::RtpCodecKind},
};

use super::{
    Credentials, Ingest, UdpMux, codecs,
    connection::{Answered, Built, Parts, build, close, gather},
    ice::Ice,
    sdp::{Answer, BadAnswer, Local},
    shield::shielded,
    stack::{CongestionControl, interceptors},
    streams::{Streams, streams},
};
use crate::protocol::Codecs;

/// A connection that offers a server to receive its source (draft-ietf-wish-whep-03 section 4.2).
pub struct Pull {
    built: Built,
    streams: Streams,
    sdp: String,
    offer: Local,
    credentials: Credentials,
}

impl Pull {
    /// Makes an offer, within what the desk can show.
    ///
    /// # Errors
    /// What went wrong on this side; nothing is left behind.
    pub async fn offer(mux: &UdpMux, codecs: Codecs) -> Result<Self, String> {
        let (intake, streams) = streams();
        let parts = || {
            let mut media = codecs::media_engine(codecs, false)?;
            Ok(Parts {
                interceptors: interceptors(&mut media, intake, CongestionControl::Sender)?,
                media,
                tracks: Vec::new(),
            })
        };
        let parts = parts().map_err(|error: webrtc::error::Error| error.to_string())?;
        let mut built = build(mux, parts).await?;
        match offered(&mut built, mux).await {
            Ok((offer, credentials)) => Ok(Self { built, streams, sdp: offer.to_string(), offer, credentials }),
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
        let Self { built: Built { connection, muxed, events, broken }, streams, sdp, offer, credentials } = self;
        let taking = async {
            let answer = Answer::read(&answer, "recvonly").map_err(|bad| match bad {
                BadAnswer::Bad(why) => format!("the server's answer can't be taken: {why}"),
                BadAnswer::Partial => "the server sends neither H.264 nor VP8, or no sound".to_owned(),
            })?;
            streams.expect(answer.offered);
            let unfit = |error: &dyn std::fmt::Display| {
                tracing::debug!(%error, "a server's answer");
                "the server's answer does not fit our offer".to_owned()
            };
            let answer =
                RTCSessionDescription::answer(answer.description.to_string()).map_err(|error| unfit(&error))?;
            connection.set_remote_description(answer).await.map_err(|error| unfit(&error))
        };
        match shielded(taking).await.unwrap_or_else(|| Err("the server's answer can't be read".to_owned())) {
            Ok(()) => {
                let ice = Ice::new(Arc::clone(&connection), muxed.clone(), offer.into_description(), credentials);
                Ok(Ingest::of(Answered { connection, events, sdp, broken, ice, muxed }, streams))
            }
            Err(why) => {
                close(connection.as_ref()).await;
                Err(why)
            }
        }
    }

    /// Closes a connection that no server answered.
    pub async fn refuse(self) {
        close(self.built.connection.as_ref()).await;
    }
}

async fn offered(built: &mut Built, mux: &UdpMux) -> Result<(Local, Credentials), String> {
    let Built { connection, muxed, events, .. } = built;
    let text = |error: webrtc::error::Error| error.to_string();
    for kind in [RtpCodecKind::Audio, RtpCodecKind::Video] {
        let init = RTCRtpTransceiverInit { direction: RTCRtpTransceiverDirection::Recvonly, ..Default::default() };
        connection.add_transceiver_from_kind(kind, Some(init)).await.map_err(text)?;
    }
    let offer = connection.create_offer(None).await.map_err(text)?;
    let credentials = Local::of(&offer)?.credentials().ok_or("the offer has no ICE credentials")?;
    muxed.assign(&credentials);
    connection.set_local_description(offer).await.map_err(text)?;
    let local = gather(connection.as_ref(), events).await?;
    Ok((local.advertise(mux.number(), &mux.addresses(), None).mux_only(), credentials))
}
