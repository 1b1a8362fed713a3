//! Everything that reads bytes of strangers, as functions of bytes: `fuzz/` feeds them with what it invents, and the
//! tests with the corpora that it has left. Each panics when something does not hold.

mod bytes;
mod desk;
mod packets;
mod sound;
#[cfg(test)]
mod tests;

pub use crate::peer::fuzzing::{ctl, datagrams, offer, rtp, sdpfrag, stun, viewer};
pub use desk::{control, monitor};
pub use packets::{h264, opus, vp8};
pub use sound::ear;

/// A function of bytes.
pub type Target = fn(&[u8]);

/// Every target by its name: that of its corpus and of its fuzzer.
pub const TARGETS: [(&str, Target); 13] = [
    ("h264", h264),
    ("vp8", vp8),
    ("opus", opus),
    ("ear", ear),
    ("offer", offer),
    ("viewer", viewer),
    ("sdpfrag", sdpfrag),
    ("stun", stun),
    ("datagrams", datagrams),
    ("rtp", rtp),
    ("ctl", ctl),
    ("control", control),
    ("monitor", monitor),
];
