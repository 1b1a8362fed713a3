use std::time::Duration;

/// Keyframes are asked for when the newest is this old: browsers send none by themselves.
pub const GOP_MAX: Duration = Duration::from_secs(2);

/// The same for the camera on program, of which replays are made: a replay decodes a GOP at most before its first
/// picture, 30 of them here, and who comes to watch has the newest picture that much sooner. More keyframes leave fewer
/// bits to the others, so the other cameras send fewer.
pub const GOP_PROGRAM: Duration = Duration::from_secs(1);

/// A consumer this far behind the newest frame goes on at a newer keyframe, if there is one: that is beyond the longest
/// wait for a retransmission, 350 ms, and a keyframe's 160 ms together.
pub const LATE: Duration = Duration::from_millis(700);

/// The live side of a feed goes back so far at least: sound is heard up to a second after it came, the audience's pictures
/// are shown up to two behind, and who begins with them may be late by as much again.
pub(super) const LIVE: Duration = Duration::from_secs(5);

/// The completed side of a feed is behind live pictures by this at most. A connection gives up what is missing sooner, and
/// says so: this is for one that doesn't.
pub(super) const BEHIND: Duration = Duration::from_secs(4);

/// What a feed holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// So much time up to its newest frame at least, if it has had it: the oldest group of pictures goes when what is
    /// left covers this. The newest group is kept however long it is.
    pub span: Duration,
    /// Memory in bytes at most, of both sides together, bookkeeping included; the newest frame is kept whatever its size.
    /// Over it the oldest frames go one by one, be it the only keyframe: who has read it goes on, who comes waits for the
    /// next. That is told in the log, once a minute.
    pub bytes: usize,
}

impl Default for Limits {
    /// A minute and a group of 2 s of up to 8 Mbit/s: that is 62 MB, and 64 MiB leave room for the sound and the
    /// bookkeeping.
    fn default() -> Self {
        Self { span: Duration::from_secs(60), bytes: 64 * 1024 * 1024 }
    }
}
