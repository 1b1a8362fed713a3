use serde::{Deserialize, Serialize};

/// What a file of a show is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What the audience saw.
    Program,
    /// One camera, as it came.
    Iso,
    /// A stretch of one camera that the director kept.
    Clip,
    /// The moments that the director marked.
    Marks,
    /// What was on program when, for an editor.
    Cuts,
    /// Everything that happened, as it happened: what the other lists are made of.
    Journal,
}

impl Role {
    /// The folder of its files in the show's; empty for lists.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Program => "Program",
            Self::Iso => "ISO",
            Self::Clip => "Clips",
            Self::Marks | Self::Cuts | Self::Journal => "",
        }
    }
}
