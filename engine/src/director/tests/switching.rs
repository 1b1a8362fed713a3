//! What is on program: cuts, the slate, tally.

use super::words::*;
use crate::protocol::{Codecs, Command};

#[test]
fn a_cut_takes_effect_at_once() {
    check(vec![
        Case {
            what: "The first camera with a picture goes on program by itself.",
            given: vec![(0, joins("anna"))],
            when: (1_000, picture("anna")),
            then: &[
                "selected: 1",
                "on air: 1",
                "1 Camera 1, live since 1000, PROGRAM",
                "→ remember",
                "→ tell anna: 1 Camera 1, PROGRAM",
            ],
        },
        Case {
            what: "The second one does not.",
            given: vec![(0, joins("anna")), (0, joins("ben")), (1_000, picture("anna"))],
            when: (2_000, picture("ben")),
            then: &["2 Camera 2, live since 2000, off", "→ remember"],
        },
        Case {
            what: "A cut puts a live camera on program; the old tally goes out before the new one goes on.",
            given: and(anna_and_ben(), &[(3_000, cut(2))]),
            when: (5_000, cut(1)),
            then: &[
                "selected: 1",
                "on air: 1",
                "2 Camera 2, live since 1500, off",
                "1 Camera 1, live since 1000, PROGRAM",
                "→ tell anna: 1 Camera 1, PROGRAM",
                "→ tell ben: 2 Camera 2, off",
            ],
        },
        Case {
            what: "A cut to what is on program is no mistake and changes nothing.",
            given: anna_and_ben(),
            when: (5_000, cut(1)),
            then: &[],
        },
        Case {
            what: "A camera that nobody has can't be cut to.",
            given: anna_and_ben(),
            when: (5_000, cut(3)),
            then: &["refused: UnknownCamera"],
        },
        Case {
            what: "A camera that has no picture yet can't be cut to.",
            given: and(anna_and_ben(), &[(4_000, joins("cleo"))]),
            when: (5_000, cut(3)),
            then: &["refused: CameraNotLive"],
        },
        Case {
            what: "A lost camera can't be cut to.",
            given: and(anna_and_ben(), &[(4_000, stalled("ben"))]),
            when: (5_000, cut(2)),
            then: &["refused: CameraNotLive"],
        },
        Case {
            what: "Back to live is no mistake when no replay plays.",
            given: anna_and_ben(),
            when: (5_000, live()),
            then: &[],
        },
    ]);
}

#[test]
fn a_lost_camera_gives_way_to_the_slate() {
    check(vec![
        Case {
            what: "The camera on program is lost: the slate, and its tally goes out.",
            given: anna_and_ben(),
            when: (5_000, stalled("anna")),
            then: &["on air: slate", "1 Camera 1, lost since 5000, off", "→ tell anna: 1 Camera 1, off"],
        },
        Case {
            what: "It is back: it goes on program again by itself.",
            given: and(anna_and_ben(), &[(5_000, stalled("anna"))]),
            when: (7_000, picture("anna")),
            then: &["on air: 1", "1 Camera 1, live since 7000, PROGRAM", "→ tell anna: 1 Camera 1, PROGRAM"],
        },
        Case {
            what: "It signals again without having been missed: the old picture is not passed off as live.",
            given: anna_and_ben(),
            when: (5_000, joins("anna")),
            then: &["on air: slate", "1 Camera 1, connecting since 5000, off", "→ tell anna: 1 Camera 1, off"],
        },
        Case {
            what: "Another camera's picture does not take the place of the one that was chosen.",
            given: and(anna_and_ben(), &[(4_000, stalled("ben")), (5_000, stalled("anna"))]),
            when: (6_000, picture("ben")),
            then: &["2 Camera 2, live since 6000, off"],
        },
        Case {
            what: "The director cuts away from the slate.",
            given: and(anna_and_ben(), &[(5_000, stalled("anna"))]),
            when: (6_000, cut(2)),
            then: &[
                "selected: 2",
                "on air: 2",
                "2 Camera 2, live since 1500, PROGRAM",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
        Case {
            what: "A camera that is not on program is lost: program does not change.",
            given: anna_and_ben(),
            when: (5_000, stalled("ben")),
            then: &["2 Camera 2, lost since 5000, off"],
        },
        Case {
            what: "The camera on program is removed: the slate; who comes next is the director's to say.",
            given: anna_and_ben(),
            when: (5_000, remove(1)),
            then: &["selected: none", "on air: slate", "1 is gone", "→ disconnect anna", "→ remember"],
        },
        Case {
            what: "With nothing chosen, the next camera that gets a picture goes on program by itself.",
            given: and(anna_and_ben(), &[(4_000, stalled("ben")), (5_000, remove(1))]),
            when: (6_000, picture("ben")),
            then: &[
                "selected: 2",
                "on air: 2",
                "2 Camera 2, live since 6000, PROGRAM",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
    ]);
}

#[test]
fn another_address_is_chosen() {
    check(vec![
        Case {
            what: "Another of the machine's addresses is chosen.",
            given: vec![],
            when: (0, choose_address("192.168.1.7")),
            then: &["→ way in by 192.168.1.7"],
        },
        Case {
            what: "An address that the machine does not have is refused.",
            given: vec![],
            when: (0, choose_address("192.168.1.8")),
            then: &["refused: UnknownAddress"],
        },
        Case {
            what: "The way in has changed.",
            given: vec![],
            when: (0, crate::director::Input::Addresses(addresses("192.168.1.7"))),
            then: &["way in: 192.168.1.7"],
        },
        Case {
            what: "The way in is as it was.",
            given: vec![],
            when: (0, crate::director::Input::Addresses(addresses("10.0.0.1"))),
            then: &[],
        },
    ]);
}

#[test]
fn what_is_negotiated_is_what_all_connected_desks_can_show() {
    let alone = |command| crate::director::Input::Command { by: None, command };
    let h264 = Codecs { h264: true, vp8: false };
    check(vec![
        Case {
            what: "A desk that shows only VP8.",
            given: vec![],
            when: (0, reported_by(1, false, true)),
            then: &["→ codecs: h264 false, vp8 true"],
        },
        Case {
            what: "A desk that shows nothing.",
            given: vec![],
            when: (0, reported_by(1, false, false)),
            then: &["refused: NoCodec"],
        },
        Case {
            what: "A second desk that shows more takes nothing from the first.",
            given: vec![(0, reported_by(1, false, true))],
            when: (1, reported_by(2, true, true)),
            then: &[],
        },
        Case {
            what: "A second desk that shows less is a bound, as long as it is connected.",
            given: vec![(0, reported_by(1, true, true))],
            when: (1, reported_by(2, true, false)),
            then: &["→ codecs: h264 true, vp8 false"],
        },
        Case {
            what: "A second desk that shows nothing of what the first does is told so.",
            given: vec![(0, reported_by(1, false, true))],
            when: (1, reported_by(2, true, false)),
            then: &["refused: NoCodec"],
        },
        Case {
            what: "It leaves: what it could not show is negotiated again.",
            given: vec![(0, reported_by(1, true, true)), (1, reported_by(2, true, false))],
            when: (2, desk_left(2)),
            then: &["→ codecs: h264 true, vp8 true"],
        },
        Case {
            what: "A desk that has said nothing of itself leaves.",
            given: vec![(0, reported_by(1, false, true))],
            when: (2, desk_left(2)),
            then: &[],
        },
        Case {
            what: "A desk finds out more about itself.",
            given: vec![(0, reported_by(1, false, true))],
            when: (1, reported_by(1, true, true)),
            then: &["→ codecs: h264 true, vp8 true"],
        },
        Case {
            what: "A request that no connection stands behind: nobody could say until when it counts.",
            given: vec![],
            when: (0, alone(Command::ReportCodecs { codecs: h264 })),
            then: &["refused: NoConnection"],
        },
    ]);
    let mut director = desk(vec![(0, reported_by(1, true, false))]);
    assert!(director.handle(1, reported_by(1, false, false)).is_err());
    assert_eq!(director.codecs(), h264, "the last report that was accepted holds");
}

#[test]
fn the_director_holds() {
    let holding = || and(anna_and_ben(), &[(5_000, hold(true))]);
    check(vec![
        Case {
            what: "The hold slate is put on program: its camera comes next.",
            given: anna_and_ben(),
            when: (5_000, hold(true)),
            then: &[
                "hold true: \"\", no picture",
                "on air: hold",
                "1 Camera 1, live since 1000, PREVIEW",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case { what: "Once more is no mistake.", given: holding(), when: (6_000, hold(true)), then: &[] },
        Case {
            what: "It is left: back to the selected camera.",
            given: holding(),
            when: (9_000, hold(false)),
            then: &[
                "hold false: \"\", no picture",
                "on air: 1",
                "1 Camera 1, live since 1000, PROGRAM",
                "→ tell anna: 1 Camera 1, PROGRAM",
            ],
        },
        Case {
            what: "A cut leaves it.",
            given: holding(),
            when: (9_000, cut(2)),
            then: &[
                "selected: 2",
                "hold false: \"\", no picture",
                "on air: 2",
                "1 Camera 1, live since 1000, off",
                "2 Camera 2, live since 1500, PROGRAM",
                "→ tell anna: 1 Camera 1, off",
                "→ tell ben: 2 Camera 2, PROGRAM",
            ],
        },
        Case {
            what: "A cut that is refused does not.",
            given: and(holding(), &[(6_000, stalled("ben"))]),
            when: (9_000, cut(2)),
            then: &["refused: CameraNotLive"],
        },
        Case {
            what: "The selected camera is lost meanwhile: the audience sees no other slate.",
            given: holding(),
            when: (9_000, stalled("anna")),
            then: &["1 Camera 1, lost since 9000, off", "→ tell anna: 1 Camera 1, off"],
        },
        Case {
            what: "It is left while the selected camera is lost: the slate that nobody wanted.",
            given: and(holding(), &[(6_000, stalled("anna"))]),
            when: (9_000, hold(false)),
            then: &["hold false: \"\", no picture", "on air: slate"],
        },
        Case {
            what: "The first camera with a picture waits behind it.",
            given: vec![(0, hold(true)), (0, joins("anna"))],
            when: (1_000, picture("anna")),
            then: &[
                "selected: 1",
                "1 Camera 1, live since 1000, PREVIEW",
                "→ remember",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "It ends a replay.",
            given: and(anna_and_ben(), &[(20_000, replay()), (20_100, rolls(1, 20_100))]),
            when: (22_000, hold(true)),
            then: &[
                "replay 1 stopped",
                "hold true: \"\", no picture",
                "on air: hold",
                "→ stop 1",
                "→ tell anna: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "What was seen before it can be replayed meanwhile.",
            given: holding(),
            when: (9_000, replay()),
            then: &["replay 1: 1 from 1000 to 5000", "on air: replay 1", "→ play 1: 1 from 1000 to 5000"],
        },
        Case {
            what: "That replay is over: the hold slate again.",
            given: and(holding(), &[(9_000, replay()), (9_100, rolls(1, 9_100))]),
            when: (13_100, finished(1)),
            then: &["replay 1 finished", "on air: hold", "→ tell anna: 1 Camera 1, PREVIEW"],
        },
        Case {
            what: "A text is put on it; people read it clean.",
            given: holding(),
            when: (6_000, hold_text(Some("  Back at\n9 "))),
            then: &["hold true: \"Back at 9\", no picture", "→ remember"],
        },
        Case {
            what: "An empty text is none.",
            given: vec![(0, hold_text(Some("Back at 9")))],
            when: (1, hold_text(Some(" "))),
            then: &["hold false: \"\", no picture", "→ remember"],
        },
        Case {
            what: "A picture is put on it; its file is kept elsewhere.",
            given: vec![],
            when: (1, hold_picture(Some("5e1f"))),
            then: &["hold false: \"\", 5e1f"],
        },
    ]);
}
