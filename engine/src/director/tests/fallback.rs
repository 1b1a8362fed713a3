//! Where program goes by itself when the camera on it fails, and what is said of a camera's health.

use super::words::*;
use crate::director::{Input, Memory};
use crate::protocol::{CameraNumber, FallbackTo, Health, HealthReason, Millis};

const LAST: Option<FallbackTo> = Some(FallbackTo::Last);
const SLATE: Option<FallbackTo> = Some(FallbackTo::Slate);
const TWO: Option<FallbackTo> = Some(FallbackTo::Camera(CameraNumber(2)));
const FROZEN: &[HealthReason] = &[HealthReason::Frozen];

/// Anna (1) is on program, ben (2) was before her, cleo (3) never.
fn three() -> Vec<(Millis, Input)> {
    and(anna_and_ben(), &[(1_600, joins("cleo")), (1_700, picture("cleo")), (2_000, cut(2)), (3_000, cut(1))])
}

fn armed(to: Option<FallbackTo>, back: bool) -> Vec<(Millis, Input)> {
    and(three(), &[(4_000, fallback(to, back))])
}

#[test]
fn program_goes_where_the_director_said() {
    check(vec![
        Case {
            what: "It is armed: nothing happens, and it is remembered.",
            given: three(),
            when: (4_000, fallback(TWO, true)),
            then: &["fallback 2 and back", "→ remember"],
        },
        Case {
            what: "Once more is no mistake.",
            given: armed(LAST, false),
            when: (5_000, fallback(LAST, false)),
            then: &[],
        },
        Case {
            what: "A camera that there is not is no fallback.",
            given: anna_and_ben(),
            when: (4_000, fallback(Some(FallbackTo::Camera(CameraNumber(4))), false)),
            then: &["refused: UnknownCamera"],
        },
        Case {
            what: "The camera on program is lost: the last one that was good.",
            given: armed(LAST, false),
            when: (9_000, stalled("anna")),
            then: &[
                "selected: 2",
                "fallback last, 1 Disconnected at 9000: to 2",
                "on air: 2",
                "1 Camera 1, lost since 9000, off",
                "2 Camera 2, live since 1500, PROGRAM",
                "→ tell anna: 1 Camera 1, off",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
        Case {
            what: "It freezes: the camera that was chosen.",
            given: armed(TWO, false),
            when: (9_000, measured("anna", FROZEN)),
            then: &[
                "selected: 2",
                "fallback 2, 1 Frozen at 9000: to 2",
                "on air: 2",
                "1 Camera 1, live since 1000, off",
                "2 Camera 2, live since 1500, PROGRAM",
                "→ tell anna: 1 Camera 1, off",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
        Case {
            what: "It is black, or weak: the director's to see.",
            given: armed(TWO, false),
            when: (9_000, measured("anna", &[HealthReason::Black, HealthReason::Air])),
            then: &["1 Camera 1, live since 1000, PROGRAM"],
        },
        Case {
            what: "It signals anew: its old picture is gone.",
            given: armed(SLATE, false),
            when: (9_000, joins("anna")),
            then: &[
                "selected: none",
                "fallback slate, 1 Disconnected at 9000: to slate",
                "on air: slate",
                "1 Camera 1, connecting since 9000, off",
                "→ tell anna: 1 Camera 1, off",
            ],
        },
        Case {
            what: "The chosen camera is lost itself: the last one that was good stands in.",
            given: and(armed(Some(FallbackTo::Camera(CameraNumber(3))), false), &[(5_000, closed("cleo"))]),
            when: (9_000, closed("anna")),
            then: &[
                "selected: 2",
                "fallback 3, 1 Disconnected at 9000: to 2",
                "on air: 2",
                "1 Camera 1, lost since 9000, off",
                "2 Camera 2, live since 1500, PROGRAM",
                "→ tell anna: 1 Camera 1, off",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
        Case {
            what: "Nobody else was on program: the slate.",
            given: and(anna_and_ben(), &[(4_000, fallback(LAST, false))]),
            when: (9_000, stalled("anna")),
            then: &[
                "selected: none",
                "fallback last, 1 Disconnected at 9000: to slate",
                "on air: slate",
                "1 Camera 1, lost since 9000, off",
                "→ tell anna: 1 Camera 1, off",
            ],
        },
        Case {
            what: "Another camera is lost: program stays.",
            given: armed(LAST, false),
            when: (9_000, stalled("ben")),
            then: &["2 Camera 2, lost since 9000, off"],
        },
        Case {
            what: "The director cut to a camera that is frozen: that is theirs to leave.",
            given: and(armed(LAST, false), &[(5_000, measured("ben", FROZEN)), (6_000, cut(2))]),
            when: (7_000, time_passed()),
            then: &[],
        },
        Case {
            what: "It is armed while the selected camera is lost: program goes at once.",
            given: and(three(), &[(4_000, stalled("anna"))]),
            when: (9_000, fallback(LAST, false)),
            then: &[
                "selected: 2",
                "fallback last, 1 Disconnected at 9000: to 2",
                "on air: 2",
                "2 Camera 2, live since 1500, PROGRAM",
                "→ remember",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
    ]);
}

#[test]
fn during_a_replay_or_the_hold_slate_nothing_is_cut() {
    let holding = || and(armed(LAST, false), &[(5_000, hold(true))]);
    check(vec![
        Case {
            what: "What comes after the hold slate changes.",
            given: holding(),
            when: (9_000, stalled("anna")),
            then: &[
                "selected: 2",
                "fallback last, 1 Disconnected at 9000: to 2",
                "1 Camera 1, lost since 9000, off",
                "2 Camera 2, live since 1500, PREVIEW",
                "→ tell anna: 1 Camera 1, off",
                "→ tell ben: 2 Camera 2, PREVIEW",
            ],
        },
        Case {
            what: "What comes after a replay changes.",
            given: and(armed(SLATE, false), &[(20_000, replay()), (20_100, rolls(1, 20_100))]),
            when: (21_000, closed("anna")),
            then: &[
                "selected: none",
                "fallback slate, 1 Disconnected at 21000: to slate",
                "1 Camera 1, lost since 21000, off",
                "→ tell anna: 1 Camera 1, off",
            ],
        },
    ]);
}

#[test]
fn program_never_goes_back_by_itself_unless_that_was_asked_for() {
    let fallen = |to, back| and(armed(to, back), &[(9_000, stalled("anna"))]);
    check(vec![
        Case {
            what: "The camera is back: program stays on the fallback.",
            given: fallen(LAST, false),
            when: (10_000, picture("anna")),
            then: &["1 Camera 1, live since 10000, off"],
        },
        Case {
            what: "However long it is good.",
            given: and(fallen(LAST, false), &[(10_000, picture("anna"))]),
            when: (60_000, time_passed()),
            then: &[],
        },
        Case {
            what: "Nor does it leave the slate for it.",
            given: fallen(SLATE, false),
            when: (10_000, picture("anna")),
            then: &["1 Camera 1, live since 10000, off"],
        },
        Case {
            what: "Not even once that was understood.",
            given: and(fallen(SLATE, false), &[(9_500, asks(crate::protocol::Command::FallbackUnderstood))]),
            when: (10_000, picture("anna")),
            then: &["1 Camera 1, live since 10000, off"],
        },
        Case {
            what: "That it happened is understood.",
            given: fallen(SLATE, false),
            when: (9_500, asks(crate::protocol::Command::FallbackUnderstood)),
            then: &["fallback slate"],
        },
        Case {
            what: "The director cuts: what happened is over.",
            given: and(fallen(SLATE, true), &[(10_000, picture("anna"))]),
            when: (10_500, cut(3)),
            then: &[
                "selected: 3",
                "fallback slate and back",
                "on air: 3",
                "3 Camera 3, live since 1700, PROGRAM",
                "→ tell cleo: 3 Camera 3, PROGRAM",
            ],
        },
        Case {
            what: "Going back was asked for: once it has been good for two seconds.",
            given: and(fallen(LAST, true), &[(10_000, picture("anna")), (11_900, time_passed())]),
            when: (12_000, time_passed()),
            then: &[
                "selected: 1",
                "on air: 1",
                "2 Camera 2, live since 1500, off",
                "1 Camera 1, live since 10000, PROGRAM",
                "→ tell anna: 1 Camera 1, PROGRAM",
                "→ tell ben: 2 Camera 2, off",
            ],
        },
        Case {
            what: "From the slate too.",
            given: and(fallen(SLATE, true), &[(10_000, picture("anna"))]),
            when: (12_000, time_passed()),
            then: &[
                "selected: 1",
                "on air: 1",
                "1 Camera 1, live since 10000, PROGRAM",
                "→ tell anna: 1 Camera 1, PROGRAM",
            ],
        },
        Case {
            what: "Not to one that is back and black.",
            given: and(
                fallen(LAST, true),
                &[(10_000, picture("anna")), (10_500, measured("anna", &[HealthReason::Black]))],
            ),
            when: (60_000, time_passed()),
            then: &[],
        },
        Case {
            what: "The director cut meanwhile: there is nothing to go back from.",
            given: and(fallen(LAST, true), &[(10_000, picture("anna")), (10_500, cut(3))]),
            when: (60_000, time_passed()),
            then: &[],
        },
        Case {
            what: "The fallback fails as well: back to the first one, which is good again.",
            given: and(fallen(LAST, false), &[(10_000, picture("anna"))]),
            when: (12_000, stalled("ben")),
            then: &[
                "selected: 1",
                "fallback last, 2 Disconnected at 12000: to 1",
                "on air: 1",
                "2 Camera 2, lost since 12000, off",
                "1 Camera 1, live since 10000, PROGRAM",
                "→ tell anna: 1 Camera 1, PROGRAM",
                "→ tell ben: 2 Camera 2, off",
            ],
        },
        Case {
            what: "The slate was all there was: the camera that was named for it, as soon as it is there.",
            given: and(
                anna_and_ben(),
                &[
                    (4_000, fallback(TWO, false)),
                    (5_000, stalled("ben")),
                    (6_000, stalled("anna")),
                    (7_000, picture("anna")),
                ],
            ),
            when: (8_000, picture("ben")),
            then: &[
                "selected: 2",
                "fallback 2, 1 Disconnected at 6000: to 2",
                "on air: 2",
                "2 Camera 2, live since 8000, PROGRAM",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
    ]);
}

#[test]
fn a_fallback_keeps_to_its_cameras() {
    check(vec![
        Case {
            what: "Cameras change places: everyone knows what that means for it.",
            given: armed(TWO, false),
            when: (5_000, renumber(2, 3)),
            then: &[
                "2 is 3 now",
                "2 Camera 2, live since 1700, off",
                "3 Camera 3, live since 1500, off",
                "→ remember",
                "→ tell cleo: 2 Camera 2, off",
                "→ tell ben: 3 Camera 3, off",
            ],
        },
        Case {
            what: "The fallback is removed: the last good one stands in for it.",
            given: armed(TWO, false),
            when: (5_000, remove(2)),
            then: &["fallback last", "2 is gone", "→ disconnect ben", "→ remember"],
        },
        Case {
            what: "The camera that failed is removed: the next one with a picture is as good as any.",
            given: and(
                vec![(0, joins("anna")), (0, joins("ben")), (1_000, picture("anna"))],
                &[(2_000, fallback(SLATE, false)), (3_000, stalled("anna")), (4_000, remove(1))],
            ),
            when: (5_000, picture("ben")),
            then: &[
                "selected: 2",
                "on air: 2",
                "2 Camera 2, live since 5000, PROGRAM",
                "→ remember",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
    ]);
    let director = desk(and(armed(TWO, true), &[(5_000, renumber(2, 3))]));
    assert_eq!(director.snapshot(5_000).fallback.to, Some(FallbackTo::Camera(CameraNumber(3))));
    let again = desk_that_remembers(director.memory().clone(), Vec::new()).snapshot(0).fallback;
    assert_eq!((again.to, again.back), (Some(FallbackTo::Camera(CameraNumber(3))), true), "over a restart");
    assert_eq!(Memory::default().fallback, None);
}

/// How camera 1 is, after these.
fn health_after(given: Vec<(Millis, Input)>) -> (Health, Vec<HealthReason>) {
    let snapshot = desk(given).snapshot(10_000);
    let camera = &snapshot.cameras[0];
    (camera.health, camera.reasons.clone())
}

#[test]
fn a_cameras_health_is_its_worst_reason() {
    use HealthReason::{Air, Battery, Black, Disconnected};
    let connecting = vec![(0, joins("anna"))];
    assert_eq!(health_after(connecting.clone()), (Health::Good, vec![]), "it comes for the first time");
    let live = and(connecting, &[(1_000, picture("anna"))]);
    assert_eq!(health_after(live.clone()), (Health::Good, vec![]));
    let weak = and(live.clone(), &[(2_000, measured("anna", &[Battery, Air]))]);
    assert_eq!(health_after(weak.clone()), (Health::Weak, vec![Battery, Air]));
    let black = and(live, &[(2_000, measured("anna", &[Battery, Black]))]);
    assert_eq!(health_after(black), (Health::Bad, vec![Black, Battery]), "the worst first");
    let lost = and(weak, &[(3_000, stalled("anna"))]);
    assert_eq!(health_after(lost.clone()), (Health::Bad, vec![Disconnected, Battery]), "its air is no matter any more");
    let back = and(lost, &[(4_000, joins("anna"))]);
    assert_eq!(health_after(back.clone()), (Health::Bad, vec![Disconnected]), "no picture yet");
    assert_eq!(health_after(and(back, &[(5_000, picture("anna"))])), (Health::Good, vec![]));
}
