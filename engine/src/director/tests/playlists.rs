//! A playlist plays in order, and returns to live by itself.

use super::words::*;
use crate::director::{Effect, Input};
use crate::protocol::{Command, Millis, ReplayBus};

const PROGRAM: ReplayBus = ReplayBus::Program;

/// Two clips of two seconds, at half the speed and from ben's angle; anna is on program.
fn listed(loops: bool) -> Vec<(Millis, Input)> {
    and(
        anna_and_ben(),
        &[
            (20_000, clip_of(None, 10_000, 12_000)),
            (20_000, clip_of(None, 14_000, 16_000)),
            (20_000, playlist(0, &[(1, None, 50), (2, Some(2), 100)], loops)),
        ],
    )
}

fn played(loops: bool) -> Vec<(Millis, Input)> {
    and(listed(loops), &[(21_000, play_playlist(1, PROGRAM, 0)), (21_000, rolls(1, 21_000))])
}

#[test]
fn entries_follow_each_other_with_their_angles_and_speeds() {
    check(vec![
        Case {
            what: "The first one; the camera that comes after them knows when: in six seconds.",
            given: listed(false),
            when: (21_000, play_playlist(1, PROGRAM, 0)),
            then: &[
                "replay 1: 1 from 10000 to 12000",
                "on air: replay 1",
                "1 Camera 1, live since 1000, PREVIEW",
                "→ play 1: 1 from 10000 to 12000",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "Its first picture is shown.",
            given: and(listed(false), &[(21_000, play_playlist(1, PROGRAM, 0))]),
            when: (21_100, rolls(1, 21_100)),
            then: &["replay 1 rolls at 21100", "→ tell anna: 1 Camera 1, PREVIEW, live in 6000"],
        },
        Case {
            what: "The second one.",
            given: played(false),
            when: (25_000, finished(1)),
            then: &[
                "replay 1 finished",
                "replay 2: 2 from 14000 to 16000",
                "on air: replay 2",
                "→ play 2: 2 from 14000 to 16000",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "Back to live.",
            given: and(played(false), &[(25_000, finished(1)), (25_000, rolls(2, 25_000))]),
            when: (27_000, finished(2)),
            then: &[
                "replay 2 finished",
                "on air: 1",
                "1 Camera 1, live since 1000, PROGRAM",
                "→ tell anna: 1 Camera 1, PROGRAM",
            ],
        },
        Case {
            what: "Or from the beginning, until somebody ends it: nobody knows when.",
            given: and(played(true), &[(25_000, finished(1)), (25_000, rolls(2, 25_000))]),
            when: (27_000, finished(2)),
            then: &[
                "replay 2 finished",
                "replay 3: 1 from 10000 to 12000",
                "on air: replay 3",
                "→ play 3: 1 from 10000 to 12000",
            ],
        },
        Case {
            what: "One that can't be played is left out.",
            given: played(false),
            when: (21_100, failed(1)),
            then: &[
                "replay 1 failed",
                "replay 2: 2 from 14000 to 16000",
                "on air: replay 2",
                "→ play 2: 2 from 14000 to 16000",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "None of them can be played, though it loops.",
            given: and(played(true), &[(21_100, failed(1))]),
            when: (21_200, failed(2)),
            then: &[
                "replay 2 failed",
                "on air: 1",
                "1 Camera 1, live since 1000, PROGRAM",
                "→ tell anna: 1 Camera 1, PROGRAM",
            ],
        },
        Case {
            what: "What comes next is what the list has then.",
            given: and(played(false), &[(23_000, playlist(1, &[(1, None, 50), (1, None, 100)], false))]),
            when: (25_000, finished(1)),
            then: &[
                "replay 1 finished",
                "replay 2: 1 from 10000 to 12000",
                "on air: replay 2",
                "→ play 2: 1 from 10000 to 12000",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "A list that is gone plays its entry to the end.",
            given: and(played(true), &[(23_000, asks(Command::RemovePlaylist { playlist: 1 }))]),
            when: (25_000, finished(1)),
            then: &[
                "replay 1 finished",
                "on air: 1",
                "1 Camera 1, live since 1000, PROGRAM",
                "→ tell anna: 1 Camera 1, PROGRAM",
            ],
        },
        Case {
            what: "The clip that plays is gone: then comes the one that would have come.",
            given: and(played(false), &[(23_000, asks(Command::RemoveClip { clip: 1 }))]),
            when: (25_000, finished(1)),
            then: &[
                "replay 1 finished",
                "replay 2: 2 from 14000 to 16000",
                "on air: replay 2",
                "→ play 2: 2 from 14000 to 16000",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "A list has no such entry.",
            given: listed(false),
            when: (21_000, play_playlist(1, PROGRAM, 2)),
            then: &["refused: OutOfRange"],
        },
        Case {
            what: "There is no such list.",
            given: listed(false),
            when: (21_000, play_playlist(2, PROGRAM, 0)),
            then: &["refused: UnknownPlaylist"],
        },
        Case {
            what: "A list has no clip that is not there.",
            given: listed(false),
            when: (21_000, playlist(0, &[(7, None, 100)], false)),
            then: &["refused: UnknownClip"],
        },
        Case {
            what: "A list is not played backwards.",
            given: listed(false),
            when: (21_000, playlist(0, &[(1, None, -50)], false)),
            then: &["refused: OutOfRange"],
        },
    ]);
}

#[test]
fn a_list_is_looked_at_on_cue() {
    let mut director = desk(and(listed(false), &[(21_000, play_playlist(1, ReplayBus::Cue, 0))]));
    let at = |second: Millis| second * 1_000;
    director.handle(at(24), time_passed()).expect("news");
    assert_eq!(
        players(&director, at(24)),
        ["1 cue of 1: at 11500 since 24000, 50 %, 0 of 1 from 10000 to 12000, entry 0 of 1"]
    );
    director.handle(at(25), time_passed()).expect("news");
    assert_eq!(
        players(&director, at(25)),
        ["1 cue of 1: at 14000 since 25000, 100 %, 0 of 2 from 14000 to 16000, angle 2, entry 1 of 1"]
    );
    director.handle(at(27), time_passed()).expect("news");
    assert_eq!(
        players(&director, at(27)),
        ["1 cue of 1: at 16000 since 27000, 100 %, 0 of 2 from 14000 to 16000, angle 2"]
    );
}

#[test]
fn who_is_next_hears_when_as_often_as_that_changes() {
    let live_in = |given: Vec<(Millis, Input)>, when: (Millis, Input)| {
        let outcome = desk(given).handle(when.0, when.1).expect("it is taken");
        outcome.effects.into_iter().find_map(|effect| match effect {
            Effect::TellCamera { view, .. } => Some(view.live_in),
            _ => None,
        })
    };
    let replayed =
        || and(anna_and_ben(), &[(20_000, replay_of(Some(2), 10_000, 14_000, 100)), (20_000, rolls(1, 20_000))]);
    assert_eq!(live_in(replayed(), (21_000, time_passed())), None, "it counts by itself");
    assert_eq!(live_in(replayed(), (21_000, speed(PROGRAM, 25))), Some(Some(12_000)));
    assert_eq!(live_in(replayed(), (21_000, speed(PROGRAM, 0))), Some(None), "nobody knows");
    assert_eq!(live_in(replayed(), (21_000, seek(PROGRAM, 13_500))), Some(Some(500)));
    // Another one is next now, and hears it too.
    assert_eq!(live_in(and(replayed(), &[(21_000, live()), (21_000, cut(2))]), (21_000, replay())), Some(None));
}
