//! What the director makes of marks.

use super::{NAME_CHARS, named};
use crate::director::effect::{Changes, Effect};
use crate::director::limits::MOST_MARKS;
use crate::director::state::Director;
use crate::protocol::{Event, Mark, Millis, Refusal, RefusalCode};

impl Director {
    /// Marks a moment: in the list, and in the show if it is of the show that is recorded.
    pub(in crate::director) fn mark(
        &mut self,
        now: Millis,
        label: Option<&str>,
        at: Option<Millis>,
        pre_roll: Millis,
        changes: &mut Changes,
    ) {
        let moment = at.unwrap_or(now).min(now);
        let label = label.and_then(|label| named(label, NAME_CHARS));
        if let Some(began) = self.recordings.count_mark(moment, changes) {
            let at = moment.saturating_sub(pre_roll).max(began);
            changes.effects.push(Effect::Mark { at, label: label.clone() });
        }
        self.library.last_mark += 1;
        let mark = Mark { id: self.library.last_mark, at: moment.saturating_sub(pre_roll), label };
        if self.library.marks.len() >= MOST_MARKS {
            let oldest = self.library.marks.remove(0);
            changes.events.push(Event::MarkRemoved { mark: oldest.id });
        }
        self.library.marks.push(mark.clone());
        changes.events.push(Event::Mark { mark });
        changes.keep_library = true;
    }

    pub(in crate::director) fn remove_mark(&mut self, id: u32, changes: &mut Changes) -> Result<(), Refusal> {
        let at = self.library.marks.iter().position(|mark| mark.id == id);
        let at = at.ok_or_else(|| Refusal::new(RefusalCode::UnknownMark, format!("There is no mark {id}.")))?;
        self.library.marks.remove(at);
        changes.events.push(Event::MarkRemoved { mark: id });
        changes.keep_library = true;
        Ok(())
    }
}
