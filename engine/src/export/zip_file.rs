use std::io::{self, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::file::AngleFile;

/// Beyond it a ZIP needs the fields of 64 bits, which old readers do not know.
const LARGE: u64 = u32::MAX as u64;

/// Writes files as one ZIP, each under its name, as they are: pictures that are compressed get no smaller. Nothing is
/// written back, so it can be sent while it is made.
///
/// # Errors
/// As [`AngleFile::write`].
pub fn write_zip(files: &[(String, AngleFile)], out: impl Write) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(out);
    for (name, file) in files {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .large_file(file.less_than() >= LARGE);
        zip.start_file(name.as_str(), options)?;
        file.write(&mut zip)?;
    }
    zip.finish()?.flush()
}
