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
            then: &["1 Camera 1, connecting since 100, off", "→ remember", "→ tell anna: 1 Camera 1, off"],
        },
        Case {
            what: "A phone with a name gets the next number.",
            given: vec![(0, joins("anna"))],
            when: (100, joins_as("ben", "Stage left")),
            then: &["2 Stage left, connecting since 100, off", "→ remember", "→ tell ben: 2 Stage left, off"],
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
            then: &["2 Camera 2, connecting since 100, off", "→ remember", "→ tell emil: 2 Camera 2, off"],
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
            then: &["1 Camera 1, connecting since 2000, off", "→ remember", "→ tell ben: 1 Camera 1, off"],
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
