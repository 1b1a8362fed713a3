//! What the director makes of the recording key, and of what the studio tells of the recording.

use crate::protocol::{
    Event, FinishedShow, Millis, Recording, RecordingProblem, RecordingProblemCode, RecordingState, Refusal,
    RefusalCode,
};

use super::effect::{Changes, Effect};
use super::input::RecordingNews;
use super::state::Director;

/// Longest label of a mark in characters.
const LABEL_CHARS: usize = 80;

/// The recording, and the last show that it left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Recorder {
    recording: Option<Recording>,
    last_show: Option<FinishedShow>,
}

impl Recorder {
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
    fn running(&mut self) -> Result<&mut Recording, Refusal> {
        let running = self.recording.as_mut().filter(|recording| recording.state == RecordingState::Running);
        running.ok_or_else(|| Refusal::new(RefusalCode::NotRecording, "Nothing is being recorded."))
    }
}

impl Director {
    pub(super) fn start_recording(&mut self, now: Millis, changes: &mut Changes) -> Result<(), Refusal> {
        if self.recorder.recording.as_ref().is_some_and(|recording| recording.state != RecordingState::Failed) {
            let message = "A recording is under way already.";
            return Err(Refusal::new(RefusalCode::AlreadyRecording, message));
        }
        self.recorder.recording = Some(Recording {
            state: RecordingState::Starting,
            show: None,
            started: now,
            marks: 0,
            clips: 0,
            problem: None,
        });
        changes.effects.push(Effect::StartRecording);
        self.tell_recording(changes);
        Ok(())
    }

    pub(super) fn stop_recording(&mut self, changes: &mut Changes) -> Result<(), Refusal> {
        let Some(recording) = &mut self.recorder.recording else {
            return Err(Refusal::new(RefusalCode::NotRecording, "Nothing is being recorded."));
        };
        match recording.state {
            RecordingState::Starting | RecordingState::Running => {
                recording.state = RecordingState::Finishing;
                changes.effects.push(Effect::StopRecording);
                self.tell_recording(changes);
            }
            RecordingState::Failed => {
                self.recorder.recording = None;
                self.tell_recording(changes);
            }
            RecordingState::Finishing => {}
        }
        Ok(())
    }

    pub(super) fn mark(&mut self, now: Millis, label: Option<String>, changes: &mut Changes) -> Result<(), Refusal> {
        let recording = self.recorder.running()?;
        recording.marks = recording.marks.saturating_add(1);
        let label = label.map(|label| label.trim().chars().filter(|c| !c.is_control()).take(LABEL_CHARS).collect());
        changes.effects.push(Effect::Mark { at: now, label: label.filter(|label: &String| !label.is_empty()) });
        self.tell_recording(changes);
        Ok(())
    }

    pub(super) fn clip(&mut self, now: Millis, changes: &mut Changes) -> Result<(), Refusal> {
        self.recorder.running()?;
        let segments = self.replayable(now)?;
        let recording = self.recorder.running()?;
        recording.clips = recording.clips.saturating_add(1);
        changes.effects.push(Effect::KeepClip { number: recording.clips, segments });
        self.tell_recording(changes);
        Ok(())
    }

    pub(super) fn recording_news(&mut self, news: RecordingNews, changes: &mut Changes) {
        let Some(recording) = &mut self.recorder.recording else { return };
        let before = recording.clone();
        match (news, recording.state) {
            (RecordingNews::Started { show }, RecordingState::Starting) => {
                recording.state = RecordingState::Running;
                recording.show = Some(show);
            }
            // The key was pressed again before the folder was there.
            (RecordingNews::Started { show }, RecordingState::Finishing) => recording.show = Some(show),
            (RecordingNews::Problem(problem), state) if state != RecordingState::Failed => recording.problem = problem,
            (RecordingNews::Failed { message }, _) => {
                recording.state = RecordingState::Failed;
                recording.problem = Some(RecordingProblem { code: RecordingProblemCode::Failed, message });
            }
            (RecordingNews::Finished(show), RecordingState::Finishing) => {
                self.recorder.recording = None;
                if self.recorder.last_show.as_ref() != Some(&show) {
                    self.recorder.last_show = Some(show.clone());
                    changes.events.push(Event::ShowFinished { show });
                }
            }
            (RecordingNews::Started { .. } | RecordingNews::Problem(_) | RecordingNews::Finished(_), _) => {}
        }
        if self.recorder.recording.as_ref() != Some(&before) {
            self.tell_recording(changes);
        }
    }

    fn tell_recording(&self, changes: &mut Changes) {
        changes.events.push(Event::Recording { recording: self.recorder.recording.clone() });
    }
}
