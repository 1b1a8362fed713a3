//! The TypeScript types in `ui/src/protocol` and `phone/src/protocol` are those of the Rust protocol.
//!
//! `npm run bindings` (`REGIE_BINDINGS=write`) rewrites them; without it this test says whether they are stale.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use regie::protocol::{
    Command, FromDesk, MonitorRequest, PhoneRemoved, PhoneReplaced, PhoneStatus, PhoneView, Problem, Refusal, Snapshot,
    Telemetry, ToDesk, WatchSlate,
};
use ts_rs::{Config, TS};

fn generated(export: impl Fn(&Config)) -> BTreeMap<PathBuf, String> {
    let dir = tempfile::tempdir().expect("a temporary directory");
    export(&Config::new().with_out_dir(dir.path()).with_large_int("number"));
    read_all(dir.path())
}

fn read_all(dir: &Path) -> BTreeMap<PathBuf, String> {
    let Ok(entries) = fs::read_dir(dir) else { return BTreeMap::new() };
    entries
        .map(|entry| entry.expect("a directory entry").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "ts"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a readable file");
            (PathBuf::from(path.file_name().expect("it came from read_dir")), text)
        })
        .collect()
}

fn check(folder: &str, wanted: &BTreeMap<PathBuf, String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    if std::env::var_os("REGIE_BINDINGS").is_some_and(|value| value == "write") {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a writable source tree");
        for (name, text) in wanted {
            fs::write(folder.join(name), text).expect("a writable source tree");
        }
    }
    let committed = read_all(&folder);
    let differing: Vec<_> =
        wanted.keys().chain(committed.keys()).filter(|name| wanted.get(*name) != committed.get(*name)).collect();
    assert!(differing.is_empty(), "{} is stale ({differing:?}): run `npm run bindings`", folder.display());
}

#[test]
fn the_desk_has_the_protocol_of_the_engine() {
    let wanted = generated(|config| {
        ToDesk::export_all(config).expect("exportable");
        FromDesk::export_all(config).expect("exportable");
        Command::export_all(config).expect("exportable");
        MonitorRequest::export_all(config).expect("exportable");
        Refusal::export_all(config).expect("exportable");
        Snapshot::export_all(config).expect("exportable");
        Telemetry::export_all(config).expect("exportable");
        // Of the page of who watches, which is bundled with the desk.
        WatchSlate::export_all(config).expect("exportable");
    });
    check("ui/src/protocol", &wanted);
}

#[test]
fn the_phone_has_the_protocol_of_the_engine() {
    let wanted = generated(|config| {
        PhoneView::export_all(config).expect("exportable");
        PhoneRemoved::export_all(config).expect("exportable");
        PhoneReplaced::export_all(config).expect("exportable");
        PhoneStatus::export_all(config).expect("exportable");
        Problem::export_all(config).expect("exportable");
    });
    check("phone/src/protocol", &wanted);
}
