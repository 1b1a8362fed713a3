//! Frames for the tests of this room.

use bytes::Bytes;

use crate::media::{Frame, SessionTime, Track};

pub fn at(millis: u64) -> SessionTime {
    SessionTime::from_millis(millis)
}

/// A picture of `bytes` bytes that was captured, and arrived, at `millis`.
pub fn video(millis: u64, keyframe: bool, bytes: usize) -> Frame {
    let data = Bytes::from(vec![0; bytes]);
    Frame { track: Track::Video, pts: at(millis), keyframe, data, config: None, arrived: at(millis) }
}

pub fn key(millis: u64) -> Frame {
    video(millis, true, 100)
}

pub fn delta(millis: u64) -> Frame {
    video(millis, false, 10)
}

pub fn audio(millis: u64) -> Frame {
    Frame { track: Track::Audio, ..video(millis, false, 5) }
}

/// Pictures every 100 ms from `millis` on, the first one a keyframe.
pub fn group(millis: u64, pictures: u64) -> impl Iterator<Item = Frame> {
    (0..pictures).map(move |number| video(millis + number * 100, number == 0, 10))
}
