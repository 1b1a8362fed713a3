use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{health_meter::HealthMeter, keyframe_count::KeyframeCount, standstill_log::StandstillLog};
use crate::{
    feed::{Feed, Totals},
    media::{AssemblerStats, Loudness, VideoCodec},
    peer::{Remote, SessionId},
    protocol::{CameraId, CameraNumber, CameraTelemetry, Codec, FeedId, Millis, PhoneStatus, PhoneView, Standstills},
    record::Person,
};

/// A time in milliseconds, rounded up.
pub(super) fn whole_millis(time: Duration) -> Millis {
    time.as_micros().div_ceil(1_000).try_into().unwrap_or(Millis::MAX)
}

/// What the studio holds of a camera in the roster: its feed for as long as it is there, its connection while it has
/// one.
pub(super) struct Camera {
    pub feed_id: FeedId,
    pub feed: Feed,
    /// What it was told of its part in the show.
    pub view: watch::Sender<PhoneView>,
    pub connection: Option<Connection>,
    pub status: Option<PhoneStatus>,
    /// How loud its current connection is.
    pub loudness: watch::Receiver<Loudness>,
    /// What its connection last told of its reception.
    pub reception: AssemblerStats,
    /// What it had told when the figures were last taken.
    reported: AssemblerStats,
    /// Whether its pictures came out of order, when it last told of any.
    reorders: bool,
    /// How long the newest keyframe took that it asked for, until that is told.
    pub keyframe: Option<Duration>,
    pub keyframes: KeyframeCount,
    pub standstills: StandstillLog,
    /// What is wrong with it.
    pub health: HealthMeter,
    /// The feed's totals when the figures were last taken.
    totals: Totals,
}

/// A camera's current connection.
pub(super) struct Connection {
    pub session: SessionId,
    pub remote: Remote,
    pub cancel: CancellationToken,
    /// Cancelled when another connection takes the camera over: its phone is told so.
    pub replaced: CancellationToken,
}

impl Camera {
    pub fn new(feed_id: FeedId, feed: Feed, view: PhoneView) -> Self {
        Self {
            feed_id,
            feed,
            view: watch::Sender::new(view),
            connection: None,
            status: None,
            loudness: watch::Sender::default().subscribe(),
            reception: AssemblerStats::default(),
            reported: AssemblerStats::default(),
            reorders: false,
            keyframe: None,
            keyframes: KeyframeCount::default(),
            standstills: StandstillLog::default(),
            health: HealthMeter::default(),
            totals: Totals::default(),
        }
    }

    pub fn number(&self) -> CameraNumber {
        self.view.borrow().number
    }

    /// Who it is, for the recordings.
    pub fn person(&self, id: &CameraId) -> Person {
        let view = self.view.borrow();
        Person::new(id, view.number, &view.name)
    }

    /// Closes its connection, if it has one.
    pub fn disconnect(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.cancel.cancel();
        }
        self.forget();
    }

    /// Takes its connection away, if it has one, for another: the one that goes says good-bye by itself.
    pub fn replace(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.replaced.cancel();
        }
        self.forget();
    }

    /// Forgets what a connection told.
    fn forget(&mut self) {
        self.status = None;
        self.loudness = watch::Sender::default().subscribe();
        self.reception = AssemblerStats::default();
        self.reported = AssemblerStats::default();
        self.reorders = false;
        self.health = HealthMeter::default();
        self.keyframes.begin_anew();
        self.standstills.begin_anew();
    }

    /// Its figures since they were last taken, `elapsed` ago, with what the `desks` told of their own standstills.
    pub fn telemetry(&mut self, elapsed: Duration, desks: Standstills) -> CameraTelemetry {
        let totals = self.feed.totals();
        let seconds = elapsed.as_secs_f32().max(f32::EPSILON);
        let per_second = |now: u64, before: u64| now.saturating_sub(before) as f32 / seconds;
        let kbps = per_second(totals.bytes, self.totals.bytes) * 8.0 / 1000.0;
        let fps = per_second(totals.frames, self.totals.frames);
        let sound = totals.audio_frames > self.totals.audio_frames;
        self.totals = totals;
        let before = std::mem::replace(&mut self.reported, self.reception);
        let since = |of: fn(&AssemblerStats) -> u64| of(&self.reception).saturating_sub(of(&before));
        let (lost, whole) = (since(|stats| stats.frames_lost), since(|stats| stats.frames_whole));
        // It tells about as often as it is asked: now and then it has told nothing new, which is not that all is in order.
        if whole > 0 {
            self.reorders = since(|stats| stats.reordered) > 0;
        }
        let config = self.feed.last_keyframe().and_then(|frame| frame.config);
        let standstills = self.standstills.totals(desks);
        if let Some(causes) = self.standstills.line(standstills, elapsed) {
            tracing::info!(camera = %self.number(), causes, "pictures stood still");
        }
        CameraTelemetry {
            camera: self.number(),
            kbps: kbps as u32,
            fps,
            width: config.as_ref().map_or(0, |config| config.width),
            height: config.as_ref().map_or(0, |config| config.height),
            codec: config.map(|config| match config.codec {
                VideoCodec::H264 => Codec::H264,
                VideoCodec::Vp8 => Codec::Vp8,
            }),
            reordered: self.reorders,
            sound,
            loss: if lost == 0 { 0.0 } else { lost as f32 / (lost + whole) as f32 },
            asked: since(|stats| stats.packets_asked) as u32,
            recovered: since(|stats| stats.packets_recovered) as u32,
            keyframe_ms: self.keyframe.take().map(|took| took.as_secs_f32() * 1000.0),
            keyframes_asked: self.keyframes.totals(),
            standstills,
            battery: self.status.as_ref().and_then(|status| status.battery),
            charging: self.status.as_ref().and_then(|status| status.charging),
            sending: self.status.as_ref().and_then(|status| status.sending.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        feed::Limits,
        protocol::{CameraName, SoundMode, Tally, WantedSettings},
    };

    #[test]
    fn pictures_out_of_order_stay_told_until_some_come_in_order() {
        let view = PhoneView {
            number: CameraNumber(1),
            name: CameraName::new("OBS").expect("a name"),
            tally: Tally::Off,
            sound: SoundMode::Music,
            recorded: false,
            budget: 3_500,
            live_in: None,
            wanted: WantedSettings::default(),
            cue: None,
            calls: false,
            spoken_to: false,
        };
        let mut camera = Camera::new(FeedId(1), Feed::new(Limits::default()), view);
        let mut told = |frames_whole, reordered| {
            camera.reception = AssemblerStats { frames_whole, reordered, ..camera.reception };
            camera.telemetry(Duration::from_secs(1), Standstills::default()).reordered
        };
        assert!(!told(30, 0));
        assert!(told(60, 10));
        assert!(told(60, 10), "the connection has told nothing new since");
        assert!(!told(90, 10));
    }
}
