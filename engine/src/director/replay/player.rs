use super::segments::{duration, hull};
use super::spot::Spot;
use crate::director::input::DeskId;
use crate::protocol::{CameraNumber, Millis, PlayerState, PlaylistPosition, ReplayBus, Segment};

/// The speeds that are for the audience: a cue that is shuttled faster or backwards is on program as fast as before that.
const FOR_PROGRAM: std::ops::RangeInclusive<i16> = 1..=100;

/// Where in a playlist a replay is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::director) struct InPlaylist {
    pub playlist: u32,
    /// The entry that plays.
    pub entry: usize,
    /// The one that plays then, if it is still there.
    pub next: usize,
    /// So many in a row could not be played.
    pub failures: usize,
}

/// An entry of a playlist, to be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::director) struct PlayedEntry {
    pub plays: Footing,
    pub speed: i16,
    pub playing: InPlaylist,
}

/// What a replay plays: segments, and the angle that they are of, if they are of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::director) struct Footing {
    pub segments: Vec<Segment>,
    pub camera: Option<CameraNumber>,
}

impl Footing {
    /// The first moment of all of it, and the first one behind all of it.
    pub fn range(&self) -> (Millis, Millis) {
        hull(&self.segments)
    }
}

/// A replay on program or on cue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::director) struct ReplayPlayer {
    pub(super) id: u32,
    pub(super) on: ReplayBus,
    /// Who cued it; none on program, and over HTTP.
    pub(super) desk: Option<DeskId>,
    camera: Option<CameraNumber>,
    segments: Vec<Segment>,
    /// The segments without those of cameras that were removed since: what follows is made of them.
    left: Vec<Segment>,
    spot: Spot,
    /// When it was there. As long as `waits`, that is when it was asked for.
    since: Millis,
    /// Its first picture is not shown yet: it stands.
    waits: bool,
    speed: i16,
    /// How fast it is on program, should it be taken.
    for_program: i16,
    pub(super) playing: Option<InPlaylist>,
}

impl ReplayPlayer {
    /// One from the beginning of what it plays. On program it waits for its first picture.
    pub fn new(id: u32, on: ReplayBus, desk: Option<DeskId>, plays: Footing, speed: i16, now: Millis) -> Self {
        let Footing { segments, camera } = plays;
        let mut player = Self {
            id,
            on,
            desk,
            camera,
            spot: Spot::first(&segments),
            left: segments.clone(),
            segments,
            since: now,
            waits: on == ReplayBus::Program,
            speed,
            for_program: 100,
            playing: None,
        };
        player.set_speed(now, speed);
        player
    }

    /// As everyone is told.
    pub fn state(&self) -> PlayerState {
        let (from, to) = hull(&self.segments);
        let playing = self.playing.map(|playing| PlaylistPosition {
            playlist: playing.playlist,
            entry: u32::try_from(playing.entry).unwrap_or(u32::MAX),
        });
        PlayerState {
            id: self.id,
            on: self.on,
            desk: self.desk.map(|desk| desk.0),
            camera: self.camera,
            segments: self.segments.clone(),
            segment: u32::try_from(self.spot.segment).unwrap_or(u32::MAX),
            at: self.spot.at,
            since: self.since,
            from,
            to,
            speed: self.speed,
            playing,
        }
    }

    /// It, where it is now.
    pub fn brought_to(&self, now: Millis) -> Self {
        let mut here = self.clone();
        here.go_on(now);
        here
    }

    /// Lets it be where it is now.
    fn go_on(&mut self, now: Millis) {
        if self.since < now {
            self.spot = self.spot_at(now);
            self.since = now;
        }
    }

    fn spot_at(&self, now: Millis) -> Spot {
        let elapsed = if self.waits { 0 } else { now.saturating_sub(self.since) };
        self.spot.after(&self.segments, elapsed, self.speed)
    }

    pub fn waits(&self) -> bool {
        self.waits
    }

    pub fn speed(&self) -> i16 {
        self.speed
    }

    pub fn spot(&self) -> Spot {
        self.spot
    }

    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// What it would play, played anew.
    pub fn again(&self) -> Footing {
        Footing { segments: self.left.clone(), camera: self.camera }
    }

    /// How fast it is on program, should it be taken.
    pub fn for_program(&self) -> i16 {
        self.for_program
    }

    /// Whose picture is shown.
    pub fn shows(&self) -> CameraNumber {
        self.segments[self.spot.segment].camera
    }

    /// When it is at its end; none where it stands, runs backwards or waits for its first picture.
    pub fn ends(&self) -> Option<Millis> {
        let speed = u64::try_from(self.speed).ok().filter(|speed| *speed > 0 && !self.waits)?;
        let passed =
            duration(&self.segments[..self.spot.segment]) + self.spot.at - self.segments[self.spot.segment].from;
        let left = duration(&self.segments) - passed;
        Some(self.since.saturating_add((left * 100).div_ceil(speed)))
    }

    /// The next entry of its playlist, from its first moment on.
    pub fn play_entry(&mut self, now: Millis, entry: PlayedEntry) {
        self.restart(now, entry.plays);
        self.set_speed(now, entry.speed);
        self.playing = Some(entry.playing);
    }

    /// Its first picture is shown.
    pub fn roll(&mut self, at: Millis) {
        self.waits = false;
        self.since = at;
    }

    pub fn set_speed(&mut self, now: Millis, speed: i16) {
        self.go_on(now);
        self.speed = speed;
        if FOR_PROGRAM.contains(&speed) {
            self.for_program = speed;
        }
    }

    /// Another angle, at the same instant.
    pub fn turn(&mut self, now: Millis, plays: Footing) {
        self.go_on(now);
        self.play(plays, self.spot.at);
    }

    /// From another moment on.
    pub fn seek(&mut self, now: Millis, plays: Footing, at: Millis) {
        self.go_on(now);
        self.play(plays, at);
    }

    /// From the first moment on.
    pub fn restart(&mut self, now: Millis, plays: Footing) {
        self.go_on(now);
        let at = Spot::first(&plays.segments).at;
        self.spot.segment = 0;
        self.play(plays, at);
    }

    fn play(&mut self, plays: Footing, at: Millis) {
        let Footing { segments, camera } = plays;
        self.spot = Spot::of(&segments, at, self.spot.segment);
        (self.left, self.segments, self.camera) = (segments.clone(), segments, camera);
    }

    /// It stands here.
    pub fn stand(&mut self, now: Millis, at: Millis) {
        self.go_on(now);
        self.spot = Spot::of(&self.segments, at, self.spot.segment);
    }

    pub fn renumber(&mut self, one: CameraNumber, other: CameraNumber) {
        let all = self.segments.iter_mut().chain(&mut self.left).map(|segment| &mut segment.camera);
        all.chain(&mut self.camera).for_each(|camera| *camera = camera.swapped(one, other));
    }

    /// A camera was removed. Returns whether something of it is in here.
    pub fn lose(&mut self, gone: CameraNumber) -> bool {
        let before = self.left.len();
        self.left.retain(|segment| segment.camera != gone);
        self.left.len() < before
    }
}
