//! The whole régie without a window.
//!
//! ```text
//! phone ─WHIP─▶ lan ─▶ peer ─frames─▶ feed (a ring of whole GOPs)
//!                                      ├─▶ monitor ─▶ desk
//!                                      ├─▶ archive ─▶ replay ─▶ monitor
//!                                      └─▶ program ─▶ viewers, pushes, recordings
//! desk ─Command─▶ studio ─▶ director ─▶ events to everyone, effects back to the studio
//! ```
//!
//! Call [`Engine::start`] with a [`Config`]; [`Engine::ready`] says where everything is, and [`Engine::studio`] is the
//! handle for commands and state.

#![deny(missing_docs)]

pub mod archive;
mod asked;
mod clock;
mod config;
pub mod director;
mod ending;
mod engine;
mod error;
pub mod export;
pub mod feed;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
mod lan;
mod link;
pub mod media;
pub mod monitor;
mod network;
pub mod peer;
pub mod program;
pub mod protocol;
pub mod record;
pub mod replay;
pub mod sound;
mod store;
mod studio;
mod vital;
pub mod voice;

pub use asked::end_asked;
pub use clock::{ClockId, SessionClock};
pub use config::{
    Args, CAMERA_LIMIT, Config, DESK_PORT, HTTP_PORT, HTTPS_PORT, LOG_FILTER, MEDIA_PORT, Port, VIEWER_LIMIT,
};
pub use ending::Ending;
pub use engine::{Engine, Ready};
pub use error::Error;
pub use lan::qr_terminal;
pub use store::Store;
pub use studio::{
    Capacity, Desk, NoSession, Published, RefusedPublisher, RefusedStill, RefusedViewer, Still, Studio, Subscription,
    Viewers,
};
pub use vital::Failure;
