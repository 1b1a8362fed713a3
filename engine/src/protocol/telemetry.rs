use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CameraNumber, Codec, Disk, KeyframeTotals, PhoneSending, Standstills};

/// Figures of one camera over the last second. Never part of the state; a lost one is not repeated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CameraTelemetry {
    /// The camera.
    pub camera: CameraNumber,
    /// Received media, in kbit/s.
    pub kbps: u32,
    /// Whole pictures a second.
    pub fps: f32,
    /// Width of the last keyframe in pixels, 0 before the first.
    pub width: u16,
    /// Height of the last keyframe in pixels, 0 before the first.
    pub height: u16,
    /// The codec, once a keyframe has come.
    pub codec: Option<Codec>,
    /// Share of pictures in the last second that never became whole, from 0 to 1.
    pub loss: f32,
    /// Whether sound came in the last second.
    pub sound: bool,
    /// Whether pictures came in another order than they are shown in: its encoder makes B-frames, which are late and
    /// uneven here.
    pub reordered: bool,
    /// Missing packets that were asked for in the last second, counted as often as they were.
    pub asked: u32,
    /// Packets that came after they were asked for, in the last second.
    pub recovered: u32,
    /// Milliseconds from the request for the newest keyframe until it was whole in the ring, where one was asked for
    /// and came in the last second.
    pub keyframe_ms: Option<f32>,
    /// How often it was asked for a keyframe since it joined, repetitions included, and why.
    pub keyframes_asked: KeyframeTotals,
    /// Why its pictures stood still since it joined.
    pub standstills: Standstills,
    /// Battery charge from 0 to 1, where the phone tells.
    pub battery: Option<f32>,
    /// Whether the phone is being charged, where it tells.
    pub charging: Option<bool>,
    /// What the phone sends, as its browser counts, where it tells.
    pub sending: Option<PhoneSending>,
}

/// The lossy figures, about once a second.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Telemetry {
    /// Each connected camera's figures.
    pub cameras: Vec<CameraTelemetry>,
    /// Whole pictures that have come into the rings of the roster's cameras since they joined.
    #[ts(type = "number")]
    pub pictures: u64,
    /// How many viewers watch program.
    pub viewers: u16,
    /// The disk that shows are recorded on; none while it can't be asked.
    pub disk: Option<Disk>,
    /// Bytes that the feeds' rings hold.
    #[ts(type = "number")]
    pub ring_bytes: u64,
}
