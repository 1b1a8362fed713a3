//! What holds after every input of every evening, whatever happens in it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::words::*;
use crate::director::{Director, Effect, Input, Limits, Memory, Outcome};
use crate::protocol::{
    AskedClip, AskedMark, CameraId, CameraNumber, CameraState, Codecs, Command, EditedClip, Event, FallbackTo,
    HealthReason, LinkState, Millis, PhoneView, PlayerState, Playlist, PlaylistEntry, Playout, Recording,
    RecordingState, Refusal, RefusalCode, Replay, ReplayBus, ReplayEnd, Segment, Snapshot, SoundMode, Source, Tally,
};

/// Every time is a multiple of this, so that what was seen can be noted picture by picture.
const TICK: Millis = 100;
const CAMERA_LIMIT: u8 = 3;
const REPLAY_LENGTH: Millis = 2_000;
const HISTORY_LENGTH: Millis = 6_000;
/// A replay that no desk shows goes on all the same.
const PATIENCE: Millis = 500;

/// Something that may happen at any moment of an evening.
#[derive(Debug, Clone)]
enum Happening {
    Input(Input),
    /// The replay that plays shows its first picture.
    ReplayRolls,
    /// The replay that plays ends by itself.
    ReplayEnds {
        finished: bool,
    },
    /// It, or what a desk has cued, is put so many ticks behind its beginning.
    Seek {
        on: ReplayBus,
        ticks: i64,
    },
    /// So many ticks are taken off, or put to, its beginning and its end.
    Trim {
        on: ReplayBus,
        ticks: (i64, i64),
    },
}

/// What is done with marks, clips and playlists.
fn listing() -> impl Strategy<Value = Input> {
    let bus = || prop::sample::select(vec![ReplayBus::Program, ReplayBus::Cue]);
    let camera = || prop::option::of((1..=CAMERA_LIMIT + 1).prop_map(CameraNumber));
    let moment = || prop::option::of((0..300_u64).prop_map(|tick| tick * TICK));
    let entry = (1..4_u32, camera(), prop::sample::select(vec![5, 100]))
        .prop_map(|(clip, camera, speed)| PlaylistEntry { clip, camera, speed });
    let playlist = (0..3_u32, prop::collection::vec(entry, 0..4), any::<bool>())
        .prop_map(|(id, entries, loops)| Playlist { id, name: "Break".to_owned(), entries, loops });
    let command = prop_oneof![
        2 => (moment(), 0..9_000_u64).prop_map(|(at, pre_roll)| Command::Mark(AskedMark { label: None, at, pre_roll })),
        1 => (1..4_u32).prop_map(|mark| Command::RemoveMark { mark }),
        3 => (bus(), moment(), moment(), camera())
            .prop_map(|(on, from, to, camera)| Command::Clip(AskedClip { on, from, to, camera, name: None })),
        1 => (1..4_u32, moment(), camera(), 0..7_u8).prop_map(|(clip, to, camera, stars)| Command::EditClip(EditedClip {
            clip, name: None, tags: None, stars: Some(stars), from: None, to, camera,
        })),
        1 => (1..4_u32).prop_map(|clip| Command::RemoveClip { clip }),
        2 => playlist.prop_map(|playlist| Command::SetPlaylist { playlist }),
        1 => (1..3_u32).prop_map(|playlist| Command::RemovePlaylist { playlist }),
        3 => (1..3_u32, bus(), 0..3_u32)
            .prop_map(|(playlist, on, entry)| Command::PlayPlaylist { playlist, on, entry }),
        2 => (bus(), 1..4_u32, camera()).prop_map(|(on, clip, camera)| Command::Replay {
            on, camera, from: None, to: None, clip: Some(clip), speed: None,
        }),
    ];
    command.prop_map(asks)
}

fn replaying() -> impl Strategy<Value = Happening> {
    let bus = || prop::sample::select(vec![ReplayBus::Program, ReplayBus::Program, ReplayBus::Cue]);
    let camera = || 1..=CAMERA_LIMIT + 1;
    let input = prop_oneof![
        // As fast as it happened, or not at all: so each tick shows one picture.
        4 => (bus(), prop::sample::select(vec![0, 100])).prop_map(|(on, percent)| speed(on, percent)),
        3 => (bus(), camera()).prop_map(|(on, camera)| angle(on, camera)),
        1 => (bus(), prop::collection::vec(camera(), 0..4)).prop_map(|(on, cameras)| angles(on, &cameras)),
        3 => (bus(), prop::option::of(camera()), 0..300_u64, 1..40_u64).prop_map(|(on, camera, from, length)| {
            asks(replayed(on, camera, from * TICK, (from + length) * TICK, 100))
        }),
        1 => Just(take()),
        1 => (bus(), -3..3_i32).prop_map(|(on, frames)| step(on, frames)),
        1 => (1..9_u32, 0..300_u64).prop_map(|(id, tick)| Input::ReplayStands { id, at: tick * TICK }),
        1 => (0..200_u64).prop_map(|tick| kept_since(tick * TICK)),
        1 => (prop::option::of(1..4_u64), camera()).prop_map(|(desk, camera)| cued_by(desk, camera, 1_000, 4_000)),
        1 => Just(asks(Command::Live { on: ReplayBus::Cue })),
        4 => listing(),
    ];
    prop_oneof![
        6 => input.prop_map(Happening::Input),
        2 => (bus(), -10..40_i64).prop_map(|(on, ticks)| Happening::Seek { on, ticks }),
        1 => (bus(), (-10..20_i64, -20..10_i64)).prop_map(|(on, ticks)| Happening::Trim { on, ticks }),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    let who = || prop::sample::select(vec!["anna", "ben", "cleo", "dora", "emil"]);
    let claimed = prop::sample::select(vec![None, Some("Drums"), Some("Stage")]);
    let camera = || 1..=CAMERA_LIMIT + 1;
    let input = prop_oneof![
        3 => (who(), claimed).prop_map(|(who, claimed)| Input::Join { id: id(who), name: claimed.map(name) }),
        6 => who().prop_map(picture),
        2 => who().prop_map(stalled),
        2 => who().prop_map(closed),
        1 => Just(time_passed()),
        6 => camera().prop_map(cut),
        4 => Just(replay()),
        1 => Just(live()),
        2 => any::<bool>().prop_map(hold),
        1 => prop::sample::select(vec![None, Some("Back at 9"), Some(" ")]).prop_map(hold_text),
        1 => prop::sample::select(vec![None, Some("a"), Some("b")]).prop_map(hold_picture),
        1 => (camera(), prop::sample::select(vec!["Drums", "Camera 1"])).prop_map(|(camera, to)| rename(camera, to)),
        1 => camera().prop_map(remove),
        3 => (camera(), camera()).prop_map(|(camera, to)| renumber(camera, to)),
        1 => Just(remove_lost()),
        1 => (0..9_000_u32).prop_map(camera_budget),
        1 => prop::sample::select(vec!["10.0.0.1", "192.168.1.7", "8.8.8.8"]).prop_map(choose_address),
        1 => (1..4_u64, any::<(bool, bool)>()).prop_map(|(desk, (h264, vp8))| reported_by(desk, h264, vp8)),
        1 => (1..4_u64).prop_map(desk_left),
        1 => prop::sample::select(vec!["10.0.0.1", "192.168.1.7"]).prop_map(|a| Input::Addresses(addresses(a))),
        2 => (prop::sample::select(vec![None, Some(FallbackTo::Slate), Some(FallbackTo::Last)]), any::<bool>())
            .prop_map(|(to, back)| fallback(to, back)),
        2 => (camera(), any::<bool>())
            .prop_map(|(camera, back)| fallback(Some(FallbackTo::Camera(CameraNumber(camera))), back)),
        1 => Just(asks(Command::FallbackUnderstood)),
        2 => (who(), prop::collection::vec(prop::sample::select(vec![
            HealthReason::Frozen, HealthReason::Black, HealthReason::Battery,
        ]), 0..2)).prop_map(|(who, reasons)| measured(who, &reasons)),
        1 => camera().prop_map(erase),
        2 => prop::sample::select(vec![start_recording(), stop_recording(), mark(None), clip()]),
        2 => prop::sample::select(vec![folder_made(), cannot_write(), files_complete()]),
        1 => prop::option::of(0..20_u32).prop_map(minutes_left),
        1 => any::<bool>().prop_map(disk_refuses),
        1 => prop_oneof![
            prop::option::of(camera()).prop_map(sound_of),
            any::<bool>().prop_map(mute),
            (camera(), prop::sample::select(vec![SoundMode::Music, SoundMode::Speech]))
                .prop_map(|(camera, mode)| sound_mode(camera, mode)),
            (camera(), prop::sample::select(vec![0, 40, 5_000])).prop_map(|(camera, delay)| sound_delay(camera, delay)),
        ],
        1 => prop_oneof![
            (who(), prop::sample::select(vec![0, 120, 5_000])).prop_map(|(who, delay)| needs_delay(who, delay)),
            prop::sample::select(vec![Playout::AsItComes, Playout::Automatic])
                .prop_map(playout),
            prop::sample::select(vec![0, 80, 5_000]).prop_map(|delay| playout(Playout::UpTo { delay })),
            (1..4_u64, any::<bool>(), prop::option::of(camera()))
                .prop_map(|(desk, on, camera)| talk_by(Some(desk), on, camera)),
        ],
        1 => prop_oneof![
            prop::sample::select(vec!["http://a/whip", "https://b:8443/x", "ftp://c", "http://"]).prop_map(push_to),
            (1..4_u32).prop_map(end_link),
            (1..4_u32, prop::sample::select(vec![LinkState::Live, LinkState::Frozen, LinkState::Waiting]))
                .prop_map(|(link, state)| link_is(link, state, None)),
        ],
        1 => (1..9_u32).prop_map(finished),
        1 => (1..9_u32).prop_map(failed),
    ];
    prop_oneof![
        15 => input.prop_map(Happening::Input),
        5 => replaying(),
        3 => Just(Happening::ReplayRolls),
        2 => any::<bool>().prop_map(|finished| Happening::ReplayEnds { finished }),
    ]
}

/// What happens, and how many ticks after what happened before.
fn evening() -> impl Strategy<Value = Vec<(Millis, Happening)>> {
    let ticks = prop_oneof![1 => Just(0), 4 => 1..12_u64, 1 => 12..40_u64];
    prop::collection::vec((ticks, happening()), 1..120)
}

/// One picture of one camera: the camera as it was let in, and the moment on its feed.
type Picture = (u32, Millis);

/// A stretch of a camera as it was let in.
type Shot = (u32, Millis, Millis);

/// An audience, a desk and some phones who believe what they are told, and check it.
struct Witness {
    director: Director,
    /// The desk's state: a first snapshot and every event since.
    desk: Snapshot,
    /// What each camera was told last.
    told: BTreeMap<CameraId, PhoneView>,
    /// What the studio plays.
    playing: Option<(u32, Vec<Shot>)>,
    /// Whose live picture the audience sees, until a replay that was started shows its first one.
    live: Option<u32>,
    /// What the audience saw in each tick.
    seen: Vec<Option<Picture>>,
    /// Who has each number: a camera that was removed and let in again is another one.
    holders: BTreeMap<CameraNumber, u32>,
    /// How many cameras were let in.
    let_in: u32,
}

impl Witness {
    fn new() -> Self {
        let limits = Limits {
            camera_limit: CAMERA_LIMIT,
            replay_length: REPLAY_LENGTH,
            history_length: HISTORY_LENGTH,
            ..Limits::default()
        };
        let director = Director::new(limits, Memory::default(), addresses("10.0.0.1"), "test".to_owned());
        Self {
            desk: director.snapshot(0),
            director,
            told: BTreeMap::new(),
            playing: None,
            live: None,
            seen: Vec::new(),
            holders: BTreeMap::new(),
            let_in: 0,
        }
    }

    fn witness(&mut self, now: Millis, happening: Happening) {
        let waits = self.desk.replay.as_ref().filter(|replay| replay.rolling.is_none());
        if let Some(due) = waits.map(|replay| replay.started + PATIENCE).filter(|due| *due <= now) {
            self.happens(due, Happening::ReplayRolls);
        }
        self.happens(now, happening);
    }

    fn happens(&mut self, now: Millis, happening: Happening) {
        self.watch_until(now);
        let input = match (happening, &self.playing) {
            (Happening::Input(input), _) => input,
            (Happening::ReplayRolls, Some((id, _))) => rolls(*id, now),
            (Happening::ReplayEnds { finished: true }, Some((id, _))) => finished(*id),
            (Happening::ReplayEnds { finished: false }, Some((id, _))) => failed(*id),
            (Happening::ReplayRolls | Happening::ReplayEnds { .. }, None) => return,
            (Happening::Seek { on, ticks }, _) => {
                let of = |player: &&PlayerState| player.on == on && player.to > self.oldest(now);
                let Some(player) = self.desk.players.iter().find(of) else { return };
                let at = player.from.saturating_add_signed(ticks * TICK as i64).min(player.to - TICK);
                seek(on, at.max(self.oldest(now)).min(player.to - TICK))
            }
            (Happening::Trim { on, ticks: (from, to) }, _) => {
                let Some(player) = self.desk.players.iter().find(|player| player.on == on) else { return };
                let moved = |at: Millis, by: i64| at.saturating_add_signed(by * TICK as i64);
                trim(on, Some(moved(player.from, from)), Some(moved(player.to, to)))
            }
        };
        let before = self.director.clone();
        let (was, wanted) = (self.desk.clone(), input.clone());
        match self.director.handle(now, input.clone()) {
            Ok(outcome) => {
                self.hear(now, &input, &outcome);
                let remember = outcome.effects.contains(&Effect::Remember);
                assert_eq!(remember, before.memory() != self.director.memory(), "what to remember");
                let keep = outcome.effects.contains(&Effect::KeepLibrary);
                assert!(keep || before.library() == self.director.library(), "what to keep");
            }
            Err(refusal) => {
                assert_eq!(self.director, before, "a refusal changes nothing");
                self.accept(now, &input, &refusal);
            }
        }
        assert_eq!(self.director.snapshot(self.desk.now), self.desk, "snapshot + events = the next snapshot");
        assert_eq!(
            self.director.heard().map(|camera| camera.number),
            self.desk.heard(),
            "one says what the other does"
        );
        self.check();
        self.check_fallback(now, &was, &wanted);
    }

    /// Checks what program did by itself.
    fn check_fallback(&self, now: Millis, was: &Snapshot, input: &Input) {
        let Snapshot { fallback, selected, .. } = &self.desk;
        if matches!(input, Input::Command { .. }) {
            return;
        }
        let failed = |state: &Snapshot, number: CameraNumber| {
            let camera = state.camera(number).expect("it is in the roster");
            camera.state != CameraState::Live || camera.reasons.contains(&HealthReason::Frozen)
        };
        // Of what was good and is not, program is off at once, whatever else it shows.
        let fell = |number: CameraNumber| !failed(was, number) && failed(&self.desk, number);
        if let Some(gone) = was.selected.filter(|number| fallback.to.is_some() && fell(*number)) {
            assert_ne!(*selected, Some(gone), "it is off program");
            assert_eq!(fallback.used.map(|used| (used.camera, used.at, used.to)), Some((gone, now, *selected)));
            return;
        }
        if *selected != was.selected {
            let first = was.selected.is_none() && was.fallback.used.is_none();
            let used = fallback.used.is_some_and(|used| used.to == *selected);
            assert!(first || used || fallback.back, "nobody wanted another camera on program");
        }
    }

    /// Notes what the audience sees until something happens: of a picture that stands, nothing.
    fn watch_until(&mut self, now: Millis) {
        while (self.seen.len() as Millis) * TICK < now {
            let at = self.seen.len() as Millis * TICK;
            let rolling = self.desk.replay.as_ref().and_then(|replay| replay.rolling);
            let picture = match (self.desk.on_air().source, &self.playing, rolling) {
                (Source::Slate | Source::Hold, ..) => None,
                (Source::Replay { .. }, Some((id, shots)), Some(_)) => {
                    let player = self.desk.players.iter().find(|player| player.id == *id).expect("it plays");
                    played(player, shots, at)
                }
                (Source::Replay { id }, None, _) => panic!("replay {id} is on air and nobody plays it"),
                (Source::Camera { .. } | Source::Replay { .. }, ..) => self.live.map(|holder| (holder, at)),
            };
            self.seen.push(picture);
        }
    }

    fn hear(&mut self, now: Millis, input: &Input, outcome: &Outcome) {
        let again = self.playing.clone();
        for numbered in &outcome.events {
            let before = self.desk.clone();
            assert!(self.desk.apply(numbered.clone()), "events are numbered without a gap");
            assert_ne!(Snapshot { seq: before.seq, ..self.desk.clone() }, before, "an event without a change");
            let programs = self.desk.cameras.iter().filter(|camera| camera.tally == Tally::Program);
            assert!(programs.count() <= 1, "two tallies at a time");
            match &numbered.event {
                Event::Camera { camera } => {
                    self.holders.entry(camera.number).or_insert_with(|| {
                        self.let_in += 1;
                        self.let_in
                    });
                }
                Event::CameraRemoved { camera } => {
                    self.holders.remove(camera);
                }
                Event::ReplayEnded { id, reason: ReplayEnd::Finished | ReplayEnd::Failed } => {
                    let ended = self.playing.take().map(|(id, _)| id);
                    assert_eq!(ended, Some(*id), "a replay ends by itself while it plays");
                }
                Event::OnAir { on_air } => {
                    assert_eq!(on_air.since, now);
                    match on_air.source {
                        Source::Camera { camera } => self.live = Some(self.holders[&camera]),
                        Source::Slate | Source::Hold => self.live = None,
                        Source::Replay { .. } => {}
                    }
                }
                Event::ReplayRolling { id, at } => {
                    assert_eq!((self.playing.as_ref().map(|(id, _)| *id), *at), (Some(*id), now));
                    self.live = None;
                }
                Event::Renumbered { camera, to } => {
                    let holders = [camera, to].map(|number| self.holders.remove(number));
                    for (number, holder) in [to, camera].into_iter().zip(holders) {
                        self.holders.extend(holder.map(|holder| (*number, holder)));
                    }
                }
                Event::ReplayEnded { reason: ReplayEnd::Stopped, .. }
                | Event::ReplayStarted { .. }
                | Event::Player { .. }
                | Event::PlayerGone { .. }
                | Event::Mark { .. }
                | Event::MarkRemoved { .. }
                | Event::Clip { .. }
                | Event::ClipRemoved { .. }
                | Event::Playlist { .. }
                | Event::PlaylistRemoved { .. }
                | Event::Archive { .. }
                | Event::Selected { .. }
                | Event::Hold { .. }
                | Event::Recording { .. }
                | Event::ShowFinished { .. }
                | Event::Sound { .. }
                | Event::Talk { .. }
                | Event::Playout { .. }
                | Event::Fallback { .. }
                | Event::Link { .. }
                | Event::LinkRemoved { .. }
                | Event::Join { .. }
                | Event::Settings { .. } => {}
            }
        }
        if let Input::Join { id, .. } = input {
            let to_it = |effect: &Effect| matches!(effect, Effect::TellCamera { id: to, .. } if to == id);
            assert!(outcome.effects.iter().any(to_it), "who joins is told, whatever it was told before");
        }
        for effect in &outcome.effects {
            match effect {
                Effect::StopReplay { id } => {
                    assert_eq!(self.playing.take().map(|(id, _)| id), Some(*id), "only what plays is stopped");
                }
                Effect::StartReplay { replay, .. } => {
                    assert!(self.playing.is_none(), "one replay at a time");
                    assert_eq!(self.desk.replay.as_ref(), Some(replay));
                    let pictures = self.pictures(replay);
                    if is_usual(input) {
                        assert_eq!(pictures, self.replayable(now, again.as_ref()), "what is replayed is what was seen");
                    }
                    self.playing = Some((replay.id, self.shots(&replay.segments)));
                }
                Effect::Turn { id, segments, .. } => {
                    assert_eq!(self.playing.as_ref().map(|(id, _)| id), Some(id), "only what plays is turned");
                    self.playing = Some((*id, self.shots(segments)));
                }
                Effect::TellCamera { id, view } => {
                    let before = self.told.insert(id.clone(), view.clone());
                    let joined = matches!(input, Input::Join { id: who, .. } if who == id);
                    let counts = view.live_in.is_some();
                    assert!(joined || counts || before.as_ref() != Some(view), "a camera is told what it knows");
                }
                Effect::Disconnect { id } => assert!(self.told.remove(id).is_some(), "only a camera is disconnected"),
                Effect::Codecs(codecs) => assert_eq!(*codecs, self.director.codecs()),
                Effect::GiveWord(desk) => {
                    assert_eq!(
                        desk.map(|desk| desk.0),
                        self.desk.talk.map(|talk| talk.desk),
                        "who speaks has the word"
                    );
                }
                Effect::Erase { id, .. } => {
                    assert!(!self.told.contains_key(id), "who is erased was disconnected first")
                }
                Effect::KeepClip { segments, .. } if is_usual(input) => {
                    let kept = self
                        .desk
                        .replay
                        .as_ref()
                        .map_or_else(|| self.replayable(now, None), |_| self.replayable(now, self.playing.as_ref()));
                    assert_eq!(self.stretches(segments), kept, "what is kept is what a replay would play");
                }
                Effect::KeepClip { .. }
                | Effect::SetSpeed { .. }
                | Effect::Step { .. }
                | Effect::StartRecording
                | Effect::StopRecording
                | Effect::EndIsos
                | Effect::Mark { .. }
                | Effect::Connect { .. }
                | Effect::EndLink { .. }
                | Effect::Spool(_)
                | Effect::Remember
                | Effect::KeepLibrary
                | Effect::ChooseAddress(_) => {}
            }
        }
    }

    /// Checks the refusals that say something about the state.
    fn accept(&self, now: Millis, input: &Input, refusal: &Refusal) {
        match refusal.code {
            RefusalCode::NothingToReplay if is_usual(input) => {
                assert!(self.replayable(now, self.playing.as_ref()).len() < 5, "there were 500 ms to replay");
            }
            RefusalCode::DeskFull => assert_eq!(self.desk.cameras.len(), usize::from(CAMERA_LIMIT)),
            RefusalCode::NothingToReplay
            | RefusalCode::UnknownCamera
            | RefusalCode::CameraNotLive
            | RefusalCode::UnknownAddress
            | RefusalCode::NoCodec
            | RefusalCode::OutOfRange
            | RefusalCode::NotOffered
            | RefusalCode::BadUrl => {}
            RefusalCode::AlreadyRecording => assert!(self.desk.recording.is_some()),
            RefusalCode::NotRecording => {
                let running = |recording: &Recording| recording.state == RecordingState::Running;
                assert!(!self.desk.recording.as_ref().is_some_and(running));
            }
            RefusalCode::OtherSpeaks => assert!(self.desk.talk.is_some()),
            RefusalCode::AlreadyLinked | RefusalCode::TooManyLinks => assert!(!self.desk.links.is_empty()),
            RefusalCode::UnknownLink
            | RefusalCode::NoReplay
            | RefusalCode::UnknownMark
            | RefusalCode::UnknownClip
            | RefusalCode::UnknownPlaylist
            | RefusalCode::ListFull => {}
            RefusalCode::Busy | RefusalCode::Malformed | RefusalCode::NoConnection | RefusalCode::NotAllowed => {
                panic!("the director is never {:?}", refusal.code)
            }
        }
    }

    /// A replay, picture by picture.
    fn pictures(&self, replay: &Replay) -> Vec<Picture> {
        for pair in replay.segments.windows(2) {
            assert!(pair[0].camera != pair[1].camera || pair[0].to != pair[1].from, "two stretches that are one");
        }
        let pictures = self.stretches(&replay.segments);
        assert_eq!(replay.duration, pictures.len() as Millis * TICK);
        pictures
    }

    /// Stretches of feeds, picture by picture.
    fn stretches(&self, segments: &[Segment]) -> Vec<Picture> {
        let mut pictures = Vec::new();
        for segment in segments {
            assert!(segment.from < segment.to, "an empty stretch");
            pictures.extend(
                (segment.from..segment.to).step_by(TICK as usize).map(|at| (self.holders[&segment.camera], at)),
            );
        }
        pictures
    }

    /// Stretches of feeds, of who has the numbers now.
    fn shots(&self, segments: &[Segment]) -> Vec<Shot> {
        segments.iter().map(|segment| (self.holders[&segment.camera], segment.from, segment.to)).collect()
    }

    /// How far back something can be asked for.
    fn oldest(&self, now: Millis) -> Millis {
        self.desk.archive.begin.unwrap_or(now.saturating_sub(HISTORY_LENGTH))
    }

    /// What a replay should play now: the replay that plays, or what was seen last; of it what is still kept.
    fn replayable(&self, now: Millis, playing: Option<&(u32, Vec<Shot>)>) -> Vec<Picture> {
        let mut pictures: Vec<Picture> = match playing {
            Some((_, shots)) => {
                let ticks = |(holder, from, to): &Shot| {
                    (*from..*to).step_by(TICK as usize).map(|at| (*holder, at)).collect::<Vec<_>>()
                };
                shots.iter().flat_map(ticks).collect()
            }
            None => {
                let from = self.seen.len().saturating_sub((REPLAY_LENGTH / TICK) as usize);
                self.seen[from..].iter().flatten().copied().collect()
            }
        };
        let here: BTreeSet<u32> = self.holders.values().copied().collect();
        pictures.retain(|(holder, at)| here.contains(holder) && *at >= self.oldest(now));
        pictures
    }

    /// What holds between two inputs.
    fn check(&self) {
        let Snapshot { cameras, selected, history, replay, hold, .. } = &self.desk;
        let is = |number: CameraNumber, state| cameras.iter().any(|c| c.number == number && c.state == state);

        assert!(cameras.len() <= usize::from(CAMERA_LIMIT));
        assert!(cameras.windows(2).all(|pair| pair[0].number < pair[1].number), "numbers are unique and in order");
        assert!(selected.is_none_or(|number| cameras.iter().any(|c| c.number == number)), "selected is in the roster");
        assert!(history.windows(2).all(|pair| pair[0].since <= pair[1].since && pair[0].source != pair[1].source));

        let source = match (replay, selected) {
            (Some(replay), _) => Source::Replay { id: replay.id },
            (None, _) if hold.on => Source::Hold,
            (None, Some(camera)) if is(*camera, CameraState::Live) => Source::Camera { camera: *camera },
            (None, _) => Source::Slate,
        };
        assert_eq!(self.desk.on_air().source, source, "on air follows from replay, hold, selection and who is live");
        assert_eq!(self.playing.as_ref().map(|(id, _)| *id), replay.as_ref().map(|replay| replay.id));

        for camera in cameras {
            let tally = match source {
                Source::Camera { camera: shown } if shown == camera.number => Tally::Program,
                Source::Replay { .. } | Source::Hold
                    if *selected == Some(camera.number) && camera.state == CameraState::Live =>
                {
                    Tally::Preview
                }
                Source::Slate | Source::Hold | Source::Camera { .. } | Source::Replay { .. } => Tally::Off,
            };
            assert_eq!(camera.tally, tally, "tally of camera {}", camera.number);

            let id = self.director.id_of(camera.number).expect("every camera has its id");
            assert_eq!(self.director.camera_of(id), Some(camera));
            assert!(
                camera.playout_delay <= self.desk.playout.delay(Millis::MAX),
                "nobody is further behind than the bound"
            );
            let recorded = self.desk.recording.as_ref().is_some_and(Recording::is_on);
            let (number, sound) = (camera.number, camera.sound.mode);
            let budget = self.desk.settings.camera_budget;
            let live_in = self.told.get(id).and_then(|told| told.live_in);
            assert!(live_in.is_none() || tally == Tally::Preview, "who is next knows when");
            let (wanted, spoken_to) =
                self.told.get(id).map(|told| (told.wanted.clone(), told.spoken_to)).unwrap_or_default();
            assert_eq!(wanted.settings, camera.wanted, "every camera knows what is wanted of it");
            let (name, cue, calls) = (camera.name.clone(), camera.cue.clone(), camera.calls.is_some());
            let view =
                PhoneView { number, name, tally, sound, recorded, budget, live_in, wanted, cue, calls, spoken_to };
            assert_eq!(self.told.get(id), Some(&view), "every camera knows its part");
        }
        let on_program = self.desk.players.iter().filter(|player| player.on == ReplayBus::Program);
        assert_eq!(
            on_program.map(|player| player.id).collect::<Vec<_>>(),
            replay.iter().map(|r| r.id).collect::<Vec<_>>()
        );
        let cues = self.desk.players.iter().filter(|player| player.on == ReplayBus::Cue);
        let desks: Vec<_> = cues.map(|player| player.desk).collect();
        assert_eq!(desks.iter().collect::<BTreeSet<_>>().len(), desks.len(), "one cue each");
        for player in &self.desk.players {
            let segment = player.segments[player.segment as usize];
            assert!((segment.from..=segment.to).contains(&player.at), "it is in its segment");
        }
        let feeds: BTreeSet<_> = cameras.iter().map(|camera| camera.feed).collect();
        assert_eq!(feeds.len(), cameras.len(), "a feed is one camera's");
        let Codecs { h264, vp8 } = self.director.codecs();
        assert!(h264 || vp8, "some codec is left to negotiate");
        assert_eq!(self.told.len(), cameras.len(), "who was told something is here or was disconnected");
    }
}

/// Whether it asks for the last of program, or for what plays there again.
fn is_usual(input: &Input) -> bool {
    let Input::Command { command, .. } = input else { return false };
    *command == Command::replay()
        || matches!(
            command,
            Command::Clip(AskedClip { on: ReplayBus::Program, from: None, to: None, camera: None, .. })
        )
}

/// The picture that a replay goes on to in this tick; none where it stands.
fn played(player: &PlayerState, shots: &[Shot], at: Millis) -> Option<Picture> {
    let mut moment = player.at + at.checked_sub(player.since)?;
    let mut shots = shots[player.segment as usize..].iter().filter(|_| player.speed == 100).peekable();
    while let Some((holder, _, to)) = shots.next() {
        if moment < *to {
            return Some((*holder, moment));
        }
        moment = shots.peek()?.1 + (moment - to);
    }
    None
}

proptest! {
    #[test]
    fn the_desk_the_phones_and_the_audience_agree(evening in evening()) {
        let mut witness = Witness::new();
        let mut now = 0;
        for (ticks, happening) in evening {
            now += ticks * TICK;
            witness.witness(now, happening);
        }
    }
}
