use crate::protocol::{CameraNumber, Millis, OnAir, Replay, Segment, Source};

/// What program showed from `from` to `now`, as stretches of the cameras' feeds, in order.
///
/// A stretch of a replay becomes the stretches of the feeds that it showed; the slate leaves none. `replays` has every
/// replay of the history.
pub(super) fn shown(history: &[OnAir], replays: &[Replay], from: Millis, now: Millis) -> Vec<Segment> {
    let mut segments = Vec::new();
    for (at, entry) in history.iter().enumerate() {
        let from = entry.since.max(from);
        let to = history.get(at + 1).map_or(now, |next| next.since);
        if from >= to {
            continue;
        }
        match entry.source {
            Source::Slate => {}
            Source::Camera { camera } => segments.push(Segment { camera, from, to }),
            Source::Replay { id } => {
                let replay = replays.iter().find(|replay| replay.id == id);
                segments.extend(played(replay.expect("a replay is kept as long as the history names it"), from, to));
            }
        }
    }
    segments
}

/// The stretches of the feeds that a replay showed while the session clock went from `from` to `to`.
fn played(replay: &Replay, from: Millis, to: Millis) -> impl Iterator<Item = Segment> {
    let mut next = replay.started;
    replay.segments.iter().filter_map(move |segment| {
        let start = next;
        next += segment.to - segment.from;
        let (from, to) = (from.max(start), to.min(next));
        let on_feed = |clock: Millis| segment.from + (clock - start);
        (from < to).then(|| Segment { camera: segment.camera, from: on_feed(from), to: on_feed(to) })
    })
}

/// What of these stretches can still be played: nothing that feeds no longer hold because it is from before `oldest`,
/// or because its camera left the roster. Stretches that follow on from each other become one.
///
/// `joined` says since when a number belongs to the camera that has it now: an earlier stretch is of another one.
pub(super) fn playable(
    segments: &[Segment],
    oldest: Millis,
    joined: impl Fn(CameraNumber) -> Option<Millis>,
) -> Vec<Segment> {
    let mut playable: Vec<Segment> = Vec::new();
    for segment in segments {
        let from = segment.from.max(oldest);
        if from >= segment.to || joined(segment.camera).is_none_or(|joined| segment.from < joined) {
            continue;
        }
        match playable.last_mut() {
            Some(last) if last.camera == segment.camera && last.to == from => last.to = segment.to,
            Some(_) | None => playable.push(Segment { from, ..*segment }),
        }
    }
    playable
}

/// How long stretches play, one after the other.
pub(super) fn duration(segments: &[Segment]) -> Millis {
    segments.iter().map(|segment| segment.to - segment.from).sum()
}
