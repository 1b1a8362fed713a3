//! How a camera is, from what is known of it.

use crate::protocol::{Camera, CameraState, Health, HealthReason};

/// Why a camera is not good, the worst first: from its state, from how its phone is held, and from what was `measured` of
/// its pictures, its sound, its air and its battery. `was_live` is whether it ever had a picture: one that comes for the
/// first time has not failed.
pub(super) fn reasons(camera: &Camera, measured: &[HealthReason], was_live: bool) -> Vec<HealthReason> {
    let is_live = camera.state == CameraState::Live;
    // Who was muted is silent because somebody wants it so.
    let wanted = |reason: &HealthReason| *reason == HealthReason::Silent && camera.controls.muted;
    // Of what brings no pictures, the figures say nothing; that its battery was nearly empty may be why.
    let counts = |reason: &HealthReason| *reason == HealthReason::Battery || (is_live && !wanted(reason));
    let phone = camera.phone;
    let said = [
        (HealthReason::Disconnected, !is_live && (was_live || camera.state == CameraState::Lost)),
        (HealthReason::Hidden, phone.hidden),
        (HealthReason::Interrupted, phone.interrupted),
        (HealthReason::Hot, phone.hot),
        (HealthReason::Upright, phone.upright && camera.wanted.portrait != Some(true)),
    ];
    let said = said.into_iter().filter_map(|(reason, is)| is.then_some(reason));
    let mut reasons: Vec<_> = said.chain(measured.iter().copied().filter(counts)).collect();
    reasons.sort_unstable();
    reasons.dedup();
    reasons
}

/// How a camera is for these reasons.
pub(super) fn health(reasons: &[HealthReason]) -> Health {
    reasons.iter().map(|reason| reason.health()).max().unwrap_or_default()
}
