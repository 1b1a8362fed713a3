use std::fmt;

use serde::{Deserialize, Serialize};

/// Tells a session clock from all others. In JSON it is 16 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockId(u64);

impl ClockId {
    /// A new one.
    pub(super) fn random() -> Self {
        Self(rand::random())
    }
}

impl fmt::Display for ClockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for ClockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClockId({self})")
    }
}

impl From<ClockId> for String {
    fn from(id: ClockId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for ClockId {
    type Error = std::num::ParseIntError;

    fn try_from(digits: String) -> Result<Self, Self::Error> {
        u64::from_str_radix(&digits, 16).map(Self)
    }
}
