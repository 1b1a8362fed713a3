//! What others make of a file: FFmpeg decodes every frame of it.

use std::{fs, path::Path, process::Command, time::Duration};

use regie::record::{FileEntry, MANIFEST, Manifest, Role};
use sha2::{Digest, Sha256};

/// What FFmpeg decoded of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// When each picture is shown, in microseconds.
    pub pictures: Vec<i64>,
    /// When each frame of sound is heard.
    pub sound: Vec<i64>,
}

/// Decodes every frame of a file; FFmpeg has nothing to complain about.
pub fn decode(path: &Path) -> Decoded {
    let entries = "frame=media_type,pts_time";
    let output = Command::new("ffprobe")
        .args(["-v", "warning", "-show_frames", "-show_entries", entries, "-of", "csv=p=0"])
        .arg(path)
        .output()
        .expect("ffprobe is here");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && complaints.is_empty(), "{}: {complaints}", path.display());
    let mut decoded = Decoded { pictures: Vec::new(), sound: Vec::new() };
    for line in String::from_utf8(output.stdout).expect("ffprobe speaks UTF-8").lines() {
        let mut fields = line.split(',');
        let (kind, time) = (fields.next().expect("a kind"), fields.next().expect("a time"));
        let micros = (time.parse::<f64>().unwrap_or_else(|_| panic!("{line}")) * 1e6).round() as i64;
        match kind {
            "video" => decoded.pictures.push(micros),
            "audio" => decoded.sound.push(micros),
            _ => panic!("{line}"),
        }
    }
    decoded
}

/// The manifest of a show.
pub fn manifest(show: &Path) -> Manifest {
    let text = fs::read(show.join(MANIFEST)).expect("the show has a manifest");
    serde_json::from_slice(&text).expect("a manifest")
}

/// The files with a role, by name.
pub fn files(manifest: &Manifest, role: Role) -> Vec<&FileEntry> {
    manifest.files.iter().filter(|file| file.role == role).collect()
}

/// Holds a show's folder against its manifest: every file is named, as large as it says, with the checksum that it says,
/// and every recording decodes to as many frames as it says.
pub fn check(show: &Path) -> Manifest {
    let manifest = manifest(show);
    let mut named: Vec<_> = manifest.files.iter().map(|file| file.path.clone()).chain([MANIFEST.to_owned()]).collect();
    let mut there = Vec::new();
    for folder in ["", "Program", "ISO", "Clips"] {
        for entry in fs::read_dir(show.join(folder)).expect("the show's folders") {
            let entry = entry.expect("an entry");
            if entry.path().is_file() {
                let name = entry.file_name().into_string().expect("a name");
                there.push(if folder.is_empty() { name } else { format!("{folder}/{name}") });
            }
        }
    }
    named.sort();
    there.sort();
    assert_eq!(there, named);
    for file in &manifest.files {
        let bytes = fs::read(show.join(&file.path)).expect("it is there");
        assert_eq!(bytes.len() as u64, file.bytes, "{}", file.path);
        let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(sum, file.sha256, "{}", file.path);
        if let Some(recording) = &file.recording {
            let decoded = decode(&show.join(&file.path));
            let counts = (decoded.pictures.len() as u64, decoded.sound.len() as u64);
            assert_eq!(counts, (recording.frames, recording.audio_frames), "{}", file.path);
            let last = decoded.pictures.iter().chain(&decoded.sound).max().copied().unwrap_or_default() as f64 / 1e3;
            let end = recording.duration_ms;
            assert!(last < end && end - last < 250.0, "{}: {last} of {end} ms", file.path);
        }
    }
    manifest
}

/// Waits until so many bytes are in the ISO files.
pub async fn written(folder: &Path, bytes: u64) {
    let mut ticks = tokio::time::interval(Duration::from_millis(50));
    loop {
        let size = |entry: fs::DirEntry| entry.metadata().map_or(0, |file| file.len());
        let there: u64 = fs::read_dir(folder.join("ISO")).expect("there").flatten().map(size).sum();
        if there >= bytes {
            return;
        }
        ticks.tick().await;
    }
}
