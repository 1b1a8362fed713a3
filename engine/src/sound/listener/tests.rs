//! What is heard, on virtual time.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;

use super::*;
use crate::{
    feed::{Feed, Limits, Producer, Pushed},
    media::Track,
    protocol::CameraId,
    sound::PastSegment,
};

const RED: FeedId = FeedId(1);
const BLUE: FeedId = FeedId(2);

/// Two cameras and the director's word.
struct Stage {
    clock: SessionClock,
    feeds: watch::Sender<Feeds>,
    mix: watch::Sender<Mix>,
    archive: Archive,
    producers: BTreeMap<FeedId, Producer>,
}

impl Stage {
    fn new() -> Self {
        let cameras = [RED, BLUE].map(|number| (number, Feed::new(Limits::default())));
        let producers = cameras.iter().map(|(number, feed)| (*number, feed.producer())).collect();
        let feeds = watch::Sender::new(Arc::new(cameras.into()));
        let clock = SessionClock::start();
        Self { clock, feeds, mix: watch::Sender::default(), archive: Archive::new(clock), producers }
    }

    fn listen(&self, to: Listen) -> Listener {
        Listener::new(to, self.feeds.subscribe(), self.mix.subscribe(), self.archive.clone(), self.clock)
    }

    fn program(&self, camera: Option<FeedId>) {
        self.mix.send_modify(|mix| mix.program = camera);
    }

    fn delay(&self, camera: FeedId, millis: u64) {
        self.mix.send_modify(|mix| {
            mix.delays.insert(camera, Duration::from_millis(millis));
        });
    }

    /// Both cameras speak for so long, 20 ms a packet and a picture; each came 5 ms after its time.
    async fn speak(&self, millis: u64) {
        for _ in 0..millis / 20 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let now = self.clock.now();
            for producer in self.producers.values() {
                for (track, keyframe) in [(Track::Video, true), (Track::Audio, false)] {
                    let (pts, data) = (now.saturating_sub(Duration::from_millis(5)), Bytes::from_static(&[31 << 3]));
                    producer.push(Frame { track, pts, keyframe, data, config: None, arrived: now });
                }
            }
        }
    }
}

/// What is there to hear now: whose, and its time in milliseconds.
async fn heard(listener: &mut Listener) -> Vec<(u32, u64)> {
    let mut heard = Vec::new();
    // On virtual time this ends as soon as nothing else can happen.
    while let Ok(Some(next)) = tokio::time::timeout(Duration::from_millis(1), listener.next()).await {
        heard.push((next.feed.0, next.frame.pts.as_millis()));
    }
    heard
}

#[tokio::test(start_paused = true)]
async fn program_is_the_camera_that_the_director_says() {
    let stage = Stage::new();
    let mut listener = stage.listen(Listen::Program);
    stage.speak(40).await;
    assert_eq!(heard(&mut listener).await, [], "nobody is on program");
    stage.program(Some(RED));
    heard(&mut listener).await;
    stage.speak(40).await;
    let red = heard(&mut listener).await;
    assert_eq!(red.iter().map(|(camera, _)| *camera).collect::<Vec<_>>(), [1, 1]);
    stage.program(Some(BLUE));
    heard(&mut listener).await;
    stage.speak(40).await;
    let blue = heard(&mut listener).await;
    assert_eq!(blue.iter().map(|(camera, _)| *camera).collect::<Vec<_>>(), [2, 2]);
    assert!(blue[0].1 > red[1].1, "{red:?} {blue:?}");
    stage.program(None);
    stage.speak(40).await;
    assert_eq!(heard(&mut listener).await, []);
}

#[tokio::test(start_paused = true)]
async fn a_camera_is_heard_by_itself_whatever_is_on_program() {
    let stage = Stage::new();
    stage.program(Some(RED));
    let mut listener = stage.listen(Listen::Feed { feed: BLUE });
    stage.speak(40).await;
    assert_eq!(heard(&mut listener).await, [(2, 15), (2, 35)]);
}

#[tokio::test(start_paused = true)]
async fn a_delay_is_waited_for_and_is_in_the_time() {
    let stage = Stage::new();
    stage.delay(RED, 200);
    stage.program(Some(RED));
    let mut listener = stage.listen(Listen::Program);
    stage.speak(200).await;
    assert_eq!(heard(&mut listener).await, [], "the first packet came at 20 ms");
    stage.speak(40).await;
    assert_eq!(heard(&mut listener).await, [(1, 215), (1, 235)]);
}

#[tokio::test(start_paused = true)]
async fn a_switch_to_a_late_camera_has_what_it_said_while_it_was_late() {
    let stage = Stage::new();
    stage.delay(BLUE, 100);
    stage.program(Some(RED));
    let mut listener = stage.listen(Listen::Program);
    stage.speak(200).await;
    let red = heard(&mut listener).await;
    assert_eq!(red.last(), Some(&(1, 195)));
    stage.program(Some(BLUE));
    let mut blue = heard(&mut listener).await;
    stage.speak(40).await;
    blue.extend(heard(&mut listener).await);
    assert_eq!(blue.first(), Some(&(2, 215)), "what it said at 115 ms: {blue:?}");
}

#[tokio::test(start_paused = true)]
async fn a_camera_whose_clock_is_behind_may_overlap_a_little_and_never_goes_back() {
    // The length of a packet as its first byte says it (RFC 6716 section 3.1), and what is let through after one at
    // 100 ms: the time of the packets of the next camera.
    let cases: [(u8, &[u64], &[u64]); 2] =
        [(31 << 3, &[90, 109, 110, 130], &[110, 130]), (28 << 3, &[97, 99, 103], &[103])];
    for (first, sent, expected) in cases {
        let stage = Stage::new();
        let say = |camera: FeedId, at: u64| {
            let (pts, data) = (SessionTime::from_millis(at), Bytes::copy_from_slice(&[first]));
            let arrived = stage.clock.now();
            stage.producers[&camera].push(Frame {
                track: Track::Audio,
                pts,
                keyframe: false,
                data,
                config: None,
                arrived,
            })
        };
        stage.program(Some(RED));
        let mut listener = stage.listen(Listen::Program);
        say(RED, 100);
        assert_eq!(heard(&mut listener).await, [(1, 100)]);
        stage.program(Some(BLUE));
        heard(&mut listener).await;
        sent.iter().for_each(|at| assert_eq!(say(BLUE, *at), Pushed::Kept));
        let times: Vec<u64> = heard(&mut listener).await.iter().map(|(_, time)| *time).collect();
        assert_eq!(times, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_heard_twice_when_a_delay_is_taken_away() {
    let stage = Stage::new();
    stage.delay(RED, 200);
    stage.program(Some(RED));
    let mut listener = stage.listen(Listen::Program);
    stage.speak(400).await;
    let before = heard(&mut listener).await;
    stage.delay(RED, 0);
    stage.speak(100).await;
    let after = heard(&mut listener).await;
    let times: Vec<u64> = before.iter().chain(&after).map(|(_, time)| *time).collect();
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_removed_camera_is_silent_until_another_is_heard() {
    let stage = Stage::new();
    stage.program(Some(RED));
    let mut listener = stage.listen(Listen::Program);
    stage.feeds.borrow()[&RED].close();
    assert_eq!(heard(&mut listener).await, []);
    stage.program(Some(BLUE));
    stage.speak(20).await;
    assert_eq!(heard(&mut listener).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn it_ends_with_the_studio() {
    let stage = Stage::new();
    let mut listener = stage.listen(Listen::Program);
    drop(stage);
    assert_eq!(listener.next().await, None);
}

/// A replay of what `RED` said from `from` on, heard from `since` on.
fn replayed(stage: &Stage, since: u64, stretches: &[(u64, u64)], delay: u64) -> PastSound {
    let camera = CameraId::new("cam-0123456789abcdef").expect("an id");
    stage.archive.join(&camera, &stage.feeds.borrow()[&RED]);
    let segment = |&(from, to): &(u64, u64)| PastSegment {
        camera: Some(camera.clone()),
        from: SessionTime::from_millis(from),
        to: SessionTime::from_millis(to),
        delay: Duration::from_millis(delay),
    };
    PastSound { segments: stretches.iter().map(segment).collect(), since: SessionTime::from_millis(since) }
}

/// `heard`, for so long.
async fn heard_for(listener: &mut Listener, stage: &Stage, millis: u64) -> Vec<(u32, u64)> {
    let end = stage.clock.instant(stage.clock.now() + Duration::from_millis(millis));
    let mut heard = Vec::new();
    while let Ok(Some(next)) = tokio::time::timeout_at(end, listener.next()).await {
        let late = stage.clock.now().since(next.frame.pts);
        assert!(
            late <= Duration::from_millis(2) && next.frame.pts <= stage.clock.now(),
            "given when it is to be heard"
        );
        heard.push((next.feed.0, next.frame.pts.as_millis()));
    }
    heard
}

#[tokio::test(start_paused = true)]
async fn a_replays_own_sound_is_heard_when_its_pictures_are_seen_again() {
    let stage = Stage::new();
    // Packets of the moments 15, 35, 55 and so on.
    stage.speak(1_000).await;
    let mut listener = stage.listen(Listen::Program);
    let sound = replayed(&stage, 1_000, &[(100, 160), (500, 540)], 0);
    stage.mix.send_modify(|mix| mix.replay = Some(sound));
    let heard = heard_for(&mut listener, &stage, 300).await;
    // 115, 135 and 155 of the first, 515 and 535 of the second, which begins at 1060.
    assert_eq!(heard, [(0, 1_015), (0, 1_035), (0, 1_055), (0, 1_075), (0, 1_095)]);
    stage.mix.send_modify(|mix| (mix.replay, mix.program) = (None, Some(RED)));
    heard_for(&mut listener, &stage, 1).await;
    let speaks = stage.speak(40);
    let (live, ()) = tokio::join!(heard_live(&mut listener), speaks);
    assert_eq!(live, RED, "and then live again");
}

#[tokio::test(start_paused = true)]
async fn who_has_to_play_it_has_a_replays_sound_early() {
    let stage = Stage::new();
    stage.speak(1_000).await;
    let sound = replayed(&stage, 1_000, &[(100, 400)], 0);
    stage.mix.send_modify(|mix| mix.replay = Some(sound));
    let mut listener = stage.listen(Listen::Program).with_replays_early(Duration::from_millis(200));
    let heard = heard(&mut listener).await;
    assert_eq!((heard.first(), heard.last()), (Some(&(0, 1_015)), Some(&(0, 1_195))), "{heard:?}");
}

#[tokio::test(start_paused = true)]
async fn who_comes_while_a_replay_plays_hears_it_from_there_on_and_as_late_as_its_camera() {
    let stage = Stage::new();
    stage.speak(1_000).await;
    let sound = replayed(&stage, 800, &[(100, 400)], 60);
    stage.mix.send_modify(|mix| mix.replay = Some(sound));
    let mut listener = stage.listen(Listen::Program);
    let heard = heard_for(&mut listener, &stage, 300).await;
    // What was said at 240 is heard at 800 + 140 + 60.
    assert_eq!(heard.first(), Some(&(0, 1_015)));
    // It ends with its pictures, at 1100.
    assert_eq!(heard.last(), Some(&(0, 1_095)));
}

async fn heard_live(listener: &mut Listener) -> FeedId {
    listener.next().await.expect("there is a studio").feed
}
