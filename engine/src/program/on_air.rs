use crate::protocol::{FeedId, Snapshot, Source};

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
    /// What the director's state says.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        match snapshot.on_air().source {
            Source::Slate | Source::Hold => Self::Nothing,
            Source::Camera { camera } => {
                snapshot.camera(camera).map_or(Self::Nothing, |camera| Self::Feed(camera.feed))
            }
            Source::Replay { id } => Self::Replay { id },
        }
    }
}
