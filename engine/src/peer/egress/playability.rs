use crate::media::VideoCodec;

/// How much of what it is sent a peer can play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Playability {
    /// It is connected, and gets everything.
    Whole,
    /// The picture is in this codec, which it has not taken: it has the sound, and keeps the last picture.
    Unseen(VideoCodec),
}
