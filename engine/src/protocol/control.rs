use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Command, Millis, Numbered, Refusal, Snapshot, Telemetry};

/// From the régie to a desk: the text messages of `/control`, and what the Tauri channel carries.
///
/// The first one is a snapshot; another one follows when the desk was too slow for the events.
#[expect(clippy::large_enum_variant, reason = "it is written as soon as it is made: nothing keeps many")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToDesk {
    /// The whole state; replaces what the desk knew.
    Snapshot {
        /// The state.
        snapshot: Box<Snapshot>,
    },
    /// The next change.
    Event {
        /// The change and its number.
        event: Numbered,
    },
    /// Which desk this connection is: [`PlayerState::desk`](super::PlayerState::desk) of its own cue. It comes
    /// right behind the first snapshot.
    Desk {
        /// Its id.
        #[ts(type = "number")]
        id: u64,
    },
    /// The newest figures.
    Telemetry {
        /// The figures.
        telemetry: Telemetry,
    },
    /// How loud the cameras are, about ten times a second. A camera without sound is not in it.
    Levels {
        /// By camera.
        levels: Vec<super::Level>,
    },
    /// The answer to a [`FromDesk`]; never sent over the Tauri channel, where `invoke` itself answers.
    Reply {
        /// The [`FromDesk::id`].
        id: u32,
        /// The number of the event that its effect is in: a state with this one has it, though replies and events
        /// come by ways of their own. None when it was refused.
        #[ts(type = "number | null")]
        seq: Option<u64>,
        /// Why it was refused; none when it was accepted.
        refusal: Option<Refusal>,
    },
}

/// From a desk to the régie: the text messages of `/control`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FromDesk {
    /// Comes back in the reply.
    pub id: u32,
    /// What is asked.
    pub command: Command,
}

/// From a desk to the régie: the text messages of `/monitor`. The pictures come back as the binary messages that
/// the `monitor` room describes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MonitorRequest {
    /// The feeds whose pictures are wanted from now on; the others stop. A replay's pictures always come.
    Watch {
        /// [`Camera::feed`](super::Camera::feed) of each camera.
        feeds: Vec<super::FeedId>,
    },
    /// A decoder of this desk lost its way and needs a keyframe of this feed at once.
    Keyframe {
        /// The feed.
        feed: super::FeedId,
    },
    /// What this desk wants to hear from now on; nothing until it asks.
    Listen {
        /// What.
        to: Listen,
        /// Whether it is to come as samples, because this desk can't decode Opus.
        #[serde(default)]
        decoded: bool,
    },
    /// This desk's picture of a camera stood still for longer than 150 ms though its frames had come. Where its time
    /// went, in milliseconds:
    Standstill {
        /// The camera's feed.
        feed: super::FeedId,
        /// Until the next frame was decoded.
        decoder: u32,
        /// From there until it was drawn.
        drawing: u32,
    },
    /// How a camera's pictures look at this desk: when it begins to look at them, after each change, and none when it
    /// does not any more. Where desks differ, one of them draws wrongly: what counts is what all see that look.
    Looks {
        /// The camera's feed.
        feed: super::FeedId,
        /// How.
        looks: Option<super::Looks>,
    },
    /// This desk wants frames of the past, once: from the keyframe before `from` up to `to`, as fast as it takes them. What
    /// answers is described with the binary messages; so are refusals.
    Fetch {
        /// Comes back in the messages; a request with the same number ends the one before.
        request: u32,
        /// Whose.
        camera: super::CameraNumber,
        /// First moment wanted.
        #[ts(type = "number")]
        from: Millis,
        /// First moment no longer wanted.
        #[ts(type = "number")]
        to: Millis,
        /// Whether the first keyframe of it is enough: for a thumbnail.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        keyframe: bool,
    },
    /// This desk wants to know where there are pictures of the past.
    Coverage {
        /// As that of [`Fetch`](Self::Fetch).
        request: u32,
        /// Whose.
        camera: super::CameraNumber,
        /// First moment asked for.
        #[ts(type = "number")]
        from: Millis,
        /// First moment no longer asked for.
        #[ts(type = "number")]
        to: Millis,
    },
    /// This desk does not want the rest of an answer.
    Cancel {
        /// The request's number.
        request: u32,
    },
    /// This desk wants the frames of a camera each as it gets so old, from the keyframe before on and in place of the one
    /// that it wanted before: its decoder is ready then for a replay that begins there.
    Behind {
        /// The camera; none for none any more.
        camera: Option<super::CameraNumber>,
        /// How old, in milliseconds.
        #[ts(type = "number")]
        by: Millis,
    },
    /// This desk shows the first picture of a replay: the replay goes on from here.
    Rolling {
        /// The replay's id.
        replay: u32,
    },
}

/// What a desk hears.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Listen {
    /// Nothing.
    #[default]
    Nothing,
    /// The sound of program.
    Program,
    /// One camera's (solo).
    Feed {
        /// Its feed.
        feed: super::FeedId,
    },
}
