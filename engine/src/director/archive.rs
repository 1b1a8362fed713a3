//! What is kept of the past beyond what is live.

use super::{
    effect::{Changes, Effect},
    state::Director,
};
use crate::protocol::{ArchiveState, Event, Refusal, RefusalCode, SpoolLimits};

impl Director {
    /// How far back it goes, as the engine says; what is spooled is decided here.
    pub(super) fn archive(&mut self, archive: ArchiveState, changes: &mut Changes) {
        self.set_archive(ArchiveState { spool: self.archive.spool, ..archive }, changes);
    }

    pub(super) fn spool(&mut self, limits: Option<SpoolLimits>, changes: &mut Changes) -> Result<(), Refusal> {
        if limits.is_some_and(|limits| !limits.is_in_range()) {
            let [minutes, megabytes] = [SpoolLimits::MINUTES, SpoolLimits::MEGABYTES];
            let message = format!(
                "{} to {} minutes and {} to {} megabytes can be kept.",
                minutes.start(),
                minutes.end(),
                megabytes.start(),
                megabytes.end(),
            );
            return Err(Refusal::new(RefusalCode::OutOfRange, message));
        }
        if self.archive.spool != limits {
            changes.effects.push(Effect::Spool(limits));
            self.set_archive(ArchiveState { spool: limits, ..self.archive }, changes);
        }
        Ok(())
    }

    fn set_archive(&mut self, archive: ArchiveState, changes: &mut Changes) {
        if self.archive != archive {
            self.archive = archive;
            changes.events.push(Event::Archive { archive });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        director::{Input, Limits, Memory},
        protocol::{Command, Join},
    };

    fn director(memory: Memory) -> Director {
        Director::new(Limits::default(), memory, Join::default(), "test".to_owned())
    }

    fn spool(limits: Option<SpoolLimits>) -> Input {
        Input::Command { by: None, command: Command::Spool { limits } }
    }

    #[test]
    fn what_is_spooled_is_the_directors_and_remembered() {
        let mut first = director(Memory::default());
        let asked = Some(SpoolLimits { minutes: 30, megabytes: 20_000 });
        let outcome = first.handle(0, spool(asked)).expect("in range");
        assert_eq!(outcome.effects, [Effect::Spool(asked), Effect::Remember]);
        // The engine tells how much it is, and may not have heard yet.
        let told = ArchiveState { begin: Some(5), spool: None, spool_bytes: 7 };
        first.handle(1, Input::Archive(told)).expect("no command");
        assert_eq!(first.snapshot(1).archive, ArchiveState { spool: asked, ..told });
        assert_eq!(director(first.memory().clone()).snapshot(0).archive.spool, asked);
        let nothing = first.handle(2, spool(None)).expect("it is switched off");
        assert_eq!(nothing.effects, [Effect::Spool(None), Effect::Remember]);
        for [minutes, megabytes] in [[0, 1_000], [1_441, 1_000], [10, 49], [10, 4_000_001]] {
            let refused = first.handle(3, spool(Some(SpoolLimits { minutes, megabytes }))).expect_err("out of range");
            assert_eq!(refused.code, RefusalCode::OutOfRange);
        }
    }
}
