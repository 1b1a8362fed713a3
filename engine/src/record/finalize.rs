use std::{fs, io, path::Path};

use super::{
    checksum::Checksum,
    cuts::Cuts,
    edl, erased, folder,
    journal::{JOURNAL, Journal},
    manifest::{FileEntry, MANIFEST, Manifest},
    marks, otio,
    repair::repair,
    role::Role,
};
use crate::store::write_private;

/// Ends a show: makes its lists and its manifest of its journal. Called at the end, after a crash, and when something
/// was erased; each time it makes all of them anew.
///
/// Files that have no end in the journal are [repaired](repair) first. What was erased is deleted and forgotten: the journal
/// is written anew without it.
///
/// # Errors
/// What the system says; it can be called again.
pub fn finalize(folder: &Path, journal: &Journal) -> io::Result<Manifest> {
    folder::release(folder);
    repair(folder, journal, &|| false)?;
    let mut entries = Journal::read(folder)?;
    erased::files(folder, &entries)?;
    if erased::forget(&mut entries) {
        Journal::rewrite(folder, &entries)?;
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut manifest = Manifest::of(&name, &entries);
    let cuts = Cuts::of(&entries, &manifest);
    let lists = [
        (Role::Marks, "marks.csv", marks::csv(&entries)),
        (Role::Cuts, "cuts.otio", otio::timeline(&name, &cuts)),
        (Role::Cuts, "cuts.edl", edl::cmx3600(&name, &cuts)),
    ];
    for (role, path, text) in lists {
        write_private(&folder.join(path), text.as_bytes())?;
        manifest.files.push(list(role, path, text.as_bytes()));
    }
    manifest.files.push(list(Role::Journal, JOURNAL, &fs::read(folder.join(JOURNAL))?));
    let text = serde_json::to_vec_pretty(&manifest).expect("a manifest has string keys and no failing serializer");
    write_private(&folder.join(MANIFEST), &text)?;
    folder::sync(folder);
    Ok(manifest)
}

fn list(role: Role, path: &str, bytes: &[u8]) -> FileEntry {
    FileEntry {
        path: path.to_owned(),
        role,
        camera: None,
        name: None,
        key: None,
        recording: None,
        bytes: bytes.len() as u64,
        sha256: Checksum::of(bytes).hex(),
    }
}
