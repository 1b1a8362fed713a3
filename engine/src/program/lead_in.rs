use crate::media::{Frame, VideoCodec, vp8};

/// Groups of pictures that may be long: on program a keyframe is asked for each second, so 30 pictures as a rule. A lead-in
/// that is longer is not waited for: its segment begins at the next keyframe.
const LONGEST: usize = 600;

/// The newest group of pictures of one of a replay's readings: its lead-in, while that waits for the first picture that is
/// to be seen, and all that has been seen since.
#[derive(Debug, Default)]
pub struct LeadIn {
    frames: Vec<Frame>,
    /// How many of them have gone out.
    out: usize,
    /// Whether the reading's decoder would have what the next frame needs.
    whole: bool,
}

impl LeadIn {
    /// Takes in a picture that is not to be seen.
    pub fn push(&mut self, frame: Frame) {
        if frame.keyframe {
            (self.frames, self.out, self.whole) = (Vec::new(), 0, true);
        }
        if self.frames.len() == LONGEST {
            let has_waited = self.out < LONGEST;
            (self.frames, self.out, self.whole) = (Vec::new(), 0, self.whole && !has_waited);
        }
        if self.whole {
            self.frames.push(frame);
        }
    }

    /// Takes in a picture that is to be seen. Gives what has to go before it, made unseen as far as its codec can say so;
    /// none when that picture can't be decoded.
    pub fn before(&mut self, frame: &Frame) -> Option<Vec<Frame>> {
        self.push(frame.clone());
        let before = self.frames.len().checked_sub(1)?;
        let codec = self.codec();
        let unseen = self.frames.get(self.out..before)?.iter().map(|frame| unseen(frame.clone(), codec)).collect();
        self.out = before + 1;
        Some(unseen)
    }

    /// The picture that was seen last, behind what has to go before it, for somebody new; none where that is too long ago.
    pub fn again(&self) -> Option<(Vec<Frame>, Frame)> {
        let (last, before) = self.frames.get(..self.out)?.split_last()?;
        let codec = self.codec();
        let starts = before.first().unwrap_or(last).keyframe;
        starts.then(|| (before.iter().map(|frame| unseen(frame.clone(), codec)).collect(), last.clone()))
    }

    fn codec(&self) -> Option<VideoCodec> {
        Some(self.frames.first()?.config.as_ref()?.codec)
    }

    /// Forgets everything: frames are missing. The next keyframe begins anew.
    pub fn lose(&mut self) {
        *self = Self::default();
    }
}

fn unseen(mut frame: Frame, codec: Option<VideoCodec>) -> Frame {
    if codec == Some(VideoCodec::Vp8) {
        frame.data = vp8::hidden(&frame.data);
    }
    frame
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;

    use super::*;
    use crate::media::{SessionTime, Track, VideoConfig};

    fn picture(number: u64, codec: VideoCodec, keyframe: bool) -> Frame {
        let pts = SessionTime::from_millis(number);
        let config = VideoConfig { codec, width: 640, height: 360, description: Bytes::new() };
        let config = keyframe.then(|| Arc::new(config));
        Frame { track: Track::Video, pts, keyframe, data: Bytes::from_static(&[0x50, 1]), config, arrived: pts }
    }

    #[test]
    fn vp8_is_marked_as_not_shown() {
        for (codec, tag) in [(VideoCodec::Vp8, 0x40), (VideoCodec::H264, 0x50)] {
            let mut lead_in = LeadIn::default();
            lead_in.push(picture(0, codec, true));
            lead_in.push(picture(1, codec, false));
            let before = lead_in.before(&picture(2, codec, false)).expect("whole");
            assert_eq!(before.iter().map(|frame| frame.data[0]).collect::<Vec<_>>(), [tag, tag]);
            assert_eq!(lead_in.before(&picture(3, codec, false)), Some(Vec::new()), "it goes before the first alone");
        }
    }

    #[test]
    fn without_its_keyframe_nothing_is_shown() {
        let mut lead_in = LeadIn::default();
        lead_in.push(picture(1, VideoCodec::H264, false));
        assert_eq!(lead_in.before(&picture(2, VideoCodec::H264, false)), None);
        assert_eq!(lead_in.before(&picture(3, VideoCodec::H264, true)), Some(Vec::new()));
        assert_eq!(lead_in.before(&picture(4, VideoCodec::H264, false)), Some(Vec::new()));
        lead_in.lose();
        assert_eq!(lead_in.before(&picture(5, VideoCodec::H264, false)), None);
    }

    #[test]
    fn the_picture_that_stands_is_given_again_behind_its_group() {
        let mut lead_in = LeadIn::default();
        assert_eq!(lead_in.again(), None);
        lead_in.push(picture(0, VideoCodec::Vp8, true));
        assert_eq!(lead_in.again(), None, "nothing has been seen");
        for number in 1..4 {
            lead_in.before(&picture(number, VideoCodec::Vp8, false)).expect("whole");
        }
        lead_in.push(picture(4, VideoCodec::Vp8, false));
        let (before, last) = lead_in.again().expect("it is short");
        assert_eq!(before.iter().map(|frame| frame.data[0]).collect::<Vec<_>>(), [0x40; 3]);
        assert_eq!(last, picture(3, VideoCodec::Vp8, false));
        // One that never has another keyframe goes on, and is not kept for ever.
        for number in 5..2_000 {
            assert!(lead_in.before(&picture(number, VideoCodec::Vp8, false)).is_some(), "{number}");
            assert!(lead_in.frames.len() <= LONGEST);
        }
        assert_eq!(lead_in.again(), None);
    }
}
