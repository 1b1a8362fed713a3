//! The LAN server: three axum listeners that translate and decide nothing.
//!
//! * HTTPS on the LAN for phones: their page, WHIP, and what viewers need.
//! * Plain HTTP on the LAN for clients that take no self-signed certificate (OBS, FFmpeg, GStreamer): WHIP, and what
//!   viewers need: their page and WHEP.
//! * HTTP on loopback for the desk: its page, the control API and the monitors.

mod access;
mod address;
mod app_state;
mod conditions;
mod desk;
mod desk_listener;
mod entrance;
mod export;
mod hold;
mod listeners;
mod origin;
mod pages;
mod paths;
mod phones;
mod problem;
mod signalling;
#[cfg(test)]
mod tests;
mod tls;
mod voice;
mod watch;
mod whep;
mod whip;

pub use access::Tokens;
pub(crate) use address::WayIn;
pub use address::qr_terminal;
pub(crate) use app_state::AppState;
pub(crate) use listeners::Listeners;
pub(crate) use tls::Certificate;
pub(crate) use watch::{ips, watch};
