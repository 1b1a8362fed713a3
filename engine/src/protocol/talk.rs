use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::CameraNumber;

/// [`Command::Talk`](super::Command::Talk): the voice itself comes over `/voice`. One desk speaks at a time: another one is
/// refused until then. It ends with the desk's connection, so over plain HTTP it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AskedTalk {
    /// Whether this desk speaks. Off is accepted from whoever does not.
    pub on: bool,
    /// To which camera; none for all.
    #[serde(default)]
    #[ts(optional)]
    pub camera: Option<CameraNumber>,
}

/// Who speaks to whom: the voice of one director goes to the phones, one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Talk {
    /// Whose voice: the desk's id, as it was told ([`ToDesk::Desk`](super::ToDesk::Desk)).
    #[ts(type = "number")]
    pub desk: u64,
    /// The camera that is spoken to; none for all. Whoever holds a phone hears it once they listen
    /// ([`PhoneUse::listens`](super::PhoneUse::listens)).
    pub camera: Option<CameraNumber>,
}

impl Talk {
    /// Whether this camera is spoken to.
    #[must_use]
    pub fn is_to(&self, camera: CameraNumber) -> bool {
        self.camera.is_none_or(|to| to == camera)
    }
}
