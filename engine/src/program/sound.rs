use std::collections::VecDeque;

use super::Heard;
use crate::{
    feed::{Consumer, Feed, Next},
    media::{Frame, SessionTime, Track},
    protocol::CameraNumber,
};

/// Packets of sound that may wait for their delay: two seconds of 20 ms, twice the longest delay. When it is full the
/// oldest is left out.
const WAITING: usize = 100;

/// The sound of one camera, as late as it was set.
#[derive(Debug, Default)]
pub struct Sound {
    heard: Heard,
    from: Option<(CameraNumber, Consumer)>,
    /// What arrived before is not for us: a cursor begins at a keyframe.
    since: SessionTime,
    /// With the time at which each goes on.
    waiting: VecDeque<(SessionTime, Frame)>,
}

impl Sound {
    /// Follows `heard` from `now` on.
    pub fn follow(&mut self, heard: Heard, feed: Option<&Feed>, now: SessionTime) {
        let is_same = self.from.as_ref().map(|(camera, _)| *camera) == heard.camera;
        self.heard = heard;
        if is_same {
            return;
        }
        self.waiting.clear();
        self.from = heard.camera.zip(feed).map(|(camera, feed)| (camera, feed.latest_keyframe()));
        self.since = now;
    }

    /// Whose sound it is to be, and is not yet: the camera's feed was not there.
    pub fn missing(&self) -> Option<CameraNumber> {
        self.heard.camera.filter(|_| self.from.is_none())
    }

    /// The next frame of the camera. For ever without one. Cancel safe.
    pub async fn next(&mut self) -> Next {
        match &mut self.from {
            Some((_, consumer)) => consumer.next().await,
            None => std::future::pending().await,
        }
    }

    /// Takes in what [`next`](Self::next) gave at `now`.
    pub fn push(&mut self, next: Next, now: SessionTime) {
        match next {
            Next::Frame(mut frame, _) if frame.track == Track::Audio && frame.arrived >= self.since => {
                frame.pts = frame.pts + self.heard.delay;
                if self.waiting.len() == WAITING {
                    self.waiting.pop_front();
                }
                self.waiting.push_back((now + self.heard.delay, frame));
            }
            Next::Frame(..) | Next::Skipped { .. } => {}
            Next::Closed => self.from = None,
        }
    }

    /// When the next packet goes on.
    pub fn due(&self) -> Option<SessionTime> {
        self.waiting.front().map(|(due, _)| *due)
    }

    /// The next packet that goes on at `now`.
    pub fn pop(&mut self, now: SessionTime) -> Option<Frame> {
        self.waiting.pop_front_if(|(due, _)| *due <= now).map(|(_, frame)| frame)
    }
}
