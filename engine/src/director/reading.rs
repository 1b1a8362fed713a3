//! What the studio reads of the director.

use std::collections::BTreeMap;

use crate::protocol::{Camera, CameraId, CameraNumber, CameraState, Codecs, FeedId, Hold, OnAir, PhoneView};

use super::input::DeskId;
use super::state::Director;

impl Director {
    /// The cameras in the roster, by number.
    pub fn cameras(&self) -> impl Iterator<Item = &Camera> {
        self.roster.cameras()
    }

    /// How many it takes.
    #[must_use]
    pub fn camera_limit(&self) -> u8 {
        self.settings.camera_limit
    }

    /// The camera with this id, if it is in the roster.
    #[must_use]
    pub fn camera_of(&self, id: &CameraId) -> Option<&Camera> {
        self.roster.camera_of(id)
    }

    /// What the camera with this id is to know of its part in the show, if it is in the roster.
    #[must_use]
    pub fn view_of(&self, id: &CameraId) -> Option<PhoneView> {
        self.roster.view_of(id, self.recordings.is_on(), self.settings.camera_budget)
    }

    /// The id of the camera with this number, if there is one.
    #[must_use]
    pub fn id_of(&self, number: CameraNumber) -> Option<&CameraId> {
        self.roster.id_of(number)
    }

    /// Whose the past is that this number stands for: the camera's that has it, else that of the last one that had it and
    /// is remembered.
    #[must_use]
    pub fn past_of(&self, number: CameraNumber) -> Option<&CameraId> {
        self.roster.past_of(number)
    }

    /// Whose the past is that each number stands for, as [`past_of`](Self::past_of).
    #[must_use]
    pub fn numbers(&self) -> BTreeMap<CameraNumber, CameraId> {
        self.roster.pasts().into_iter().collect()
    }

    /// The feed of the camera with this number, if there is one.
    #[must_use]
    pub fn feed_of(&self, number: CameraNumber) -> Option<FeedId> {
        self.roster.camera(number).ok().map(|camera| camera.feed)
    }

    /// The camera that program shows when it is live, no replay plays and the director doesn't hold.
    #[must_use]
    pub fn selected(&self) -> Option<CameraNumber> {
        self.switcher.selected()
    }

    /// What is on program.
    #[must_use]
    pub fn on_air(&self) -> &OnAir {
        self.switcher.on_air()
    }

    /// The hold slate.
    #[must_use]
    pub fn hold(&self) -> &Hold {
        &self.hold
    }

    /// The camera that the audience hears live, as [`Snapshot::heard`](crate::protocol::Snapshot::heard) says.
    #[must_use]
    pub fn heard(&self) -> Option<&Camera> {
        let camera = self.sound.camera(self.switcher.selected(), self.hold.on || self.replay_rolls_on())?;
        self.roster.camera(camera).ok().filter(|camera| camera.state == CameraState::Live)
    }

    /// Whether program goes somewhere by itself when the camera on it fails.
    #[must_use]
    pub fn is_armed(&self) -> bool {
        self.standby.told.to.is_some()
    }

    /// Whether a desk has said something of itself, so that its leaving is news: [`Input::DeskLeft`].
    #[must_use]
    pub fn knows(&self, desk: DeskId) -> bool {
        self.desk_codecs.knows(desk) || self.players.knows(desk) || self.floor.knows(desk)
    }

    /// The codecs that all connected desks can show, as far as they have said; else all.
    #[must_use]
    pub fn codecs(&self) -> Codecs {
        self.desk_codecs.common()
    }
}
