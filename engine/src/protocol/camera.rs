use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    CameraCue, CameraName, CameraNumber, CameraSettings, CameraSound, Controls, FeedId, Health, HealthReason, Millis,
    PhoneUse,
};

/// Where a camera is in its life, as the desk shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CameraState {
    /// It has signalled; no decodable picture has come yet.
    Connecting,
    /// Pictures arrive.
    Live,
    /// Its connection is gone or its picture stands still; it keeps its place and comes back by itself.
    Lost,
}

/// What a camera is told about its part in the show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tally {
    /// The audience sees it now.
    Program,
    /// It comes next: a replay or the hold slate is on program, and program returns to it.
    Preview,
    /// Neither.
    Off,
}

/// A video codec that the régie carries, from the phone to every output, unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Codec {
    /// H.264 constrained baseline, packetization-mode 1 (RFC 6184).
    H264,
    /// VP8 (RFC 7741).
    Vp8,
}

/// A camera in the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Camera {
    /// Its number; unique in the roster.
    pub number: CameraNumber,
    /// Its feed.
    pub feed: FeedId,
    /// Its name.
    pub name: CameraName,
    /// Where it is in its life.
    pub state: CameraState,
    /// Since when it is in that state.
    #[ts(type = "number")]
    pub since: Millis,
    /// Its part in the show.
    pub tally: Tally,
    /// How its sound is made and used.
    pub sound: CameraSound,
    /// How far behind its capture the audience's pictures of it are shown, in milliseconds: the least that holds them
    /// even on its air, within [`Playout`](super::Playout). It is for the way from the lens into the régie; what a page
    /// needs to decode and draw is its own to add.
    #[ts(type = "number")]
    pub playout_delay: Millis,
    /// How long its pictures take from capture to here, in milliseconds: half of them longer. From the moment at which its
    /// browser stamps a picture, which is when its camera gives it out, until that is whole here and can be shown: encoder,
    /// air, and what is sent again. What the camera needs before and a page after that is not in it. None where its clock
    /// is unknown: a publisher that is no phone of ours, a connection that has just begun, and while no pictures come.
    pub delay: Option<u32>,
    /// How far its pictures may be from their true place on the session clock, in milliseconds; two cameras are apart by
    /// both of theirs at most. It is what the answers of its phone leave open: half of the least round trip where that is
    /// the same way there and back, more where one is always busy, a millisecond for the clock that a page is shown, and
    /// what a change of the place is still to make. None where that is more than 250, or [`delay`](Self::delay) is none:
    /// neither is known without the other.
    pub alignment: Option<u32>,
    /// How it is.
    pub health: Health,
    /// Why it is not good, the worst first.
    pub reasons: Vec<HealthReason>,
    /// What its phone can do, and how it is set.
    pub controls: Controls,
    /// What the director said of that, and whoever holds the phone has not overruled since.
    pub wanted: CameraSettings,
    /// How its phone is held and used.
    pub phone: PhoneUse,
    /// What was written to it.
    pub cue: Option<CameraCue>,
    /// Since when whoever holds it asks to be taken.
    #[ts(type = "number | null")]
    pub calls: Option<Millis>,
}

/// Where a camera's pictures are in time, as its connection measures it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CameraTiming {
    /// See [`Camera::delay`].
    pub delay: u32,
    /// See [`Camera::alignment`].
    pub alignment: u32,
}

impl Camera {
    /// One that has just signalled: nothing more is known of it.
    pub(crate) fn new(number: CameraNumber, feed: FeedId, name: CameraName, now: Millis) -> Self {
        Self {
            number,
            feed,
            name,
            state: CameraState::Connecting,
            since: now,
            tally: Tally::Off,
            sound: CameraSound::default(),
            playout_delay: 0,
            delay: None,
            alignment: None,
            health: Health::Good,
            reasons: Vec::new(),
            controls: Controls::default(),
            wanted: CameraSettings::default(),
            phone: PhoneUse::default(),
            cue: None,
            calls: None,
        }
    }
}
