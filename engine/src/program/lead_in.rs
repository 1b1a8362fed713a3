use crate::media::{Frame, VideoCodec, vp8};

/// Lead-ins that may be long: on program a keyframe is asked for each second, so 30 pictures as a rule. One that is longer
/// is not waited for: its segment begins at the next keyframe.
const LONGEST: usize = 600;

/// The lead-in of a replay's segment, while it waits for the first picture that is to be seen.
#[derive(Debug, Default)]
pub struct LeadIn {
    frames: Vec<Frame>,
    /// Whether the slot's decoder would have what the next frame needs.
    whole: bool,
}

impl LeadIn {
    /// Takes in a picture that is not to be seen.
    pub fn push(&mut self, frame: Frame) {
        if frame.keyframe {
            self.frames.clear();
            self.whole = true;
        }
        if self.frames.len() == LONGEST {
            self.lose();
        }
        if self.whole {
            self.frames.push(frame);
        }
    }

    /// What has to go before a picture that is to be seen, made unseen as far as its codec can say so; none when that
    /// picture can't be decoded.
    pub fn before(&mut self, frame: &Frame) -> Option<Vec<Frame>> {
        if frame.keyframe {
            self.frames.clear();
            self.whole = true;
        }
        let codec = self.frames.first().and_then(|first| first.config.as_ref()).map(|config| config.codec);
        let unseen = |mut frame: Frame| {
            if codec == Some(VideoCodec::Vp8) {
                frame.data = vp8::hidden(&frame.data);
            }
            frame
        };
        self.whole.then(|| std::mem::take(&mut self.frames).into_iter().map(unseen).collect())
    }

    /// Forgets everything: frames are missing. The next keyframe begins anew.
    pub fn lose(&mut self) {
        *self = Self::default();
    }
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
}
