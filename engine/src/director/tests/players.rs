//! Replays on program and on cue, as an operator plays them.

use super::words::*;
use crate::director::{DeskId, Director, Input};
use crate::protocol::{Command, Millis, RefusalCode, ReplayBus};

const PROGRAM: ReplayBus = ReplayBus::Program;
const CUE: ReplayBus = ReplayBus::Cue;

/// Anna was on program until 20000, then ben; both are live at 30000, and since 10000 everything is kept.
fn evening(then: &[(Millis, Input)]) -> Director {
    desk(and(and(anna_and_ben(), &[(10_000, kept_since(1_000)), (20_000, cut(2))]), then))
}

/// Anna's last ten seconds on cue of desk 1, since 30000.
fn cued() -> (Millis, Input) {
    (30_000, cued_by(Some(1), 1, 20_000, 30_000))
}

#[test]
fn a_cue_is_where_everyone_can_compute_it() {
    let director = evening(&[cued(), (32_000, speed(CUE, 50)), (34_000, angle(CUE, 2))]);
    assert_eq!(
        players(&director, 34_000),
        ["1 cue of 1: at 23000 since 34000, 50 %, 0 of 2 from 20000 to 30000, angle 2"]
    );
    assert_eq!(
        players(&director, 36_000),
        ["1 cue of 1: at 24000 since 36000, 50 %, 0 of 2 from 20000 to 30000, angle 2"]
    );
    // At its end it stands.
    assert_eq!(
        players(&director, 99_000),
        ["1 cue of 1: at 30000 since 99000, 50 %, 0 of 2 from 20000 to 30000, angle 2"]
    );
}

#[test]
fn a_cue_is_looked_at_from_everywhere() {
    check(vec![
        Case {
            what: "Within its range it goes on from there.",
            given: and(anna_and_ben(), &[cued(), (31_000, speed(CUE, 0))]),
            when: (32_000, seek(CUE, 25_000)),
            then: &["1 cue of 1: at 25000 since 32000, 0 %, 0 of 1 from 20000 to 30000, angle 1"],
        },
        Case {
            what: "Before its range, that grows.",
            given: and(anna_and_ben(), &[cued()]),
            when: (32_000, seek(CUE, 15_000)),
            then: &["1 cue of 1: at 15000 since 32000, 100 %, 0 of 1 from 15000 to 30000, angle 1"],
        },
        Case {
            what: "Behind its range as well: the picture of that moment is in it.",
            given: and(anna_and_ben(), &[cued()]),
            when: (32_000, seek(CUE, 31_000)),
            then: &["1 cue of 1: at 31000 since 32000, 100 %, 0 of 1 from 20000 to 31100, angle 1"],
        },
        Case {
            what: "What is not over yet can't be shown.",
            given: and(anna_and_ben(), &[cued()]),
            when: (32_000, seek(CUE, 99_000)),
            then: &["1 cue of 1: at 32000 since 32000, 100 %, 0 of 1 from 20000 to 32000, angle 1"],
        },
        Case {
            what: "In and out; where it was before its beginning, it is at its beginning.",
            given: and(anna_and_ben(), &[cued(), (31_000, speed(CUE, 0))]),
            when: (32_000, trim(CUE, Some(24_000), Some(28_000))),
            then: &["1 cue of 1: at 24000 since 32000, 0 %, 0 of 1 from 24000 to 28000, angle 1"],
        },
        Case {
            what: "Nothing would be left.",
            given: and(anna_and_ben(), &[cued()]),
            when: (32_000, trim(CUE, Some(28_000), Some(24_000))),
            then: &["refused: OutOfRange"],
        },
        Case {
            what: "One angle after the other, from the first moment on.",
            given: and(anna_and_ben(), &[cued()]),
            when: (32_000, angles(CUE, &[2, 1])),
            then: &["1 cue of 1: at 20000 since 32000, 100 %, 0 of 2 from 20000 to 30000, 1 from 20000 to 30000"],
        },
        Case {
            what: "It stands; who has its pictures looks for the one before.",
            given: and(anna_and_ben(), &[cued()]),
            when: (32_000, step(CUE, -1)),
            then: &[
                "1 cue of 1: at 22000 since 32000, 0 %, 0 of 1 from 20000 to 30000, angle 1",
                "→ step 1 by -1 from 22000 of 1",
            ],
        },
        Case {
            what: "It was found.",
            given: and(anna_and_ben(), &[cued(), (32_000, step(CUE, -1))]),
            when: (32_005, Input::ReplayStands { id: 1, at: 21_967 }),
            then: &["1 cue of 1: at 21967 since 32005, 0 %, 0 of 1 from 20000 to 30000, angle 1"],
        },
        Case {
            what: "It was found when the cue played on already.",
            given: and(anna_and_ben(), &[cued(), (32_000, step(CUE, -1)), (32_001, speed(CUE, 100))]),
            when: (32_005, Input::ReplayStands { id: 1, at: 21_967 }),
            then: &[],
        },
        Case {
            what: "No camera has that number, today or in an earlier show.",
            given: and(anna_and_ben(), &[cued()]),
            when: (32_000, angle(CUE, 4)),
            then: &["refused: UnknownCamera"],
        },
        Case {
            what: "Five times as fast is not to be looked at.",
            given: and(anna_and_ben(), &[cued()]),
            when: (32_000, speed(CUE, 500)),
            then: &["refused: OutOfRange"],
        },
    ]);
}

#[test]
fn what_is_cued_goes_on_program() {
    check(vec![
        Case {
            what: "From its first moment, in the angle and as slowly as it was looked at; it was shuttled faster and back meanwhile.",
            given: and(
                anna_and_ben(),
                &[
                    cued(),
                    (31_000, speed(CUE, 50)),
                    (32_000, angle(CUE, 2)),
                    (33_000, speed(CUE, -200)),
                    (34_000, speed(CUE, 0)),
                    (34_000, trim(CUE, Some(21_000), None)),
                ],
            ),
            when: (35_000, take()),
            then: &[
                "replay 2: 2 from 21000 to 30000",
                "player 1 is gone",
                "on air: replay 2",
                "1 Camera 1, live since 1000, PREVIEW",
                "→ play 2: 2 from 21000 to 30000",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case { what: "Nothing is cued.", given: anna_and_ben(), when: (35_000, take()), then: &["refused: NoReplay"] },
        Case {
            what: "The cue of another desk is that one's.",
            given: and(anna_and_ben(), &[(30_000, cued_by(Some(2), 1, 20_000, 30_000))]),
            when: (35_000, take()),
            then: &["refused: NoReplay"],
        },
        Case {
            what: "A cue that was asked for over HTTP is everybody's who has none.",
            given: and(anna_and_ben(), &[(30_000, cued_by(None, 1, 20_000, 30_000))]),
            when: (31_000, live_on(CUE)),
            then: &["player 1 is gone"],
        },
    ]);
    let director = evening(&[cued(), (31_000, speed(CUE, 25)), (32_000, take())]);
    assert_eq!(director.snapshot(32_000).players[0].speed, 25);
}

fn live_on(on: ReplayBus) -> Input {
    asks(Command::Live { on })
}

/// A command of nobody's desk.
fn over_http(command: Command) -> Input {
    Input::Command { by: None, command }
}

#[test]
fn a_cue_is_whose_it_is() {
    let two = [cued(), (30_500, cued_by(Some(2), 2, 20_000, 30_000))];
    let mut director = evening(&two);
    director.handle(31_000, speed(CUE, 0)).expect("desk 1 has one");
    assert_eq!(
        players(&director, 31_000),
        [
            "1 cue of 1: at 21000 since 31000, 0 %, 0 of 1 from 20000 to 30000, angle 1",
            "2 cue of 2: at 20500 since 31000, 100 %, 0 of 2 from 20000 to 30000, angle 2",
        ]
    );
    // Over HTTP it is not known which is meant.
    let stop = || over_http(Command::Speed { on: CUE, speed: 50 });
    assert_eq!(director.handle(31_000, stop()).expect_err("two").code, RefusalCode::NoReplay);
    // Once another one is there that is nobody's, it is that one.
    director.handle(31_000, cued_by(None, 1, 20_000, 30_000)).expect("a third");
    director.handle(31_000, stop()).expect("nobody's");
    assert_eq!(director.snapshot(31_000).players[2].speed, 50);
    // Who cues anew has one cue; who leaves has none.
    director.handle(32_000, cued_by(Some(1), 2, 20_000, 30_000)).expect("in place of the first");
    assert!(director.knows(DeskId(1)) && director.knows(DeskId(2)));
    director.handle(33_000, desk_left(2)).expect("news");
    assert!(!director.knows(DeskId(2)));
    let whose: Vec<_> = director.snapshot(33_000).players.iter().map(|player| (player.id, player.desk)).collect();
    assert_eq!(whose, [(3, None), (4, Some(1))]);
    // The only desk's cue is meant over HTTP where there is no other.
    director.handle(34_000, over_http(Command::Live { on: CUE })).expect("nobody's");
    director.handle(34_000, over_http(Command::Speed { on: CUE, speed: 0 })).expect("desk 1's");
    assert_eq!(director.snapshot(34_000).players[0].speed, 0);
    // There is a bound.
    for desk in 10.. {
        match director.handle(35_000, cued_by(Some(desk), 2, 20_000, 30_000)) {
            Ok(_) => assert!(director.snapshot(35_000).players.len() <= 32),
            Err(refusal) => {
                assert_eq!(refusal.code, RefusalCode::ListFull);
                break;
            }
        }
    }
}

#[test]
fn a_replay_on_program_is_played_as_the_operator_likes() {
    let on_program = &[(30_000, replay_of(Some(1), 20_000, 30_000, 50)), (30_100, rolls(1, 30_100))];
    let given = || and(anna_and_ben(), on_program);
    check(vec![
        Case {
            what: "Another speed.",
            given: given(),
            when: (32_100, speed(PROGRAM, 100)),
            then: &["→ 1 at 100 %", "→ tell anna: 1 Camera 1, PREVIEW, live in 9000"],
        },
        Case { what: "The same speed is no news.", given: given(), when: (32_100, speed(PROGRAM, 50)), then: &[] },
        Case {
            what: "Another angle, at the same instant.",
            given: given(),
            when: (32_100, angle(PROGRAM, 2)),
            then: &["→ turn 1 to 21000 in 0 of 2 from 20000 to 30000"],
        },
        Case {
            what: "Another moment.",
            given: given(),
            when: (32_100, seek(PROGRAM, 29_000)),
            then: &[
                "→ turn 1 to 29000 in 0 of 1 from 20000 to 30000",
                "→ tell anna: 1 Camera 1, PREVIEW, live in 2000",
            ],
        },
        Case {
            what: "A picture back.",
            given: given(),
            when: (32_100, step(PROGRAM, -1)),
            then: &["→ 1 at 0 %", "→ step 1 by -1 from 21000 of 1", "→ tell anna: 1 Camera 1, PREVIEW"],
        },
        Case {
            what: "No replay plays.",
            given: anna_and_ben(),
            when: (32_100, speed(PROGRAM, 50)),
            then: &["refused: NoReplay"],
        },
        Case {
            what: "In slow motion, again: the last ten seconds before it are not what is asked for.",
            given: given(),
            when: (33_000, replay()),
            then: &[
                "replay 1 stopped",
                "replay 2: 1 from 20000 to 30000",
                "on air: replay 2",
                "→ stop 1",
                "→ play 2: 1 from 20000 to 30000",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
    ]);
    // It waits for its first picture, and counts from there.
    let director = desk(given());
    assert_eq!(
        players(&director, 31_100),
        ["1 program: at 20500 since 31100, 50 %, 0 of 1 from 20000 to 30000, angle 1"]
    );
    let waiting = desk(and(anna_and_ben(), &on_program[..1]));
    assert_eq!(
        players(&waiting, 30_400),
        ["1 program: at 20000 since 30400, 50 %, 0 of 1 from 20000 to 30000, angle 1"]
    );
}

#[test]
fn program_was_what_its_replay_showed() {
    check(vec![Case {
        what: "Half as fast for two seconds, then the other angle, then a pause: what was seen, once.",
        given: and(
            anna_and_ben(),
            &[
                (20_000, replay_of(Some(2), 10_000, 15_000, 50)),
                (20_000, rolls(1, 20_000)),
                (22_000, angle(PROGRAM, 1)),
                (24_000, speed(PROGRAM, 0)),
                (26_000, speed(PROGRAM, 100)),
                (27_000, live()),
            ],
        ),
        when: (29_000, replay()),
        then: &[
            "replay 2: 1 from 19000 to 20000, 2 from 10000 to 11000, 1 from 11000 to 13000, 1 from 27000 to 29000",
            "on air: replay 2",
            "1 Camera 1, live since 1000, PREVIEW",
            "→ play 2: 1 from 19000 to 20000, 2 from 10000 to 11000, 1 from 11000 to 13000, 1 from 27000 to 29000",
            "→ tell anna: 1 Camera 1, PREVIEW",
        ],
    }]);
}

#[test]
fn a_camera_that_is_gone_is_in_no_cue() {
    let given = || and(anna_and_ben(), &[cued(), (30_000, cued_by(Some(2), 2, 20_000, 30_000))]);
    let both = || and(given(), &[(30_000, angles(CUE, &[1, 2]))]);
    check(vec![
        Case {
            what: "Its cue ends, others stay.",
            given: given(),
            when: (31_000, remove(2)),
            then: &["player 2 is gone", "2 is gone", "→ disconnect ben", "→ remember"],
        },
        Case {
            what: "Its angle is left out of the others.",
            given: both(),
            when: (31_000, remove(2)),
            then: &[
                "1 cue of 1: at 21000 since 31000, 100 %, 0 of 1 from 20000 to 30000",
                "player 2 is gone",
                "2 is gone",
                "→ disconnect ben",
                "→ remember",
            ],
        },
        Case {
            what: "One that is erased is shown no longer, on program either.",
            given: and(
                anna_and_ben(),
                &[(30_000, replay_of(Some(2), 20_000, 30_000, 100)), (30_000, rolls(1, 30_000))],
            ),
            when: (31_000, erase(2)),
            then: &[
                "replay 1 stopped",
                "on air: 1",
                "1 Camera 1, live since 1000, PROGRAM",
                "2 is gone",
                "→ stop 1",
                "→ disconnect ben",
                "→ erase 2, ben",
                "→ remember",
                "→ tell anna: 1 Camera 1, PROGRAM",
            ],
        },
    ]);
}

#[test]
fn the_past_reaches_as_far_as_it_is_kept() {
    let long = |from, to, then: &[(Millis, Input)]| {
        desk(and(evening_long(), then)).handle(3_600_000, replay_of(Some(1), from, to, 100))
    };
    // The ring alone: a minute.
    assert_eq!(long(10_000, 20_000, &[]).expect_err("gone").code, RefusalCode::NothingToReplay);
    assert!(long(10_000, 20_000, &[(3_000_000, kept_since(5_000))]).is_ok());
    // Program's own cuts, an hour later.
    let mut director = desk(and(evening_long(), &[(3_000_000, kept_since(5_000))]));
    director.handle(3_600_000, replay_of(None, 15_000, 25_000, 100)).expect("both cameras");
    assert_eq!(
        players(&director, 3_600_000),
        ["1 program: at 15000 since 3600000, 100 %, 0 of 1 from 15000 to 20000, 2 from 20000 to 25000"]
    );
}

fn evening_long() -> Vec<(Millis, Input)> {
    and(anna_and_ben(), &[(20_000, cut(2)), (2_000_000, cut(1))])
}
