//! The program bus: what is on air as one stream of encoded frames that never breaks.
//!
//! ```text
//! on air (a camera's feed) ──┐
//! feeds of the cameras ──────┤                  ┌─▶ WHEP viewers
//! frames of the replay ──────┼─▶ bus ─▶ a feed ─┼─▶ WHIP pushes
//! sound::Listener ───────────┘                  └─▶ the program recording
//! ```
//!
//! What leaves the bus is a [`Feed`] like a camera's: a ring with the newest groups of pictures, and every output is a
//! cursor ([`Consumer`](crate::feed::Consumer)) that holds up nobody. The ring is as long as a camera's, because program
//! is recorded too and a disk may stand still for as long. It shares its frames' data with the cameras' rings, so that it
//! costs little beside them: at most its 64 MiB, where program is of cameras that are gone and of replays. Its promises to them:
//!
//! * **A picture has what it needs.** A new source begins with a keyframe; until that is there, the old picture goes on.
//! * **Time never goes back.** Live frames keep their capture time on the session clock; a replay's frames are put at
//!   the time they are played. A picture's `pts` grows by [`STEP`] at least, which is more than a tick of 90 kHz.
//! * **Frames are otherwise as they came**, with two exceptions that concern a replay's lead-in, the pictures from a
//!   segment's keyframe to the first that is to be seen: they stand [`STEP`] apart right before it, so that they take
//!   no time, and those of VP8 are marked as not shown (RFC 6386 section 9.1). H.264 has no such mark: who decodes in a
//!   millisecond or two a picture runs through them in a blink.
//! * **The codec may change** at any keyframe, and with it the size; [`Frame::config`](crate::media::Frame::config)
//!   says so.
//! * **On a slate nothing comes**, whoever wanted it.
//!
//! An output begins with [`Begin::Live`]: what the ring has while the slate is on is not the show any more. One whose peer
//! lost its way [asks for a keyframe]: the camera on air is asked, once a second at most whatever
//! is asked of this feed.
//!
//! Sound is of one camera at a time, as [`Mix`](crate::sound::Mix) says, whatever the picture is. Where a cut changes both, it
//! changes when the picture does, between two packets: whoever watches has them together, a desk has both at once.
//!
//! [`Begin::Live`]: crate::feed::Begin::Live
//! [`Feed`]: crate::feed::Feed
//! [asks for a keyframe]: crate::feed::Feed::request_keyframe

mod bus;
mod heard;
mod lead_in;
mod on_air;
mod task;
#[cfg(test)]
mod tests;
mod timeline;

pub use on_air::OnAir;
pub use task::{Inputs, start};
pub use timeline::STEP;
