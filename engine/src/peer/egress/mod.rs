//! The way out: a feed to a peer that watches it or takes it on. Whose feed it is, is not known here.
//!
//! ```text
//! feed ─▶ Sending, a cursor ─▶ Payloads ─▶ RtpSender ─▶ Burst ─▶ the crate's driver ─▶ SRTP
//!         one a connection     one a feed  one a track  one a connection
//! ```
//!
//! A frame is cut into payloads once, whoever they are for ([`payloads`]); each connection numbers them for itself
//! ([`rtp_sender`]), and its driver encrypts and sends them. Retransmission is the crate's NACK responder, on the stream's
//! own SSRC. A viewer's offer is answered ([`Egress`], WHEP), or an offer is made to a server ([`Push`], WHIP).
//!
//! # Why a burst
//!
//! The crate's way to send is `write_rtp`: the packet waits in a bounded queue for its connection's driver, which takes one a
//! turn. A turn goes through all that a connection is (what waits to be written, to be told, to be read, every timer and
//! every socket, under its lock), so a keyframe of a hundred packets would pay that a hundred times, for each peer, and its
//! last packet would leave that much later than its first.
//!
//! So a frame's packets go beside that queue. They are laid down in a [`burst`] that the connection shares with an
//! interceptor of ours, and one packet without a payload, their messenger, goes the crate's way. The interceptor stands at
//! the application's end of the chain: it takes the messenger off and lets all that was laid down out in its place, and the
//! same turn carries the whole frame through the other interceptors and the encryption to the socket. The order is that of
//! the frames, since packets are laid down before their messenger is sent; nothing piles up, since the sending task waits
//! where the queue is full. What a peer reports comes in as in any connection.

mod burst;
mod media_stream;
mod payloads;
mod playability;
mod push;
mod rtp_sender;
mod rtp_session;
mod sending;
mod whep;

pub use media_stream::MediaStream;
pub use playability::Playability;
pub use push::Push;
pub(super) use rtp_sender::RtpSender;
pub use whep::Egress;
