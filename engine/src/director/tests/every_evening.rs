//! What holds after every input of every evening, whatever happens in it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::words::*;
use crate::director::{Director, Effect, Input, Limits, Memory, Outcome};
use crate::protocol::{
    CameraId, CameraNumber, CameraState, Codecs, Event, LinkState, Millis, PhoneView, Playout, Recording,
    RecordingState, Refusal, RefusalCode, Replay, ReplayEnd, Segment, Snapshot, SoundMode, Source, Tally,
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

/// An audience, a desk and some phones who believe what they are told, and check it.
struct Witness {
    director: Director,
    /// The desk's state: a first snapshot and every event since.
    desk: Snapshot,
    /// What each camera was told last.
    told: BTreeMap<CameraId, PhoneView>,
    /// What the studio plays, picture by picture.
    playing: Option<(u32, Vec<Picture>)>,
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
        };
        let before = self.director.clone();
        match self.director.handle(now, input.clone()) {
            Ok(outcome) => {
                self.hear(now, &input, &outcome);
                let remember = outcome.effects.contains(&Effect::Remember);
                assert_eq!(remember, before.memory() != self.director.memory(), "what to remember");
            }
            Err(refusal) => {
                assert_eq!(self.director, before, "a refusal changes nothing");
                self.accept(now, &refusal);
            }
        }
        assert_eq!(self.director.snapshot(self.desk.now), self.desk, "snapshot + events = the next snapshot");
        assert_eq!(
            self.director.heard().map(|camera| camera.number),
            self.desk.heard(),
            "one says what the other does"
        );
        self.check();
    }

    /// Notes what the audience sees until something happens.
    fn watch_until(&mut self, now: Millis) {
        while (self.seen.len() as Millis) * TICK < now {
            let at = self.seen.len() as Millis * TICK;
            let rolling = self.desk.replay.as_ref().and_then(|replay| replay.rolling);
            let picture = match (self.desk.on_air().source, &self.playing, rolling) {
                (Source::Slate | Source::Hold, ..) => None,
                (Source::Replay { .. }, Some((_, pictures)), Some(rolling)) => {
                    pictures.get(((at - rolling) / TICK) as usize).copied()
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
                | Event::Playout { .. }
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
                    assert_eq!(pictures, self.replayable(now, again.as_ref()), "what is replayed is what was seen");
                    self.playing = Some((replay.id, pictures));
                }
                Effect::TellCamera { id, view } => {
                    let before = self.told.insert(id.clone(), view.clone());
                    let joined = matches!(input, Input::Join { id: who, .. } if who == id);
                    assert!(joined || before.as_ref() != Some(view), "a camera is told what it knows");
                }
                Effect::Disconnect { id } => assert!(self.told.remove(id).is_some(), "only a camera is disconnected"),
                Effect::Codecs(codecs) => assert_eq!(*codecs, self.director.codecs()),
                Effect::Erase { id, .. } => {
                    assert!(!self.told.contains_key(id), "who is erased was disconnected first")
                }
                Effect::KeepClip { segments, .. } => {
                    let kept = self
                        .desk
                        .replay
                        .as_ref()
                        .map_or_else(|| self.replayable(now, None), |_| self.replayable(now, self.playing.as_ref()));
                    assert_eq!(self.stretches(segments), kept, "what is kept is what a replay would play");
                }
                Effect::SetSpeed { .. }
                | Effect::Turn { .. }
                | Effect::Step { .. }
                | Effect::StartRecording
                | Effect::StopRecording
                | Effect::EndIsos
                | Effect::Mark { .. }
                | Effect::Connect { .. }
                | Effect::EndLink { .. }
                | Effect::Remember
                | Effect::ChooseAddress(_) => {}
            }
        }
    }

    /// Checks the refusals that say something about the state.
    fn accept(&self, now: Millis, refusal: &Refusal) {
        match refusal.code {
            RefusalCode::NothingToReplay => {
                assert!(self.replayable(now, self.playing.as_ref()).len() < 5, "there were 500 ms to replay");
            }
            RefusalCode::DeskFull => assert_eq!(self.desk.cameras.len(), usize::from(CAMERA_LIMIT)),
            RefusalCode::UnknownCamera
            | RefusalCode::CameraNotLive
            | RefusalCode::UnknownAddress
            | RefusalCode::NoCodec
            | RefusalCode::OutOfRange
            | RefusalCode::BadUrl => {}
            RefusalCode::AlreadyRecording => assert!(self.desk.recording.is_some()),
            RefusalCode::NotRecording => {
                let running = |recording: &Recording| recording.state == RecordingState::Running;
                assert!(!self.desk.recording.as_ref().is_some_and(running));
            }
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

    /// What a replay should play now: the replay that plays, or what was seen last; of it what feeds still hold.
    fn replayable(&self, now: Millis, playing: Option<&(u32, Vec<Picture>)>) -> Vec<Picture> {
        let mut pictures = match playing {
            Some((_, pictures)) => pictures.clone(),
            None => {
                let from = self.seen.len().saturating_sub((REPLAY_LENGTH / TICK) as usize);
                self.seen[from..].iter().flatten().copied().collect()
            }
        };
        let here: BTreeSet<u32> = self.holders.values().copied().collect();
        pictures.retain(|(holder, at)| here.contains(holder) && at + HISTORY_LENGTH >= now);
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
            let view = PhoneView { number, name: camera.name.clone(), tally, sound, recorded, budget };
            assert_eq!(self.told.get(id), Some(&view), "every camera knows its part");
        }
        let feeds: BTreeSet<_> = cameras.iter().map(|camera| camera.feed).collect();
        assert_eq!(feeds.len(), cameras.len(), "a feed is one camera's");
        let Codecs { h264, vp8 } = self.director.codecs();
        assert!(h264 || vp8, "some codec is left to negotiate");
        assert_eq!(self.told.len(), cameras.len(), "who was told something is here or was disconnected");
    }
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
