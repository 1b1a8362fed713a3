//! The way to other servers: the program pushed to one as a WHIP client (RFC 9725), a source pulled from one as a WHEP
//! client (draft-ietf-wish-whep-03). The only room that speaks HTTP to others.
//!
//! A link is kept until it is cancelled: what ends it, a server that goes or a way that is blocked, is told
//! ([`LinkHealth`]), and it is tried again with pauses that grow.

mod health;
mod http;
mod pull;
mod push;
mod retry;
mod trouble;
mod upkeep;

pub use health::LinkHealth;
pub use http::RemoteEndpoint;
pub use pull::{Admit, Admitted, pull};
pub use push::push;
