use std::{fs, io, path::Path};

use super::{
    finalize::finalize,
    folder,
    journal::{JOURNAL, Journal},
    manifest::{MANIFEST, Manifest},
    repair::repair,
    role::Role,
};

/// Completes the shows in `folder` that a crash or a power cut left unfinished: torn ends of files are taken away, the
/// lists and the manifest are made. Returns the names of those that were completed.
///
/// Shows that run, here or in another process, are left alone. One that can't be completed is told of and left as it
/// is: its files play, and the next start tries again. So does one that is under way when `is_over` says that the engine
/// ends: a long evening is read through in minutes.
pub fn recover(folder: &Path, is_over: impl Fn() -> bool) -> Vec<String> {
    let shows = folder::shows(folder).unwrap_or_else(|error| {
        tracing::warn!(%error, folder = %folder.display(), "the shows can't be looked at");
        Vec::new()
    });
    let mut completed = Vec::new();
    for show in shows {
        let name = show.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_over() {
            break;
        }
        match complete(&show, &is_over) {
            Ok(true) => {
                tracing::info!(show = name, "a show that was cut off is complete");
                completed.push(name);
            }
            Ok(false) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => tracing::warn!(show = name, %error, "a show that was cut off can't be completed"),
        }
    }
    completed
}

fn complete(show: &Path, is_over: &dyn Fn() -> bool) -> io::Result<bool> {
    if is_complete(show) {
        return Ok(false);
    }
    let journal = Journal::go_on(show)?;
    repair(show, &journal, is_over)?;
    finalize(show, &journal)?;
    Ok(true)
}

/// Whether the manifest is of the journal as it is now.
fn is_complete(show: &Path) -> bool {
    let manifest = fs::read(show.join(MANIFEST)).ok().and_then(|text| serde_json::from_slice::<Manifest>(&text).ok());
    let journal = fs::metadata(show.join(JOURNAL)).map(|journal| journal.len()).unwrap_or_default();
    manifest
        .is_some_and(|manifest| manifest.files.iter().any(|file| file.role == Role::Journal && file.bytes == journal))
}
