//! Cameras come, go, come back, and are renamed and removed.

use super::words::*;
use crate::protocol::CameraNumber;

#[test]
fn cameras_come_and_come_back() {
    check(vec![
        Case {
            what: "A phone without a name gets a number and is called by it.",
            given: vec![],
            when: (100, joins("anna")),
            then: &["1 Camera 1, connecting since 100, off", "→ tell anna: 1 Camera 1, off"],
        },
        Case {
            what: "A phone with a name gets the next number.",
            given: vec![(0, joins("anna"))],
            when: (100, joins_as("ben", "Stage left")),
            then: &["2 Stage left, connecting since 100, off", "→ tell ben: 2 Stage left, off"],
        },
        Case {
            what: "A lost camera signals again: the same number and name, and it is told them again.",
            given: and(anna_and_ben(), &[(5_000, stalled("ben"))]),
            when: (6_000, joins("ben")),
            then: &["2 Camera 2, connecting since 6000, off", "→ tell ben: 2 Camera 2, off"],
        },
        Case {
            what: "A camera that is still connecting signals again: only it needs to be told.",
            given: vec![(0, joins("anna"))],
            when: (100, joins("anna")),
            then: &["→ tell anna: 1 Camera 1, off"],
        },
        Case {
            what: "A camera that never gets a picture is lost.",
            given: vec![(0, joins("anna"))],
            when: (9_000, stalled("anna")),
            then: &["1 Camera 1, lost since 9000, off"],
        },
        Case {
            what: "A picture of a live camera is no news.",
            given: anna_and_ben(),
            when: (5_000, picture("ben")),
            then: &[],
        },
        Case {
            what: "A lost camera can't be lost again.",
            given: and(anna_and_ben(), &[(5_000, stalled("ben"))]),
            when: (6_000, stalled("ben")),
            then: &[],
        },
        Case {
            what: "Pictures of a camera that was removed come too late.",
            given: and(anna_and_ben(), &[(5_000, remove(2))]),
            when: (5_010, picture("ben")),
            then: &[],
        },
        Case {
            what: "A desk has the cameras that it takes.",
            given: vec![(0, joins("anna")), (0, joins("ben")), (0, joins("cleo")), (0, joins("dora"))],
            when: (100, joins("emil")),
            then: &["refused: DeskFull"],
        },
        Case {
            what: "A camera of a full desk comes back all the same.",
            given: vec![
                (0, joins("anna")),
                (0, joins("ben")),
                (0, joins("cleo")),
                (0, joins("dora")),
                (50, stalled("cleo")),
            ],
            when: (100, joins("cleo")),
            then: &["3 Camera 3, connecting since 100, off", "→ tell cleo: 3 Camera 3, off"],
        },
        Case {
            what: "Removing a camera makes room on a full desk; its number is given again.",
            given: vec![(0, joins("anna")), (0, joins("ben")), (0, joins("cleo")), (0, joins("dora")), (50, remove(2))],
            when: (100, joins("emil")),
            then: &["2 Camera 2, connecting since 100, off", "→ tell emil: 2 Camera 2, off"],
        },
    ]);
}

#[test]
fn cameras_are_renamed_and_removed() {
    check(vec![
        Case {
            what: "The director renames a camera, and its phone hears it.",
            given: anna_and_ben(),
            when: (5_000, rename(2, "Drums")),
            then: &["2 Drums, live since 1500, off", "→ remember", "→ tell ben: 2 Drums, off"],
        },
        Case {
            what: "The name that it has is no news.",
            given: anna_and_ben(),
            when: (5_000, rename(2, "Camera 2")),
            then: &[],
        },
        Case {
            what: "A camera that nobody has can't be renamed.",
            given: anna_and_ben(),
            when: (5_000, rename(3, "Drums")),
            then: &["refused: UnknownCamera"],
        },
        Case {
            what: "The director's name survives a reconnect of a phone that still claims its old one.",
            given: vec![(0, joins_as("anna", "Anna")), (1_000, rename(1, "Drums"))],
            when: (2_000, joins_as("anna", "Anna")),
            then: &["→ tell anna: 1 Drums, off"],
        },
        Case {
            what: "Another name than it claimed before is the phone's own wish.",
            given: vec![(0, joins_as("anna", "Anna")), (1_000, rename(1, "Drums"))],
            when: (2_000, joins_as("anna", "Bass")),
            then: &["1 Bass, connecting since 0, off", "→ remember", "→ tell anna: 1 Bass, off"],
        },
        Case {
            what: "A phone that claims no name keeps the one it has.",
            given: vec![(0, joins_as("anna", "Anna"))],
            when: (2_000, joins("anna")),
            then: &["→ tell anna: 1 Anna, off"],
        },
        Case {
            what: "A camera that is not on program is removed.",
            given: anna_and_ben(),
            when: (5_000, remove(2)),
            then: &["2 is gone", "→ disconnect ben", "→ remember"],
        },
        Case {
            what: "A camera that nobody has can't be removed.",
            given: anna_and_ben(),
            when: (5_000, remove(3)),
            then: &["refused: UnknownCamera"],
        },
        Case {
            what: "A removed camera is forgotten: it comes back as a new one.",
            given: vec![(0, joins("anna")), (0, joins_as("ben", "Ben")), (1_000, remove(1)), (1_500, remove(2))],
            when: (2_000, joins("ben")),
            then: &["1 Camera 1, connecting since 2000, off", "→ tell ben: 1 Camera 1, off"],
        },
    ]);
}

#[test]
fn cameras_change_places() {
    check(vec![
        Case {
            what: "Two cameras change places: program is what it was, and both phones hear their numbers.",
            given: anna_and_ben(),
            when: (5_000, renumber(2, 1)),
            then: &[
                "2 is 1 now",
                "1 Camera 1, live since 1500, off",
                "2 Camera 2, live since 1000, PROGRAM",
                "→ remember",
                "→ tell ben: 1 Camera 1, off",
                "→ tell anna: 2 Camera 2, PROGRAM",
            ],
        },
        Case {
            what: "Names of their own stay with them: everyone knows the rest from the change alone.",
            given: and(anna_and_ben(), &[(3_000, rename(1, "Anna")), (3_000, rename(2, "Drums"))]),
            when: (5_000, renumber(1, 2)),
            then: &["1 is 2 now", "→ remember", "→ tell ben: 1 Drums, off", "→ tell anna: 2 Anna, PROGRAM"],
        },
        Case {
            what: "A number that nobody has is taken; a name that was only a number follows it.",
            given: anna_and_ben(),
            when: (5_000, renumber(1, 4)),
            then: &[
                "1 is 4 now",
                "4 Camera 4, live since 1000, PROGRAM",
                "→ remember",
                "→ tell anna: 4 Camera 4, PROGRAM",
            ],
        },
        Case {
            what: "The number that it has is no news.",
            given: anna_and_ben(),
            when: (5_000, renumber(2, 2)),
            then: &[],
        },
        Case {
            what: "A number that the desk does not have.",
            given: anna_and_ben(),
            when: (5_000, renumber(2, 5)),
            then: &["refused: OutOfRange"],
        },
        Case {
            what: "No number.",
            given: anna_and_ben(),
            when: (5_000, renumber(2, 0)),
            then: &["refused: OutOfRange"],
        },
        Case {
            what: "A camera that nobody has.",
            given: anna_and_ben(),
            when: (5_000, renumber(3, 1)),
            then: &["refused: UnknownCamera"],
        },
        Case {
            what: "A cut afterwards goes by the new numbers.",
            given: and(anna_and_ben(), &[(5_000, renumber(1, 2))]),
            when: (6_000, cut(1)),
            then: &[
                "selected: 1",
                "on air: 1",
                "2 Camera 2, live since 1000, off",
                "1 Camera 1, live since 1500, PROGRAM",
                "→ tell ben: 1 Camera 1, PROGRAM",
                "→ tell anna: 2 Camera 2, off",
            ],
        },
        Case {
            what: "The sound that was pinned is the same camera's.",
            given: and(anna_and_ben(), &[(3_000, sound_of(Some(2))), (5_000, renumber(2, 3))]),
            when: (6_000, sound_of(Some(3))),
            then: &[],
        },
        Case {
            what: "What was seen before is replayed of who it was of.",
            given: and(anna_and_ben(), &[(4_000, cut(2)), (5_000, renumber(1, 2))]),
            when: (6_000, replay()),
            then: &[
                "replay 1: 2 from 1000 to 4000, 1 from 4000 to 6000",
                "on air: replay 1",
                "1 Camera 1, live since 1500, PREVIEW",
                "→ play 1: 2 from 1000 to 4000, 1 from 4000 to 6000",
                "→ tell ben: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "A replay that plays is started again, of who it is of.",
            given: and(
                anna_and_ben(),
                &[(4_000, cut(2)), (5_000, replay()), (5_100, rolls(1, 5_100)), (5_500, renumber(1, 2))],
            ),
            when: (6_000, replay()),
            then: &[
                "replay 1 stopped",
                "replay 2: 2 from 1000 to 4000, 1 from 4000 to 5000",
                "on air: replay 2",
                "→ stop 1",
                "→ play 2: 2 from 1000 to 4000, 1 from 4000 to 5000",
                "→ tell ben: 1 Camera 1, PREVIEW",
            ],
        },
        Case {
            what: "A newcomer under the number that became free was not on program then.",
            given: and(
                anna_and_ben(),
                &[(5_000, renumber(1, 4)), (5_000, joins("cleo")), (5_000, picture("cleo")), (5_000, cut(1))],
            ),
            when: (6_000, replay()),
            then: &[
                "replay 1: 4 from 1000 to 5000, 1 from 5000 to 6000",
                "on air: replay 1",
                "1 Camera 1, live since 5000, PREVIEW",
                "→ play 1: 4 from 1000 to 5000, 1 from 5000 to 6000",
                "→ tell cleo: 1 Camera 1, PREVIEW",
            ],
        },
    ]);
}

#[test]
fn lost_cameras_go() {
    let a_flood = || vec![(0, joins("one")), (0, joins("two")), (5_000, closed("one")), (5_000, closed("two"))];
    check(vec![
        Case {
            what: "All that are lost are taken out at once; who has a picture stays.",
            given: and(anna_and_ben(), &[(2_000, joins("cleo")), (3_000, stalled("cleo")), (4_000, closed("ben"))]),
            when: (5_000, remove_lost()),
            then: &["2 is gone", "3 is gone", "→ disconnect ben", "→ disconnect cleo", "→ remember"],
        },
        Case {
            what: "The selected one too: who comes next is the director's to say.",
            given: and(anna_and_ben(), &[(4_000, closed("anna"))]),
            when: (5_000, remove_lost()),
            then: &["selected: none", "1 is gone", "→ disconnect anna", "→ remember"],
        },
        Case { what: "None is lost.", given: anna_and_ben(), when: (5_000, remove_lost()), then: &[] },
        Case {
            what: "Who never had a picture and has no connection any more goes by itself.",
            given: a_flood(),
            when: (35_000, time_passed()),
            then: &["1 is gone", "2 is gone", "→ disconnect one", "→ disconnect two"],
        },
        Case { what: "Not at once: a phone tries again.", given: a_flood(), when: (34_999, time_passed()), then: &[] },
        Case {
            what: "A phone that tries again stays.",
            given: and(a_flood(), &[(34_000, joins("one"))]),
            when: (35_000, time_passed()),
            then: &["2 is gone", "→ disconnect two"],
        },
        Case {
            what: "Who has a connection stays, whatever does not come over it.",
            given: vec![(0, joins("one")), (9_000, stalled("one"))],
            when: (90_000, time_passed()),
            then: &[],
        },
        Case {
            what: "Who had a picture stays, for hours.",
            given: and(anna_and_ben(), &[(4_000, closed("ben"))]),
            when: (9_000_000, time_passed()),
            then: &[],
        },
        Case {
            what: "Whom the director named stays too.",
            given: and(a_flood(), &[(6_000, rename(2, "Crane"))]),
            when: (35_000, time_passed()),
            then: &["1 is gone", "→ disconnect one"],
        },
    ]);
}

#[test]
fn a_camera_is_found_by_its_id_and_by_its_number() {
    let director = desk(anna_and_ben());
    assert_eq!(director.camera_of(&id("ben")).map(|camera| camera.number), Some(CameraNumber(2)));
    assert_eq!(director.id_of(CameraNumber(2)), Some(&id("ben")));
    assert_eq!(director.camera_of(&id("cleo")), None);
    assert_eq!(director.id_of(CameraNumber(3)), None);
}
