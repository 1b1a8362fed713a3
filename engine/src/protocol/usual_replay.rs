use super::{Command, ReplayBus};

impl Command {
    /// The last seconds of the program on program, across its cuts: what R asks for.
    #[must_use]
    pub fn replay() -> Self {
        Self::Replay { on: ReplayBus::Program, camera: None, from: None, to: None, clip: None, speed: None }
    }
}
