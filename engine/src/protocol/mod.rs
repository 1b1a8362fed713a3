//! The whole contract between the régie, its desks, its phones and anything else that talks to it.
//!
//! One direction carries a [`Command`]; everybody gets one numbered [`Snapshot`] and then numbered [`Event`]s.
//! [`Snapshot::apply`] of every event in order gives the next snapshot: that is a tested property, and the
//! front ends' stores rely on it. What changes many times a second ([`Telemetry`]) is never part of the state.
//!
//! TypeScript types are generated from these items (`npm run bindings`) and committed in `ui/src/protocol/`
//! and `phone/src/protocol/`, with what the pages' tests replay (`fixtures`).
//!
//! A new **command** goes into [`Command`], `director/commands.rs` (the compiler asks), `tests/any.rs`, `tests/json.rs`
//! and `docs/api.md` (tests ask), and on the desk into `ui/src/store/orders.ts`. HTTP, the WebSocket and the Tauri window
//! take it as it is; the second screen's page may send it if `src-tauri/src/screen.rs` says that it has a key for it.
//!
//! A new **event** goes into [`Event`] and [`Snapshot::apply`], `ui/src/store/apply.ts` (the compilers ask),
//! `tests/any.rs` and `engine/tests/bindings/fixtures.rs` (tests ask).
//!
//! A new **message of a phone** goes into [`FromPhone`] and `peer/ctl.rs`, or [`ToPhone`] and `phone/src/ctl.ts`, and
//! into `tests/any.rs` and `fixtures.rs`. A change of the old ones is a new [`CTL_PROTOCOL`].

mod archive;
mod camera;
mod clip_order;
mod codecs;
mod command;
mod control;
mod controls;
mod event;
mod exact;
mod fallback;
mod health;
mod hold;
mod identity;
mod join;
mod link;
mod phone;
mod playout;
mod problem;
mod program;
mod recording;
mod refusal;
mod replay;
mod settings;
mod snapshot;
mod sound;
mod standstill;
mod talk;
mod telemetry;
#[cfg(test)]
pub(crate) mod tests;
mod usual_replay;
mod watch_slate;

pub use archive::{ArchiveState, Clip, Mark, Playlist, PlaylistEntry, SpoolLimits};
pub use camera::{Camera, CameraState, CameraTiming, Codec, Tally};
pub use clip_order::{AskedClip, AskedMark, EditedClip};
pub use codecs::Codecs;
pub use command::Command;
pub use control::{FromDesk, Listen, MonitorRequest, ToDesk};
pub use controls::{Adjustment, CameraSettings, ControlRange, Controls, Finite, Lens, WantedSettings};
pub use event::{Event, Numbered};
pub use exact::{Unreadable, exact};
pub use fallback::{AskedFallback, Fallback, FallbackTo, FallbackUse};
pub use health::{CameraCue, Health, HealthReason, Looks, PhoneUse, WrittenCue};
pub use hold::{Hold, HoldText};
pub use identity::{CameraId, CameraName, CameraNumber, FeedId, InvalidCamera};
pub use join::{Join, JoinAddress};
pub use link::{Link, LinkKind, LinkState, LinkToken};
pub use phone::{CTL_LABEL, CTL_PROTOCOL, EncoderLimit, FromPhone, PhoneSending, PhoneStatus, PhoneView, ToPhone};
pub use playout::Playout;
pub use problem::{Problem, ProblemCode};
pub use program::{OnAir, Source};
pub use recording::{Disk, FinishedShow, Recording, RecordingProblem, RecordingProblemCode, RecordingState};
pub use refusal::{Refusal, RefusalCode};
pub use replay::{PlayerState, PlaylistPosition, Replay, ReplayBus, ReplayEnd, Segment};
pub use settings::Settings;
pub use snapshot::Snapshot;
pub(crate) use snapshot::push_on_air;
pub use sound::{CameraSound, Level, ProgramSound, SoundMode, SoundSource};
pub(crate) use standstill::StandstillCause;
pub use standstill::{KeyframeTotals, StandstillTotal, Standstills};
pub use talk::{AskedTalk, Talk};
pub use telemetry::{CameraTelemetry, Telemetry};
pub use watch_slate::{WatchSlate, WatchSlateKind};

/// A moment on the session clock: milliseconds since its zero, the first start with this data directory.
pub type Millis = u64;
