use super::AccessUnit;

/// What an [`Assembler`](super::Assembler) has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// The next access unit: whole, and decodable after those before it.
    Unit(AccessUnit),
    /// Nothing more can be decoded without a keyframe: ask the sender for one now. Comes once for a loss, and again
    /// every [`KEYFRAME_REPEAT`](super::KEYFRAME_REPEAT) until a keyframe is whole. Never for sound.
    NeedKeyframe,
}

/// What an [`Assembler`](super::Assembler) has seen since it was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AssemblerStats {
    /// Packets that arrived, useless ones included.
    pub packets: u64,
    /// Packets that had come before or came too late.
    pub duplicates: u64,
    /// Packets that never came, or too late.
    pub packets_lost: u64,
    /// Access units given out.
    pub frames_whole: u64,
    /// Access units that were damaged, or could not be decoded for want of others; those of which no packet came are
    /// not known.
    pub frames_lost: u64,
    /// Video keyframes among those given out.
    pub keyframes: u64,
    /// Access units given out whose timestamp is before that of the one before: the sender has B-frames.
    pub reordered: u64,
}
