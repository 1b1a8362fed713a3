use std::{collections::BTreeMap, sync::Arc, time::Duration};

use bytes::Bytes;
use tokio::{
    sync::{broadcast, watch},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::{
    archive::Archive,
    clock::SessionClock,
    feed::{Begin, Consumer, Feed, Limits, Next, Producer},
    media::{Frame, SessionTime, Track, VideoCodec, VideoConfig},
    protocol::FeedId,
    replay::Signal,
    sound::{Feeds, Mix},
};

/// A camera that sends a picture every 40 ms, and one of sound every 20 ms; its keyframes come when they are asked for,
/// 100 ms later.
struct Camera {
    feed: Feed,
    codec: VideoCodec,
    /// What stands in each of its pictures.
    mark: u8,
}

const PICTURE: u64 = 40;
const ANSWER: u64 = 100;
/// How long a picture is under way.
const WAY: u64 = 60;

impl Camera {
    fn new(mark: u8, codec: VideoCodec) -> Self {
        Self { feed: Feed::new(Limits::default()), codec, mark }
    }

    fn picture(&self, now: SessionTime, keyframe: bool) -> Frame {
        let config = VideoConfig { codec: self.codec, width: 64, height: 36, description: Bytes::new() };
        let pts = now.saturating_sub(Duration::from_millis(WAY));
        let data = Bytes::from(vec![0x10, self.mark]);
        Frame { track: Track::Video, pts, keyframe, data, config: keyframe.then(|| Arc::new(config)), arrived: now }
    }

    fn sound(&self, now: SessionTime) -> Frame {
        // Of 20 ms (RFC 6716 section 3.1).
        let data = Bytes::from(vec![1 << 3, self.mark]);
        Frame { track: Track::Audio, data, ..self.picture(now, false) }
    }

    fn run(&self, clock: SessionClock) -> JoinHandle<()> {
        let camera = Self { feed: self.feed.clone(), ..*self };
        let mut producer: Producer = self.feed.producer();
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(Duration::from_millis(20));
            let (mut number, mut due) = (0, Some(SessionTime::ZERO));
            loop {
                tokio::select! {
                    _ = tick.tick() => {
                        let now = clock.now();
                        producer.push(camera.sound(now));
                        if number % (PICTURE / 20) == 0 {
                            let keyframe = due.take_if(|due| *due <= now).is_some();
                            producer.push(camera.picture(now, keyframe));
                        }
                        number += 1;
                    }
                    () = producer.keyframe_wanted() => {
                        due.get_or_insert(clock.now() + Duration::from_millis(ANSWER));
                    }
                }
            }
        })
    }
}

/// A camera that sends a picture every 67 ms, and a keyframe of itself alone: one in 250, as x264 does.
fn encoder(camera: &Camera, clock: SessionClock) -> JoinHandle<()> {
    let camera = Camera { feed: camera.feed.clone(), ..*camera };
    let producer = camera.feed.producer();
    tokio::spawn(async move {
        let mut tick = tokio::time::interval(Duration::from_millis(67));
        for number in 0.. {
            tick.tick().await;
            producer.push(camera.picture(clock.now(), number % 250 == 0));
        }
    })
}

struct Stage {
    clock: SessionClock,
    on_air: watch::Sender<OnAir>,
    mix: watch::Sender<Mix>,
    feeds: watch::Sender<Feeds>,
    replay: broadcast::Sender<Signal>,
    program: Feed,
    out: Consumer,
    cancel: CancellationToken,
}

fn feed(n: u8) -> FeedId {
    FeedId(n.into())
}

fn on(n: u8) -> OnAir {
    OnAir::Feed(feed(n))
}

impl Stage {
    fn new(cameras: &[&Camera]) -> Self {
        let clock = SessionClock::start();
        let feeds: BTreeMap<_, _> = cameras.iter().map(|camera| (feed(camera.mark), camera.feed.clone())).collect();
        for camera in cameras {
            camera.run(clock);
        }
        let (on_air, mix) = (watch::Sender::new(OnAir::Nothing), watch::Sender::new(Mix::default()));
        let (feeds, replay) = (watch::Sender::new(Arc::new(feeds)), broadcast::Sender::new(512));
        let inputs = Inputs {
            on_air: on_air.subscribe(),
            mix: mix.subscribe(),
            feeds: feeds.subscribe(),
            archive: Archive::new(clock),
            replay: replay.subscribe(),
        };
        let cancel = CancellationToken::new();
        let (program, running) = start(inputs, clock, cancel.clone());
        tokio::spawn(running);
        let out = program.consumer(Begin::Next);
        Self { clock, on_air, mix, feeds, replay, program, out, cancel }
    }

    fn hear(&self, camera: Option<u8>, delay: u64) {
        let program = camera.map(feed);
        let delays = program.map(|camera| (camera, Duration::from_millis(delay))).into_iter().collect();
        self.mix.send_replace(Mix { program, delays, replay: None });
    }

    /// What comes out in so many milliseconds: the time of arrival, and the frame.
    async fn take(&mut self, millis: u64) -> Vec<(SessionTime, Frame)> {
        let end = self.clock.instant(self.clock.now() + Duration::from_millis(millis));
        let mut frames = Vec::new();
        while let Ok(next) = tokio::time::timeout_at(end, self.out.next()).await {
            let Next::Frame(frame, _) = next else { panic!("{next:?}") };
            frames.push((self.clock.now(), frame));
        }
        frames
    }

    async fn pictures(&mut self, millis: u64) -> Vec<(SessionTime, Frame)> {
        let mut frames = self.take(millis).await;
        frames.retain(|(_, frame)| frame.track == Track::Video);
        frames
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

fn mark(frame: &Frame) -> u8 {
    frame.data[1]
}

/// That time grows, and that each source begins with a keyframe.
fn assert_whole(pictures: &[(SessionTime, Frame)]) {
    for pair in pictures.windows(2) {
        let (before, after) = (&pair[0].1, &pair[1].1);
        assert!(after.pts >= before.pts + STEP, "{before:?} {after:?}");
        assert!(mark(before) == mark(after) || after.keyframe, "{before:?} {after:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn at_a_cut_the_old_picture_goes_on_until_the_new_keyframe() {
    let (one, two) = (Camera::new(1, VideoCodec::H264), Camera::new(2, VideoCodec::H264));
    let mut stage = Stage::new(&[&one, &two]);
    stage.on_air.send_replace(on(1));
    let before = stage.pictures(2_000).await;
    assert!(before.len() > 40 && before.iter().all(|(_, frame)| mark(frame) == 1));
    let cut = stage.clock.now();
    stage.on_air.send_replace(on(2));
    let after = stage.pictures(2_000).await;
    assert_whole(&after);
    let (at, first) = after.iter().find(|(_, frame)| mark(frame) == 2).expect("the cut comes");
    let took = at.since(cut).as_millis();
    assert!(first.keyframe && (100..=140).contains(&took), "{took} ms");
    let old = after.iter().filter(|(_, frame)| mark(frame) == 1).count();
    assert!((2..=4).contains(&old), "{old} pictures of the old camera until then");
    assert_eq!(first.pts, at.saturating_sub(Duration::from_millis(WAY)), "a live picture keeps its time");
}

#[tokio::test(start_paused = true)]
async fn a_recent_keyframe_is_not_asked_for_again() {
    let (one, two) = (Camera::new(1, VideoCodec::H264), Camera::new(2, VideoCodec::Vp8));
    let mut stage = Stage::new(&[&one, &two]);
    stage.on_air.send_replace(on(1));
    stage.pictures(1_000).await;
    two.feed.request_keyframe();
    stage.pictures(200).await;
    let cut = stage.clock.now();
    stage.on_air.send_replace(on(2));
    let after = stage.pictures(500).await;
    assert_whole(&after);
    let new: Vec<_> = after.iter().filter(|(_, frame)| mark(frame) == 2).collect();
    assert_eq!(new[0].0, cut, "at once");
    assert!(new[0].1.keyframe && new.iter().filter(|(_, frame)| frame.keyframe).count() == 1);
}

#[tokio::test(start_paused = true)]
async fn a_cut_that_is_taken_back_changes_nothing() {
    let (one, two) = (Camera::new(1, VideoCodec::H264), Camera::new(2, VideoCodec::H264));
    let mut stage = Stage::new(&[&one, &two]);
    stage.on_air.send_replace(on(1));
    stage.pictures(1_000).await;
    stage.on_air.send_replace(on(2));
    stage.pictures(50).await;
    stage.on_air.send_replace(on(1));
    let after = stage.pictures(1_000).await;
    assert!(after.len() >= 24 && after.iter().all(|(_, frame)| mark(frame) == 1 && !frame.keyframe));
}

#[tokio::test(start_paused = true)]
async fn on_the_slate_nothing_comes_and_a_camera_that_joins_is_shown() {
    let one = Camera::new(1, VideoCodec::H264);
    let mut stage = Stage::new(&[]);
    stage.on_air.send_replace(on(1));
    stage.hear(Some(1), 0);
    assert!(stage.take(500).await.is_empty());
    one.run(stage.clock);
    stage.feeds.send_replace(Arc::new(BTreeMap::from([(feed(1), one.feed.clone())])));
    let frames = stage.take(1_000).await;
    let pictures = frames.iter().filter(|(_, frame)| frame.track == Track::Video).count();
    assert!(pictures > 20 && frames.len() > pictures + 45, "{pictures} pictures in {} frames", frames.len());
    stage.on_air.send_replace(OnAir::Nothing);
    stage.hear(None, 0);
    stage.take(1).await;
    assert!(stage.take(500).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn rare_keyframes_stop_nothing_and_a_disk_has_a_minute() {
    let one = Camera::new(1, VideoCodec::H264);
    let mut stage = Stage::new(&[]);
    stage.on_air.send_replace(on(1));
    stage.feeds.send_replace(Arc::new(BTreeMap::from([(feed(1), one.feed.clone())])));
    encoder(&one, stage.clock);
    let mut seen = stage.pictures(200).await;
    let mut disk = stage.program.follower(Begin::Live(stage.clock.now()));
    seen.extend(stage.pictures(59_800).await);
    assert!(seen.len() > 890, "{} pictures in a minute", seen.len());
    let longest = seen.windows(2).map(|pair| pair[1].0.since(pair[0].0)).max();
    assert_eq!(longest, Some(Duration::from_millis(67)));
    // What reads it for the first time now has lost nothing.
    let mut read = Vec::new();
    loop {
        let batch = disk.take();
        assert_eq!(batch.lost, 0);
        read.extend(batch.frames);
        if !batch.more {
            break;
        }
    }
    assert!(read.iter().eq(seen.iter().map(|(_, frame)| frame)), "{} of {}", read.len(), seen.len());
}

#[tokio::test(start_paused = true)]
async fn however_many_ask_the_camera_is_asked_once_a_second() {
    let one = Camera::new(1, VideoCodec::H264);
    let mut stage = Stage::new(&[&one]);
    stage.on_air.send_replace(on(1));
    stage.pictures(3_000).await;
    let before = one.feed.totals().keyframes;
    for _ in 0..60 {
        for _ in 0..50 {
            stage.program.request_keyframe();
        }
        stage.pictures(50).await;
    }
    let keyframes = one.feed.totals().keyframes - before;
    assert!((2..=3).contains(&keyframes), "{keyframes} keyframes in three seconds");
}

#[tokio::test(start_paused = true)]
async fn sound_is_of_the_camera_that_is_heard_and_as_late_as_it_is_set() {
    let (one, two) = (Camera::new(1, VideoCodec::H264), Camera::new(2, VideoCodec::H264));
    let mut stage = Stage::new(&[&one, &two]);
    stage.on_air.send_replace(on(1));
    stage.hear(Some(2), 0);
    stage.take(1_000).await;
    let sound = |frames: Vec<(SessionTime, Frame)>| -> Vec<_> {
        frames.into_iter().filter(|(_, frame)| frame.track == Track::Audio).collect()
    };
    let heard = sound(stage.take(1_000).await);
    assert!(heard.len() >= 49 && heard.iter().all(|(_, frame)| mark(frame) == 2), "{}", heard.len());
    stage.hear(Some(2), 300);
    let late = sound(stage.take(1_000).await);
    assert!(late.len() >= 48, "{} packets: what it said 300 ms ago goes on without a gap", late.len());
    for (at, frame) in &late {
        assert_eq!(frame.pts, at.saturating_sub(Duration::from_millis(WAY)), "it is as much later as it is put later");
    }
    stage.hear(None, 0);
    stage.take(1).await;
    assert!(sound(stage.take(500).await).is_empty(), "nobody's is silence");
}

/// The last packet of one camera's sound, and the first of another's: how long before and after the other's first picture
/// they came, and how far their times are from that picture's, in milliseconds.
fn sound_around(frames: &[(SessionTime, Frame)], old: u8, new: u8) -> [[i64; 2]; 2] {
    let of = |camera, track| frames.iter().filter(move |(_, frame)| frame.track == track && mark(frame) == camera);
    let (cut, picture) = of(new, Track::Video).next().expect("the cut comes");
    let from = |time: SessionTime, other: SessionTime| time.as_millis() as i64 - other.as_millis() as i64;
    let (last, first) = (of(old, Track::Audio).last(), of(new, Track::Audio).next());
    [last, first].map(|sound| {
        let (at, frame) = sound.expect("both are heard");
        [from(*at, *cut), from(frame.pts, picture.pts)]
    })
}

fn assert_together(around: [[i64; 2]; 2]) {
    let is_near = |distance: i64| distance.abs() <= 20;
    assert!(around.into_iter().flatten().all(is_near), "more than a packet from the picture: {around:?}");
}

#[tokio::test(start_paused = true)]
async fn at_a_cut_sound_and_picture_change_together() {
    let (one, two) = (Camera::new(1, VideoCodec::H264), Camera::new(2, VideoCodec::H264));
    let mut stage = Stage::new(&[&one, &two]);
    stage.on_air.send_replace(on(1));
    stage.hear(Some(1), 0);
    stage.take(1_000).await;
    // As long before the next picture as may be.
    for wait in [0, 7, 14, 21, 28, 35] {
        let [old, new] = if stage.mix.borrow().program == Some(feed(1)) { [1, 2] } else { [2, 1] };
        stage.take(1_000 + wait).await;
        stage.on_air.send_replace(on(new));
        stage.hear(Some(new), 0);
        assert_together(sound_around(&stage.take(1_000).await, old, new));
    }
}

#[tokio::test(start_paused = true)]
async fn a_cut_out_of_a_replay_changes_sound_and_picture_together() {
    let (one, two, old) =
        (Camera::new(1, VideoCodec::H264), Camera::new(2, VideoCodec::H264), Camera::new(9, VideoCodec::H264));
    let mut stage = Stage::new(&[&one, &two]);
    stage.on_air.send_replace(on(1));
    stage.hear(Some(1), 0);
    stage.take(1_000).await;
    stage.on_air.send_replace(OnAir::Replay { id: 7 });
    stage.take(40).await;
    let frame = old.picture(SessionTime::from_millis(100), true);
    stage
        .replay
        .send(Signal::Frame { replay: 7, reading: 0, shown: true, due: stage.clock.now(), frame })
        .expect("the bus listens");
    stage.replay.send(Signal::Rolling { replay: 7 }).expect("the bus listens");
    let under = stage.take(300).await;
    let heard = under.iter().filter(|(_, frame)| frame.track == Track::Audio && mark(frame) == 1).count();
    assert!(heard >= 14, "the live sound goes on under a replay: {heard} packets");
    stage.on_air.send_replace(on(2));
    stage.hear(Some(2), 0);
    assert_together(sound_around(&stage.take(1_000).await, 1, 2));
}

#[tokio::test(start_paused = true)]
async fn off_the_hold_slate_sound_and_picture_begin_together_and_silence_waits_for_nothing() {
    let one = Camera::new(1, VideoCodec::H264);
    let mut stage = Stage::new(&[&one]);
    stage.take(500).await;
    stage.on_air.send_replace(on(1));
    stage.hear(Some(1), 0);
    let frames = stage.take(1_000).await;
    let first = |track| frames.iter().find(|(_, frame)| frame.track == track).map(|(at, _)| at.as_millis());
    let (picture, sound) = (first(Track::Video).expect("pictures"), first(Track::Audio).expect("sound"));
    assert!(sound >= picture && sound <= picture + 20, "picture at {picture}, sound at {sound}");
    stage.on_air.send_replace(OnAir::Nothing);
    stage.hear(None, 0);
    stage.take(1).await;
    assert!(stage.take(500).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_replays_lead_in_takes_no_time_and_live_comes_back() {
    for codec in [VideoCodec::Vp8, VideoCodec::H264] {
        let (one, old) = (Camera::new(1, codec), Camera::new(9, codec));
        let mut stage = Stage::new(&[&one]);
        stage.on_air.send_replace(on(1));
        stage.pictures(2_000).await;
        stage.on_air.send_replace(OnAir::Replay { id: 7 });
        let clock = stage.clock;
        let signal = |at: u64, keyframe, shown| {
            let frame = old.picture(SessionTime::from_millis(at), keyframe);
            Signal::Frame { replay: 7, reading: 0, shown, due: clock.now(), frame }
        };
        for n in 0..20 {
            stage.replay.send(signal(100 + n * PICTURE, n == 0, false)).expect("the bus listens");
        }
        let mut frames = stage.pictures(500).await;
        stage.replay.send(signal(100 + 20 * PICTURE, false, true)).expect("the bus listens");
        frames.extend(stage.pictures(300).await);
        assert!(frames.iter().all(|(_, frame)| mark(frame) == 1), "until it rolls the old picture goes on");
        stage.replay.send(Signal::Rolling { replay: 7 }).expect("the bus listens");
        frames.extend(stage.pictures(PICTURE).await);
        for n in 21..30 {
            stage.replay.send(signal(100 + n * PICTURE, false, true)).expect("the bus listens");
            frames.extend(stage.pictures(PICTURE).await);
        }
        stage.replay.send(Signal::Ended { replay: 7 }).expect("the bus listens");
        stage.on_air.send_replace(on(1));
        frames.extend(stage.pictures(500).await);
        assert_whole(&frames);
        let replayed: Vec<_> = frames.iter().filter(|(_, frame)| mark(frame) == 9).map(|(_, frame)| frame).collect();
        assert_eq!(replayed.len(), 30);
        let unseen = |frame: &&&Frame| frame.data[0] & 0x10 == 0;
        assert_eq!(replayed.iter().filter(unseen).count(), if codec == VideoCodec::Vp8 { 20 } else { 0 });
        assert_eq!(replayed[20].pts.since(replayed[0].pts), STEP * 20);
        // The first one's lead-in takes as long as a quarter of a millisecond.
        let (took, due) = (replayed[29].pts.since(replayed[20].pts), Duration::from_millis(9 * PICTURE));
        assert!(took <= due && took + STEP * 21 >= due, "{took:?}");
        assert_eq!(mark(&frames.last().expect("frames").1), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn the_program_ends_with_its_studio() {
    let mut stage = Stage::new(&[]);
    stage.cancel.cancel();
    assert_eq!(stage.out.next().await, Next::Closed);
}

#[tokio::test(start_paused = true)]
async fn who_comes_while_the_slate_is_on_gets_no_picture_of_before() {
    let camera = Camera::new(1, VideoCodec::Vp8);
    let mut stage = Stage::new(&[&camera]);
    stage.on_air.send_replace(on(1));
    stage.take(1_000).await;
    let mut newcomer = stage.program.consumer(Begin::Live(stage.clock.now()));
    assert!(
        matches!(newcomer.try_next(), Some(Next::Frame(frame, _)) if frame.keyframe),
        "one that comes during the show does"
    );
    stage.on_air.send_replace(OnAir::Nothing);
    stage.take(1_100).await;
    let mut newcomer = stage.program.consumer(Begin::Live(stage.clock.now()));
    assert_eq!(newcomer.try_next(), None);
    stage.on_air.send_replace(on(1));
    stage.take(1_000).await;
    assert!(matches!(newcomer.try_next(), Some(Next::Frame(frame, _)) if frame.keyframe));
}

/// The signals of a replay.
struct Replayed {
    of: Camera,
    clock: SessionClock,
}

impl Replayed {
    /// The picture with this number: the first is a keyframe.
    fn picture(&self, number: u64, shown: bool) -> Signal {
        let filmed = SessionTime::from_millis(100 + number * PICTURE);
        let frame = Frame { data: Bytes::from(vec![0x10, 9, number as u8]), ..self.of.picture(filmed, number == 0) };
        Signal::Frame { replay: 7, reading: 0, shown, due: self.clock.now(), frame }
    }
}

/// On program, of a replay that stands at its fourth picture.
async fn standing(stage: &mut Stage) -> Replayed {
    let replayed = Replayed { of: Camera::new(9, VideoCodec::Vp8), clock: stage.clock };
    stage.on_air.send_replace(on(1));
    stage.pictures(1_000).await;
    stage.on_air.send_replace(OnAir::Replay { id: 7 });
    stage.take(10).await;
    for (number, shown) in [(0, false), (1, false), (2, false), (3, true)] {
        stage.replay.send(replayed.picture(number, shown)).expect("the bus listens");
    }
    stage.replay.send(Signal::Rolling { replay: 7 }).expect("the bus listens");
    replayed
}

#[tokio::test(start_paused = true)]
async fn who_comes_while_a_replay_stands_sees_the_picture_that_stands() {
    let camera = Camera::new(1, VideoCodec::Vp8);
    let mut stage = Stage::new(&[&camera]);
    let replayed = standing(&mut stage).await;
    let before = stage.pictures(5_000).await;
    let last = before.last().expect("it rolled").1.clone();
    assert_eq!(last.data[2], 3);
    for _ in 0..2 {
        // However many ask, it is given once a second.
        (0..10).for_each(|_| stage.program.request_keyframe());
        let again = stage.pictures(1_500).await;
        let numbers: Vec<_> = again.iter().map(|(_, frame)| (frame.data[2], frame.data[0] & 0x10 != 0)).collect();
        assert_eq!(numbers, [(0, false), (1, false), (2, false), (3, true)], "what it needs is not shown");
        assert!(again[0].1.keyframe && again[0].1.pts >= last.pts + STEP);
        assert_whole(&again);
    }
    stage.replay.send(replayed.picture(4, true)).expect("the bus listens");
    let on = stage.pictures(10).await;
    assert_eq!(on.iter().map(|(_, frame)| frame.data[2]).collect::<Vec<_>>(), [4], "it goes on without a keyframe");
}

#[tokio::test(start_paused = true)]
async fn in_a_hole_nothing_comes_whoever_asks() {
    let camera = Camera::new(1, VideoCodec::H264);
    let mut stage = Stage::new(&[&camera]);
    let replayed = standing(&mut stage).await;
    stage.pictures(100).await;
    let (from, to) = (SessionTime::from_millis(220), SessionTime::from_millis(9_000));
    stage.replay.send(Signal::Hole { replay: 7, from, to }).expect("the bus listens");
    stage.program.request_keyframe();
    assert!(stage.pictures(5_000).await.is_empty());
    stage.replay.send(replayed.picture(4, true)).expect("the bus listens");
    assert_eq!(stage.pictures(10).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_replay_that_begins_in_a_hole_ends_the_picture_before_it() {
    let camera = Camera::new(1, VideoCodec::H264);
    let mut stage = Stage::new(&[&camera]);
    stage.on_air.send_replace(on(1));
    stage.pictures(1_000).await;
    stage.on_air.send_replace(OnAir::Replay { id: 7 });
    stage.take(10).await;
    let (from, to) = (SessionTime::from_millis(220), SessionTime::from_millis(9_000));
    stage.replay.send(Signal::Rolling { replay: 7 }).expect("the bus listens");
    stage.replay.send(Signal::Hole { replay: 7, from, to }).expect("the bus listens");
    stage.pictures(1).await;
    assert!(stage.pictures(500).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn slow_motion_is_as_much_longer_on_every_output_and_evenly() {
    let camera = Camera::new(1, VideoCodec::H264);
    let mut stage = Stage::new(&[&camera]);
    let replayed = standing(&mut stage).await;
    let mut seen = stage.pictures(4 * PICTURE).await;
    for number in 4..20 {
        let signal = replayed.picture(number, true);
        // The engine is late now and then; what it says of when it was due counts.
        stage.pictures(number % 3 * 5).await.is_empty().then_some(()).expect("nothing else comes");
        stage.replay.send(signal).expect("the bus listens");
        seen.extend(stage.pictures(4 * PICTURE - number % 3 * 5).await);
    }
    seen.retain(|(_, frame)| mark(frame) == 9);
    let apart: Vec<_> = seen.windows(2).skip(3).map(|pair| pair[1].1.pts.since(pair[0].1.pts)).collect();
    assert_eq!(apart.len(), 16);
    assert!(apart[1..].iter().all(|apart| *apart == Duration::from_millis(4 * PICTURE)), "{apart:?}");
}
