//! Who may import whom: the table in ARCHITECTURE.md.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Each room and the rooms of ours that it may name.
const ROOMS: [(&str, &[&str]); 19] = [
    ("protocol", &[]),
    ("media", &[]),
    ("director", &["protocol"]),
    ("feed", &["media"]),
    ("record", &["feed", "media", "clock", "store", "protocol"]),
    ("archive", &["feed", "media", "clock", "protocol", "record"]),
    ("export", &["archive", "feed", "media", "protocol"]),
    ("replay", &["archive", "feed", "media", "clock", "protocol"]),
    ("sound", &["archive", "feed", "media", "clock", "protocol"]),
    ("monitor", &["archive", "feed", "media", "replay", "sound", "clock", "protocol"]),
    ("program", &["archive", "feed", "media", "replay", "sound", "clock", "protocol"]),
    ("voice", &["media", "clock"]),
    ("peer", &["feed", "media", "clock", "voice", "network", "protocol", "vital", "error", "config"]),
    ("link", &["peer", "feed", "media", "protocol"]),
    (
        "studio",
        &[
            "protocol", "media", "director", "clock", "network", "store", "feed", "archive", "replay", "record",
            "sound", "monitor", "program", "voice", "peer", "link", "vital", "error",
        ],
    ),
    // `peer` for the types of a refused offer and a session's id, which the studio hands on.
    (
        "lan",
        &["studio", "export", "protocol", "monitor", "voice", "network", "peer", "store", "vital", "config", "error"],
    ),
    ("clock", &["media", "store", "error"]),
    ("store", &["error"]),
    ("vital", &[]),
];

/// Crates that one room alone may name.
const CRATES: [(&str, &[&str]); 5] =
    [("reqwest::", &["link"]), ("webrtc::", &["peer"]), ("rtc::", &["peer"]), ("axum", &["lan"]), ("tauri", &[])];

/// Rooms that stay free of tokio.
const PURE: [&str; 3] = ["protocol", "media", "director"];

/// Files that get the time as an argument, in rooms with tasks: no clock and no runtime.
const TIMELESS: [&str; 9] = [
    "feed/begin.rs",
    "feed/cursor.rs",
    "program/bus.rs",
    "replay/player.rs",
    "replay/player/rolling.rs",
    "replay/player/turning.rs",
    "replay/playhead.rs",
    "replay/reading.rs",
    "sound/delay_line.rs",
];

fn sources(room: &str) -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut waiting = vec![src.join(room)];
    let mut files = vec![src.join(format!("{room}.rs"))];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("a directory entry").path();
            if path.is_dir() { waiting.push(path) } else { files.push(path) }
        }
    }
    files
        .into_iter()
        // Tests may bring in what they need to set a stage.
        .filter(|path| {
            path.extension().is_some_and(|e| e == "rs") && !path.iter().any(|p| p == "tests" || p == "tests.rs")
        })
        .filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?)))
        .map(|(path, text)| (path, text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()))
        .collect()
}

/// The first path segments after `crate::`, also those of a braced list.
fn named(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        names.insert(first(&item));
                        item.clear();
                        continue;
                    }
                    _ => {}
                }
                item.push(c);
            }
            names.insert(first(&item));
        } else {
            names.insert(first(rest));
        }
    }
    names.remove("");
    names
}

fn first(path: &str) -> String {
    path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn a_room_imports_only_what_stands_below_it() {
    for (room, allowed) in ROOMS {
        let sources = sources(room);
        assert!(!sources.is_empty(), "the room `{room}` is gone: mend the table");
        for (path, text) in sources {
            for name in named(&text) {
                let fine = name == room || allowed.contains(&name.as_str());
                assert!(fine, "{} names crate::{name}, which `{room}` may not", path.display());
            }
        }
    }
}

#[test]
fn a_crate_is_named_in_its_room_alone() {
    for (room, _) in ROOMS {
        for (path, text) in sources(room) {
            for (name, rooms) in CRATES {
                let used = text.lines().map(str::trim).any(|line| line.starts_with(&format!("use {name}")));
                assert!(!used || rooms.contains(&room), "{} names {name}", path.display());
            }
            let tokio = PURE.contains(&room) && text.contains("tokio::");
            assert!(!tokio, "{} names tokio", path.display());
        }
    }
}

#[test]
fn what_gets_the_time_as_an_argument_names_no_clock() {
    for file in TIMELESS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{file} is gone: mend the list"));
        for name in ["tokio::", "clock::", "Instant"] {
            assert!(!text.contains(name), "{file} names {name}");
        }
    }
}

#[test]
fn the_check_sees_lists_and_paths() {
    let text =
        "use crate::{\n    feed::{Feed, Next},\n    media::Frame,\n};\n// crate::ghost\nfn f() -> crate::Error {}";
    assert_eq!(named(text), ["Error", "feed", "media"].map(String::from).into());
}
