use crate::protocol::{
    ArchiveState, CameraId, CameraName, CameraTiming, Command, Controls, FinishedShow, HealthReason, Join, LinkState,
    Millis, PhoneUse, RecordingProblem,
};

/// What the director hears: from desks, from publishers, and from the studio about what its effects led to.
///
/// An input about a camera that is not in the roster (any more), or about a replay that is not the one on program, is
/// late news: it is taken and changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A desk, or a program over HTTP, asks for something.
    Command {
        /// Whose connection it came over; none for a request that has no connection behind it.
        by: Option<DeskId>,
        /// What is asked.
        command: Command,
    },
    /// A desk's connection ended: what it said of itself does not count any more.
    DeskLeft {
        /// Which.
        desk: DeskId,
    },
    /// A publisher signalled, for the first time or again. It gets its number or is refused.
    Join {
        /// Who it is.
        id: CameraId,
        /// The name it claims, if any.
        name: Option<CameraName>,
    },
    /// The first decodable picture of a connection, or the first one after a stall.
    Picture {
        /// Whose.
        id: CameraId,
    },
    /// No picture for longer than allowed.
    Stalled {
        /// Whose.
        id: CameraId,
    },
    /// The least delay that holds the camera's pictures even, as its connection measures it.
    NeedsDelay {
        /// Whose.
        id: CameraId,
        /// In milliseconds.
        delay: Millis,
    },
    /// Where a camera's pictures are in time, as its connection measures it.
    Timing {
        /// Whose.
        id: CameraId,
        /// None where it is not known any more.
        timing: Option<CameraTiming>,
    },
    /// What is wrong with a camera, as far as it was measured: its pictures as they look at the desks, its sound, its air,
    /// its battery.
    Measured {
        /// Whose.
        id: CameraId,
        /// What is wrong; what the director knows itself is not in it.
        reasons: Vec<HealthReason>,
    },
    /// Something that a phone, or whoever holds it, says.
    Phone {
        /// Whose.
        id: CameraId,
        /// What.
        said: PhoneNews,
    },
    /// The connection is gone.
    Closed {
        /// Whose.
        id: CameraId,
    },
    /// A replay's first picture is shown, or was sent where nobody shows it: it goes on from there.
    ReplayRolling {
        /// Its [`Replay::id`](crate::protocol::Replay::id).
        id: u32,
        /// When; as much earlier as that picture is behind the range's beginning. Never later than now.
        at: Millis,
    },
    /// A replay played to its end.
    ReplayFinished {
        /// Its [`Replay::id`](crate::protocol::Replay::id).
        id: u32,
    },
    /// A replay could not be played, or not on.
    ReplayFailed {
        /// Its [`Replay::id`](crate::protocol::Replay::id).
        id: u32,
    },
    /// A replay that was stepped stands now.
    ReplayStands {
        /// Its [`Replay::id`](crate::protocol::Replay::id), whether it is on program or on cue.
        id: u32,
        /// Where: the picture's time.
        at: Millis,
    },
    /// What the archive keeps: how far back something can be asked for.
    Archive(ArchiveState),
    /// How the recording is doing.
    Recording(RecordingNews),
    /// How a link is doing. News of one that was ended is late.
    Link {
        /// Its [`Link::id`](crate::protocol::Link::id).
        id: u32,
        /// How it is doing.
        state: LinkState,
        /// What went wrong last, in English.
        problem: Option<String>,
    },
    /// The way in, as it is now.
    Addresses(Join),
    /// The hold slate's picture, as it is kept now: its name, see [`Hold::picture`](crate::protocol::Hold::picture).
    HoldPicture(Option<String>),
    /// Time goes on: told about once a second, for what happens because nothing did.
    TimePassed,
}

/// A desk's connection; never another one's in one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeskId(pub u64);

/// What a phone, or whoever holds it, says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneNews {
    /// What it can do, and how it is set.
    Controls(Box<Controls>),
    /// How it is held and used.
    Use(PhoneUse),
    /// Something happened: a mark.
    Mark,
    /// Whether it asks to be taken.
    Call(bool),
    /// The cue with this id was tapped.
    Seen(u32),
}

/// What the studio tells of the recording. News of one that is over is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordingNews {
    /// The show's folder is made: files are written.
    Started {
        /// The folder, without the path to it.
        show: String,
    },
    /// Something can't be written, or all can again.
    Fault(Option<RecordingProblem>),
    /// How long the disk lasts.
    Disk {
        /// In whole minutes, at the rate of the last seconds; none while that is not known.
        minutes_left: Option<u32>,
    },
    /// It could not start, or nothing more can be written.
    Failed {
        /// Why, in English.
        message: String,
    },
    /// Its files are complete.
    Finished(FinishedShow),
}
