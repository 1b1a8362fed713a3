//! What a reader of the archive sees.

mod day;
mod disk;
mod shows;

use std::sync::Arc;

use bytes::Bytes;

use super::*;
use crate::{
    clock::SessionClock,
    feed::{Feed, Limits, Pushed, Span},
    media::{Frame, SessionTime, Track, VideoCodec, VideoConfig},
    protocol::CameraId,
};

fn at(millis: u64) -> SessionTime {
    SessionTime::from_millis(millis)
}

fn camera() -> CameraId {
    CameraId::new("cam-0123456789abcdef").expect("an id")
}

/// Pictures every 100 ms, ten to a group.
fn pictures(millis: impl Iterator<Item = u64>) -> impl Iterator<Item = Frame> {
    let config = Arc::new(VideoConfig { codec: VideoCodec::Vp8, width: 640, height: 360, description: Bytes::new() });
    millis.map(move |millis| {
        let keyframe = millis % 1_000 == 0;
        Frame {
            track: Track::Video,
            pts: at(millis),
            keyframe,
            data: Bytes::from(vec![if keyframe { 0x10 } else { 0x31 }; 50]),
            config: keyframe.then(|| Arc::clone(&config)),
            arrived: at(millis),
        }
    })
}

/// An archive with a camera that was filmed for ten seconds, with a hole from 4.0 to 7.0.
fn filmed() -> (Archive, Feed) {
    let archive = Archive::new(SessionClock::start());
    let feed = Feed::new(Limits::default());
    let producer = feed.producer();
    let times = (0..40).chain(70..100).map(|number| number * 100);
    pictures(times).for_each(|frame| assert_eq!(producer.push(frame), Pushed::Kept));
    archive.join(&camera(), &feed);
    (archive, feed)
}

fn shown(frames: impl Iterator<Item = crate::feed::RangeFrame>) -> Vec<u64> {
    frames.filter(|frame| frame.shown).map(|frame| frame.frame.pts.as_millis()).collect()
}

#[test]
fn a_camera_on_the_desk_is_read_from_its_ring() {
    let (archive, _feed) = filmed();
    let all: Vec<_> = archive.frames(&camera(), at(1_250), at(1_500)).collect();
    assert_eq!(all.iter().filter(|frame| !frame.shown).count(), 3, "from its keyframe on");
    assert!(all[0].frame.keyframe && all[0].frame.config.is_some());
    assert_eq!(shown(all.into_iter()), [1_300, 1_400]);
    assert_eq!(archive.keyframe(&camera(), at(3_999)).map(|frame| frame.pts), Some(at(3_000)));
    assert_eq!(archive.begin(), Some(at(0)));
    let spans = [Span { from: at(1_000), to: at(3_900) }, Span { from: at(7_000), to: at(8_900) }];
    assert_eq!(archive.coverage(&camera(), at(1_000), at(9_000)), spans);
}

#[test]
fn an_erased_camera_is_nowhere_for_open_readers_too() {
    let (archive, feed) = filmed();
    let mut open = archive.frames(&camera(), at(0), at(10_000));
    assert!(open.next().is_some());
    archive.erase(&camera());
    assert_eq!(open.next(), None);
    assert_eq!(archive.frames(&camera(), at(0), at(10_000)).next(), None);
    assert_eq!(archive.keyframe(&camera(), at(5_000)), None);
    assert_eq!((archive.coverage(&camera(), at(0), at(10_000)), archive.begin()), (Vec::new(), None));
    // It comes back, and is filmed anew.
    archive.join(&camera(), &feed);
    assert!(archive.frames(&camera(), at(0), at(10_000)).next().is_some());
    assert_eq!(open.next(), None, "what was opened before stays closed");
}

#[tokio::test]
async fn a_task_reads_what_is_at_hand_without_waiting() {
    let (archive, _feed) = filmed();
    let mut ahead = archive.frames(&camera(), at(1_000), at(1_200)).ahead();
    assert!(matches!(ahead.take(), Taken::Frame(_)));
    assert_eq!(ahead.next().await.map(|frame| frame.frame.pts), Some(at(1_100)));
    assert_eq!((ahead.take(), ahead.next().await), (Taken::Nothing, None));
}
