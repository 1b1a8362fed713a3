//! Marks and clips, kept over restarts.

use super::words::*;
use crate::director::{Director, Input, Library, Limits, Memory};
use crate::protocol::{AskedMark, Command, EditedClip, Millis, RefusalCode, ReplayBus, Snapshot};

/// The régie is started again, an hour later, and nobody films yet.
fn started_again(before: &Director) -> Director {
    let stored = serde_json::to_string(before.library()).expect("written");
    let library: Library = serde_json::from_str(&stored).expect("read");
    assert_eq!(library, *before.library());
    let limits = Limits { camera_limit: 4, ..Limits::default() };
    Director::new(limits, before.memory().clone(), addresses("10.0.0.1"), "test".to_owned()).with_library(library)
}

fn lists(director: &Director) -> Vec<String> {
    let Snapshot { marks, clips, playlists, .. } = director.snapshot(0);
    let marks = marks.iter().map(|mark| format!("mark {} at {}", mark.id, mark.at));
    let clips = clips.iter().map(|clip| {
        let angle = clip.camera.map(|camera| format!(", angle {camera}")).unwrap_or_default();
        format!("{}: {} to {}: {}{angle}", clip.name, clip.from, clip.to, segments(&clip.cuts))
    });
    let entry = |entry: &crate::protocol::PlaylistEntry| {
        let angle = entry.camera.map(|camera| format!(" angle {camera}")).unwrap_or_default();
        format!("{}{angle} at {} %", entry.clip, entry.speed)
    };
    let playlists = playlists
        .iter()
        .map(|list| format!("{}: {}", list.name, list.entries.iter().map(entry).collect::<Vec<_>>().join(", ")));
    marks.chain(clips).chain(playlists).collect()
}

/// Cuts at 20000, a clip across it and one of ben, whom nobody had on program then, and a list of both.
fn kept() -> Vec<(Millis, Input)> {
    and(
        anna_and_ben(),
        &[
            (20_000, cut(2)),
            (24_000, asks(Command::Mark(AskedMark { label: None, at: Some(23_000), pre_roll: 5_000 }))),
            (25_000, clip_of(None, 15_000, 22_000)),
            (25_000, clip_of(Some(2), 12_000, 18_000)),
            (25_000, playlist(0, &[(1, None, 50), (2, None, 100), (1, Some(2), 100)], false)),
        ],
    )
}

const LISTS: [&str; 4] = [
    "mark 1 at 18000",
    "Clip 1: 15000 to 22000: 1 from 15000 to 20000, 2 from 20000 to 22000",
    "Clip 2: 12000 to 18000: 1 from 12000 to 18000, angle 2",
    "Break: 1 at 50 %, 2 at 100 %, 1 angle 2 at 100 %",
];

#[test]
fn the_lists_are_there_again_after_a_restart_and_play_though_nobody_films() {
    let before = desk(kept());
    assert_eq!(lists(&before), LISTS);
    let mut again = started_again(&before);
    assert_eq!(lists(&again), LISTS);
    let now = 3_600_000;
    again.handle(now, kept_since(1_000)).expect("the archive has it");
    let clip = |clip| {
        asks(Command::Replay { on: ReplayBus::Cue, camera: None, from: None, to: None, clip: Some(clip), speed: None })
    };
    again.handle(now, clip(1)).expect("it plays");
    assert_eq!(
        players(&again, now),
        ["1 cue of 1: at 15000 since 3600000, 100 %, 0 of 1 from 15000 to 20000, 2 from 20000 to 22000"]
    );
    again.handle(now, clip(2)).expect("it plays");
    assert_eq!(
        players(&again, now),
        ["2 cue of 1: at 12000 since 3600000, 100 %, 0 of 2 from 12000 to 18000, angle 2"]
    );
    again.handle(now, angle(ReplayBus::Cue, 1)).expect("all angles are in it");
    // Ids go on where they were.
    again.handle(now, asks(Command::Mark(AskedMark { label: None, at: None, pre_roll: 0 }))).expect("a mark");
    assert_eq!(again.snapshot(now).marks[1].id, 2);
    again.handle(now, asks(Command::RemoveClip { clip: 2 })).expect("it is there");
    let mut third = started_again(&again);
    third.handle(now, joins("anna")).expect("a camera");
    third.handle(now, picture("anna")).expect("a camera");
    third.handle(now + 2_000, clip_of(None, now, now + 2_000)).expect("a clip");
    assert_eq!(third.snapshot(now).clips[1].id, 3, "no id is given twice");
}

#[test]
fn a_list_follows_who_a_camera_is() {
    let renumbered = desk(and(kept(), &[(26_000, renumber(1, 2))]));
    assert_eq!(lists(&renumbered)[1], "Clip 1: 15000 to 22000: 2 from 15000 to 20000, 1 from 20000 to 22000");
    assert_eq!(lists(&renumbered)[2], "Clip 2: 12000 to 18000: 2 from 12000 to 18000, angle 1");
    // Ben gets another number after a restart: somebody else was quicker to take his.
    let mut again = started_again(&renumbered);
    for (at, input) in [(0, joins("cleo")), (0, picture("cleo")), (0, joins("ben")), (0, joins("anna"))] {
        again.handle(at, input).expect("a camera");
    }
    let ben = again.camera_of(&id("ben")).expect("he is here").number;
    assert!(lists(&again)[2].ends_with(&format!("angle {ben}")), "{:?}", lists(&again));
    // Who is taken out has no number; the clip is program's then.
    let mut without = desk(and(kept(), &[(26_000, remove(2))]));
    assert_eq!(lists(&without)[1], "Clip 1: 15000 to 22000: 1 from 15000 to 20000");
    assert_eq!(lists(&without)[2], "Clip 2: 12000 to 18000: 1 from 12000 to 18000");
    without.handle(27_000, joins("ben")).expect("he comes back");
    assert_eq!(lists(&without), LISTS);
    // Of one that is erased nothing is left.
    let mut erased = desk(and(kept(), &[(26_000, erase(2))]));
    erased.handle(27_000, joins("ben")).expect("he comes back");
    assert_eq!(
        lists(&erased),
        [
            LISTS[0],
            "Clip 1: 15000 to 22000: 1 from 15000 to 20000",
            "Clip 2: 12000 to 18000: 1 from 12000 to 18000",
            "Break: 1 at 50 %, 2 at 100 %, 1 at 100 %"
        ]
    );
}

#[test]
fn what_is_said_of_a_clip_changes() {
    let edit = |edit: fn(&mut Command)| {
        let mut command = Command::EditClip(EditedClip {
            clip: 1,
            name: None,
            tags: None,
            stars: None,
            from: None,
            to: None,
            camera: None,
        });
        edit(&mut command);
        asks(command)
    };
    let edited = |change: fn(&mut Command)| {
        let mut director = desk(kept());
        director.handle(30_000, edit(change)).map(|_| director.snapshot(0).clips[0].clone())
    };
    let clip = edited(|command| {
        if let Command::EditClip(EditedClip { name, tags, stars, .. }) = command {
            (*name, *stars) = (Some(" The goal \n".to_owned()), Some(4));
            *tags = Some(vec!["north".to_owned(), " ".to_owned()]);
        }
    });
    let clip = clip.expect("it is taken");
    assert_eq!((clip.name.as_str(), &clip.tags[..], clip.stars), ("The goal", &["north".to_owned()][..], 4));
    let longer = edited(|command| {
        if let Command::EditClip(EditedClip { to, .. }) = command {
            *to = Some(24_000);
        }
    });
    assert_eq!(segments(&longer.expect("it is taken").cuts), "1 from 15000 to 20000, 2 from 20000 to 24000");
    for wrong in [
        (|command: &mut Command| {
            if let Command::EditClip(EditedClip { stars, .. }) = command {
                *stars = Some(6)
            }
        }) as fn(&mut Command),
        |command| {
            if let Command::EditClip(EditedClip { from, .. }) = command {
                *from = Some(21_900)
            }
        },
    ] {
        assert_eq!(edited(wrong).expect_err("wrong").code, RefusalCode::OutOfRange);
    }
    let nobody = edited(|command| {
        if let Command::EditClip(EditedClip { camera, .. }) = command {
            *camera = Some(crate::protocol::CameraNumber(4))
        }
    });
    assert_eq!(nobody.expect_err("nobody").code, RefusalCode::UnknownCamera);
}

#[test]
fn marks_and_clips_need_no_recording() {
    check(vec![
        Case {
            what: "a mark",
            given: anna_and_ben(),
            when: (4_000, mark(Some("goal"))),
            then: &["mark 1: 4000 goal", "→ keep the library"],
        },
        Case {
            what: "a mark of before the recording is none of its marks",
            given: and(anna_and_ben(), &[(2_000, start_recording()), (2_010, folder_made())]),
            when: (4_000, asks(Command::Mark(AskedMark { label: None, at: Some(1_000), pre_roll: 0 }))),
            then: &["mark 1: 1000 none", "→ keep the library"],
        },
        Case {
            what: "what was before it began is not in it, though the mark's moment was after",
            given: and(anna_and_ben(), &[(2_000, start_recording()), (2_010, folder_made())]),
            when: (4_000, asks(Command::Mark(AskedMark { label: None, at: Some(3_000), pre_roll: 2_000 }))),
            then: &[
                "recording: Running, friday, 1 marks, 0 clips",
                "mark 1: 1000 none",
                "→ mark at 2000: none",
                "→ keep the library",
            ],
        },
        Case {
            what: "a clip",
            given: anna_and_ben(),
            when: (4_000, clip()),
            then: &["clip 1: Clip 1 1000 to 4000", "→ keep the library"],
        },
        Case {
            what: "a clip that is gone is in no list",
            given: kept(),
            when: (30_000, asks(Command::RemoveClip { clip: 2 })),
            then: &["playlist 1: Break", "clip 2 is gone", "→ keep the library"],
        },
        Case {
            what: "no such mark",
            given: kept(),
            when: (30_000, asks(Command::RemoveMark { mark: 7 })),
            then: &["refused: UnknownMark"],
        },
    ]);
}

#[test]
fn the_lists_have_bounds() {
    let library = Library::default();
    let mut director = Director::new(Limits::default(), Memory::default(), addresses("10.0.0.1"), "test".to_owned())
        .with_library(library);
    for (at, input) in anna_and_ben() {
        director.handle(at, input).expect("cameras");
    }
    for number in 1..=2_001 {
        director.handle(2_000, mark(None)).unwrap_or_else(|_| panic!("mark {number}"));
    }
    let marks = director.snapshot(0).marks;
    assert_eq!((marks.len(), marks[0].id, marks[1_999].id), (2_000, 2, 2_001));
    for _ in 0..1_000 {
        director.handle(2_000, clip_of(None, 1_000, 2_000)).expect("room");
    }
    assert_eq!(director.handle(2_000, clip_of(None, 1_000, 2_000)).expect_err("full").code, RefusalCode::ListFull);
    for _ in 0..100 {
        director.handle(2_000, playlist(0, &[(1, None, 100)], false)).expect("room");
    }
    assert_eq!(director.handle(2_000, playlist(0, &[], false)).expect_err("full").code, RefusalCode::ListFull);
    let long = vec![(1, None, 100); 201];
    assert_eq!(director.handle(2_000, playlist(1, &long, false)).expect_err("long").code, RefusalCode::ListFull);
}
