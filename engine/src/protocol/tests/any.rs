//! Any value of the contract's types, for properties.

use proptest::{option, prelude::*, sample::select};

use crate::protocol::*;

/// A time or a number that JavaScript has too.
fn millis() -> impl Strategy<Value = Millis> {
    0..(1_u64 << 53)
}

pub(super) fn number() -> impl Strategy<Value = CameraNumber> {
    any::<u8>().prop_map(CameraNumber)
}

fn feed() -> impl Strategy<Value = FeedId> {
    any::<u32>().prop_map(FeedId)
}

fn hold() -> impl Strategy<Value = Hold> {
    let text = any::<Option<String>>().prop_map(|text| text.as_deref().and_then(HoldText::new));
    (any::<bool>(), text, any::<Option<String>>()).prop_map(|(on, text, picture)| Hold { on, text, picture })
}

pub(super) fn name() -> impl Strategy<Value = CameraName> {
    any::<String>().prop_filter_map("nothing visible", |name| CameraName::new(&name).ok())
}

fn codecs() -> impl Strategy<Value = Codecs> {
    any::<(bool, bool)>().prop_map(|(h264, vp8)| Codecs { h264, vp8 })
}

pub(super) fn command() -> BoxedStrategy<Command> {
    prop_oneof![
        number().prop_map(|camera| Command::Cut { camera }),
        replay_command(),
        speed().prop_map(|speed| Command::Speed { on: ReplayBus::Cue, speed }),
        (bus(), number()).prop_map(|(on, camera)| Command::Angle { on, camera }),
        (bus(), prop::collection::vec(number(), 0..3)).prop_map(|(on, cameras)| Command::Angles { on, cameras }),
        (bus(), millis()).prop_map(|(on, at)| Command::Seek { on, at }),
        (bus(), any::<i32>()).prop_map(|(on, frames)| Command::Step { on, frames }),
        (bus(), moment(), moment()).prop_map(|(on, from, to)| Command::Trim { on, from, to }),
        Just(Command::Take),
        bus().prop_map(|on| Command::Live { on }),
        any::<bool>().prop_map(|on| Command::Hold { on }),
        option::of(any::<String>()).prop_map(|text| Command::SetHold { text }),
        (option::of(fallback_to()), any::<bool>()).prop_map(|(to, back)| Command::Fallback(AskedFallback { to, back })),
        Just(Command::FallbackUnderstood),
        (number(), name()).prop_map(|(camera, name)| Command::Rename { camera, name }),
        (number(), number()).prop_map(|(camera, to)| Command::Renumber { camera, to }),
        any::<u32>().prop_map(|kbps| Command::CameraBudget { kbps }),
        (number(), camera_settings()).prop_map(|(camera, settings)| Command::Adjust(Adjustment { camera, settings })),
        (option::of(number()), any::<String>()).prop_map(|(camera, text)| Command::Cue(WrittenCue { camera, text })),
        number().prop_map(|camera| Command::Answer { camera }),
        number().prop_map(|camera| Command::Remove { camera }),
        Just(Command::RemoveLost),
        number().prop_map(|camera| Command::Erase { camera }),
        Just(Command::StartRecording),
        Just(Command::StopRecording),
        (option::of(any::<String>()), moment(), millis()).prop_map(|(label, at, pre_roll)| Command::Mark(AskedMark {
            label,
            at,
            pre_roll
        })),
        any::<u32>().prop_map(|mark| Command::RemoveMark { mark }),
        (bus(), moment(), moment(), option::of(number()), option::of(any::<String>()))
            .prop_map(|(on, from, to, camera, name)| Command::Clip(AskedClip { on, from, to, camera, name })),
        edit_clip(),
        any::<u32>().prop_map(|clip| Command::RemoveClip { clip }),
        playlist().prop_map(|playlist| Command::SetPlaylist { playlist }),
        any::<u32>().prop_map(|playlist| Command::RemovePlaylist { playlist }),
        (any::<u32>(), bus(), any::<u32>()).prop_map(|(playlist, on, entry)| Command::PlayPlaylist {
            playlist,
            on,
            entry
        }),
        option::of(spool()).prop_map(|limits| Command::Spool { limits }),
        sound_source().prop_map(|source| Command::ProgramSound { source }),
        any::<bool>().prop_map(|muted| Command::Mute { muted }),
        (number(), sound_mode()).prop_map(|(camera, mode)| Command::SoundMode { camera, mode }),
        (number(), millis()).prop_map(|(camera, delay)| Command::SoundDelay { camera, delay }),
        (link_kind(), any::<String>(), option::of(any::<String>()), option::of(name())).prop_map(
            |(kind, url, token, name)| Command::Connect { kind, url, token: token.map(LinkToken::new), name },
        ),
        any::<u32>().prop_map(|link| Command::Disconnect { link }),
        any::<String>().prop_map(|address| Command::ChooseAddress { address }),
        codecs().prop_map(|codecs| Command::ReportCodecs { codecs }),
        (any::<bool>(), option::of(number())).prop_map(|(on, camera)| Command::Talk(AskedTalk { on, camera })),
        playout().prop_map(|playout| Command::Playout { playout }),
    ]
    .boxed()
}

fn bus() -> impl Strategy<Value = ReplayBus> {
    select(vec![ReplayBus::Program, ReplayBus::Cue])
}

fn moment() -> impl Strategy<Value = Option<Millis>> {
    option::of(millis())
}

fn speed() -> impl Strategy<Value = i16> {
    any::<i16>()
}

fn replay_command() -> impl Strategy<Value = Command> {
    (bus(), option::of(number()), moment(), moment(), any::<Option<u32>>(), option::of(speed()))
        .prop_map(|(on, camera, from, to, clip, speed)| Command::Replay { on, camera, from, to, clip, speed })
}

fn edit_clip() -> impl Strategy<Value = Command> {
    let words = (any::<Option<String>>(), any::<Option<Vec<String>>>(), any::<Option<u8>>());
    (any::<u32>(), words, moment(), moment(), option::of(number())).prop_map(
        |(clip, (name, tags, stars), from, to, camera)| {
            Command::EditClip(EditedClip { clip, name, tags, stars, from, to, camera })
        },
    )
}

fn spool() -> impl Strategy<Value = SpoolLimits> {
    any::<(u32, u32)>().prop_map(|(minutes, megabytes)| SpoolLimits { minutes, megabytes })
}

fn segments() -> impl Strategy<Value = Vec<Segment>> {
    let segment = (number(), millis(), millis()).prop_map(|(camera, from, to)| Segment { camera, from, to });
    prop::collection::vec(segment, 0..4)
}

fn mark() -> impl Strategy<Value = Mark> {
    (any::<u32>(), millis(), any::<Option<String>>()).prop_map(|(id, at, label)| Mark { id, at, label })
}

fn clip() -> impl Strategy<Value = Clip> {
    let words = any::<(String, Vec<String>, u8)>();
    (any::<u32>(), words, millis(), millis(), option::of(number()), segments()).prop_map(
        |(id, (name, tags, stars), from, to, camera, cuts)| Clip { id, name, from, to, camera, cuts, tags, stars },
    )
}

fn playlist() -> impl Strategy<Value = Playlist> {
    let entry = (any::<u32>(), option::of(number()), speed()).prop_map(|(clip, camera, speed)| PlaylistEntry {
        clip,
        camera,
        speed,
    });
    (any::<(u32, String, bool)>(), prop::collection::vec(entry, 0..3))
        .prop_map(|((id, name, loops), entries)| Playlist { id, name, entries, loops })
}

fn player() -> impl Strategy<Value = PlayerState> {
    let position = any::<Option<(u32, u32)>>()
        .prop_map(|position| position.map(|(playlist, entry)| PlaylistPosition { playlist, entry }));
    let place = (any::<(u32, u32)>(), bus(), option::of(millis()), option::of(number()), segments());
    (place, (millis(), millis()), (millis(), millis()), speed(), position).prop_map(
        |((id_segment, on, desk, camera, segments), (at, since), (from, to), speed, playing)| {
            let (id, segment) = id_segment;
            PlayerState { id, on, desk, camera, segments, segment, at, since, from, to, speed, playing }
        },
    )
}

fn archive() -> impl Strategy<Value = ArchiveState> {
    (moment(), option::of(spool()), millis()).prop_map(|(begin, spool, spool_bytes)| ArchiveState {
        begin,
        spool,
        spool_bytes,
    })
}

fn talk() -> impl Strategy<Value = Option<Talk>> {
    option::of((millis(), option::of(number())).prop_map(|(desk, camera)| Talk { desk, camera }))
}

fn playout() -> impl Strategy<Value = Playout> {
    prop_oneof![Just(Playout::AsItComes), Just(Playout::Automatic), millis().prop_map(|delay| Playout::UpTo { delay }),]
}

fn fallback_to() -> impl Strategy<Value = FallbackTo> {
    prop_oneof![Just(FallbackTo::Slate), Just(FallbackTo::Last), number().prop_map(FallbackTo::Camera)]
}

fn looks() -> impl Strategy<Value = Looks> {
    any::<(bool, bool, bool)>().prop_map(|(black, white, still)| Looks { black, white, still })
}

fn fallback() -> impl Strategy<Value = Fallback> {
    let reason = select(vec![HealthReason::Disconnected, HealthReason::Frozen]);
    let used = (number(), reason, millis(), option::of(number())).prop_map(|(camera, reason, at, to)| FallbackUse {
        camera,
        reason,
        at,
        to,
    });
    (option::of(fallback_to()), any::<bool>(), option::of(used)).prop_map(|(to, back, used)| Fallback {
        to,
        back,
        used,
    })
}

fn sound_mode() -> impl Strategy<Value = SoundMode> {
    select(vec![SoundMode::Music, SoundMode::Speech])
}

fn sound_source() -> impl Strategy<Value = SoundSource> {
    prop_oneof![Just(SoundSource::Follow), number().prop_map(|camera| SoundSource::Camera { camera })]
}

fn program_sound() -> impl Strategy<Value = ProgramSound> {
    (sound_source(), any::<bool>()).prop_map(|(source, muted)| ProgramSound { source, muted })
}

fn link_kind() -> impl Strategy<Value = LinkKind> {
    select(vec![LinkKind::Push, LinkKind::Pull])
}

fn link() -> impl Strategy<Value = Link> {
    let state = select(vec![LinkState::Connecting, LinkState::Live, LinkState::Frozen, LinkState::Waiting]);
    (any::<u32>(), link_kind(), any::<String>(), state, millis(), option::of(any::<String>()))
        .prop_map(|(id, kind, url, state, since, problem)| Link { id, kind, url, state, since, problem })
}

fn recording() -> impl Strategy<Value = Recording> {
    let state = select(vec![
        RecordingState::Starting,
        RecordingState::Running,
        RecordingState::Finishing,
        RecordingState::Failed,
    ]);
    let code = select(vec![
        RecordingProblemCode::DiskLow,
        RecordingProblemCode::IsosStopped,
        RecordingProblemCode::FramesLost,
        RecordingProblemCode::Failed,
    ]);
    let problem = (code, any::<String>()).prop_map(|(code, message)| RecordingProblem { code, message });
    (state, option::of(any::<String>()), millis(), any::<(u16, u16)>(), option::of(problem)).prop_map(
        |(state, show, started, (marks, clips), problem)| Recording { state, show, started, marks, clips, problem },
    )
}

fn finished_show() -> impl Strategy<Value = FinishedShow> {
    (any::<(String, String, u32)>(), millis(), millis())
        .prop_map(|((show, path, files), bytes, duration)| FinishedShow { show, path, files, bytes, duration })
}

pub(super) fn from_desk() -> impl Strategy<Value = FromDesk> {
    (any::<u32>(), command()).prop_map(|(id, command)| FromDesk { id, command })
}

pub(super) fn monitor_request() -> impl Strategy<Value = MonitorRequest> {
    prop_oneof![
        prop::collection::vec(feed(), 0..9).prop_map(|feeds| MonitorRequest::Watch { feeds }),
        feed().prop_map(|feed| MonitorRequest::Keyframe { feed }),
        (option::of(number()), millis()).prop_map(|(camera, by)| MonitorRequest::Behind { camera, by }),
        any::<u32>().prop_map(|replay| MonitorRequest::Rolling { replay }),
        (any::<u32>(), number(), millis(), millis(), any::<bool>()).prop_map(
            |(request, camera, from, to, keyframe)| MonitorRequest::Fetch { request, camera, from, to, keyframe }
        ),
        (any::<u32>(), number(), millis(), millis())
            .prop_map(|(request, camera, from, to)| { MonitorRequest::Coverage { request, camera, from, to } }),
        any::<u32>().prop_map(|request| MonitorRequest::Cancel { request }),
        (feed(), option::of(looks())).prop_map(|(feed, looks)| MonitorRequest::Looks { feed, looks }),
        (feed(), any::<u32>(), any::<u32>()).prop_map(|(feed, decoder, drawing)| MonitorRequest::Standstill {
            feed,
            decoder,
            drawing
        }),
        (
            prop_oneof![Just(Listen::Nothing), Just(Listen::Program), feed().prop_map(|feed| Listen::Feed { feed }),],
            any::<bool>()
        )
            .prop_map(|(to, decoded)| MonitorRequest::Listen { to, decoded }),
    ]
}

fn tally() -> impl Strategy<Value = Tally> {
    select(vec![Tally::Program, Tally::Preview, Tally::Off])
}

fn camera() -> BoxedStrategy<Camera> {
    let state = select(vec![CameraState::Connecting, CameraState::Live, CameraState::Lost]);
    let sound = (sound_mode(), millis()).prop_map(|(mode, delay)| CameraSound { mode, delay });
    let phone = (health(), camera_controls(), camera_settings(), phone_use(), cue(), moment());
    ((number(), feed()), name(), state, millis(), tally(), (sound, millis()), phone)
        .prop_map(|((number, feed), name, state, since, tally, (sound, playout_delay), phone)| {
            let (health, controls, wanted, phone, cue, calls) = phone;
            let ((delay, alignment), health, reasons) = health;
            Camera {
                number,
                feed,
                name,
                state,
                since,
                tally,
                sound,
                playout_delay,
                delay,
                alignment,
                health,
                reasons,
                controls,
                wanted,
                phone,
                cue,
                calls,
            }
        })
        .boxed()
}

fn health() -> impl Strategy<Value = ((Option<u32>, Option<u32>), Health, Vec<HealthReason>)> {
    let reason = select(vec![HealthReason::Disconnected, HealthReason::Air, HealthReason::Hot]);
    let reasons = prop::collection::vec(reason, 0..3);
    (any::<(Option<u32>, Option<u32>)>(), select(vec![Health::Good, Health::Weak, Health::Bad]), reasons)
}

/// A number that is written in few digits.
fn finite() -> impl Strategy<Value = Finite> {
    any::<i16>().prop_map(|eighths| Finite::new(f64::from(eighths) / 8.0).expect("it is one"))
}

fn range() -> impl Strategy<Value = ControlRange> {
    (finite(), finite(), finite(), finite()).prop_map(|(min, max, step, value)| ControlRange { min, max, step, value })
}

fn lens() -> impl Strategy<Value = Lens> {
    any::<(String, String, bool)>().prop_map(|(id, label, front)| Lens { id, label, front })
}

fn camera_controls() -> BoxedStrategy<Controls> {
    let lenses = (prop::collection::vec(lens(), 0..3), any::<Option<String>>());
    let ranges = (option::of(range()), option::of(range()), option::of(range()), option::of(range()));
    let switches = any::<(Option<bool>, Option<bool>, Option<bool>, Option<bool>, bool)>();
    let picture = any::<(Vec<u16>, Option<u16>, Vec<u8>, Option<u8>)>();
    (lenses, ranges, switches, picture, any::<(Vec<String>, u32)>())
        .prop_map(|((lenses, lens), ranges, switches, (heights, height, rates, fps), (refused, serial))| {
            let (zoom, exposure, focus, white_balance) = ranges;
            let (torch, exposure_locked, focus_locked, white_balance_locked, muted) = switches;
            Controls {
                lenses,
                lens,
                zoom,
                torch,
                exposure,
                exposure_locked,
                focus,
                focus_locked,
                white_balance,
                white_balance_locked,
                heights,
                height,
                rates,
                fps,
                muted,
                refused,
                serial,
            }
        })
        .boxed()
}

pub(super) fn camera_settings() -> BoxedStrategy<CameraSettings> {
    let numbers = (option::of(finite()), option::of(finite()), option::of(finite()), option::of(finite()));
    let locks = any::<(Option<bool>, Option<bool>, Option<bool>)>();
    let picture = any::<(Option<u16>, Option<u8>, Option<u32>)>();
    (any::<(Option<String>, Option<bool>)>(), numbers, locks, picture, any::<(Option<bool>, Option<bool>)>())
        .prop_map(|((lens, torch), numbers, locks, (height, fps, kbps), (muted, portrait))| {
            let (zoom, exposure, focus, white_balance) = numbers;
            let (exposure_locked, focus_locked, white_balance_locked) = locks;
            CameraSettings {
                lens,
                zoom,
                torch,
                exposure,
                exposure_locked,
                focus,
                focus_locked,
                white_balance,
                white_balance_locked,
                height,
                fps,
                kbps,
                muted,
                portrait,
            }
        })
        .boxed()
}

fn phone_use() -> impl Strategy<Value = PhoneUse> {
    any::<[bool; 5]>().prop_map(|[upright, hidden, interrupted, hot, listens]| PhoneUse {
        upright,
        hidden,
        interrupted,
        hot,
        listens,
    })
}

fn cue() -> impl Strategy<Value = Option<CameraCue>> {
    option::of((any::<(u32, String)>(), millis(), moment()).prop_map(|((id, text), at, seen)| CameraCue {
        id,
        text,
        at,
        seen,
    }))
}

fn on_air() -> impl Strategy<Value = OnAir> {
    let source = prop_oneof![
        Just(Source::Slate),
        Just(Source::Hold),
        number().prop_map(|camera| Source::Camera { camera }),
        any::<u32>().prop_map(|id| Source::Replay { id }),
    ];
    (source, millis()).prop_map(|(source, since)| OnAir { source, since })
}

fn replay() -> impl Strategy<Value = Replay> {
    (any::<u32>(), segments(), millis(), option::of(millis()), millis())
        .prop_map(|(id, segments, started, rolling, duration)| Replay { id, segments, started, rolling, duration })
}

fn join() -> impl Strategy<Value = Join> {
    let text = || option::of(any::<String>());
    let address = any::<(String, String)>().prop_map(|(address, interface)| JoinAddress { address, interface });
    let links = (text(), text(), text(), text(), text());
    (prop::collection::vec(address, 0..3), text(), links).prop_map(
        |(addresses, address, (url, qr_svg, whip, watch, watch_qr_svg))| Join {
            addresses,
            address,
            url,
            qr_svg,
            whip,
            watch,
            watch_qr_svg,
        },
    )
}

fn settings() -> impl Strategy<Value = Settings> {
    let delays = (millis(), millis());
    (any::<(u8, u32, u16, u16, u16, u32, u32)>(), millis(), millis(), delays, any::<String>()).prop_map(
        |(limits, replay_length, history_length, (sound_delay_limit, playout_delay_limit), version)| {
            let (
                camera_limit,
                camera_budget,
                viewer_limit,
                name_limit,
                hold_text_limit,
                hold_picture_limit,
                disk_warning,
            ) = limits;
            Settings {
                camera_limit,
                camera_budget,
                replay_length,
                history_length,
                viewer_limit,
                name_limit,
                sound_delay_limit,
                playout_delay_limit,
                hold_text_limit,
                hold_picture_limit,
                disk_warning,
                version,
            }
        },
    )
}

pub(super) fn event() -> BoxedStrategy<Event> {
    let reason = select(vec![ReplayEnd::Finished, ReplayEnd::Stopped, ReplayEnd::Failed]);
    prop_oneof![
        camera().prop_map(|camera| Event::Camera { camera }),
        number().prop_map(|camera| Event::CameraRemoved { camera }),
        (number(), number()).prop_map(|(camera, to)| Event::Renumbered { camera, to }),
        (any::<u32>(), millis()).prop_map(|(id, at)| Event::ReplayRolling { id, at }),
        player().prop_map(|player| Event::Player { player }),
        any::<u32>().prop_map(|id| Event::PlayerGone { id }),
        mark().prop_map(|mark| Event::Mark { mark }),
        any::<u32>().prop_map(|mark| Event::MarkRemoved { mark }),
        clip().prop_map(|clip| Event::Clip { clip }),
        any::<u32>().prop_map(|clip| Event::ClipRemoved { clip }),
        playlist().prop_map(|playlist| Event::Playlist { playlist }),
        any::<u32>().prop_map(|playlist| Event::PlaylistRemoved { playlist }),
        archive().prop_map(|archive| Event::Archive { archive }),
        hold().prop_map(|hold| Event::Hold { hold }),
        fallback().prop_map(|fallback| Event::Fallback { fallback }),
        option::of(number()).prop_map(|camera| Event::Selected { camera }),
        on_air().prop_map(|on_air| Event::OnAir { on_air }),
        replay().prop_map(|replay| Event::ReplayStarted { replay }),
        (any::<u32>(), reason).prop_map(|(id, reason)| Event::ReplayEnded { id, reason }),
        option::of(recording()).prop_map(|recording| Event::Recording { recording }),
        finished_show().prop_map(|show| Event::ShowFinished { show }),
        program_sound().prop_map(|sound| Event::Sound { sound }),
        talk().prop_map(|talk| Event::Talk { talk }),
        playout().prop_map(|playout| Event::Playout { playout }),
        link().prop_map(|link| Event::Link { link }),
        any::<u32>().prop_map(|link| Event::LinkRemoved { link }),
        join().prop_map(|join| Event::Join { join }),
        settings().prop_map(|settings| Event::Settings { settings }),
    ]
    .boxed()
}

fn snapshot() -> BoxedStrategy<Snapshot> {
    let cameras = prop::collection::vec(camera(), 0..3);
    let history = prop::collection::vec(on_air(), 1..4);
    let scene = (cameras, option::of(number()), history, option::of(replay()), hold());
    let audience = (program_sound(), talk(), playout(), fallback());
    let kept = (
        prop::collection::vec(player(), 0..2),
        prop::collection::vec(mark(), 0..2),
        prop::collection::vec(clip(), 0..2),
        prop::collection::vec(playlist(), 0..2),
        archive(),
    );
    let leaving = (option::of(recording()), option::of(finished_show()), audience, prop::collection::vec(link(), 0..3));
    ((millis(), millis(), millis()), scene, kept, leaving, join(), settings())
        .prop_map(
            |(
                (seq, now, wall),
                (cameras, selected, history, replay, hold),
                (players, marks, clips, playlists, archive),
                (recording, last_show, (sound, talk, playout, fallback), links),
                join,
                settings,
            )| {
                Snapshot {
                    seq,
                    now,
                    wall,
                    cameras,
                    selected,
                    history,
                    replay,
                    players,
                    marks,
                    clips,
                    playlists,
                    archive,
                    hold,
                    fallback,
                    recording,
                    last_show,
                    sound,
                    talk,
                    playout,
                    links,
                    join,
                    settings,
                }
            },
        )
        .boxed()
}

/// A share from 0 to 1.
fn share() -> impl Strategy<Value = f32> {
    (0..=1000_u16).prop_map(|thousandths| f32::from(thousandths) / 1000.0)
}

fn keyframe_totals() -> impl Strategy<Value = KeyframeTotals> {
    any::<[u32; 7]>().prop_map(|[start, loss, keyframe_loss, broken, reconnect, reader, age]| KeyframeTotals {
        start,
        loss,
        keyframe_loss,
        broken,
        reconnect,
        reader,
        age,
    })
}

fn standstills() -> impl Strategy<Value = Standstills> {
    any::<[(u32, u32); 6]>().prop_map(|totals| {
        let [air, loss, keyframe, sender, decoder, drawing] = totals.map(|(count, ms)| StandstillTotal { count, ms });
        Standstills { air, loss, keyframe, sender, decoder, drawing }
    })
}

fn telemetry() -> BoxedStrategy<Telemetry> {
    let codec = option::of(select(vec![Codec::H264, Codec::Vp8]));
    let picture = (any::<u16>(), any::<u16>(), codec);
    let phone = (option::of(share()), any::<Option<bool>>(), option::of(sending()));
    let told = (any::<bool>(), any::<bool>(), phone);
    let mending = (any::<u32>(), any::<u32>(), option::of(any::<u16>()), keyframe_totals(), standstills());
    let camera = (number(), any::<u32>(), 0..=1200_u16, picture, share(), mending, told).prop_map(
        |(
            camera,
            kbps,
            tenths,
            (width, height, codec),
            loss,
            (asked, recovered, keyframe, keyframes_asked, standstills),
            told,
        )| {
            let fps = f32::from(tenths) / 10.0;
            let keyframe_ms = keyframe.map(f32::from);
            let (sound, reordered, (battery, charging, sending)) = told;
            CameraTelemetry {
                camera,
                kbps,
                fps,
                width,
                height,
                codec,
                loss,
                sound,
                reordered,
                asked,
                recovered,
                keyframe_ms,
                keyframes_asked,
                standstills,
                battery,
                charging,
                sending,
            }
        },
    );
    let disk = (millis(), any::<Option<u32>>()).prop_map(|(free, minutes_left)| Disk { free, minutes_left });
    (prop::collection::vec(camera, 0..3), millis(), millis(), any::<u16>(), option::of(disk))
        .prop_map(|(cameras, pictures, ring_bytes, viewers, disk)| Telemetry {
            cameras,
            pictures,
            viewers,
            disk,
            ring_bytes,
        })
        .boxed()
}

fn level() -> impl Strategy<Value = Level> {
    (number(), -127..=0_i8, any::<(bool, bool)>()).prop_map(|(camera, peak, (clipping, silent))| Level {
        camera,
        peak,
        clipping,
        silent,
    })
}

pub(super) fn to_desk() -> impl Strategy<Value = ToDesk> {
    let code = select(vec![
        RefusalCode::UnknownCamera,
        RefusalCode::CameraNotLive,
        RefusalCode::NothingToReplay,
        RefusalCode::UnknownAddress,
        RefusalCode::NoCodec,
        RefusalCode::NoConnection,
        RefusalCode::OtherSpeaks,
        RefusalCode::AlreadyRecording,
        RefusalCode::NotRecording,
        RefusalCode::OutOfRange,
        RefusalCode::BadUrl,
        RefusalCode::AlreadyLinked,
        RefusalCode::TooManyLinks,
        RefusalCode::UnknownLink,
        RefusalCode::DeskFull,
        RefusalCode::NotAllowed,
        RefusalCode::Busy,
        RefusalCode::Malformed,
    ]);
    let refusal = (code, any::<String>()).prop_map(|(code, message)| Refusal { code, message });
    prop_oneof![
        millis().prop_map(|id| ToDesk::Desk { id }),
        snapshot().boxed().prop_map(|snapshot| ToDesk::Snapshot { snapshot: Box::new(snapshot) }),
        (millis(), event().boxed()).prop_map(|(seq, event)| ToDesk::Event { event: Numbered { seq, event } }),
        telemetry().boxed().prop_map(|telemetry| ToDesk::Telemetry { telemetry }),
        prop::collection::vec(level(), 0..3).prop_map(|levels| ToDesk::Levels { levels }),
        (any::<u32>(), option::of(millis()), option::of(refusal)).prop_map(|(id, seq, refusal)| ToDesk::Reply {
            id,
            seq,
            refusal
        }),
    ]
}

fn phone_view() -> BoxedStrategy<PhoneView> {
    let wanted = (any::<u32>(), camera_settings()).prop_map(|(serial, settings)| WantedSettings { serial, settings });
    let told = (wanted, cue(), any::<(bool, bool)>());
    (number(), name(), tally(), sound_mode(), any::<(bool, u32)>(), moment(), told)
        .prop_map(|(number, name, tally, sound, (recorded, budget), live_in, (wanted, cue, (calls, spoken_to)))| {
            PhoneView { number, name, tally, sound, recorded, budget, live_in, wanted, cue, calls, spoken_to }
        })
        .boxed()
}

fn phone_status() -> impl Strategy<Value = PhoneStatus> {
    let told = any::<(Option<bool>, [bool; 5])>();
    (option::of(share()), told, option::of(sending())).prop_map(|(battery, (charging, told), sending)| {
        let [visible, upright, interrupted, listens, hot] = told;
        PhoneStatus { battery, charging, visible, upright, interrupted, listens, hot, sending }
    })
}

fn sending() -> impl Strategy<Value = PhoneSending> {
    let limits = vec![EncoderLimit::None, EncoderLimit::Cpu, EncoderLimit::Bandwidth, EncoderLimit::Other];
    let way = (option::of(any::<u16>()), option::of(share()), select(limits));
    (any::<(u8, u16, u16, u32)>(), way).prop_map(|((fps, width, height, kbps), (round_trip, loss, limited_by))| {
        let (fps, round_trip) = (f32::from(fps), round_trip.map(f32::from));
        PhoneSending { fps, width, height, kbps, round_trip, loss, limited_by }
    })
}

pub(super) fn to_phone() -> impl Strategy<Value = ToPhone> {
    prop_oneof![
        phone_view().boxed().prop_map(|view| ToPhone::View { view }),
        any::<u32>().prop_map(|number| ToPhone::Probe { number }),
        Just(ToPhone::Outdated),
        Just(ToPhone::Removed),
        Just(ToPhone::Replaced),
    ]
}

pub(super) fn from_phone() -> impl Strategy<Value = FromPhone> {
    prop_oneof![
        phone_status().prop_map(|status| FromPhone::Status { status }),
        camera_controls().prop_map(|controls| FromPhone::Controls { controls }),
        Just(FromPhone::Mark),
        any::<bool>().prop_map(|on| FromPhone::Call { on }),
        any::<u32>().prop_map(|cue| FromPhone::Seen { cue }),
        (any::<u32>(), millis(), millis()).prop_map(|(number, heard, answered)| FromPhone::Probed {
            number,
            heard,
            answered
        }),
    ]
}
