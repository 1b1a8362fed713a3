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
//! Sound is of one camera at a time, as [`Mix`] says, whatever the picture is.

mod bus;
mod lead_in;
mod on_air;
mod task;
#[cfg(test)]
mod tests;
mod timeline;

use tokio_util::sync::CancellationToken;

pub use on_air::OnAir;
pub use task::Inputs;
pub use timeline::STEP;

use crate::{
    clock::SessionClock,
    feed::{Feed, Limits},
};

/// The program, for those who take it out. A clone is a handle to the same one.
#[derive(Debug, Clone)]
pub struct Program {
    feed: Feed,
}

impl Program {
    /// A program and the task that makes it, which ends when `cancel` is heard or the studio is gone; the feed is then
    /// closed.
    pub fn new(inputs: Inputs, clock: SessionClock, cancel: CancellationToken) -> (Self, impl Future<Output = ()>) {
        let feed = Feed::new(Limits::default());
        let running = task::run(bus::Bus::new(feed.producer()), inputs, clock, cancel);
        (Self { feed }, running)
    }

    /// The frames. An output begins with [`Begin::Live`](crate::feed::Begin::Live): what the ring has while the slate is
    /// on is not the show any more. [`Feed::request_keyframe`] is for outputs whose peer lost its way: the camera on air is asked, once a
    /// second at most whatever is asked of this feed.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.feed
    }
}
