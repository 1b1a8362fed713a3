use crate::protocol::{CameraNumber, CameraState, Source, Tally};

/// A camera's part in the show, from what is on air and what the director chose.
///
/// During a replay or on hold nobody is live to the audience: the camera to which program returns is on preview. A
/// camera without a picture has no part.
pub(super) fn tally(camera: CameraNumber, state: CameraState, on_air: Source, selected: Option<CameraNumber>) -> Tally {
    match on_air {
        Source::Camera { camera: shown } if shown == camera => Tally::Program,
        Source::Replay { .. } | Source::Hold if selected == Some(camera) && state == CameraState::Live => {
            Tally::Preview
        }
        Source::Camera { .. } | Source::Replay { .. } | Source::Hold | Source::Slate => Tally::Off,
    }
}
