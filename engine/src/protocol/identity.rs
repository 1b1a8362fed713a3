use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The number on a camera's tile, its key on the desk and its public handle: 1 and up.
///
/// A camera keeps its number for as long as it is in the roster, connected or not, unless the director gives it
/// another one. What tells it from all others is its [`FeedId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(as = "u8")]
pub struct CameraNumber(pub u8);

impl CameraNumber {
    /// This number after these two have changed places.
    #[must_use]
    pub fn swapped(self, one: Self, other: Self) -> Self {
        match self {
            number if number == one => other,
            number if number == other => one,
            number => number,
        }
    }
}

impl std::fmt::Display for CameraNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A camera's feed, which is the same whatever number the camera has: 1 and up, and never another camera's in one
/// session. What carries pictures and sound names them by it, so that nothing stops when numbers change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(as = "u32")]
pub struct FeedId(pub u32);

impl std::fmt::Display for FeedId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a camera's id or name was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCamera {
    /// The id is empty, longer than [`CameraId::MAX_LEN`] or has a character outside `A-Z a-z 0-9 - _ .`.
    #[error("a camera id has 1 to 64 letters, digits, '-', '_' or '.'")]
    Id,
    /// The name is empty after trimming.
    #[error("a camera's name needs at least one visible character")]
    EmptyName,
}

/// A camera's stable identity, chosen by the publisher: the last segment of its WHIP endpoint.
///
/// A phone makes a random one and keeps it, so it is the same camera after a reconnect. Who knows it can take the
/// camera's place, so it is not shown to desks; they use the [`CameraNumber`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CameraId(String);

impl CameraId {
    /// Longest id in bytes.
    pub const MAX_LEN: usize = 64;

    /// Checks and takes an id.
    ///
    /// # Errors
    /// [`InvalidCamera::Id`] when it is empty, too long or has a character that does not belong in a path segment.
    pub fn new(id: impl Into<String>) -> Result<Self, InvalidCamera> {
        let id = id.into();
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        if id.is_empty() || id.len() > Self::MAX_LEN || !id.bytes().all(allowed) {
            return Err(InvalidCamera::Id);
        }
        Ok(Self(id))
    }

    /// The id as it stands in a path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for CameraId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// What people call a camera: trimmed, without control characters, at most [`CameraName::MAX_CHARS`] characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(as = "String")]
pub struct CameraName(String);

impl CameraName {
    /// Longest name in characters: one line under a tile.
    pub const MAX_CHARS: u16 = 40;

    /// Cleans and takes a name: control characters become spaces, it is trimmed, and cut at the limit.
    ///
    /// # Errors
    /// [`InvalidCamera::EmptyName`] when nothing is left.
    pub fn new(name: &str) -> Result<Self, InvalidCamera> {
        let clean: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let cut: String = clean.trim().chars().take(Self::MAX_CHARS.into()).collect();
        let cut = cut.trim_end();
        if cut.is_empty() {
            return Err(InvalidCamera::EmptyName);
        }
        Ok(Self(cut.to_owned()))
    }

    /// The name as shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for CameraName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
