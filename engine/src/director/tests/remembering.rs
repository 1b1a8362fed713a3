//! What is kept over a restart, and what comes of it in the next show.

use super::words::*;
use crate::director::{Director, Remembered};
use crate::protocol::{CameraNumber, CameraSound};

fn remembered(who: &str, number: u8, called: &str) -> Remembered {
    let sound = CameraSound::default();
    Remembered { id: id(who), number: CameraNumber(number), name: name(called), claimed: None, sound, missed: 0 }
}

/// What the next show's desk remembers: through the file, as the studio keeps it.
fn restart(director: &Director) -> Vec<Remembered> {
    let file = serde_json::to_string(&director.remembered()).expect("written");
    serde_json::from_str(&file).expect("read")
}

/// The cameras' lines after these have joined a desk with this memory.
fn roster(memory: Vec<Remembered>, who: &[&str]) -> Vec<String> {
    let director = desk_that_remembers(memory, who.iter().map(|who| (0, joins(who))).collect());
    let snapshot = director.snapshot(0);
    snapshot.cameras.iter().map(|camera| format!("{} {}", camera.number, camera.name.as_str())).collect()
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
    let ids: Vec<_> = restart(&director).into_iter().map(|camera| camera.id).collect();
    assert_eq!(ids, [id("ben")]);
}

#[test]
fn the_oldest_are_forgotten_beyond_sixty_four() {
    let mut memory: Vec<Remembered> = (0..70).map(|n| remembered(&format!("old-{n}"), 1, "Old")).collect();
    for newcomer in ["anna", "ben"] {
        memory = restart(&desk_that_remembers(memory, vec![(0, joins(newcomer))]));
        assert_eq!(memory.len(), 64);
    }
    assert_eq!(memory[0].id, id("old-8"), "64 of 70 were taken in, and two made room for newcomers");
    assert_eq!(memory[62].id, id("anna"));
    assert_eq!(memory[63].id, id("ben"));
}

#[test]
fn phones_that_forget_their_id_do_not_use_up_the_numbers() {
    let mut memory = Vec::new();
    for show in 0..10 {
        let director = desk_that_remembers(memory, vec![(0, joins(&format!("phone-{show}")))]);
        let number = director.snapshot(0).cameras[0].number;
        assert!(number <= CameraNumber(2), "show {show}: number {number} on an empty desk");
        memory = restart(&director);
    }
}
