use crate::media::VideoCodec;

/// How a link is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum LinkHealth {
    /// It is being made.
    #[default]
    Connecting,
    /// Media flows.
    Live,
    /// Sound goes to the server. It has not taken this codec, which program's picture is in.
    Unseen {
        /// Program's.
        codec: VideoCodec,
    },
    /// It broke or was refused, and is tried again.
    Waiting {
        /// What is wrong, for the director.
        problem: String,
    },
}

impl LinkHealth {
    /// Whether there is a session that media flows in.
    pub fn is_up(&self) -> bool {
        match self {
            Self::Live | Self::Unseen { .. } => true,
            Self::Connecting | Self::Waiting { .. } => false,
        }
    }
}
