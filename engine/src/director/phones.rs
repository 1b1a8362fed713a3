//! What the director says to phones, and hears from them.

use crate::protocol::{
    Adjustment, CameraCue, CameraId, CameraNumber, CameraSettings, ControlRange, Controls, Finite, Millis, Refusal,
    RefusalCode, Settings, Tally,
};

use super::{
    effect::Changes,
    input::PhoneNews,
    limits::{PHONE_MARKS_APART, PHONE_PRE_ROLL, SEEN_CUE},
    roster::Roster,
    state::Director,
};

impl Director {
    pub(super) fn adjust(&mut self, Adjustment { camera, settings }: Adjustment) -> Result<(), Refusal> {
        allowed(camera, &settings, &self.roster.camera(camera)?.controls)?;
        self.roster.adjust(camera, settings)
    }

    pub(super) fn write_cue(&mut self, now: Millis, camera: Option<CameraNumber>, text: &str) -> Result<(), Refusal> {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text: String = text.chars().take(CameraCue::MAX_CHARS).collect();
        self.roster.write_cue(now, camera, &text)
    }

    /// A phone, or whoever holds it, said something; one that is not in the roster any more says it too late.
    pub(super) fn phone_said(&mut self, now: Millis, id: &CameraId, said: PhoneNews, changes: &mut Changes) {
        let Some(member) = self.roster.member_of_mut(id) else { return };
        let serial = member.serial;
        let camera = &mut member.camera;
        match said {
            PhoneNews::Controls(controls) => {
                if controls.serial == serial {
                    camera.wanted.overrule(&controls);
                }
                camera.controls = *controls;
            }
            PhoneNews::Use(phone) => camera.phone = phone,
            PhoneNews::Call(on) => {
                camera.calls = (on && camera.tally != Tally::Program).then_some(camera.calls.unwrap_or(now));
            }
            PhoneNews::Seen(id) => {
                if let Some(cue) = camera.cue.as_mut().filter(|cue| cue.id == id) {
                    cue.seen.get_or_insert(now);
                }
            }
            PhoneNews::Mark if member.marked.is_some_and(|last| now.saturating_sub(last) < PHONE_MARKS_APART) => {}
            PhoneNews::Mark => {
                member.marked = Some(now);
                let label = camera.name.as_str().to_owned();
                self.mark(now, Some(&label), None, PHONE_PRE_ROLL, changes);
            }
        }
    }
}

impl Roster {
    fn adjust(&mut self, number: CameraNumber, settings: CameraSettings) -> Result<(), Refusal> {
        let member = self.member_mut(number)?;
        let mut wanted = member.camera.wanted.clone().with(settings);
        wanted.kbps.take_if(|kbps| *kbps == 0);
        if member.camera.wanted != wanted {
            member.camera.wanted = wanted;
            member.serial += 1;
        }
        self.prove(number);
        Ok(())
    }

    fn write_cue(&mut self, now: Millis, camera: Option<CameraNumber>, text: &str) -> Result<(), Refusal> {
        if let Some(number) = camera {
            self.camera(number)?;
        }
        self.last_cue += 1;
        let cue =
            (!text.is_empty()).then(|| CameraCue { id: self.last_cue, text: text.to_owned(), at: now, seen: None });
        for member in self.members_mut().filter(|member| camera.is_none_or(|number| member.camera.number == number)) {
            member.camera.cue.clone_from(&cue);
        }
        Ok(())
    }

    /// It is understood that a camera asks to be taken.
    pub(super) fn answer(&mut self, number: CameraNumber) -> Result<(), Refusal> {
        self.member_mut(number)?.camera.calls = None;
        Ok(())
    }

    /// Who was taken asks no more.
    pub(super) fn end_answered_calls(&mut self) {
        for member in self.members_mut().filter(|member| member.camera.tally == Tally::Program) {
            member.camera.calls = None;
        }
    }

    /// Cues that were seen are put away after a while.
    pub(super) fn put_seen_cues_away(&mut self, now: Millis) {
        for member in self.members_mut() {
            let seen = member.camera.cue.as_ref().and_then(|cue| cue.seen);
            if seen.is_some_and(|seen| now.saturating_sub(seen) >= SEEN_CUE) {
                member.camera.cue = None;
            }
        }
    }
}

/// Whether a camera's phone offers all of this.
fn allowed(camera: CameraNumber, wanted: &CameraSettings, offered: &Controls) -> Result<(), Refusal> {
    let CameraSettings { lens, zoom, torch, exposure, exposure_locked, focus, focus_locked, .. } = wanted;
    let CameraSettings { white_balance, white_balance_locked, height, fps, kbps, muted, portrait: _, .. } = wanted;
    let has = |wanted: bool, offered: bool, what: &str| {
        if wanted && !offered {
            let message = format!("Camera {camera} has no {what} that can be set.");
            return Err(Refusal::new(RefusalCode::NotOffered, message));
        }
        Ok(())
    };
    has(torch.is_some(), offered.torch.is_some(), "light")?;
    has(exposure_locked.is_some(), offered.exposure_locked.is_some(), "exposure lock")?;
    has(focus_locked.is_some(), offered.focus_locked.is_some(), "focus lock")?;
    has(white_balance_locked.is_some(), offered.white_balance_locked.is_some(), "white balance lock")?;
    has(muted.is_some(), *offered != Controls::default(), "sound")?;
    let lens_there = |wanted: &String| offered.lenses.iter().any(|lens| lens.id == *wanted);
    has(lens.is_some(), lens.as_ref().is_some_and(lens_there), "such lens")?;
    has(height.is_some(), height.is_some_and(|height| offered.heights.contains(&height)), "such size")?;
    has(fps.is_some(), fps.is_some_and(|fps| offered.rates.contains(&fps)), "such rate")?;
    for (wanted, offered, what) in [
        (zoom, &offered.zoom, "zoom"),
        (exposure, &offered.exposure, "exposure"),
        (focus, &offered.focus, "focus distance"),
        (white_balance, &offered.white_balance, "white balance"),
    ] {
        has(wanted.is_some(), offered.is_some(), what)?;
        if let Some((wanted, range)) = wanted.zip(*offered) {
            within(camera, wanted, range, what)?;
        }
    }
    if let Some(kbps) = kbps.filter(|kbps| *kbps != 0 && !Settings::CAMERA_BUDGETS.contains(kbps)) {
        let budgets = Settings::CAMERA_BUDGETS;
        let message = format!("A camera can be given {} to {} kbit/s, not {kbps}.", budgets.start(), budgets.end());
        return Err(Refusal::new(RefusalCode::OutOfRange, message));
    }
    Ok(())
}

fn within(camera: CameraNumber, wanted: Finite, range: ControlRange, what: &str) -> Result<(), Refusal> {
    if wanted < range.min || wanted > range.max {
        let (min, max) = (range.min.get(), range.max.get());
        let message = format!("The {what} of camera {camera} is {min} to {max}.");
        return Err(Refusal::new(RefusalCode::OutOfRange, message));
    }
    Ok(())
}
