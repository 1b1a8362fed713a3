use crate::protocol::{Millis, RecordingProblem, RecordingProblemCode};

/// Below so many minutes there is a warning.
pub(super) const WARNING: u32 = 15;
/// Below so many minutes program is recorded alone.
const PROGRAM_ALONE: u32 = 5;
/// For so long there is too little room before the ISOs end, because a scene's or a backlog's peak passes.
const PEAK: Millis = 5_000;

/// The disk under a recording: how long it lasts, and who gives way when that is not long.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct DiskSpace {
    /// Whole minutes that it lasts at the rate of the last seconds, while that is known.
    minutes_left: Option<u32>,
    /// Since when there is too little room for all.
    tight: Option<Millis>,
    /// Program is recorded alone; for the rest of the show, since an ISO that begins again is of little use.
    isos_ended: bool,
}

impl DiskSpace {
    pub(super) fn measured(&mut self, now: Millis, minutes_left: Option<u32>) {
        self.minutes_left = minutes_left;
        let is_tight = minutes_left.is_some_and(|minutes| minutes < PROGRAM_ALONE);
        self.tight = is_tight.then(|| self.tight.unwrap_or(now));
    }

    /// Whether the ISOs are to end now.
    pub(super) fn isos_end(&mut self, now: Millis) -> bool {
        let lasts = |since| now - since >= PEAK;
        let end = !self.isos_ended && (self.minutes_left == Some(0) || self.tight.is_some_and(lasts));
        self.isos_ended |= end;
        end
    }

    /// What the director has to know.
    pub(super) fn problem(&self) -> Option<RecordingProblem> {
        let problem = |code, message| Some(RecordingProblem { code, message });
        if self.isos_ended {
            let message = "The disk is nearly full: only program is recorded from now on.".to_owned();
            return problem(RecordingProblemCode::IsosStopped, message);
        }
        let minutes = self.minutes_left.filter(|minutes| *minutes < WARNING)?;
        problem(RecordingProblemCode::DiskLow, format!("The disk is full in {minutes} minutes."))
    }
}
