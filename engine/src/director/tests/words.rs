//! The vocabulary of the cases: what happens, and what everyone is told, as short lines.

use crate::director::{DeskId, Director, Effect, Input, Limits, Memory, Outcome, RecordingNews};
use crate::protocol::{
    ArchiveState, AskedClip, AskedFallback, AskedMark, AskedTalk, Camera, CameraId, CameraName, CameraNumber,
    CameraState, Codecs, Command, Event, Fallback, FallbackTo, FallbackUse, FinishedShow, HealthReason, Join,
    JoinAddress, LinkKind, LinkState, Millis, PlayerState, Playlist, PlaylistEntry, Playout, RecordingProblem,
    RecordingProblemCode, Refusal, ReplayBus, ReplayEnd, Segment, SoundMode, SoundSource, Source, Tally,
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
    desk_that_remembers(Memory::default(), given)
}

/// The same desk with a memory of earlier shows.
pub(super) fn desk_that_remembers(memory: Memory, given: Vec<(Millis, Input)>) -> Director {
    let limits = Limits { camera_limit: 4, ..Limits::default() };
    let mut director = Director::new(limits, memory, addresses("10.0.0.1"), "test".to_owned());
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

/// A desk asks for something.
pub(super) fn asks(command: Command) -> Input {
    Input::Command { by: Some(DeskId(1)), command }
}

pub(super) fn closed(who: &str) -> Input {
    Input::Closed { id: id(who) }
}

pub(super) fn time_passed() -> Input {
    Input::TimePassed
}

pub(super) fn cut(camera: u8) -> Input {
    asks(Command::Cut { camera: CameraNumber(camera) })
}

pub(super) fn replay() -> Input {
    asks(Command::replay())
}

/// A replay of what is said, on program.
pub(super) fn replay_of(camera: Option<u8>, from: Millis, to: Millis, speed: i16) -> Input {
    asks(replayed(ReplayBus::Program, camera, from, to, speed))
}

pub(super) fn replayed(on: ReplayBus, camera: Option<u8>, from: Millis, to: Millis, speed: i16) -> Command {
    let camera = camera.map(CameraNumber);
    Command::Replay { on, camera, from: Some(from), to: Some(to), clip: None, speed: Some(speed) }
}

/// A cue of one camera, of this desk or of none.
pub(super) fn cued_by(desk: Option<u64>, camera: u8, from: Millis, to: Millis) -> Input {
    let command = replayed(ReplayBus::Cue, Some(camera), from, to, 100);
    Input::Command { by: desk.map(DeskId), command }
}

pub(super) fn speed(on: ReplayBus, speed: i16) -> Input {
    asks(Command::Speed { on, speed })
}

pub(super) fn angle(on: ReplayBus, camera: u8) -> Input {
    asks(Command::Angle { on, camera: CameraNumber(camera) })
}

pub(super) fn angles(on: ReplayBus, cameras: &[u8]) -> Input {
    asks(Command::Angles { on, cameras: cameras.iter().copied().map(CameraNumber).collect() })
}

pub(super) fn seek(on: ReplayBus, at: Millis) -> Input {
    asks(Command::Seek { on, at })
}

pub(super) fn step(on: ReplayBus, frames: i32) -> Input {
    asks(Command::Step { on, frames })
}

pub(super) fn trim(on: ReplayBus, from: Option<Millis>, to: Option<Millis>) -> Input {
    asks(Command::Trim { on, from, to })
}

pub(super) fn take() -> Input {
    asks(Command::Take)
}

/// Program's own cuts of this time, or one camera's, into the list.
pub(super) fn clip_of(camera: Option<u8>, from: Millis, to: Millis) -> Input {
    let camera = camera.map(CameraNumber);
    asks(Command::Clip(AskedClip { on: ReplayBus::Program, from: Some(from), to: Some(to), camera, name: None }))
}

/// A playlist of clips with their angles and speeds, new or in place of another one.
pub(super) fn playlist(id: u32, entries: &[(u32, Option<u8>, i16)], loops: bool) -> Input {
    let entry = |&(clip, camera, speed): &(u32, Option<u8>, i16)| PlaylistEntry {
        clip,
        camera: camera.map(CameraNumber),
        speed,
    };
    let entries = entries.iter().map(entry).collect();
    asks(Command::SetPlaylist { playlist: Playlist { id, name: "Break".to_owned(), entries, loops } })
}

pub(super) fn play_playlist(playlist: u32, on: ReplayBus, entry: u32) -> Input {
    asks(Command::PlayPlaylist { playlist, on, entry })
}

pub(super) fn kept_since(begin: Millis) -> Input {
    Input::Archive(ArchiveState { begin: Some(begin), ..ArchiveState::default() })
}

pub(super) fn live() -> Input {
    asks(Command::Live { on: ReplayBus::Program })
}

pub(super) fn hold(on: bool) -> Input {
    asks(Command::Hold { on })
}

pub(super) fn hold_text(text: Option<&str>) -> Input {
    asks(Command::SetHold { text: text.map(str::to_owned) })
}

pub(super) fn hold_picture(name: Option<&str>) -> Input {
    Input::HoldPicture(name.map(str::to_owned))
}

pub(super) fn renumber(camera: u8, to: u8) -> Input {
    asks(Command::Renumber { camera: CameraNumber(camera), to: CameraNumber(to) })
}

pub(super) fn fallback(to: Option<FallbackTo>, back: bool) -> Input {
    asks(Command::Fallback(AskedFallback { to, back }))
}

/// What is wrong with a camera, as it was measured.
pub(super) fn measured(who: &str, reasons: &[HealthReason]) -> Input {
    Input::Measured { id: id(who), reasons: reasons.to_vec() }
}

pub(super) fn camera_budget(kbps: u32) -> Input {
    asks(Command::CameraBudget { kbps })
}

pub(super) fn remove_lost() -> Input {
    asks(Command::RemoveLost)
}

pub(super) fn rename(camera: u8, to: &str) -> Input {
    asks(Command::Rename { camera: CameraNumber(camera), name: name(to) })
}

pub(super) fn remove(camera: u8) -> Input {
    asks(Command::Remove { camera: CameraNumber(camera) })
}

pub(super) fn choose_address(address: &str) -> Input {
    asks(Command::ChooseAddress { address: address.to_owned() })
}

/// A desk of several reports.
pub(super) fn reported_by(desk: u64, h264: bool, vp8: bool) -> Input {
    Input::Command { by: Some(DeskId(desk)), command: Command::ReportCodecs { codecs: Codecs { h264, vp8 } } }
}

pub(super) fn desk_left(desk: u64) -> Input {
    Input::DeskLeft { desk: DeskId(desk) }
}

pub(super) fn erase(camera: u8) -> Input {
    asks(Command::Erase { camera: CameraNumber(camera) })
}

pub(super) fn start_recording() -> Input {
    asks(Command::StartRecording)
}

pub(super) fn stop_recording() -> Input {
    asks(Command::StopRecording)
}

pub(super) fn mark(label: Option<&str>) -> Input {
    asks(Command::Mark(AskedMark { label: label.map(str::to_owned), at: None, pre_roll: 0 }))
}

pub(super) fn clip() -> Input {
    asks(Command::Clip(AskedClip { on: ReplayBus::Program, from: None, to: None, camera: None, name: None }))
}

pub(super) fn folder_made() -> Input {
    Input::Recording(RecordingNews::Started { show: "friday".to_owned() })
}

pub(super) fn cannot_write() -> Input {
    Input::Recording(RecordingNews::Failed { message: "the disk is gone".to_owned() })
}

/// Something can't be written, or all can again.
pub(super) fn disk_refuses(refuses: bool) -> Input {
    let problem = RecordingProblem { code: RecordingProblemCode::FramesLost, message: "the disk is slow".to_owned() };
    Input::Recording(RecordingNews::Fault(refuses.then_some(problem)))
}

/// The disk lasts for so long.
pub(super) fn minutes_left(minutes: impl Into<Option<u32>>) -> Input {
    Input::Recording(RecordingNews::Disk { minutes_left: minutes.into() })
}

pub(super) fn files_complete() -> Input {
    let show =
        FinishedShow { show: "friday".into(), path: "/shows/friday".into(), files: 3, bytes: 9, duration: 8_000 };
    Input::Recording(RecordingNews::Finished(show))
}

/// Pins the sound of program to a camera, or lets it follow the picture.
pub(super) fn sound_of(camera: Option<u8>) -> Input {
    let pinned = |camera| SoundSource::Camera { camera: CameraNumber(camera) };
    asks(Command::ProgramSound { source: camera.map_or(SoundSource::Follow, pinned) })
}

pub(super) fn mute(muted: bool) -> Input {
    asks(Command::Mute { muted })
}

pub(super) fn sound_mode(camera: u8, mode: SoundMode) -> Input {
    asks(Command::SoundMode { camera: CameraNumber(camera), mode })
}

pub(super) fn sound_delay(camera: u8, delay: Millis) -> Input {
    asks(Command::SoundDelay { camera: CameraNumber(camera), delay })
}

/// A camera's pictures need so much to be even.
pub(super) fn needs_delay(who: &str, delay: Millis) -> Input {
    Input::NeedsDelay { id: id(who), delay }
}

pub(super) fn playout(playout: Playout) -> Input {
    asks(Command::Playout { playout })
}

/// A desk of several speaks to a camera or to all, or not any more.
pub(super) fn talk_by(desk: Option<u64>, on: bool, camera: Option<u8>) -> Input {
    Input::Command { by: desk.map(DeskId), command: Command::Talk(AskedTalk { on, camera: camera.map(CameraNumber) }) }
}

pub(super) fn push_to(url: &str) -> Input {
    asks(Command::Connect { kind: LinkKind::Push, url: url.to_owned(), token: None, name: None })
}

pub(super) fn end_link(link: u32) -> Input {
    asks(Command::Disconnect { link })
}

pub(super) fn link_is(id: u32, state: LinkState, problem: Option<&str>) -> Input {
    Input::Link { id, state, problem: problem.map(str::to_owned) }
}

/// The first picture of a replay is shown.
pub(super) fn rolls(id: u32, at: Millis) -> Input {
    Input::ReplayRolling { id, at }
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
        ..Join::default()
    }
}

/// An outcome or a refusal as lines.
pub(super) fn told(came: Result<Outcome, Refusal>) -> Vec<String> {
    match came {
        Ok(Outcome { events, effects }) => {
            // The replay on program tells of itself as well.
            let program = |event: &Event| match event {
                Event::Player { player } => player.on == ReplayBus::Program,
                Event::PlayerGone { id } => events
                    .iter()
                    .any(|other| matches!(&other.event, Event::ReplayEnded { id: ended, .. } if ended == id)),
                _ => false,
            };
            let told = events.iter().filter(|numbered| !program(&numbered.event));
            let events = told.map(|numbered| event(&numbered.event));
            events.chain(effects.iter().map(effect)).collect()
        }
        Err(refusal) => vec![format!("refused: {:?}", refusal.code)],
    }
}

fn event(event: &Event) -> String {
    match event {
        Event::Camera { camera } => self::camera(camera),
        Event::CameraRemoved { camera } => format!("{camera} is gone"),
        Event::Renumbered { camera, to } => format!("{camera} is {to} now"),
        Event::Selected { camera: Some(camera) } => format!("selected: {camera}"),
        Event::Selected { camera: None } => "selected: none".to_owned(),
        Event::OnAir { on_air } => match on_air.source {
            Source::Slate => "on air: slate".to_owned(),
            Source::Hold => "on air: hold".to_owned(),
            Source::Camera { camera } => format!("on air: {camera}"),
            Source::Replay { id } => format!("on air: replay {id}"),
        },
        Event::ReplayStarted { replay } => format!("replay {}: {}", replay.id, segments(&replay.segments)),
        Event::ReplayRolling { id, at } => format!("replay {id} rolls at {at}"),
        Event::ReplayEnded { id, reason } => {
            let reason = match reason {
                ReplayEnd::Finished => "finished",
                ReplayEnd::Stopped => "stopped",
                ReplayEnd::Failed => "failed",
            };
            format!("replay {id} {reason}")
        }
        Event::Player { player } => self::player(player),
        Event::PlayerGone { id } => format!("player {id} is gone"),
        Event::Mark { mark } => format!("mark {}: {} {}", mark.id, mark.at, mark.label.as_deref().unwrap_or("none")),
        Event::MarkRemoved { mark } => format!("mark {mark} is gone"),
        Event::Clip { clip } => format!("clip {}: {} {} to {}", clip.id, clip.name, clip.from, clip.to),
        Event::ClipRemoved { clip } => format!("clip {clip} is gone"),
        Event::Playlist { playlist } => format!("playlist {}: {}", playlist.id, playlist.name),
        Event::PlaylistRemoved { playlist } => format!("playlist {playlist} is gone"),
        Event::Archive { archive } => format!("archive: from {:?}", archive.begin),
        Event::Hold { hold } => {
            let text = hold.text.as_ref().map_or("", |text| text.as_str());
            format!("hold {}: {text:?}, {}", hold.on, hold.picture.as_deref().unwrap_or("no picture"))
        }
        Event::Fallback { fallback: Fallback { to, back, used } } => {
            let to = match to {
                None => "none".to_owned(),
                Some(FallbackTo::Slate) => "slate".to_owned(),
                Some(FallbackTo::Last) => "last".to_owned(),
                Some(FallbackTo::Camera(camera)) => camera.to_string(),
            };
            let used = used.map(|FallbackUse { camera, reason, at, to }| {
                let to = to.map_or_else(|| "slate".to_owned(), |to| to.to_string());
                format!(", {camera} {reason:?} at {at}: to {to}")
            });
            format!("fallback {to}{}{}", if *back { " and back" } else { "" }, used.unwrap_or_default())
        }
        Event::Recording { recording: None } => "recording: none".to_owned(),
        Event::Recording { recording: Some(recording) } => {
            let show = recording.show.as_deref().unwrap_or("no folder");
            let (marks, clips) = (recording.marks, recording.clips);
            let problem = recording.problem.as_ref().map(|problem| format!(", {:?}", problem.code)).unwrap_or_default();
            format!("recording: {:?}, {show}, {marks} marks, {clips} clips{problem}", recording.state)
        }
        Event::ShowFinished { show } => format!("show: {}, {} files", show.show, show.files),
        Event::Sound { sound } => {
            let source = match sound.source {
                SoundSource::Follow => "follows".to_owned(),
                SoundSource::Camera { camera } => format!("of {camera}"),
            };
            format!("sound: {source}{}", if sound.muted { ", muted" } else { "" })
        }
        Event::Talk { talk: None } => "nobody speaks".to_owned(),
        Event::Talk { talk: Some(talk) } => {
            let to = talk.camera.map_or_else(|| "all".to_owned(), |camera| camera.to_string());
            format!("desk {} speaks to {to}", talk.desk)
        }
        Event::Playout { playout } => format!("playout: {playout:?}"),
        Event::Link { link } => {
            let problem = link.problem.as_deref().map(|problem| format!(", {problem}")).unwrap_or_default();
            format!("link {}: {}, {:?} since {}{problem}", link.id, link.url, link.state, link.since)
        }
        Event::LinkRemoved { link } => format!("link {link} is gone"),
        Event::Join { join } => format!("way in: {}", join.address.as_deref().unwrap_or("none")),
        Event::Settings { settings } => format!("settings: {settings:?}"),
    }
}

/// A player's line: whose it is, where, how fast, what of.
pub(super) fn player(player: &PlayerState) -> String {
    let whose = match (player.on, player.desk) {
        (ReplayBus::Program, _) => "program".to_owned(),
        (ReplayBus::Cue, Some(desk)) => format!("cue of {desk}"),
        (ReplayBus::Cue, None) => "cue".to_owned(),
    };
    let angle = player.camera.map(|camera| format!(", angle {camera}")).unwrap_or_default();
    let playing = player.playing.map(|playing| format!(", entry {} of {}", playing.entry, playing.playlist));
    let (id, at, since, speed) = (player.id, player.at, player.since, player.speed);
    let of = format!("{} of {}", player.segment, segments(&player.segments));
    format!("{id} {whose}: at {at} since {since}, {speed} %, {of}{angle}{}", playing.unwrap_or_default())
}

/// The players now, a line each.
pub(super) fn players(director: &Director, now: Millis) -> Vec<String> {
    director.snapshot(now).players.iter().map(player).collect()
}

/// A camera's line: number, name, state, since when, tally, how far behind the audience sees it.
pub(super) fn camera(camera: &Camera) -> String {
    let state = match camera.state {
        CameraState::Connecting => "connecting",
        CameraState::Live => "live",
        CameraState::Lost => "lost",
    };
    let behind = match camera.playout_delay {
        0 => String::new(),
        delay => format!(", {delay} ms behind"),
    };
    let (number, name, since, tally) = (camera.number, camera.name.as_str(), camera.since, tally(camera.tally));
    format!("{number} {name}, {state} since {since}, {tally}{behind}")
}

fn effect(effect: &Effect) -> String {
    match effect {
        Effect::StartReplay { replay, .. } => format!("→ play {}: {}", replay.id, segments(&replay.segments)),
        Effect::SetSpeed { id, speed } => format!("→ {id} at {speed} %"),
        Effect::Turn { id, segments: into, segment, at } => {
            format!("→ turn {id} to {at} in {segment} of {}", segments(into))
        }
        Effect::Step { id, camera, at, frames, .. } => format!("→ step {id} by {frames} from {at} of {camera}"),
        Effect::StopReplay { id } => format!("→ stop {id}"),
        Effect::Disconnect { id } => format!("→ disconnect {}", id.as_str()),
        Effect::TellCamera { id, view } => {
            let speech = if view.sound == SoundMode::Speech { ", speech" } else { "" };
            let recorded = if view.recorded { ", recorded" } else { "" };
            let spoken_to = if view.spoken_to { ", spoken to" } else { "" };
            let live_in = view.live_in.map(|live_in| format!(", live in {live_in}")).unwrap_or_default();
            let (number, name, tally) = (view.number, view.name.as_str(), tally(view.tally));
            format!("→ tell {}: {number} {name}, {tally}{speech}{recorded}{spoken_to}{live_in}", id.as_str())
        }
        Effect::Erase { id, number } => format!("→ erase {number}, {}", id.as_str()),
        Effect::StartRecording => "→ record".to_owned(),
        Effect::StopRecording => "→ complete the files".to_owned(),
        Effect::EndIsos => "→ end the ISOs".to_owned(),
        Effect::Mark { at, label } => format!("→ mark at {at}: {}", label.as_deref().unwrap_or("none")),
        Effect::KeepClip { number, segments } => format!("→ clip {number}: {}", self::segments(segments)),
        Effect::Connect { id, url, .. } => format!("→ link {id} to {url}"),
        Effect::EndLink { id } => format!("→ end link {id}"),
        Effect::KeepLibrary => "→ keep the library".to_owned(),
        Effect::Spool(limits) => format!("→ spool {limits:?}"),
        Effect::Remember => "→ remember".to_owned(),
        Effect::ChooseAddress(address) => format!("→ way in by {address}"),
        Effect::GiveWord(None) => "→ nobody has the word".to_owned(),
        Effect::GiveWord(Some(desk)) => format!("→ desk {} has the word", desk.0),
        Effect::Codecs(codecs) => format!("→ codecs: h264 {}, vp8 {}", codecs.h264, codecs.vp8),
    }
}

pub(super) fn segments(segments: &[Segment]) -> String {
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
