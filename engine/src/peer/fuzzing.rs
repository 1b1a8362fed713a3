//! What a publisher or a stranger on the network sends, as functions of bytes.

mod datagrams;

use std::{
    cell::OnceCell,
    net::{IpAddr, Ipv4Addr},
    time::Instant,
};

use bytes::{Bytes, BytesMut};
pub use datagrams::datagrams;
use rtc::{
    interceptor::{Packet, TaggedPacket},
    sansio::Protocol,
    shared::{TransportContext, marshal::Unmarshal},
};
use tokio::{runtime::Runtime, sync::oneshot};

use super::{
    Egress, SdpFrag, Sessions, Terms, UdpMux, codecs,
    connection::{self, Answered},
    connection_event::ConnectionEvent,
    ctl as channel, mux,
    remote::Patch,
    sdp::Offer,
    stack,
    streams::streams,
};
use crate::{
    config::Port,
    protocol::{Codecs, FromPhone},
    vital::Vitals,
};

/// Messages of the data channel `ctl`.
pub fn ctl(input: &[u8]) {
    if let Some(FromPhone::Status { status }) = channel::read(&Bytes::copy_from_slice(input)) {
        assert!(status.battery.is_none_or(|level| (0.0..=1.0).contains(&level)), "{status:?}");
    }
}

/// Datagrams at the media port, by what tells whose they are.
pub fn stun(input: &[u8]) {
    mux::fuzzing::route(input);
}

/// A WHIP offer through everything that it goes through, and a trickle ICE fragment: what comes after a line of `%`.
pub fn offer(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (sdp, sdpfrag) = text.split_once("%\n").unwrap_or((text, ""));
    HOUSE.with(|house| house.get_or_init(House::open).answer(sdp, sdpfrag));
}

/// A viewer's offer (WHEP) in the same way.
pub fn viewer(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (sdp, sdpfrag) = text.split_once("%\n").unwrap_or((text, ""));
    HOUSE.with(|house| house.get_or_init(House::open).watch(sdp, sdpfrag));
}

/// The body of a PATCH (RFC 8840).
pub fn sdpfrag(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let Ok(fragment) = SdpFrag::parse(text) else { return };
    assert!(fragment.credentials.is_some() || !fragment.candidates.is_empty() || fragment.ended, "it says something");
    for candidate in &fragment.candidates {
        assert!(!candidate.text.contains(['\r', '\n']), "one line: {candidate:?}");
        assert!(text.contains(&candidate.text), "as it was sent: {candidate:?}");
    }
}

thread_local! {
    /// One for each thread: to open it takes longer than to answer.
    static HOUSE: OnceCell<House> = const { OnceCell::new() };
}

struct House {
    runtime: Runtime,
    terms: Terms,
}

impl House {
    fn open() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let loopback = Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let _here = runtime.enter();
        let mux = UdpMux::open(Port::Exactly(0), loopback, &Vitals::new()).expect("a free port");
        drop(_here);
        Self { terms: Terms { mux, first: None, codecs: Codecs::default() }, runtime }
    }

    fn answer(&self, sdp: &str, sdpfrag: &str) {
        self.runtime.block_on(async {
            if let Ok(publishing) = connection::answer(sdp, &self.terms).await {
                patched(publishing.answered, sdpfrag).await;
            }
        });
    }

    fn watch(&self, sdp: &str, sdpfrag: &str) {
        self.runtime.block_on(async {
            if let Ok(egress) = Egress::accept(sdp, &self.terms.mux, self.terms.first).await {
                patched(egress.into_answered(), sdpfrag).await;
            }
        });
    }
}

async fn patched(mut answered: Answered, sdpfrag: &str) {
    assert!(answered.sdp.starts_with("v=0\r\n"), "{}", answered.sdp);
    if let Ok(sdpfrag) = SdpFrag::parse(sdpfrag) {
        let (reply, _answer) = oneshot::channel();
        answered.ice.patch(Patch { sessions: Sessions::Any, sdpfrag, reply }).await;
        while answered.ice.restarts() {
            match answered.events.recv().await {
                Some(ConnectionEvent::Gathered) | None => {
                    answered.ice.gathered().await;
                }
                Some(_) => {}
            }
        }
    }
    connection::close(answered.connection.as_ref()).await;
}

/// What the packets of [`rtp`] are of.
const OFFER: &str = include_str!("../lan/whip/tests/offer.sdp");

/// RTP and RTCP behind the decryption, through the crate's parsers and the interceptors of a connection: each packet
/// behind its length in two bytes.
pub fn rtp(mut input: &[u8]) {
    let mut media = codecs::media_engine(Codecs::default(), true).expect("our codecs");
    let (intake, mut streams) = streams();
    streams.expect(Offer::publisher(OFFER).expect("a good offer").offered);
    let mut chain =
        stack::interceptors(&mut media, intake, stack::CongestionControl::Sender).expect("our interceptors").build();
    let now = Instant::now();
    while let [high, low, rest @ ..] = input {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
        let (packet, rest) = rest.split_at(length);
        input = rest;
        let mut bytes = BytesMut::from(packet);
        // RFC 5761 section 4.
        let is_rtcp = packet.get(1).is_some_and(|kind| (192..=223).contains(kind));
        let packet = if is_rtcp {
            rtc::rtcp::packet::unmarshal(&mut bytes).ok().map(Packet::Rtcp)
        } else {
            rtc::rtp::Packet::unmarshal(&mut bytes).ok().map(Packet::Rtp)
        };
        let Some(packet) = packet else { continue };
        let transport = TransportContext::default();
        let _ = chain.handle_read(TaggedPacket { now, transport, message: packet.into() });
        while chain.poll_read().is_some() {}
        let _ = chain.handle_timeout(now);
        while chain.poll_write().is_some() {}
        for reader in [&mut streams.video, &mut streams.audio] {
            while reader.try_recv().is_ok() {}
        }
    }
}
