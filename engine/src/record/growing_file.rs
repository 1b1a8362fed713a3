use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use super::checksum::Checksum;

/// A file that is only ever appended to: what is written is on the disk, or taken back. Its checksum is summed up on the
/// way, so that its end costs nothing however long it is.
#[derive(Debug)]
pub struct GrowingFile {
    file: File,
    path: String,
    sum: Checksum,
    bytes: u64,
    /// What is not on the disk yet, because it refused it or was not asked.
    unwritten: Vec<u8>,
}

impl GrowingFile {
    /// A new file `stem NN.ending` in `folder`, under the first number that is free. The number is taken by making the
    /// file, so no two writers get the same.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(folder: &Path, stem: &str, ending: &str) -> io::Result<Self> {
        let mut number = 1;
        loop {
            let path = format!("{stem} {number:02}.{ending}");
            // A number counts for both endings, so that a list by name is one by time.
            if ["mp4", "webm"].iter().any(|ending| folder.join(format!("{stem} {number:02}.{ending}")).exists()) {
                number += 1;
                continue;
            }
            match OpenOptions::new().append(true).create_new(true).open(folder.join(&path)) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
                Ok(file) => {
                    return Ok(Self { file, path, sum: Checksum::default(), bytes: 0, unwritten: Vec::new() });
                }
            }
        }
    }

    /// Takes back one that nothing was written to.
    pub fn remove(self, folder: &Path) {
        // What can't be removed is an empty file, which is in nobody's way.
        let _ = fs::remove_file(folder.join(&self.path));
    }

    /// Where it is in its folder, with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Bytes that are on the disk.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Where it ends, with what is not on the disk yet.
    pub fn end(&self) -> u64 {
        self.bytes + self.unwritten.len() as u64
    }

    /// The checksum of what is on the disk.
    pub fn checksum(&self) -> String {
        self.sum.hex()
    }

    /// Whether all that was pushed is on the disk.
    pub fn is_written(&self) -> bool {
        self.unwritten.is_empty()
    }

    /// Adds bytes for the next [`write`](Self::write).
    pub fn push(&mut self, bytes: &[u8]) {
        self.unwritten.extend_from_slice(bytes);
    }

    /// Writes what was pushed and waits until it is on the disk. Says how many bytes it was. After an error it can be
    /// called again.
    ///
    /// # Errors
    /// What the system says; what was written half is taken back.
    pub fn write(&mut self) -> io::Result<u64> {
        if self.is_written() {
            return Ok(0);
        }
        if let Err(error) = self.file.write_all(&self.unwritten).and_then(|()| self.file.sync_data()) {
            // The file stays whole. Where even that fails, the next start finds its end.
            let _ = self.file.set_len(self.bytes);
            return Err(error);
        }
        let written = self.unwritten.len() as u64;
        self.sum.update(&self.unwritten);
        self.bytes += written;
        self.unwritten.clear();
        Ok(written)
    }

    /// Makes its length last too.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }
}
