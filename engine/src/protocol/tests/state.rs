//! The state as a client keeps it. That the director's events lead to its next snapshot is tested in its own room.

use crate::protocol::*;

fn snapshot() -> Snapshot {
    Snapshot {
        seq: 7,
        now: 1_000,
        cameras: Vec::new(),
        selected: None,
        history: vec![OnAir::default()],
        replay: None,
        wall: 0,
        players: Vec::new(),
        marks: Vec::new(),
        clips: Vec::new(),
        playlists: Vec::new(),
        archive: ArchiveState::default(),
        hold: Hold::default(),
        fallback: Fallback::default(),
        recording: None,
        last_show: None,
        sound: ProgramSound::default(),
        talk: None,
        playout: Playout::default(),
        links: Vec::new(),
        join: Join::default(),
        settings: Settings {
            camera_limit: 16,
            camera_budget: 3_500,
            replay_length: 10_000,
            history_length: 60_000,
            viewer_limit: 50,
            name_limit: 40,
            sound_delay_limit: 1_000,
            playout_delay_limit: 2_000,
            hold_text_limit: 120,
            hold_picture_limit: 4 << 20,
            disk_warning: 15,
            version: String::new(),
        },
    }
}

fn selected(camera: u8) -> Event {
    Event::Selected { camera: Some(CameraNumber(camera)) }
}

#[test]
fn only_the_next_event_is_taken() {
    let mut state = snapshot();
    for seq in [0, 6, 7, 9, u64::MAX] {
        assert!(!state.apply(Numbered { seq, event: selected(1) }), "event {seq} after 7");
        assert_eq!(state, snapshot());
    }
    assert!(state.apply(Numbered { seq: 8, event: selected(1) }));
    assert_eq!(state, Snapshot { seq: 8, selected: Some(CameraNumber(1)), ..snapshot() });
}

fn camera(number: u8, feed: u32) -> Camera {
    let name = CameraName::new("Anna").expect("a name");
    Camera { state: CameraState::Live, ..Camera::new(CameraNumber(number), FeedId(feed), name, 0) }
}

/// The state with these numbers wherever there is one.
fn numbered(one: u8, two: u8, cameras: Vec<Camera>) -> Snapshot {
    let (one, two) = (CameraNumber(one), CameraNumber(two));
    let on_air = |camera, since| OnAir { source: Source::Camera { camera }, since };
    let segment = |camera| Segment { camera, from: 0, to: 1_000 };
    let segments = vec![segment(one), segment(two)];
    Snapshot {
        cameras,
        selected: Some(one),
        history: vec![OnAir::default(), on_air(one, 100), on_air(two, 200)],
        replay: Some(Replay { id: 1, segments, started: 0, rolling: None, duration: 2_000 }),
        sound: ProgramSound { source: SoundSource::Camera { camera: two }, muted: false },
        ..snapshot()
    }
}

#[test]
fn cameras_that_change_places_do_so_wherever_they_are_named() {
    let renumbered = |camera, to| Event::Renumbered { camera: CameraNumber(camera), to: CameraNumber(to) };
    let mut state = numbered(1, 2, vec![camera(1, 7), camera(2, 8)]);
    assert!(state.apply(Numbered { seq: 8, event: renumbered(1, 2) }));
    assert_eq!(state, Snapshot { seq: 8, ..numbered(2, 1, vec![camera(1, 8), camera(2, 7)]) });
    // A number that nobody has: the camera goes there, and to its place in the order.
    let mut state = numbered(1, 2, vec![camera(1, 7), camera(2, 8)]);
    assert!(state.apply(Numbered { seq: 8, event: renumbered(1, 5) }));
    assert_eq!(state, Snapshot { seq: 8, ..numbered(5, 2, vec![camera(2, 8), camera(5, 7)]) });
}

#[test]
fn what_follows_the_picture_is_silent_on_hold_and_the_mixer_goes_on() {
    let mut state = Snapshot { cameras: vec![camera(1, 1), camera(2, 2)], ..snapshot() };
    state.selected = Some(CameraNumber(1));
    assert_eq!(state.heard(), Some(CameraNumber(1)));
    state.hold.on = true;
    assert_eq!(state.heard(), None);
    state.sound.source = SoundSource::Camera { camera: CameraNumber(2) };
    assert_eq!(state.heard(), Some(CameraNumber(2)));
}

#[test]
fn the_history_reaches_back_as_far_as_it_should() {
    struct Case {
        what: &'static str,
        since: &'static [Millis],
        next: Millis,
        kept: &'static [Millis],
    }
    let cases = [
        Case { what: "all of a short one", since: &[0, 100, 200], next: 1_000, kept: &[0, 100, 200, 1_000] },
        Case { what: "what was still on a minute ago", since: &[0, 100], next: 70_000, kept: &[100, 70_000] },
        Case {
            what: "nothing that ended before that",
            since: &[0, 5_000, 9_999],
            next: 70_000,
            kept: &[9_999, 70_000],
        },
        Case {
            what: "nothing that ended just then",
            since: &[0, 5_000, 10_000],
            next: 70_000,
            kept: &[10_000, 70_000],
        },
        Case {
            what: "what began after that",
            since: &[0, 5_000, 10_001],
            next: 70_000,
            kept: &[5_000, 10_001, 70_000],
        },
    ];
    for Case { what, since, next, kept } in cases {
        let entry = |since| OnAir { source: Source::Slate, since };
        let mut state = Snapshot { history: since.iter().copied().map(entry).collect(), ..snapshot() };
        assert!(state.apply(Numbered { seq: 8, event: Event::OnAir { on_air: entry(next) } }));
        assert_eq!(state.history.iter().map(|entry| entry.since).collect::<Vec<_>>(), kept, "{what}");
        assert_eq!(state.on_air(), &entry(next));
    }
}
