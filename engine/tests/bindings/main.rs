//! What the pages know of the protocol is what the engine says: the TypeScript types, and the fixtures that the pages'
//! tests read.
//!
//! `npm run bindings` (`REGIE_BINDINGS=write`) rewrites them; without it these tests say whether they are stale.

mod fixtures;
mod types;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

fn read_all(dir: &Path) -> BTreeMap<PathBuf, String> {
    let Ok(entries) = fs::read_dir(dir) else { return BTreeMap::new() };
    entries
        .map(|entry| entry.expect("a directory entry").path())
        .filter(|path| path.is_file())
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a readable file");
            (PathBuf::from(path.file_name().expect("it came from read_dir")), text)
        })
        .collect()
}

/// A folder of the source tree has these files and no others.
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
