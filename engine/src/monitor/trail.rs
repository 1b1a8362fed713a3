use std::{collections::VecDeque, time::Duration};

use bytes::Bytes;
use tokio::sync::watch;

use super::{
    decoder::{Decoder, send},
    wall::{CameraIds, Wall},
    wire::Channel,
};
use crate::{
    archive::{Ahead, Archive},
    clock::SessionClock,
    media::{Frame, SessionTime},
    protocol::CameraNumber,
};

/// How often it is looked whether there is more of a camera that has been lost for as long.
const LOOK: Duration = Duration::from_millis(100);
/// Nothing older is a replay's beginning that somebody may ask for next.
const LONGEST: Duration = Duration::from_secs(10 * 60);
/// What is that old is read up to then: a desk asks anew at each cut.
const FOREVER: Duration = Duration::from_secs(24 * 60 * 60);

/// One camera as it was a while ago, for a decoder that is to be ready for a replay before anybody asks for one.
pub(super) struct Trail {
    archive: Archive,
    numbers: watch::Receiver<CameraIds>,
    clock: SessionClock,
    followed: Option<Followed>,
}

struct Followed {
    frames: Ahead,
    by: Duration,
    next: Option<Frame>,
    decoder: Decoder,
    ready: VecDeque<Bytes>,
}

impl Trail {
    /// Of a desk that wants none.
    pub fn new(wall: &Wall) -> Self {
        let Wall { archive, numbers, clock, .. } = wall;
        Self { archive: archive.clone(), numbers: numbers.clone(), clock: *clock, followed: None }
    }

    /// Follows a camera, or none, as it was so long ago: from the keyframe on that was before that.
    pub fn follow(&mut self, camera: Option<CameraNumber>, by: Duration) {
        let by = by.min(LONGEST);
        let from = self.clock.now().saturating_sub(by);
        let id = camera.and_then(|camera| self.numbers.borrow().get(&camera).cloned());
        self.followed = id.map(|id| Followed {
            frames: self.archive.frames(&id, from, from + FOREVER).ahead(),
            by,
            next: None,
            decoder: Decoder::default(),
            ready: VecDeque::new(),
        });
    }

    /// The next message, when its frame is that old. Cancel safe.
    pub async fn next(&mut self) -> Bytes {
        let Some(followed) = &mut self.followed else { return std::future::pending().await };
        loop {
            if let Some(message) = followed.ready.pop_front() {
                return message;
            }
            let Some(next) = &followed.next else {
                followed.next = followed.frames.next().await.map(|next| next.frame);
                if followed.next.is_none() {
                    tokio::time::sleep(LOOK).await;
                }
                continue;
            };
            let due: SessionTime = next.pts + followed.by;
            self.clock.sleep_until(Some(due)).await;
            if let Some(frame) = followed.next.take() {
                send(&mut followed.ready, &mut followed.decoder, Channel::Behind, &frame, true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use tokio::sync::broadcast;

    use super::*;
    use crate::{
        feed::{Feed, Limits},
        media::{Track, VideoCodec, VideoConfig},
        monitor::{DeskReports, wire::HEADER},
        protocol::CameraId,
        replay::Screens,
        sound::Mix,
    };

    fn picture(number: u64) -> Frame {
        let config = VideoConfig { codec: VideoCodec::Vp8, width: 640, height: 360, description: Bytes::new() };
        let (pts, keyframe) = (SessionTime::from_millis(number * 100), number.is_multiple_of(10));
        let config = keyframe.then(|| Arc::new(config));
        Frame { track: Track::Video, pts, keyframe, data: Bytes::from(vec![number as u8]), config, arrived: pts }
    }

    #[tokio::test(start_paused = true)]
    async fn frames_come_when_they_are_so_old_and_are_not_to_be_shown() {
        let (feed, clock, camera) = (Feed::new(Limits::default()), SessionClock::start(), CameraNumber(2));
        let (archive, id) = (Archive::new(clock), CameraId::new("two").expect("an id"));
        archive.join(&id, &feed);
        let wall = Wall {
            feeds: watch::Sender::default().subscribe(),
            archive,
            numbers: watch::Sender::new(Arc::new(BTreeMap::from([(camera, id)]))).subscribe(),
            replay: broadcast::Sender::new(1),
            screens: Screens::default(),
            reports: DeskReports::default(),
            mix: watch::Sender::new(Mix::default()).subscribe(),
            clock,
        };
        let producer = feed.producer();
        for number in 0..25 {
            producer.push(picture(number));
        }
        tokio::time::sleep(Duration::from_millis(2_450)).await;
        let mut trail = Trail::new(&wall);
        trail.follow(Some(camera), Duration::from_secs(1));
        // What it was a second ago, from its keyframe on.
        let config = trail.next().await;
        assert_eq!((config[..3].to_vec(), clock.now().as_millis()), (vec![1, 3, 0], 2_450));
        for number in 10..20_u8 {
            let message = trail.next().await;
            assert_eq!((message[0], message[3] & 2, message[HEADER]), (2, 2, number), "a frame, hidden");
            let due = (u64::from(number) * 100 + 1_000).max(2_450);
            assert!((due..=due + 1).contains(&clock.now().as_millis()), "frame {number} at {:?}", clock.now());
        }
        trail.follow(None, Duration::ZERO);
        let nothing = tokio::time::timeout(Duration::from_secs(9), trail.next()).await;
        assert!(nothing.is_err(), "{nothing:?}");
        // However old a stranger wants it.
        trail.follow(Some(camera), Duration::MAX);
        assert!(tokio::time::timeout(Duration::from_secs(1), trail.next()).await.is_err());
    }
}
