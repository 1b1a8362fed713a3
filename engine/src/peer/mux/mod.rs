//! The UDP mux: one port for the media of every connection, so that a firewall rule is one line.
//!
//! A phone's way in has to be one number: the crew opens it in a firewall once, and an answer's candidates name it. The
//! crate opens a port a connection, though, and has no mux. What it has is a trait for its sockets, behind its trait for
//! the runtime: so every connection gets a runtime of its own ([`MuxRuntime`]), whose sockets ([`MuxedSocket`]) are
//! shares of one bound socket an address ([`BoundSocket`]). The crate still binds its ports, which are closed at once, and
//! believes to have them; the candidates that it makes of them are put right before anybody reads them
//! ([`Local::advertise`](super::sdp)).
//!
//! ```text
//! bound socket ─ read ─→ routes: ufrag, then address ─→ inbox ─→ muxed socket ─→ the crate's driver
//!      ↑                     (a stranger's: dropped)                                    │
//!      └──────────────────────────── sent at once, or when there is room ───────────────┘
//! ```
//!
//! * **Ufrag, then address.** Nothing in RTP or DTLS says which connection it is of. A connectivity check does: it names
//!   its receiver's ufrag (RFC 8445 section 7.2.2), which this side made and an answer told. So the check goes there, and
//!   what else comes from its source address follows it ([`Routes`]).
//! * **Only a check with the right password is learned from.** A ufrag is no secret to somebody who sees the network, and
//!   a source address can be written by anybody: whoever has both could lead a camera's media elsewhere. The password was
//!   told to the peer alone, so MESSAGE-INTEGRITY is looked at before a route is (`Ufrags`). The one other way to a route
//!   is a check that this side sends: an ICE-lite server never checks, it answers.
//! * **No answer to strangers.** What belongs to nobody is dropped, so the port can't be made to shout at third parties.
//! * **A socket an address, not one for all.** Answers have to leave from the address that a candidate names, and a
//!   network may come and go while the others go on.
//! * **Media waits for its keys.** The crate drops what it can't decrypt, so SRTP stays in the inbox until its connection
//!   has been connected.
//! * **A connection is behind alone.** The reader only sorts: each connection has an inbox of its own with an end, and
//!   one that is not read loses its own datagrams.

mod bound;
mod connection;
mod inbox;
mod platform;
mod routes;
mod runtime;
mod socket;
mod stun;
mod udp_mux;
mod ufrags;

pub(super) use connection::MuxedConnection;
#[cfg(any(test, feature = "fuzzing"))]
pub(super) use routes::fuzzing;
pub(super) use runtime::MuxRuntime;
pub use udp_mux::UdpMux;

#[cfg(test)]
mod tests;
