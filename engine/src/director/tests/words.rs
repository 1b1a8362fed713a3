//! The vocabulary of the cases: what happens, and what everyone is told, as short lines.

use crate::director::{Director, Effect, Input, Limits, Outcome, Remembered};
use crate::protocol::{
    Camera, CameraId, CameraName, CameraNumber, CameraState, Codecs, Command, Event, Join, JoinAddress, Millis,
    Refusal, ReplayEnd, Segment, Source, Tally,
};

/// A story: what happened before, what happens now, and what comes of it.
///
/// `then` has the events and after them the effects, which begin with an arrow; or the refusal.
pub(super) struct Case {
    pub(super) what: &'static str,
    pub(super) given: Vec<(Millis, Input)>,
    pub(super) when: (Millis, Input),
    pub(super) then: &'static [&'static str],
}

/// Plays every story on a desk of its own and shows all those that went otherwise.
pub(super) fn check(cases: Vec<Case>) {
    let mut wrong = String::new();
    for Case { what, given, when, then } in cases {
        let mut director = desk(given);
        let came = told(director.handle(when.0, when.1));
        if came != then {
            wrong += &format!("\n{what}\n  expected {then:#?}\n  came     {came:#?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A desk for four cameras that replays ten seconds and remembers a minute, after these inputs.
pub(super) fn desk(given: Vec<(Millis, Input)>) -> Director {
    desk_that_remembers(Vec::new(), given)
}

/// The same desk with a memory of earlier shows.
pub(super) fn desk_that_remembers(remembered: Vec<Remembered>, given: Vec<(Millis, Input)>) -> Director {
    let limits = Limits { camera_limit: 4, ..Limits::default() };
    let mut director = Director::new(limits, remembered, addresses("10.0.0.1"), "test".to_owned());
    for (now, input) in given {
        director.handle(now, input).expect("what is given is not refused");
    }
    director
}

/// Anna (1) is on program since 1000, ben (2) is live as well.
pub(super) fn anna_and_ben() -> Vec<(Millis, Input)> {
    vec![(0, joins("anna")), (500, joins("ben")), (1_000, picture("anna")), (1_500, picture("ben"))]
}

/// A story so far, and what happened next.
pub(super) fn and(mut given: Vec<(Millis, Input)>, next: &[(Millis, Input)]) -> Vec<(Millis, Input)> {
    given.extend_from_slice(next);
    given
}

pub(super) fn id(of: &str) -> CameraId {
    CameraId::new(of).expect("an id")
}

pub(super) fn name(name: &str) -> CameraName {
    CameraName::new(name).expect("a name")
}

/// A phone that claims no name.
pub(super) fn joins(who: &str) -> Input {
    Input::Join { id: id(who), name: None }
}

pub(super) fn joins_as(who: &str, claimed: &str) -> Input {
    Input::Join { id: id(who), name: Some(name(claimed)) }
}

pub(super) fn picture(who: &str) -> Input {
    Input::Picture { id: id(who) }
}

pub(super) fn stalled(who: &str) -> Input {
    Input::Stalled { id: id(who) }
}

pub(super) fn cut(camera: u8) -> Input {
    Input::Command(Command::Cut { camera: CameraNumber(camera) })
}

pub(super) fn replay() -> Input {
    Input::Command(Command::Replay)
}

pub(super) fn live() -> Input {
    Input::Command(Command::Live)
}

pub(super) fn rename(camera: u8, to: &str) -> Input {
    Input::Command(Command::Rename { camera: CameraNumber(camera), name: name(to) })
}

pub(super) fn remove(camera: u8) -> Input {
    Input::Command(Command::Remove { camera: CameraNumber(camera) })
}

pub(super) fn choose_address(address: &str) -> Input {
    Input::Command(Command::ChooseAddress { address: address.to_owned() })
}

pub(super) fn report_codecs(h264: bool, vp8: bool) -> Input {
    Input::Command(Command::ReportCodecs { codecs: Codecs { h264, vp8 } })
}

pub(super) fn finished(id: u32) -> Input {
    Input::ReplayFinished { id }
}

pub(super) fn failed(id: u32) -> Input {
    Input::ReplayFailed { id }
}

/// The way in of a machine with two addresses, by one of them.
pub(super) fn addresses(chosen: &str) -> Join {
    let address = |address: &str, interface: &str| JoinAddress { address: address.into(), interface: interface.into() };
    Join {
        addresses: vec![address("10.0.0.1", "wlan0"), address("192.168.1.7", "eth0")],
        address: Some(chosen.to_owned()),
        url: Some(format!("https://{chosen}/")),
        qr_svg: None,
        whip: None,
    }
}

/// An outcome or a refusal as lines.
pub(super) fn told(came: Result<Outcome, Refusal>) -> Vec<String> {
    match came {
        Ok(Outcome { events, effects }) => {
            let events = events.iter().map(|numbered| event(&numbered.event));
            events.chain(effects.iter().map(effect)).collect()
        }
        Err(refusal) => vec![format!("refused: {:?}", refusal.code)],
    }
}

fn event(event: &Event) -> String {
    match event {
        Event::Camera { camera } => self::camera(camera),
        Event::CameraRemoved { camera } => format!("{camera} is gone"),
        Event::Selected { camera: Some(camera) } => format!("selected: {camera}"),
        Event::Selected { camera: None } => "selected: none".to_owned(),
        Event::OnAir { on_air } => match on_air.source {
            Source::Slate => "on air: slate".to_owned(),
            Source::Camera { camera } => format!("on air: {camera}"),
            Source::Replay { id } => format!("on air: replay {id}"),
        },
        Event::ReplayStarted { replay } => format!("replay {}: {}", replay.id, segments(&replay.segments)),
        Event::ReplayEnded { id, reason } => {
            let reason = match reason {
                ReplayEnd::Finished => "finished",
                ReplayEnd::Stopped => "stopped",
                ReplayEnd::Failed => "failed",
            };
            format!("replay {id} {reason}")
        }
        Event::Join { join } => format!("way in: {}", join.address.as_deref().unwrap_or("none")),
        Event::Settings { settings } => format!("settings: {settings:?}"),
    }
}

/// A camera's line: number, name, state, since when, tally.
pub(super) fn camera(camera: &Camera) -> String {
    let state = match camera.state {
        CameraState::Connecting => "connecting",
        CameraState::Live => "live",
        CameraState::Lost => "lost",
    };
    format!("{} {}, {state} since {}, {}", camera.number, camera.name.as_str(), camera.since, tally(camera.tally))
}

fn effect(effect: &Effect) -> String {
    match effect {
        Effect::StartReplay(replay) => format!("→ play {}: {}", replay.id, segments(&replay.segments)),
        Effect::StopReplay { id } => format!("→ stop {id}"),
        Effect::Disconnect { id } => format!("→ disconnect {}", id.as_str()),
        Effect::TellCamera { id, view } => {
            format!("→ tell {}: {} {}, {}", id.as_str(), view.number, view.name.as_str(), tally(view.tally))
        }
        Effect::Remember => "→ remember".to_owned(),
        Effect::ChooseAddress(address) => format!("→ way in by {address}"),
        Effect::Codecs(codecs) => format!("→ codecs: h264 {}, vp8 {}", codecs.h264, codecs.vp8),
    }
}

fn segments(segments: &[Segment]) -> String {
    let segment = |segment: &Segment| format!("{} from {} to {}", segment.camera, segment.from, segment.to);
    segments.iter().map(segment).collect::<Vec<_>>().join(", ")
}

fn tally(tally: Tally) -> &'static str {
    match tally {
        Tally::Program => "PROGRAM",
        Tally::Preview => "PREVIEW",
        Tally::Off => "off",
    }
}
