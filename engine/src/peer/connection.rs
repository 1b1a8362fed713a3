//! Building one peer connection, and answering with it.

use std::{net::IpAddr, sync::Arc};

use rtc::{
    interceptor::Registry,
    peer_connection::{configuration::media_engine::MediaEngine, sdp::RTCSessionDescription},
    rtp_transceiver::rtp_sender::RtpCodecKind,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use webrtc::{
    media_stream::track_local::TrackLocal,
    peer_connection::{PeerConnection, PeerConnectionBuilder},
};

use super::{
    RefusedOffer, UdpMux, codecs,
    connection_event::{ConnectionEvent, Handler},
    egress::RtpSender,
    ice::{GATHERING, Ice},
    mux::{MuxRuntime, MuxedConnection},
    sdp::{Local, Offer},
    shield::shielded,
    stack::{CongestionControl, interceptors, settings},
    streams::{Streams, streams},
};
use crate::protocol::Codecs;

/// What a new connection needs to know.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The UDP port that media is received on; each address that the machine has becomes a host candidate.
    pub mux: UdpMux,
    /// The address of this machine that the offer came to, if it is known: the first candidate.
    pub first: Option<IpAddr>,
    /// The codecs that the desk can show.
    pub codecs: Codecs,
}

/// A connection that has answered, and what happens to it from now on.
pub(super) struct Answered {
    pub connection: Arc<dyn PeerConnection>,
    pub events: mpsc::Receiver<ConnectionEvent>,
    /// The answer with every candidate in it.
    pub sdp: String,
    /// Cancelled when the crate's own task panicked: nothing more will come.
    pub broken: CancellationToken,
    pub ice: Ice,
    pub muxed: MuxedConnection,
}

/// A camera's connection that has answered.
pub(super) struct Publishing {
    pub answered: Answered,
    /// What it sends.
    pub streams: Streams,
    /// What carries the director's voice to it, if it offers to hear that.
    pub voice: Option<RtpSender>,
}

/// What a connection is built of beside its share of the mux.
pub(super) struct Parts {
    pub media: MediaEngine,
    pub interceptors: Registry,
    /// What we send.
    pub tracks: Vec<Arc<dyn TrackLocal>>,
}

/// The media stream that the director's voice is (RFC 8830 section 2).
const VOICE: &str = "director";

/// Answers a camera's `sdp`.
///
/// # Errors
/// [`RefusedOffer`]; nothing is left behind.
pub(super) async fn answer(sdp: &str, terms: &Terms) -> Result<Publishing, RefusedOffer> {
    let offer = read(sdp, Offer::publisher).await?;
    let (intake, streams) = streams();
    streams.expect(offer.offered.clone());
    let control = match offer.offered.send_time() {
        Some(_) => CongestionControl::Receiver,
        None => CongestionControl::Sender,
    };
    let voice = offer.hears.then(|| RtpSender::new(RtpCodecKind::Audio, VOICE));
    let tracks = voice.iter().map(RtpSender::track).collect();
    let parts = || {
        let mut media = codecs::media_engine(terms.codecs, offer.repairs_video)?;
        Ok(Parts { interceptors: interceptors(&mut media, intake, control)?, media, tracks })
    };
    let parts = parts().map_err(|error: webrtc::error::Error| RefusedOffer::Failed(error.to_string()))?;
    let answered = answer_with(offer, &terms.mux, terms.first, parts).await?;
    Ok(Publishing { answered, streams, voice })
}

/// Reads an offer: what breaks a reader costs this offer and nothing else.
pub(super) async fn read(sdp: &str, parse: fn(&str) -> Result<Offer, RefusedOffer>) -> Result<Offer, RefusedOffer> {
    shielded(async { parse(sdp) }).await.unwrap_or_else(|| Err(unreadable()))
}

fn unreadable() -> RefusedOffer {
    RefusedOffer::Bad("the offer can't be read".to_owned())
}

/// Answers an offer that was read, with `first` as its first candidate if media is received there.
///
/// # Errors
/// [`RefusedOffer`]; nothing is left behind.
pub(super) async fn answer_with(
    offer: Offer,
    mux: &UdpMux,
    first: Option<IpAddr>,
    parts: Parts,
) -> Result<Answered, RefusedOffer> {
    let Built { connection, muxed, mut events, broken } = build(mux, parts).await.map_err(RefusedOffer::Failed)?;
    let negotiated = tokio::select! {
        negotiated = shielded(negotiate(connection.as_ref(), &muxed, offer.description.to_string(), &mut events)) => negotiated,
        () = broken.cancelled() => None,
    };
    match negotiated.unwrap_or_else(|| Err(unreadable())) {
        Ok(local) => {
            let ice = Ice::new(Arc::clone(&connection), muxed.clone(), offer.description, offer.credentials);
            let local = local.advertise(mux.number(), &mux.addresses(), first).mux_only().in_stereo();
            let sdp = local.to_string();
            Ok(Answered { connection, events, sdp, broken, ice, muxed })
        }
        Err(refused) => {
            close(connection.as_ref()).await;
            Err(refused)
        }
    }
}

/// Closes a connection, whatever state it is in.
pub(super) async fn close(connection: &dyn PeerConnection) {
    if let Some(Err(error)) = shielded(connection.close()).await {
        tracing::debug!(%error, "closing a connection");
    }
}

/// A connection that has not negotiated yet.
pub(super) struct Built {
    pub connection: Arc<dyn PeerConnection>,
    pub muxed: MuxedConnection,
    pub events: mpsc::Receiver<ConnectionEvent>,
    pub broken: CancellationToken,
}

/// Builds a connection.
///
/// # Errors
/// What the crate says against it.
pub(super) async fn build(mux: &UdpMux, parts: Parts) -> Result<Built, String> {
    let broken = CancellationToken::new();
    let muxed = MuxedConnection::new(mux.clone(), broken.clone());
    let (handler, events) = Handler::new(muxed.clone());
    let building = async {
        let connection = PeerConnectionBuilder::new()
            .with_media_engine(parts.media)
            .with_interceptor_registry(parts.interceptors)
            .with_setting_engine(settings().build())
            .with_handler(Arc::new(handler))
            .with_runtime(Arc::new(MuxRuntime::new(muxed.clone())))
            .with_udp_addrs(vec![muxed.clone()])
            .build()
            .await?;
        let connection: Arc<dyn PeerConnection> = Arc::new(connection);
        for track in parts.tracks {
            connection.add_track(track).await?;
        }
        Ok(connection)
    };
    let built = shielded(building).await.ok_or("the connection's own fault")?;
    let connection = built.map_err(|error: webrtc::error::Error| error.to_string())?;
    Ok(Built { connection, muxed, events, broken })
}

async fn negotiate(
    connection: &dyn PeerConnection,
    muxed: &MuxedConnection,
    offer: String,
    events: &mut mpsc::Receiver<ConnectionEvent>,
) -> Result<Local, RefusedOffer> {
    let bad = |error: webrtc::error::Error| RefusedOffer::Bad(error.to_string());
    let failed = |what: &str| RefusedOffer::Failed(what.to_owned());
    let offer = RTCSessionDescription::offer(offer).map_err(|error| RefusedOffer::Bad(error.to_string()))?;
    connection.set_remote_description(offer).await.map_err(bad)?;
    let answer = connection.create_answer(None).await.map_err(bad)?;
    let ours = Local::of(&answer).map_err(RefusedOffer::Failed)?;
    if !ours.takes_all() {
        return Err(RefusedOffer::NoCodec);
    }
    muxed.assign(&ours.credentials().ok_or_else(|| failed("the answer has no ICE credentials"))?);
    connection.set_local_description(answer).await.map_err(bad)?;
    gather(connection, events).await.map_err(RefusedOffer::Failed)
}

/// This side's description, once all its candidates are in it.
///
/// # Errors
/// When they are not there in time.
pub(super) async fn gather(
    connection: &dyn PeerConnection,
    events: &mut mpsc::Receiver<ConnectionEvent>,
) -> Result<Local, String> {
    let gathered = async {
        while let Some(event) = events.recv().await {
            if matches!(event, ConnectionEvent::Gathered) {
                break;
            }
        }
    };
    tokio::time::timeout(GATHERING, gathered).await.map_err(|_| "no local candidates were gathered in time")?;
    Local::of(&connection.local_description().await.ok_or("there is no local description")?)
}

#[cfg(test)]
mod tests;
