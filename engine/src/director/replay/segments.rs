use crate::protocol::{CameraNumber, Millis, Segment};

/// These stretches without what is from before `oldest`. Stretches that follow on from each other become one.
pub(super) fn joined(segments: &[Segment], oldest: Millis) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::new();
    for segment in segments {
        let from = segment.from.max(oldest);
        if from >= segment.to {
            continue;
        }
        match joined.last_mut() {
            Some(last) if last.camera == segment.camera && last.to == from => last.to = segment.to,
            Some(_) | None => joined.push(Segment { from, ..*segment }),
        }
    }
    joined
}

/// How long stretches play, one after the other, as fast as they happened.
pub(super) fn duration(segments: &[Segment]) -> Millis {
    segments.iter().map(|segment| segment.to - segment.from).sum()
}

/// The first moment of all of them, and the first one behind all of them.
pub(super) fn hull(segments: &[Segment]) -> (Millis, Millis) {
    let from = segments.iter().map(|segment| segment.from).min();
    let to = segments.iter().map(|segment| segment.to).max();
    (from.unwrap_or_default(), to.unwrap_or_default())
}

/// The same instants of one camera: all from the first to the last, or, where they are no stretch of time because replays
/// were on program, each of them.
pub(super) fn from_angle(segments: &[Segment], camera: CameraNumber) -> Vec<Segment> {
    if segments.is_sorted_by(|one, next| one.to <= next.from) {
        let (from, to) = hull(segments);
        return vec![Segment { camera, from, to }];
    }
    segments.iter().map(|segment| Segment { camera, ..*segment }).collect()
}

/// These stretches from `from` up to `to`: what is beyond is cut off, and where they end before, the first or the last is
/// made longer.
pub(in crate::director) fn trimmed(segments: &[Segment], from: Millis, to: Millis) -> Vec<Segment> {
    let (first, last) = hull(segments);
    let mut longer = segments.to_vec();
    for segment in &mut longer {
        if segment.from == first {
            segment.from = from.min(first);
        }
        if segment.to == last {
            segment.to = to.max(last);
        }
    }
    let within = |segment: &Segment| Segment { from: segment.from.max(from), to: segment.to.min(to), ..*segment };
    longer.iter().map(within).filter(|segment| segment.from < segment.to).collect()
}
