//! What leaves the desk: the sound of program, links; and who is erased.

use super::words::*;
use crate::protocol::{LinkState, ReplayBus, SoundMode};

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
    assert_eq!(heard(&[(3_000, replay())]), Some(1), "until a replay rolls, who is seen");
    assert_eq!(heard(&[(3_000, replay()), (3_100, rolls(1, 3_100))]), None, "nobody's but the replay's");
    let pinned = [(2_500, sound_of(Some(2))), (3_000, replay()), (3_100, rolls(1, 3_100))];
    assert_eq!(heard(&pinned), Some(2), "the pinned one's, under a replay too");
    assert_eq!(heard(&[(3_000, sound_of(Some(2)))]), Some(2), "the pinned one's");
    assert_eq!(heard(&[(3_000, sound_of(Some(2))), (4_000, stalled("ben"))]), None, "nobody's while it is lost");
    assert_eq!(heard(&[(3_000, mute(true))]), None, "nobody's");
}

#[test]
fn a_replay_is_heard_where_sound_follows_the_picture_and_it_is_as_fast_as_it_happened() {
    let heard = |then: &[(crate::protocol::Millis, crate::director::Input)]| {
        let given = and(anna_and_ben(), &[(9_000, replay_of(Some(2), 3_000, 5_000, 100)), (9_100, rolls(1, 9_100))]);
        desk(and(given, then)).heard_replay().map(|player| (player.segments[0].camera.0, player.at, player.since))
    };
    assert_eq!(heard(&[]), Some((2, 3_000, 9_100)));
    assert_eq!(heard(&[(9_600, speed(ReplayBus::Program, 50))]), None, "slow motion is silent");
    let again = [(9_600, speed(ReplayBus::Program, 50)), (10_600, speed(ReplayBus::Program, 100))];
    assert_eq!(heard(&again), Some((2, 4_000, 10_600)), "from where it is");
    assert_eq!(heard(&[(9_600, angle(ReplayBus::Program, 1))]), Some((1, 3_500, 9_600)), "the other angle's");
    assert_eq!(heard(&[(9_600, sound_of(Some(1)))]), None, "a camera is pinned");
    assert_eq!(heard(&[(9_600, mute(true))]), None);
    assert_eq!(heard(&[(9_600, hold(true))]), None);
    assert_eq!(heard(&[(9_600, live())]), None);
    let waits = desk(and(anna_and_ben(), &[(9_000, replay())]));
    assert_eq!(waits.heard_replay(), None, "what was on goes on until it rolls");
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
