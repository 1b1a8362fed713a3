//! What outlives the process: small JSON files in the data directory, each replaced whole.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::error::Error;

/// One JSON file of the data directory. Its owner is the only one who writes it.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
}

impl Store {
    /// The file `name` in `dir`; makes the directory, readable by this user alone.
    ///
    /// # Errors
    /// [`Error::DataDir`] when the directory can't be made.
    pub fn open(dir: &Path, name: &str) -> Result<Self, Error> {
        make_private_dir(dir).map_err(|source| Error::DataDir { path: dir.to_owned(), source })?;
        Ok(Self { path: dir.join(name) })
    }

    /// Reads the file; none when there is none yet. A file that can't be understood is set aside as `*.broken`
    /// and counts as none: a show must start.
    ///
    /// # Errors
    /// [`Error::DataDir`] when it exists and can't be read.
    pub fn load<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(self.error(source)),
        };
        match serde_json::from_slice(&text) {
            Ok(value) => Ok(Some(value)),
            Err(error) => {
                let aside = self.path.with_extension("broken");
                tracing::warn!(file = %self.path.display(), %error, "can't be understood, set aside");
                fs::rename(&self.path, aside).map_err(|source| self.error(source))?;
                Ok(None)
            }
        }
    }

    /// Writes the file so that a crash leaves the old one or the new one, readable by this user alone.
    ///
    /// # Errors
    /// [`Error::DataDir`] when it can't be written.
    pub fn save(&self, value: &impl Serialize) -> Result<(), Error> {
        let text = serde_json::to_vec_pretty(value).expect("our settings have string keys and no failing serializer");
        write_private(&self.path, &text).map_err(|source| self.error(source))
    }

    fn error(&self, source: std::io::Error) -> Error {
        Error::DataDir { path: self.path.clone(), source }
    }
}

/// Replaces `path` whole; the file is readable by this user alone.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let temporary = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}

fn make_private_dir(dir: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_saved_is_loaded() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let store = Store::open(&dir.path().join("new/one"), "x.json").expect("a directory");
        assert_eq!(store.load::<Vec<u8>>().expect("readable"), None);
        store.save(&vec![1, 2, 3]).expect("writable");
        assert_eq!(store.load::<Vec<u8>>().expect("readable"), Some(vec![1, 2, 3]));
    }

    #[test]
    fn a_broken_file_is_set_aside_and_counts_as_none() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let store = Store::open(dir.path(), "x.json").expect("a directory");
        fs::write(dir.path().join("x.json"), "{ half").expect("writable");
        assert_eq!(store.load::<Vec<u8>>().expect("readable"), None);
        assert_eq!(fs::read_to_string(dir.path().join("x.broken")).expect("kept"), "{ half");
    }

    #[cfg(unix)]
    #[test]
    fn secrets_are_for_this_user_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a temporary directory");
        let store = Store::open(dir.path(), "x.json").expect("a directory");
        store.save(&1).expect("writable");
        let mode = fs::metadata(dir.path().join("x.json")).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
