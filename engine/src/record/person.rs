use serde::{Deserialize, Serialize};

use super::checksum::Checksum;
use crate::protocol::{CameraId, CameraName, CameraNumber};

/// Whose a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The camera's number.
    pub number: u8,
    /// Its name at that time.
    pub name: String,
    /// Tells a camera from all others, over shows, without giving away its id, which is its right to publish.
    pub key: String,
}

impl Person {
    /// Who a camera is.
    #[must_use]
    pub fn new(id: &CameraId, number: CameraNumber, name: &CameraName) -> Self {
        Self { number: number.0, name: name.as_str().to_owned(), key: Self::key(id) }
    }

    /// What tells a camera from all others.
    #[must_use]
    pub fn key(id: &CameraId) -> String {
        Checksum::of(id.as_str().as_bytes()).beginning(8)
    }
}
