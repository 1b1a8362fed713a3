use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::SessionId;
use crate::{
    feed::Feed,
    media::{AssemblerStats, KeyframesAsked, Loudness},
    protocol::{CameraTiming, Controls, PhoneStatus, PhoneView, Standstills},
    voice::Voice,
};

/// What a connection is given once its camera is admitted.
#[derive(Debug)]
pub struct Admission {
    /// The session it is.
    pub session: SessionId,
    /// Where its frames go.
    pub feed: Feed,
    /// What the phone is told, now and after each change. When its sender is gone, the camera was removed: the phone is
    /// told so, and the connection closed.
    pub view: watch::Receiver<PhoneView>,
    /// What the director says to the phones.
    pub voice: Voice,
    /// Where it says how loud it is, about ten times a second.
    pub loudness: watch::Sender<Loudness>,
    /// Whether a fallback is armed: then a camera on program whose picture stands still is lost sooner.
    pub armed: watch::Receiver<bool>,
    /// Where its events go. Bounded; a full one makes the connection wait, so its owner must read it.
    pub events: mpsc::Sender<(SessionId, Event)>,
    /// Cancelled when another connection takes the camera over: the phone is told so, and the connection closed without
    /// [`Event::Closed`].
    pub replaced: CancellationToken,
}

/// What happens to a camera's connection.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The first whole picture came, or the first after [`Event::Stalled`].
    Picture,
    /// No whole picture has come for [`STALL`](super::STALL); on program for less, as its air allows.
    Stalled,
    /// The phone told about itself.
    Status(PhoneStatus),
    /// The phone told what it can do, and how it is set.
    Controls(Box<Controls>),
    /// Whoever holds the phone marked something.
    Mark,
    /// Whoever holds the phone asks to be taken, or not any more.
    Call(bool),
    /// A cue was tapped, by its id.
    Seen(u32),
    /// What was received, once a second.
    Reception {
        /// The pictures' packets so far.
        packets: AssemblerStats,
        /// How long the newest keyframe of this second took from the request to the feed, if it was asked for.
        keyframe: Option<Duration>,
        /// How often keyframes were asked for so far, and why.
        keyframes_asked: KeyframesAsked,
        /// Why the pictures stood still so far.
        standstills: Standstills,
    },
    /// The delay that holds the pictures even is another one now: [`PlayoutDelay`](crate::media::PlayoutDelay).
    PlayoutDelay(Duration),
    /// Where the pictures are in time is another one now; none where it is not known any more.
    Timing(Option<CameraTiming>),
    /// The connection is gone for good; nothing follows.
    Closed,
}
