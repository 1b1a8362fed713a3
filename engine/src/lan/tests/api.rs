//! What `docs/api.md` says, done.

use std::collections::BTreeSet;

use super::*;
use crate::protocol::Command;

const DOCUMENT: &str = include_str!("../../../../docs/api.md");

/// The commands of the document's examples, in its order.
fn examples() -> Vec<&'static str> {
    DOCUMENT.lines().filter_map(|line| line.strip_prefix("    regie '")?.strip_suffix('\'')).collect()
}

/// A command's `type`. A new command has to be added to the list, and to the document.
fn name(command: &Command) -> &'static str {
    match command {
        Command::Cut { .. } => "cut",
        Command::Replay => "replay",
        Command::Live => "live",
        Command::Rename { .. } => "rename",
        Command::Remove { .. } => "remove",
        Command::Erase { .. } => "erase",
        Command::StartRecording => "start_recording",
        Command::StopRecording => "stop_recording",
        Command::Mark { .. } => "mark",
        Command::Clip => "clip",
        Command::ProgramSound { .. } => "program_sound",
        Command::Mute { .. } => "mute",
        Command::SoundMode { .. } => "sound_mode",
        Command::SoundDelay { .. } => "sound_delay",
        Command::Connect { .. } => "connect",
        Command::Disconnect { .. } => "disconnect",
        Command::ChooseAddress { .. } => "choose_address",
        Command::ReportCodecs { .. } => "report_codecs",
    }
}

const COMMANDS: usize = 18;

#[test]
fn every_command_has_an_example_that_can_be_read() {
    let read: BTreeSet<_> = examples()
        .into_iter()
        .map(|example| name(&serde_json::from_str(example).unwrap_or_else(|error| panic!("{example}: {error}"))))
        .collect();
    assert_eq!(read.len(), COMMANDS, "{read:?}");
}

#[tokio::test]
async fn every_example_is_accepted_or_refused_as_the_document_says() {
    let house = House::open(16);
    let director = house.director();
    for example in examples() {
        let headers = [(header::AUTHORIZATION, director.as_str())];
        let answer = ask(house.desk(), Method::POST, "/api/command", &headers, example).await;
        if answer.status == StatusCode::NO_CONTENT {
            continue;
        }
        // Nobody films here, and the document's address is somebody else's: most are refused for that.
        let refusal: Refusal = serde_json::from_slice(&answer.body).expect("a refusal");
        let code = serde_json::to_value(refusal.code).expect("a code").as_str().expect("a word").to_owned();
        assert!(said(example).contains(&format!("`{code}`")), "{example}: {code} is not in the document");
        assert_ne!(answer.status, StatusCode::BAD_REQUEST, "{example}");
    }
}

/// The document's section with an example.
fn said(example: &str) -> &'static str {
    DOCUMENT.split("\n### ").find(|section| section.contains(example)).expect("the example is from the document")
}

#[tokio::test]
async fn what_needs_no_camera_is_in_the_state_after_its_command() {
    let house = House::open(16);
    let director = house.director();
    let headers = [(header::AUTHORIZATION, director.as_str())];
    for command in [
        r#"{"type":"mute","muted":true}"#,
        r#"{"type":"connect","kind":"push","url":"http://127.0.0.1:9/whip","token":"secret"}"#,
        r#"{"type":"start_recording"}"#,
    ] {
        let answer = ask(house.desk(), Method::POST, "/api/command", &headers, command).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{command}");
    }
    let state = ask(house.desk(), Method::GET, "/api/state", &headers, "").await;
    let text = String::from_utf8(state.body).expect("JSON");
    assert!(!text.contains("secret"), "a link's token is told to nobody");
    let snapshot: Snapshot = serde_json::from_str(&text).expect("a snapshot");
    assert!(snapshot.sound.muted);
    assert_eq!(snapshot.links.len(), 1);
    assert!(snapshot.recording.is_some());
}

#[tokio::test]
async fn a_field_that_a_command_does_not_have_is_malformed_and_does_nothing() {
    let house = House::open(16);
    let director = house.director();
    let headers = [(header::AUTHORIZATION, director.as_str())];
    for (command, field) in [
        (r#"{"type":"start_recording","name":"Final"}"#, "name"),
        (r#"{"type":"mute","muted":true,"camera":2}"#, "camera"),
    ] {
        let answer = ask(house.desk(), Method::POST, "/api/command", &headers, command).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let refusal: Refusal = serde_json::from_slice(&answer.body).expect("a refusal");
        assert_eq!(refusal.code, RefusalCode::Malformed);
        assert_eq!(refusal.message, format!("the command could not be read: it has no field `{field}`"));
    }
    let state = ask(house.desk(), Method::GET, "/api/state", &headers, "").await;
    let snapshot: Snapshot = serde_json::from_slice(&state.body).expect("a snapshot");
    assert!(snapshot.recording.is_none() && !snapshot.sound.muted, "{snapshot:?}");
}
