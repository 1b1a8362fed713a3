use crate::{
    media::{KeyframeReason, KeyframesAsked},
    protocol::KeyframeTotals,
};

/// How often a camera was asked for a keyframe since it joined.
#[derive(Debug, Default)]
pub(super) struct KeyframeCount {
    totals: KeyframeTotals,
    /// What the current connection told last.
    told: KeyframesAsked,
}

impl KeyframeCount {
    /// The connection has asked so often.
    pub fn told(&mut self, told: KeyframesAsked) {
        let before = std::mem::replace(&mut self.told, told);
        for reason in KeyframeReason::ALL {
            let more = told.of(reason).saturating_sub(before.of(reason));
            let total = match reason {
                KeyframeReason::Start => &mut self.totals.start,
                KeyframeReason::Loss => &mut self.totals.loss,
                KeyframeReason::KeyframeLoss => &mut self.totals.keyframe_loss,
                KeyframeReason::Break => &mut self.totals.broken,
                KeyframeReason::Reconnect => &mut self.totals.reconnect,
                KeyframeReason::Reader => &mut self.totals.reader,
                KeyframeReason::Age => &mut self.totals.age,
            };
            *total = total.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
        }
    }

    /// Another connection begins.
    pub fn begin_anew(&mut self) {
        self.told = KeyframesAsked::default();
    }

    pub fn totals(&self) -> KeyframeTotals {
        self.totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_connections_are_summed_up_by_reason() {
        let (mut count, mut asked) = (KeyframeCount::default(), KeyframesAsked::default());
        for (times, reason) in KeyframeReason::ALL.into_iter().enumerate() {
            (0..times).for_each(|_| asked.count(reason));
            count.told(asked);
        }
        count.begin_anew();
        let mut asked = KeyframesAsked::default();
        asked.count(KeyframeReason::Age);
        count.told(asked);
        let totals = KeyframeTotals { start: 0, loss: 1, keyframe_loss: 2, broken: 3, reconnect: 4, reader: 5, age: 7 };
        assert_eq!(count.totals(), totals);
    }
}
