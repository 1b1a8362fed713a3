//! What leaves the desk: recordings, the sound of program, links.

use super::words::*;
use crate::protocol::{LinkState, SoundMode};

/// Anna and ben, and a recording since 2000.
fn recorded() -> Vec<(crate::protocol::Millis, crate::director::Input)> {
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
            then: &["recording: Running, friday, 1 marks, 0 clips", "→ mark at 4000: goal"],
        },
        Case {
            what: "a mark that says nothing",
            given: recorded(),
            when: (4_000, mark(Some(" "))),
            then: &["recording: Running, friday, 1 marks, 0 clips", "→ mark at 4000: none"],
        },
        Case {
            what: "a clip of what was on program",
            given: and(recorded(), &[(3_000, cut(2))]),
            when: (4_000, clip()),
            then: &[
                "recording: Running, friday, 0 marks, 1 clips",
                "→ clip 1: 1 from 1000 to 3000, 2 from 3000 to 4000",
            ],
        },
        Case {
            what: "a clip of the replay that plays",
            given: and(recorded(), &[(3_000, replay())]),
            when: (4_000, clip()),
            then: &["recording: Running, friday, 0 marks, 1 clips", "→ clip 1: 1 from 1000 to 3000"],
        },
        Case {
            what: "a mark without a recording",
            given: anna_and_ben(),
            when: (4_000, mark(None)),
            then: &["refused: NotRecording"],
        },
        Case {
            what: "a clip without a recording",
            given: anna_and_ben(),
            when: (4_000, clip()),
            then: &["refused: NotRecording"],
        },
        Case {
            what: "a clip of nothing",
            given: vec![(0, start_recording()), (10, folder_made())],
            when: (4_000, clip()),
            then: &["refused: NothingToReplay"],
        },
    ]);
}

#[test]
fn who_is_erased_leaves_and_leaves_nothing() {
    check(vec![Case {
        what: "ben is erased",
        given: anna_and_ben(),
        when: (4_000, erase(2)),
        then: &["2 is gone", "→ disconnect ben", "→ erase 2, ben", "→ remember"],
    }]);
}

#[test]
fn sound_follows_the_picture_or_is_pinned() {
    check(vec![
        Case { what: "it is pinned", given: anna_and_ben(), when: (4_000, sound_of(Some(2))), then: &["sound: of 2"] },
        Case {
            what: "it is pinned to nobody",
            given: anna_and_ben(),
            when: (4_000, sound_of(Some(3))),
            then: &["refused: UnknownCamera"],
        },
        Case {
            what: "who it is pinned to is removed",
            given: and(anna_and_ben(), &[(4_000, sound_of(Some(2))), (4_500, mute(true))]),
            when: (5_000, remove(2)),
            then: &["sound: follows, muted", "2 is gone", "→ disconnect ben", "→ remember"],
        },
        Case {
            what: "it is muted twice",
            given: and(anna_and_ben(), &[(4_000, mute(true))]),
            when: (5_000, mute(true)),
            then: &[],
        },
        Case {
            what: "a phone is told what its microphone is for",
            given: anna_and_ben(),
            when: (4_000, sound_mode(1, SoundMode::Speech)),
            then: &["1 Camera 1, live since 1000, PROGRAM", "→ remember", "→ tell anna: 1 Camera 1, PROGRAM, speech"],
        },
        Case {
            what: "a delay is the régie's own business",
            given: anna_and_ben(),
            when: (4_000, sound_delay(1, 120)),
            then: &["1 Camera 1, live since 1000, PROGRAM", "→ remember"],
        },
        Case {
            what: "a delay out of range",
            given: anna_and_ben(),
            when: (4_000, sound_delay(1, 1_001)),
            then: &["refused: OutOfRange"],
        },
    ]);
}

#[test]
fn what_is_heard_is_who_is_live() {
    let heard = |given: &[(crate::protocol::Millis, crate::director::Input)]| {
        desk(and(anna_and_ben(), given)).snapshot(9_000).heard().map(|camera| camera.0)
    };
    assert_eq!(heard(&[]), Some(1), "the picture's");
    assert_eq!(heard(&[(2_000, cut(2))]), Some(2), "the new picture's");
    assert_eq!(heard(&[(3_000, replay())]), Some(1), "under a replay, who it returns to");
    assert_eq!(heard(&[(3_000, sound_of(Some(2)))]), Some(2), "the pinned one's");
    assert_eq!(heard(&[(3_000, sound_of(Some(2))), (4_000, stalled("ben"))]), None, "nobody's while it is lost");
    assert_eq!(heard(&[(3_000, mute(true))]), None, "nobody's");
}

#[test]
fn links_are_made_and_ended() {
    let linked = || vec![(1_000, push_to("https://sfu.example/whip"))];
    check(vec![
        Case {
            what: "a link is asked for",
            given: vec![],
            when: (1_000, push_to("https://sfu.example/whip")),
            then: &["link 1: https://sfu.example/whip, Connecting since 1000", "→ link 1 to https://sfu.example/whip"],
        },
        Case {
            what: "the same link again",
            given: linked(),
            when: (2_000, push_to("https://sfu.example/whip")),
            then: &["refused: AlreadyLinked"],
        },
        Case {
            what: "no address",
            given: vec![],
            when: (2_000, push_to("sfu.example/whip")),
            then: &["refused: BadUrl"],
        },
        Case {
            what: "it fails, with a reason",
            given: linked(),
            when: (2_000, link_is(1, LinkState::Waiting, Some("401"))),
            then: &["link 1: https://sfu.example/whip, Waiting since 2000, 401"],
        },
        Case {
            what: "it fails again in the same way",
            given: and(linked(), &[(2_000, link_is(1, LinkState::Waiting, Some("401")))]),
            when: (3_000, link_is(1, LinkState::Waiting, Some("401"))),
            then: &[],
        },
        Case {
            what: "it is ended",
            given: linked(),
            when: (3_000, end_link(1)),
            then: &["link 1 is gone", "→ end link 1"],
        },
        Case {
            what: "news of a link that was ended",
            given: and(linked(), &[(3_000, end_link(1))]),
            when: (4_000, link_is(1, LinkState::Live, None)),
            then: &[],
        },
        Case {
            what: "a link that is none",
            given: linked(),
            when: (3_000, end_link(2)),
            then: &["refused: UnknownLink"],
        },
    ]);
}
