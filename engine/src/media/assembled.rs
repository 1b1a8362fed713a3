use super::{AccessUnit, KeyframeReason, Side};

/// What an [`Assembler`](super::Assembler) has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assembled {
    /// The next access unit for that side: whole, and decodable after those before it there.
    Unit(AccessUnit, Side),
    /// Live pictures can't go on without a keyframe, or what is missing has not come in the time in which it mostly
    /// does: whichever comes first is taken. Comes once for a loss, and again when the keyframe that was coming is lost
    /// too; [`KeyframeRequests`](super::KeyframeRequests) repeats it. Never for sound.
    NeedKeyframe(KeyframeReason),
    /// Packets with these sequence numbers are missing: ask the sender now to send them again (RFC 4585 section
    /// 6.2.1). At most 256, oldest first. Never for sound.
    Resend(Vec<u16>),
}

/// What an [`Assembler`](super::Assembler) has seen since it was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AssemblerStats {
    /// Packets that arrived, useless ones included.
    pub packets: u64,
    /// Packets that had come before or came too late.
    pub duplicates: u64,
    /// Packets that never came, or too late for live pictures.
    pub packets_lost: u64,
    /// Missing packets that were asked for, counted as often as they were.
    pub packets_asked: u64,
    /// Missing packets that came after they were asked for.
    pub packets_recovered: u64,
    /// Access units given out for live pictures.
    pub frames_whole: u64,
    /// Access units that were damaged, or could not be decoded for want of others; those of which no packet came are
    /// not known.
    pub frames_lost: u64,
    /// Access units that live pictures went on without, and that were completed later.
    pub frames_late: u64,
    /// Video keyframes among those given out.
    pub keyframes: u64,
    /// Access units given out whose timestamp is before that of the one before: the sender has B-frames.
    pub reordered: u64,
}
