use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::ZonedDateTime;

use super::{journal::JOURNAL, person::Person, role::Role};

/// Characters of a camera's name in a file's name.
const NAME_CHARS: usize = 40;
/// Space that is taken in advance, so that the end of a show finds room for its lists on a full disk.
const RESERVE: &str = ".reserve";
/// Marks, cut lists, manifest and journal of a long evening with a thousand cuts are well below it.
const RESERVE_BYTES: usize = 1024 * 1024;

/// Where the indexes of a show's files are.
const INDEX: &str = ".index";

/// Where the index of the file `path` is, in the folder `show`.
pub fn index(show: &Path, path: &str) -> PathBuf {
    let name = path.rsplit('/').next().unwrap_or(path);
    show.join(INDEX).join(format!("{name}.index"))
}

/// The folders of shows in `folder`, those of other things left out.
///
/// # Errors
/// What the system says; a folder that is not there has no shows.
pub fn shows(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut shows: Vec<_> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.join(JOURNAL).is_file()).collect();
    shows.sort();
    Ok(shows)
}

/// Makes the folder of a show that begins at `now`: its name is the local time, and a number if there is one already.
///
/// # Errors
/// What the system says.
pub fn make(shows: &Path, now: &ZonedDateTime) -> io::Result<PathBuf> {
    fs::create_dir_all(shows)?;
    let name = now.strftime("%Y-%m-%d %H.%M").to_string();
    let mut folder = shows.join(&name);
    let mut number = 2;
    loop {
        match fs::create_dir(&folder) {
            Ok(()) => break,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                folder = shows.join(format!("{name} ({number})"));
                number += 1;
            }
            Err(error) => return Err(error),
        }
    }
    furnish(&folder).inspect_err(|_| unmake(&folder))?;
    Ok(folder)
}

fn furnish(folder: &Path) -> io::Result<()> {
    for part in [Role::Program, Role::Iso, Role::Clip] {
        fs::create_dir(folder.join(part.folder()))?;
    }
    fs::write(folder.join(RESERVE), vec![0; RESERVE_BYTES])
}

/// Takes back the folder of a show that can't begin: nothing is in it.
pub fn unmake(folder: &Path) {
    // What can't be removed is in nobody's way.
    let _ = fs::remove_dir_all(folder);
}

/// Makes what was made in a folder last over a power cut. Where a system can't, it lasts when that thinks so.
pub fn sync(folder: &Path) {
    if let Err(error) = fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        tracing::debug!(%error, folder = %folder.display(), "a folder can't be synced");
    }
}

/// Gives the space back that was taken for the end of the show.
pub fn release(folder: &Path) {
    // Without it the end of the show has no less room than it would have had anyway.
    let _ = fs::remove_file(folder.join(RESERVE));
}

/// What the files of a camera, or of program, begin their names with: `cam2 Anna`.
pub fn stem(role: Role, camera: Option<&Person>, clip: u16) -> String {
    match (role, camera) {
        (Role::Clip, Some(camera)) => format!("clip{clip:02} {}", title(camera)),
        (_, Some(camera)) => title(camera),
        (_, None) => "program".to_owned(),
    }
}

fn title(camera: &Person) -> String {
    format!("cam{} {}", camera.number, safe(&camera.name)).trim_end().to_owned()
}

/// A name as every file system takes it: Windows has the narrowest rules.
fn safe(name: &str) -> String {
    let allowed = |c: char| !c.is_control() && !"<>:\"/\\|?*".contains(c);
    let name: String = name.chars().map(|c| if allowed(c) { c } else { '-' }).take(NAME_CHARS).collect();
    name.trim_matches([' ', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn anna(name: &str) -> Person {
        Person { number: 2, name: name.to_owned(), key: String::new() }
    }

    #[test]
    fn shows_of_one_minute_have_folders_of_their_own() {
        let shows = tempfile::tempdir().expect("a temporary directory");
        let now = "2026-11-24T20:15:33+01:00[Europe/Paris]".parse().expect("a time");
        let names: Vec<_> = (0..3)
            .map(|_| make(shows.path(), &now).expect("writable"))
            .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["2026-11-24 20.15", "2026-11-24 20.15 (2)", "2026-11-24 20.15 (3)"]);
    }

    #[test]
    fn a_person_can_read_what_a_file_is() {
        assert_eq!(stem(Role::Iso, Some(&anna("Anna")), 0), "cam2 Anna");
        assert_eq!(stem(Role::Clip, Some(&anna("Anna")), 3), "clip03 cam2 Anna");
        assert_eq!(stem(Role::Program, None, 0), "program");
        assert_eq!(stem(Role::Iso, Some(&anna("..")), 0), "cam2");
        assert_eq!(stem(Role::Iso, Some(&anna("Chœur/côté: «gauche»?")), 0), "cam2 Chœur-côté- «gauche»-");
    }

    proptest! {
        #[test]
        fn any_name_makes_a_file_in_its_folder(name in "\\PC{0,60}|.{0,60}") {
            let folder = tempfile::tempdir().expect("a temporary directory");
            let path = folder.path().join(stem(Role::Iso, Some(&anna(&name)), 0) + " 01.mp4");
            fs::write(&path, b"x").expect("a name that the system takes");
            prop_assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 1);
        }
    }
}
