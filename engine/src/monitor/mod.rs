//! Pictures and sound to the desk: the encoded frames of the watched cameras and of the replay, and the sound that it
//! listens to. A desk has a WebSocket for its pictures and, once it wants to hear, another one for the sound; one more is for
//! what it fetches of the past.
//!
//! A message is a 16-byte header and a payload, little-endian; [`wire`] describes it. There is no queue here: a desk
//! reads the rings through cursors, and one that is too slow jumps to the newest keyframe.

mod decoder;
mod desk_looks;
mod desk_standstills;
mod fetches;
mod hearing;
mod session;
#[cfg(test)]
mod tests;
mod trail;
mod wall;
pub mod wire;

pub use desk_looks::DeskLooks;
pub use desk_standstills::DeskStandstills;
pub use session::Session;
pub use wall::{CameraIds, DeskReports, Wall};
