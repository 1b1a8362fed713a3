//! Who speaks to the phones.

use super::words::*;
use crate::protocol::Talk;

/// Desk 1 speaks to all.
fn speaking() -> Vec<(crate::protocol::Millis, crate::director::Input)> {
    and(anna_and_ben(), &[(1_900, talk_by(Some(1), true, None))])
}

/// Desk 1 speaks to ben.
fn speaking_to_ben() -> Vec<(crate::protocol::Millis, crate::director::Input)> {
    and(anna_and_ben(), &[(1_900, talk_by(Some(1), true, Some(2)))])
}

#[test]
fn who_speaks_to_whom() {
    check(vec![
        Case {
            what: "the director speaks to all",
            given: anna_and_ben(),
            when: (2_000, talk_by(Some(1), true, None)),
            then: &[
                "desk 1 speaks to all",
                "→ desk 1 has the word",
                "→ tell anna: 1 Camera 1, PROGRAM, spoken to",
                "→ tell ben: 2 Camera 2, off, spoken to",
            ],
        },
        Case {
            what: "the director speaks to one",
            given: anna_and_ben(),
            when: (2_000, talk_by(Some(1), true, Some(2))),
            then: &["desk 1 speaks to 2", "→ desk 1 has the word", "→ tell ben: 2 Camera 2, off, spoken to"],
        },
        Case {
            what: "and to another, the key still held",
            given: speaking_to_ben(),
            when: (2_000, talk_by(Some(1), true, Some(1))),
            then: &["desk 1 speaks to 1", "→ tell anna: 1 Camera 1, PROGRAM, spoken to", "→ tell ben: 2 Camera 2, off"],
        },
        Case {
            what: "the key is let go of",
            given: speaking_to_ben(),
            when: (2_000, talk_by(Some(1), false, None)),
            then: &["nobody speaks", "→ nobody has the word", "→ tell ben: 2 Camera 2, off"],
        },
        Case {
            what: "a press that says the same is no news",
            given: speaking(),
            when: (2_000, talk_by(Some(1), true, None)),
            then: &[],
        },
        Case { what: "nobody spoke", given: anna_and_ben(), when: (2_000, talk_by(Some(1), false, None)), then: &[] },
        Case {
            what: "two at once would be none",
            given: speaking(),
            when: (2_000, talk_by(Some(2), true, Some(1))),
            then: &["refused: OtherSpeaks"],
        },
        Case {
            what: "another desk's key does not cut off who speaks",
            given: speaking(),
            when: (2_000, talk_by(Some(2), false, None)),
            then: &[],
        },
        Case {
            what: "whose desk is not connected has no voice",
            given: anna_and_ben(),
            when: (2_000, talk_by(None, true, None)),
            then: &["refused: NoConnection"],
        },
        Case {
            what: "there is no such camera",
            given: anna_and_ben(),
            when: (2_000, talk_by(Some(1), true, Some(4))),
            then: &["refused: UnknownCamera"],
        },
        Case {
            what: "a desk that left speaks no more",
            given: speaking_to_ben(),
            when: (2_000, desk_left(1)),
            then: &["nobody speaks", "→ nobody has the word", "→ tell ben: 2 Camera 2, off"],
        },
        Case { what: "another desk left", given: speaking(), when: (2_000, desk_left(2)), then: &[] },
        Case {
            what: "who was spoken to is gone",
            given: speaking_to_ben(),
            when: (2_000, remove(2)),
            then: &["nobody speaks", "2 is gone", "→ nobody has the word", "→ disconnect ben", "→ remember"],
        },
    ]);
}

#[test]
fn who_is_spoken_to_keeps_the_voice_under_another_number() {
    let desk = desk(and(speaking_to_ben(), &[(2_000, renumber(2, 3))]));
    let camera = crate::protocol::CameraNumber(3);
    assert_eq!(desk.snapshot(2_000).talk, Some(Talk { desk: 1, camera: Some(camera) }));
    assert!(desk.view_of(&id("ben")).is_some_and(|view| view.spoken_to));
}

#[test]
fn a_desk_is_known_from_its_first_word_until_it_leaves() {
    use crate::director::DeskId;
    let spoke = and(speaking(), &[(2_000, talk_by(Some(1), false, None))]);
    assert!(desk(spoke.clone()).knows(DeskId(1)));
    assert!(!desk(and(spoke, &[(2_100, desk_left(1))])).knows(DeskId(1)));
}
