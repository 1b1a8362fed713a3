use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    entry::{Began, JournalEntry},
    role::Role,
};
use crate::{clock::ClockId, protocol::Codec};

/// The manifest's name in a show's folder.
pub const MANIFEST: &str = "manifest.json";

/// Everything in a show's folder. Times are in milliseconds, to the microsecond; moments are on the session clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Of this format.
    pub version: u32,
    /// The folder's name.
    pub show: String,
    /// When the show began, on the wall clock (RFC 3339).
    pub started: String,
    /// When the show began.
    pub start_ms: f64,
    /// The session clock that all moments are on; none in shows of before it went on over restarts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockId>,
    /// How long it went.
    pub duration_ms: f64,
    /// Whether it was cut off, by a crash or a power cut, and this was made of what was there.
    pub recovered: bool,
    /// Pictures that are in no file: the disk was too slow for them, or full to the end.
    pub lost_frames: u64,
    /// Frames of sound likewise, and those that came into a file that had begun without sound.
    #[serde(default)]
    pub lost_audio_frames: u64,
    /// Every file, the manifest itself left out.
    pub files: Vec<FileEntry>,
}

/// A file of a show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Where it is in the folder, with `/`.
    pub path: String,
    /// What it is.
    pub role: Role,
    /// Whose it is: the camera's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub camera: Option<u8>,
    /// The camera's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// [`Person::key`](super::Person::key).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What is in it, for recordings.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub recording: Option<MediaInfo>,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of the whole file, in hexadecimal digits.
    pub sha256: String,
}

/// What is in a recorded file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MediaInfo {
    /// The moment of its beginning: time 0 in the file.
    pub start_ms: f64,
    /// How long it is.
    pub duration_ms: f64,
    /// Pictures in it that are to be shown: what a decoder gives out.
    pub frames: u64,
    /// Frames of sound in it.
    pub audio_frames: u64,
    /// Its video codec; sound is Opus.
    pub codec: Codec,
    /// Width in pixels.
    pub width: u16,
    /// Height in pixels.
    pub height: u16,
    /// A clip begins at the keyframe before what it is of: by so much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_in_ms: Option<f64>,
}

impl Manifest {
    /// What a show's journal says; its recorded files are those that are finished and were not erased.
    pub(super) fn of(show: &str, journal: &[JournalEntry]) -> Self {
        let mut began: BTreeMap<&str, &Began> = BTreeMap::new();
        let mut manifest = Self {
            version: 1,
            show: show.to_owned(),
            started: String::new(),
            start_ms: 0.0,
            clock: None,
            duration_ms: 0.0,
            recovered: true,
            lost_frames: 0,
            lost_audio_frames: 0,
            files: Vec::new(),
        };
        let mut start = 0;
        let mut end = 0;
        for entry in journal {
            match entry {
                JournalEntry::Started { at, wall, clock } => {
                    (start, manifest.started, manifest.clock) = (*at, wall.clone(), *clock);
                    manifest.start_ms = millis(*at);
                }
                JournalEntry::Began(file) => {
                    began.insert(&file.path, file);
                }
                JournalEntry::Ended(ended) => {
                    let Some(file) = began.get(ended.path.as_str()) else { continue };
                    end = end.max(file.start + ended.lasts);
                    manifest.files.push(FileEntry {
                        path: ended.path.clone(),
                        role: file.role,
                        camera: file.camera.as_ref().map(|camera| camera.number),
                        name: file.camera.as_ref().map(|camera| camera.name.clone()),
                        key: file.camera.as_ref().map(|camera| camera.key.clone()),
                        recording: Some(MediaInfo {
                            start_ms: millis(file.start),
                            duration_ms: millis(ended.lasts),
                            frames: ended.frames,
                            audio_frames: ended.audio_frames,
                            codec: file.codec,
                            width: file.width,
                            height: file.height,
                            lead_in_ms: (file.role == Role::Clip).then(|| millis(file.lead_in)),
                        }),
                        bytes: ended.bytes,
                        sha256: ended.sha256.clone(),
                    });
                }
                JournalEntry::Lost { frames, audio_frames, .. } => {
                    manifest.lost_frames += frames;
                    manifest.lost_audio_frames += audio_frames;
                }
                JournalEntry::OnAir { at, .. } | JournalEntry::Heard { at, .. } | JournalEntry::Mark { at, .. } => {
                    end = end.max(*at)
                }
                JournalEntry::Numbered { .. } => {}
                JournalEntry::Erased { key } => manifest.files.retain(|file| file.key.as_ref() != Some(key)),
                JournalEntry::Stopped { at } => {
                    end = end.max(*at);
                    manifest.recovered = false;
                }
            }
        }
        manifest.duration_ms = millis(end.saturating_sub(start));
        manifest.files.sort_by(|a, b| (a.role, &a.path).cmp(&(b.role, &b.path)));
        manifest
    }
}

/// Microseconds in milliseconds.
fn millis(micros: u64) -> f64 {
    micros as f64 / 1e3
}
