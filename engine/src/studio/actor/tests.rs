//! What the studio makes of the director's decisions, without its task.

use std::time::Duration;

use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio_util::task::TaskTracker;

use super::*;
use crate::{
    config::Port,
    director::Limits,
    feed,
    media::{Frame, Track, VideoCodec, VideoConfig},
    peer::UdpMux,
    program::{self, Inputs, OnAir},
    protocol::{
        CameraId, CameraNumber, Command, Event, FeedId, Join, RecordingState, Source, Tally, ToDesk, WatchSlateKind,
    },
    replay::Signal,
    sound::Mix,
    store::Store,
    studio::{Stills, StoredLibrary, Viewers},
    vital::Vitals,
};

/// An actor that nobody runs yet, and what it needs for as long as it is there.
struct Stage {
    actor: Actor,
    mailbox: (mpsc::Sender<Message>, mpsc::Receiver<Message>),
    feeds: watch::Receiver<Feeds>,
    frames: broadcast::Sender<Signal>,
    screens: Screens,
    tasks: TaskTracker,
    dir: tempfile::TempDir,
}

impl Stage {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let (vitals, clock) = (Vitals::new(), SessionClock::start());
        let (tasks, cancel) = (vitals.tasks().clone(), vitals.cancel().clone());
        let loopback = Some("127.0.0.1".parse().expect("an address"));
        let media_port = UdpMux::open(Port::Exactly(0), loopback, &vitals).expect("a free port");
        let archive = Archive::new(clock);
        let frames = broadcast::Sender::new(64);
        let channels = Channels {
            archive,
            voice: Voice::new(clock),
            announcements: Announcements {
                numbers: watch::Sender::default(),
                events: broadcast::Sender::new(64),
                telemetry: watch::Sender::default(),
                levels: watch::Sender::default(),
                mix: watch::Sender::default(),
                on_air: watch::Sender::default(),
                slate: watch::Sender::default(),
            },
            chosen_address: watch::Sender::default(),
            feeds: watch::Sender::default(),
            replay: Outlet::new(frames.clone()),
            screens: Screens::default(),
            reports: DeskReports::default(),
        };
        let (feeds, screens) = (channels.feeds.subscribe(), channels.screens.clone());
        let inputs = Inputs {
            on_air: channels.announcements.on_air.subscribe(),
            mix: watch::Sender::new(Mix::default()).subscribe(),
            feeds: feeds.clone(),
            archive: Archive::new(clock),
            replay: frames.subscribe(),
        };
        let (program, running) = program::start(inputs, clock, cancel.clone());
        let stream = peer::MediaStream::new(program, clock);
        let viewers = Viewers::new(media_port.clone(), stream.clone(), 1, &tasks, cancel.clone());
        let startup = Startup {
            limits: Limits::default(),
            ring: feed::Limits::default(),
            media_port,
            clock,
            join: Join::default(),
            persisted: Persisted::default(),
            shows: dir.path().join("shows"),
            store: Store::open(dir.path(), "studio.json").expect("a store"),
            library: StoredLibrary::open(dir.path()).expect("readable"),
            stills: Stills::open(dir.path()).expect("readable"),
        };
        tasks.spawn(running);
        let mailbox = mpsc::channel(8);
        let actor = Actor::new(startup, channels, viewers, stream, mailbox.0.downgrade(), &vitals);
        Self { actor, mailbox, feeds, frames, screens, tasks, dir }
    }

    fn asks(&mut self, command: Command) {
        self.actor.input(Input::Command { by: None, command }).expect("it is accepted");
    }
}

/// An event as a desk reads it.
fn event(text: &[u8]) -> Event {
    match serde_json::from_slice(text).expect("what we say can be read") {
        ToDesk::Event { event } => event.event,
        other => unreachable!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_is_written_once_for_all_desks() {
    let mut stage = Stage::new();
    let [mut one, mut other] = [(); 2].map(|()| stage.actor.announcements.events.subscribe());
    stage.asks(Command::Mute { muted: true });
    let (one, other) = (one.try_recv().expect("an event"), other.try_recv().expect("an event"));
    assert!(matches!(event(&one), Event::Sound { .. }));
    assert_eq!(one.as_ptr(), other.as_ptr(), "they share its bytes");
}

#[tokio::test(start_paused = true)]
async fn what_a_camera_was_told_last_is_what_was_decided_last() {
    let mut stage = Stage::new();
    let anna = CameraId::new("anna").expect("an id");
    stage.actor.admit_camera(&anna, None).expect("there is room");
    stage.actor.hear([Input::Picture { id: anna.clone() }]);
    tokio::time::advance(Duration::from_secs(2)).await;
    let mut view = stage.actor.cameras.view(&anna);
    let mut events = stage.actor.announcements.events.subscribe();
    // Its ring is empty, so the replay fails while it is being started: program is live again at once.
    stage.asks(Command::replay());
    assert_eq!(view.borrow_and_update().tally, Tally::Program);
    let mut on_air = Vec::new();
    while let Ok(text) = events.try_recv() {
        if let Event::OnAir { on_air: now } = event(&text) {
            on_air.push(now.source);
        }
    }
    let camera = CameraNumber(1);
    assert_eq!(on_air, [Source::Replay { id: 1 }, Source::Camera { camera }]);
}

#[tokio::test(start_paused = true)]
async fn program_does_not_notice_that_cameras_change_places() {
    let mut stage = Stage::new();
    for who in ["anna", "ben"] {
        let id = CameraId::new(who).expect("an id");
        stage.actor.admit_camera(&id, None).expect("there is room");
        stage.actor.hear([Input::Picture { id }]);
    }
    let (camera, to) = (CameraNumber(1), CameraNumber(2));
    stage.asks(Command::SoundDelay { camera, delay: 80 });
    let Announcements { on_air, mix, .. } = &stage.actor.announcements;
    let (mut on_air, mut mix, mut feeds) = (on_air.subscribe(), mix.subscribe(), stage.feeds.clone());
    assert_eq!(*on_air.borrow_and_update(), OnAir::Feed(FeedId(1)));
    assert_eq!(mix.borrow_and_update().program, Some(FeedId(1)));
    feeds.mark_unchanged();
    stage.asks(Command::Renumber { camera, to });
    assert_eq!(stage.actor.director.selected(), Some(to));
    let changed = [on_air.has_changed(), mix.has_changed(), feeds.has_changed()];
    assert_eq!(changed.map(|changed| changed.expect("a sender")), [false; 3]);
}

#[tokio::test(start_paused = true)]
async fn those_who_watch_know_whether_the_slate_is_meant() {
    let mut stage = Stage::new();
    let slate = stage.actor.announcements.slate.subscribe();
    stage.asks(Command::SetHold { text: Some("Back at 9".to_owned()) });
    stage.asks(Command::Hold { on: true });
    let told = slate.borrow().clone();
    assert_eq!(told.kind, WatchSlateKind::Hold);
    assert_eq!(told.text.as_ref().map(|text| text.as_str()), Some("Back at 9"));
    stage.asks(Command::Hold { on: false });
    let told = slate.borrow().clone();
    assert_eq!((told.kind, told.text), (WatchSlateKind::Slate, None), "what is not on program is nobody's");
}

/// A camera's pictures, 30 a second from now on, a keyframe in ten.
async fn film(feed: Feed, clock: SessionClock) {
    let config = VideoConfig { codec: VideoCodec::Vp8, width: 640, height: 360, description: bytes::Bytes::new() };
    let config = Arc::new(config);
    let producer = feed.producer();
    let mut pictures = tokio::time::interval(Duration::from_millis(33));
    for number in 0_u64.. {
        pictures.tick().await;
        let (pts, keyframe) = (clock.now(), number % 10 == 0);
        // VP8 that is to be shown.
        let data = bytes::Bytes::from(vec![0x10; 100]);
        let config = keyframe.then(|| Arc::clone(&config));
        producer.push(Frame { track: Track::Video, pts, keyframe, data, config, arrived: pts });
    }
}

/// The replays in an OpenTimelineIO file: when each shot began, and where in its file, in milliseconds.
fn replays(timeline: &str) -> Vec<(f64, f64)> {
    let timeline: serde_json::Value = serde_json::from_str(timeline).expect("JSON");
    let mut at = 0.0;
    let mut shots = Vec::new();
    for child in timeline["tracks"]["children"][0]["children"].as_array().expect("a track") {
        let millis = |time: &serde_json::Value| {
            time["value"].as_f64().expect("a number") / time["rate"].as_f64().expect("a number") * 1e3
        };
        if child["metadata"]["regie"]["replay"] == true {
            shots.push((at, millis(&child["source_range"]["start_time"])));
        }
        at += millis(&child["source_range"]["duration"]);
    }
    shots
}

#[tokio::test]
async fn a_replay_is_on_program_from_its_first_picture_on_for_the_desk_and_for_the_editor() {
    let mut stage = Stage::new();
    let anna = CameraId::new("anna").expect("an id");
    stage.actor.admit_camera(&anna, None).expect("there is room");
    let (clock, cancel) = (stage.actor.clock, stage.actor.cancel.clone());
    let filming = tokio::spawn(film(stage.actor.cameras.feed(&anna).expect("it was admitted").clone(), clock));
    let mut frames = stage.frames.subscribe();
    let mut events = stage.actor.announcements.events.subscribe();
    stage.actor.hear([Input::Picture { id: anna }]);
    let Stage { actor, mailbox: (mailbox, messages), screens, tasks, dir, .. } = stage;
    let running = tokio::spawn(actor.run(messages));
    let asks = async |command| {
        let (reply, answer) = oneshot::channel();
        mailbox.send(Message::Command { by: None, command, reply }).await.expect("it runs");
        answer.await.expect("it runs")
    };
    let mut until = async |is: fn(&Event) -> bool| {
        loop {
            let event = event(&events.recv().await.expect("news"));
            if is(&event) {
                return event;
            }
        }
    };
    asks(Command::StartRecording).await.expect("it can begin");
    until(|event| matches!(event, Event::Recording { recording: Some(now) } if now.state == RecordingState::Running))
        .await;
    // Until there is something to replay.
    while asks(Command::replay()).await.is_err() {
        tokio::task::yield_now().await;
    }
    // A desk that was slow to show its first picture.
    let screen = screens.open();
    asks(Command::replay()).await.expect("once more");
    let Event::ReplayStarted { replay } =
        until(|event| matches!(event, Event::ReplayStarted { replay } if replay.id == 2)).await
    else {
        unreachable!("it was waited for")
    };
    let from = replay.segments[0].from;
    let first = loop {
        if let Signal::Frame { replay: 2, shown: true, frame, .. } = frames.recv().await.expect("a replay") {
            break frame.pts.as_millis();
        }
    };
    // Its decoder takes its time.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let shown = clock.now().as_millis();
    screens.shows(2);
    let Event::ReplayRolling { at, .. } = until(|event| matches!(event, Event::ReplayRolling { id: 2, .. })).await
    else {
        unreachable!("it was waited for")
    };
    // Its range began as long before as its first picture is behind its beginning.
    assert!(at + (first - from) + 1 >= shown, "it rolls at {at} what was shown at {shown}");
    drop(screen);
    until(|event| matches!(event, Event::ReplayEnded { id: 2, .. })).await;
    asks(Command::StopRecording).await.expect("it is recorded");
    until(|event| matches!(event, Event::ShowFinished { .. })).await;
    let show = std::fs::read_dir(dir.path().join("shows")).expect("shows").flatten().next().expect("one").path();
    let read = |name: &str| std::fs::read_to_string(show.join(name)).expect("there");
    let manifest: serde_json::Value = serde_json::from_str(&read("manifest.json")).expect("JSON");
    let began = manifest["start_ms"].as_f64().expect("a number");
    let files = manifest["files"].as_array().expect("files");
    let iso = files.iter().find(|file| file["role"] == "iso").expect("an ISO");
    let (on_program, in_file) = *replays(&read("cuts.otio")).last().expect("the replay");
    // How long after it was filmed a picture was on program again.
    let later = began + on_program - (iso["start_ms"].as_f64().expect("a number") + in_file);
    let expected = (at - from) as f64;
    assert!((later - expected).abs() < 1.5, "the editor has it {later} ms later, the desk {expected}");
    filming.abort();
    cancel.cancel();
    running.await.expect("it ends");
    tasks.close();
    tasks.wait().await;
}
