use crate::protocol::{CameraNumber, Millis, OnAir, Replay, Segment, Source};

/// What program showed from `from` to `now`, as stretches of the cameras' feeds, in order.
///
/// A stretch of a replay becomes the stretches of the feeds that it showed; a slate leaves none. `replays` has every
/// replay of the history.
pub(super) fn shown(history: &[OnAir], replays: &[Replay], from: Millis, now: Millis) -> Vec<Segment> {
    let replay = |id| {
        let replay = replays.iter().find(|replay| replay.id == id);
        replay.expect("a replay is kept as long as the history names it")
    };
    let mut segments = Vec::new();
    for (at, entry) in history.iter().enumerate() {
        let from = entry.since.max(from);
        match entry.source {
            Source::Slate | Source::Hold => {}
            Source::Camera { camera } => {
                let to = gives_way(&history[at + 1..], now, replay);
                if from < to {
                    segments.push(Segment { camera, from, to });
                }
            }
            Source::Replay { id } => {
                let to = history.get(at + 1).map_or(now, |next| next.since);
                segments.extend(played(replay(id), from, to));
            }
        }
    }
    segments
}

/// When what was on program gave way to what was put on after it: to a replay when that rolled, for until its first
/// picture the one before it stays. A replay that was ended before is as if it had not been.
fn gives_way<'a>(then: &[OnAir], now: Millis, replay: impl Fn(u32) -> &'a Replay) -> Millis {
    for (at, entry) in then.iter().enumerate() {
        let Source::Replay { id } = entry.source else { return entry.since };
        let ended = then.get(at + 1).map_or(now, |next| next.since);
        if let Some(rolling) = replay(id).rolling.filter(|rolling| *rolling <= ended) {
            return rolling;
        }
    }
    now
}

/// The stretches of the feeds that a replay showed while the session clock went from `from` to `to`.
fn played(replay: &Replay, from: Millis, to: Millis) -> impl Iterator<Item = Segment> {
    // One that never rolled showed nothing.
    let mut next = replay.rolling;
    replay.segments.iter().filter_map(move |segment| {
        let start = next?;
        let end = start + (segment.to - segment.from);
        next = Some(end);
        let (from, to) = (from.max(start), to.min(end));
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
