use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kept a camera's pictures from going on for more than 150 ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StandstillCause {
    /// The air: no packet of the camera came, or a picture's came too slowly.
    Air,
    /// A packet was missing, and waited for.
    Loss,
    /// A keyframe was waited for, because what was missing did not come.
    Keyframe,
    /// The camera sent nothing: its capture or its encoder paused.
    Sender,
    /// The frames were at a desk, and its decoder had not decoded them.
    Decoder,
    /// The pictures were decoded, and the desk had not drawn them.
    Drawing,
}

/// The standstills of one cause.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StandstillTotal {
    /// Standstills of which it was the largest share.
    pub count: u32,
    /// Its shares of all standstills, in milliseconds.
    pub ms: u32,
}

/// Why a camera's pictures stood still, since it joined: each standstill counts once, for the largest of its causes, and
/// its time is shared among all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Standstills {
    /// The air: no packet of the camera came, or a picture's came too slowly.
    pub air: StandstillTotal,
    /// A packet was missing, and waited for.
    pub loss: StandstillTotal,
    /// A keyframe was waited for, because what was missing did not come.
    pub keyframe: StandstillTotal,
    /// The camera sent nothing: its capture or its encoder paused.
    pub sender: StandstillTotal,
    /// The frames were at a desk, and its decoder had not decoded them; of all desks.
    pub decoder: StandstillTotal,
    /// The pictures were decoded, and a desk had not drawn them; of all desks.
    pub drawing: StandstillTotal,
}

impl Standstills {
    /// What there is of a cause, to be changed.
    pub(crate) fn of_mut(&mut self, cause: StandstillCause) -> &mut StandstillTotal {
        match cause {
            StandstillCause::Air => &mut self.air,
            StandstillCause::Loss => &mut self.loss,
            StandstillCause::Keyframe => &mut self.keyframe,
            StandstillCause::Sender => &mut self.sender,
            StandstillCause::Decoder => &mut self.decoder,
            StandstillCause::Drawing => &mut self.drawing,
        }
    }

    /// One more, by its shares in milliseconds; it counts for the largest, the first of equal ones.
    pub(crate) fn add(&mut self, shares: &[(StandstillCause, u32)]) {
        for (cause, ms) in shares {
            let total = self.of_mut(*cause);
            total.ms = total.ms.saturating_add(*ms);
        }
        if let Some((largest, _)) = shares.iter().rev().max_by_key(|(_, ms)| *ms) {
            let total = self.of_mut(*largest);
            total.count = total.count.saturating_add(1);
        }
    }

    /// Each by its cause, as it is said in a log.
    pub(crate) fn each(&self) -> [(&'static str, StandstillTotal); 6] {
        let Self { air, loss, keyframe, sender, decoder, drawing } = *self;
        [
            ("air", air),
            ("loss", loss),
            ("keyframe", keyframe),
            ("sender", sender),
            ("decoder", decoder),
            ("drawing", drawing),
        ]
    }

    /// These and others, each put together by `with`.
    pub(crate) fn zip(self, other: Self, with: impl Fn(u32, u32) -> u32) -> Self {
        let zip = |one: StandstillTotal, two: StandstillTotal| StandstillTotal {
            count: with(one.count, two.count),
            ms: with(one.ms, two.ms),
        };
        Self {
            air: zip(self.air, other.air),
            loss: zip(self.loss, other.loss),
            keyframe: zip(self.keyframe, other.keyframe),
            sender: zip(self.sender, other.sender),
            decoder: zip(self.decoder, other.decoder),
            drawing: zip(self.drawing, other.drawing),
        }
    }
}

/// How often a camera was asked for a keyframe since it joined, by the reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KeyframeTotals {
    /// A stream was taken up that did not begin with one.
    pub start: u32,
    /// Packets of a picture were missing, and the wait for them was over.
    pub loss: u32,
    /// The same, and they were of the keyframe that was coming.
    pub keyframe_loss: u32,
    /// The sender counted anew, or one of its pictures could not be put together.
    pub broken: u32,
    /// The way was gone and was there again.
    pub reconnect: u32,
    /// A desk, an output or a recording needed one to begin or to go on.
    pub reader: u32,
    /// The newest was too old for whoever begins with it.
    pub age: u32,
}
