//! Building one peer connection, and answering with it.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use rtc::{
    ice::mdns::MulticastDnsMode,
    interceptor::{Registry, Slot},
    peer_connection::{
        configuration::{
            interceptor_registry::{configure_rtcp_reports, configure_twcc_receiver_only},
            media_engine::MediaEngine,
            setting_engine::{SctpMaxMessageSize, SettingEngineBuilder},
        },
        sdp::RTCSessionDescription,
    },
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use webrtc::{
    data_channel::DataChannel,
    media_stream::track_local::TrackLocal,
    peer_connection::{
        PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCIceGatheringState, RTCPeerConnectionState,
    },
};

use super::{
    RefusedOffer, Terms, UdpMux, codecs,
    ice::{GATHERING, Ice},
    mux::{MuxRuntime, MuxedConnection},
    sdp::{Local, Offer},
    shield::shielded,
    streams::{Intake, Streams, streams},
};

/// ICE consent (RFC 7675) is looked at this often.
const ICE_KEEPALIVE: Duration = Duration::from_secs(1);
/// A silent peer counts as disconnected after this: two lost checks are bad luck, three are a fault. Nobody waits for
/// it: a camera counts as lost as soon as its picture stands still ([`super::STALL`]), and its phone asks for an ICE
/// restart by its own clock.
const ICE_DISCONNECTED: Duration = Duration::from_secs(3);
/// A disconnected peer is given up after this, so 15 s after its last packet: half of the 30 s after which consent
/// expires at the latest (RFC 7675 section 5.1). Until then an ICE restart finds its DTLS session, its ring and the
/// bandwidth estimate as they were; later the phone makes a new session, which costs half a second more.
const ICE_FAILED: Duration = Duration::from_secs(12);
/// Data channels that a publisher may open in all: a phone has one. Without the bound a flood of them would hide the
/// states behind it.
const OPENINGS: usize = 8;
/// Events of one connection that may wait: its openings and its states.
const EVENTS: usize = 2 * OPENINGS;
/// Largest message of a data channel in bytes: a phone's are below 100. Announced to it (RFC 8841 section 6.1).
const MESSAGE: u32 = 16 * 1024;
/// What a phone may send before we have read it, in bytes, for all its data channels.
const MESSAGES: u32 = 4 * MESSAGE;

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
struct Handler {
    events: mpsc::Sender<ConnectionEvent>,
    openings: AtomicUsize,
}

impl Handler {
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
        self.emit(ConnectionEvent::State(state));
    }

    async fn on_ice_gathering_state_change(&self, state: RTCIceGatheringState) {
        if state == RTCIceGatheringState::Complete {
            self.emit(ConnectionEvent::Gathered);
        }
    }
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

/// What a connection is built of beside its share of the mux.
pub(super) struct Parts {
    pub media: MediaEngine,
    pub interceptors: Registry,
    /// What we send.
    pub tracks: Vec<Arc<dyn TrackLocal>>,
}

/// Answers a camera's `sdp`.
///
/// # Errors
/// [`RefusedOffer`]; nothing is left behind.
pub(super) async fn answer(sdp: &str, terms: &Terms) -> Result<(Answered, Streams), RefusedOffer> {
    let offer = read(sdp, Offer::publisher).await?;
    let (intake, streams) = streams();
    streams.expect(offer.offered.clone());
    let parts = || {
        let mut media = codecs::media_engine(terms.codecs, offer.repairs_video)?;
        Ok(Parts { interceptors: interceptors(&mut media, intake)?, media, tracks: Vec::new() })
    };
    let parts = parts().map_err(|error: webrtc::error::Error| RefusedOffer::Failed(error.to_string()))?;
    Ok((answer_with(offer, &terms.mux, terms.first, parts).await?, streams))
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
    let (sender, events) = mpsc::channel(EVENTS);
    let broken = CancellationToken::new();
    let muxed = MuxedConnection::new(mux.clone(), broken.clone());
    let building = async {
        let connection = PeerConnectionBuilder::new()
            .with_media_engine(parts.media)
            .with_interceptor_registry(parts.interceptors)
            .with_setting_engine(settings().build())
            .with_handler(Arc::new(Handler { events: sender, openings: AtomicUsize::new(0) }))
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

/// What RTP and RTCP go through on their way in and out.
///
/// The crate's NACK generator is not among it: it never learns what RTX brought, and asks for it again and again. What
/// is missing is known where the packets are put in order, in `media::Assembler`.
pub(super) fn interceptors(media: &mut MediaEngine, intake: Intake) -> webrtc::error::Result<Registry> {
    let chain = configure_rtcp_reports(configure_twcc_receiver_only(Registry::new(), media)?);
    Ok(Registry::new().with(Slot::from(INTAKE), intake.before(chain.build())))
}

/// There is no other: the chain is inside.
const INTAKE: usize = 0;

pub(super) fn settings() -> SettingEngineBuilder {
    SettingEngineBuilder::new()
        .with_ice_timeouts(Some(ICE_DISCONNECTED), Some(ICE_FAILED), Some(ICE_KEEPALIVE))
        .with_include_loopback_candidate(true)
        // Its sockets are bound anew then, on the addresses that the machine has by that time.
        .with_discard_local_candidates_during_ice_restart(true)
        .with_sctp_max_message_size(SctpMaxMessageSize::Bounded(MESSAGE))
        .with_sctp_max_receive_buffer_size(MESSAGES)
        // A browser's `.local` candidates are not resolved: its checks reach us and make it a peer-reflexive candidate.
        .with_multicast_dns_mode(MulticastDnsMode::Disabled)
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
