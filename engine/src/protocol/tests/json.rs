//! The contract on the wire.

use std::{collections::BTreeSet, fmt::Debug};

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use super::{any, tags};
use crate::protocol::*;

/// The value after a trip over the wire.
fn sent<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("every value can be written");
    serde_json::from_str(&text).expect("what was written can be read")
}

proptest! {
    #[test]
    fn what_is_sent_arrives(
        to_desk in any::to_desk(),
        from_desk in any::from_desk(),
        monitor_request in any::monitor_request(),
        to_phone in any::to_phone(),
        from_phone in any::from_phone(),
    ) {
        prop_assert_eq!(sent(&to_desk), to_desk);
        prop_assert_eq!(sent(&from_desk), from_desk);
        prop_assert_eq!(sent(&monitor_request), monitor_request);
        prop_assert_eq!(sent(&to_phone), to_phone);
        prop_assert_eq!(sent(&from_phone), from_phone);
    }

    /// The snapshot's and the events' tags stand beside each other in one object: none may hide the other.
    #[test]
    fn every_message_to_a_desk_says_what_it_is(message in any::to_desk()) {
        let json = serde_json::to_value(&message).expect("every value can be written");
        let expected = match message {
            ToDesk::Snapshot { .. } => "snapshot",
            ToDesk::Desk { .. } => "desk",
            ToDesk::Event { .. } => "event",
            ToDesk::Telemetry { .. } => "telemetry",
            ToDesk::Levels { .. } => "levels",
            ToDesk::Reply { .. } => "reply",
        };
        prop_assert_eq!(&json["type"], expected);
    }
}

/// The tags among many values of a strategy.
fn drawn<T: Serialize + Debug>(strategy: impl Strategy<Value = T>) -> BTreeSet<String> {
    let mut runner = TestRunner::deterministic();
    let mut draw = || strategy.new_tree(&mut runner).expect("a value").current();
    let json = (0..1_000).map(|_| serde_json::to_value(draw()).expect("every value can be written"));
    json.map(|json| json["type"].as_str().expect("a word").to_owned()).collect()
}

#[test]
fn any_value_is_of_any_kind() {
    assert_eq!(drawn(any::command()), tags::<Command>());
    assert_eq!(drawn(any::event()), tags::<Event>());
    assert_eq!(drawn(any::to_desk()), tags::<ToDesk>());
    assert_eq!(drawn(any::monitor_request()), tags::<MonitorRequest>());
    assert_eq!(drawn(any::to_phone()), tags::<ToPhone>());
    assert_eq!(drawn(any::from_phone()), tags::<FromPhone>());
}

/// The commands of replays and of what is kept for them.
fn replaying() -> Vec<(Command, serde_json::Value)> {
    let (cue, program, two) = (ReplayBus::Cue, ReplayBus::Program, CameraNumber(2));
    let entry = PlaylistEntry { clip: 1, camera: Some(two), speed: 50 };
    let playlist = Playlist { id: 0, name: "Break".to_owned(), entries: vec![entry], loops: true };
    let edit = Command::EditClip(EditedClip {
        clip: 1,
        name: None,
        tags: Some(vec!["north".to_owned()]),
        stars: Some(4),
        from: None,
        to: None,
        camera: Some(two),
    });
    vec![
        (Command::Speed { on: cue, speed: -50 }, json!({"type": "speed", "on": "cue", "speed": -50})),
        (Command::Angle { on: cue, camera: two }, json!({"type": "angle", "on": "cue", "camera": 2})),
        (
            Command::Angles { on: program, cameras: vec![two, CameraNumber(3)] },
            json!({"type": "angles", "on": "program", "cameras": [2, 3]}),
        ),
        (Command::Seek { on: cue, at: 65_000 }, json!({"type": "seek", "on": "cue", "at": 65_000})),
        (Command::Step { on: program, frames: -1 }, json!({"type": "step", "on": "program", "frames": -1})),
        (
            Command::Trim { on: cue, from: Some(1), to: None },
            json!({"type": "trim", "on": "cue", "from": 1, "to": null}),
        ),
        (Command::Take, json!({"type": "take"})),
        (Command::RemoveMark { mark: 1 }, json!({"type": "remove_mark", "mark": 1})),
        (
            edit,
            json!({
                "type": "edit_clip", "clip": 1, "name": null, "tags": ["north"], "stars": 4, "from": null, "to": null,
                "camera": 2,
            }),
        ),
        (Command::RemoveClip { clip: 1 }, json!({"type": "remove_clip", "clip": 1})),
        (
            Command::SetPlaylist { playlist },
            json!({
                "type": "set_playlist", "playlist": {
                    "id": 0, "name": "Break", "entries": [{"clip": 1, "camera": 2, "speed": 50}], "loops": true,
                },
            }),
        ),
        (Command::RemovePlaylist { playlist: 1 }, json!({"type": "remove_playlist", "playlist": 1})),
        (
            Command::PlayPlaylist { playlist: 1, on: program, entry: 0 },
            json!({"type": "play_playlist", "playlist": 1, "on": "program", "entry": 0}),
        ),
        (
            Command::Spool { limits: Some(SpoolLimits { minutes: 30, megabytes: 20_000 }) },
            json!({"type": "spool", "limits": {"minutes": 30, "megabytes": 20_000}}),
        ),
    ]
}

/// Every command, and its JSON.
fn commands() -> Vec<(Command, serde_json::Value)> {
    [directing(), replaying()].concat()
}

fn directing() -> Vec<(Command, serde_json::Value)> {
    let name = CameraName::new("Drums").expect("a name");
    let two = CameraNumber(2);
    vec![
        (Command::Cut { camera: two }, json!({"type": "cut", "camera": 2})),
        (
            Command::replay(),
            json!({
                "type": "replay", "on": "program", "camera": null, "from": null, "to": null, "clip": null, "speed": null,
            }),
        ),
        (Command::Live { on: ReplayBus::Program }, json!({"type": "live", "on": "program"})),
        (Command::Hold { on: true }, json!({"type": "hold", "on": true})),
        (Command::SetHold { text: Some("Back at 9".to_owned()) }, json!({"type": "set_hold", "text": "Back at 9"})),
        (Command::Renumber { camera: two, to: CameraNumber(1) }, json!({"type": "renumber", "camera": 2, "to": 1})),
        (Command::RemoveLost, json!({"type": "remove_lost"})),
        (Command::Rename { camera: two, name }, json!({"type": "rename", "camera": 2, "name": "Drums"})),
        (Command::CameraBudget { kbps: 2_000 }, json!({"type": "camera_budget", "kbps": 2_000})),
        (
            Command::Adjust(Adjustment {
                camera: two,
                settings: CameraSettings { zoom: Finite::new(2.0), torch: Some(true), ..CameraSettings::default() },
            }),
            json!({
                "type": "adjust", "camera": 2, "lens": null, "zoom": 2.0, "torch": true, "exposure": null,
                "exposure_locked": null, "focus": null, "focus_locked": null, "white_balance": null,
                "white_balance_locked": null, "height": null, "fps": null, "kbps": null, "muted": null,
                "portrait": null,
            }),
        ),
        (
            Command::Cue(WrittenCue { camera: Some(two), text: "Wider".to_owned() }),
            json!({"type": "cue", "camera": 2, "text": "Wider"}),
        ),
        (Command::Answer { camera: two }, json!({"type": "answer", "camera": 2})),
        (Command::Remove { camera: two }, json!({"type": "remove", "camera": 2})),
        (Command::Erase { camera: two }, json!({"type": "erase", "camera": 2})),
        (
            Command::Fallback(AskedFallback { to: Some(FallbackTo::Slate), back: false }),
            json!({"type": "fallback", "to": "slate", "back": false}),
        ),
        (
            Command::Fallback(AskedFallback { to: Some(FallbackTo::Last), back: false }),
            json!({"type": "fallback", "to": "last", "back": false}),
        ),
        (
            Command::Fallback(AskedFallback { to: Some(FallbackTo::Camera(two)), back: true }),
            json!({"type": "fallback", "to": 2, "back": true}),
        ),
        (
            Command::Fallback(AskedFallback { to: None, back: false }),
            json!({"type": "fallback", "to": null, "back": false}),
        ),
        (Command::FallbackUnderstood, json!({"type": "fallback_understood"})),
        (Command::StartRecording, json!({"type": "start_recording"})),
        (Command::StopRecording, json!({"type": "stop_recording"})),
        (
            Command::Mark(AskedMark { label: Some("goal".to_owned()), at: None, pre_roll: 5_000 }),
            json!({"type": "mark", "label": "goal", "at": null, "pre_roll": 5_000}),
        ),
        (
            Command::Clip(AskedClip { on: ReplayBus::Cue, from: Some(1), to: Some(2), camera: None, name: None }),
            json!({"type": "clip", "on": "cue", "from": 1, "to": 2, "camera": null, "name": null}),
        ),
        (
            Command::ProgramSound { source: SoundSource::Follow },
            json!({"type": "program_sound", "source": {"kind": "follow"}}),
        ),
        (
            Command::ProgramSound { source: SoundSource::Camera { camera: two } },
            json!({"type": "program_sound", "source": {"kind": "camera", "camera": 2}}),
        ),
        (Command::Mute { muted: true }, json!({"type": "mute", "muted": true})),
        (
            Command::SoundMode { camera: two, mode: SoundMode::Speech },
            json!({"type": "sound_mode", "camera": 2, "mode": "speech"}),
        ),
        (
            Command::Playout { playout: Playout::AsItComes },
            json!({"type": "playout", "playout": {"kind": "as_it_comes"}}),
        ),
        (
            Command::Playout { playout: Playout::Automatic },
            json!({"type": "playout", "playout": {"kind": "automatic"}}),
        ),
        (
            Command::Playout { playout: Playout::UpTo { delay: 400 } },
            json!({"type": "playout", "playout": {"kind": "up_to", "delay": 400}}),
        ),
        (Command::SoundDelay { camera: two, delay: 80 }, json!({"type": "sound_delay", "camera": 2, "delay": 80})),
        (
            Command::Connect {
                kind: LinkKind::Push,
                url: "https://sfu.example/whip".to_owned(),
                token: Some(LinkToken::new("secret")),
                name: None,
            },
            json!({
                "type": "connect", "kind": "push", "url": "https://sfu.example/whip", "token": "secret", "name": null,
            }),
        ),
        (Command::Talk(AskedTalk { on: true, camera: Some(two) }), json!({"type": "talk", "on": true, "camera": 2})),
        (Command::Talk(AskedTalk { on: false, camera: None }), json!({"type": "talk", "on": false, "camera": null})),
        (Command::Disconnect { link: 1 }, json!({"type": "disconnect", "link": 1})),
        (
            Command::ChooseAddress { address: "10.0.0.1".to_owned() },
            json!({"type": "choose_address", "address": "10.0.0.1"}),
        ),
        (
            Command::ReportCodecs { codecs: Codecs { h264: true, vp8: false } },
            json!({"type": "report_codecs", "codecs": {"h264": true, "vp8": false}}),
        ),
    ]
}

/// What remote controls and tools outside this repository send: it can't change unnoticed.
#[test]
fn the_json_of_commands() {
    for (command, json) in commands() {
        assert_eq!(serde_json::to_value(&command).expect("written"), json);
        assert_eq!(exact::<Command>(json.to_string().as_bytes()).expect("read"), command);
    }
    let listed = commands().iter().map(|(_, json)| json["type"].as_str().expect("a word").to_owned()).collect();
    assert_eq!(tags::<Command>(), listed);
}

/// How a message with one field more is refused, at the top and in whatever it carries.
fn refuses_more<T: Serialize + DeserializeOwned + Debug>(json: &serde_json::Value) {
    let refused = |json: &serde_json::Value| exact::<T>(json.to_string().as_bytes()).expect_err("too much").to_string();
    let mut more = json.clone();
    more["kamera"] = json!(7);
    assert_eq!(refused(&more), "it has no field `kamera`");
    for (name, value) in json.as_object().expect("fields").iter().filter(|(_, value)| value.is_object()) {
        let mut more = json.clone();
        more[name] = value.clone();
        more[name]["kamera"] = json!([1]);
        assert_eq!(refused(&more), format!("it has no field `{name}.kamera`"));
    }
}

#[test]
fn a_field_that_a_command_does_not_have_is_named() {
    for (command, json) in commands() {
        refuses_more::<Command>(&json);
        refuses_more::<FromDesk>(&json!({"id": 1, "command": json}));
        let text = format!(r#"["{}"]"#, json["type"].as_str().expect("a word"));
        assert!(exact::<Command>(text.as_bytes()).is_err(), "{command:?} as a list");
    }
    for request in [
        MonitorRequest::Watch { feeds: vec![FeedId(1)] },
        MonitorRequest::Keyframe { feed: FeedId(1) },
        MonitorRequest::Listen { to: Listen::Nothing, decoded: false },
        MonitorRequest::Listen { to: Listen::Program, decoded: false },
        MonitorRequest::Listen { to: Listen::Feed { feed: FeedId(1) }, decoded: true },
        MonitorRequest::Behind { camera: Some(CameraNumber(2)), by: 10_100 },
        MonitorRequest::Rolling { replay: 1 },
        MonitorRequest::Fetch { request: 1, camera: CameraNumber(2), from: 1_000, to: 2_000, keyframe: true },
        MonitorRequest::Coverage { request: 1, camera: CameraNumber(2), from: 1_000, to: 2_000 },
        MonitorRequest::Cancel { request: 1 },
        MonitorRequest::Standstill { feed: FeedId(1), decoder: 200, drawing: 0 },
        MonitorRequest::Looks { feed: FeedId(1), looks: None },
        MonitorRequest::Looks { feed: FeedId(1), looks: Some(Looks::default()) },
    ] {
        refuses_more::<MonitorRequest>(&serde_json::to_value(&request).expect("written"));
    }
    let deep = br#"{"id":1,"command":{"type":"program_sound","source":{"kind":"follow","camera":2}}}"#;
    assert_eq!(exact::<FromDesk>(deep).expect_err("too much").to_string(), "it has no field `command.source.camera`");
}

/// A log may have the command in it.
#[test]
fn a_links_token_is_not_in_what_is_logged() {
    let (kind, token) = (LinkKind::Pull, Some(LinkToken::new("secret")));
    let command = Command::Connect { kind, url: "https://sfu.example/whep".to_owned(), token, name: None };
    assert!(!format!("{command:?}").contains("secret"), "{command:?}");
}

#[test]
fn the_json_of_what_is_said_to_others() {
    fn is<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, json: serde_json::Value) {
        assert_eq!(serde_json::to_value(value).expect("written"), json);
        assert_eq!(serde_json::from_value::<T>(json).expect("read"), *value);
    }
    let name = CameraName::new("Drums").expect("a name");
    let number = CameraNumber(2);
    let view = PhoneView {
        number,
        name,
        tally: Tally::Program,
        sound: SoundMode::Music,
        recorded: true,
        budget: 3_500,
        live_in: None,
        wanted: WantedSettings::default(),
        cue: None,
        calls: false,
        spoken_to: false,
    };
    let settings = json!({
        "lens": null, "zoom": null, "torch": null, "exposure": null, "exposure_locked": null, "focus": null,
        "focus_locked": null, "white_balance": null, "white_balance_locked": null, "height": null, "fps": null,
        "kbps": null, "muted": null, "portrait": null,
    });
    let json = json!({"number": 2, "name": "Drums", "tally": "program", "sound": "music", "recorded": true, "budget": 3_500, "live_in": null,
        "wanted": {"serial": 0, "settings": settings}, "cue": null, "calls": false, "spoken_to": false});
    is(&ToPhone::View { view }, json!({"type": "view", "view": json}));
    is(&ToPhone::Probe { number: 7 }, json!({"type": "probe", "number": 7}));
    // What every version says in the same way.
    for (last, word) in
        [(ToPhone::Outdated, "outdated"), (ToPhone::Removed, "removed"), (ToPhone::Replaced, "replaced")]
    {
        is(&last, json!({"type": word}));
    }
    is(
        &Problem { status: 503, code: ProblemCode::DeskFull, title: "The desk is full.".to_owned() },
        json!({"status": 503, "code": "desk_full", "title": "The desk is full."}),
    );
    is(
        &Refusal::new(RefusalCode::CameraNotLive, "Camera 2 has no picture."),
        json!({"code": "camera_not_live", "message": "Camera 2 has no picture."}),
    );
    is(&Source::Slate, json!({"kind": "slate"}));
    is(&Source::Hold, json!({"kind": "hold"}));
    is(
        &WatchSlate { kind: WatchSlateKind::Hold, text: HoldText::new("Back at 9"), picture: None },
        json!({"kind": "hold", "text": "Back at 9", "picture": null}),
    );
    is(&WatchSlate::default(), json!({"kind": "none", "text": null, "picture": null}));
    let (camera, to) = (CameraNumber(2), CameraNumber(1));
    is(&Event::Renumbered { camera, to }, json!({"type": "renumbered", "camera": 2, "to": 1}));
    is(&Event::ReplayRolling { id: 7, at: 1_200 }, json!({"type": "replay_rolling", "id": 7, "at": 1200}));
    is(&Source::Camera { camera: CameraNumber(2) }, json!({"kind": "camera", "camera": 2}));
    is(&Source::Replay { id: 7 }, json!({"kind": "replay", "id": 7}));
    is(&Event::Selected { camera: None }, json!({"type": "selected", "camera": null}));
    is(&MonitorRequest::Watch { feeds: vec![FeedId(1), FeedId(300)] }, json!({"type": "watch", "feeds": [1, 300]}));
    is(
        &MonitorRequest::Standstill { feed: FeedId(1), decoder: 180, drawing: 20 },
        json!({"type": "standstill", "feed": 1, "decoder": 180, "drawing": 20}),
    );
    is(
        &MonitorRequest::Looks { feed: FeedId(1), looks: Some(Looks { black: true, ..Looks::default() }) },
        json!({"type": "looks", "feed": 1, "looks": {"black": true, "white": false, "still": false}}),
    );
    is(&MonitorRequest::Looks { feed: FeedId(1), looks: None }, json!({"type": "looks", "feed": 1, "looks": null}));
    is(&MonitorRequest::Rolling { replay: 7 }, json!({"type": "rolling", "replay": 7}));
    is(
        &MonitorRequest::Behind { camera: Some(CameraNumber(2)), by: 10_100 },
        json!({"type": "behind", "camera": 2, "by": 10_100}),
    );
    let (request, camera, from, to) = (3, CameraNumber(2), 61_000, 63_500);
    is(
        &MonitorRequest::Fetch { request, camera, from, to, keyframe: true },
        json!({"type": "fetch", "request": 3, "camera": 2, "from": 61_000, "to": 63_500, "keyframe": true}),
    );
    is(
        &MonitorRequest::Coverage { request, camera, from, to },
        json!({"type": "coverage", "request": 3, "camera": 2, "from": 61_000, "to": 63_500}),
    );
    is(&MonitorRequest::Cancel { request }, json!({"type": "cancel", "request": 3}));
}

#[test]
fn bad_commands_are_not_read() {
    let cases = [
        "",
        "null",
        "{}",
        r#"{"type":"explode"}"#,
        r#"{"type":"cut"}"#,
        r#"{"type":"cut","camera":"2"}"#,
        r#"{"type":"cut","camera":-1}"#,
        r#"{"type":"cut","camera":256}"#,
        r#"{"type":"cut","camera":1.5}"#,
        r#"{"type":"rename","camera":1,"name":""}"#,
        r#"{"type":"rename","camera":1,"name":" \u0000 "}"#,
        r#"{"type":"fallback","to":"camera"}"#,
        r#"{"type":"fallback","to":{"camera":2}}"#,
        r#"{"type":"fallback","to":256}"#,
        r#"{"type":"playout","playout":{"kind":"up_to","delay":-1}}"#,
        r#"{"type":"playout","playout":{"kind":"up_to","delay":1.5}}"#,
        r#"{"type":"playout","playout":{"kind":"up_to"}}"#,
        r#"{"type":"playout","playout":"automatic"}"#,
        r#"{"type":"report_codecs","codecs":{"h264":true}}"#,
    ];
    for text in cases {
        assert!(serde_json::from_str::<Command>(text).is_err(), "{text}");
    }
}

#[test]
fn a_phone_that_tells_little_or_more_than_we_know_is_understood() {
    let status = |fields: &str| {
        let text = format!(r#"{{"type":"status","status":{fields},"news":1}}"#);
        let FromPhone::Status { status } = serde_json::from_str(&text).expect("understood") else { panic!("a status") };
        status
    };
    let little = PhoneStatus {
        battery: None,
        charging: None,
        visible: true,
        upright: false,
        interrupted: false,
        listens: false,
        hot: false,
        sending: None,
    };
    assert_eq!(status(r#"{"visible":true}"#), little);
    assert_eq!(status(r#"{"visible":true,"battery":null,"charging":null,"temperature":40}"#), little);
}
