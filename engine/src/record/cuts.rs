use std::collections::BTreeMap;

use super::{
    entry::JournalEntry,
    manifest::{FileEntry, Manifest, MediaInfo},
    role::Role,
};
use crate::protocol::{CameraNumber, Source};

/// What was on program when, as an editor takes it: shots from the ISO files, one behind the other, and the sound beside
/// them, which may be another camera's. Pure.
///
/// Where there is no file (the slate, silence, a camera that was erased, the time before its file begins) is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cuts {
    /// How long the show went, in microseconds.
    pub length: u64,
    /// What was seen: in order, without overlaps.
    pub shots: Vec<Shot>,
    /// What was heard, likewise.
    pub sound: Vec<Shot>,
    /// In order.
    pub marks: Vec<(u64, String)>,
}

/// A stretch of one file on program, of its pictures or of its sound. Times are in microseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shot {
    /// When it went on, since the show's beginning.
    pub at: u64,
    /// How long it was on.
    pub lasts: u64,
    /// Where it begins in its file.
    pub from: u64,
    /// The file.
    pub path: String,
    /// How long the file is.
    pub file_lasts: u64,
    /// What to call it: the camera's number and name.
    pub name: String,
    /// Whether it was a replay.
    pub replay: bool,
    /// How fast its file plays, in percent; 0: the picture that it begins with stands.
    pub speed: u16,
}

impl Shot {
    /// How much of its file is in it.
    pub fn of_file(&self) -> u64 {
        played(self.lasts, self.speed)
    }
}

/// How much of a feed plays in a time.
fn played(lasts: u64, speed: u16) -> u64 {
    lasts * u64::from(speed) / 100
}

/// How long so much of a feed plays; for ever where it stands.
fn plays(feed: u64, speed: u16) -> u64 {
    (feed * 100).checked_div(speed.into()).unwrap_or(u64::MAX)
}

/// What a source gives from `at` on: a camera's feed from `from` on.
struct Stretch {
    at: u64,
    until: u64,
    camera: Who,
    from: u64,
    replay: bool,
    speed: u16,
}

impl Stretch {
    /// What of it is within these times.
    fn within(&self, begin: u64, end: u64) -> Option<Self> {
        let (at, until) = (self.at.max(begin), self.until.min(end));
        let from = self.from + played(at.saturating_sub(self.at), self.speed);
        (until > at).then(|| Self { at, until, from, camera: self.camera.clone(), ..*self })
    }
}

/// A camera as its files say whose they are.
#[derive(Clone)]
enum Who {
    /// By its key: numbers change.
    Key(String),
    /// By its number: in a journal of a time when they did not.
    Number(u8),
}

/// Who has which number, as a journal goes on.
#[derive(Default)]
struct Numbers<'a>(BTreeMap<u8, &'a str>);

impl<'a> Numbers<'a> {
    fn hear(&mut self, entry: &'a JournalEntry) {
        if let JournalEntry::Numbered { number, key } = entry {
            self.0.insert(*number, key);
        }
    }

    fn who(&self, camera: CameraNumber) -> Who {
        self.0.get(&camera.0).map_or(Who::Number(camera.0), |key| Who::Key((*key).to_owned()))
    }
}

impl Who {
    fn has(&self, file: &FileEntry) -> bool {
        match self {
            Self::Key(key) => file.key.as_ref() == Some(key),
            Self::Number(number) => file.camera == Some(*number),
        }
    }
}

impl Cuts {
    /// The cuts of a journal, from the files of its manifest.
    pub fn of(entries: &[JournalEntry], manifest: &Manifest) -> Self {
        let start = micros(manifest.start_ms);
        let end = start + micros(manifest.duration_ms);
        let seen = stretches(entries, start, end);
        let shots = seen.iter().flat_map(|stretch| shots(stretch, start, manifest, |_| true)).collect();
        let heard = heard(entries, start, end, &seen);
        let sound =
            heard.iter().flat_map(|stretch| self::shots(stretch, start, manifest, |file| file.audio_frames > 0));
        let sound = sound.collect();
        let marks = entries.iter().filter_map(|entry| match entry {
            JournalEntry::Mark { at, label } => Some((at.saturating_sub(start), label.clone().unwrap_or_default())),
            _ => None,
        });
        Self { length: end - start, shots, sound, marks: marks.collect() }
    }
}

/// What was shown within the show.
fn stretches(entries: &[JournalEntry], start: u64, end: u64) -> Vec<Stretch> {
    let mut numbers = Numbers::default();
    let mut stretches = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        numbers.hear(entry);
        let JournalEntry::OnAir { at, source, segments, speed } = entry else { continue };
        let next = entries[place + 1..].iter().find_map(|entry| match entry {
            JournalEntry::OnAir { at, .. } => Some(*at),
            _ => None,
        });
        let until = next.unwrap_or(end).min(end);
        match source {
            Source::Slate | Source::Hold => {}
            Source::Camera { camera } => {
                let at = (*at).max(start);
                stretches.push(Stretch {
                    at,
                    until,
                    camera: numbers.who(*camera),
                    from: at,
                    replay: false,
                    speed: 100,
                });
            }
            Source::Replay { .. } => {
                // Backwards it stands on every encoded output: frames can't be decoded that way.
                let speed = u16::try_from(*speed).unwrap_or(0);
                let mut at = *at;
                for segment in segments {
                    let (from, to) = (segment.from * 1_000, segment.to * 1_000);
                    let ends = at.saturating_add(plays(to.saturating_sub(from), speed)).min(until);
                    // The show may have begun while it played.
                    let late = start.saturating_sub(at);
                    let (camera, from) = (numbers.who(segment.camera), from + played(late, speed));
                    stretches.push(Stretch { at: at + late, until: ends, camera, from, replay: true, speed });
                    at = ends;
                }
            }
        }
    }
    stretches.retain(|stretch| stretch.until > stretch.at);
    stretches
}

/// What was heard within the show, where this was seen. A sound that is delayed is of so much earlier; a replay's own is where
/// its pictures are.
fn heard(entries: &[JournalEntry], start: u64, end: u64, seen: &[Stretch]) -> Vec<Stretch> {
    let mut numbers = Numbers::default();
    let mut stretches = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        numbers.hear(entry);
        let JournalEntry::Heard { at, camera, delay, replay } = entry else { continue };
        let next = entries[place + 1..].iter().find_map(|entry| match entry {
            JournalEntry::Heard { at, .. } => Some(*at),
            _ => None,
        });
        let until = next.unwrap_or(end).min(end);
        let at = (*at).max(start);
        if let Some(camera) = camera.map(|camera| numbers.who(camera)) {
            let from = at.saturating_sub(*delay);
            stretches.push(Stretch { at, until, camera, from, replay: false, speed: 100 });
        }
        if *replay {
            let replayed = seen.iter().filter(|stretch| stretch.replay && stretch.speed == 100);
            stretches.extend(replayed.filter_map(|stretch| stretch.within(at, until)));
        }
    }
    stretches.retain(|stretch| stretch.until > stretch.at);
    stretches
}

/// The shots of a stretch: of each file of the camera that covers a part of it and `has` what is wanted.
fn shots(stretch: &Stretch, start: u64, manifest: &Manifest, has: impl Fn(&MediaInfo) -> bool) -> Vec<Shot> {
    let &Stretch { at, until, from, speed, replay, .. } = stretch;
    let shot = |file: &FileEntry| {
        let recording = file.recording.as_ref().filter(|recording| has(recording))?;
        let begins = micros(recording.start_ms);
        let ends = begins + micros(recording.duration_ms);
        // What stands needs one moment of a file.
        let wanted = from + played(until - at, speed).max(1);
        let to = wanted.min(ends);
        let first = from.max(begins);
        if to <= first {
            return None;
        }
        let on = at + plays(first - from, speed.max(1));
        let off = if to == wanted { until } else { at + plays(to - from, speed) };
        (off > on).then(|| Shot {
            at: on - start,
            lasts: off - on,
            from: first - begins,
            path: file.path.clone(),
            file_lasts: ends - begins,
            name: title(file),
            replay,
            speed,
        })
    };
    let files = manifest.files.iter().filter(|file| file.role == Role::Iso && stretch.camera.has(file));
    let mut shots: Vec<Shot> = files.filter_map(shot).collect();
    shots.sort_by_key(|shot| shot.at);
    // Two files of one camera may share the moment of their change; a list has one shot at a time.
    let mut free = 0;
    for shot in &mut shots {
        let late = free.max(shot.at) - shot.at;
        let late = late.min(shot.lasts);
        (shot.at, shot.from, shot.lasts) = (shot.at + late, shot.from + played(late, speed), shot.lasts - late);
        free = shot.at + shot.lasts;
    }
    shots.retain(|shot| shot.lasts > 0);
    shots
}

fn title(file: &FileEntry) -> String {
    let number = file.camera.map(|number| number.to_string()).unwrap_or_default();
    format!("cam{number} {}", file.name.as_deref().unwrap_or_default()).trim_end().to_owned()
}

fn micros(millis: f64) -> u64 {
    (millis * 1e3).round() as u64
}

#[cfg(test)]
mod tests;
