//! The last ten seconds of the program, again.

use super::words::*;
use crate::director::Input;
use crate::protocol::Millis;

/// Anna from 1000, ben from 20000, at 23000 a replay of both.
fn during_a_replay() -> Vec<(Millis, Input)> {
    and(anna_and_ben(), &[(20_000, cut(2)), (23_000, replay()), (23_000, rolls(1, 23_000))])
}

/// Replays of ten seconds, the first one at `from`, each one at the end of the one before: all of the same pictures.
fn replays_in_a_row(count: u32, from: Millis) -> Vec<(Millis, Input)> {
    (1..=count)
        .zip((from..).step_by(10_000))
        .flat_map(|(id, at)| [(at, replay()), (at, rolls(id, at)), (at + 10_000, finished(id))])
        .collect()
}

#[test]
fn a_replay_plays_what_program_showed() {
    check(vec![
        Case {
            what: "The last ten seconds, across a cut; the camera to which it returns is on preview.",
            given: and(anna_and_ben(), &[(20_000, cut(2))]),
            when: (23_000, replay()),
            then: &[
                "replay 1: 1 from 13000 to 20000, 2 from 20000 to 23000",
                "on air: replay 1",
                "2 Camera 2, live since 1500, PREVIEW",
                "→ play 1: 1 from 13000 to 20000, 2 from 20000 to 23000",
                "→ tell ben: 2 Camera 2, PREVIEW",
            ],
        },
        Case {
            what: "Early in the show: what there is.",
            given: anna_and_ben(),
            when: (1_500, replay()),
            then: &[
                "replay 1: 1 from 1000 to 1500",
                "on air: replay 1",
                "1 Camera 1, live since 1000, PREVIEW",
                "→ play 1: 1 from 1000 to 1500",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "Less than half a second is nothing.",
            given: vec![(0, joins("anna")), (1_000, picture("anna"))],
            when: (1_499, replay()),
            then: &["refused: NothingToReplay"],
        },
        Case {
            what: "Nothing was on program yet.",
            given: vec![(0, joins("anna"))],
            when: (20_000, replay()),
            then: &["refused: NothingToReplay"],
        },
        Case {
            what: "The slate is skipped.",
            given: and(anna_and_ben(), &[(20_000, stalled("anna")), (22_000, picture("anna"))]),
            when: (25_000, replay()),
            then: &[
                "replay 1: 1 from 15000 to 20000, 1 from 22000 to 25000",
                "on air: replay 1",
                "1 Camera 1, live since 22000, PREVIEW",
                "→ play 1: 1 from 15000 to 20000, 1 from 22000 to 25000",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "With the slate on program, what was seen before it.",
            given: and(anna_and_ben(), &[(20_000, stalled("anna"))]),
            when: (24_000, replay()),
            then: &["replay 1: 1 from 14000 to 20000", "on air: replay 1", "→ play 1: 1 from 14000 to 20000"],
        },
        Case {
            what: "Only slate for ten seconds.",
            given: and(anna_and_ben(), &[(20_000, stalled("anna"))]),
            when: (30_000, replay()),
            then: &["refused: NothingToReplay"],
        },
        Case {
            what: "A removed camera's part is skipped.",
            given: and(anna_and_ben(), &[(20_000, cut(2)), (22_000, remove(1))]),
            when: (23_000, replay()),
            then: &[
                "replay 1: 2 from 20000 to 23000",
                "on air: replay 1",
                "2 Camera 2, live since 1500, PREVIEW",
                "→ play 1: 2 from 20000 to 23000",
                "→ tell ben: 2 Camera 2, PREVIEW",
            ],
        },
        Case {
            what: "The camera that has a removed one's number now was not on program then.",
            given: and(anna_and_ben(), &[(20_000, remove(1)), (20_000, joins("cleo")), (20_000, picture("cleo"))]),
            when: (21_000, replay()),
            then: &[
                "replay 1: 1 from 20000 to 21000",
                "on air: replay 1",
                "1 Camera 1, live since 20000, PREVIEW",
                "→ play 1: 1 from 20000 to 21000",
                "→ tell cleo: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "A replay that was on program is what it showed: a bit of it at first, then live.",
            given: and(anna_and_ben(), &[(20_000, replay()), (20_000, rolls(1, 20_000)), (24_000, cut(2))]),
            when: (30_000, replay()),
            then: &[
                "replay 2: 1 from 10000 to 14000, 2 from 24000 to 30000",
                "on air: replay 2",
                "2 Camera 2, live since 1500, PREVIEW",
                "→ play 2: 1 from 10000 to 14000, 2 from 24000 to 30000",
                "→ tell ben: 2 Camera 2, PREVIEW",
            ],
        },
        Case {
            what: "A replay of a replay is flat, and starts in the middle of it if ten seconds reach so far.",
            given: and(
                anna_and_ben(),
                &[
                    (20_000, cut(2)),
                    (25_000, replay()),
                    (25_000, rolls(1, 25_000)),
                    (35_000, finished(1)),
                    (37_000, replay()),
                    (37_000, rolls(2, 37_000)),
                    (47_000, finished(2)),
                ],
            ),
            when: (48_000, replay()),
            then: &[
                "replay 3: 1 from 18000 to 20000, 2 from 20000 to 25000, 2 from 35000 to 37000, 2 from 47000 to 48000",
                "on air: replay 3",
                "2 Camera 2, live since 1500, PREVIEW",
                "→ play 3: 1 from 18000 to 20000, 2 from 20000 to 25000, 2 from 35000 to 37000, 2 from 47000 to 48000",
                "→ tell ben: 2 Camera 2, PREVIEW",
            ],
        },
        Case {
            what: "A replay and the same camera live at the very moment where it was taken follow on from each other.",
            given: and(anna_and_ben(), &[(20_000, replay()), (20_000, live())]),
            when: (21_000, replay()),
            then: &[
                "replay 2: 1 from 11000 to 21000",
                "on air: replay 2",
                "1 Camera 1, live since 1000, PREVIEW",
                "→ play 2: 1 from 11000 to 21000",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "Pictures from more than a minute ago are gone, however often they were replayed.",
            given: and(anna_and_ben(), &replays_in_a_row(6, 20_000)),
            when: (85_000, replay()),
            then: &[
                "replay 7: 1 from 80000 to 85000",
                "on air: replay 7",
                "1 Camera 1, live since 1000, PREVIEW",
                "→ play 7: 1 from 80000 to 85000",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
    ]);
}

#[test]
fn a_replay_ends() {
    check(vec![
        Case {
            what: "It has played: back to the selected camera.",
            given: during_a_replay(),
            when: (33_000, finished(1)),
            then: &[
                "replay 1 finished",
                "on air: 2",
                "2 Camera 2, live since 1500, PROGRAM",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
        Case {
            what: "Its pictures could not be played: back to the selected camera.",
            given: during_a_replay(),
            when: (23_100, failed(1)),
            then: &[
                "replay 1 failed",
                "on air: 2",
                "2 Camera 2, live since 1500, PROGRAM",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
        Case {
            what: "Back to live.",
            given: during_a_replay(),
            when: (25_000, live()),
            then: &[
                "replay 1 stopped",
                "on air: 2",
                "2 Camera 2, live since 1500, PROGRAM",
                "→ stop 1",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
        Case {
            what: "A cut to another camera.",
            given: during_a_replay(),
            when: (25_000, cut(1)),
            then: &[
                "replay 1 stopped",
                "selected: 1",
                "on air: 1",
                "2 Camera 2, live since 1500, off",
                "1 Camera 1, live since 1000, PROGRAM",
                "→ stop 1",
                "→ tell anna: 1 Camera 1, PROGRAM",
                "→ tell ben: 2 Camera 2, off",
            ],
        },
        Case {
            what: "A cut to the camera to which it would have returned.",
            given: during_a_replay(),
            when: (25_000, cut(2)),
            then: &[
                "replay 1 stopped",
                "on air: 2",
                "2 Camera 2, live since 1500, PROGRAM",
                "→ stop 1",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
        Case {
            what: "A cut that is refused does not end it.",
            given: during_a_replay(),
            when: (25_000, cut(3)),
            then: &["refused: UnknownCamera"],
        },
        Case {
            what: "The end of a replay that was stopped before is no news.",
            given: and(during_a_replay(), &[(25_000, live())]),
            when: (25_010, finished(1)),
            then: &[],
        },
        Case {
            what: "The end of the replay before this one is no news.",
            given: and(during_a_replay(), &[(25_000, replay())]),
            when: (25_010, failed(1)),
            then: &[],
        },
    ]);
}

#[test]
fn a_replay_starts_again() {
    check(vec![
        Case {
            what: "The same stretches from the start, as another replay.",
            given: during_a_replay(),
            when: (26_000, replay()),
            then: &[
                "replay 1 stopped",
                "replay 2: 1 from 13000 to 20000, 2 from 20000 to 23000",
                "on air: replay 2",
                "→ stop 1",
                "→ play 2: 1 from 13000 to 20000, 2 from 20000 to 23000",
                "→ tell ben: 2 Camera 2, PREVIEW",
            ],
        },
        Case {
            what: "Without the camera that was removed since.",
            given: and(during_a_replay(), &[(25_000, remove(1))]),
            when: (26_000, replay()),
            then: &[
                "replay 1 stopped",
                "replay 2: 2 from 20000 to 23000",
                "on air: replay 2",
                "→ stop 1",
                "→ play 2: 2 from 20000 to 23000",
                "→ tell ben: 2 Camera 2, PREVIEW",
            ],
        },
        Case {
            what: "Without what is more than a minute ago by now.",
            given: and(and(anna_and_ben(), &replays_in_a_row(5, 20_000)), &[(70_000, replay())]),
            when: (74_000, replay()),
            then: &[
                "replay 6 stopped",
                "replay 7: 1 from 14000 to 20000",
                "on air: replay 7",
                "→ stop 6",
                "→ play 7: 1 from 14000 to 20000",
            ],
        },
        Case {
            what: "When nothing of it is left it can't start again; what still plays goes on.",
            given: and(during_a_replay(), &[(25_000, remove(1)), (25_000, remove(2))]),
            when: (26_000, replay()),
            then: &["refused: NothingToReplay"],
        },
    ]);
}

#[test]
fn cameras_come_and_go_during_a_replay() {
    check(vec![
        Case {
            what: "The selected camera is lost: the replay goes on, but nothing is next.",
            given: during_a_replay(),
            when: (25_000, stalled("ben")),
            then: &["2 Camera 2, lost since 25000, off", "→ tell ben: 2 Camera 2, off"],
        },
        Case {
            what: "It is still lost when the replay ends: the slate.",
            given: and(during_a_replay(), &[(25_000, stalled("ben"))]),
            when: (33_000, finished(1)),
            then: &["replay 1 finished", "on air: slate"],
        },
        Case {
            what: "It is back before the end: next again.",
            given: and(during_a_replay(), &[(25_000, stalled("ben"))]),
            when: (28_000, picture("ben")),
            then: &["2 Camera 2, live since 28000, PREVIEW", "→ tell ben: 2 Camera 2, PREVIEW, live in 5000"],
        },
        Case {
            what: "A camera that is being replayed is lost: its pictures are there, the replay goes on.",
            given: during_a_replay(),
            when: (25_000, stalled("anna")),
            then: &["1 Camera 1, lost since 25000, off"],
        },
        Case {
            what: "The selected camera is removed: the replay goes on.",
            given: during_a_replay(),
            when: (25_000, remove(2)),
            then: &["selected: none", "2 is gone", "→ disconnect ben", "→ remember"],
        },
        Case {
            what: "With nothing chosen, the next camera that gets a picture comes after the replay.",
            given: and(during_a_replay(), &[(25_000, remove(2)), (26_000, joins("cleo"))]),
            when: (27_000, picture("cleo")),
            then: &[
                "selected: 2",
                "2 Camera 2, live since 27000, PREVIEW",
                "→ remember",
                "→ tell cleo: 2 Camera 2, PREVIEW, live in 6000",
            ],
        },
    ]);
}

#[test]
fn a_replay_counts_from_its_first_picture() {
    check(vec![
        Case {
            what: "Everyone hears when it is shown.",
            given: and(anna_and_ben(), &[(20_000, replay())]),
            when: (20_310, rolls(1, 20_300)),
            then: &["replay 1 rolls at 20300", "→ tell anna: 1 Camera 1, PREVIEW, live in 9990"],
        },
        Case {
            what: "A second desk shows it too: that is no news.",
            given: and(anna_and_ben(), &[(20_000, replay()), (20_300, rolls(1, 20_300))]),
            when: (20_400, rolls(1, 20_400)),
            then: &[],
        },
        Case {
            what: "It was stopped before it was shown.",
            given: and(anna_and_ben(), &[(20_000, replay()), (20_100, live())]),
            when: (20_300, rolls(1, 20_290)),
            then: &[],
        },
        Case {
            what: "Until its first picture the camera before it was seen, and from then on its own.",
            given: and(anna_and_ben(), &[(20_000, replay()), (20_300, rolls(1, 20_300)), (24_300, cut(2))]),
            when: (28_000, replay()),
            then: &[
                "replay 2: 1 from 18000 to 20300, 1 from 10000 to 14000, 2 from 24300 to 28000",
                "on air: replay 2",
                "2 Camera 2, live since 1500, PREVIEW",
                "→ play 2: 1 from 18000 to 20300, 1 from 10000 to 14000, 2 from 24300 to 28000",
                "→ tell ben: 2 Camera 2, PREVIEW",
            ],
        },
        Case {
            what: "One that was never shown is as if it had not been.",
            given: and(anna_and_ben(), &[(20_000, replay()), (20_200, cut(2))]),
            when: (23_000, replay()),
            then: &[
                "replay 2: 1 from 13000 to 20200, 2 from 20200 to 23000",
                "on air: replay 2",
                "2 Camera 2, live since 1500, PREVIEW",
                "→ play 2: 1 from 13000 to 20200, 2 from 20200 to 23000",
                "→ tell ben: 2 Camera 2, PREVIEW",
            ],
        },
    ]);
}
