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
        recording: None,
        last_show: None,
        sound: ProgramSound::default(),
        links: Vec::new(),
        join: Join::default(),
        settings: Settings {
            camera_limit: 16,
            replay_length: 10_000,
            history_length: 60_000,
            viewer_limit: 50,
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
