use std::{collections::VecDeque, time::Duration};

use crate::{
    archive::Reader,
    feed::RangeFrame,
    media::{
        Frame, SessionTime, Track, VideoCodec,
        container::{Sample, SampleQueue},
        vp8,
    },
};

/// A camera whose first picture is so much later than what was asked for was not there before: that is a hole.
const LATE: Duration = Duration::from_millis(100);

/// What is read of an angle: the samples of a file, stretched to its speed. Its time begins with the lead-in.
#[derive(Debug)]
pub struct Samples {
    frames: Reader,
    from: SessionTime,
    speed: u16,
    queue: Option<SampleQueue>,
    /// Pictures that are not shown, until it is known whether the first one that is needs them.
    lead_in: Vec<Frame>,
    ready: VecDeque<Sample>,
    /// Of its first picture.
    codec: Option<VideoCodec>,
    begins: Option<Duration>,
    changes: Option<SessionTime>,
    is_over: bool,
}

impl Samples {
    pub fn new(frames: Reader, from: SessionTime, speed: u16) -> Self {
        Self {
            frames,
            from,
            speed,
            queue: None,
            lead_in: Vec::new(),
            ready: VecDeque::new(),
            codec: None,
            begins: None,
            changes: None,
            is_over: false,
        }
    }

    /// What its pictures are encoded in, when it was read.
    pub fn codec(&self) -> Option<VideoCodec> {
        self.codec
    }

    /// When what was asked for begins in it, when its first picture was read: with that picture, or with the moment asked
    /// for where the camera came later.
    pub fn begins(&self) -> Option<Duration> {
        self.begins
    }

    /// When the camera began to send another codec: what was read ends there.
    pub fn changes(&self) -> Option<SessionTime> {
        self.changes
    }

    /// How long after `start` a moment is in the file.
    fn stretched(&self, start: SessionTime, at: SessionTime) -> SessionTime {
        let micros = at.since(start).as_micros() * 100 / u128::from(self.speed);
        start + Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
    }

    fn take_in(&mut self, RangeFrame { frame, shown }: RangeFrame) {
        let start = match &self.queue {
            Some(queue) => queue.start(),
            None => {
                let start = self.from.min(frame.pts);
                self.queue = Some(SampleQueue::new(start));
                start
            }
        };
        if let Some(config) = &frame.config
            && *self.codec.get_or_insert(config.codec) != config.codec
        {
            self.changes = Some(frame.pts);
            self.is_over = true;
            return;
        }
        if frame.track == Track::Video && self.begins.is_none() {
            if !shown {
                self.lead_in.push(frame);
                return;
            }
            let mut begins = frame.pts;
            if frame.keyframe {
                self.lead_in.clear();
                begins = if frame.pts.since(self.from) > LATE { self.from } else { begins };
            }
            self.begins = Some(self.stretched(start, begins).since(start));
            let is_vp8 = self.codec == Some(VideoCodec::Vp8);
            for frame in std::mem::take(&mut self.lead_in) {
                let data = if is_vp8 { vp8::hidden(&frame.data) } else { frame.data };
                self.push(start, Frame { data, ..frame });
            }
        }
        self.push(start, frame);
    }

    fn push(&mut self, start: SessionTime, frame: Frame) {
        let pts = self.stretched(start, frame.pts);
        let queue = self.queue.as_mut().expect("made with the first frame");
        queue.push(Frame { pts, ..frame });
        self.ready.extend(queue.take(SessionTime::ZERO));
    }
}

impl Iterator for Samples {
    type Item = Sample;

    fn next(&mut self) -> Option<Sample> {
        while self.ready.is_empty() && !self.is_over {
            match self.frames.next() {
                Some(frame) => self.take_in(frame),
                None => self.is_over = true,
            }
            if self.is_over {
                self.ready.extend(self.queue.as_mut().map(SampleQueue::finish).unwrap_or_default());
            }
        }
        self.ready.pop_front()
    }
}
