//! Recordings, and the disk under them.

use super::words::*;
use crate::director::Input;
use crate::protocol::Millis;

/// Anna and ben, and a recording since 2000.
fn recorded() -> Vec<(Millis, Input)> {
    and(anna_and_ben(), &[(2_000, start_recording()), (2_010, folder_made())])
}

#[test]
fn one_key_starts_a_recording_and_ends_it() {
    check(vec![
        Case {
            what: "the key is pressed: the phones are told at once",
            given: anna_and_ben(),
            when: (2_000, start_recording()),
            then: &[
                "recording: Starting, no folder, 0 marks, 0 clips",
                "→ record",
                "→ tell anna: 1 Camera 1, PROGRAM, recorded",
                "→ tell ben: 2 Camera 2, off, recorded",
            ],
        },
        Case {
            what: "who joins during a recording knows of it",
            given: recorded(),
            when: (3_000, joins("cleo")),
            then: &["3 Camera 3, connecting since 3000, off", "→ tell cleo: 3 Camera 3, off, recorded"],
        },
        Case {
            what: "the key is pressed twice",
            given: recorded(),
            when: (3_000, start_recording()),
            then: &["refused: AlreadyRecording"],
        },
        Case {
            what: "the key is pressed again: nobody is recorded any more",
            given: recorded(),
            when: (9_000, stop_recording()),
            then: &[
                "recording: Finishing, friday, 0 marks, 0 clips",
                "→ complete the files",
                "→ tell anna: 1 Camera 1, PROGRAM",
                "→ tell ben: 2 Camera 2, off",
            ],
        },
        Case {
            what: "its files are complete",
            given: and(recorded(), &[(9_000, stop_recording())]),
            when: (9_100, files_complete()),
            then: &["recording: none", "show: friday, 3 files"],
        },
        Case {
            what: "the key is pressed again before the folder is there",
            given: and(anna_and_ben(), &[(2_000, start_recording()), (2_005, stop_recording())]),
            when: (2_010, folder_made()),
            then: &["recording: Finishing, friday, 0 marks, 0 clips"],
        },
        Case {
            what: "nothing is recorded that could end",
            given: anna_and_ben(),
            when: (9_000, stop_recording()),
            then: &["refused: NotRecording"],
        },
    ]);
}

#[test]
fn a_recording_that_fails_says_so_until_somebody_takes_note() {
    let failed = || and(recorded(), &[(5_000, cannot_write())]);
    check(vec![
        Case {
            what: "nothing can be written any more",
            given: recorded(),
            when: (5_000, cannot_write()),
            then: &[
                "recording: Failed, friday, 0 marks, 0 clips, Failed",
                "→ tell anna: 1 Camera 1, PROGRAM",
                "→ tell ben: 2 Camera 2, off",
            ],
        },
        Case { what: "it is noted", given: failed(), when: (6_000, stop_recording()), then: &["recording: none"] },
        Case {
            what: "it is tried again",
            given: failed(),
            when: (6_000, start_recording()),
            then: &[
                "recording: Starting, no folder, 0 marks, 0 clips",
                "→ record",
                "→ tell anna: 1 Camera 1, PROGRAM, recorded",
                "→ tell ben: 2 Camera 2, off, recorded",
            ],
        },
        Case {
            what: "late news of a recording that is over",
            given: anna_and_ben(),
            when: (6_000, cannot_write()),
            then: &[],
        },
    ]);
}

#[test]
fn marks_and_clips_belong_to_a_recording() {
    check(vec![
        Case {
            what: "a mark",
            given: recorded(),
            when: (4_000, mark(Some("  goal\n"))),
            then: &[
                "recording: Running, friday, 1 marks, 0 clips",
                "mark 1: 4000 goal",
                "→ mark at 4000: goal",
                "→ keep the library",
            ],
        },
        Case {
            what: "a mark that says nothing",
            given: recorded(),
            when: (4_000, mark(Some(" "))),
            then: &[
                "recording: Running, friday, 1 marks, 0 clips",
                "mark 1: 4000 none",
                "→ mark at 4000: none",
                "→ keep the library",
            ],
        },
        Case {
            what: "a clip of what was on program",
            given: and(recorded(), &[(3_000, cut(2))]),
            when: (4_000, clip()),
            then: &[
                "recording: Running, friday, 0 marks, 1 clips",
                "clip 1: Clip 1 1000 to 4000",
                "→ clip 1: 1 from 1000 to 3000, 2 from 3000 to 4000",
                "→ keep the library",
            ],
        },
        Case {
            what: "a clip of the replay that plays",
            given: and(recorded(), &[(3_000, replay())]),
            when: (4_000, clip()),
            then: &[
                "recording: Running, friday, 0 marks, 1 clips",
                "clip 1: Clip 1 1000 to 3000",
                "→ clip 1: 1 from 1000 to 3000",
                "→ keep the library",
            ],
        },
        Case {
            what: "a clip of nothing",
            given: vec![(0, start_recording()), (10, folder_made())],
            when: (4_000, clip()),
            then: &["refused: NothingToReplay"],
        },
    ]);
}

/// A recording since 2000 whose disk is measured like this, as minutes.
fn measured(minutes: &[(Millis, u32)]) -> Vec<(Millis, Input)> {
    let measured: Vec<_> = minutes.iter().map(|(at, minutes)| (*at, minutes_left(*minutes))).collect();
    and(recorded(), &measured)
}

#[test]
fn little_room_is_told_of() {
    check(vec![
        Case { what: "there is room", given: recorded(), when: (4_000, minutes_left(15)), then: &[] },
        Case {
            what: "there is less than a quarter of an hour",
            given: measured(&[(4_000, 15)]),
            when: (5_000, minutes_left(14)),
            then: &["recording: Running, friday, 0 marks, 0 clips, DiskLow"],
        },
        Case {
            what: "there is room again",
            given: measured(&[(4_000, 14)]),
            when: (5_000, minutes_left(15)),
            then: &["recording: Running, friday, 0 marks, 0 clips"],
        },
        Case {
            what: "how long it lasts is not known any more",
            given: measured(&[(4_000, 14)]),
            when: (5_000, minutes_left(None)),
            then: &["recording: Running, friday, 0 marks, 0 clips"],
        },
        Case {
            what: "what can't be written is worse",
            given: measured(&[(4_000, 14)]),
            when: (5_000, disk_refuses(true)),
            then: &["recording: Running, friday, 0 marks, 0 clips, FramesLost"],
        },
        Case {
            what: "and when it can, the room is little as before",
            given: and(measured(&[(4_000, 14)]), &[(5_000, disk_refuses(true))]),
            when: (6_000, disk_refuses(false)),
            then: &["recording: Running, friday, 0 marks, 0 clips, DiskLow"],
        },
        Case { what: "nothing is recorded", given: anna_and_ben(), when: (4_000, minutes_left(0)), then: &[] },
        Case {
            what: "the next recording begins without the last one's warning",
            given: and(measured(&[(4_000, 0)]), &[(5_000, cannot_write())]),
            when: (6_000, start_recording()),
            then: &[
                "recording: Starting, no folder, 0 marks, 0 clips",
                "→ record",
                "→ tell anna: 1 Camera 1, PROGRAM, recorded",
                "→ tell ben: 2 Camera 2, off, recorded",
            ],
        },
    ]);
}

#[test]
fn the_isos_give_way_to_program_when_the_disk_is_nearly_full() {
    let ended = || measured(&[(4_000, 0)]);
    check(vec![
        Case {
            what: "less than five minutes may be a peak",
            given: measured(&[(4_000, 4)]),
            when: (8_999, time_passed()),
            then: &[],
        },
        Case {
            what: "after five seconds it is none",
            given: measured(&[(4_000, 4)]),
            when: (9_000, time_passed()),
            then: &["recording: Running, friday, 0 marks, 0 clips, IsosStopped", "→ end the ISOs"],
        },
        Case {
            what: "it grows less, but slowly",
            given: measured(&[(4_000, 4), (8_000, 3)]),
            when: (9_000, minutes_left(2)),
            then: &["recording: Running, friday, 0 marks, 0 clips, IsosStopped", "→ end the ISOs"],
        },
        Case {
            what: "there was room in between",
            given: measured(&[(4_000, 4), (8_000, 5), (8_500, 4)]),
            when: (9_000, time_passed()),
            then: &[],
        },
        Case {
            what: "less than one minute is too little at once",
            given: measured(&[(4_000, 6)]),
            when: (5_000, minutes_left(0)),
            then: &["recording: Running, friday, 0 marks, 0 clips, IsosStopped", "→ end the ISOs"],
        },
        Case { what: "they end once", given: ended(), when: (30_000, minutes_left(0)), then: &[] },
        Case { what: "and for good", given: ended(), when: (30_000, minutes_left(60)), then: &[] },
        Case {
            what: "but in another recording they are there",
            given: and(
                ended(),
                &[
                    (5_000, stop_recording()),
                    (5_100, files_complete()),
                    (6_000, start_recording()),
                    (6_010, folder_made()),
                ],
            ),
            when: (7_000, minutes_left(0)),
            then: &["recording: Running, friday, 0 marks, 0 clips, IsosStopped", "→ end the ISOs"],
        },
        Case {
            what: "a recording that ends needs no room",
            given: and(measured(&[(4_000, 4)]), &[(5_000, stop_recording())]),
            when: (9_000, time_passed()),
            then: &[],
        },
    ]);
}
