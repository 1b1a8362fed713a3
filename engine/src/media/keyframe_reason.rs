/// Why a keyframe is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyframeReason {
    /// A stream is taken up that did not begin with one.
    Start,
    /// Packets of a picture are missing, and the wait for them was over.
    Loss,
    /// The same, and they were of the keyframe that was coming.
    KeyframeLoss,
    /// The sender counts anew, or one of its pictures can't be put together though nothing of it is missing.
    Break,
    /// The way was gone and is there again.
    Reconnect,
    /// Somebody who reads the feed needs one to go on or to begin.
    Reader,
    /// The newest is too old for whoever begins with it.
    Age,
}

impl KeyframeReason {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Start, Self::Loss, Self::KeyframeLoss, Self::Break, Self::Reconnect, Self::Reader, Self::Age];

    /// Whether none is needed any more once pictures go on, because what was missing came after all.
    #[must_use]
    pub fn is_mended_by_repair(self) -> bool {
        match self {
            Self::Start | Self::Loss | Self::KeyframeLoss | Self::Break | Self::Reconnect => true,
            Self::Reader | Self::Age => false,
        }
    }
}

/// How often keyframes were asked for, for each reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyframesAsked([u64; KeyframeReason::ALL.len()]);

impl KeyframesAsked {
    /// How often for this reason.
    #[must_use]
    pub fn of(&self, reason: KeyframeReason) -> u64 {
        self.0[reason as usize]
    }

    /// Once more.
    pub fn count(&mut self, reason: KeyframeReason) {
        self.0[reason as usize] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_is_counted_for_itself() {
        let mut asked = KeyframesAsked::default();
        for (times, reason) in KeyframeReason::ALL.into_iter().enumerate() {
            (0..times).for_each(|_| asked.count(reason));
        }
        assert_eq!(KeyframeReason::ALL.map(|reason| asked.of(reason)), [0, 1, 2, 3, 4, 5, 6]);
    }
}
