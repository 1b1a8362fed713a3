use std::time::Duration;

/// What ended a session, or kept it from being made.
#[derive(Debug)]
pub struct Trouble {
    /// For the director.
    pub text: String,
    /// When the server wants to be asked again.
    pub after: Option<Duration>,
}

impl Trouble {
    /// One without a time.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), after: None }
    }
}
