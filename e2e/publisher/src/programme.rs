//! What a camera sends.

use std::sync::Arc;

use crate::{clip::Codec, counts::Counts, faults::Badness, packets::Packets, sound::Sound};

/// What the cameras of this process send, and how.
#[derive(Debug)]
pub struct Programme {
    /// What the pictures are encoded with.
    pub codec: Codec,
    /// The pictures; never empty, and the first one is a keyframe.
    pub pictures: Vec<Packets>,
    /// What is heard, again and again; it begins with the first picture.
    pub sound: Option<Arc<Sound>>,
    /// Whether the clip starts again at its end, for ever.
    pub again: bool,
    /// How bad the network is made.
    pub badness: Badness,
    /// Whether H.264 pictures carry the time of sending.
    pub stamp: bool,
    /// The most that is sent, in kbit/s, where the rate is the receiver's; none where it is the clip's own.
    pub adapt: Option<u32>,
    /// What was done so far.
    pub counts: Arc<Counts>,
}

impl Programme {
    /// Where in its clip a camera starts: the keyframes are shared out, so that the cameras' large pictures are spread
    /// over time as those of independent phones are. The clip's first picture when there is one camera.
    pub fn start_of(&self, index: u16, count: u16) -> usize {
        let keys: Vec<usize> =
            self.pictures.iter().enumerate().filter(|(_, picture)| picture.key).map(|(place, _)| place).collect();
        keys[usize::from(index) * keys.len() / usize::from(count.max(1))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cameras_start_at_different_keyframes() {
        let picture = |key| Packets { payloads: vec![bytes::Bytes::from_static(&[1])], headers: 0, key };
        let programme = Programme {
            codec: Codec::Vp8,
            pictures: [true, false, true, false, true, false, true, false].map(picture).into(),
            sound: None,
            again: true,
            badness: Badness::default(),
            stamp: false,
            adapt: None,
            counts: Arc::default(),
        };
        let starts = |count| (0..count).map(|index| programme.start_of(index, count)).collect::<Vec<_>>();
        assert_eq!(starts(1), [0]);
        assert_eq!(starts(2), [0, 4]);
        assert_eq!(starts(8), [0, 0, 2, 2, 4, 4, 6, 6]);
    }
}
