use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use crate::{protocol::Hold, store::write_private};

/// The file in the data directory.
const FILE: &str = "hold.picture";
/// Bytes of its hash in a picture's name: as many as a random name would have.
const NAME: usize = 16;

/// A picture on the hold slate, as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still {
    /// What it is called: a hash of its bytes, so another picture never has the same name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Bytes,
}

/// Why a picture was not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RefusedStill {
    /// It is larger than [`Still::LARGEST`].
    #[error("a picture for the hold slate has {} MiB at most", Still::LARGEST / 1024 / 1024)]
    TooLarge,
    /// Its first bytes are those of none that every browser shows.
    #[error("a picture for the hold slate is PNG, JPEG or WebP")]
    Unknown,
    /// The disk does not take it.
    #[error("the picture could not be kept: {0}")]
    Disk(#[from] io::Error),
}

impl Still {
    /// The largest file in bytes.
    pub const LARGEST: usize = Hold::LARGEST_PICTURE as usize;

    /// Takes a file for what its first bytes say that it is.
    ///
    /// # Errors
    /// [`RefusedStill::TooLarge`] or [`RefusedStill::Unknown`].
    pub fn new(bytes: Bytes) -> Result<Self, RefusedStill> {
        if bytes.len() > Self::LARGEST {
            return Err(RefusedStill::TooLarge);
        }
        let media_type = match bytes.as_ref() {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => "image/png",
            [0xff, 0xd8, 0xff, ..] => "image/jpeg",
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
            _ => return Err(RefusedStill::Unknown),
        };
        let name = Sha256::digest(&bytes)[..NAME].iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { name, media_type, bytes })
    }
}

/// Where the hold slate's picture is kept: one file of the data directory, replaced whole. A clone is a handle to the
/// same one.
#[derive(Debug, Clone)]
pub(crate) struct Stills {
    path: Arc<PathBuf>,
    /// Who writes the file. A lock, because two desks may put one at a time: file and memory are of the same one.
    writing: Arc<Mutex<()>>,
    current: watch::Sender<Option<Arc<Still>>>,
}

impl Stills {
    /// The picture of `data_dir`, which is there. A file that is none is set aside: a show must start.
    ///
    /// # Errors
    /// What the system says where it is there and can't be read or set aside.
    pub fn open(data_dir: &Path) -> io::Result<Self> {
        let path = data_dir.join(FILE);
        let current = watch::Sender::new(read(&path)?.map(Arc::new));
        Ok(Self { path: Arc::new(path), writing: Arc::default(), current })
    }

    /// The picture, and every other one from now on.
    pub fn follow(&self) -> watch::Receiver<Option<Arc<Still>>> {
        self.current.subscribe()
    }

    /// The picture of this name, if it is the one on the slate.
    pub fn get(&self, name: &str) -> Option<Arc<Still>> {
        self.current.borrow().clone().filter(|still| still.name == name)
    }

    /// Puts this picture on the slate, in place of the one that is there.
    ///
    /// # Errors
    /// [`RefusedStill`]; the one before stays then.
    pub async fn put(&self, bytes: Bytes) -> Result<(), RefusedStill> {
        let still = Still::new(bytes)?;
        self.change(Some(Arc::new(still))).await
    }

    /// Takes the picture off the slate. That there was none is no mistake.
    ///
    /// # Errors
    /// [`RefusedStill::Disk`]; it stays then.
    pub async fn remove(&self) -> Result<(), RefusedStill> {
        self.change(None).await
    }

    async fn change(&self, still: Option<Arc<Still>>) -> Result<(), RefusedStill> {
        let stills = self.clone();
        // The whole of it away from the caller: one who hangs up leaves nothing half done.
        let written = tokio::task::spawn_blocking(move || stills.write(still)).await;
        written.map_err(io::Error::other)?.map_err(RefusedStill::Disk)
    }

    fn write(&self, still: Option<Arc<Still>>) -> io::Result<()> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        match &still {
            Some(still) => write_private(&self.path, &still.bytes)?,
            None => match fs::remove_file(&*self.path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            },
        }
        self.current.send_replace(still);
        Ok(())
    }
}

fn read(path: &Path) -> io::Result<Option<Still>> {
    use io::Read;
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(Still::LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    match Still::new(bytes.into()) {
        Ok(still) => Ok(Some(still)),
        Err(error) => {
            tracing::warn!(file = %path.display(), %error, "set aside");
            fs::rename(path, path.with_extension("broken")).map(|()| None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

    #[test]
    fn a_picture_is_what_its_first_bytes_say() {
        let media_type = |bytes: &'static [u8]| Still::new(Bytes::from_static(bytes)).map(|still| still.media_type);
        assert_eq!(media_type(PNG).ok(), Some("image/png"));
        assert_eq!(media_type(b"\xff\xd8\xff\xe0JFIF").ok(), Some("image/jpeg"));
        assert_eq!(media_type(b"RIFF\x10\0\0\0WEBPVP8 ").ok(), Some("image/webp"));
        for other in [&b""[..], b"<svg onload=alert(1)>", b"GIF89a", b"RIFF\x10\0\0\0WAVE", b"<!doctype html>"] {
            assert!(matches!(media_type(other), Err(RefusedStill::Unknown)), "{other:?}");
        }
        let large = [PNG, &vec![0; Still::LARGEST]].concat();
        assert!(matches!(Still::new(large.into()), Err(RefusedStill::TooLarge)));
    }

    #[tokio::test]
    async fn the_picture_is_there_after_a_restart_until_it_is_taken_off() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let stills = Stills::open(dir.path()).expect("readable");
        assert!(stills.follow().borrow().is_none());
        stills.put(Bytes::from_static(PNG)).await.expect("a picture");
        assert!(stills.put(Bytes::from_static(b"a text")).await.is_err(), "and the picture stays");
        let again = Stills::open(dir.path()).expect("readable");
        let still = again.follow().borrow().clone().expect("the picture");
        assert_eq!((still.media_type, &still.bytes[..]), ("image/png", PNG));
        assert_eq!(stills.get(&still.name), Some(still.clone()), "its name is its bytes'");
        again.remove().await.expect("removable");
        again.remove().await.expect("it is gone already");
        assert!(again.get(&still.name).is_none());
        assert!(Stills::open(dir.path()).expect("readable").follow().borrow().is_none());
    }

    #[test]
    fn what_is_no_picture_is_set_aside_and_the_show_starts() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        fs::write(dir.path().join(FILE), "half").expect("writable");
        assert!(Stills::open(dir.path()).expect("readable").follow().borrow().is_none());
        assert_eq!(fs::read_to_string(dir.path().join("hold.broken")).expect("kept"), "half");
    }
}
