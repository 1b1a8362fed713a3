use rand::distr::{Alphanumeric, SampleString};

/// One WHIP session: the last segment of its resource's path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionId(String);

impl SessionId {
    /// 22 characters of 62 are 130 bits: nobody guesses another's session.
    const LEN: usize = 22;

    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        Self(Alphanumeric.sample_string(&mut rand::rng(), Self::LEN))
    }

    /// The session of a path's segment, which may be nobody's.
    #[must_use]
    pub fn from_path(segment: &str) -> Self {
        Self(segment.to_owned())
    }

    /// The id as it stands in a path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
