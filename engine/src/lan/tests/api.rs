//! What `docs/api.md` says, done.

use std::collections::BTreeSet;

use futures_util::FutureExt as _;

use super::*;
use crate::{
    protocol::{AskedTalk, Codecs, Command, Event, Talk, ToDesk, WatchSlate, WatchSlateKind, tests::tags},
    studio::Still,
    voice::SAMPLES,
};

const DOCUMENT: &str = include_str!("../../../../docs/api.md");

/// The commands of the document's examples, in its order.
fn examples() -> Vec<&'static str> {
    DOCUMENT.lines().filter_map(|line| line.strip_prefix("    regie '")?.strip_suffix('\'')).collect()
}

#[test]
fn every_command_has_an_example_that_can_be_read() {
    let read: BTreeSet<_> = examples()
        .into_iter()
        .map(|example| {
            let command: Command = serde_json::from_str(example).unwrap_or_else(|error| panic!("{example}: {error}"));
            let json = serde_json::to_value(command).expect("a command");
            json["type"].as_str().expect("a word").to_owned()
        })
        .collect();
    assert_eq!(read, tags::<Command>());
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

#[tokio::test]
async fn the_hold_slate_is_what_the_director_put_on_it_and_everyone_may_read_it() {
    let house = House::open(16);
    let director = house.director();
    let headers = [(header::AUTHORIZATION, director.as_str())];
    let command = |command: &'static str| ask(house.desk(), Method::POST, "/api/command", &headers, command);
    let slate = || async {
        let answer = ask(house.plain(), Method::GET, "/watch/slate", &[], "").await;
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        serde_json::from_slice::<WatchSlate>(&answer.body).expect("a slate")
    };
    assert_eq!(slate().await.kind, WatchSlateKind::Slate, "nobody films yet, and nobody wanted that");
    // What browsers take for a picture by its first bytes.
    let picture = "\u{89}PNG and so on";
    let wrong = ask(house.desk(), Method::PUT, "/hold/picture", &headers, "<svg/>").await;
    assert_eq!((wrong.status, wrong.problem()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, ProblemCode::BadPicture));
    let large = ask(house.desk(), Method::PUT, "/hold/picture", &headers, &"x".repeat(Still::LARGEST + 1)).await;
    assert_eq!((large.status, large.problem()), (StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::TooLarge));
    let stranger = ask(house.desk(), Method::PUT, "/hold/picture", &[], picture).await;
    assert_eq!(stranger.problem(), ProblemCode::BadToken);
    let elsewhere = ask(house.plain(), Method::PUT, "/hold/picture", &headers, picture).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "the desk's listener alone takes one");
    let bytes: &[u8] = b"\x89PNG\r\n\x1a\nand so on";
    let put = ask_with(house.desk(), Method::PUT, "/hold/picture", &headers, bytes.to_vec()).await;
    assert_eq!(put.status, StatusCode::NO_CONTENT);
    for told in [r#"{"type":"set_hold","text":" Back at 9 "}"#, r#"{"type":"hold","on":true}"#] {
        assert_eq!(command(told).await.status, StatusCode::NO_CONTENT);
    }
    // The picture's name reaches the state by a way of its own.
    let mut events = house.app.studio.subscribe().await.expect("a studio");
    while slate().await.picture.is_none() {
        events.next().await.expect("news");
    }
    let told = slate().await;
    assert_eq!(told.kind, WatchSlateKind::Hold);
    assert_eq!(told.text.as_ref().map(|text| text.as_str()), Some("Back at 9"));
    let path = format!("/hold/picture/{}", told.picture.expect("just seen"));
    for router in [house.desk(), house.plain(), house.phones()] {
        let served = ask(router, Method::GET, &path, &[], "").await;
        assert_eq!((served.status, &served.body[..]), (StatusCode::OK, bytes));
        assert_eq!(served.headers[header::CONTENT_TYPE], "image/png");
        assert_eq!(served.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(served.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    }
    let unknown = ask(house.plain(), Method::GET, "/hold/picture/0123", &[], "").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let gone = ask(house.desk(), Method::DELETE, "/hold/picture", &headers, "").await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(ask(house.plain(), Method::GET, &path, &[], "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_desk_can_show_counts_until_it_leaves() {
    let house = House::open(16);
    let studio = &house.app.studio;
    let report = |h264, vp8| Command::ReportCodecs { codecs: Codecs { h264, vp8 } };
    let without = studio.command(report(true, false)).await.expect_err("no connection");
    assert_eq!(without.code, RefusalCode::NoConnection);
    let (window, browser) = (studio.desk(), studio.desk());
    window.command(report(false, true)).await.expect("it shows VP8");
    let refused = browser.command(report(true, false)).await.expect_err("nothing would be left");
    assert_eq!(refused.code, RefusalCode::NoCodec);
    browser.command(report(true, true)).await.expect("it shows both");
    drop(window);
    // It is heard that it left; until then the browser can't have it its way.
    while browser.command(report(true, false)).await.is_err() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn who_has_the_word_is_heard_until_their_desk_leaves() {
    let house = House::open(16);
    let studio = &house.app.studio;
    let asked = || Command::Talk(AskedTalk { on: true, camera: None });
    let without = studio.command(asked()).await.expect_err("no connection");
    assert_eq!(without.code, RefusalCode::NoConnection);
    let desk = studio.desk();
    desk.command(asked()).await.expect("nobody speaks");
    let talk = async || studio.snapshot().await.expect("a studio").talk;
    let Talk { desk: id, camera: None } = talk().await.expect("it speaks") else { panic!("to all") };
    let (mut speaker, mut reader) = (studio.voice().speaker(id), studio.voice().reader());
    let samples = [0; 2 * SAMPLES];
    speaker.say(&samples).expect("a message");
    assert!(reader.next().await.begins);
    drop(desk);
    while talk().await.is_some() {
        tokio::task::yield_now().await;
    }
    speaker.say(&samples).expect("a message");
    assert!(reader.next().now_or_never().is_none(), "nobody has the word");
}

#[tokio::test]
async fn a_desks_page_is_told_which_desk_it_is() {
    let house = House::open(16);
    let studio = &house.app.studio;
    let mut ids = Vec::new();
    for desk in [studio.desk(), studio.desk()] {
        let mut page = studio.subscribe_as(&desk).await.expect("a studio");
        let mut next =
            async || serde_json::from_slice(&page.next().await.expect("news")).expect("what we say can be read");
        assert!(matches!(next().await, ToDesk::Snapshot { .. }), "the state is first");
        let ToDesk::Desk { id } = next().await else { panic!("and then which desk it is") };
        ids.push(id);
    }
    assert_ne!(ids[0], ids[1], "each has its own cue");
}

#[tokio::test]
async fn an_accepted_command_names_the_event_that_has_its_effect() {
    let house = House::open(16);
    let studio = &house.app.studio;
    let mut events = studio.subscribe().await.expect("a studio");
    for wanted in ["Back at 9", "Back at 10"] {
        let text = Some(wanted.to_owned());
        let seq = studio.command(Command::SetHold { text }).await.expect("it is taken");
        let hold = loop {
            let news = events.next().await.expect("news");
            if let ToDesk::Event { event } = serde_json::from_slice(&news).expect("what we say can be read")
                && event.seq == seq
            {
                break event.event;
            }
        };
        assert!(matches!(hold, Event::Hold { hold } if hold.text.as_ref().is_some_and(|t| t.as_str() == wanted)));
    }
}

#[tokio::test]
async fn an_export_that_can_not_be_made_says_why() {
    let house = House::open(16);
    let director = house.director();
    let headers = [(header::AUTHORIZATION, director.as_str())];
    let stranger = ask(house.desk(), Method::GET, "/export?from=0&to=1000", &[], "").await;
    assert_eq!(stranger.problem(), ProblemCode::BadToken);
    for (path, status, code) in [
        ("/export?camera=2&from=0&to=1000", StatusCode::NOT_FOUND, RefusalCode::UnknownCamera),
        ("/export?from=0&to=1000", StatusCode::CONFLICT, RefusalCode::NothingToReplay),
        ("/export?camera=2&from=0", StatusCode::BAD_REQUEST, RefusalCode::Malformed),
        ("/export?camera=2&from=0&to=1000&angle=3", StatusCode::BAD_REQUEST, RefusalCode::Malformed),
        ("/export?from=0&to=1000&container=mp4", StatusCode::BAD_REQUEST, RefusalCode::Malformed),
        ("/export?camera=2&from=1000&to=1000", StatusCode::UNPROCESSABLE_ENTITY, RefusalCode::OutOfRange),
        ("/export?camera=2&from=0&to=7200001", StatusCode::UNPROCESSABLE_ENTITY, RefusalCode::OutOfRange),
        ("/export?camera=2&from=0&to=1000&speed=9", StatusCode::UNPROCESSABLE_ENTITY, RefusalCode::OutOfRange),
        ("/clips/7/file", StatusCode::NOT_FOUND, RefusalCode::UnknownClip),
        ("/clips/goal/file", StatusCode::BAD_REQUEST, RefusalCode::Malformed),
    ] {
        let answer = ask(house.desk(), Method::GET, path, &headers, "").await;
        let refusal: Refusal = serde_json::from_slice(&answer.body).expect("a refusal");
        assert_eq!((answer.status, refusal.code), (status, code), "{path}: {}", refusal.message);
    }
}
