//! What is on program: cuts, the slate, tally.

use super::words::*;

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
                "→ tell anna: 1 Camera 1, PROGRAM",
            ],
        },
        Case {
            what: "The second one does not.",
            given: vec![(0, joins("anna")), (0, joins("ben")), (1_000, picture("anna"))],
            when: (2_000, picture("ben")),
            then: &["2 Camera 2, live since 2000, off"],
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
fn addresses_and_codecs() {
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
        Case {
            what: "A desk that shows only VP8.",
            given: vec![],
            when: (0, report_codecs(false, true)),
            then: &["→ codecs: h264 false, vp8 true"],
        },
        Case {
            what: "A desk that shows nothing.",
            given: vec![],
            when: (0, report_codecs(false, false)),
            then: &["refused: NoCodec"],
        },
    ]);
    let mut director = desk(vec![(0, report_codecs(true, false))]);
    assert!(director.handle(1, report_codecs(false, false)).is_err());
    assert!(director.codecs().h264 && !director.codecs().vp8, "the last report that was accepted holds");
}
