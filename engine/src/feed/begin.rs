use super::ring::Ring;
use crate::media::SessionTime;

/// Where a reader of a feed begins: every reader names one of these, and what it means is decided here alone.
///
/// It says which frames a reader may begin with. Of those a [`Consumer`](super::Consumer), which follows what is live,
/// begins at the newest keyframe, a [`Follower`](super::Follower) or a [`Range`](super::Range) at the oldest, and a
/// [`SoundCursor`](super::SoundCursor), which needs no keyframe, at the first packet. Where there is none yet, each waits
/// for the first that comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// What comes from now on.
    Next,
    /// The newest keyframe and what is behind it, however old it is.
    Newest,
    /// The newest keyframe and what is behind it, where pictures are coming at this moment. Where none are, what the ring
    /// has is of another time, and this is [`Next`](Self::Next).
    Live(SessionTime),
    /// What arrived at this moment or later.
    Arrived(SessionTime),
    /// The last keyframe at or before this moment of the session, else the oldest, and what is behind it.
    At(SessionTime),
}

impl Begin {
    /// The number of the first frame in `ring` that a reader may begin with; the next one to come where there is none.
    pub(super) fn number(self, ring: &Ring) -> u64 {
        let newest = || ring.keyframe().map(|(sequence, _)| sequence);
        let number = match self {
            Self::Next => None,
            Self::Newest => newest(),
            Self::Live(now) => newest().filter(|_| ring.flows(now)),
            Self::Arrived(since) => ring.arrived_since(since),
            Self::At(time) => ring.keyframe_at(time),
        };
        number.unwrap_or(ring.next())
    }
}

#[cfg(test)]
mod tests {
    use super::super::frames::{at, audio, delta, group, key};
    use super::super::limits::Limits;
    use super::*;

    #[test]
    fn each_policy_names_the_first_frame_that_it_allows() {
        let mut ring = Ring::new(Limits::default(), Limits::default().span);
        for begin in [Begin::Next, Begin::Newest, Begin::Live(at(0)), Begin::Arrived(at(0)), Begin::At(at(0))] {
            assert_eq!(begin.number(&ring), 0, "{begin:?} of an empty ring is the frame that comes");
        }
        // Sound and three pictures, sound and two, and a packet of sound.
        let frames = [audio(950)].into_iter().chain(group(1_000, 3)).chain([audio(1_250)]);
        for frame in frames.chain([key(1_300), delta(1_400), audio(1_450)]) {
            ring.push(frame).expect("it begins with a keyframe");
        }
        for (begin, first) in [
            (Begin::Next, 8),
            (Begin::Newest, 5),
            (Begin::Live(at(2_399)), 5),
            (Begin::Live(at(2_400)), 8),
            (Begin::Arrived(at(0)), 0),
            (Begin::Arrived(at(1_201)), 4),
            (Begin::Arrived(at(1_451)), 8),
            (Begin::At(at(1_299)), 1),
            (Begin::At(at(1_300)), 5),
            (Begin::At(at(0)), 1),
        ] {
            assert_eq!(begin.number(&ring), first, "{begin:?}");
        }
    }
}
