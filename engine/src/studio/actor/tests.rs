//! What the studio makes of the director's decisions, without its task.

use std::time::Duration;

use tokio::sync::{broadcast, mpsc, watch};

use super::*;
use crate::{
    Port,
    director::Limits,
    program::{Inputs, Program},
    protocol::{CameraNumber, Command, Event, FeedId, Join, Source, WatchSlateKind},
    sound::Mix,
    store::Store,
    studio::{Stills, Viewers},
};

/// An actor that nobody runs, and what it needs for as long as it is there.
struct Stage {
    actor: Actor,
    _mailbox: mpsc::Receiver<Message>,
    _dir: tempfile::TempDir,
}

impl Stage {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let (tasks, cancel, clock) = (TaskTracker::new(), CancellationToken::new(), SessionClock::start());
        let loopback = Some("127.0.0.1".parse().expect("an address"));
        let media_port = MediaPort::open(Port::Exactly(0), loopback, &tasks, &cancel).expect("a free port");
        let outlets = Outlets {
            events: broadcast::Sender::new(64),
            telemetry: watch::Sender::default(),
            levels: watch::Sender::default(),
            mix: watch::Sender::default(),
            chosen_address: watch::Sender::default(),
            feeds: watch::Sender::default(),
            replay: broadcast::Sender::new(64),
            screens: Screens::default(),
            on_air: watch::Sender::default(),
            slate: watch::Sender::default(),
        };
        let inputs = Inputs {
            on_air: outlets.on_air.subscribe(),
            mix: watch::Sender::new(Mix::default()).subscribe(),
            feeds: outlets.feeds.subscribe(),
            replay: outlets.replay.subscribe(),
        };
        let (program, _running) = Program::new(inputs, clock, cancel.clone());
        let source = peer::Source { program, payloads: Arc::default(), clock };
        let viewers = Viewers::new(media_port.clone(), source.clone(), 1, &tasks, cancel.clone());
        let opening = Opening {
            limits: Limits::default(),
            ring: feed::Limits::default(),
            media_port,
            clock,
            join: Join::default(),
            kept: Kept::default(),
            shows: dir.path().join("shows"),
            store: Store::open(dir.path(), "studio.json").expect("a store"),
            stills: Stills::open(dir.path()).expect("readable"),
        };
        let (mailbox, messages) = mpsc::channel(8);
        let actor = Actor::new(opening, outlets, viewers, source, mailbox.downgrade(), tasks, cancel);
        Self { actor, _mailbox: messages, _dir: dir }
    }

    fn asks(&mut self, command: Command) {
        self.actor.input(Input::Command { by: None, command }).expect("it is accepted");
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_camera_was_told_last_is_what_was_decided_last() {
    let mut stage = Stage::new();
    let anna = CameraId::new("anna").expect("an id");
    stage.actor.admit_camera(&anna, None).expect("there is room");
    stage.actor.tell_director(Input::Picture { id: anna.clone() });
    tokio::time::advance(Duration::from_secs(2)).await;
    let mut view = stage.actor.cameras[&anna].view.subscribe();
    let mut events = stage.actor.outlets.events.subscribe();
    // Its ring is empty, so the replay fails while it is being started: program is live again at once.
    stage.asks(Command::Replay);
    assert_eq!(view.borrow_and_update().tally, Tally::Program);
    let mut on_air = Vec::new();
    while let Ok(numbered) = events.try_recv() {
        if let Event::OnAir { on_air: now } = numbered.event {
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
        stage.actor.tell_director(Input::Picture { id });
    }
    let (camera, to) = (CameraNumber(1), CameraNumber(2));
    stage.asks(Command::SoundDelay { camera, delay: 80 });
    let outlets = &stage.actor.outlets;
    let (mut on_air, mut mix, mut feeds) =
        (outlets.on_air.subscribe(), outlets.mix.subscribe(), outlets.feeds.subscribe());
    assert_eq!(*on_air.borrow_and_update(), OnAir::Feed(FeedId(1)));
    assert_eq!(mix.borrow_and_update().program, Some(FeedId(1)));
    feeds.mark_unchanged();
    stage.asks(Command::Renumber { camera, to });
    assert_eq!(stage.actor.director.snapshot(0).selected, Some(to));
    let changed = [on_air.has_changed(), mix.has_changed(), feeds.has_changed()];
    assert_eq!(changed.map(|changed| changed.expect("a sender")), [false; 3]);
}

#[tokio::test(start_paused = true)]
async fn those_who_watch_know_whether_the_slate_is_meant() {
    let mut stage = Stage::new();
    let slate = stage.actor.outlets.slate.subscribe();
    stage.asks(Command::SetHold { text: Some("Back at 9".to_owned()) });
    stage.asks(Command::Hold { on: true });
    let told = slate.borrow().clone();
    assert_eq!(told.kind, WatchSlateKind::Hold);
    assert_eq!(told.text.as_ref().map(|text| text.as_str()), Some("Back at 9"));
    stage.asks(Command::Hold { on: false });
    let told = slate.borrow().clone();
    assert_eq!((told.kind, told.text), (WatchSlateKind::Slate, None), "what is not on program is nobody's");
}
