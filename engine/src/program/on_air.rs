use crate::protocol::{CameraNumber, FeedId, Source};

/// What is on air, as the bus needs it: numbers change, feeds do not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnAir {
    /// A slate.
    #[default]
    Nothing,
    /// A camera's live picture.
    Feed(FeedId),
    /// A replay.
    Replay {
        /// Its id.
        id: u32,
    },
}

impl OnAir {
    /// What this source is, where `feed` knows the cameras' feeds.
    pub fn of(source: Source, feed: impl FnOnce(CameraNumber) -> Option<FeedId>) -> Self {
        match source {
            Source::Slate | Source::Hold => Self::Nothing,
            Source::Camera { camera } => feed(camera).map_or(Self::Nothing, Self::Feed),
            Source::Replay { id } => Self::Replay { id },
        }
    }
}
