//! What the pages' tests replay: states and events, with the state that follows, and messages.

use std::{collections::BTreeSet, path::PathBuf};

use regie::protocol::{
    CameraCue, CameraName, CameraNumber, CameraSettings, ControlRange, Controls, Event, Finite, Lens, Numbered,
    PhoneView, Snapshot, SoundMode, Tally, ToDesk, ToPhone, WantedSettings,
};
use serde_json::{Map, Value, json};
use ts_rs::{Config, TS};

use crate::check;

fn camera(number: u8, feed: u32, state: &str) -> Value {
    json!({
        "number": number, "feed": feed, "name": format!("Camera {feed}"), "state": state, "since": 0, "tally": "off",
        "sound": {"mode": "music", "delay": 0}, "playout_delay": 0,
        "delay": 40, "alignment": null, "health": "weak", "reasons": ["air", "battery"], "controls": controls(),
        "wanted": settings_of_a_camera(), "phone": phone_use(), "cue": {"id": 1, "text": "Hold", "at": 3, "seen": null},
        "calls": null,
    })
}

/// What a phone can do, with a lens and a zoom.
fn controls() -> Value {
    let controls = Controls {
        lenses: vec![Lens { id: "back".to_owned(), label: "Back camera".to_owned(), front: false }],
        lens: Some("back".to_owned()),
        zoom: Some(ControlRange { max: Finite::new(8.0).unwrap_or_default(), ..ControlRange::default() }),
        ..Controls::default()
    };
    serde_json::to_value(controls).expect("controls")
}

fn settings_of_a_camera() -> Value {
    serde_json::to_value(CameraSettings { torch: Some(true), ..CameraSettings::default() }).expect("settings")
}

fn sending() -> Value {
    json!({
        "fps": 24.0, "width": 1280, "height": 720, "kbps": 2_100, "round_trip": 8.0, "loss": 0.0, "limited_by": "cpu",
    })
}

fn phone_use() -> Value {
    json!({"upright": false, "hidden": false, "interrupted": false, "hot": false, "listens": true})
}

/// Program went from one camera to another.
fn fallback() -> Value {
    json!({
        "to": 3, "back": true, "used": {"camera": 1, "reason": "frozen", "at": 900, "to": 3},
    })
}

fn link(id: u32, state: &str, problem: Option<&str>) -> Value {
    json!({
        "id": id, "kind": "push", "url": format!("https://sfu.example/{id}"), "state": state, "since": 0,
        "problem": problem,
    })
}

fn replay(cameras: &[u8]) -> Value {
    let segments: Vec<_> = cameras.iter().map(|camera| json!({"camera": camera, "from": 0, "to": 1_000})).collect();
    json!({"id": 1, "segments": segments, "started": 5, "rolling": null, "duration": 10})
}

fn player(id: u32, camera: u8) -> Value {
    json!({
        "id": id, "on": "cue", "desk": 9, "camera": camera, "segments": [{"camera": camera, "from": 0, "to": 1_000}],
        "segment": 0, "at": 5, "since": 900, "from": 0, "to": 1_000, "speed": 50, "playing": null,
    })
}

fn clip(id: u32, camera: u8) -> Value {
    json!({
        "id": id, "name": "Goal", "from": 5, "to": 900, "camera": camera,
        "cuts": [{"camera": camera, "from": 5, "to": 900}], "tags": ["north"], "stars": 3,
    })
}

fn playlist(id: u32, camera: u8) -> Value {
    json!({"id": id, "name": "Break", "entries": [{"clip": 2, "camera": camera, "speed": 50}], "loops": true})
}

fn on_air(camera: u8, since: u64) -> Value {
    json!({"source": {"kind": "camera", "camera": camera}, "since": since})
}

fn join(address: Option<&str>) -> Value {
    json!({
        "addresses": [], "address": address, "url": null, "qr_svg": null, "whip": null, "watch": null,
        "watch_qr_svg": null,
    })
}

fn settings(history_length: u64) -> Value {
    json!({
        "camera_limit": 16, "camera_budget": 3_500, "replay_length": 10_000, "history_length": history_length,
        "viewer_limit": 50, "name_limit": 40, "sound_delay_limit": 1_000, "playout_delay_limit": 2_000,
        "hold_text_limit": 120, "hold_picture_limit": 4_194_304, "disk_warning": 15, "version": "0.1.0",
    })
}

/// The state that the cases begin with, but for what they say.
fn base() -> Value {
    json!({
        "seq": 7, "now": 1_000, "cameras": [camera(1, 1, "live"), camera(3, 3, "live")], "selected": 1,
        "history": [{"source": {"kind": "slate"}, "since": 0}], "replay": null,
        "wall": 0, "players": [player(4, 1), player(6, 3)], "marks": [{"id": 2, "at": 5, "label": null}],
        "clips": [clip(2, 3)], "playlists": [playlist(5, 1)],
        "archive": {"begin": null, "spool": null, "spool_bytes": 0},
        "hold": {"on": false, "text": null, "picture": null}, "recording": null, "last_show": null,
        "fallback": fallback(),
        "sound": {"source": {"kind": "follow"}, "muted": false}, "talk": {"desk": 9, "camera": 1},
        "playout": {"kind": "automatic"},
        "links": [link(1, "live", None), link(3, "live", None)], "join": join(None), "settings": settings(60_000),
    })
}

/// What happens, before what, by which event.
fn cases() -> Vec<(&'static str, Value, Value)> {
    let slate = json!({"source": {"kind": "slate"}, "since": 0});
    let recording =
        json!({"state": "running", "show": "Friday", "started": 5, "marks": 0, "clips": 0, "problem": null});
    let show = json!({"show": "Friday", "path": "/Friday", "files": 2, "bytes": 9, "duration": 8});
    let sound = json!({"source": {"kind": "camera", "camera": 3}, "muted": false});
    vec![
        (
            "a new camera goes to its place by number",
            json!({}),
            json!({"type": "camera", "camera": camera(2, 2, "live")}),
        ),
        ("a known camera is replaced", json!({}), json!({"type": "camera", "camera": camera(3, 3, "lost")})),
        (
            "a removed camera leaves the others where they are",
            json!({}),
            json!({"type": "camera_removed", "camera": 1}),
        ),
        ("a selection", json!({}), json!({"type": "selected", "camera": 3})),
        ("no selection", json!({}), json!({"type": "selected", "camera": null})),
        ("what goes on air ends the history", json!({}), json!({"type": "on_air", "on_air": on_air(1, 500)})),
        (
            "the history keeps the entry that was on at its horizon",
            json!({"history": [on_air(1, 0), on_air(1, 10_000), on_air(1, 20_000), on_air(1, 30_000)]}),
            json!({"type": "on_air", "on_air": on_air(1, 85_000)}),
        ),
        (
            "an entry that starts on the horizon is the first kept",
            json!({"history": [on_air(1, 0), on_air(1, 10_000), on_air(1, 20_000)]}),
            json!({"type": "on_air", "on_air": on_air(1, 80_000)}),
        ),
        (
            "the last entry stays however old it is",
            json!({"history": [on_air(1, 0), on_air(1, 10_000)]}),
            json!({"type": "on_air", "on_air": on_air(1, 500_000)}),
        ),
        (
            "two cameras change places wherever they are named",
            json!({
                "history": [slate, on_air(1, 100), on_air(3, 200)], "replay": replay(&[1, 3, 2]), "sound": sound,
            }),
            json!({"type": "renumbered", "camera": 1, "to": 3}),
        ),
        (
            "a camera takes a number that nobody has, and its place in the order",
            json!({}),
            json!({"type": "renumbered", "camera": 1, "to": 5}),
        ),
        (
            "the hold slate",
            json!({}),
            json!({"type": "hold", "hold": {"on": true, "text": "Back at 9", "picture": "5e1f"}}),
        ),
        (
            "program goes to its fallback",
            json!({"fallback": {"to": null, "back": false, "used": null}}),
            json!({"type": "fallback", "fallback": fallback()}),
        ),
        ("a replay starts", json!({}), json!({"type": "replay_started", "replay": replay(&[])})),
        ("a replay rolls", json!({"replay": replay(&[])}), json!({"type": "replay_rolling", "id": 1, "at": 120})),
        ("a replay that is gone does not roll", json!({}), json!({"type": "replay_rolling", "id": 1, "at": 120})),
        (
            "a replay ends",
            json!({"replay": replay(&[])}),
            json!({"type": "replay_ended", "id": 1, "reason": "finished"}),
        ),
        ("a replay that is cued", json!({}), json!({"type": "player", "player": player(5, 1)})),
        ("a replay that is elsewhere", json!({}), json!({"type": "player", "player": player(6, 1)})),
        ("a replay that is gone", json!({}), json!({"type": "player_gone", "id": 4})),
        ("a mark", json!({}), json!({"type": "mark", "mark": {"id": 1, "at": 9, "label": "goal"}})),
        ("a mark that is gone", json!({}), json!({"type": "mark_removed", "mark": 2})),
        ("a clip", json!({}), json!({"type": "clip", "clip": clip(3, 1)})),
        ("a clip that is gone", json!({}), json!({"type": "clip_removed", "clip": 2})),
        ("a playlist", json!({}), json!({"type": "playlist", "playlist": playlist(5, 3)})),
        ("a playlist that is gone", json!({}), json!({"type": "playlist_removed", "playlist": 5})),
        (
            "what is kept of the past",
            json!({}),
            json!({"type": "archive", "archive": {
                "begin": 10, "spool": {"minutes": 30, "megabytes": 2_000}, "spool_bytes": 7,
            }}),
        ),
        ("a recording", json!({}), json!({"type": "recording", "recording": recording})),
        ("no recording", json!({"recording": recording}), json!({"type": "recording", "recording": null})),
        ("a finished show", json!({}), json!({"type": "show_finished", "show": show})),
        (
            "the sound of program",
            json!({}),
            json!({"type": "sound", "sound": {"source": {"kind": "camera", "camera": 3}, "muted": true}}),
        ),
        (
            "how far behind whoever watches may be",
            json!({}),
            json!({"type": "playout", "playout": {"kind": "up_to", "delay": 400}}),
        ),
        ("a new link goes to its place by id", json!({}), json!({"type": "link", "link": link(2, "live", None)})),
        ("a known link is replaced", json!({}), json!({"type": "link", "link": link(3, "waiting", Some("401"))})),
        ("a link is gone", json!({}), json!({"type": "link_removed", "link": 1})),
        (
            "a director speaks to all",
            json!({"talk": null}),
            json!({"type": "talk", "talk": {"desk": 9, "camera": null}}),
        ),
        ("nobody speaks", json!({}), json!({"type": "talk", "talk": null})),
        ("another address", json!({}), json!({"type": "join", "join": join(Some("192.0.2.7"))})),
        ("a setting", json!({}), json!({"type": "settings", "settings": settings(120_000)})),
    ]
}

/// What a state says otherwise than another.
fn changes(before: &Value, after: &Value) -> Map<String, Value> {
    let fields = after.as_object().expect("a snapshot").iter();
    fields.filter(|(name, value)| before[name.as_str()] != **value).map(|(n, v)| (n.clone(), v.clone())).collect()
}

/// A snapshot whose JSON says nothing but what a snapshot says.
fn snapshot(json: &Value) -> Snapshot {
    let snapshot: Snapshot = serde_json::from_value(json.clone()).expect("a snapshot");
    assert_eq!(serde_json::to_value(&snapshot).expect("a snapshot"), *json, "as the engine writes it");
    snapshot
}

/// How many variants a tagged enum has.
fn variants<T: TS>() -> usize {
    T::inline(&Config::new()).matches("\"type\": \"").count()
}

fn kinds(messages: &Value) -> BTreeSet<Option<&str>> {
    messages.as_array().expect("a list").iter().map(|message| message["type"].as_str()).collect()
}

fn pretty(json: &Value) -> String {
    format!("{json:#}\n")
}

/// Every kind of message to a desk, as one follows the other.
fn to_desk() -> Value {
    let keyframes_asked =
        json!({"start": 0, "loss": 3, "keyframe_loss": 0, "broken": 0, "reconnect": 0, "reader": 2, "age": 40});
    let standstills = json!({
        "air": {"count": 2, "ms": 700}, "loss": {"count": 1, "ms": 250}, "keyframe": {"count": 0, "ms": 0},
        "sender": {"count": 0, "ms": 0}, "decoder": {"count": 0, "ms": 0}, "drawing": {"count": 0, "ms": 0},
    });
    let figures = |camera: u8, kbps: u32| {
        json!({
            "camera": camera, "kbps": kbps, "fps": 30.0, "width": 1_280, "height": 720, "codec": "h264", "loss": 0.0,
            "sound": true, "reordered": false, "asked": 0, "recovered": 0, "keyframe_ms": null, "battery": 0.5,
            "charging": true, "sending": sending(), "keyframes_asked": keyframes_asked, "standstills": standstills,
        })
    };
    let level = |camera: u8, peak: i8| json!({"camera": camera, "peak": peak, "clipping": false, "silent": false});
    let disk = json!({"free": 1_000_000, "minutes_left": 90});
    json!([
        {"type": "snapshot", "snapshot": base()},
        {"type": "desk", "id": 9},
        {"type": "telemetry", "telemetry": {
            "cameras": [figures(1, 3_000), figures(3, 2_000)], "pictures": 600, "viewers": 2, "disk": disk,
            "ring_bytes": 9_000_000,
        }},
        {"type": "levels", "levels": [level(1, -12), level(3, -40)]},
        {"type": "event", "event": {"seq": 8, "event": {"type": "selected", "camera": 3}}},
        {"type": "event", "event": {"seq": 9, "event": {"type": "renumbered", "camera": 3, "to": 2}}},
        {"type": "reply", "id": 1, "seq": 9, "refusal": null},
        {"type": "reply", "id": 2, "seq": null, "refusal": {"code": "unknown_camera", "message": "There is no camera 7."}},
    ])
}

#[test]
fn the_desk_follows_the_engine() {
    let mut seen = BTreeSet::new();
    let cases = cases().into_iter().map(|(name, before, event)| {
        let mut start = base();
        start.as_object_mut().expect("a snapshot").extend(before.as_object().expect("fields").clone());
        seen.insert(event["type"].as_str().expect("a word").to_owned());
        let numbered = Numbered { seq: 8, event: serde_json::from_value(event.clone()).expect("an event") };
        let mut state = snapshot(&start);
        assert!(state.apply(numbered), "{name}");
        let after = changes(&start, &serde_json::to_value(&state).expect("a snapshot"));
        json!({"name": name, "before": before, "event": event, "after": after})
    });
    let states = json!({"cases": cases.collect::<Vec<_>>(), "base": base()});
    assert_eq!(seen.len(), variants::<Event>(), "a kind of event is missing: {seen:?}");
    let messages: Vec<ToDesk> = serde_json::from_value(to_desk()).expect("messages");
    assert_eq!(serde_json::to_value(&messages).expect("messages"), to_desk(), "as the engine writes them");
    assert_eq!(kinds(&to_desk()).len(), variants::<ToDesk>(), "a kind of message is missing");
    let files = [("states.json", &states), ("to-desk.json", &to_desk())];
    check("ui/src/store/fixtures", &files.map(|(name, json)| (PathBuf::from(name), pretty(json))).into());
}

#[test]
fn the_phone_reads_every_message_of_the_engine() {
    let name = CameraName::new("Stage left").expect("a name");
    let view = |tally, sound| {
        let (number, name, recorded, budget) = (CameraNumber(2), name.clone(), true, 3_500);
        let (wanted, cue, calls, spoken_to) = (WantedSettings::default(), None, false, false);
        PhoneView { number, name, tally, sound, recorded, budget, live_in: None, wanted, cue, calls, spoken_to }
    };
    let zoom = Finite::new(2.5);
    let settings = CameraSettings { zoom, torch: Some(true), height: Some(480), ..CameraSettings::default() };
    let told = PhoneView {
        wanted: WantedSettings { serial: 3, settings },
        cue: Some(CameraCue { id: 4, text: "Wider".to_owned(), at: 900, seen: None }),
        calls: true,
        spoken_to: true,
        ..view(Tally::Off, SoundMode::Music)
    };
    let messages = [
        ToPhone::View { view: view(Tally::Program, SoundMode::Music) },
        ToPhone::View { view: view(Tally::Preview, SoundMode::Speech) },
        ToPhone::View { view: PhoneView { recorded: false, budget: 2_000, ..view(Tally::Off, SoundMode::Music) } },
        ToPhone::View { view: PhoneView { live_in: Some(7_500), ..view(Tally::Preview, SoundMode::Music) } },
        ToPhone::View { view: told },
        ToPhone::Probe { number: 7 },
        ToPhone::Outdated,
        ToPhone::Removed,
        ToPhone::Replaced,
    ];
    let json = serde_json::to_value(&messages).expect("messages");
    assert_eq!(kinds(&json).len(), variants::<ToPhone>(), "a kind of message is missing");
    check("phone/src/fixtures", &[(PathBuf::from("to-phone.json"), pretty(&json))].into());
}
