//! What is kept over a restart, and what comes of it in the next show.

use super::words::*;
use crate::director::{Director, Memory, Remembered};
use crate::protocol::{Adjustment, CameraNumber, CameraSettings, CameraSound, Command, Playout, RefusalCode};

fn remembered(who: &str, number: u8, called: &str) -> Remembered {
    let sound = CameraSound::default();
    Remembered {
        id: id(who),
        number: CameraNumber(number),
        name: name(called),
        claimed: None,
        sound,
        wanted: CameraSettings::default(),
        missed: 0,
    }
}

/// What the next show's desk remembers: through the file, as the studio keeps it.
fn restart(director: &Director) -> Memory {
    let file = serde_json::to_string(director.memory()).expect("written");
    serde_json::from_str(&file).expect("read")
}

/// The cameras' lines after these have joined a desk with this memory.
fn roster(cameras: Vec<Remembered>, who: &[&str]) -> Vec<String> {
    let memory = Memory { cameras, ..Memory::default() };
    let director = desk_that_remembers(memory, who.iter().map(|who| (0, joins(who))).collect());
    let snapshot = director.snapshot(0);
    snapshot.cameras.iter().map(|camera| format!("{} {}", camera.number, camera.name.as_str())).collect()
}

#[test]
fn what_is_wanted_of_a_picture_whenever_it_films_is_wanted_after_a_restart() {
    let settings = CameraSettings { kbps: Some(900), portrait: Some(true), ..CameraSettings::default() };
    let adjusted = Adjustment { camera: CameraNumber(2), settings: settings.clone() };
    let before = desk(and(anna_and_ben(), &[(2_000, asks(Command::Adjust(adjusted)))]));
    let wanted =
        |director: &Director, who| director.view_of(&id(who)).map(|view| (view.wanted.serial, view.wanted.settings));
    assert_eq!(wanted(&before, "ben"), Some((1, settings.clone())));
    let after = desk_that_remembers(restart(&before), vec![(0, joins("anna")), (0, joins("ben"))]);
    assert_eq!(wanted(&after, "ben"), Some((1, settings)), "a phone that has just come does it");
    assert_eq!(wanted(&after, "anna"), Some((0, CameraSettings::default())));
    let moment = CameraSettings {
        torch: Some(true),
        lens: Some("2".to_owned()),
        height: Some(540),
        ..CameraSettings::default()
    };
    let lasting = CameraSettings { height: Some(540), ..CameraSettings::default() };
    assert_eq!(moment.lasting(), lasting, "last night's light is not wanted");
}

#[test]
fn cameras_come_back_after_a_restart() {
    struct Case {
        what: &'static str,
        memory: Vec<Remembered>,
        joins: &'static [&'static str],
        roster: &'static [&'static str],
    }
    let cases = [
        Case {
            what: "Everyone gets number and name back, in whatever order they come.",
            memory: vec![remembered("anna", 1, "Anna"), remembered("ben", 2, "Drums")],
            joins: &["ben", "anna"],
            roster: &["1 Anna", "2 Drums"],
        },
        Case {
            what: "A newcomer leaves their numbers free.",
            memory: vec![remembered("anna", 1, "Anna"), remembered("ben", 2, "Drums")],
            joins: &["cleo", "ben"],
            roster: &["2 Drums", "3 Camera 3"],
        },
        Case {
            what: "Newcomers take them all the same when there are no others.",
            memory: vec![remembered("anna", 1, "Anna"), remembered("ben", 2, "Drums")],
            joins: &["cleo", "dora", "emil"],
            roster: &["1 Camera 1", "3 Camera 3", "4 Camera 4"],
        },
        Case {
            what: "Who finds another one in its place gets the lowest free number and keeps its name.",
            memory: vec![remembered("anna", 1, "Anna"), remembered("ben", 2, "Drums")],
            joins: &["cleo", "dora", "emil", "anna"],
            roster: &["1 Camera 1", "2 Anna", "3 Camera 3", "4 Camera 4"],
        },
        Case {
            what: "A name that was only a number follows the number.",
            memory: vec![remembered("anna", 1, "Camera 1"), remembered("ben", 1, "Camera 1")],
            joins: &["ben", "anna"],
            roster: &["1 Camera 1", "2 Camera 2"],
        },
        Case {
            what: "Who missed more than one show keeps its number only until somebody needs it.",
            memory: vec![Remembered { missed: 1, ..remembered("anna", 1, "Anna") }, remembered("ben", 2, "Drums")],
            joins: &["cleo", "anna"],
            roster: &["1 Camera 1", "3 Anna"],
        },
        Case {
            what: "A number that is none is not given.",
            memory: vec![remembered("anna", 0, "Anna"), remembered("ben", 255, "Drums")],
            joins: &["anna", "ben"],
            roster: &["1 Anna", "2 Drums"],
        },
        Case {
            what: "A camera that is twice in the file is as it was last.",
            memory: vec![remembered("anna", 1, "Anna"), remembered("anna", 2, "Bass")],
            joins: &["anna"],
            roster: &["2 Bass"],
        },
    ];
    for Case { what, memory, joins, roster: expected } in cases {
        assert_eq!(roster(memory, joins), expected, "{what}");
    }
}

#[test]
fn a_directors_name_survives_a_restart() {
    let before = desk(vec![(0, joins_as("anna", "Anna")), (1, rename(1, "Drums"))]);
    let mut after = desk_that_remembers(restart(&before), vec![]);
    assert_eq!(
        told(after.handle(5, joins_as("anna", "Anna"))),
        ["1 Drums, connecting since 5, off", "→ remember", "→ tell anna: 1 Drums, off"]
    );
}

#[test]
fn a_removed_camera_is_not_remembered() {
    let director = desk(and(anna_and_ben(), &[(5_000, remove(1))]));
    let ids: Vec<_> = restart(&director).cameras.into_iter().map(|camera| camera.id).collect();
    assert_eq!(ids, [id("ben")]);
}

#[test]
fn a_number_is_of_who_has_it_else_of_who_had_it() {
    let cameras = vec![remembered("anna", 1, "Anna"), remembered("ben", 2, "Drums")];
    let memory = Memory { cameras, ..Memory::default() };
    let numbers = |director: &Director| -> Vec<String> {
        director.numbers().iter().map(|(number, id)| format!("{number} {}", id.as_str())).collect()
    };
    assert_eq!(numbers(&desk_that_remembers(memory.clone(), Vec::new())), ["1 anna", "2 ben"]);
    let joined = ["cleo", "dora", "emil"].map(|who| (0, joins(who)));
    assert_eq!(numbers(&desk_that_remembers(memory, joined.into())), ["1 emil", "2 ben", "3 cleo", "4 dora"]);
}

#[test]
fn the_oldest_are_forgotten_beyond_sixty_four() {
    let cameras = (0..70).map(|n| remembered(&format!("old-{n}"), 1, "Old")).collect();
    let mut memory = Memory { cameras, ..Memory::default() };
    for newcomer in ["anna", "ben"] {
        memory = restart(&desk_that_remembers(memory, vec![(0, joins(newcomer)), (1, picture(newcomer))]));
        assert_eq!(memory.cameras.len(), 64);
    }
    let memory = memory.cameras;
    assert_eq!(memory[0].id, id("old-8"), "64 of 70 were taken in, and two made room for newcomers");
    assert_eq!(memory[62].id, id("anna"));
    assert_eq!(memory[63].id, id("ben"));
}

#[test]
fn phones_that_forget_their_id_do_not_use_up_the_numbers() {
    let mut memory = Memory::default();
    for show in 0..10 {
        let phone = format!("phone-{show}");
        let director = desk_that_remembers(memory, vec![(0, joins(&phone)), (1, picture(&phone))]);
        let number = director.snapshot(0).cameras[0].number;
        assert!(number <= CameraNumber(2), "show {show}: number {number} on an empty desk");
        memory = restart(&director);
    }
}

#[test]
fn a_flood_of_joins_is_forgotten_and_pushes_nobody_out() {
    let regulars = (0..64).map(|n| remembered(&format!("old-{n}"), 1, "Old")).collect();
    let mut director = desk_that_remembers(Memory { cameras: regulars, ..Memory::default() }, vec![]);
    for round in 0..100 {
        for camera in 0..4 {
            let stranger = format!("flood-{round}-{camera}");
            director.handle(round * 40_000, joins(&stranger)).expect("there is room again");
            director.handle(round * 40_000 + 5_000, closed(&stranger)).expect("no command");
        }
        assert!(director.handle(round * 40_000 + 34_000, joins("anna")).is_err(), "the desk is full");
        director.handle(round * 40_000 + 35_000, time_passed()).expect("no command");
        assert_eq!(director.cameras().count(), 0, "half a minute later it is empty");
    }
    let memory = restart(&director).cameras;
    assert_eq!(memory.len(), 64);
    assert!(memory.iter().all(|camera| camera.id.as_str().starts_with("old-")), "only who had a picture is kept");
}

#[test]
fn what_stands_on_the_hold_slate_is_there_after_a_restart() {
    let before = desk(vec![(0, hold_text(Some("Back at 9"))), (1, hold(true))]);
    let after = desk_that_remembers(restart(&before), vec![]).snapshot(0);
    assert_eq!(after.hold.text.as_ref().map(|text| text.as_str()), Some("Back at 9"));
    assert!(!after.hold.on, "that the director held is not: a show begins as ever");
}

#[test]
fn how_far_behind_whoever_watches_may_be_is_kept_over_a_restart() {
    let bound = Playout::UpTo { delay: 300 };
    let before = desk(and(anna_and_ben(), &[(2_000, playout(bound)), (3_000, needs_delay("anna", 400))]));
    let after = desk_that_remembers(restart(&before), vec![(0, joins("anna"))]).snapshot(0);
    assert_eq!((after.playout, after.cameras[0].playout_delay), (bound, 0), "the air is another one");
}

#[test]
fn what_a_camera_may_send_is_said_to_all_and_there_after_a_restart() {
    let mut before = desk(anna_and_ben());
    let outcome = before.handle(9_000, camera_budget(2_000)).expect("it is in range");
    assert_eq!(outcome.events.len(), 1);
    for who in ["anna", "ben"] {
        assert_eq!(before.view_of(&id(who)).expect("it is here").budget, 2_000);
    }
    for refused in [299, 20_001] {
        let refusal = before.handle(9_001, camera_budget(refused)).expect_err("it is out of range");
        assert_eq!(refusal.code, RefusalCode::OutOfRange);
    }
    let after = desk_that_remembers(restart(&before), vec![(0, joins("anna"))]);
    assert_eq!(after.snapshot(0).settings.camera_budget, 2_000);
    assert_eq!(desk(vec![]).snapshot(0).settings.camera_budget, 3_500);
}

#[test]
fn a_number_that_the_director_gave_is_there_after_a_restart() {
    let before = desk(and(anna_and_ben(), &[(5_000, renumber(1, 4))]));
    let director = desk_that_remembers(restart(&before), vec![(0, joins("ben")), (0, joins("anna"))]);
    let snapshot = director.snapshot(0);
    assert_eq!(
        snapshot.cameras.iter().map(camera).collect::<Vec<_>>(),
        ["2 Camera 2, connecting since 0, off", "4 Camera 4, connecting since 0, off",]
    );
}

#[test]
fn a_file_of_the_version_before_is_read() {
    let file = r#"{"cameras":[{"id":"anna","number":3,"name":"Anna","claimed":null}],"address":"10.0.0.1"}"#;
    let memory: Memory = serde_json::from_str(file).expect("read");
    assert_eq!(roster(memory.cameras, &["anna"]), ["3 Anna"]);
}
