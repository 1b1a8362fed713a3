//! What the recording key and the news of the recording come to.

use crate::protocol::{
    Event, FinishedShow, Millis, Recording, RecordingProblem, RecordingProblemCode, RecordingState, Refusal,
    RefusalCode, Segment,
};

use super::disk_space::DiskSpace;
use super::effect::{Changes, Effect};
use super::input::RecordingNews;

/// The recording, and the last show that it left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Recordings {
    recording: Option<Recording>,
    /// What can't be written of it.
    fault: Option<RecordingProblem>,
    /// The disk under it.
    disk: DiskSpace,
    last_show: Option<FinishedShow>,
}

impl Recordings {
    pub(super) fn recording(&self) -> Option<&Recording> {
        self.recording.as_ref()
    }

    pub(super) fn last_show(&self) -> Option<&FinishedShow> {
        self.last_show.as_ref()
    }

    pub(super) fn is_on(&self) -> bool {
        self.recording.as_ref().is_some_and(Recording::is_on)
    }

    /// The recording, if files are written now.
    fn running(&mut self) -> Option<&mut Recording> {
        self.recording.as_mut().filter(|recording| recording.state == RecordingState::Running)
    }

    pub(super) fn start(&mut self, now: Millis, changes: &mut Changes) -> Result<(), Refusal> {
        if self.recording.as_ref().is_some_and(|recording| recording.state != RecordingState::Failed) {
            let message = "A recording is under way already.";
            return Err(Refusal::new(RefusalCode::AlreadyRecording, message));
        }
        (self.fault, self.disk) = (None, DiskSpace::default());
        self.recording = Some(Recording {
            state: RecordingState::Starting,
            show: None,
            started: now,
            marks: 0,
            clips: 0,
            problem: None,
        });
        changes.effects.push(Effect::StartRecording);
        self.tell(changes);
        Ok(())
    }

    pub(super) fn stop(&mut self, changes: &mut Changes) -> Result<(), Refusal> {
        let Some(recording) = &mut self.recording else {
            return Err(Refusal::new(RefusalCode::NotRecording, "Nothing is being recorded."));
        };
        match recording.state {
            RecordingState::Starting | RecordingState::Running => {
                recording.state = RecordingState::Finishing;
                changes.effects.push(Effect::StopRecording);
                self.tell(changes);
            }
            RecordingState::Failed => {
                self.recording = None;
                self.tell(changes);
            }
            RecordingState::Finishing => {}
        }
        Ok(())
    }

    /// Counts a mark of this moment, if it is of the show that is recorded, and says when that began.
    pub(super) fn count_mark(&mut self, moment: Millis, changes: &mut Changes) -> Option<Millis> {
        let recording = self.running().filter(|recording| recording.started <= moment)?;
        recording.marks = recording.marks.saturating_add(1);
        let began = recording.started;
        self.tell(changes);
        Some(began)
    }

    /// Writes these stretches into the show that is recorded, if one is.
    pub(super) fn clip(&mut self, segments: Vec<Segment>, changes: &mut Changes) {
        let Some(recording) = self.running() else { return };
        recording.clips = recording.clips.saturating_add(1);
        changes.effects.push(Effect::KeepClip { number: recording.clips, segments });
        self.tell(changes);
    }

    pub(super) fn news(&mut self, now: Millis, news: RecordingNews, changes: &mut Changes) {
        let Some(recording) = &mut self.recording else { return };
        let before = recording.clone();
        match (news, recording.state) {
            (RecordingNews::Started { show }, RecordingState::Starting) => {
                recording.state = RecordingState::Running;
                recording.show = Some(show);
            }
            // The key was pressed again before the folder was there.
            (RecordingNews::Started { show }, RecordingState::Finishing) => recording.show = Some(show),
            (RecordingNews::Fault(fault), _) => self.fault = fault,
            (RecordingNews::Disk { minutes_left }, _) => self.disk.measured(now, minutes_left),
            (RecordingNews::Failed { message }, _) => {
                recording.state = RecordingState::Failed;
                recording.problem = Some(RecordingProblem { code: RecordingProblemCode::Failed, message });
            }
            (RecordingNews::Finished(show), RecordingState::Finishing) => {
                self.recording = None;
                if self.last_show.as_ref() != Some(&show) {
                    self.last_show = Some(show.clone());
                    changes.events.push(Event::ShowFinished { show });
                }
            }
            (RecordingNews::Started { .. } | RecordingNews::Finished(_), _) => {}
        }
        self.weigh(now, changes);
        if self.recording.as_ref() != Some(&before) {
            self.tell(changes);
        }
    }

    /// Little room that lasts is too little.
    pub(super) fn time_passed(&mut self, now: Millis, changes: &mut Changes) {
        let before = self.recording.clone();
        self.weigh(now, changes);
        if self.recording != before {
            self.tell(changes);
        }
    }

    /// Whether the ISOs still have room, and what is wrong: the worst of it.
    fn weigh(&mut self, now: Millis, changes: &mut Changes) {
        let Some(recording) = &mut self.recording else { return };
        match recording.state {
            RecordingState::Running => {
                if self.disk.isos_end(now) {
                    changes.effects.push(Effect::EndIsos);
                }
            }
            RecordingState::Starting | RecordingState::Finishing => {}
            // It says why.
            RecordingState::Failed => return,
        }
        recording.problem = self.fault.clone().or_else(|| self.disk.problem());
    }

    fn tell(&self, changes: &mut Changes) {
        changes.events.push(Event::Recording { recording: self.recording.clone() });
    }
}
