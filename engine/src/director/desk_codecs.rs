//! What the connected desks can show.

use std::collections::BTreeMap;

use crate::protocol::{Codecs, Refusal, RefusalCode};

use super::effect::{Changes, Effect};
use super::input::DeskId;

/// What each connected desk has reported. A desk that has reported nothing is no bound.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct DeskCodecs {
    /// At most as many as there are connections.
    reports: BTreeMap<DeskId, Codecs>,
}

impl DeskCodecs {
    /// Whether this one has reported.
    pub(super) fn knows(&self, desk: DeskId) -> bool {
        self.reports.contains_key(&desk)
    }

    /// What all of them can show; everything where none has said otherwise.
    pub(super) fn common(&self) -> Codecs {
        self.reports.values().fold(Codecs::default(), |common, report| Codecs {
            h264: common.h264 && report.h264,
            vp8: common.vp8 && report.vp8,
        })
    }

    pub(super) fn report(&mut self, by: Option<DeskId>, codecs: Codecs, changes: &mut Changes) -> Result<(), Refusal> {
        let Some(desk) = by else {
            let message = "What a desk can show counts as long as its connection: report it over /control.";
            return Err(Refusal::new(RefusalCode::NoConnection, message));
        };
        let before = self.common();
        let mut reported = self.clone();
        reported.reports.insert(desk, codecs);
        let common = reported.common();
        if !common.h264 && !common.vp8 {
            let message = match (codecs.h264, codecs.vp8) {
                (false, false) => "A desk that shows neither H.264 nor VP8 leaves no codec for the cameras.",
                (true, _) => "This desk shows H.264 alone, and another one that is connected VP8 alone.",
                (false, true) => "This desk shows VP8 alone, and another one that is connected H.264 alone.",
            };
            return Err(Refusal::new(RefusalCode::NoCodec, message));
        }
        *self = reported;
        tell(before, common, changes);
        Ok(())
    }

    pub(super) fn left(&mut self, desk: DeskId, changes: &mut Changes) {
        let before = self.common();
        self.reports.remove(&desk);
        tell(before, self.common(), changes);
    }
}

fn tell(before: Codecs, common: Codecs, changes: &mut Changes) {
    if before != common {
        changes.effects.push(Effect::Codecs(common));
    }
}
