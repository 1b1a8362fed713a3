use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Hold, HoldText, Source};

/// What the page of who watches shows where there are no pictures: the body of `GET /watch/slate`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WatchSlate {
    /// Why there are none, if so.
    pub kind: WatchSlateKind,
    /// What the director has put on the hold slate, while that is on program.
    pub text: Option<HoldText>,
    /// Its picture, likewise: served as `/hold/picture/` and this.
    pub picture: Option<String>,
}

impl WatchSlate {
    /// What the state says.
    #[must_use]
    pub fn of(on_air: Source, hold: &Hold) -> Self {
        match on_air {
            Source::Camera { .. } | Source::Replay { .. } => Self::default(),
            Source::Slate => Self { kind: WatchSlateKind::Slate, ..Self::default() },
            Source::Hold => {
                let Hold { text, picture, .. } = hold.clone();
                Self { kind: WatchSlateKind::Hold, text, picture }
            }
        }
    }
}

/// Whether program has pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WatchSlateKind {
    /// It has.
    #[default]
    None,
    /// It has none, and nobody wanted that.
    Slate,
    /// The director holds.
    Hold,
}
